"""Without torch and what comes with it, everything but another encoder works; what is missing is said in one line."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from kg.cli import main
from kg.law.places import DISTRIBUTION, missing

ROOT = Path(__file__).resolve().parents[1]
LEFT_OUT = {"torch", "sentence-transformers"}
UNIMPORTED = {"torch": "sentence-transformers runs on it", "oxrdflib": "a plugin of rdflib", "sentence-transformers": ""}
MODULES = {"chinesecalendar": "chinese_calendar", "faiss-cpu": "faiss", "python-docx": "docx"}

BLOCKED = """
import importlib.abc, json, sys
blocked = set(json.loads(sys.argv[1]))

class Absent(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name.partition(".")[0] in blocked:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent())
"""
RUNNER = BLOCKED + """
import contextlib, io
from kg.cli.main import run
for command in json.loads(sys.argv[2]):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(command)
    print(json.dumps([code, out.getvalue(), err.getvalue()]))
"""


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def name_of(requirement: str) -> str:
    return plain(re.split(r"[^\w.-]", requirement, maxsplit=1)[0])


def project() -> dict[str, list[str]]:
    found: dict[str, list[str]] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return found


def lean_lines() -> list[str]:
    lines = (ROOT / "requirements-lean.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def brought(names: set[str]) -> set[str]:
    """The distributions and all that they bring in, as far as they are installed here."""
    found: set[str] = set()
    open_ = set(names)
    while open_:
        name = open_.pop()
        try:
            lines = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        found.add(name)
        open_ |= {name_of(line) for line in lines if "extra ==" not in line} - found
    return found


def absent_modules() -> set[str]:
    """The modules that a lean installation does not have, by what the distributions here say."""
    full = {name_of(r) for r in project()["dependencies"]}
    gone = brought(full) - brought(full - LEFT_OUT)
    return {m for m, owners in metadata.packages_distributions().items() if {plain(o) for o in owners} <= gone}


def imported() -> set[str]:
    """The top-level modules that ``kg`` imports anywhere, those of the standard library and its own left out."""
    texts = [p.read_text("utf-8") for p in (ROOT / "kg").rglob("*.py")]
    found = {m for t in texts for m in re.findall(r"^ *(?:import|from) ([a-zA-Z]\w*)(?:[ .]|$)(?=.*(?:import| as |$))", t, re.M)}
    return {m for m in found if m not in sys.stdlib_module_names and m != "kg" and (m in metadata.packages_distributions())}


@pytest.fixture
def lean():
    """Run command lines where torch and what comes with it cannot be imported: (exit code, output, errors) of each."""

    def call(*commands: tuple[str, ...], also: tuple[str, ...] = (), **environment: str) -> list[tuple[int, str, str]]:
        blocked = sorted(absent_modules() | set(also))
        done = subprocess.run([sys.executable, "-c", RUNNER, json.dumps(blocked), json.dumps(commands)], capture_output=True, text=True,
                              encoding="utf-8", check=False, env={**os.environ, "PYTHONPATH": str(ROOT), **environment})
        assert done.returncode == 0 and done.stderr == "", done.stderr
        results = [tuple(json.loads(line)) for line in done.stdout.splitlines()]
        assert len(results) == len(commands)
        for command, (_, out, err) in zip(commands, results, strict=True):
            assert "Traceback" not in out + err and "内部错误" not in err, (command, err)
        return results

    return call


def test_the_lean_list_is_that_of_the_project_without_what_is_left_out():
    assert lean_lines() == [r for r in project()["dependencies"] if name_of(r) not in LEFT_OUT]


def test_what_is_left_out_brings_the_heavy_half():
    assert {"torch", "sentence_transformers", "transformers", "scipy", "sklearn", "sympy"} <= absent_modules()
    assert not {"numpy", "tokenizers", "streamlit", "spacy", "faiss", "networkx", "rdflib", "jieba"} & absent_modules()


def test_everything_declared_is_imported_and_everything_imported_declared():
    declared = {name_of(r) for r in project()["dependencies"]}
    modules = {MODULES.get(n, n.replace("-", "_")) for n in declared - set(UNIMPORTED)}
    assert imported() - {"sentence_transformers", "transformers"} == modules


COMMANDS = [
    ("show", "网络安全法第二十三条"), ("ask", "发生网络安全事件后向谁报告", "--profile", "券商", "--json"), ("search", "报告网络安全事件"),
    ("matrix", "--format", "xlsx", "-o", "{}/m.xlsx"), ("matrix", "--kind", "报告", "-o", "{}/m.png"), ("check", "{}/memo.md"),
    ("clock", "客户信息泄露", "--at", "2026-11-24 09:30", "-p", "券商", "-o", "{}/c.ics"), ("calendar", "-y", "2027", "-o", "{}/y.ics"),
    ("checklist", "-p", "券商", "-o", "{}/l.docx"), ("path", "218号令第41条", "个人信息保护法第57条"), ("links", "218号令第41条"),
    ("diff", "网络安全法", "-o", "{}/d.docx"), ("extract", "{}/memo.md", "--json"), ("export", "{}/g.graphml"), ("stats",), ("own",),
    ("sparql", "ASK { ?s ?p ?o }"),
]


def test_commands_work_without_what_is_left_out(lean, built, tmp_path):
    (tmp_path / "memo.md").write_text("第一条　根据《网络安全法》第二十三条，运营者应当保存日志。\n", encoding="utf-8")
    commands = [tuple(a.replace("{}", str(tmp_path)) for a in c) for c in COMMANDS]
    results = lean(*commands)
    assert [(c, code, err) for c, (code, _, err) in zip(commands, results, strict=True) if code] == []
    assert json.loads(results[1][1])["status"] == "answered" and "第三十九条" in results[1][1]
    assert {p.suffix for p in tmp_path.iterdir()} >= {".xlsx", ".png", ".ics", ".docx", ".graphml"}


def test_another_encoder_names_the_packages_and_the_command(lean, data, tmp_path):
    (tmp_path / "model").mkdir()
    (code, out, err), = lean(("build",), KG_ENCODER=str(tmp_path / "model"))
    assert (code, out) == (2, "")
    last = err.splitlines()[-1]
    assert last.startswith("kg: ") and str(tmp_path / "model") in last and "pip install" in last
    assert re.search(r'"torch[=<>.\d,]*" "sentence-transformers', last), last


ONE_AWAY = [
    ("openpyxl", ("matrix", "-o", "{}/m.xlsx")), ("networkx", ("path", "218号令第41条", "数据安全法第27条")),
    ("icalendar", ("calendar", "-o", "{}/c.ics")), ("docx", ("matrix", "-o", "{}/m.docx")),
]


@pytest.mark.parametrize(("module", "command"), ONE_AWAY, ids=[m for m, _ in ONE_AWAY])
def test_any_package_that_is_missing_is_one_line(lean, built, tmp_path, module, command):
    (code, out, err), = lean(tuple(a.format(tmp_path) for a in command), also=(module,))
    assert (code, out) == (2, "") and err.count("\n") == 1 and "pip install" in err
    assert MODULES.get(module, {v: k for k, v in MODULES.items()}.get(module, module)) in err


def test_the_application_says_before_it_builds_that_streamlit_is_missing(data, kg, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    out, err = kg("app", code=2)
    assert out == "" and err.startswith("kg: 应用需要软件包 streamlit") and 'pip install "streamlit' in err and not data.exists()


def test_the_remedy_is_the_requirement_of_the_program():
    wanted = {name_of(r): r for r in metadata.requires(DISTRIBUTION) or () if "extra ==" not in r}
    for name, requirement in wanted.items():
        error = ModuleNotFoundError(name=MODULES.get(name, name.replace("-", "_")))
        assert f'"{requirement.partition(";")[0].strip()}"' in missing(error)


def test_a_module_of_our_own_that_is_missing_is_a_defect(monkeypatch, capsys):
    def broken(*_: object) -> None:
        raise ModuleNotFoundError("No module named 'kg.nothing'", name="kg.nothing")

    monkeypatch.setattr(main, "commands", broken)
    assert main.run(["stats"]) == 1
    assert "内部错误" in capsys.readouterr().err


FIRST_PAGE = BLOCKED + """
import kg.app.main
from streamlit.testing.v1 import AppTest
page = AppTest.from_file(kg.app.main.__file__, default_timeout=120).run()
print(json.dumps([len(page.exception), [t.value for t in page.title]]))
"""


def test_the_first_page_opens_and_the_program_ends_well(built):
    done = subprocess.run([sys.executable, "-c", FIRST_PAGE, json.dumps(sorted(absent_modules()))], capture_output=True, text=True,
                          encoding="utf-8", check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == [0, ["问答"]]


RULE = "资料管理办法\n\n第一条　公司应当在发现资料泄露后两小时内向董事会报告。\n第二条　本办法自2025年3月1日起施行。\n"


def test_a_rule_is_added_asked_about_and_removed(lean, data, tmp_path):
    (tmp_path / "a.txt").write_text(RULE, encoding="utf-8")
    added, asked, removed = lean(
        ("add", str(tmp_path / "a.txt"), "--yes"), ("ask", "资料泄露后多久向董事会报告"), ("remove", "资料管理办法", "--yes"),
    )
    assert (added[0], asked[0], removed[0]) == (0, 0, 0), (added, asked, removed)
    assert "两小时内" in asked[1] and "用户自行添加" in asked[1]


def test_a_question_to_a_graph_of_another_encoder_is_one_line(lean, built, tmp_path):
    (code, out, err), = lean(("ask", "向谁报告"), KG_ENCODER=str(tmp_path))
    assert (code, out) == (2, "") and err.startswith("kg: ") and str(tmp_path) in err
