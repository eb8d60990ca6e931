"""Regulatory knowledge graph and question answering for the Chinese securities and futures industry.

The verbs below are all a program needs; each loads its module at first use. The records they return
are in ``kg.law.model``.

>>> import kg
>>> [a.label for a in kg.parse("第一条　甲。\\n第二条　乙。").articles]
['第一条', '第二条']
"""

import lazy_loader

from kg.law.places import __version__ as __version__

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
