"""What a law is: records, URNs, article numbers, days, names. No input or output but the vocabularies."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
