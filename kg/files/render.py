"""A product as a file: each product has one table of its forms, and a writer loads when it is needed.

A table names the writers as ``module:function``; all writers of a table take the same arguments and give bytes. The keys
of the table are the forms that a command offers; what a form is called and how it travels stands in ``FORMS``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module

Writers = Mapping[str, str]


class FormError(ValueError):
    """A form that a product does not have; the message lists those it has."""


@dataclass(frozen=True)
class Form:
    """What a form is called on a button, and its media type."""

    words: str
    mime: str


_OFFICE = "application/vnd.openxmlformats-officedocument."
FORMS = {
    "text": Form("文本（.txt）", "text/plain"), "md": Form("文本（.md）", "text/markdown"), "json": Form("JSON", "application/json"),
    "csv": Form("CSV", "text/csv"), "ics": Form("Outlook 日历（.ics）", "text/calendar"),
    "xlsx": Form("Excel", f"{_OFFICE}spreadsheetml.sheet"), "docx": Form("Word", f"{_OFFICE}wordprocessingml.document"),
    "svg": Form("SVG", "image/svg+xml"), "png": Form("PNG", "image/png"),
}
BINARY = frozenset({"xlsx", "docx", "png"})  # no terminal shows them


def write(form: str, writers: Writers, *made: object) -> bytes:
    """The file in one of the forms of ``writers``, by the writer that the table names; FormError for another form."""
    if form not in writers:
        raise FormError(unknown_form(form, writers))
    module, _, name = writers[form].partition(":")
    return bytes(getattr(import_module(module), name)(*made))


def offered(forms: Iterable[str]) -> str:
    """The forms in words: xlsx、docx、csv."""
    return "、".join(forms)


def unknown_form(form: str, forms: Iterable[str]) -> str:
    """What is said where a form is not among those there are."""
    return f"格式 {form[:20]!r} 不支持；可用：{offered(forms)}"
