"""Thresholds of the law applied to the facts of a question: 泄露150万人 ≥ “100万人以上”."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
