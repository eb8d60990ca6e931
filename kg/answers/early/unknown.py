"""Answers to questions that name a law of which nothing is known: 《医疗器械监督管理条例》第五条怎么规定 · 999号令要求多久报告.

Asked about that law alone, there is no answer. Asked about a law held as well, or about something else, the law held answers, and the
first line says that nothing is known of the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.answers.early.unlisted import Unlisted, Unlistings
from kg.answers.question.reading import Question, understand
from kg.answers.result import Answer, NotHeld

if TYPE_CHECKING:
    from kg.corpus.catalogue import Catalogue
    from kg.graph.knowledge import Knowledge

_MARK = "\ue000"  # stands for an unknown name while the question is taken apart
_SENTENCE = re.compile(r"[^。?!;？！；]{1,2000}[。?!;？！；]{0,9}")
_LEANS = re.compile(r"它|其(?!他|它|余)|该(?:法|条例|办法|规定|细则|指引|准则|通知|文件|文)|[这那](?:部|个|份|条|些)|上述|此|里面|第[^第]{1,5}条")
_BARE = re.compile(r"怎么|如何|什么|哪些?|规定|内容|要求|请问|说|写|讲|具体|现在|还|有效|吗|呢|是|的|了|有|[^一-鿿]")
_BESIDE = re.compile(rf"除了?(?:[^。?!;]{{0,40}}?){_MARK}[^。?!;]{{0,20}}?(?:以外|之外|外|,)")
_BASIS = re.compile(rf"(?:根据|依据|依照|按照|遵照|参照|对照|对于|关于|[按照依据对在]).{{0,12}}{_MARK}"
                    r"的?(?:相关|有关)?(?:规定|要求|精神|条款)?(?:[中里内上]|来看)?\Z"
                    rf"|(?:违反了?|触犯了?|适用|不?符合|不?遵守|违背).{{0,12}}{_MARK}")
_ASKER = re.compile(r"我|咱|公司|本[行司所]|单位|客户|员工|系统|机构|券商|部门|领导|监管|证监|对方|供应商|厂商|平台|已|了")
_JOINED = re.compile(rf"(?:以?及|[和与跟同或、])?\s?{_MARK}\s?(?:以?及|[和与跟同或、])?")
_MATTER = 4  # characters that ask something of their own


def answer(knowledge: Knowledge, asked: Question, otherwise: Callable[[Question], Answer]) -> Answer:
    """The answer to a question, which says so if the question names a law of which nothing is known.

    ``otherwise`` answers a question, which is the one asked without the unknown names.
    """
    found = Unlistings(knowledge).find(asked.text)
    if not found:
        return otherwise(asked)
    records = tuple(dict.fromkeys(NotHeld(u.title or u.number, u.number, "", "") for u in found))
    masked = _masked(asked.text, found)
    rest = _without(asked, masked, knowledge.catalogue)
    told_of = all(u.mentioned and not u.article for u in found)
    if not rest.instruments and not told_of and about_alone(masked):
        return Answer(asked.text, "unanswerable", f"{_line(found)}，不能据以回答；请核对名称与文号，并查阅官方文本。{_hint(found)}", not_held=records)
    other = otherwise(asked if told_of else rest)
    below = "以下仅依据收录的法规。" if other.status == "answered" else ""
    line = f"{_line(found)}，对其内容不作任何说明；请核对名称与文号，并查阅官方文本。{_hint(found)}{below}"
    return replace(other, question=asked.text, answer=f"{line}\n{other.answer}", not_held=(*records, *other.not_held))


def _masked(text: str, found: Sequence[Unlisted]) -> str:
    """The text with a mark in place of each unknown name and its articles."""
    for unlisted in sorted(found, key=lambda u: -u.start):
        text = text[: unlisted.start] + _MARK + text[unlisted.end :]
    return text


def _without(asked: Question, masked: str, catalogue: Catalogue) -> Question:
    """The question without the unknown names, so that none of their articles is taken for one of a law named before."""
    text = _JOINED.sub("", masked).strip(" ,、")
    rest = understand(text, catalogue)
    return replace(rest, wants=rest.wants & asked.wants, measures=tuple(m for m in rest.measures if m in asked.measures))


def about_alone(masked: str) -> bool:
    """Whether nothing is asked but what the unknown law says, for whose name a mark stands."""
    if _BESIDE.search(masked):
        return False
    sentences = [s for s in _SENTENCE.findall(masked) if s.strip()]
    asking = [s for n, s in enumerate(sentences) if s.rstrip().endswith(("?", "？")) or n == len(sentences) - 1]
    return all(_within(s) if _MARK in s else not _own_matter(s) for s in asking)


def _within(sentence: str) -> bool:
    """Whether a sentence with the name in it asks what that law says, not something else of one who only mentions it."""
    clauses = re.split("[,，:：]", sentence)
    if _MARK in clauses[-1] or not _own_matter(clauses[-1]):
        return True
    naming = [c for c in clauses if _MARK in c]
    return any(_BASIS.search(c) or not _ASKER.search(c.partition(_MARK)[0]) for c in naming)


def _own_matter(words: str) -> bool:
    """Whether words ask something that does not lean on a law named before."""
    return not _LEANS.search(words) and len(_BARE.sub("", words)) >= _MATTER


def _line(found: Sequence[Unlisted]) -> str:
    """The names of which nothing is known, and the texts held in which they stand."""
    nowhere = list(dict.fromkeys(u.shown for u in found if not u.mentioned))
    named = {u.shown: u.mentioned for u in found if u.mentioned}
    lines = [f"本库没有{'、'.join(nowhere)}的任何记录（未收录，也不在目录中）"] if nowhere else []
    lines += [f"本库未收录{name}，目录中也没有，只在{'、'.join(f'《{t}》' for t in texts[:2])}中提到其名称" for name, texts in named.items()]
    return "；".join(lines)


def _hint(found: Sequence[Unlisted]) -> str:
    alike = list(dict.fromkeys(t for u in found for t in u.alike))
    return f"目录中名称相近的有{'、'.join(f'《{t}》' for t in alike)}，如所指为此，请按其名称提问。" if alike else ""
