"""What is told of a text that could not be read as it should be, and which of it makes a reader doubt the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.law.model import Problem

# A text with one of these is not kept before somebody has looked at it: it lacks words, has them twice, or has others among them.
_DOUBTFUL = frozenset({"numbering", "repeated", "empty", "annex-articles", "contents"})
_MOST = 5  # named in one line


def doubts(problems: Iterable[Problem], partial: bool = False) -> tuple[str, ...]:
    """What makes a text doubtful, in words: articles that do not follow each other, come twice or are empty, and parts not read.

    Of a fragment (``partial``) nobody expects that its articles follow each other.
    """
    return tuple(dict.fromkeys(p.message for p in problems if p.code in _DOUBTFUL and not (partial and p.code == "numbering")))


def in_one_line(messages: Sequence[str]) -> str:
    """The first of several problems in one line, with how many there are.

    >>> in_one_line(["第三条重复", "第四条没有内容"]), in_one_line([f"第{n}条没有内容" for n in range(9)])[-13:]
    ('第三条重复；第四条没有内容', '第4条没有内容，共 9 处')
    """
    more = f"，共 {len(messages)} 处" if len(messages) > _MOST else ""
    return "；".join(messages[:_MOST]) + more


def problems_json(problems: Iterable[Problem]) -> list[dict[str, str | None]]:
    """The problems as plain JSON values."""
    return [{"kind": p.code, "article": p.article or None, "text": p.message} for p in problems]
