"""Clauses: every sentence and every 项 of a provision, found and ranked on its own."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
