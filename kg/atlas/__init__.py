"""The graph of one day drawn for people: around a node, the way between two, the whole."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
