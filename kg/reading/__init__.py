"""What a text says: terms, citations, norms, sanctions, and the rules that change what its other articles say."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
