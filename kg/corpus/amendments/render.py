"""A comparison as a file of any form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.files.render import write

if TYPE_CHECKING:
    from kg.corpus.amendments.text import Told

_HERE = "kg.corpus.amendments"
WRITERS = {**{form: f"{_HERE}.text:to_{form}" for form in ("text", "md", "json")}, "docx": f"{_HERE}.docx:to_docx"}


def render(told: Told, form: str) -> bytes:
    """The file in one of the forms of WRITERS, with the same bytes for the same comparison.

    Raises FormError for any other form.
    """
    return write(form, WRITERS, told)
