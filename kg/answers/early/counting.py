"""How many chapters and articles a text has: 218号令一共分几章、有多少条 · 网络安全法有几条."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.answers.early import undecided
from kg.answers.result import Answer
from kg.answers.saying.trail import QUESTION, step
from kg.corpus.quoting import quote
from kg.law.model import ProvisionKind
from kg.law.numerals import to_chinese
from kg.law.wording import chinese_date

if TYPE_CHECKING:
    from kg.answers.question.reading import Question
    from kg.answers.question.scope import Scope
    from kg.graph.knowledge import Knowledge
    from kg.law.model import Document

_ASKED = re.compile(r"(?<!第)(?:几|多少)个?(?:章|节|条(?![^。，？]{0,6}(?:规定|要求|罚)))")
_KINDS = ((ProvisionKind.CHAPTER, "章"), (ProvisionKind.ARTICLE, "条"))


def answer(knowledge: Knowledge, asked: Question, where: Scope) -> Answer | None:
    """The number of chapters and articles of the named text, or None if the question asks for neither.

    The text is the one in force that day.
    """
    if not _ASKED.search(asked.text) or asked.references or len(asked.instruments) != 1:
        return None
    version = next((v for v in where.versions if v.work == asked.instruments[0].work), None)
    if version is None:
        return None
    document = knowledge.document(version)
    last = quote(knowledge, version, document.main_articles[-1])
    if version.partial:
        why = undecided.held_in_part(knowledge, version, where.on, "全文共几条无从核对")
        return Answer(asked.text, "unanswerable", why.reason)
    counts = "、".join(f"{to_chinese(n)}{name}" for kind, name in _KINDS if (n := _number(document, kind)))
    text = f"《{version.title}》自{chinese_date(version.effective)}起施行的文本共{counts}"
    words = f"，最后一条是{last.article}。\n依据：\n《{version.title}》{last.article}：“{last.quote}”" if last else "。"
    return Answer(asked.text, "answered", text + words, (last,) if last else (), path=(step(QUESTION, "条数", f"《{version.title}》"),))


def _number(document: Document, kind: ProvisionKind) -> int:
    return sum(1 for node in document.walk() if node.kind is kind)
