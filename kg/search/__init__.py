"""Search over provisions: lexical (BM25), dense (sentence encoder), question to question, and their fusion.

>>> from kg.search import Entry
>>> Entry("urn:lex:cn:npc:law:2021-06-10;84@2021-09-01~art1", "urn:…", "数据安全法", "第一章 总则", "第一条", "为了…").label
'第一条'
"""

from kg.search.entries import Entry, entries_of, written_questions
from kg.search.index import Hit, Index, SearchIndexError, build_index

__all__ = ["Entry", "Hit", "Index", "SearchIndexError", "build_index", "entries_of", "written_questions"]
