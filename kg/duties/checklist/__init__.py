"""The checklist: every duty of a firm with given facts, grouped by theme, with repetitions merged."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
