"""What provisions of different laws are to each other: found in the texts, typed, reviewed."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
