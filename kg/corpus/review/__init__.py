"""Norms as a reviewer read them, with their files and what they put in the place of the extraction."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
