"""A folder of texts added at once: one build, a line for each file, and none that stops the others."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.corpus import structure
from kg.corpus.loading import load
from kg.corpus.readers import FileText
from kg.graph import building, storage
from kg.graph.building import build
from kg.graph.knowledge import Knowledge
from kg.law.places import own_dir
from kg.own import bulk, held
from kg.own.adding import Given, OwnError, prepare, save, save_all
from kg.own.bulk import FAULTY, HELD, LIST, NEW, files_in, judge, read_list
from kg.own.held import Held
from tests import small_corpus
from tests.own_rules import MEASURES, RULE, TITLE, put

Kg = Callable[..., tuple[str, str]]


def rule(number: int, articles: int = 3) -> str:
    """A made-up rule unlike all others."""
    body = "\n".join(f"第{n}条　第{number}号部门应当每年第{n}周向合规部报送第{number}号资料。" for n in range(1, articles + 1))
    return f"第{number}公司资料报送办法\n\n{body}\n第{articles + 1}条　本办法自2024年{number % 12 + 1}月1日起施行。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a text of each kind of file and of each kind of fault."""
    import docx

    place = tmp_path / "rules"
    (place / "more").mkdir(parents=True)
    for number, name in enumerate(("a.txt", "b.md", "more/c.html")):
        text = rule(number)
        (place / name).write_text("".join(f"<p>{line}</p>" for line in text.split("\n")) if name.endswith("html") else text, "utf-8")
    document = docx.Document()
    for line in rule(3).split("\n"):
        document.add_paragraph(line)
    document.save(str(place / "d.docx"))
    (place / "e-again.txt").write_text(rule(0), "utf-8")
    (place / "f-shipped.txt").write_text(small_corpus.LAW, "utf-8")
    (place / "g-no-day.txt").write_text(RULE.replace("本制度自2025年3月1日起施行", "本制度由合规部解释"), "utf-8")
    (place / "h-no-articles.txt").write_text("只是一段话。", "utf-8")
    (place / "i.pdf").write_bytes(b"%PDF-1.4 broken")
    (place / "j.xlsx").write_bytes(io.BytesIO(b"PK").getvalue())
    (place / "k.txt").write_bytes(b"")
    (place / "~$d.docx").write_bytes(b"x")
    (place / ".DS_Store").write_bytes(b"x")
    return place


EXPECTED = {
    "a.txt": (NEW, "《第0公司资料报送办法》（2024-01-01 起施行）：4 条"), "b.md": (NEW, "2024-02-01"), "more/c.html": (NEW, "2024-03-01"),
    "d.docx": (NEW, "2024-04-01"), "e-again.txt": (HELD, "您已添加"), "f-shipped.txt": (HELD, "程序已收录"),
    "g-no-day.txt": (FAULTY, f"请在{LIST}的“施行日期”栏写明"), "h-no-articles.txt": (FAULTY, "没有识别出"), "i.pdf": (FAULTY, "i.pdf"),
    "j.xlsx": (FAULTY, "请另存为其中之一"), "k.txt": (FAULTY, "没有任何文字"),
}


def test_every_file_gets_one_line_and_all_good_ones_one_build(
    folder: Path, data: Path, no_index: None, kg: Kg, monkeypatch: pytest.MonkeyPatch
) -> None:
    builds: list[int] = []
    real = building.parse_all
    monkeypatch.setattr(building, "parse_all", lambda *given: (builds.append(1), real(*given))[1])
    out, err = kg("add", str(folder), "--yes", code=1)
    lines = dict(line.split("：", 2)[1::-1] for line in out.splitlines())
    assert lines == {name: state for name, (state, _) in EXPECTED.items()}
    for line in out.splitlines():
        assert EXPECTED[line.split("：")[1]][1] in line
    assert "可添加 4，已有 2，有问题 5" in err and len(builds) == 1
    with Knowledge.open(data) as made:
        assert {v.title for v in made.catalogue.versions if v.user_supplied} == {f"第{n}公司资料报送办法" for n in range(4)}
    for name, (state, _) in EXPECTED.items():
        if state == FAULTY:
            (folder / name).unlink()
    out, err = kg("add", str(folder), "--yes")
    assert "可添加 0，已有 6，有问题 0" in err and out.count(HELD) == 6 and len(builds) == 1, "a second time adds nothing and is no fault"


def test_the_list_says_what_the_texts_do_not(folder: Path, data: Path, kg: Kg) -> None:
    lines = ["文件,标题,施行日期,制定机关,效力层级,简称", "b.md,,错,,,", "gone.txt,,,,,"]
    lines += ["g-no-day.txt,,2025/3/1,甲公司、乙公司,内部制度,客户资料制度"]
    for encoding in ("utf-8-sig", "gb18030"):
        (folder / LIST).write_bytes("\r\n".join(lines).encode(encoding))
        out = kg("add", str(folder), "--no-build", "--yes", code=1)[0]
        assert f"{FAULTY}：b.md：{LIST}中的日期" in out and f"{FAULTY}：gone.txt" in out
        found = load().find("客户资料制度")
        assert found and found.title == TITLE and found.issuer == ("甲公司", "乙公司") and str(found.effective) == "2025-03-01"
        shutil.rmtree(own_dir(data))


