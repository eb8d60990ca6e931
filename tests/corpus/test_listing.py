"""Lists of every kind are items of the words that lead them in, nested as they are printed."""

from __future__ import annotations

import pytest

from kg.corpus.structure import parse
from kg.reading.extract import extract
from tests.shared_files import extracted, needs_files


def _shape(text):
    """The 款 of the first article, each as its items: the number as printed, or a pair of it and what is nested in it."""
    def items(found):
        return [(i["n"], items(i["items"])) if "items" in i else i["n"] for i in found]

    return [items(p["items"]) for p in extract(parse(text))["articles"][0]["paragraphs"]]


@pytest.mark.parametrize(("text", "shape"), [
    ("第一条 有下列情形：\n（一）甲；\n（二）乙。", [["（一）", "（二）"]]),
    ("第一条 有下列情形：\n一、甲；\n二、乙。\n丙。", [["一、", "二、"], []]),
    ("第一条 应当：\n1. 甲；\n2. 乙。", [["1.", "2."]]),
    ("第一条 应当：\n1、甲；\n2、乙。", [["1、", "2、"]]),
    ("第一条 应当：\n１．甲；\n２．乙。", [["１．", "２．"]]),
    ("第一条 应当：\n1）甲；\n2）乙。", [["1）", "2）"]]),
    ("第一条 应当：\n(1)甲；\n(2)乙。", [["(1)", "(2)"]]),
    ("第一条 应当：\n①甲；\n②乙。", [["①", "②"]]),
    ("第一条 应当：\na) 甲；\nb) 乙。", [["a)", "b)"]]),
    ("第一条 应当：\nA. 甲；\nB. 乙。", [["A.", "B."]]),
    ("第一条 应当：\n㈠甲；\n㈡乙。\n⒈丙；", [["㈠", ("㈡", ["⒈"])]]),
    ("第一条 应当：\n（一）甲：\n1.丙；\n2.丁：\n①戊；\n②己；\n3.庚；\n（二）乙。", [[("（一）", ["1.", ("2.", ["①", "②"]), "3."]), "（二）"]]),
    ("第一条 应当：（1）甲；（2）乙。\n丙。", [["（1）", "（2）"], []]),
    ("第一条 应当：1.甲：①丙；②丁；2.乙。", [[("1.", ["①", "②"]), "2."]]),
    ("第一条 应当：①甲；\n②乙。", [["①", "②"]]),
    ("第一条 比例为：1.5倍；2.5倍。", [[]]),
    ("第一条 见表：1）甲。", [[]]),  # one figure alone is no list
    ("第一条\n1. 甲。\n2. 乙。", [["1.", "2."]]),  # nothing leads the list in
    ("第一条 甲。\n2025. 乙。", [[], []]),
    ("第一条 甲。\n3. 乙。", [[], []]),  # no list begins with 3
])
def test_lists_of_every_kind(text, shape):
    assert _shape(text) == shape


@pytest.mark.parametrize(("text", "shape"), [
    # the list goes on: the lines between belong to the item before them
    ("第一条 甲：\n（一）乙。\n丙；\n丁。\n（二）戊。\n己。", [["（一）", "（二）"], []]),
    ("第一条 甲：\n（一）乙：\n1.丙；\n2.丁。\n戊。\n（二）己。", [[("（一）", ["1.", "2."]), "（二）"]]),
    ("第一条 甲：\n1. 乙。\n丙：\n（1）丁；\n（2）戊。\n2. 己。", [[("1.", ["（1）", "（2）"]), "2."]]),
    # a list that begins anew is another 款's
    ("第一条 甲：\n（一）乙；\n（二）丙。\n丁：\n（一）戊；\n（二）己；\n（三）庚。", [["（一）", "（二）"], ["（一）", "（二）", "（三）"]]),
    ("第一条 甲：\n（一）乙；\n（二）丙。\n丁：\n1.戊；\n2.己；\n3.庚。", [["（一）", "（二）"], ["1.", "2.", "3."]]),
])
def test_lines_without_a_number_belong_to_the_item_while_its_list_goes_on(text, shape):
    assert _shape(text) == shape


def test_an_item_holds_its_further_lines():
    first = parse("第一条 甲：\n（一）乙。\n丙。\n（二）丁。").by_eid["art1_par1_item1"]
    assert first.end == len("第一条 甲：\n（一）乙。\n丙。\n")


@needs_files
def test_items_with_further_paragraphs():
    one = extracted("18-item-with-further-paragraphs.txt")["articles"][0]
    assert [[i["n"] for i in p["items"]] for p in one["paragraphs"]] == [["（一）", "（二）", "（三）"], []]
    assert one["paragraphs"][0]["items"][0]["text"].splitlines()[1:] == [
        "北京、上海的中级人民法院，管辖标的额4000万元以上的案件；", "其他地区的中级人民法院，管辖标的额2000万元以上的案件。"]
    assert one["paragraphs"][1]["text"] == "另有规定的，依照其规定。"


@needs_files
def test_arabic_items():
    found = extracted("20-arabic-items.txt")
    first, second = found["articles"]
    assert [[i["n"] for i in p["items"]] for p in first["paragraphs"]] == [["1.", "2.", "3."], []]
    assert [i["n"] for i in first["paragraphs"][0]["items"][2]["items"]] == ["（1）", "（2）"]
    assert [[i["n"] for i in p["items"]] for p in second["paragraphs"]] == [["（1）", "（2）"]]


@needs_files
def test_prohibitions_in_a_list_of_figures_are_read():
    norms = [n for n in extracted("20-arabic-items.txt")["norms"] if n["article"] == "第二条"]
    assert {(n["modality"], n["quote"]) for n in norms} == {("prohibition", "擅自导出数据"), ("prohibition", "共享账号")}
