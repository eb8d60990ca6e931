"""The examples of the README and of docs/ run, and print what they say they print."""

from __future__ import annotations

import doctest
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from kg.cli.main import run

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "README.zh.md", *sorted((ROOT / "docs").glob("*.md"))]
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
INSTALL = "python3 -m venv .venv && .venv/bin/pip install --no-compile . && .venv/bin/kg app"
LEAN = (
    "python3 -m venv .venv && .venv/bin/pip install --no-compile -r requirements-lean.txt"
    " && .venv/bin/pip install --no-compile --no-deps . && .venv/bin/kg app"
)
TEST = 'python3 -m venv .venv && .venv/bin/pip install -e ".[dev]" && .venv/bin/pytest'


def blocks(page: Path, language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def sessions(page: Path) -> list[tuple[str, str]]:
    """(command, expected output) of every ``$ kg …`` in the console blocks of a page."""
    found = []
    for block in blocks(page, "console"):
        parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
        found += [(command, output) for command, _, output in (p.partition("\n") for p in parts)]
    return found


COMMANDS = [pytest.param(c, o, id=f"{page.name}-{i}") for page in PAGES for i, (c, o) in enumerate(sessions(page))]
SCRIPTS = [pytest.param(b, id=f"{page.name}-{i}") for page in PAGES for i, b in enumerate(blocks(page, "python"))]


@pytest.mark.parametrize(("command", "expected"), COMMANDS)
def test_commands_print_what_the_page_says(command, expected, built, tmp_path, monkeypatch, capsysbinary):
    monkeypatch.chdir(tmp_path)
    name, *arguments = shlex.split(command)
    assert name == "kg"
    code = run(arguments)
    out, err = (stream.decode("utf-8") for stream in capsysbinary.readouterr())
    got = out + err
    assert doctest.OutputChecker().check_output(expected, got, FLAGS), f"kg {arguments} (exit {code}) printed:\n{got}"


@pytest.mark.parametrize("script", SCRIPTS)
def test_python_examples_run(script, built, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    test = doctest.DocTestParser().get_doctest(script, {}, "example", None, 0)
    report: list[str] = []
    result = doctest.DocTestRunner(optionflags=FLAGS).run(test, out=report.append)
    assert result.attempted and not result.failed, "".join(report)


@pytest.mark.parametrize("page", PAGES[:2], ids=lambda p: p.name)
def test_all_set_up_lines_stand_in_both_languages(page):
    lines = page.read_text(encoding="utf-8").splitlines()
    assert lines.count(INSTALL) == lines.count(LEAN) == lines.count(TEST) == 1
    windows = [line for line in lines if line.startswith('cmd /c "py -m venv')]
    assert windows == [on_windows(INSTALL), on_windows(LEAN), on_windows(TEST.replace('"', ""))]


def on_windows(line: str) -> str:
    """The same line in cmd."""
    return 'cmd /c "' + line.replace("python3", "py").replace("/bin/", "\\Scripts\\").replace(".venv/", ".venv\\") + '"'


def test_ci_runs_the_line_of_the_readme():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    patterns = re.findall(r"grep -m1 -E '([^']+)' \"\$checkout/README.md\"", script)
    assert [[line for line in lines if re.search(p, line)] for p in patterns] == [[TEST], [LEAN]]
    assert ".[dev]" not in script and "pip install -" not in script  # it has no copy of the commands
    subprocess.run(["bash", "-n", ROOT / ".ci" / "run"], check=True)


def test_pages_name_no_file_that_is_not_there():
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
