"""Windows, as far as it can be tried elsewhere: names, line ends, encodings, consoles, open files, what only Unix has."""

from __future__ import annotations

import ast
import errno
import io
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path, PureWindowsPath

import numpy as np
import pytest

from kg.cli import main
from kg.corpus.catalogue import own_slug
from kg.corpus.loading import load
from kg.corpus.review.files import review_of
from kg.graph import storage
from kg.graph.building import build
from kg.graph.writing.triples import canonical, vocabulary_quads
from kg.law import places
from kg.law.vocabulary import Vocabulary
from kg.search.dense import Vectors
from tests import small_corpus

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "kg").rglob("*.py"))
FORBIDDEN = re.compile(r'[<>:"\\|?*\x00-\x1f]|[. ](?:/|$)')
RESERVED = re.compile(r"(?:^|/)(?:CON|PRN|AUX|NUL|COM\d|LPT\d)(?:\.|/|$)", re.IGNORECASE)
LONGEST = 259  # characters of a path, unless the machine is told otherwise
HOME = r"C:\Users\twenty-letters-here-\AppData\Local\kg-securities-cyber-law"
SITE = r"C:\Users\twenty-letters-here-\Documents\securities\kg-checkout\.venv\Lib\site-packages"


def tracked() -> list[str]:
    """The files of the repository; in a copy without history, those that lie there."""
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode == 0 and done.stdout:
        return done.stdout.splitlines()
    folders = ("kg", "corpus", "ontology", "tests", "docs", "benchmarks", "scripts")
    return [p.relative_to(ROOT).as_posix() for folder in folders for p in (ROOT / folder).rglob("*") if p.is_file() and p.suffix != ".pyc"]


def unfit(names: list[str]) -> list[str]:
    """The paths that Windows could not hold, or not beside each other."""
    often = Counter(n.lower() for n in names)
    return [n for n in names if FORBIDDEN.search(n) or RESERVED.search(n) or often[n.lower()] > 1]


@pytest.mark.parametrize("name", ["a:b.txt", "x/aux.txt", "NUL", "a./b", "a ", "what?.md", "com1.toml"])
def test_names_that_windows_cannot_hold_are_known(name):
    assert unfit([name]) == [name]


def test_every_name_in_the_repository_fits():
    assert unfit(tracked()) == [] and unfit(["A.txt", "a.txt"]) == ["A.txt", "a.txt"]


def test_no_path_of_an_installation_is_too_long():
    inside = [n for n in tracked() if n.startswith("kg/")]
    inside += [f"kg/_resources/{n}" for n in tracked() if n.startswith(("corpus/", "ontology/"))]
    assert max(len(str(PureWindowsPath(SITE) / n)) for n in inside) <= LONGEST


def test_every_name_in_a_data_folder_fits(data):
    (data / "own" / own_slug(small_corpus.WORK)).mkdir(parents=True)
    folder = build(data)
    names = [p.relative_to(data).as_posix() for p in data.rglob("*")]
    assert folder.is_dir() and unfit(names) == []
    corpus = [p.relative_to(ROOT) for p in (ROOT / "corpus").rglob("*.*")]
    deepest = [*(Path("builds") / f"{folder.name}-999" / p for p in corpus), *(Path(n) for n in names)]
    assert max(len(str(PureWindowsPath(HOME) / p)) for p in deepest) <= LONGEST


@pytest.mark.parametrize("work", [small_corpus.WORK, "urn:lex:cn:user:rule:2025-08-01;00c0ffee", 'urn:<>:"/\\|?*', "con"])
def test_the_folder_of_a_rule_of_ones_own_fits(work):
    assert unfit([own_slug(work)]) == [] and own_slug(work).isascii()


# ── line ends and marks that Windows and its editors put into files ──────────────────────────────────────────────────


def windows_copy(source: Path, target: Path, mark: bytes = b"") -> Path:
    """A copy with the line ends of Windows, and a byte order mark before every TOML file where one is given."""
    shutil.copytree(source, target)
    for path in target.rglob("*"):
        if path.suffix in {".txt", ".toml", ".ttl", ".jsonl", ".rq", ".md"}:
            body = path.read_bytes().replace(b"\n", b"\r\n")
            path.write_bytes(mark + body if path.suffix == ".toml" else body)
    return target


