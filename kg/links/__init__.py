"""The relations between provisions of different laws: found in the texts, typed and reviewed."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
