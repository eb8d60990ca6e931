"""Regulatory knowledge graph and question answering for the Chinese securities and futures industry.

The verbs below are all a program needs; each loads its module at first use. The records they return
are in ``kg.law.model``.

>>> import kg
>>> [a.label for a in kg.parse("第一条　甲。\\n第二条　乙。").articles]
['第一条', '第二条']
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kg.law.places import __version__ as __version__

if TYPE_CHECKING:
    from datetime import date

    from kg.corpus.loading import load
    from kg.corpus.structure import parse
    from kg.duties.matrix.making import rows as obligations
    from kg.graph.building import build
    from kg.graph.knowledge import Knowledge
    from kg.law.model import Answer
    from kg.reading.citations.finding import find_citations
    from kg.reading.citations.resolving import resolve as resolve_citations

__all__ = ["Knowledge", "answer", "build", "find_citations", "load", "obligations", "parse", "resolve_citations"]

# kg.reading.citations.resolving and kg.duties.matrix.rows are modules, so the two verbs that live there carry a longer name.
_LAZY = {
    "Knowledge": ("kg.graph.knowledge", "Knowledge"),
    "build": ("kg.graph.building", "build"),
    "find_citations": ("kg.reading.citations.finding", "find_citations"),
    "load": ("kg.corpus.catalogue", "load"),
    "obligations": ("kg.duties.matrix.rows", "rows"),
    "parse": ("kg.corpus.structure", "parse"),
    "resolve_citations": ("kg.reading.citations.resolving", "resolve"),
}


def answer(question: str, profile: Sequence[str] = (), as_of: date | None = None) -> Answer:
    """Answer one question from the current build; NotBuiltError when there is none.

    Opens the graph anew each time; to ask more than once, keep a ``kg.answers.answerer.Answerer``.
    """
    from kg.answers.answerer import Answerer

    return Answerer.open().answer(question, profile, as_of)


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'kg' has no attribute {name!r}; it offers {', '.join(__all__)}")
    from importlib import import_module

    module, verb = _LAZY[name]
    return getattr(import_module(module), verb)


def __dir__() -> list[str]:
    return sorted(__all__)
