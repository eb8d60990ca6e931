"""From a question to an answer: what is asked, which provisions decide, how it is said."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
