"""Rules that a user adds: in and out without a trace, refused with a reason where they cannot be used, marked wherever they are shown."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.answers.answerer import Answerer, answer_json
from kg.corpus.catalogue import Catalogue
from kg.corpus.loading import load
from kg.corpus.readers import LIMITS, FileText
from kg.duties.matrix.making import obligations
from kg.graph import building, storage
from kg.graph.building import build
from kg.graph.knowledge import Knowledge
from kg.law.identifiers import Urn
from kg.law.places import own_dir
from kg.own import adding
from kg.own.adding import Given, OwnError, prepare, remove, save
from kg.search import SearchIndexError, index
from kg.search.dense import DOCUMENT, Encoder
from tests import samples, small_corpus
from tests.own_rules import MEASURES, RULE, TITLE, put


def everything(folder: Path) -> dict[str, str]:
    """Every file with its hash; the store of Oxigraph, whose bytes differ from build to build, left out."""
    found = sorted(p for p in folder.rglob("*") if p.is_file() and "store" not in p.relative_to(folder).parts)
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in found}


# ── in and out ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def same_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program counts as unchanged while the test runs, whoever edits it."""
    monkeypatch.setattr(building, "_code_hash", lambda: "the same")


def test_vectors_taken_from_the_build_before_are_those_of_a_build_from_nothing(
    data: Path, tmp_path: Path, same_code: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(data)
    put()
    shutil.copytree(own_dir(data), own_dir(tmp_path / "other"))
    read: list[str] = []
    real = Encoder.encode

    def watched(encoder: Encoder, prompt: str, texts: list[str]) -> object:
        read.extend(texts if prompt == DOCUMENT else ())
        return real(encoder, prompt, texts)

    monkeypatch.setattr(Encoder, "encode", watched)
    reused = everything(build(data))
    assert len(read) == 9 and all(TITLE in text for text in read), "only the four articles added and their five clauses are encoded"
    assert everything(build(tmp_path / "other")) == reused and any(name.startswith("own/") for name in reused)
    assert len(read) > 18


def test_nothing_of_it_is_left_in_graph_index_or_records(data: Path, no_index: None, same_code: None) -> None:
    before = everything(build(data))
    put()
    with_it = build(data)
    assert TITLE in (with_it / "graph.nq").read_text("utf-8")
    remove(TITLE)
    folder = build(data)
    left = [p for p in folder.rglob("*") if p.is_file() and TITLE.encode() in p.read_bytes()]
    assert left == [] and everything(folder) == before


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\u0085"])
def test_a_text_with_a_separator_of_another_kind_is_asked_about_like_any_other(data: Path, mark: str) -> None:
    put(RULE.replace("客户资料应当", f"客户资料{mark}应当"))
    build(data)
    answer = Answerer.open(data).answer("客户资料应当保存多少年？")
    assert any(c.instrument == TITLE for c in answer.citations)


def test_an_index_that_cannot_be_read_back_is_not_put_into_use(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = build(data)
    put()
    real = index.write_entries

    def cut_short(folder: Path, *rest: Any) -> None:
        real(folder, *rest)
        (folder / "entries.jsonl").write_bytes(b"")

    monkeypatch.setattr(index, "write_entries", cut_short)
    with pytest.raises(SearchIndexError, match="kg build"):
        build(data)
    assert storage.current(data) == before


def test_the_command_line_adds_lists_and_removes(data: Path, no_index: None, kg: Callable[..., tuple[str, str]], tmp_path: Path) -> None:
    file = tmp_path / "制度.txt"
    file.write_text(RULE, "utf-8")
    out, err = kg("add", str(file), "--name", "资料制度", code=2)
    assert "取自“自2025年3月1日起施行”" in out and "--yes" in err and not own_dir(data).exists()
    out, err = kg("add", str(file), "--name", "资料制度", "--yes")
    assert "4 条" in out and "引用 2 处" in out and "未对应" not in out and "kg review" in err
    assert "规范 0/" in kg("own")[0]
    listed = json.loads(kg("own", "--json")[0])
    assert listed["own"][0]["title"] == TITLE and listed["problems"] == []
    shown, _ = kg("show", "资料制度第二条")
    assert "用户自行添加" in shown and "报送保管情况" in shown
    assert json.loads(kg("show", "资料制度第二条", "--json")[0])["user_supplied"] is True
    assert json.loads(kg("show", "乙数据法第一条", "--json")[0])["user_supplied"] is False
    assert "程序收录" in kg("remove", "乙数据法", "--yes", code=2)[1]
    assert "--yes" in kg("remove", "资料制度", code=2)[1]
    kg("remove", "资料制度", "--yes")
    assert "还没有添加" in kg("own")[0] and "没有添加过" in kg("remove", TITLE, "--yes", code=2)[1]
    assert "没有“资料制度" in kg("show", "资料制度第二条", code=2)[1]


def test_the_text_of_a_known_instrument_gives_its_citations_an_end(data: Path, no_index: None) -> None:
    put(RULE.replace("《乙数据法》第一条", "《丙调查处理办法》第二条"))
    known = put(MEASURES, title="《丙调查处理办法》")
    assert known.urn == f"{small_corpus.UNHELD}@2021-06-01"
    build(data)
    with Knowledge.open(data) as graph:
        targets = {k.target for k in graph.links}
        assert f"{known.urn}~art2" in targets
        instrument = graph.catalogue.find("丙调查处理办法")
        assert instrument and instrument.held and all(v.user_supplied for v in instrument.versions)


def test_a_later_text_of_a_held_law_ends_the_one_before(data: Path, no_index: None) -> None:
    later = small_corpus.LATER.replace("12小时内", "6小时内").replace("自2025年1月1日", "自2026年1月1日")
    added = put(later)
    build(data)
    with Knowledge.open(data) as graph:
        texts = {v.effective: v for v in graph.catalogue.of(added).versions}
        assert [v.user_supplied for v in texts.values()] == [False, False, True]
        assert texts[date(2025, 1, 1)].until == date(2026, 1, 1)
        assert [v.urn for v in graph.versions(date(2026, 5, 1)) if v.work == added.work] == [added.urn]
    remove("甲网络安全管理办法", date(2026, 1, 1), catalogue=load())
    assert [v.until for v in load().of(added).versions] == [date(2025, 1, 1), None]


def test_one_of_two_texts_can_be_removed(data: Path) -> None:
    put()
    put(RULE.replace("二十年", "三十年").replace("2025年3月1日", "2026年3月1日"))
    assert adding.chosen(TITLE) == (f"《{TITLE}》2025-03-01", f"《{TITLE}》2026-03-01")
    with pytest.raises(OwnError, match="没有 2020-01-01"):
        remove(TITLE, date(2020, 1, 1))
    remove(TITLE, date(2025, 3, 1))
    assert [v.effective for v in load().versions if v.user_supplied] == [date(2026, 3, 1)]
    remove(TITLE, date(2026, 3, 1))
    assert not own_dir(data).exists()


# ── what is refused ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 101_000_000)
    return out.getvalue()


BAD_FILES = {
    "空文件.txt": (b"", "没有任何文字"),
    "太大.txt": (b"a" * (LIMITS.size + 1), "超过 20 MB"),
    "炸弹.docx": (_bomb(), "压缩炸弹"),
    "扫描.pdf": (samples.pdf([[], []]), "没有文字层"),
    "大五码.txt": ("第一條　證券商應當報告。".encode("big5") * 20, "编码"),
    "照片.txt": (b"\x89PNG\r\n\x1a\n" + b"0" * 100, "是图片"),
    "旧版.doc": (b"\xd0\xcf\x11\xe0" + b"0" * 100, "旧版 Word"),
    "通知.txt": ("关于加强管理的通知\n提高认识。\n一、加强管理。\n".encode(), "没有识别出“第…条”，也没有.*编号"),
    "章节.txt": ("某某制度\n第一章　总则\n做好工作。\n".encode(), "没有识别出“第…条”"),
    "太长.txt": (("某某管理制度\n第一条　" + ("应当报告。" * 1_000 + "\n") * 130).encode(), "超过 600,000 字"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_cannot_be_used_is_refused_with_the_reason(
    name: str, data: Path, kg: Callable[..., tuple[str, str]], tmp_path: Path
) -> None:
    content, reason = BAD_FILES[name]
    (tmp_path / name).write_bytes(content)
    _, err = kg("add", str(tmp_path / name), "--effective", "2025-01-01", "--yes", "--no-build", code=2)
    assert re.search(reason, err) and len(err.strip().splitlines()) == 1
    assert not own_dir(data).exists()


BAD_METADATA = [
    ({"title": "办法"}, "太短"), ({"title": "abcdef"}, "没有汉字"), ({"effective": date(1800, 1, 1)}, "不在 1949"),
    ({"promulgated": date(2026, 1, 1)}, "晚于施行日期"), ({"until": date(2025, 3, 1)}, "不晚于施行日期"), ({"rank": "圣旨"}, "不在可选之列"),
    ({"names": ("乙数据法",)}, "已经指"), ({"names": ("12",)}, "太短"), ({"names": tuple(f"简称{i:03}" for i in range(30))}, "超过 20 个"),
    ({"title": "rules"}, "太短或没有汉字|简称"),
]


@pytest.mark.parametrize(("metadata", "reason"), BAD_METADATA, ids=[r for _, r in BAD_METADATA])
def test_metadata_that_cannot_be_are_refused(metadata: dict[str, object], reason: str, data: Path) -> None:
    with pytest.raises(OwnError, match=reason):
        put(**metadata)
    assert not own_dir(data).exists()


def test_a_text_without_a_day_asks_for_it(data: Path) -> None:
    with pytest.raises(OwnError, match="--effective"):
        put(RULE.replace("自2025年3月1日起", "自印发之日起"))


DUPLICATES: list[tuple[str, dict[str, object], str]] = [
    (RULE, {}, "您已添加过"), (RULE.replace("二十年", "三十年"), {}, "您已添加过"),
    (RULE, {"title": "乙公司客户资料管理制度"}, "与您已添加的.*文字相同"),
    (RULE.replace("　", " ").replace("\n", "\r\n\r\n"), {"effective": date(2025, 4, 1)}, "文字相同"),
    (small_corpus.LAW, {}, "程序已收录"), (small_corpus.LAW, {"title": "另一部数据管理办法"}, "与程序已收录的.*文字相同"),
    (small_corpus.LAW.replace("十万元", "百万元"), {}, "2020-02-01 起施行的文本程序已收录"),
]


@pytest.mark.parametrize(("text", "metadata", "reason"), DUPLICATES, ids=range(len(DUPLICATES)))
def test_what_is_there_already_is_not_added_again(text: str, metadata: dict[str, object], reason: str, data: Path) -> None:
    put()
    before = everything(own_dir(data))
    with pytest.raises(OwnError, match=reason):
        put(text.replace("\r\n", "\n"), **metadata)
    assert everything(own_dir(data)) == before


def test_a_graph_that_breaks_a_shape_takes_the_text_back_out(
    data: Path, no_index: None, kg: Callable[..., tuple[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = build(data)
    (tmp_path / "a.txt").write_text(RULE, "utf-8")

    def broken(folder: Path) -> None:
        raise building.ShapeError("某处不合")

    monkeypatch.setattr(building, "_check", broken)
    assert "已撤回添加" in kg("add", str(tmp_path / "a.txt"), "--yes", code=2)[1]
    assert not own_dir(data).exists() and building.storage.current(data) == old


# ── files that are damaged, and programs that are killed ─────────────────────────────────────────────────────────────────


def _spoil(name: str, words: bytes) -> Callable[[Path], None]:
    return lambda folder: next(folder.rglob(name)).write_bytes(words)


DAMAGES = {
    "text changed": (_spoil("2025-03-01.txt", "第一条　改了。".encode()), "sha256"), "metadata broken": (_spoil("2025-03-01.toml", b"= ="), "TOML"),
    "metadata gone": (lambda f: next(f.rglob("2025-03-01.toml")).unlink(), "cannot be read"),
    "catalogue broken": (_spoil("catalogue.toml", b"[["), "目录"),
    "slug leads out": (lambda f: _edit(f / "catalogue.toml", 'slug = "own-', 'slug = "../own-'), "slug"),
    "title of another": (lambda f: _edit(f / "catalogue.toml", f'title = "{TITLE}"', 'title = "乙数据法"'), "另有一部"),
}


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_of_the_user_is_named_and_the_law_stays(
    damage: str, data: Path, no_index: None, kg: Callable[..., tuple[str, str]]
) -> None:
    put()
    spoil, words = DAMAGES[damage]
    spoil(own_dir(data))
    kg("build")
    _, err = kg("own", code=1)
    assert words in err and str(own_dir(data)) in err and "请" in err
    assert "乙数据法" in kg("show", "乙数据法第一条")[0]
    if damage not in ("catalogue broken", "title of another"):
        kg("remove", TITLE, "--yes")
        assert not own_dir(data).exists()


_ADD_AND_DIE = """
import os, signal, sys; from pathlib import Path
from kg.corpus.loading import load; from kg.corpus.readers import FileText; from kg.files import writing; from kg.own import adding
count, real = int(sys.argv[1]), writing.put_in_place
def put(new, old):
    global count
    count -= 1
    if count < 0: os.kill(os.getpid(), signal.SIGKILL)
    real(new, old)
writing.put_in_place = put
adding.save(adding.prepare(FileText(Path(sys.argv[2]).read_text("utf-8")), adding.Given(), load()))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
@pytest.mark.parametrize("files_written", [0, 1, 2])
def test_killed_while_adding_leaves_the_state_before(files_written: int, data: Path, tmp_path: Path) -> None:
    put(MEASURES)
    before = load()
    (tmp_path / "a.txt").write_text(RULE, "utf-8")
    call = [sys.executable, "-c", _ADD_AND_DIE, str(files_written), str(tmp_path / "a.txt")]
    done = subprocess.run(call, env=os.environ.copy(), timeout=60, check=False)
    assert done.returncode == -signal.SIGKILL
    assert load() == before and load().own_problems == ()
    put()
    assert load().find(TITLE) is not None
    remove(TITLE)
    assert load() == before and not any(".new-" in p.name for p in own_dir(data).rglob("*"))


def test_a_removal_that_was_interrupted_is_finished_by_the_next_step(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(MEASURES)
    before = everything(own_dir(data))
    put()
    with monkeypatch.context() as patch:
        patch.setattr(adding.shutil, "rmtree", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            remove(TITLE)
    assert load().find(TITLE) is None
    with pytest.raises(OwnError, match="没有添加过"):
        remove(TITLE)
    assert everything(own_dir(data)) == before


# ── marked in every answer ───────────────────────────────────────────────────────────────────────────────────────────────


def test_an_answer_from_it_says_so_in_words_and_json(data: Path) -> None:
    put()
    build(data)
    answerer = Answerer.open(data)
    shape = answer_json(answerer.answer("甲公司客户资料管理制度第三条规定了什么", as_of=date(2025, 6, 1)))
    cited = [c for c in shape["citations"] if c["instrument"] == TITLE]
    assert cited and all(c["user_supplied"] for c in cited) and f"《{TITLE}》第三条（用户自行添加）：“" in shape["answer"]
    assert f"用户自行添加的规定：《{TITLE}》。" in shape["answer"]
    other = answer_json(answerer.answer("乙数据法第一条规定了什么", as_of=date(2025, 6, 1)))
    assert other["citations"] and not any(c["user_supplied"] for c in other["citations"]) and "用户自行添加" not in other["answer"]
    found = obligations(answerer.knowledge, date(2025, 6, 1), instrument=TITLE)
    assert found and all("（用户自行添加）" in r.basis for r in found)
    answerer.knowledge.close()


# ── titles and names ──

NASTY = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["../../etc/passwd", "=HYPERLINK(\"x\")", "<script>alert(1)</script>", "con", "a\x00b", "\ud800", "\u202etxt.exe"])
)


@settings(max_examples=40, deadline=None)
@given(NASTY, NASTY)
def test_no_title_or_name_reaches_a_path_and_all_are_read_back(title: str, name: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "own"
        try:
            draft = prepare(FileText(RULE), Given(title=f"管理办法甲{title}", names=(f"简称一{name}",), number=title, issuer=(name,)), SHIPPED)
        except OwnError:
            return
        path = save(draft, place)
        assert path.parent.parent == place and re.fullmatch(r"own-[0-9a-f]{8}", path.parent.name)
        assert str(Urn.parse(draft.version.work)) == draft.version.work
        found = load(CORPUS, place)
        assert found.own_problems == () and found.version(draft.version.urn).text == draft.version.text
        assert "《" not in draft.version.title and all(ord(c) >= 32 for c in draft.version.title)
        remove(draft.version.title, own=place)
        assert not place.exists()


def _shipped() -> tuple[Path, Catalogue]:
    import tempfile

    folder = small_corpus.write(Path(tempfile.mkdtemp()) / "corpus")
    return folder, load(folder)


CORPUS, SHIPPED = _shipped()
