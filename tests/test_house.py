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


def test_urns_are_cut_in_one_place() -> None:
    cut = re.compile(
        r"""\.r?(?:partition|split)\(["']~["']|["']~["'] (?:not )?in |\.split\(["']_["'](?:, maxsplit=1)?\)\[0\]|\.partition\(["']_["']\)\[0\]"""
    )
    others = [p for p in MODULES if p.relative_to(PACKAGE).as_posix() != "law/identifiers.py"]
    assert [f"{p.relative_to(PACKAGE)}: {line.strip()}" for p in others for line in p.read_text("utf-8").split("\n") if cut.search(line)] == []


def test_no_private_name_crosses_into_another_module() -> None:
    crossing = re.compile(r"^\s*from kg[\w.]* import [^\n]*(?<![\w])_(?!_)\w+", re.M)
    assert [(p.relative_to(PACKAGE).as_posix(), m[0].strip()) for p in MODULES for m in crossing.finditer(p.read_text("utf-8"))] == []


PATHS = re.compile(r"(?<![\w./])((?:kg|tests|docs|benchmarks|ontology|notebooks)/[\w./-]+\.(?:py|md|ttl|txt|toml|rq|ipynb|jsonl|dict))(?![\w])")
DOTTED = re.compile(r"``(kg(?:\.[a-z_]+)+)(?:\.[A-Z]\w*)?``")


def test_no_page_or_docstring_names_what_is_not_there() -> None:
    folders = {"kg": "py", "kg/data": "txt", "tests": "py", "benchmarks": "py", "docs": "md", "ontology": "ttl", "corpus": "md"}
    texts = [p for folder, ending in folders.items() for p in (ROOT / folder).rglob(f"*.{ending}")]
    gone = []
    for path in [*texts, *ROOT.glob("*.md")]:
        text = path.read_text("utf-8")
        gone += [(path.name, m[1]) for m in PATHS.finditer(text) if "_resources" not in m[1] and not (ROOT / m[1]).exists()]
        for m in DOTTED.finditer(text):
            place = ROOT / m[1].replace(".", "/")
            parent = place.parent
            known = place.is_dir() or place.with_suffix(".py").exists() or parent.with_suffix(".py").exists() or (parent / "__init__.pyi").exists()
            gone += [] if known else [(path.name, m[1])]
    assert gone == []
