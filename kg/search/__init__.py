"""Search over provisions: lexical (BM25), dense (sentence encoder), question to question, and a fusion of all three.

>>> from kg.search import Entry
>>> Entry("urn:lex:cn:npc:law:2021-06-10;84@2021-09-01~art1", "urn:…", "数据安全法", "第一章 总则", "第一条", "为了…").label
'第一条'
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
