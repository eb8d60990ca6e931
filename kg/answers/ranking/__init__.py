"""Which clauses decide a question: found once, then ranked by one learned model."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
