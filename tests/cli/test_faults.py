"""Disks that are full, folders that are missing or read-only, terminals and homes that are not: one line and nothing half done."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.corpus.loading import load
from kg.files import writing
from kg.files.writing import WriteError, put, reason, replacing
from kg.graph import building, storage
from kg.graph.building import build
from kg.graph.export import FORMATS, export_graph
from kg.graph.knowledge import Knowledge
from kg.law.places import own_dir
from tests.own_rules import MEASURES, RULE, TITLE
from tests.own_rules import put as add_rule

Kg = Callable[..., tuple[str, str]]
FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def one_line(err: str) -> str:
    """What was said, which must be one line with a remedy."""
    lines = [line for line in err.splitlines() if line]
    assert len(lines) == 1 and "；请" in lines[0] and "内部错误" not in err and "Traceback" not in err, err
    return lines[0]


def files(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() and not p.name.endswith(".lock")}


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """A function that mounts a file system with these options; only root can, elsewhere the test is skipped."""
    made: list[Path] = []

    def mount(*options: str, of: Path | None = None) -> Path:
        place = tmp_path / f"mount-{len(made)}"
        place.mkdir()
        what = ["--bind", str(of)] if of else ["-t", "tmpfs", "tmpfs"]
        tools = shutil.which("mount") and not (hasattr(os, "geteuid") and os.geteuid())
        if not tools or subprocess.run(["mount", *what, str(place)], capture_output=True, check=False).returncode:
            pytest.skip("no right to mount")
        made.append(place)
        subprocess.run(["mount", "-o", ",".join(("remount", *(("bind",) if of else ()), *options)), str(place)], check=True)
        return place

    yield mount
    for place in made:
        subprocess.run(["umount", "-l", str(place)], check=True)


# ── the words ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (FULL, "磁盘已满"),
        (OSError("4096 requested and 512 written"), "磁盘已满"),  # numpy
        (RuntimeError("Error in virtual faiss::FileIOWriter::~FileIOWriter(): file write error: No space left on device"), "磁盘已满"),
        (OSError("IO error: No space left on device: While appending to file: /x/store/000008.sst: No space left on device"), "磁盘已满"),
        (shutil.Error([("a", "b", "[Errno 28] No space left on device: 'b'")]), "磁盘已满"),
        (OSError(errno.EROFS, "x", "/x"), "只读"), (PermissionError(errno.EACCES, "x", "/x"), "没有权限"),
        (FileNotFoundError(errno.ENOENT, "x", "/x"), "文件夹不存在"), (OSError(errno.EFBIG, "x"), "超过系统允许"),
        (ValueError("wrong"), ""), (RuntimeError("some defect"), ""), (None, ""),
    ],
)
def test_the_reason_is_read_off_errors_of_every_library(error: BaseException | None, words: str) -> None:
    assert words in reason(error) and ("请" in reason(error)) == bool(words)


def test_the_cause_behind_an_error_counts_too() -> None:
    with pytest.raises(WriteError, match="磁盘已满"), writing.explained("/x"):
        try:
            raise FULL
        except OSError as error:
            raise ValueError("could not save") from error


# ── one door for a file that leaves ──────────────────────────────────────────────────────────────────────────────────────


def test_a_file_takes_its_place_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    put(path, "一")
    path.chmod(0o640)
    with pytest.raises(WriteError, match=r"a\.txt.*磁盘已满"), replacing(path) as new:
        new.write_bytes(b"half")
        raise FULL
    assert path.read_text("utf-8") == "一" and files(tmp_path) == {"a.txt"}
    put(path, "二")
    assert path.read_text("utf-8") == "二" and files(tmp_path) == {"a.txt"}
    if os.name != "nt":
        assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(os.name == "nt", reason="links and devices as POSIX has them")
def test_a_link_stays_a_link_and_a_device_a_device(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "there" / "real.txt")
    put(link, "x")
    assert link.is_symlink() and (tmp_path / "there" / "real.txt").read_text() == "x"
    before = Path(os.devnull).stat().st_rdev
    put(Path(os.devnull), "x")
    assert Path(os.devnull).stat().st_rdev == before


def test_every_export_of_the_graph_keeps_the_old_file_when_the_disk_is_full(
    data: Path, no_index: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(data)
    (tmp_path / "out").mkdir()
    with Knowledge.open(data) as known:
        for form in FORMATS:
            path = tmp_path / "out" / f"g.{form}"
            path.write_bytes(b"old")
            with monkeypatch.context() as patch:
                patch.setattr(writing.os, "fsync", _full)
                with pytest.raises(WriteError, match="磁盘已满"):
                    export_graph(known, path, form)
            assert path.read_bytes() == b"old" and files(tmp_path / "out") == {path.name}
            export_graph(known, path, form)
            path.unlink()


def _full(*_: object, **__: object) -> Any:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_an_export_to_a_disk_that_is_full(data: Path, no_index: None, mounted: Callable[..., Path]) -> None:
    build(data)
    place = mounted("size=16k")
    with Knowledge.open(data) as known:
        for form in FORMATS:
            with pytest.raises(WriteError, match="磁盘已满"):
                export_graph(known, place / f"g.{form}", form)
            assert files(place) == set()


_OUTPUTS = [
    ("matrix", "-o", "{}.xlsx"), ("matrix", "-o", "{}.csv"), ("matrix", "-o", "{}.svg"), ("checklist", "-o", "{}.docx"),
    ("calendar", "--year", "2026", "-o", "{}.ics"), ("clock", "网络安全事件", "--at", "2026-01-01 10:00", "-o", "{}.xlsx"),
    ("diff", "甲网络安全管理办法", "-o", "{}.docx"), ("export", "{}.ttl"), ("export", "{}.graphml"),
    ("check", "{source}", "-o", "{}.docx"), ("check", "{source}", "-o", "{}.md"), ("review", "甲网络安全管理办法", "--draft", "{}.toml"),
]


@pytest.mark.parametrize("arguments", _OUTPUTS, ids=lambda a: f"{a[0]} {a[-1]}")
def test_a_folder_that_is_missing_is_said_before_any_work(arguments: tuple[str, ...], data: Path, kg: Kg, tmp_path: Path) -> None:
    source = tmp_path / "memo.txt"
    source.write_text("根据《乙数据法》第一条。", "utf-8")
    _, err = kg(*(a.format(tmp_path / "missing" / "x", source=source) for a in arguments), code=2)
    assert "missing" in one_line(err) and "不存在" in err
    assert not (tmp_path / "missing").exists() and not data.exists(), "no graph was built for it"


def test_links_are_drafted_into_no_missing_folder(data: Path, no_index: None, kg: Kg, tmp_path: Path) -> None:
    build(data)
    assert "不存在" in one_line(kg("links", "--draft", str(tmp_path / "missing" / "x.toml"), code=2)[1])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_standard_output_that_is_full_is_said_and_ends_well(data: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run([sys.executable, "-m", "kg", "own"], stdout=full, stderr=subprocess.PIPE, text=True, encoding="utf-8", check=False)
    assert done.returncode == 2 and "磁盘已满" in one_line(done.stderr)


# ── a disk that is full while building or adding ─────────────────────────────────────────────────────────────────────────


def test_a_disk_that_is_full_at_any_write_of_the_build_leaves_the_old_graph(
    data: Path, kg: Kg, no_index: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = build(data)
    add_rule()
    writes: list[Path] = []
    real = Path.write_bytes
    monkeypatch.setattr(Path, "write_bytes", lambda self, content: (writes.append(self), real(self, content))[1])
    monkeypatch.setattr(building, "open_whole", _full)
    assert "磁盘已满" in one_line(kg("build", code=2)[1])
    kinds = {p.name if p.name in ("graph.nq", "manifest.json") else p.parent.name: n for n, p in enumerate(writes)}
    assert len(kinds) >= 5
    for number in kinds.values():
        count = iter(range(len(writes)))
        monkeypatch.setattr(Path, "write_bytes", lambda self, content, c=count, n=number: _full() if next(c) == n else real(self, content))
        assert "磁盘已满" in one_line(kg("build", code=2)[1])
        assert storage.current(data) == old and [p.name for p in (data / "builds").iterdir()] == [old.name]


def test_a_disk_that_is_full_where_the_store_is_written(
    data: Path, mounted: Callable[..., Path], kg: Kg, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = mounted("size=2m")
    monkeypatch.setenv("KG_DATA", str(place))
    assert "磁盘已满" in one_line(kg("build", code=2)[1])
    assert files(place) == set() and list((place / "builds").iterdir()) == []


@pytest.mark.parametrize("number", range(3))
def test_a_disk_that_is_full_while_adding_leaves_the_state_before(
    number: int, data: Path, kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_rule(MEASURES)
    before, listed = files(own_dir(data)), load()
    (tmp_path / "a.txt").write_text(RULE, "utf-8")
    count, real = iter(range(10)), Path.write_bytes
    monkeypatch.setattr(Path, "write_bytes", lambda self, content: _full() if next(count) == number else real(self, content))
    assert "磁盘已满" in one_line(kg("add", str(tmp_path / "a.txt"), "--yes", "--no-build", code=2)[1])
    assert files(own_dir(data)) == before and load() == listed and not any(p.is_dir() and not any(p.iterdir()) for p in own_dir(data).iterdir())


def test_a_build_that_fails_takes_the_text_back_out(data: Path, no_index: None, kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(data)
    (tmp_path / "a.txt").write_text(RULE, "utf-8")
    monkeypatch.setattr(building, "parse_all", _full)
    assert "已撤回添加" in one_line(kg("add", str(tmp_path / "a.txt"), "--yes", code=2)[1])
    assert load().find(TITLE) is None and not own_dir(data).exists()


# ── read-only ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_read_only_data_folder_with_a_current_graph_serves_everything_that_reads(
    data: Path, mounted: Callable[..., Path], kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(data)
    place = mounted("ro", of=data)
    monkeypatch.setenv("KG_DATA", str(place))
    assert "第三条" in kg("show", "甲网络安全管理办法第三条")[0] and "12小时" in kg("ask", "发现网络安全事件后多久报告")[0]
    kg("build")
    started: list[object] = []
    monkeypatch.setattr("kg.app.serving.serve", lambda wanted, _: started.append(wanted))
    assert "应用地址" in kg("app", "--no-browser")[1] and len(started) == 1
    (tmp_path / "a.txt").write_text(RULE, "utf-8")
    for command in (("build", "--force"), ("add", str(tmp_path / "a.txt"), "--yes"), ("add", str(tmp_path / "a.txt"), "--yes", "--no-build")):
        assert "只读" in one_line(kg(*command, code=2)[1])
    (tmp_path / "corpus" / "catalogue.toml").write_text((tmp_path / "corpus" / "catalogue.toml").read_text("utf-8") + "\n", "utf-8")
    _, err = kg("app", "--no-browser")
    assert "只读" in err and "继续使用原有的图谱" in err and len(started) == 2


def test_a_read_only_folder_for_a_file(data: Path, mounted: Callable[..., Path], kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    place = mounted("ro", of=tmp_path / "out")
    assert "不能写入" in one_line(kg("matrix", "-o", str(place / "x.xlsx"), code=2)[1])


def test_a_data_folder_that_cannot_be_made(data: Path, kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("KG_DATA", str(tmp_path / "file" / "data"))
    assert "不是文件夹" in one_line(kg("build", code=2)[1])


# ── terminals and homes ──────────────────────────────────────────────────────────────────────────────────────────────────


def run(*arguments: str, env: dict[str, str], **more: Any) -> subprocess.CompletedProcess[bytes]:
    kept = {k: v for k, v in os.environ.items() if k not in {"LANG", "LC_ALL", "LC_CTYPE", "PYTHONIOENCODING", "PYTHONUTF8", "HOME"}
            and not k.startswith("XDG_")}
    return subprocess.run([sys.executable, "-m", "kg", *arguments], env=kept | env, capture_output=True, check=False, timeout=120, **more)


@pytest.mark.parametrize(
    "env", [{"LANG": "C", "LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONIOENCODING": "gbk"},
            {"PYTHONIOENCODING": "ascii:strict"}, {}],
    ids=["C", "C without UTF-8", "gbk", "ascii", "no home"],
)
def test_every_environment_gets_the_words_of_the_law(data: Path, no_index: None, tmp_path: Path, env: dict[str, str]) -> None:
    build(data)
    done = run("show", "甲网络安全管理办法第三条", env=env)
    assert done.returncode == 0 and "经营机构和核心机构发现网络安全事件的" in done.stdout.decode("utf-8") and b"Traceback" not in done.stderr
    (tmp_path / "a.txt").write_text(RULE, "utf-8")
    done = run("add", str(tmp_path / "a.txt"), "--yes", "--no-build", env=env)
    assert done.returncode == 0 and TITLE in done.stdout.decode("utf-8"), done.stderr.decode()
    done = run("show", "乙数据法第九十九条", env=env)
    assert done.returncode == 2 and "kg: " in done.stderr.decode("utf-8") and b"Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="users as POSIX has them")
def test_a_user_without_home_is_told_what_to_set(data: Path, kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pwd

    def nobody(_: int) -> None:
        raise KeyError("uid not found")

    for name in ("KG_DATA", "HOME", *(n for n in os.environ if n.startswith("XDG_"))):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    monkeypatch.chdir(tmp_path)
    for command in (("own",), ("build",), ("show", "乙数据法第一条")):
        assert "KG_DATA" in one_line(kg(*command, code=2)[1])
    assert not (tmp_path / "~").exists()
