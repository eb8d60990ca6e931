"""What all files that leave the program share: safe text, workbooks, Word, SVG, ics, Markdown and the heading.

What comes in from outside is read in a process of its own (``kg.files.apart``).
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
