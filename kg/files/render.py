"""A product as a file of one of its forms.

Each product has one table of its forms, which names the writers as ``module:function``, and a writer is loaded when it
is needed. All writers of a table take the same arguments and give bytes. The keys of the table are the forms that a
command offers. ``FORMS`` says what a form is called and what its media type is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module

Writers = Mapping[str, str]


class FormError(ValueError):
    """A form that a product does not have.

    The message lists those it has.
    """


@dataclass(frozen=True)
class Form:
    """The name of a form on a button, and its media type."""

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
    """The file in one of the forms of ``writers``, made by the writer that the table names.

    Raises FormError for any other form.
    """
    if form not in writers:
        raise FormError(unknown_form(form, writers))
    module, _, name = writers[form].partition(":")
    return bytes(getattr(import_module(module), name)(*made))


def offered(forms: Iterable[str]) -> str:
    """The forms in words, such as xlsx、docx、csv."""
    return "、".join(forms)


def unknown_form(form: str, forms: Iterable[str]) -> str:
    """The message for a form that is not among those offered."""
    return f"格式 {form[:20]!r} 不支持；可用：{offered(forms)}"
