"""The incident clock as a file of any form."""

from __future__ import annotations

import json
from datetime import datetime

from kg.duties.clock.making import FORMATS, Clock, ClockError
from kg.duties.clock.text import _appointments, _lines, as_json, heading
from kg.files.ics import to_ics


def render(made: Clock, form: str, now: datetime | None = None) -> bytes:
    """The file; ``form`` is one of FORMATS, ClockError otherwise. With ``now`` the time left is shown."""
    if form == "xlsx":
        from kg.duties.clock.xlsx import to_xlsx

        return to_xlsx(made)
    if form == "ics":
        return to_ics(heading(made), _appointments(made), made.asked.at.date())
    if form == "json":
        return (json.dumps(as_json(made, now), ensure_ascii=False, indent=1) + "\n").encode()
    if form in ("text", "md"):
        return ("\n".join(_lines(made, now, "## " if form == "md" else "")) + "\n").encode()
    raise ClockError(f"格式 {form[:20]!r} 不支持；可用：{'、'.join(FORMATS)}")
