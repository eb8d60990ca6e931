"""Text made safe for the files people open.

A spreadsheet cannot take the text of a rule for a formula, control characters are removed, and equal content gives equal bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from html import escape

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠|%]")
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
CELL_LIMIT = 32_000  # Excel holds 32,767 characters in a cell


def clean(text: str) -> str:
    """The text without characters that XML forbids, and with every line break as \\n.

    >>> clean("a\\x00b\\r\\nc")
    'ab\\nc'
    """
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def neutral(text: str) -> str:
    """Text that is safe in a spreadsheet.

    What a program could run as a formula gets an apostrophe in front. Text longer than ``CELL_LIMIT`` is cut and marked as cut.

    >>> neutral("=HYPERLINK(1)"), neutral("-1"), neutral("第一条")
    ("'=HYPERLINK(1)", "'-1", '第一条')
    """
    bare = clean(text)
    risky = bool(_FORMULA.match(bare)) or bare[:1] in "\t\n"
    bare = "'" + bare if bare and risky else bare
    return bare if len(bare) <= CELL_LIMIT else bare[:CELL_LIMIT] + "……（过长，已截断）"


def fixed_bytes(package: bytes) -> bytes:
    """An xlsx or docx without the time at which it was written, so that equal content gives equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            data = old.read(name)
            if name == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z\g<3>", data)
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()

INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def html(text: str) -> str:
    """Text that HTML shows as it is, with line breaks kept if the style is ``white-space: pre-wrap``.

    >>> html('<b onclick="x">&')
    '&lt;b onclick=&quot;x&quot;&gt;&amp;'
    """
    return escape(INVISIBLE.sub("", text), quote=True)
