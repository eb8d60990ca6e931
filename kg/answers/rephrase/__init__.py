"""An answer rephrased by a language model, where the user names one, and checked line by line."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
