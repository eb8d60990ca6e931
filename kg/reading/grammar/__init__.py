"""The grammar of Chinese regulation, with one file for each part.

``clauses`` cuts sentences into clauses and clauses between joined verbs. ``pipeline`` tokenises and marks actors (spaCy),
and ``actors`` reads lists of them. ``modality`` finds 应当, and ``adverbials`` peels off what stands before a verb. ``acts``
and ``communication`` name what is done, ``recipients`` to whom, and ``conditions`` when and except when. ``lists`` says what
（一）（二） mean, and ``punishments`` what is no duty but a penalty, and what it costs.
"""
