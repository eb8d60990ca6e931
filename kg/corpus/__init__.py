"""The texts held: catalogue, tree, look-up and quotes, two texts of a law, reviews of norms, readers of files."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
