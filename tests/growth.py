"""How the time of a function grows with the length of its text, and every compiled pattern of the package with how it is called."""

from __future__ import annotations

import ast
import contextlib
import gc
import heapq
import importlib
import itertools
import math
import pkgutil
import re
import time
import types
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import kg

SIZES = (2_000, 8_000, 32_000)
SHORT = {24: 0.2, 48: 0.2, 100: 0.3, 400: 0.8}  # CPU seconds that no text of so many characters may take, so that the test comes to an end
FLOOR = 0.008  # CPU seconds below which a time tells nothing of growth
STEEPEST = 1.3
_METHODS = {"match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split"}
_CALLS = {"search": "search", "finditer": "search", "findall": "search", "sub": "search", "subn": "search", "split": "search"}
COMMON = ("一", "，", "的")  # what any pattern may run over


@dataclass(frozen=True)
class Called:
    """A pattern and where it stands, and whether the code only matches it at a given place."""

    where: str
    pattern: re.Pattern[str]
    anchored: bool

    def run(self, text: str) -> None:
        """Look for the pattern in the whole text, or only match it at the start."""
        if self.anchored:
            self.pattern.match(text)
            self.pattern.fullmatch(text)
        else:
            for _ in self.pattern.finditer(text):
                pass

    def fault(self) -> str:
        """The unit on which the time of the pattern grows too fast, or ""."""
        found = fault(self.run, units(self.pattern))
        return found and f"{self.where} on {found}"


# ── growth ──


def seconds(call: Callable[[str], object], text: str, repeats: int) -> float:
    """The least CPU time of several calls, without that of collecting garbage."""
    best = math.inf
    gc.collect(0)
    gc.disable()
    try:
        for _ in range(repeats):
            before = time.thread_time()
            call(text)
            best = min(best, time.thread_time() - before)
    finally:
        gc.enable()
    return best


def endless(call: Callable[[str], object], make: Callable[[int], str]) -> bool:
    """Whether a short text already takes so long that no longer one should be tried."""
    return any(seconds(call, make(size), 1) > limit for size, limit in SHORT.items())


def growth(call: Callable[[str], object], make: Callable[[int], str], sizes: tuple[int, ...] = SIZES) -> float:
    """The steepest exponent with which the time grows from one size to the next, or 0 while it is too short to tell.

    It is infinite where a short text already takes too long. Longer texts are not tried once a step is too steep.
    """
    if endless(call, make):
        return math.inf
    steepest, before = 0.0, seconds(call, make(sizes[0]), 1)
    for small, large in itertools.pairwise(sizes):
        after = seconds(call, make(large), 1)
        if after >= FLOOR:
            steepest = max(steepest, _steepness(call, (make(small), make(large)), (before, after)))
        if steepest > STEEPEST:
            break
        before = after
    return steepest


def _steepness(call: Callable[[str], object], texts: tuple[str, str], first: tuple[float, float]) -> float:
    """The exponent between two texts, measured again while it seems too steep, as other work may have slowed one of the two."""
    small, large = first
    for _ in range(6):
        steep = _exponent((len(texts[0]), max(small, FLOOR / 16)), (len(texts[1]), large))
        if steep <= STEEPEST or large < FLOOR:
            return steep if large >= FLOOR else 0.0
        small, large = seconds(call, texts[0], 3), min(large, seconds(call, texts[1], 1))
    return steep


def _exponent(first: tuple[int, float], second: tuple[int, float]) -> float:
    return math.log(second[1] / first[1]) / math.log(second[0] / first[0])


def fault(call: Callable[[str], object], words: Iterable[str], *, lead: str = "", further: int = 3) -> str:
    """The word on which the time of a call grows fastest if that is too fast, or "".

    Every word is repeated to 2,000 characters, those that take longest (``further``) to 8,000, and the slowest to 32,000.
    """
    steep, times = dict[str, float](), dict[str, float]()
    for word in words:
        if endless(call, repeated(word, lead)):
            steep[word] = math.inf
        else:
            times[word] = seconds(call, repeated(word, lead)(SIZES[0]), 1)
    slowest = heapq.nlargest(further, times, key=times.__getitem__)
    steep |= {word: growth(call, repeated(word, lead), SIZES if word == slowest[0] else SIZES[:2]) for word in slowest}
    worst = max(steep, key=steep.__getitem__)
    return f"{worst!r}: {steep[worst]:.2f}" if steep[worst] > STEEPEST else ""


