"""The article of a later version that carries on an article of an earlier one.

Articles keep their order when a law is amended, so the two texts are aligned like two strings: the
pairs of articles chosen share the most wording and never cross each other. An article left over may live on
as one 项 of another if several articles were merged into one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from kg.law.identifiers import article_eid
from kg.law.likeness import bigrams, likeness, share
from kg.law.model import Document, Provision, ProvisionKind

LEAST = 0.3  # below this share of common character pairs two articles do not carry on each other
GAINED = 0.1  # an article took up a part if it has this much more of its words than any other article had before
MERGED = 0.6  # the share of an item's character pairs that an article absorbed into it must have had
_SHORT = 12  # character pairs; a part with no more than this is too short to judge


def renumbered(old: Document, new: Document) -> dict[str, str | None]:
    """The eid in ``new`` that carries on each article of ``old``, or None if there is none.

    >>> from kg.corpus.structure import parse
    >>> old = parse("第一条 为了保障网络安全，制定本法。\\n第二条 网络运营者应当留存日志。")
    >>> new = parse("第一条 为了保障网络安全，制定本法。\\n第二条 国家支持创新。\\n第三条 网络运营者应当留存网络日志。")
    >>> renumbered(old, new)
    {'art1': 'art1', 'art2': 'art3'}
    """
    partners = _aligned(_bodies(old), _bodies(new))
    return {a.eid: _absorbed(old.text_of(a), new) if j is None else new.articles[j].eid
            for a, j in zip(old.articles, partners, strict=True)}


def _absorbed(words: str, new: Document) -> str | None:
    """The article of ``new`` that has an item whose words the old article nearly all had, or None."""
    had = bigrams(words)
    shares = [(_share(bigrams(new.text_of(item)), had), article.eid)
              for article in new.articles for item in article.walk() if item.kind is ProvisionKind.ITEM]
    share, eid = max(shares, default=(0.0, ""))
    return eid if share >= MERGED else None


def _share(part: set[str], whole: set[str]) -> float:
    """The share of ``part`` that is in ``whole``, or 0 if the part is too short to tell."""
    return len(part & whole) / len(part) if len(part) > _SHORT else 0.0


def counterpart(old: Document, new: Document, eid: str, homes: Mapping[str, str | None] | None = None) -> str | None:
    """The provision of ``new`` that has the content of ``eid``, or None.

    It is as deep as the wording carries on, and at least the 条. It is None if ``old`` has no such provision or if nothing
    carries its article on. ``homes`` is what ``renumbered`` gives for the two texts, where that is known.
    """
    node, article = old.by_eid.get(eid), article_eid(eid)
    home = (renumbered(old, new) if homes is None else homes).get(article)
    if node is None or home is None:
        return None
    home = moved(old, new, eid, home) or home
    wanted = home + eid.removeprefix(article)
    found = new.by_eid.get(wanted)
    if found and likeness(old.text_of(node), new.text_of(found)) >= 2 * LEAST:
        return wanted
    return _elsewhere(old.text_of(node), new, new.by_eid[home], node) or home


def moved(old: Document, new: Document, eid: str, home: str) -> str | None:
    """The article of ``new`` other than ``home`` that took up a 款 or 项 of ``old``, or None if there is none.

    An article took up the part if the part's own words are nearly all in it, hardly in ``home``, and in no other article of
    ``old``. There is none if the part stayed where it was or went nowhere.
    """
    node = old.by_eid[eid]
    part, mine = bigrams(old.text_of(node)[len(node.label) :]), old.by_eid[article_eid(eid)]
    if node.kind is ProvisionKind.ARTICLE or _share(part, bigrams(new.text_of(new.by_eid[home]))) >= MERGED or len(part) <= _SHORT:
        return None
    before = max((_share(part, bigrams(old.text_of(a))) for a in old.articles if a is not mine), default=0.0)
    share, at = max((_share(part, bigrams(new.text_of(a))), -n) for n, a in enumerate(new.articles))
    return new.articles[-at].eid if share >= max(MERGED, before + GAINED) else None


def _elsewhere(words: str, new: Document, home: Provision, node: Provision) -> str | None:
    """The part of ``home`` of the same kind that is most alike, or None if none is alike enough.

    It serves if a 款 or 项 was inserted before the part.
    """
    same = [p for p in home.walk() if p.kind is node.kind]
    best = max(same, key=lambda p: likeness(words, new.text_of(p)), default=None)
    return best.eid if best and likeness(words, new.text_of(best)) >= 2 * LEAST else None


def _bodies(doc: Document) -> tuple[str, ...]:
    """The words of each article without its number, because the number changes."""
    return tuple(doc.text_of(a)[len(a.label) :] for a in doc.articles)


@lru_cache(maxsize=16)
def _aligned(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[int | None, ...]:
    """The index of the new text for each old text, or None, without crossings and with the most likeness in all."""
    ours, theirs = [bigrams(t) for t in old], [bigrams(t) for t in new]
    bare_old, bare_new = ["".join(t.split()) for t in old], ["".join(t.split()) for t in new]  # words too few for pairs may still be alike
    score = [[1.0 if bare_old[i] == bare_new[j] else share(a, b) for j, b in enumerate(theirs)] for i, a in enumerate(ours)]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            paired = score[i][j] + best[i + 1][j + 1] if score[i][j] >= LEAST else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    return _walked(score, best)


def _walked(score: list[list[float]], best: list[list[float]]) -> tuple[int | None, ...]:
    partners: list[int | None] = [None] * len(score)
    i = j = 0
    while i < len(score) and j < len(score[i]):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            partners[i] = j
            i, j = i + 1, j + 1
    return tuple(partners)
