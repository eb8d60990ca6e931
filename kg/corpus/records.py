"""The metadata files of what a user added, written in the form that ``kg.corpus.catalogue`` reads.

Equal records give equal bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kg.corpus.catalogue import InstrumentRecord
from kg.law.model import Version

_HEAD = "# 用户自行添加的法规；由 kg add 写入，kg remove 移除。\n"
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
Value = str | bool | date | list[str] | None


def instrument_text(records: Iterable[InstrumentRecord]) -> str:
    """The text of ``catalogue.toml`` with these entries."""
    return "\n".join([_HEAD, *(f"[[instrument]]\n{_fields(_of_record(r))}" for r in records)])


def _of_record(r: InstrumentRecord) -> list[tuple[str, Value]]:
    return [
        ("work", r.work), ("slug", r.slug), ("title", r.title), ("full_title", r.full_title), ("issuer", r.issuer), ("rank", r.rank),
        ("number", r.number), ("status", r.status), ("names", r.names), ("url", r.url), ("promulgated", r.promulgated),
        ("effective", r.effective), ("repealed", r.repealed), ("note", r.note),
        ("field", r.field), ("limited_to", r.limited_to),
    ]


def version_text(v: Version) -> str:
    """The text of the ``.toml`` beside the text of a version."""
    return _fields([
        ("title", v.title), ("promulgated", v.promulgated), ("effective", v.effective), ("until", v.until), ("number", v.number),
        ("sha256", v.sha256), ("partial", v.partial),
    ])


def _fields(fields: Iterable[tuple[str, Value]]) -> str:
    """One line for each field that is not empty."""
    return "".join(f"{name} = {_value(value)}\n" for name, value in fields if value)


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(map(toml_string, value))}]"
    return toml_string(value or "")


def toml_string(text: str) -> str:
    """A TOML string on one line.

    >>> print(toml_string('第一款"引号"' + chr(10)))
    "第一款\\"引号\\"\\n"
    """
    return '"' + "".join(_ESCAPES.get(c) or (f"\\u{ord(c):04x}" if ord(c) < 32 or ord(c) == 127 else c) for c in text) + '"'
