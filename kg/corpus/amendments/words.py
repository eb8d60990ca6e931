"""What differs between two wordings, word by word, as spans of both verbatim texts."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from kg.corpus.passages import cut

_ISLAND = 2  # characters; common words this short between two changes are counted as changed too
_Op = tuple[bool, int, int, int, int]  # equal or not, then the words of the old text and of the new one


@dataclass(frozen=True)
class Segment:
    """A run of words that both texts have, or that only one has.

    ``old`` and ``new`` are (start, end) in characters of the two texts. The span is empty in the text that lacks the words.
    """

    kind: Literal["equal", "deleted", "inserted"]
    old: tuple[int, int]
    new: tuple[int, int]


def segments(old: str, new: str, old_at: int = 0, new_at: int = 0) -> tuple[Segment, ...]:
    """The two texts as segments, in order.

    Every character of both texts is in exactly one segment. Blanks other than line breaks do not count as a difference.
    ``old_at`` and ``new_at`` are added to the offsets.

    >>> [(s.kind, s.old, s.new) for s in segments("留存六个月。", "留存一年。")]
    [('equal', (0, 2), (0, 2)), ('deleted', (2, 5), (2, 2)), ('inserted', (5, 5), (2, 4)), ('equal', (5, 6), (4, 5))]
    """
    if old == new:
        return (Segment("equal", (old_at, old_at + len(old)), (new_at, new_at + len(new))),)
    ours, theirs = cut(old), cut(new)
    matcher = difflib.SequenceMatcher(None, [_key(w) for w in ours], [_key(w) for w in theirs], autojunk=False)
    operations = [(kind == "equal", i, j, k, m) for kind, i, j, k, m in matcher.get_opcodes()]
    old_ends, new_ends = _ends(ours, old_at), _ends(theirs, new_at)
    found: list[Segment] = []
    for equal, i, j, k, m in _joined(operations, ours):
        before, after = (old_ends[i], old_ends[j]), (new_ends[k], new_ends[m])
        if equal:
            found.append(Segment("equal", before, after))
            continue
        found += [Segment("deleted", before, (after[0], after[0]))] if i < j else []
        found += [Segment("inserted", (before[1], before[1]), after)] if k < m else []
    return tuple(found)


def _key(word: str) -> str:
    return word if word == "\n" else word.strip() or " "


def _ends(words: Iterable[str], at: int) -> list[int]:
    """The offset at which each word begins, and the one at which the last word ends."""
    return list(accumulate(map(len, words), initial=at))


def _joined(operations: Sequence[_Op], words: Sequence[str]) -> list[_Op]:
    """The operations with changes joined into one if only a short common word stands between them.

    That reads better than a mosaic.
    """
    out: list[_Op] = []
    for n, (equal, i, j, k, m) in enumerate(operations):
        common = "".join(words[i:j])
        island = equal and 0 < n < len(operations) - 1 and len(common) <= _ISLAND and "\n" not in common
        if out and not out[-1][0] and (island or not equal):
            out[-1] = (False, out[-1][1], j, out[-1][3], m)
        else:
            out.append((equal and not island, i, j, k, m))
    return out
