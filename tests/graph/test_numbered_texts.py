"""A notice, a standard and a fragment go the whole way: built, found, asked, quoted, compared, linked, drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from kg.answers.answerer import Answerer, answer_json
from kg.atlas.making import whole
from kg.corpus.amendments.changes import changes
from kg.corpus.lookup import UnknownReference, look_up
from kg.corpus.structure import parse
from kg.duties.matrix.making import obligations
from kg.graph.building import build
from kg.graph.links_of_day import links_of
from kg.law.wording import fragment
from kg.memo.checking import check
from kg.memo.law import Verdict
from kg.reading.citations.finding import find_citations
from kg.reading.citations.resolving import resolve_citations
from tests import numbered_texts as texts

ON = date(2026, 11, 24)
NOTICE, STANDARD, FRAGMENT = "丁关于加强个人信息收集工作的通知", "戊日志保存标准", "己事件调查处理办法"
MARK = "片段（第一条至第三条，全文未收录）"


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    folder = tmp_path_factory.mktemp("numbered")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KG_CORPUS", str(texts.write(folder / "corpus")))
        patch.setenv("KG_DATA", str(folder / "data"))
        build(folder / "data")
        opened = Answerer.open(folder / "data")
        yield opened
        opened.knowledge.close()


def _said(answerer: Answerer, question: str) -> tuple[str, str]:
    answer = answerer.answer(question, as_of=ON)
    return answer.status, answer.answer


# ── texts without 第…条 ──


def test_the_parts_are_the_articles_of_the_graph(answerer: Answerer) -> None:
    known = answerer.knowledge
    notice, standard = (known.catalogue.version(u) for u in (f"{texts.NOTICE_WORK}@2024-04-01", f"{texts.STANDARD_WORK}@2021-05-01"))
    assert [u.partition("~")[2] for u in known.articles(notice)] == ["art1", "art2", "art3"]
    assert [u.partition("~")[2] for u in known.articles(standard)] == ["art1", "art2-1", "art2-2", "art3-1-1", "art3-1-2", "art3-2"]
    assert known.provision_label(f"{notice.urn}~art1_par1_item2") == f"《{NOTICE}》第一部分第2项"
    assert known.provision_label(f"{standard.urn}~art3-1-2_par1_item2") == f"《{STANDARD}》3.1.2第b项"


@pytest.mark.parametrize(("question", "cited"), [
    ("隐私政策难以访问怎么认定", f"《{NOTICE}》第一部分"),
    ("整改情况几个工作日内报告", f"《{NOTICE}》第二部分"), ("交易日志保存期限多少年", f"《{STANDARD}》3.1.1"),
    (f"{NOTICE}第一条第3项说什么", f"《{NOTICE}》第一部分")])
def test_they_are_found_and_cited(answerer: Answerer, question: str, cited: str) -> None:
    status, said = _said(answerer, question)
    assert status == "answered" and f"{cited}：“" in said.replace("第3项：", "：").replace("第（二）项：", "：")


def test_a_part_that_the_text_lacks_is_named_as_the_text_would(answerer: Answerer) -> None:
    status, said = _said(answerer, f"{NOTICE}第九条说什么")
    assert status == "unanswerable" and "没有第九部分，该文本共3部分，最后一部分是第三部分" in said


def test_an_answer_lists_its_parts_among_the_citations(answerer: Answerer) -> None:
    found = answer_json(answerer.answer("交易日志保存期限多少年", as_of=ON))
    assert found["annexes"] == [] and [(c["article"], c["iri"].partition("~")[2]) for c in found["citations"]][:1] == [("3.1.1", "art3-1-1")]
    assert all(c["quote"] in texts.STANDARD for c in found["citations"] if c["instrument"] == STANDARD)


def test_their_duties_stand_in_the_matrix(answerer: Answerer) -> None:
    rows = obligations(answerer.knowledge, ON, instrument=NOTICE)
    assert [(r.basis, r.recipient, r.deadline) for r in rows] == [
        (f"《{NOTICE}》第二部分第（一）项", "", ""), (f"《{NOTICE}》第二部分第（二）项", "中国证监会", "3个工作日内")]
    assert {r.basis for r in obligations(answerer.knowledge, ON, instrument=STANDARD)} >= {f"《{STANDARD}》3.1.1", f"《{STANDARD}》3.1.2第b项"}


def test_two_texts_of_a_notice_are_compared(answerer: Answerer) -> None:
    known = answerer.knowledge
    old, new = (known.catalogue.version(f"{texts.NOTICE_WORK}@{day}") for day in ("2022-04-01", "2024-04-01"))
    found = changes(known.document(old), known.document(new))
    assert [(c.old.label, c.new.label, c.kind.value) for c in found if c.old and c.new] == [
        ("第一部分", "第一部分", "未变"), ("第二部分", "第二部分", "修改"), ("第三部分", "第三部分", "修改")]
    assert all(not c.new.body.startswith(("、", "一", "二")) for c in found if c.new)


def test_the_words_before_the_first_part_link_to_the_law_they_name(answerer: Answerer) -> None:
    urn = f"{texts.NOTICE_WORK}@2024-04-01"
    found = links_of(answerer.knowledge, urn, ON)
    assert [(k.source.partition("~")[2], k.target) for k in found] == [("par1", f"{texts.small_corpus.OTHER}@2020-02-01")]


def test_they_are_drawn(answerer: Answerer) -> None:
    graph = whole(answerer.knowledge, ON, fine=True)
    names = {n.name for n in graph.nodes.values()}
    assert {"第一部分", "3.1.2"} <= {n.rpartition("》")[2] for n in names} | names


# ── a text of which only a fragment is held ──


def test_a_fragment_is_quoted_as_one(answerer: Answerer) -> None:
    found = answerer.answer(f"{FRAGMENT}第三条说什么", as_of=ON)
    assert found.status == "answered" and f"《{FRAGMENT}》第三条〔{MARK}〕：“经营机构发生事件后" in found.answer
    assert {c["fragment"] for c in answer_json(found)["citations"]} == {MARK}
    assert "转述" in found.answer  # what is known of the rest stays told, and marked


@pytest.mark.parametrize("question", [
    f"{FRAGMENT}第四条说什么", f"{FRAGMENT}共几条", f"{FRAGMENT}罚款多少", f"{FRAGMENT}第四条第二款怎么规定"])
def test_nothing_is_concluded_from_what_a_fragment_lacks(answerer: Answerer, question: str) -> None:
    status, said = _said(answerer, question)
    assert status == "unanswerable" and f"《{FRAGMENT}》只收录第一条至第三条（片段，全文未收录）" in said
    assert "没有第四条" not in said and "没有规定" not in said and "转述，未经原文核对：七个工作日内报送总结报告" in said


def test_what_other_rules_lack_is_no_answer_on_a_fragment(answerer: Answerer) -> None:
    status, said = _said(answerer, f"{FRAGMENT}里第一次报告要求几分钟之内")
    assert status == "unanswerable" and said.startswith(f"《{FRAGMENT}》只收录第一条至第三条（片段，全文未收录）")
    assert "没有就所问事项规定" not in said.replace("所收部分没有就所问事项规定", "")


def test_a_fragment_that_breaks_off_says_so() -> None:
    assert fragment(parse(texts.FRAGMENT)) == MARK
    assert fragment(parse(texts.FRAGMENT.rstrip().removesuffix("报告。"))) == f"{MARK}，末条不全"


def test_a_question_on_the_rest_is_told_what_is_known_second_hand(answerer: Answerer) -> None:
    _, said = _said(answerer, f"{FRAGMENT}总结报告几个工作日内报送")
    assert re.search("未收录的部分可能另有规定|其余部分是否规定无从核对", said)  # the rest is not held, and no part held decides
    assert "转述，未经原文核对：七个工作日内报送总结报告" in said


def test_a_look_up_says_what_is_held_of_a_fragment(answerer: Answerer) -> None:
    catalogue = answerer.knowledge.catalogue
    assert look_up(f"{FRAGMENT}第三条", catalogue).note == MARK
    for reference in (f"{FRAGMENT}第四条", f"{FRAGMENT}第三条第五款", f"{FRAGMENT}第九章"):
        with pytest.raises(UnknownReference, match="只收录第一条至第三条（片段，全文未收录）"):
            look_up(reference, catalogue)
    with pytest.raises(UnknownReference, match="第一条没有第五款"):  # the first article is held to its end
        look_up(f"{FRAGMENT}第一条第五款", catalogue)


def test_its_duties_are_marked_and_state_no_lack(answerer: Answerer) -> None:
    assert [(r.basis, r.deadline) for r in obligations(answerer.knowledge, ON, instrument=FRAGMENT)] == [
        (f"《{FRAGMENT}》第三条〔{MARK}〕", "所收片段未见")]


@pytest.mark.parametrize(("memo", "verdict", "words"), [
    (f"《{FRAGMENT}》第四条", Verdict.UNKNOWN, "不在收录的片段内（只收录第一条至第三条）"),
    (f"《{FRAGMENT}》第三条第二款", Verdict.UNKNOWN, "不在收录的片段内"),
    (f"《{FRAGMENT}》第二条", Verdict.RIGHT, "条文存在"),
    (f"《{FRAGMENT}》第一条第二款", Verdict.NOTE, "第一条只有1款"),
    (f"《{FRAGMENT}》第三条规定：“经营机构应当在事件处置结束后七个工作日内向中国证监会报送事件总结报告。”", Verdict.UNKNOWN, "不在收录的片段内"),
    (f"《{FRAGMENT}》规定：“经营机构应当在事件处置结束后七个工作日内向中国证监会报送事件总结报告。”", Verdict.UNKNOWN, "不在收录的片段内"),
])
def test_a_memo_that_cites_more_is_not_judged_wrong(answerer: Answerer, memo: str, verdict: Verdict, words: str) -> None:
    found = check(f"依据{memo}，应当报告。", answerer.knowledge.catalogue, ON).findings[0]
    assert found.verdict is verdict and words in found.reason


def test_citations_of_a_fragment_lead_into_the_part_held(answerer: Answerer) -> None:
    catalogue, version = answerer.knowledge.catalogue, answerer.knowledge.catalogue.version(f"{texts.NOTICE_WORK}@2024-04-01")
    document = parse(f"第一条 依照《{FRAGMENT}》第三条、第八条办理。", "庚细则")
    found = resolve_citations(find_citations(document), version, document, catalogue)
    assert [(r.target, r.note) for r in found] == [
        (f"{texts.FRAGMENT_WORK}@2020-06-01~art3", MARK),
        (texts.FRAGMENT_WORK, "只收录第一条至第三条（片段，全文未收录），所引第八条不在其中，不能核对")]
