"""A picture for Graphviz of the way an answer was found."""

from __future__ import annotations

from collections.abc import Sequence

from kg.answers.saying.trail import QUESTION
from kg.app.markup import dot

_STYLE = (
    'rankdir=LR; bgcolor="transparent"; nodesep=0.2; ranksep=0.6; '
    'node [shape=box style="filled,rounded" fillcolor="#e8eef4" color="#9fb3c8" fontname="Microsoft YaHei" fontsize=11 margin="0.25,0.12"]; '
    'edge [color="#7f93a8" fontname="Microsoft YaHei" fontsize=10 fontcolor="#5a6775"];'
)


def picture(question: str, steps: Sequence[tuple[str, str, str]]) -> str:
    """A Graphviz graph of the way from the question to the answer.

    It has an arrow for each (source, reason, target), named after its reason.
    """
    names = {QUESTION: "q"}
    for source, _, target in steps:
        for end in (source, target):
            names.setdefault(end, f"n{len(names)}")
    nodes = [f'q [label={dot(question, limit=42)} fillcolor="#1f4e79" fontcolor="white"];']
    nodes += [f"{name} [label={dot(end)}];" for end, name in names.items() if name != "q"]
    edges = [f"{names[source]} -> {names[target]} [label={dot(reason, width=10)}];" for source, reason, target in steps]
    return "digraph { " + _STYLE + " " + " ".join([*nodes, *edges]) + " }"
