"""LEX URNs (RFC 9676) for works, their versions and the parts of a version.

>>> u = Urn.parse("urn:lex:cn:csrc:order:2023-02-27;218@2023-05-01~art39_par1_item2")
>>> u.work, str(u.version), u.eid
('urn:lex:cn:csrc:order:2023-02-27;218', '2023-05-01', 'art39_par1_item2')
>>> str(u.expression())
'urn:lex:cn:csrc:order:2023-02-27;218@2023-05-01'
>>> Urn.parse(str(u)) == u
True
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

KG = "urn:kg:ont:"  # prefix of our own properties and classes in the graph
JOIN = ";"  # separates the values of a list kept in one literal
_PATTERN = re.compile(
    r"""
    (?P<work>urn:lex:cn:          # country
      [a-z.]+(?:\+[a-z.]+)*:      # issuing authority: npc, state.council, csrc, cac …; several of a joint rule: pbc+csrc
      [a-z.]+:                    # kind of act: law, regulation, order, measures …
      \d{4}-\d{2}-\d{2}           # day of promulgation
      (?:;[0-9A-Za-z.\-]+)?)      # number, or a short name where the issuer gave none
    (?:@(?P<version>\d{4}-\d{2}-\d{2}))?     # first day in force of this version
    (?:~(?P<eid>[a-z]+[0-9A-Za-z.\-_]*))?    # part of it, Akoma Ntoso style
    \Z""",
    re.VERBOSE,
)


@dataclass(frozen=True, order=True)
class Urn:
    """One identifier, which names a work and perhaps a version of it and a part of that version."""

    work: str
    version: date | None = None
    eid: str | None = None

    @classmethod
    def parse(cls, text: str) -> Urn:
        """The URN that a text spells.

        Raises ValueError, which names the malformed text and the form expected.
        """
        match = _PATTERN.match(text)
        if not match:
            raise ValueError(f"not a LEX URN: {text!r}; expected urn:lex:cn:<issuer>:<kind>:<date>;<number>[@date][~part]")
        version = match["version"]
        return cls(match["work"], date.fromisoformat(version) if version else None, match["eid"])

    def __str__(self) -> str:
        return self.work + (f"@{self.version}" if self.version else "") + (f"~{self.eid}" if self.eid else "")

    def part(self, eid: str) -> Urn:
        """The part of this version with that eid."""
        return replace(self, eid=eid)

    def expression(self) -> Urn:
        """The URN of the version, without the part."""
        return replace(self, eid=None)


def text_urn(urn: str) -> str:
    """The URN of the text (or work) in which a URN lies.

    >>> text_urn("urn:lex:cn:csrc:order:2023-02-27;218@2023-05-01~art39_par1")
    'urn:lex:cn:csrc:order:2023-02-27;218@2023-05-01'
    """
    return urn.partition("~")[0]


def work_urn(urn: str) -> str:
    """The URN of the work in which a URN lies.

    >>> work_urn("urn:lex:cn:csrc:order:2023-02-27;218@2023-05-01~art39_par1")
    'urn:lex:cn:csrc:order:2023-02-27;218'
    """
    return urn.partition("@")[0]


def eid_of(urn: str) -> str:
    """The eid of the part that a URN means, or '' if it means the whole text.

    >>> eid_of("urn:lex:cn:csrc:order:2023-02-27;218@2023-05-01~art39_par1")
    'art39_par1'
    """
    return urn.partition("~")[2]


def is_part(urn: str) -> bool:
    """Whether a URN means a part of a text, not the whole of it or a work."""
    return "~" in urn


def day_of(urn: str) -> str:
    """The first day in force of the text a URN lies in, or '' for a work.

    >>> day_of("urn:lex:cn:csrc:order:2023-02-27;218@2023-05-01~art39"), day_of("urn:lex:cn:csrc:order:2023-02-27;218")
    ('2023-05-01', '')
    """
    return text_urn(urn).partition("@")[2]


def article_eid(eid: str) -> str:
    """The eid of the article (or annex) in which a part lies.

    >>> article_eid("art39_par1_item2"), article_eid("art39"), article_eid("annex2_art3_par1"), article_eid("annex1_sec2")
    ('art39', 'art39', 'annex2_art3', 'annex1')
    """
    first, _, rest = eid.partition("_")
    inner = rest.partition("_")[0]
    return f"{first}_{inner}" if "annex" in first and inner.startswith("art") else first


def annex_eid(eid: str) -> str:
    """The eid of the annex in which a part lies, or '' if it lies in none.

    >>> annex_eid("annex2_art3_par1"), annex_eid("art3_par1")
    ('annex2', '')
    """
    return eid.partition("_")[0] if eid.startswith("annex") else ""


def article_urn(urn: str) -> str:
    """The URN of the article (or annex) in which a provision lies.

    The URN of a chapter or of a whole text is returned unchanged.

    >>> article_urn("urn:lex:cn:csrc:order:2023-02-27;218@2023-05-01~art39_par1")
    'urn:lex:cn:csrc:order:2023-02-27;218@2023-05-01~art39'
    """
    return article_eid(urn) if is_article(urn) else urn


def is_article(urn: str) -> bool:
    """Whether a URN means an article (or annex) or a part of one."""
    return "~art" in urn or "~annex" in urn


def above(place: str) -> str:
    """The URN or eid of the part above, such as the paragraph of an item, or '' if there is none.

    >>> above("art39_par1_item2"), above("art39")
    ('art39_par1', '')
    """
    return place.rpartition("_")[0]


def is_item(place: str) -> bool:
    """Whether a URN or eid means an item or something below one."""
    return "_item" in place


def within(part: str, whole: str) -> bool:
    """Whether ``part`` is ``whole`` or lies below it.

    A work whose text was not held counts as each of its versions.

    >>> within("urn:a@2020-01-01~art3_par1", "urn:a@2020-01-01~art3"), within("urn:a@2020-01-01~art31", "urn:a@2020-01-01~art3")
    (True, False)
    """
    if "~" in whole:
        return part == whole or part.startswith(f"{whole}_")
    return part == whole or part.startswith((f"{whole}~", f"{whole}@")) or part == work_urn(whole)
