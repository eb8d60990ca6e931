"""Two texts of one law: which article carries on which, what changed in it, and the status of a provision on a day."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
