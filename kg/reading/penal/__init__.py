"""How a penalty clause is read, with one file for each part of it.

``breach``    who breaks the rule, and the case in the words of the law
``parties``   who punishes, and who is punished
``measures``  the single measures and the sums of fines
``limbs``     the degrees of a 款, each for one addressee
"""
