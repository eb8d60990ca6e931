"""Who reports what to whom: every duty of telling is in a flow, in the picture, in the table and in the list, and nowhere twice."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from streamlit.testing.v1 import AppTest

from kg.duties.flows import picture as flow_picture
from kg.duties.flows.making import KINDS, OTHER, FlowPick, Flows, bundle, collect, find, pivot
from kg.duties.flows.picture import to_png, to_svg
from kg.duties.matrix.making import UNSTATED, obligations
from kg.files.heading import Heading
from kg.graph.knowledge import Knowledge
from kg.law.versions import today
from kg.law.vocabulary import Vocabulary
from kg.law.wording import kind_label
from tests.app.test_app import HOSTILE, at_page, words
from tests.duties.matrix.test_matrix import row

DAY = date(2026, 11, 24)
HEADING = Heading(DAY, (("义务主体", "券商"),), title="谁向谁报告什么")
ORDER = "证券期货业网络和信息安全管理办法"
SVG = "{http://www.w3.org/2000/svg}"
VOCABULARY = Vocabulary.load()
CHINESE_FONTS = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False).stdout if shutil.which("fc-list") else b""


@pytest.fixture(scope="module")
def graph(built: Path) -> Iterator[Knowledge]:
    with Knowledge.open(built) as knowledge:
        yield knowledge


@pytest.fixture(scope="module")
def real(graph: Knowledge) -> Flows:
    return find(graph, DAY, obligations(graph, DAY))


def made(*cells: tuple[str, str, str], compound: tuple[str, ...] = ()) -> Flows:
    """Flows of rows given as (applies to, kind, recipient)."""
    return collect([row(applies_to=who, kind=kind, recipient=to) for who, kind, to in cells], VOCABULARY, compound)


def many(count: int) -> Flows:
    """As many flows of made-up names, some of them busier than others."""
    return made(*((f"主体{n % 41}", KINDS[n % len(KINDS)], f"机关{n % 37}") for n in range(count) for _ in range(1 + n % 3)))


def picks(found: Flows) -> tuple[list[FlowPick], list[FlowPick], list[FlowPick]]:
    """Every end and act, column by column."""
    return [FlowPick(bearer=b) for b in found.bearers], [FlowPick(kind=k) for k in found.kinds], [FlowPick(recipient=r) for r in found.recipients]


def parts(svg: str) -> dict[str, ElementTree.Element]:
    """The ribbons and boxes of a picture by the first line of their tooltip."""
    found = ElementTree.fromstring(svg).iter()
    return {str(e.findtext(f"{SVG}title")).partition("\n")[0]: e for e in found if e.tag in (f"{SVG}g", f"{SVG}a")}


def ribbons(svg: str) -> dict[str, ElementTree.Element]:
    return {name: e for name, e in parts(svg).items() if e.find(f"{SVG}path") is not None}


def asked(part: ElementTree.Element) -> dict[str, str]:
    """What the link of a part asks for."""
    return {k: v[0] for k, v in parse_qs(urlsplit(str(part.get("href"))).query).items()}


# ── data ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("applies_to", "recipient", "expected"),
    [
        ("经营机构", "属地中国证监会派出机构", {("经营机构", "中国证监会派出机构")}),
        ("经营机构", "派出机构", {("经营机构", "中国证监会派出机构")}),
        ("券商", "证监局", {("证券公司", "中国证监会派出机构")}),
        ("核心机构、经营机构", "中国证监会", {("核心机构", "中国证监会"), ("经营机构", "中国证监会")}),
        ("核心机构", "国家网信部门、公安部", {("核心机构", "国家网信部门"), ("核心机构", "国务院公安部门")}),
        ("经营机构；参照适用：存管银行、基金托管机构；按照执行：信息科技专业子公司", "", {
            ("经营机构", UNSTATED), ("存管银行", UNSTATED), ("基金托管机构", UNSTATED), ("信息科技专业子公司", UNSTATED)}),
        ("证券期货业核心机构、核心机构", "会里", {("核心机构", "中国证监会")}),
        ("", "某个没有名字的机关", {(UNSTATED, "某个没有名字的机关")}),
    ],
)
def test_ends_are_told_apart_and_merged(applies_to: str, recipient: str, expected: set[tuple[str, str]]) -> None:
    found = made((applies_to, "report", recipient))
    assert {(f.bearer, f.recipient) for f in found.flows} == expected
    assert all(f.members == (0,) for f in found.flows)


@pytest.mark.parametrize(
    "joined", ["网络产品、服务的提供者、核心机构", "核心机构、网络产品、服务的提供者", "参照适用：网络产品、服务的提供者、核心机构"]
)
def test_a_name_with_a_comma_stays_whole(joined: str) -> None:
    found = made((joined, "inform", "用户"), compound=("网络产品、服务的提供者", "服务的提供者、核心机构"))
    assert {f.bearer for f in found.flows} == {"信息技术系统服务机构", "核心机构"}
    assert found.words["信息技术系统服务机构"] == ("网络产品、服务的提供者",)


def test_what_tells_nobody_anything_is_left_out_and_counted() -> None:
    left = [row(kind="keep"), row(kind="report", modality="prohibition"), row(kind="provide", modality="power"), row(kind="建立")]
    found = collect([*left, row(kind="report")], VOCABULARY)
    assert found.rows == (row(kind="report"),) and found.left_out == tuple(left)


def test_to_whom_securities_firms_and_exchanges_report(graph: Knowledge) -> None:
    office, commission = "中国证监会派出机构", "中国证监会"
    for who, whom, not_whom in (("证券公司", office, commission), ("证券交易所", commission, office)):
        found = find(graph, DAY, obligations(graph, DAY, profile=[who], instrument=ORDER))
        assert {"第十五条", "第三十九条", "第四十条"} <= {r.article for r in found.chosen(FlowPick(who, "report", whom))}
        assert not found.chosen(FlowPick(who, "report", not_whom))


def test_every_duty_of_telling_is_reached(graph: Knowledge, real: Flows) -> None:
    everything = obligations(graph, DAY)
    assert len(real.rows) > 100 and len(real.rows) + len(real.left_out) == len(everything)
    assert real.rows == tuple(r for r in everything if r.kind in KINDS and r.modality == "obligation")
    assert real.chosen(FlowPick()) == real.rows
    for ends in picks(real):
        assert {n for pick in ends for n in real.members(pick)} == set(range(len(real.rows)))
    for flow in real.flows:
        assert flow.members == real.members(flow.pick) and all(r.kind == flow.kind for r in real.chosen(flow.pick))


def test_names_of_the_law_are_whole_in_the_flows(graph: Knowledge, real: Flows) -> None:
    names: set[str] = set()
    for one in graph.norms(DAY):
        names.update(one.norm.bearer, one.norm.recipient, *((way.subject, *way.recipient) for way in one.applies))
    assert {w for shown in real.words.values() for w in shown} <= names


def test_the_table_counts_what_the_flows_hold(real: Flows) -> None:
    found = pivot(real)
    assert set(found.bearers) == {f.bearer for f in real.flows} and set(found.recipients) == {f.recipient for f in real.flows}
    for flow in real.flows:
        assert f"{kind_label(flow.kind)} {flow.count}" in found.words(flow.bearer, flow.recipient).split("、")
    assert sum(count for cell in found.cells.values() for _, count in cell) == sum(f.count for f in real.flows)
    assert found.words("没有", "此处") == ""


@given(st.integers(1, 300), st.integers(2, 12), st.integers(4, 60))
@settings(max_examples=40, deadline=None)
def test_bundling_drops_nothing(count: int, most_ends: int, most_flows: int) -> None:
    whole = many(count)
    small = bundle(whole, most_ends, most_flows)
    assert small.flows.chosen(FlowPick()) == whole.rows
    assert len(small.flows.bearers) <= most_ends and len(small.flows.recipients) <= most_ends
    assert {*small.bearers, *small.flows.bearers} - {OTHER} == set(whole.bearers)
    assert {*small.recipients, *small.flows.recipients} - {OTHER} == set(whole.recipients)
    assert len(small.bearers) != 1 and len(small.recipients) != 1, "one name alone is not worth a bundle"
    for name in (*small.bearers, *small.recipients):
        assert name in small.note
    counts = {b: len(whole.members(FlowPick(bearer=b))) for b in whole.bearers}
    assert all(counts[kept] >= counts[away] for kept in small.flows.bearers if kept != OTHER for away in small.bearers)


def test_acts_have_colours_and_no_flows_are_said_to_be_none() -> None:
    svg = to_svg(made(), HEADING)
    assert flow_picture.EMPTY in svg and not parts(svg) and to_png(svg).startswith(b"\x89PNG")
    assert len(set(flow_picture.COLOURS.values())) == len(KINDS) == len({kind_label(k) for k in KINDS})


def test_few_flows_and_the_unstated_recipient_are_not_bundled() -> None:
    small = bundle(many(20))
    assert small.flows == many(20) and not small.note
    small = bundle(made(*((f"主体{n}", "report", f"机关{n}") for n in range(80)), ("主体0", "report", "")))
    assert UNSTATED in small.flows.recipients and UNSTATED not in small.recipients


# ── picture ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_ribbon_for_each_flow_as_wide_as_it_has_norms(real: Flows) -> None:
    shown, found = bundle(real).flows, ribbons(to_svg(real, HEADING))
    assert len(found) == len(shown.flows)
    units: set[tuple[int, float]] = set()
    for flow in shown.flows:
        ribbon = found[f"{flow.pick.label}：{flow.count} 项"]
        widths = [float(m) for p in ribbon.iter(f"{SVG}path") for m in re.findall(r"v([\d.]+)", str(p.get("d")))]
        assert len(widths) == 2 and widths[0] == widths[1]
        units.add((flow.count, widths[0]))
    unit = max(width / count for count, width in units)
    assert all(abs(width - count * unit) <= 0.05 * count for count, width in units) and unit > 1


def test_ribbons_of_one_act_do_not_cross_though_a_name_stands_on_both_sides() -> None:
    found = ribbons(to_svg(made(*((a, "report", b) for a, b in ("甲己", "甲己", "甲丁", "乙己", "丙甲"))), HEADING))
    for half in (0, 1):
        curves = [re.findall(r"[\d.]+", str(list(e.iter(f"{SVG}path"))[half].get("d"))) for e in found.values()]
        ends = sorted((float(c[1]), float(c[7])) for c in curves)
        assert len(ends) == 4 and [y for _, y in ends] == sorted(y for _, y in ends)


def test_a_box_for_each_end_and_act_with_its_number(real: Flows) -> None:
    shown, found = bundle(real).flows, parts(to_svg(real, HEADING))
    ends = [pick for column in picks(shown) for pick in column]
    for pick in ends:
        count = len(shown.members(pick))
        box = found[f"{pick.label}：{count} 项"]
        assert "".join(t.text or "" for t in box.iter(f"{SVG}text")).endswith(f"　{count}")
    assert len(found) == len(ends) + len(shown.flows)


@pytest.mark.parametrize("count", [1, 2, 7, 40, 150, 300])
def test_nothing_lies_on_something_else(count: int) -> None:
    root = ElementTree.fromstring(to_svg(many(count), HEADING))
    width, height = (float(root.get(name, "0")) for name in ("width", "height"))
    texts = [(float(t.get("x", 0)), float(t.get("y", 0)), t.get("text-anchor", "start")) for t in root.iter(f"{SVG}text")]
    assert all(0 < x < width and 0 < y < height for x, y, _ in texts)
    for column in {(x, anchor) for x, _, anchor in texts}:
        ys = sorted(y for x, y, anchor in texts if (x, anchor) == column)
        assert all(b - a >= 14 for a, b in pairwise(ys)), column
    boxes: dict[float, list[tuple[float, float]]] = {}
    for rect in list(root.iter(f"{SVG}rect"))[1:]:
        boxes.setdefault(float(rect.get("x", 0)), []).append((float(rect.get("y", 0)), float(rect.get("height", 0))))
    assert len(boxes) == 3
    for stack in boxes.values():
        stack.sort()
        assert all(y + h < after for (y, h), (after, _) in pairwise(stack))


@pytest.mark.parametrize(
    ("name", "lines", "cut"),
    [
        ("网" * 17, 1, False), ("网" * 18, 2, False), ("网" * 34, 2, False), ("网" * 35, 2, True), ("网" * 300, 2, True),
        ("x" * 30, 1, False), ("x" * 300, 2, True), ("一、" * 40, 2, True), ("核心机构（含其下属的机构，以及子公司）", 2, False),
    ],
)
def test_a_long_name_is_broken_and_whole_in_the_tooltip(name: str, lines: int, cut: bool) -> None:
    svg = to_svg(made(("核心机构", "report", name), compound=(name,)), HEADING)
    found = [t.text or "" for t in parts(svg)[f"→ {name}：1 项"].iter(f"{SVG}text")]
    shown = "".join(found).removesuffix("　1")
    assert len(found) == lines and found[-1].endswith("　1")
    assert shown.endswith("…") == cut and name.startswith(shown.removesuffix("…")) and (cut or shown == name)
    assert not re.search("\n[、，；）]", "\n".join(found))


def test_the_tooltip_names_the_articles_and_the_words_of_the_law(real: Flows) -> None:
    tips = [str(e.findtext(f"{SVG}title")) for e in parts(to_svg(real, HEADING)).values()]
    office = next(t for t in tips if t.startswith("→ 中国证监会派出机构："))
    assert "条文中的名称：" in office and "属地中国证监会派出机构" in office and f"《{ORDER}》第十四条" in office
    assert all("第" in t or "《" in t for t in tips)


def test_equal_flows_give_equal_bytes(graph: Knowledge, real: Flows) -> None:
    again = find(graph, DAY, obligations(graph, DAY))
    assert again == real and flow_picture.render(again, "svg", HEADING) == flow_picture.render(real, "svg", HEADING)


@pytest.mark.parametrize(
    "text", [*HOSTILE, "</title></svg><script>x</script>", "&amp;<!--", "]]>", "\ufffe\uffff\ud800"], ids=lambda t: ascii(t)[:20]
)
@pytest.mark.parametrize("link", [None, lambda pick: f"flows?from={pick.bearer}"], ids=["file", "page"])
def test_hostile_names_are_text_and_nothing_else(text: str, link: Callable[[FlowPick], str] | None) -> None:
    hostile = collect([row(applies_to=text, kind="report", recipient=text, instrument=text, article=text)], VOCABULARY)
    svg = to_svg(hostile, Heading(DAY, (("义务主体", text),), title=text), link)
    root = ElementTree.fromstring(svg)
    assert {e.tag.removeprefix(SVG) for e in root.iter()} <= {"svg", "title", "rect", "text", "g", "path", "a"}
    assert not [name for e in root.iter() for name in e.attrib if name.startswith("on") or name == "style"]
    assert "\n\n" not in svg and "\u202e" not in svg


@given(st.lists(st.tuples(st.text(max_size=30), st.sampled_from(KINDS), st.text(max_size=60)), max_size=30))
@settings(max_examples=60, deadline=None)
def test_any_names_give_a_picture_and_lose_no_row(cells: list[tuple[str, str, str]]) -> None:
    found = made(*cells)
    assert found.chosen(FlowPick()) == found.rows and len(found.rows) == len(cells)
    ElementTree.fromstring(to_svg(found, HEADING))


def test_the_file_asks_for_nothing(real: Flows) -> None:
    data = flow_picture.render(real, "svg", HEADING)
    assert not list(ElementTree.fromstring(data).iter(f"{SVG}a")) and b"href" not in data and b"url(" not in data and b"<style" not in data
    assert data.startswith(b"<?xml") and set(re.findall(rb"https?://[^\"]+", data)) == {b"http://www.w3.org/2000/svg"}


def test_every_part_of_the_page_leads_to_its_norms(real: Flows) -> None:
    svg = to_svg(real, HEADING, lambda pick: f"flows?from={pick.bearer or ''}&act={pick.kind or ''}&to={pick.recipient or ''}")
    shown, found = bundle(real), parts(svg)
    for tip, part in found.items():
        query = asked(part)
        pick = FlowPick(query.get("from"), query.get("act"), query.get("to"))
        assert part.get("target") == "_self" and pick != FlowPick()
        assert tip == f"{pick.label}：{len(shown.chosen(real, pick))} 项"


def test_the_chosen_part_stands_out(real: Flows) -> None:
    pick = FlowPick(kind="file")
    found = {name: e.get("fill-opacity") for name, e in ribbons(to_svg(real, HEADING, chosen=pick)).items()}
    strong = {name for name, opacity in found.items() if opacity == max(found.values(), key=lambda o: float(o or 0))}
    assert strong == {name for name in found if "→ 备案 →" in name}


@pytest.mark.parametrize("count", [1, 150])
def test_the_png_is_drawn_in_twice_the_size(count: int) -> None:
    svg = to_svg(many(count), HEADING)
    data = to_png(svg)
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    root = ElementTree.fromstring(svg)
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.size == (2 * int(root.get("width", 0)), 2 * int(root.get("height", 0)))
        assert len(picture.convert("RGB").getcolors(1 << 24) or ()) > 20


@pytest.mark.skipif(sys.platform == "linux" and not CHINESE_FONTS, reason="needs a Chinese font")
def test_chinese_words_are_drawn_in_the_png() -> None:
    def ink(text: str) -> int:
        with Image.open(io.BytesIO(to_png(to_svg(made((text, "report", "中国证监会")), HEADING)))) as picture:
            return sum(n for n, colour in picture.convert("RGB").crop((0, 220, 560, 320)).getcolors(1 << 24) or () if max(colour[:3]) < 120)

    assert ink("某某机构某某机构") > ink("某") + 300


def picture_of(at: AppTest) -> str:
    """The SVG on the page."""
    return next(m.value for m in at.markdown if "<svg" in m.value).removeprefix('<div class="kg-flow">').removesuffix("</div>")


def test_the_page_shows_picture_table_and_list(graph: Knowledge) -> None:
    at = at_page("flows", profile="证券公司")
    assert not at.exception and at.title[0].value == "谁向谁报告什么"
    found = find(graph, today(), obligations(graph, today(), profile=["证券公司"]))
    assert len(ribbons(picture_of(at))) == len(bundle(found).flows.flows) > 10
    assert f"共 {len(found.rows)} 项" in words(at) and f"全部规范　{len(found.rows)} 项" in words(at)
    assert list(at.dataframe[0].value.columns) == ["义务主体", *found.recipients]
    assert {b.proto.label for b in at.get("download_button")} == {"下载 SVG", "下载 PNG", "下载列表（Excel）"}


def test_every_link_of_the_picture_opens_its_list(graph: Knowledge) -> None:
    at = at_page("flows", profile="期货公司", law=ORDER)
    found = parts(picture_of(at))
    assert len(found) > 8
    for tip, part in list(found.items())[:: max(len(found) // 6, 1)]:
        query = asked(part)
        assert query["profile"] == "期货公司" and query["law"] == ORDER
        opened = at_page("flows", **query)
        label, count = re.fullmatch(r"(.*)：(\d+) 项", tip).groups()  # type: ignore[union-attr]
        assert not opened.exception
        assert f"{label}　{count} 项" in words(opened)
        listed = next(e.proto.body for e in opened.get("html") if "kg-flow-list" in e.proto.body and "<td>" in e.proto.body)
        assert listed.count("<tr>") == int(count) + 1 and listed.count("law?ref=urn") == int(count)


def test_the_filters_narrow_the_picture_and_stand_in_the_address(graph: Knowledge) -> None:
    at = at_page("flows")
    at = next(s for s in at.selectbox if s.label == "行为").set_value("file").run()
    assert not at.exception and at.query_params["kind"] == "file"
    assert {name.split(" → ")[1] for name in ribbons(picture_of(at))} == {"备案"}
    at = at_page("flows", recipient="中国证监会派出机构", subject="没有这种主体", act="没有这种行为")
    assert not at.exception and "之间没有符合条件的规范" in at.info[0].value
    recipients = {name.rpartition("→ ")[2].partition("：")[0] for name in ribbons(picture_of(at))}
    assert recipients == {"中国证监会派出机构"}


def test_a_choice_is_let_go(built: Path) -> None:
    at = at_page("flows", profile="证券公司", to="中国证监会派出机构")
    assert "→ 中国证监会派出机构　" in words(at)
    at = next(b for b in at.button if b.label == "显示全部规范").click().run()
    assert not at.exception and "全部规范　" in words(at) and "to" not in at.query_params


def test_a_day_before_all_law_says_so(built: Path) -> None:
    at = at_page("flows", as_of="1995-01-01")
    assert not at.exception and "没有符合所选条件" in at.info[0].value and not at.dataframe


@pytest.mark.parametrize("text", HOSTILE, ids=lambda q: ascii(q)[:20])
def test_hostile_addresses_choose_nothing(built: Path, text: str) -> None:
    at = at_page("flows", profile="期货公司", **dict.fromkeys(("from", "act", "to", "subject", "law", "kind"), text[:2000]))
    assert not at.exception and "之间没有符合条件的规范" in at.info[0].value
    assert not re.search(r"<(script|img)", "".join(m.value for m in at.markdown))


def test_the_command_writes_the_picture(built: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    from kg.cli.main import run

    assert run(["matrix", "--kind", "报告", "--format", "svg"]) == 0
    out = capsysbinary.readouterr().out
    assert {name.split(" → ")[1] for name in ribbons(out.decode())} == {"报告"}
    assert run(["matrix", "--kind", "报告", "--recipient", "证监局", "-o", str(tmp_path / "flow.png")]) == 0
    assert (tmp_path / "flow.png").read_bytes().startswith(b"\x89PNG") and "项" in capsysbinary.readouterr().err.decode()
    assert run(["matrix", "--format", "gif"]) == 2
    assert "xlsx、docx、csv、md、json、svg、png" in capsysbinary.readouterr().err.decode()
