"""The texts held, with catalogue, tree, look-up, quotes, amendments, reviews of norms and readers of files."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
