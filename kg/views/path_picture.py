"""The way an answer was found: readable steps, and a picture of them for Graphviz."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from kg.views.markup import dot

_URN = re.compile(r"urn:lex:[^\s，；、）]+")
_ARROW = re.compile(r"\s*→\s*")
_REASONS = (
    (re.compile(r"^retrieval\b"), "检索"),
    (re.compile(r"^(?:named|reference|looked up)\b"), "问题中写明"),
    (re.compile(r"^part of the question\b"), "问题的另一部分"),
    (re.compile(r"^instrument named\b"), "点名的法规"),
    (re.compile(r"^definition of\s*"), "定义："),
    (re.compile(r"^recipient rule\b"), "确定报送对象的规则"),
    (re.compile(r"^punishes\s*"), "处罚："),
    (re.compile(r"^punished\b"), "被处罚的义务"),
    (re.compile(r"^onward from\s*"), "转致，来自："),
)


def steps(path: Sequence[str], label: Callable[[str], str]) -> list[tuple[str, ...]]:
    """Each entry of ``Answer.path`` as its stations in Chinese, every URN replaced by ``label``.

    >>> steps(["retrieval → urn:lex:cn:a", "《某法》第一条"], lambda urn: "《某法》第二条")
    [('检索', '《某法》第二条'), ('《某法》第一条',)]
    """
    named = [_URN.sub(lambda m: label(m[0]), entry) for entry in path]
    return [tuple(_chinese(s) for s in _ARROW.split(entry) if s.strip()) for entry in named]


def _chinese(station: str) -> str:
    for pattern, word in _REASONS:
        if pattern.search(station):
            return pattern.sub(word, station.strip())
    return station.strip()


def picture(question: str, ways: Sequence[tuple[str, ...]]) -> str:
    """A Graphviz graph: the question, then for each way an arrow, named after its reason, to the provision reached.

    A reason that names a provision reached by another way (处罚：《某法》第一条) starts there instead of at the question.
    """
    ends = {way[-1]: f"n{i}" for i, way in enumerate(ways, start=1) if way}
    nodes = [f'q [label={dot(question, limit=42)} fillcolor="#1f4e79" fontcolor="white"];']
    nodes += [f"{name} [label={dot(end)}];" for end, name in ends.items()]
    edges = []
    for way in ways:
        reason = way[0] if len(way) > 1 else ""
        start = next((n for e, n in ends.items() if e in reason and e != way[-1]), "q")
        shown = reason.partition("：")[0] if start != "q" else reason
        edges.append(f"{start} -> {ends[way[-1]]} [label={dot(shown, width=10)}];")
    style = (
        'rankdir=LR; bgcolor="transparent"; nodesep=0.25; '
        'node [shape=box style="filled,rounded" fillcolor="#e8eef4" color="#9fb3c8" fontname="Microsoft YaHei" fontsize=11 margin="0.25,0.12"]; '
        'edge [color="#7f93a8" fontname="Microsoft YaHei" fontsize=10 fontcolor="#5a6775"];'
    )
    return "digraph { " + style + " " + " ".join([*nodes, *edges]) + " }"
