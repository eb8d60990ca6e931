"""The graph of one day prepared for people to explore: around a node, between two nodes, and as a whole."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
