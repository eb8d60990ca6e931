"""Rules that a user adds: read, checked, kept apart, reviewed, removed without a trace."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
