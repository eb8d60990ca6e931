"""Several questions in one text, answered one by one: 产品有个洞没补。按网安法罚多少？按证监会的规矩该报给谁？

This is done only if one asks for a penalty and another for something else, because the way to a penalty and the way to a duty
part at the first step. Questions of one kind are answered together (``kg.answers.finding.selection``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.answers.question.wants import Want, find_wants
from kg.answers.result import Answer
from kg.corpus.quoting import Quote, cite
from kg.law.model import Norm

BASIS = "\n依据：\n"
_HAN = re.compile("[一-鿿]")
_MARKS = str.maketrans(",?“”", "，？‘’")  # “ ” are for the words of the law
_SENTENCE = re.compile(r"[^。？?！!；;]+[。？?！!；;]*")


def split(text: str) -> tuple[tuple[str, str], ...]:
    """The questions to be answered one by one, each after what it leans on.

    There are none if the text is one question.

    >>> split("产品有个大洞，没补也没吭声。按网安法得罚多少？按证监会的规矩又该报给谁？")
    (('产品有个大洞，没补也没吭声。', '按网安法得罚多少？'), ('产品有个大洞，没补也没吭声。', '按证监会的规矩又该报给谁？'))
    >>> split("要不要守152号令？不守会怎么着？")[1], split("演练多久一次？报告交给谁？")
    (('要不要守152号令？', '不守会怎么着？'), ())
    """
    sentences = [s.strip() for s in _SENTENCE.findall(text) if s.strip()]
    asked = [n for n, s in enumerate(sentences) if s.endswith(("?", "？")) or n == len(sentences) - 1]
    punished = [Want.PENALTY in find_wants(sentences[n]) for n in asked]
    whole = all(len(_HAN.findall(sentences[n])) > 1 and sentences[n].count("“") == sentences[n].count("”") for n in asked)
    if len(asked) < 2 or not whole or all(punished) or not any(punished):
        return ()
    told = "".join(sentences[: asked[0]])
    return tuple((told or (sentences[n - 1] if n else ""), sentences[n]) for n in asked)


def merge(question: str, parts: Sequence[tuple[str, str]], answers: Sequence[Answer]) -> Answer:
    """One answer to all the questions.

    The conclusions stand one after the other, each under its question, then the words of the law once.
    """
    questions = [own.translate(_MARKS) for _, own in parts]
    heads = [f"问：{q}\n{one.answer.partition(BASIS)[0].strip()}" for q, one in zip(questions, answers, strict=True)]
    quotes: dict[tuple[str, str], Quote] = {(q.iri, q.quote): q for one in answers for q in one.citations}
    norms: dict[Norm, None] = dict.fromkeys(n for one in answers for n in one.norms)
    text = "\n".join(heads) + (BASIS + "\n".join(f"{cite(q)}：“{q.quote}”" for q in quotes.values()) if quotes else "")
    status = "answered" if any(one.status == "answered" for one in answers) else "unanswerable"
    path = tuple(dict.fromkeys(s for one in answers for s in one.path))
    not_held = tuple(dict.fromkeys(n for one in answers for n in one.not_held))
    return Answer(question, status, text, tuple(quotes.values()), tuple(norms), path=path, not_held=not_held)
