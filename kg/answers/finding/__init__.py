"""The provisions that decide a question, and the norms in them that speak to it."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