def test_git_leaves_every_line_end_as_it_is():
    lines = (ROOT / ".gitattributes").read_text(encoding="utf-8").splitlines()
    assert "* text=auto eol=lf" in lines
    binary = {line.split()[0] for line in lines if line.endswith(" binary")}
    assert {f"*{Path(n).suffix}" for n in tracked() if b"\0" in (ROOT / n).read_bytes()[:8000]} <= binary


def test_no_text_of_the_repository_has_the_line_ends_of_windows():
    binary = {".npy", ".npz", ".onnx", ".safetensors"}
    assert [n for n in tracked() if Path(n).suffix not in binary and (ROOT / n).is_file() and b"\r\n" in (ROOT / n).read_bytes()] == []


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["crlf", "crlf and byte order mark"])
def test_a_corpus_with_line_ends_of_windows_says_the_same(tmp_path, mark):
    theirs, ours = load(windows_copy(places.corpus_dir(), tmp_path / "corpus", mark)), load()
    assert theirs.instruments == ours.instruments
    assert [review_of(theirs, v) for v in theirs.versions] == [review_of(ours, v) for v in ours.versions]


def test_vocabularies_with_line_ends_of_windows_say_the_same(tmp_path):
    theirs = windows_copy(places.ontology_dir(), tmp_path / "ontology")
    assert canonical(vocabulary_quads(theirs)) == canonical(vocabulary_quads(places.ontology_dir()))
    assert Vocabulary.load(theirs).profiles == Vocabulary.load().profiles


def test_a_graph_from_files_of_windows_has_the_same_bytes(data, no_index, tmp_path, monkeypatch):
    ours = (build(data) / "graph.nq").read_bytes()
    copy = windows_copy(places.corpus_dir(), tmp_path / "copy", b"\xef\xbb\xbf")
    monkeypatch.setenv("KG_CORPUS", str(copy))
    assert (build(tmp_path / "other") / "graph.nq").read_bytes() == ours


# ── encodings and consoles ───────────────────────────────────────────────────────────────────────────────────────────


