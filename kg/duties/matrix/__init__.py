"""The obligation matrix: a row for each duty and each way in which it applies."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
