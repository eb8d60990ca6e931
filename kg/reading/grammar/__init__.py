"""The grammar of Chinese regulation, one file per part.

``clauses`` cuts, ``pipeline`` tokenises and marks actors (spaCy), ``actors`` reads lists of them, ``modality`` finds 应当,
``adverbials`` peels what stands before a verb, ``coordination`` parts joined verbs, ``acts`` and ``communication`` name what is
done, ``recipients`` to whom, ``conditions`` when and except when, ``lists`` what （一）（二） mean, ``penalties`` what is no duty
and ``punishments`` what it costs.
"""