@pytest.mark.parametrize("words", ["名称,日期\na.txt,2025-01-01", "文件,日期\na.txt,2025-01-01", "标题\nx"])
def test_a_list_with_other_columns_is_refused_with_those_it_may_have(folder: Path, data: Path, kg: Kg, words: str) -> None:
    (folder / LIST).write_text(words, "utf-8")
    _, err = kg("add", str(folder), "--yes", code=2)
    assert "施行日期" in err and len(err.splitlines()) == 1 and not own_dir(data).exists()


def test_options_for_one_text_are_refused_for_a_folder(folder: Path, data: Path, kg: Kg) -> None:
    assert LIST in kg("add", str(folder), "--effective", "2025-01-01", "--yes", code=2)[1]
    (folder.parent / "empty").mkdir()
    assert "没有文件" in kg("add", str(folder.parent / "empty"), "--yes", code=2)[1]


def test_a_graph_that_breaks_a_shape_takes_all_of_them_back_out(
    folder: Path, data: Path, no_index: None, kg: Kg, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = build(data)
    put(MEASURES)
    before = load()

    def faulty(*_: object) -> None:
        raise building.ShapeError("某处不合")

    monkeypatch.setattr(building, "_check", faulty)
    assert "这 4 部法规后建图没有完成，已撤回" in kg("add", str(folder), "--yes", code=2)[1]
    assert load() == before and storage.current(data) == old


# ── equal to adding one by one ───────────────────────────────────────────────────────────────────────────────────────────


def _texts() -> dict[str, str]:
    later = rule(1).replace("自2024年2月1日", "自2025年2月1日").replace("每年", "每月")
    return {"a": rule(1), "b": rule(2), "c": later, "d": MEASURES, "e": small_corpus.LATER.replace("自2025年1月1日", "自2026年1月1日"), "f": RULE}


def test_a_folder_is_kept_as_if_its_texts_were_added_one_by_one(data: Path, tmp_path: Path) -> None:
    texts = _texts()
    for text in texts.values():
        save(prepare(FileText(text), Given(), load()))
    one_by_one = {p.relative_to(own_dir()): p.read_bytes() for p in own_dir().rglob("*") if p.is_file()}
    shutil.rmtree(own_dir())
    reports = list(judge((f"{n}.txt" for n in texts), lambda n: FileText(texts[n.removesuffix(".txt")]), load()))
    assert [r.state for r in reports] == [NEW] * len(texts)
    save_all([r.draft for r in reports if r.draft])
    assert {p.relative_to(own_dir()): p.read_bytes() for p in own_dir().rglob("*") if p.is_file()} == one_by_one


@pytest.mark.parametrize("title", ["乙数据法", "《中华人民共和国乙数据法》", "甲网络安全管理办法（试行）", "丁办法", "rules", small_corpus.WORK])
def test_what_is_held_is_found_as_the_catalogue_finds_it(data: Path, title: str) -> None:
    put()
    catalogue = load()
    assert Held(catalogue).find(title) == catalogue.find(title)


def test_work_for_a_file_does_not_grow_with_the_files_before_it(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every text is parsed a fixed number of times, and what is held is read over once."""
    def count(number: int) -> tuple[int, int]:
        parsed, bared = [0], [0]
        parse, bare = structure.parse, held._bare
        with monkeypatch.context() as patch:
            for module in (held, bulk.prepare.__globals__):
                counted = lambda *given: (parsed.__setitem__(0, parsed[0] + 1), parse(*given))[1]  # noqa: E731
                patch.setitem(module, "parse", counted) if isinstance(module, dict) else patch.setattr(module, "parse", counted)
            patch.setattr(held, "_bare", lambda text: (bared.__setitem__(0, bared[0] + 1), bare(text))[1])
            reports = list(judge((f"{n}.txt" for n in range(number)), lambda n: FileText(rule(int(n.removesuffix(".txt")))), load()))
        assert {r.state for r in reports} == {NEW}
        return parsed[0], bared[0]

    small, large = count(10), count(40)
    assert large[0] == 4 * small[0] and large[1] - small[1] == 2 * 30


def test_files_of_systems_and_programs_are_not_read(folder: Path) -> None:
    assert {p.relative_to(folder).as_posix() for p in files_in(folder)} == EXPECTED.keys()


def test_no_list_is_an_empty_one(folder: Path) -> None:
    assert read_list(folder).given == {}
    (folder / LIST).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(OwnError, match=LIST):
        read_list(folder)
