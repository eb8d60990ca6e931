"""What a question claims (保存一年，对吗 · 报网信办，是吧) against the words of provisions."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
