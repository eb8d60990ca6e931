"""What is asked: kind of answer, measure, day, who asks, texts and articles named."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
