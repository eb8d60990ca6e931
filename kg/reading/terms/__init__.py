"""How statutes define terms, with one file for each part of it.

``sentences``      the sentences of an article, each with what it defines: 本办法所称X，是指…
``abbreviations``  （以下简称X） and the long name that stands before it
``numbers``        “以上”含本数，“以下”不含本数
``members``        what a definition says its term comprises, if it is a plain list
"""
