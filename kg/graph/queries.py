"""Read-only SPARQL: queries that people type, and the competency questions of ``ontology/queries``.

A competency query is a file that can be run unchanged. Each parameter is a line of its own with a default::

    VALUES ?article { <urn:lex:cn:npc:law:2016-11-07;53@2026-01-01~art23> }

When a program gives another value, the line is left out and the variable is bound, so that no text from outside becomes
part of a query. The engine binds only what SELECT names, and therefore every parameter is among the columns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.law.places import ontology_dir

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode, Store, Variable

# The engine is recursive: deep brackets or long chains of operators overflow its stack and end the program.
MAX_CHARS = 10_000
MAX_DEPTH = 60  # brackets within brackets
MAX_OPERATORS = 1_500
_PARAMETER = re.compile(r"^[ \t]*VALUES[ \t]+\?(\w+)[ \t]*\{[ \t]*(.*?)[ \t]*\}[ \t]*(?:#.*)?$", re.MULTILINE)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U00([0-9A-Fa-f]{6})")
_NAMES = re.compile(r"[?$:]\w*")
_DATE = "http://www.w3.org/2001/XMLSchema#date"


class QueryError(ValueError):
    """Error raised for a SPARQL query that cannot be run.

    The message says why.
    """


def run(store: Store, query: str, values: Mapping[Variable, NamedNode | Literal] | None = None) -> Any:
    """The result of a reading query over the union of all named graphs.

    QueryError is raised for anything else.
    """
    _check(query)
    try:
        return store.query(query, use_default_graph_as_union=True, substitutions=dict(values or {}))
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:
        message = re.sub(r"\s+", " ", str(error))[:200]
        raise QueryError(f"查询无法执行（只支持 SELECT、ASK、CONSTRUCT、DESCRIBE）：{message}") from error


def _check(query: str) -> None:
    """Refuse what must not reach the engine, with QueryError.

    Refused are queries that leave the machine and queries that overflow the parser's stack.
    """
    plain = _ESCAPE.sub(lambda m: chr(min(int(m[1] or m[2], 16), 0x10FFFF)), query)
    if re.search("service", _NAMES.sub(" ", plain), re.IGNORECASE):
        raise QueryError("查询无法执行：不支持 SERVICE，查询不得访问外部地址")
    if len(query) > MAX_CHARS:
        raise QueryError(f"查询无法执行：超过 {MAX_CHARS} 个字符")
    depth = deepest = 0
    for mark in plain:
        depth += (mark in "{([") - (mark in "})]")
        deepest = max(deepest, depth)
    if deepest > MAX_DEPTH or len(re.findall(r"[-+*/|&!^<]", plain)) > MAX_OPERATORS:
        raise QueryError(f"查询无法执行：嵌套超过 {MAX_DEPTH} 层，或运算符超过 {MAX_OPERATORS} 个")


def names() -> tuple[str, ...]:
    """The names of the competency questions, sorted."""
    return tuple(sorted(p.stem for p in _folder().glob("*.rq")))


def text(name: str) -> str:
    """The query of that name, as written in its file.

    QueryError lists the queries that exist.
    """
    if name not in names():
        raise QueryError(f"没有名为 {name[:40]!r} 的查询；可用：{'、'.join(names())}")
    return (_folder() / f"{name}.rq").read_text(encoding="utf-8")


def parameters(name: str) -> dict[str, str]:
    """The parameters of a query with their defaults, as SPARQL writes them."""
    return dict(_PARAMETER.findall(text(name)))


def answer(store: Store, name: str, values: Mapping[str, str | date]) -> tuple[dict[str, str], ...]:
    """The rows of a competency query, as described at ``Knowledge.competency``."""
    from pyoxigraph import Variable

    known = parameters(name)
    unknown = next((v for v in values if v not in known), None)
    if unknown is not None:
        raise QueryError(f"查询 {name} 没有参数 {unknown[:40]!r}；可用：{'、'.join(known) or '无'}")
    query = _PARAMETER.sub(lambda m: "" if m[1] in values else m[0], text(name))
    bound = {Variable(key): _value(key, value, known[key]) for key, value in values.items()}
    rows = run(store, query, bound)
    return tuple({v.value: row[v].value if row[v] is not None else "" for v in rows.variables} for row in rows)


def _value(key: str, value: str | date, default: str) -> NamedNode | Literal:
    """The value as a term of the same kind as its default.

    A date becomes a date literal, and a text an IRI or a literal.
    """
    from pyoxigraph import Literal, NamedNode

    try:
        if isinstance(value, date):
            return Literal(value.isoformat(), datatype=NamedNode(_DATE))
        return NamedNode(value) if default.startswith("<") else Literal(value)
    except ValueError as error:
        raise QueryError(f"参数 {key} 的值 {value[:60]!r} 不是标识符" if isinstance(value, str) else str(error)) from error


def _folder() -> Path:
    return ontology_dir() / "queries"