def test_no_file_is_opened_in_the_encoding_of_the_machine():
    rule = ["--isolated", "--preview", "--select", "PLW1514"]
    folders = ["kg", "benchmarks", "scripts", "tests"]
    done = subprocess.run([sys.executable, "-m", "ruff", "check", *rule, "--output-format", "concise", *folders], cwd=ROOT, capture_output=True,
                          text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_stubs_that_are_read_in_the_encoding_of_the_machine_are_ascii():
    assert [p.name for p in (ROOT / "kg").rglob("*.pyi") if not p.read_bytes().isascii()] == []


def calls(tree: ast.AST, name: str) -> list[ast.Call]:
    return [n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and n.func.attr == name]


def test_texts_are_written_with_line_ends_of_one_kind():
    free = {"graph/storage.py"}  # the pointer to the current build, which is read without its line end
    bare = [(p.relative_to(ROOT / "kg").as_posix(), c.lineno) for p in MODULES for c in calls(ast.parse(p.read_text("utf-8")), "write_text")
            if not any(k.arg == "newline" for k in c.keywords)]
    assert [(p, line) for p, line in bare if p not in free] == []


def on_console(monkeypatch, *arguments: str) -> tuple[int, str, str]:
    """Run a command line on a console of a Chinese Windows: GBK, and an error for every character outside it."""
    streams = {name: io.TextIOWrapper(io.BytesIO(), encoding="cp936", errors="strict") for name in ("stdout", "stderr")}
    with monkeypatch.context() as patch:
        for name, stream in streams.items():
            patch.setattr(sys, name, stream)
        code = main.run(arguments)
        for stream in streams.values():
            stream.flush()
    return code, *(stream.buffer.getvalue().decode("utf-8") for stream in streams.values())


OUTSIDE_GBK = "第一条　公司应当保存𠮷😀ß的日志。"


def test_a_character_outside_gbk_is_printed(monkeypatch, tmp_path):
    (tmp_path / "a.txt").write_text(OUTSIDE_GBK, encoding="utf-8")
    code, out, err = on_console(monkeypatch, "extract", str(tmp_path / "a.txt"), "--json")
    assert code == 0 and "𠮷😀ß" in out and err == ""


def test_a_complaint_outside_gbk_is_printed(monkeypatch, tmp_path):
    code, out, err = on_console(monkeypatch, "extract", str(tmp_path / "没有😀.txt"))
    assert (code, out) == (2, "") and "没有😀.txt" in err and "内部错误" not in err


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_output_into_a_file_is_utf8_whatever_the_machine_prefers(tmp_path, encoding):
    (tmp_path / "a.txt").write_text(OUTSIDE_GBK, encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "kg", "extract", "a.txt", "--json"], cwd=tmp_path, capture_output=True, check=False,
                          env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": f"{encoding}:strict", "PYTHONUTF8": "0", "LC_ALL": "C"})
    assert (done.returncode, done.stderr) == (0, b"") and "𠮷😀ß" in done.stdout.decode("utf-8")


def test_a_reader_that_has_gone_is_no_error(monkeypatch, capfd):
    def gone(*_: object) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")

    silenced: list[bool] = []
    monkeypatch.setattr(main, "commands", gone)
    monkeypatch.setattr(main, "_silence_stdout", lambda: silenced.append(True))
    assert main.run(["stats"]) == 1 and "内部错误" in capfd.readouterr().err
    monkeypatch.setattr(main, "WINDOWS", True)
    assert main.run(["stats"]) == 0 and silenced == [True] and capfd.readouterr().err == ""


# ── files in use, and what only Unix has ─────────────────────────────────────────────────────────────────────────────


def test_a_file_open_elsewhere_is_named_with_the_remedy(monkeypatch, capfd):
    def refused(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", "a.xlsx.partial", None, "a.xlsx")

    monkeypatch.setattr(main, "commands", refused)
    assert main.run(["stats"]) == 2
    err = capfd.readouterr().err
    assert err.startswith("kg: a.xlsx：") and "请关闭该程序" in err and err.count("\n") == 1


def test_vectors_lie_in_a_folder_with_a_chinese_name(tmp_path, monkeypatch):
    import faiss

    def only_ascii(real):
        def call(*arguments):
            paths = [a for a in arguments if isinstance(a, str)]
            if not all(p.isascii() for p in paths):
                raise RuntimeError(f"could not open {paths}")  # as faiss does on Windows
            return real(*arguments)
        return call

    for name in ("read_index", "write_index"):
        monkeypatch.setattr(faiss, name, only_ascii(getattr(faiss, name)))
    vectors = np.random.default_rng(1).random((5, 8), np.float32)
    found = {}
    for name in ("plain", "张三 的文件夹"):
        (tmp_path / name).mkdir()
        Vectors.build(vectors, tmp_path / name / "a.faiss")
        found[name] = Vectors.open(tmp_path / name / "a.faiss")
    first, second = found.values()
    assert np.array_equal(first.all(), vectors) and np.array_equal(second.all(), vectors)
    assert np.array_equal(first.cosines(vectors[:1]), second.cosines(vectors[:1]))
    assert (tmp_path / "plain" / "a.faiss").read_bytes() == (tmp_path / "张三 的文件夹" / "a.faiss").read_bytes()


def test_everything_works_in_a_folder_with_a_chinese_name(data, tmp_path, monkeypatch, kg):
    monkeypatch.setenv("KG_DATA", str(tmp_path / "C：用户 张三（证券）"))
    kg("build")
    assert "第三条" in kg("ask", "发现网络安全事件后多久报告")[0]
    assert kg("export", str(tmp_path / "图.ttl"))[1] and (tmp_path / "图.ttl").stat().st_size


def opened(folder: Path) -> set[str]:
    """The files below a folder that this process has open or mapped."""
    maps = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
    files = [str(p.readlink()) for p in Path("/proc/self/fd").iterdir() if p.is_symlink()]
    return {p for p in [*files, *(line.split(maxsplit=5)[-1] for line in maps)] if p.startswith(f"{folder}/")}


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="no /proc to look into")
def test_no_file_of_a_build_is_open_when_its_folder_gets_its_name(data, monkeypatch):
    found: list[set[str]] = []
    finish = storage.finish

    def look(folder, *rest):
        found.append(opened(folder) - {str(folder / storage.LOCK)})  # which only a system holds that renames what is open
        return finish(folder, *rest)

    monkeypatch.setattr(storage, "finish", look)
    build(data)
    build(data, force=True)
    assert found == [set(), set()]


def make(data: Path, digest: str) -> Path:
    with storage.new_build(data) as folder:
        (folder / "manifest.json").write_text("{}", encoding="utf-8")
        return storage.finish(folder, data, digest)


@pytest.fixture
def without_fcntl(monkeypatch):
    """No locks of Unix, and no renaming of a folder in which a file is held open."""
    monkeypatch.setitem(sys.modules, "fcntl", None)
    held: set[Path] = set()
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self in held:
            raise PermissionError(errno.EACCES, "The process cannot access the file", str(self), None, str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    return held


def test_builds_follow_each_other_without_locks_of_unix(tmp_path, without_fcntl):
    first = make(tmp_path, "aaa")
    reader = storage.hold(first)
    without_fcntl.add(first)
    make(tmp_path, "bbb")
    assert first.is_dir() and storage.current(tmp_path) == tmp_path / "builds" / "bbb"
    reader.close()
    without_fcntl.clear()
    storage.point(tmp_path, "bbb")
    assert not first.exists()


def test_a_pointer_that_is_being_read_is_replaced_a_moment_later(tmp_path, monkeypatch):
    make(tmp_path, "aaa")
    refusals = iter(range(3))
    replace = Path.replace

    def busy(self: Path, target: Path) -> Path:
        if next(refusals, None) is not None:
            raise PermissionError(errno.EACCES, "Access is denied", str(self), None, str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", busy)
    make(tmp_path, "bbb")
    assert storage.current(tmp_path) == tmp_path / "builds" / "bbb" and next(refusals, None) is None


UNIX_MODULES = {"fcntl", "resource", "pwd", "grp", "termios", "pty", "syslog", "posix"}
UNIX_NAMES = {
    "os": {"fork", "forkpty", "killpg", "setsid", "geteuid", "getuid", "getgid", "chown", "mkfifo", "wait", "sched_getaffinity", "getloadavg"},
    "signal": {"SIGKILL", "SIGALRM", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGPIPE", "SIGCHLD", "alarm", "setitimer", "pause"},
}


def guarded(tree: ast.Module) -> set[int]:
    """The lines that stand in a ``try`` which expects ImportError or AttributeError."""
    expected = {"ImportError", "ModuleNotFoundError", "AttributeError"}
    tries = [n for n in ast.walk(tree) if isinstance(n, ast.Try)]
    wary = [t for t in tries if {x.id for h in t.handlers for x in ast.walk(h) if isinstance(x, ast.Name)} & expected]
    return {line for t in wary for line in range(t.lineno, (t.end_lineno or t.lineno) + 1)}


def unix_only(text: str) -> list[int]:
    """The lines that use what Windows does not have, where nothing expects it to be missing."""
    tree = ast.parse(text)
    safe, found = guarded(tree), set()
    for node in ast.walk(tree):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        found |= {node.lineno for n in names if n in UNIX_MODULES}
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in UNIX_NAMES.get(node.value.id, ()):
            found.add(node.lineno)
    return sorted(found - safe)


USES = [("import fcntl", [1]), ("try:\n import fcntl\nexcept ImportError:\n pass", []), ("import os\nos.fork()", [2]),
        ("import signal\nsignal.SIGTERM", []), ("from resource import getrlimit", [1])]


@pytest.mark.parametrize(("text", "lines"), USES)
def test_what_only_unix_has_is_recognised(text, lines):
    assert unix_only(text) == lines


def test_nothing_only_unix_has_is_used_unguarded():
    assert [(p.relative_to(ROOT).as_posix(), found) for p in MODULES if (found := unix_only(p.read_text("utf-8")))] == []
