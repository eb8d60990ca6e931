"""A comparison as a file of any form."""

from __future__ import annotations

import json

from kg.corpus.amendments.text import Told, to_json, to_markdown, to_text
from kg.files.safe import clean

FORMATS = ("text", "md", "json", "docx")


def render(told: Told, form: str) -> bytes:
    """The file of one of ``FORMATS``, the same bytes for the same comparison."""
    if form == "docx":
        from kg.corpus.amendments.docx import to_docx

        return to_docx(told)
    made = json.dumps(to_json(told), ensure_ascii=False, indent=1) if form == "json" else {"text": to_text, "md": to_markdown}[form](told)
    return (clean(made).rstrip("\n") + "\n").encode()
