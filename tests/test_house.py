"""The house itself: only packages at the top, small rooms, short files and functions, one name for one idea, doors that open."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "kg"
MODULES = sorted(PACKAGE.rglob("*.py"))
DOORS = sorted(PACKAGE.rglob("__init__.pyi"))
ROOMY = {"reading/grammar"}  # one file for each part of the grammar


def names(door: Path) -> list[tuple[str, str]]:
    """(module, name) of all that a door hands on."""
    return re.findall(r"^from \.([\w.]+) import (\w+) as \2$", door.read_text("utf-8"), re.M)


def dotted(folder: Path) -> str:
    return ".".join(folder.relative_to(ROOT).parts)


def test_only_packages_stand_at_the_top() -> None:
    assert {p.name for p in PACKAGE.glob("*.py*")} == {"__init__.py", "__init__.pyi", "__main__.py"}
    folders = {p.name for p in PACKAGE.iterdir() if p.is_dir() and not (p / "__init__.py").is_file()}
    assert folders - {"data", "models", "__pycache__", "_resources"} == set()


@pytest.mark.parametrize("folder", sorted({p.parent for p in MODULES}), ids=lambda f: f.relative_to(ROOT).as_posix())
def test_no_room_is_crowded(folder: Path) -> None:
    own = [p for p in folder.glob("*.py") if p.name != "__init__.py"]
    assert len(own) <= 14 or folder.relative_to(PACKAGE).as_posix() in ROOMY


def test_files_and_functions_are_short() -> None:
    long: list[tuple[str, str, int]] = []
    for path in MODULES:
        text = path.read_text("utf-8")
        lines = text.count("\n")
        long += [(path.name, "", lines)] if lines >= 400 else []
        functions = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef)]
        long += [(path.name, f.name, n) for f in functions if (n := (f.end_lineno or 0) - f.lineno + 1) > 45]
    assert long == []


def test_no_two_classes_share_a_name() -> None:
    homes: dict[str, list[str]] = defaultdict(list)
    for path in MODULES:
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef):
                homes[node.name].append(path.relative_to(PACKAGE).as_posix())
    assert {name: places for name, places in homes.items() if len(places) > 1} == {}


@pytest.mark.parametrize("door", DOORS, ids=lambda d: dotted(d.parent))
def test_a_door_hands_on_what_its_modules_hold(door: Path) -> None:
    package, offered = import_module(dotted(door.parent)), names(door)
    assert offered and sorted(n for _, n in offered) == sorted(package.__all__)
    for module, name in offered:
        assert getattr(package, name) is getattr(import_module(f"{package.__name__}.{module}"), name)
        assert not (door.parent / name).exists() and not (door.parent / f"{name}.py").exists(), "a module of that name would hide it"


def test_every_module_says_what_it_is_for_in_one_clause() -> None:
    first = {p.relative_to(PACKAGE).as_posix(): (ast.get_docstring(ast.parse(p.read_text("utf-8"))) or "").split("\n")[0] for p in MODULES}
    assert [p for p, line in first.items() if not line] == []
    assert [p for p, line in first.items() if ";" in line] == []


def test_the_first_line_of_a_public_docstring_is_one_clause() -> None:
    found = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                line = (ast.get_docstring(node) or "").split("\n")[0]
                found += [f"{path.relative_to(PACKAGE).as_posix()}:{node.lineno} {line}"] if ";" in re.sub(r"``[^`]*``", "", line) else []
    assert found == []
