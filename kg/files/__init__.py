"""What every file that leaves the program shares: safe text, workbook, Word, SVG, ics, Markdown, the heading."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
