"""Terms of RDF as N-Quads writes them: ``<urn:x>``, ``"词"``, ``"1"^^<…#integer>``, ``"词"@zh``.

Strings are compared and looked up many times faster than objects, and a build has its graph in this form.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
TYPE, SUBCLASS = f"<{RDF}type>", "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
_INTEGER, _DAY, _DECIMAL = re.compile(r"[+-]?\d+\Z"), re.compile(r"\d{4}-\d{2}-\d{2}\Z"), re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)\Z")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def is_iri(term: str) -> bool:
    """Whether a term is an IRI."""
    return term.startswith("<")


def is_literal(term: str) -> bool:
    """Whether a term is a literal."""
    return term.startswith('"')


def text_of(term: str) -> str:
    """The characters of a literal, of an IRI or of the name of a blank node.

    >>> text_of('"一\\\\n二"@zh'), text_of("<urn:x>")
    ('一\\n二', 'urn:x')
    """
    if not is_literal(term):
        return term[1:-1] if is_iri(term) else term
    text = term[1 : term.rindex('"')]
    return _ESCAPE.sub(_meant, text) if "\\" in text else text


def _meant(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else _ESCAPED.get(escape[3], escape[3])


def datatype_of(term: str) -> str:
    """The IRI of the datatype of a literal, and '' for what is no literal.

    >>> datatype_of('"1"^^<http://www.w3.org/2001/XMLSchema#integer>').removeprefix(XSD), datatype_of('"一"').removeprefix(XSD)
    ('integer', 'string')
    """
    if not is_literal(term):
        return ""
    rest = term[term.rindex('"') + 1 :]
    return rest[3:-1] if rest.startswith("^^") else f"{RDF}langString" if rest else f"{XSD}string"


def value_of(term: str) -> Any:
    """The value of a literal as a number, a day, a moment, a truth value or a string.

    It is None for what is no literal, has another datatype, or is not written as its datatype wants.

    >>> value_of('"12"^^<http://www.w3.org/2001/XMLSchema#integer>'), value_of('"soon"^^<http://www.w3.org/2001/XMLSchema#date>')
    (12, None)
    """
    read = READERS.get(datatype_of(term))
    try:
        return read(text_of(term)) if read else None
    except ValueError:
        return None


def less(one: Any, other: Any) -> bool | None:
    """Whether one value is less than the other, or None if the two cannot be compared."""
    try:
        return bool(one < other) if one is not None and other is not None else None
    except TypeError:
        return None


def _number(text: str) -> int | None:
    return int(text) if _INTEGER.match(text) else None


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if _DECIMAL.match(text) else None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if _DAY.match(text) else None


READERS: dict[str, Any] = {
    f"{XSD}integer": _number, f"{XSD}decimal": _decimal, f"{XSD}double": float, f"{XSD}float": float, f"{XSD}date": _day,
    f"{XSD}dateTime": datetime.fromisoformat, f"{XSD}boolean": {"true": True, "1": True, "false": False, "0": False}.get, f"{XSD}string": str,
}
