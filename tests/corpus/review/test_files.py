"""Review files and ``kg review``: read, written, drafted, merged; what a build does with them."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.cli.reviewing import _numbers
from kg.corpus.catalogue import CorpusError
from kg.corpus.review.files import ReviewError, merge, parse, read, render
from kg.corpus.review.mentions import About
from kg.corpus.review.records import Rejection, Review, ReviewedNorm, ReviewedProvision
from kg.graph import building
from kg.law.model import Deadline, DeadlineType, Modality
from tests import small_corpus

ON = date(2026, 11, 24)
REASON = "原文另有主体。"

_words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_some = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
_at = st.sampled_from(["art1_par1", "art1_par2", "art9"])
_kinds = st.sampled_from(["report", "keep", "perform"])
_deadlines = st.builds(Deadline, _some, st.sampled_from(list(DeadlineType)), st.none() | _words)
_reviews = st.builds(
    Review, _some,
    st.lists(st.builds(ReviewedProvision, _at, _words, st.dates(date(1000, 1, 1)), st.none() | _words), max_size=3).map(tuple),
    st.lists(
        st.builds(
            ReviewedNorm, _at, _some, st.sampled_from(list(Modality)), _kinds, st.lists(_some, max_size=2).map(tuple),
            st.lists(_some, max_size=2).map(tuple), _words, _words, st.none() | _some, st.none() | _some, st.none() | _deadlines, _words,
        ),
        max_size=3,
    ).map(tuple),
    st.lists(st.builds(Rejection, _at, _some, _kinds, _words), max_size=2).map(tuple),
    st.lists(st.builds(About, _at, _some, _some), max_size=2).map(tuple),
)


def _sorted(review: Review, order: tuple[str, ...]) -> Review:
    def place(one: ReviewedProvision | ReviewedNorm | Rejection | About) -> int:
        return order.index(one.at)

    groups = (review.provisions, review.norms, review.rejected, review.about)
    return Review(review.reviewer, *(tuple(sorted(group, key=place)) for group in groups))


@given(_reviews, st.permutations(["art1_par1", "art1_par2", "art9"]).map(tuple))
@settings(max_examples=150, deadline=None)
def test_what_is_written_reads_back_the_same_in_the_order_of_the_text(review: Review, order: tuple[str, ...]) -> None:
    text = render(review, order)
    assert parse(text) == _sorted(review, order)
    assert render(parse(text), order) == text


def test_the_file_reads_well() -> None:
    review = Review(
        "某人", (ReviewedProvision("art2", "0" * 12, ON, "“可以”指能力。"), ReviewedProvision("art1", "1" * 12, ON)),
        (ReviewedNorm("art1", "应当报告", Modality.OBLIGATION, "report", ("甲", "乙"), (), "报告", "", "发生\"事件\"的",
                      deadline=Deadline("15个工作日内", DeadlineType.RELATIVE, "P15BD"), reason=REASON),),
        (Rejection("art2", "可以", "perform", REASON),), (About("art2", "出了\"状况\"", "网络安全事件"),),
    )
    assert render(review, ("art1", "art2")) == f'''reviewer = "某人"

[[provision]]
at = "art1"
words = "111111111111"
on = 2026-11-24

[[norm]]
at = "art1"
quote = "应当报告"
modality = "obligation"
kind = "report"
bearer = ["甲", "乙"]
action = "报告"
trigger = "发生\\"事件\\"的"
deadline = {{text = "15个工作日内", type = "relative", value = "P15BD"}}
reason = "{REASON}"

[[provision]]
at = "art2"
words = "000000000000"
on = 2026-11-24
none = "“可以”指能力。"

[[rejected]]
at = "art2"
quote = "可以"
kind = "perform"
reason = "{REASON}"

[[about]]
at = "art2"
quote = "出了\\"状况\\""
concept = "网络安全事件"
'''


HEAD = 'reviewer = "某人"\n'
NORM = '[[norm]]\nat = "art1"\nquote = "应当"\nmodality = "obligation"\nkind = "report"\n'
BROKEN = [
    ("reviewer = ", "not valid TOML"), ("", "reviewer: Field required"), ('reviewer = ""', "reviewer: String should have at least 1"),
    (HEAD + "by = 1", "by: Extra inputs"), (HEAD + NORM + 'who = "x"', r"norm\.0\.who: Extra inputs"),
    (HEAD + NORM.replace("obligation", "wish"), r"norm\.0\.modality"), (HEAD + NORM.replace("report", "tell"), r"norm\.0\.kind"),
    (HEAD + NORM + 'deadline = {text = "即时", type = "soon"}', r"norm\.0\.deadline\.type"), (HEAD + NORM.replace('"应当"', '""'), r"norm\.0\.quote"),
    (HEAD + '[[provision]]\nat = "art1"\nwords = "0"\non = "soon"', r"provision\.0\.on"),
    (HEAD + '[[about]]\nat = "art1"\nquote = "出事"', r"about\.0\.concept: Field required"),
]


@pytest.mark.parametrize(("text", "words"), BROKEN, ids=range(len(BROKEN)))
def test_a_file_that_is_no_review_is_named_with_its_fault(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "2024-01-01.review.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ReviewError, match=words) as caught:
        read(path)
    assert str(path) in str(caught.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match="cannot be read"):
        read(tmp_path / "none.review.toml")
    (tmp_path / "latin.review.toml").write_bytes(b"reviewer = '\xe9'")
    with pytest.raises(ReviewError, match="not valid TOML"):
        read(tmp_path / "latin.review.toml")


# ── build and command line ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = small_corpus.write(tmp_path / "corpus")
    monkeypatch.setenv("KG_CORPUS", str(folder))
    monkeypatch.setenv("KG_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(building, "_write_index", lambda *_: None)
    return folder


def _put(corpus: Path, kg: Callable[..., tuple[str, str]], change: Callable[[str], str] = lambda text: text) -> Path:
    """A review of the made-up rules, from a draft with its blanks filled in."""
    path = corpus / "rules" / "2025-01-01.review.toml"
    kg("review", "甲网络安全管理办法", "--as-of", "2025-06-01", "--draft", str(path))
    text = path.read_text("utf-8").replace('reviewer = ""', 'reviewer = "某人"').replace('none = ""', 'none = "只是说明。"')
    path.write_text(change(text), "utf-8")
    return path


def test_the_command_counts_what_is_reviewed(corpus: Path, kg: Callable[..., tuple[str, str]]) -> None:
    before = {r["version"]: r for r in json.loads(kg("review", "--json")[0])}
    assert set(before) == {"2024-01-01", "2025-01-01", "2020-02-01"} and all(r["reviewer"] is None for r in before.values())
    old, new = before["2024-01-01"], before["2025-01-01"]
    assert new["reviewed"] == 0 and new["unreviewed"] >= new["provisions"] > 3 and new["problems"] == []
    _put(corpus, kg)
    after = {r["version"]: r for r in json.loads(kg("review", "--json")[0])}
    assert after["2024-01-01"] == old
    assert after["2025-01-01"] == new | {
        "reviewer": "某人", "reviewed": new["unreviewed"], "unreviewed": 0, "confirmed": after["2025-01-01"]["confirmed"]}
    assert after["2025-01-01"]["confirmed"] >= 4
    text = kg("review", "甲网络安全管理办法", "--as-of", "2025-06-01")[0]
    assert text.startswith("《甲网络安全管理办法》2025-01-01：含规范的款项") and len(text.splitlines()) == 1


def test_a_draft_leaves_out_what_is_reviewed_and_overwrites_nothing(corpus: Path, kg: Callable[..., tuple[str, str]], tmp_path: Path) -> None:
    whole = _put(corpus, kg)
    before = whole.read_bytes()
    assert "已存在" in kg("review", "甲网络安全管理办法", "--as-of", "2025-06-01", "--draft", str(whole), code=2)[1]
    assert whole.read_bytes() == before
    data = tomllib.loads(before.decode())
    whole.write_text(before.decode().replace(next(p["words"] for p in data["provision"] if p["at"] == "art3_par1"), "0" * 12), "utf-8")
    rest = tmp_path / "rest.toml"
    kg("review", "甲网络安全管理办法", "--as-of", "2025-06-01", "--draft", str(rest))
    assert [p.at for p in read(rest).provisions] == ["art3_par1"] and read(rest).reviewer == "某人"
    some = tmp_path / "some.toml"
    kg("review", "甲网络安全管理办法", "--as-of", "2024-06-01", "--articles", "1-3,5", "--draft", str(some))
    assert {p["at"].split("_")[0] for p in tomllib.loads(some.read_text("utf-8"))["provision"]} == {"art3", "art5"}


def test_finished_files_are_merged_into_the_corpus(corpus: Path, kg: Callable[..., tuple[str, str]], tmp_path: Path) -> None:
    name, target = ("甲网络安全管理办法", "--as-of", "2025-06-01"), corpus / "rules" / "2025-01-01.review.toml"
    whole = _put(corpus, kg)
    text = whole.read_text("utf-8")
    whole.unlink()
    later, first = tmp_path / "later.toml", tmp_path / "first.toml"
    kg("review", *name, "--articles", "4-9", "--draft", str(later))
    kg("review", *name, "--articles", "1-3", "--draft", str(first))
    for path in (later, first):
        assert "没有写明核对者" in kg("review", *name, "--add", str(path), code=2)[1]
        path.write_text(path.read_text("utf-8").replace('reviewer = ""', 'reviewer = "某人"').replace('none = ""', 'none = "只是说明。"'), "utf-8")
        kg("review", *name, "--add", str(path))
    assert target.read_text("utf-8") == text  # in the order of the text, whichever came first
    first.write_text(first.read_text("utf-8").replace('object = "年度报告"', 'object = "年度"'), "utf-8")
    out, err = kg("review", *name, "--add", str(first), code=1)
    assert "未写 reason" in out and "未并入" in err and target.read_text("utf-8") == text
    first.write_text(first.read_text("utf-8").replace('object = "年度"', 'object = "年度"\nreason = "简称。"'), "utf-8")
    kg("review", *name, "--add", str(first))
    corrected = text.replace('object = "年度报告"', 'object = "年度"\nreason = "简称。"')
    assert sorted(target.read_text("utf-8").splitlines()) == sorted(corrected.splitlines())
    assert [p.at for p in read(target).provisions] == [p.at for p in parse(text).provisions]
    first.write_text(first.read_text("utf-8").replace("某人", "他人"), "utf-8")
    assert "reviewer 与语料中的不同" in kg("review", *name, "--add", str(first), code=2)[1]


@given(_reviews, _reviews)
@settings(max_examples=60, deadline=None)
def test_merging_keeps_what_is_not_read_again(old: Review, new: Review) -> None:
    whole, again = merge(old, new), {p.at for p in new.provisions}
    assert set(whole.provisions) == {p for p in old.provisions if p.at not in again} | set(new.provisions)
    assert set(whole.norms) == {n for n in old.norms if n.at not in again} | set(new.norms)
    assert set(whole.about) == {a for a in old.about if a.at not in again} | set(new.about)
    assert merge(whole, new).provisions == whole.provisions


@pytest.mark.parametrize(("arguments", "words"), [
    (("review", "甲网络安全管理办法", "--draft", "x.toml", "--add", "y.toml"), "不能同时使用"), (("review", "--add", "y.toml"), "需要指定法规"),
    (("review", "甲网络安全管理办法", "--add", "y.toml"), "y.toml: cannot be read"),
    (("review", "无此办法"), "没有《无此办法》的文本"), (("review", "丙调查处理办法"), "没有《丙调查处理办法》的文本"),
    (("review", "甲网络安全管理办法", "--as-of", "1999-01-01"), "没有已收录的文本施行"), (("review", "--draft", "x.toml"), "需要指定法规"),
    (("review", "--articles", "1-2"), "只与 --draft"), (("review", "甲网络安全管理办法", "--draft", "x.toml", "--articles", "一"), "无法识别"),
])
def test_a_command_that_cannot_be_done_says_why(
    corpus: Path, kg: Callable[..., tuple[str, str]], arguments: tuple[str, ...], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(corpus)
    assert words in kg(*arguments, code=2)[1] and not (corpus / "x.toml").exists()


def test_numbers_of_articles() -> None:
    assert _numbers(None) is None
    assert _numbers("9-11, 20") == {9, 10, 11, 20} and _numbers("3至4") == {3, 4}


def test_a_build_says_what_is_wrong_and_goes_on(corpus: Path, kg: Callable[..., tuple[str, str]]) -> None:
    kg("build")
    assert json.loads(kg("stats", "--json")[0])["norms_by_status"]["confirmed"] == 0
    path = _put(corpus, kg)
    assert building.outdated()
    assert "《" not in kg("build")[1] and not building.outdated()
    good = json.loads(kg("stats", "--json")[0])["norms_by_status"]
    assert good["confirmed"] >= 4 and good["corrected"] == 0 and good["extracted"] > 0
    kg("validate")
    path.write_text(path.read_text("utf-8").replace('object = "年度报告"', 'object = "年度"'), "utf-8")
    line = "甲网络安全管理办法》2025-01-01 art3_par2：“"
    for _ in range(2):  # also where the build is there already
        err = kg("build")[1]
        assert err.count(line) == 1 and "未写 reason" in err
    assert line in kg("validate", code=1)[0] and line in kg("review", code=1)[0]
    assert json.loads(kg("stats", "--json")[0])["norms_by_status"]["confirmed"] == good["confirmed"] - 1


def test_a_correction_reaches_the_records(corpus: Path, kg: Callable[..., tuple[str, str]]) -> None:
    from kg.graph.knowledge import Knowledge

    _put(corpus, kg, lambda text: text.replace('object = "年度报告"', f'object = "年度"\nreason = "{REASON}"'))
    kg("build")
    kg("validate")
    with Knowledge.open() as graph:
        (norm,) = [n.norm for n in graph.norms(date(2025, 6, 1)) if n.norm.status == "corrected"]
    assert (norm.object, norm.reason, norm.reviewer) == ("年度", REASON, "某人") and norm.rule.endswith("+review")


@pytest.mark.parametrize(("name", "text", "error", "words"), [
    ("rules/2025-01-01.review.toml", "reviewer =", ReviewError, "not valid TOML"),
    ("rules/2025-01-01.review.toml", HEAD + NORM.replace("report", "tell"), ReviewError, "kind"),
    ("rules/2023-01-01.review.toml", HEAD, CorpusError, "no text of that date"),
])
def test_an_unusable_review_stops_the_build_by_name(
    corpus: Path, kg: Callable[..., tuple[str, str]], name: str, text: str, error: type[Exception], words: str
) -> None:
    (corpus / name).write_text(text, "utf-8")
    with pytest.raises(error, match=words):
        building.build()
    assert name in kg("build", code=2)[1]
