"""The numbered steps of a citation (第二十一条第一款第（二）项), with lists and ranges of them.

>>> [leaf.path for leaf in read_chain("第九条、第十条第一款和第二款", 0)[0]]
[{3: (9,)}, {3: (10,), 4: (1,)}, {3: (10,), 4: (2,)}]
>>> [leaf.path[3] for leaf in read_chain("第二十条至第二十二条", 0)[0]]
[(20,), (21,), (22,)]
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from math import prod

from kg.law.numerals import to_int

LEVELS = {"编": 0, "章": 1, "节": 2, "条": 3, "部分": 3, "款": 4, "项": 5, "目": 6}
ARTICLE, PARAGRAPH, ITEM = 3, 4, 5
Number = tuple[int, ...]
Path = dict[int, Number]

LONGEST_RANGE = 300  # a range that names more members than this is a slip of the pen; its two ends are kept
LARGEST_SPREAD = 600  # provisions that one citation names; of more (第1至300条第1至300款) the first and the last are kept
COUNT = "[一二两三四五六七八九十]"
_NUM = "[零〇○一二三四五六七八九十百千0-9０-９]{1,9}"
_ONE = rf"(?:{_NUM}|[（(]{_NUM}[）)])"
_TO = "至|到|[-－—–~～]{1,8}"
_AND = "、(?:和|以及)?|和|与|及|以及|或者|或"
_UNIT = "部分|编(?!号|制|辑|码)|章(?!程)|节(?!目|点|约|能)|条(?!例|件|约|防线|战线)|款(?!项|式)|项(?!目)|目(?!标|的|录|前)"
STEP = rf"第[ 　]?{_ONE}(?:(?:{_AND}|{_TO})第?{_ONE}|[（(]{_NUM}[）)]){{0,99}}[ 　]?(?:{_UNIT})(?:(?<=条)之{_NUM})?"
_STEP = re.compile(
    rf"第[ 　]?(?P<nums>{_ONE}(?:(?:{_AND}|{_TO})第?{_ONE}|[（(]{_NUM}[）)]){{0,99}})[ 　]?(?P<unit>{_UNIT})(?:(?<=条)之(?P<sub>{_NUM}))?"
)
_ITEM = re.compile(rf"(?P<nums>[（(]{_NUM}[）)](?:(?:{_AND}|{_TO})?[（(]{_NUM}[）)]){{0,99}})(?P<unit>项(?!目))(?P<sub>(?!))?")
_PIECE = re.compile(rf"(?P<to>{_TO})?第?[（(]?(?P<n>{_NUM})")
_LIST = re.compile(rf"(?:{_AND})|，(?=第{_NUM}条)")
_RANGE = re.compile(_TO)


@dataclass(frozen=True)
class Step:
    """One numbered step, with its level and the numbers it names (several in 第一、二款)."""

    level: int
    numbers: tuple[Number, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Leaf:
    """One provision that a chain names, with the numbers by level and the offsets of its own words.

    ``among`` is the number of provisions of which only the first and the last were kept, or 0 if all were.
    """

    path: Path
    start: int
    end: int
    among: int = 0


def read_chain(text: str, at: int) -> tuple[list[Leaf], int]:
    """The provisions named from ``at`` on, and the offset after them.

    There are none if no step begins there. Later members of a list inherit the upper steps of the one before: 第三十条第二款和第三款.
    """
    steps = _read_steps(text, at, ITEM)
    if not steps:
        return [], at
    leaves, end = _spread({}, steps), steps[-1].end
    while len(leaves) <= LARGEST_SPREAD:
        grown = _extend_list(text, leaves, end) or _extend_range(text, leaves, end)
        if not grown:
            break
        end = grown
    return leaves, end


def _extend_list(text: str, leaves: list[Leaf], end: int) -> int | None:
    """The offset after the next members of a list, which are added to the leaves, or None if the list ends."""
    mark = _LIST.match(text, end)
    last = leaves[-1].path
    steps = _read_steps(text, mark.end(), max(last)) if mark else []
    if not steps or (steps[0].level < ARTICLE) != (max(last) < ARTICLE):
        return None
    leaves += _spread({k: v for k, v in last.items() if k < steps[0].level}, steps)
    return steps[-1].end


def _extend_range(text: str, leaves: list[Leaf], end: int) -> int | None:
    """The offset after the end of a range, whose members take the place of the last leaf, or None if no range goes on there."""
    mark = _RANGE.match(text, end)
    last = leaves[-1]
    deepest = max(last.path)
    steps = _read_steps(text, mark.end(), deepest) if mark else []
    if not steps or steps[-1].level != deepest:
        return None
    stop = steps[-1].numbers[-1]
    members = _between(last.path[deepest], stop) if steps[0].level == deepest else [last.path[deepest], stop]
    finish = steps[-1].end
    leaves[-1:] = [Leaf({**last.path, deepest: n}, last.start, finish) for n in members]
    return finish


def _between(first: Number, last: Number) -> list[Number]:
    """Every number from first to last, or only the two ends if nothing sensible lies between."""
    if first[0] >= last[0] or last[0] - first[0] > LONGEST_RANGE:
        return [first, last] if first != last else [first]
    middle = [(n,) for n in range(first[0] + 1, last[0])]
    return [first, *middle, *([(last[0],)] if len(last) > 1 else []), last]


def _read_steps(text: str, at: int, deepest: int) -> list[Step]:
    """The steps that descend without a break: 第一条第二款.

    ``deepest`` allows a bare （二）项 at the start.
    """
    steps: list[Step] = []
    while True:
        match = _STEP.match(text, at)
        if not match and (steps or deepest >= PARAGRAPH):
            match = _ITEM.match(text, at)
        if not match or (steps and LEVELS[match["unit"]] <= steps[-1].level):
            return steps
        step = _step(match)
        if step is None:
            return steps
        steps.append(step)
        at = step.end + (1 if text[step.end : step.end + 1] in (" ", "　") and text[step.end + 1 : step.end + 2] == "第" else 0)


def _step(match: re.Match[str]) -> Step | None:
    numbers: list[Number] = []
    for piece in _PIECE.finditer(match["nums"]):
        value = to_int(piece["n"])
        if value is None or not 0 < value <= 9999:
            return None
        numbers += _between(numbers.pop(), (value,)) if piece["to"] and numbers else [(value,)]
    sub = to_int(match["sub"]) if match["sub"] else None
    if match["sub"] and (sub is None or sub > 9999):
        return None
    if sub:
        numbers[-1] = (*numbers[-1], sub)
    return Step(LEVELS[match["unit"]], tuple(numbers), match.start(), match.end())


def _spread(above: Path, steps: list[Step]) -> list[Leaf]:
    """The provisions that steps name together, counted before they are made."""
    start, end = steps[0].start, steps[-1].end
    levels, numbers = [s.level for s in steps], [s.numbers for s in steps]
    count = prod(map(len, numbers))
    if count > LARGEST_SPREAD:
        ends = [tuple(n[at] for n in numbers) for at in (0, -1)]
        return [Leaf({**above, **dict(zip(levels, combination, strict=True))}, start, end, count) for combination in ends]
    return [Leaf({**above, **dict(zip(levels, combination, strict=True))}, start, end) for combination in product(*numbers)]