def repeated(unit: str, lead: str = "") -> Callable[[int], str]:
    """What makes texts of any length out of a unit that is repeated."""
    return lambda size: lead + unit * (size // len(unit) + 1)


# ── patterns ──


def patterns() -> list[Called]:
    """Every pattern that a module of the package holds, or gives to ``re`` in a function without local names."""
    found: dict[str, tuple[str, re.Pattern[str]]] = {}
    methods: dict[str, set[str]] = defaultdict(set)
    for module in _modules():
        for name, value in vars(module).items():
            for pattern in _inside(value, set()):
                found.setdefault(_key(pattern), (f"{module.__name__}.{name}", pattern))
                if not isinstance(value, re.Pattern):
                    methods[_key(pattern)].add("search")
        _read_source(module, found, methods)
    return [Called(where, p, not methods[_key(p)] & {"search"} and bool(methods[_key(p)])) for where, p in found.values()]


def _key(pattern: re.Pattern[str]) -> str:
    return f"{pattern.flags} {pattern.pattern}"


def _modules() -> Iterator[types.ModuleType]:
    for info in pkgutil.walk_packages(kg.__path__, "kg."):
        if not info.name.endswith("__main__"):
            with contextlib.suppress(ImportError):  # a part whose library is not installed
                yield importlib.import_module(info.name)


def _inside(value: Any, seen: set[int]) -> Iterator[re.Pattern[str]]:
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif isinstance(value, Mapping):
        for one in itertools.chain(value.keys(), value.values()):
            yield from _inside(one, seen)
    elif isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from _inside(one, seen)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _inside(getattr(value, field.name, None), seen)


def _read_source(module: types.ModuleType, found: dict[str, tuple[str, re.Pattern[str]]], methods: dict[str, set[str]]) -> None:
    """Note how the module calls its patterns, and those that it writes into calls of ``re``."""
    tree = ast.parse(Path(module.__file__ or "").read_text("utf-8"))
    called: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            called.add(id(node.value))
            value = vars(module).get(node.value.id)
            if isinstance(value, re.Pattern) and node.attr in _METHODS:
                methods[_key(value)].add(_CALLS.get(node.attr, "match"))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name) and node.args \
                and node.func.value.id == "re" and node.func.attr in {*_METHODS, "compile"}:
            pattern = _written(node, module)
            if pattern:
                found.setdefault(_key(pattern), (f"{module.__name__}:{node.lineno}", pattern))
                if node.func.attr != "compile":
                    methods[_key(pattern)].add(_CALLS.get(node.func.attr, "match"))
    for node in ast.walk(tree):  # a pattern that is handed on may be called in any way
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in called:
            value = vars(module).get(node.id)
            if isinstance(value, re.Pattern):
                methods[_key(value)].add("search")


def _written(call: ast.Call, module: types.ModuleType) -> re.Pattern[str] | None:
    """The pattern of a call of ``re``, or None where local names make it."""
    try:
        value = eval(compile(ast.Expression(call.args[0]), "", "eval"), vars(module))
        return re.compile(value) if isinstance(value, str) else None
    except (NameError, re.error):
        return None


# ── words to feed them ──


def units(pattern: re.Pattern[str]) -> list[str]:
    """Words out of a pattern alone, in pairs as they follow each other in it, and between common characters."""
    words = list(dict.fromkeys(_words(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE))))
    few = words if len(words) <= 16 else words[:8] + words[-8:]
    out = [*few, *(a + b for a, b in itertools.pairwise(few)), *("一" + w for w in few), *(w + "，" for w in few[:4]),
           "".join(few)]
    return [w for w in dict.fromkeys([*out, *COMMON]) if w]


def _words(tree: Any) -> Iterator[str]:
    """The runs of literal characters in a parsed pattern, one character of each class, and what repetitions contain."""
    run = ""
    for code, argument in tree:
        if code is codes.LITERAL:
            run += chr(argument)
            continue
        if code is codes.IN:
            chosen = _of_class(argument)
            run += chosen
            continue
        if run:
            yield run
            run = ""
        for part in _parts(argument):
            yield from _words(part)
    if run:
        yield run


def _of_class(argument: Any) -> str:
    for code, value in argument:
        if code is codes.LITERAL:
            return chr(value)
        if code is codes.RANGE:
            return chr(value[0])
        if code is codes.CATEGORY:
            return {codes.CATEGORY_DIGIT: "1", codes.CATEGORY_SPACE: " "}.get(value, "")
        if code is codes.NEGATE:
            return ""
    return ""


def _parts(argument: Any) -> Iterator[Any]:
    if isinstance(argument, parser.SubPattern):
        yield argument
    elif isinstance(argument, tuple | list):
        for one in argument:
            yield from _parts(one)
