"""清单: the duties of a firm with given facts across all laws, grouped by theme and said once where laws say the same.

Every duty that may bind a firm of the kind is in exactly one of three groups: it applies, it depends on a fact not yet
known (取决于), or it is left out with the reason. What applies or may apply comes as items (``ChecklistItem``). Each is
one duty with all its bases, and each basis has its own words and figure. The stricter basis is marked only where both fix
a figure of the same sort.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from kg.duties.checklist.records import Checklist, ChecklistError
from kg.duties.conditions import Holds
from kg.duties.facts import Facts

if TYPE_CHECKING:
    from kg.graph.knowledge import Knowledge


def checklist(knowledge: Knowledge, facts: Facts, on: date, theme: str = "") -> Checklist:
    """The checklist of a day.

    ``theme`` leaves only one group. FactsError names facts that exclude each other, ProfileError an unknown kind of firm,
    and ChecklistError an unknown theme. ChecklistError is also raised when no kind of firm is given.
    """
    from kg.duties.checklist.binding import bound
    from kg.duties.checklist.merging import merged
    from kg.duties.checklist.themes import Themes

    themes = Themes.load()
    if not facts.profile:
        raise ChecklistError(f"请指明主体，例如 -p 证券公司；可用：{'、'.join(knowledge.vocabulary.profiles)}")
    if theme and theme not in themes.labels:
        raise ChecklistError(f"没有主题 {theme[:20]!r}；可用：{'、'.join(themes.labels)}")
    whole, duties = bound(knowledge, facts, on)
    kept = [d for d in duties if d.verdict.holds is not Holds.NO]
    items = merged(knowledge, kept, on, themes)
    chosen = [replace(i, number=n) for n, i in enumerate((i for i in items if theme in ("", i.theme)), 1)]
    left = tuple(d for d in duties if d.verdict.holds is Holds.NO)
    return Checklist(on, facts, whole, tuple(chosen), left, theme)
