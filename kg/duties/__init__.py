"""The duties that bind a firm: its facts, and whom, when and on what penalty a norm reaches.

Each product has a package of its own.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
