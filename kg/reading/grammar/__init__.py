"""The grammar of Chinese regulation, one file per part.

``clauses`` cuts, also between joined verbs; ``pipeline`` tokenises and marks actors (spaCy); ``actors`` reads lists of them,
``modality`` finds 应当, ``adverbials`` peels what stands before a verb, ``acts`` and ``communication`` name what is done,
``recipients`` to whom, ``conditions`` when and except when, ``lists`` what （一）（二） mean, and ``punishments`` what is no
duty but a penalty, and what it costs.
"""
