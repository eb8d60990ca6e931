"""The written forms of a citation, with one file for each.

``steps``     第二十一条第一款第（二）项, lists and ranges of them
``titles``    《…》, the abbreviations a text declares, names written without 《》
``unit``      the place of a citation in its article: which 款 is 前款 there, which article is 前条
``words``     the words that open a citation: 本法, 该条例, 前款, 本章, GB/T 20986
"""
