"""Comparisons as tables, on the real law; and how many chapters and articles a text has."""

from __future__ import annotations

from datetime import date

import pytest

from kg.answers.answerer import Answerer
from kg.law.likeness import squash

ON = date(2026, 11, 22)
ORDER, PIPL = "证券期货业网络和信息安全管理办法", "个人信息保护法"


@pytest.fixture(scope="module")
def answerer(built):
    return Answerer.open(built)


# question, columns, (column, what its cells must hold)
TABLES = [
    ("券商和期货公司在应急演练上的要求有什么不同？", ["证券公司", "期货公司"], [(1, "两年内覆盖全部重要信息系统"), (1, "存档备查"), (2, "存档备查")]),
    ("核心机构和经营机构在网络带宽上的要求有什么区别", ["核心机构", "经营机构"], [(1, "百分之五十以下"), (2, "百分之八十以下")]),
    ("与经营机构相比，218号令在联网测试、自主开发和应急演练方面对核心机构另有哪些专门要求？", ["经营机构", "核心机构"],
     [(2, "联网测试"), (2, "自主开发能力"), (2, "演练后15个工作日内"), (1, "自主研发")]),
    ("同样一套系统，认成关基和没认成关基，容量要求差多少？", ["关键信息基础设施运营者", "其他运营者"], [(1, "三倍以上"), (2, "两倍以上")]),
    ("认成关基和没认成关基，容量和灾备上的要求差多少？", ["关键信息基础设施运营者", "其他运营者"], [(1, "同城和异地灾难备份中心"),
    (2, "同城或者异地")]),
    ("关于以不同意为由拒绝服务，个人信息保护法与218号令规定的例外有何不同？", [f"《{PIPL}》", f"《{ORDER}》"],
     [(1, "所必需的除外"), (2, "法定职责或者法定义务")]),
]


@pytest.mark.parametrize(("question", "columns", "cells"), TABLES)
def test_what_is_compared_stands_side_by_side(answerer, question, columns, cells):
    found = answerer.answer(question, as_of=ON)
    assert found.status == "answered" and list(found.table[0]) == ["事项", *columns]
    for column, words in cells:
        assert any(words in row[column] for row in found.table[1:]), words
    assert all(len(row) == 3 and any(row[1:]) for row in found.table)
    assert all(row[0] not in columns and row[0] != "券商" for row in found.table[1:])
    cited = "".join(squash(q.quote) for q in found.citations)
    quoted = [w.split("”")[0] for row in found.table[1:] for cell in row[1:] for w in cell.split("“")[1:]]
    assert quoted and all(squash(w) in cited for w in quoted)


@pytest.mark.parametrize("question", [
    "发生网络安全事件向谁报告", "客户不同意怎么办", "核心机构和经营机构怎么报告", "218号令和火星法有什么区别", "有什么区别"])
def test_where_nothing_is_compared_there_is_no_table(answerer, question):
    assert answerer.answer(question, as_of=ON).table == ()


@pytest.mark.parametrize(("question", "on", "words"), [
    ("218号令一共分几章、有多少条？", ON, "共八章、七十五条"), ("网络安全法有几条", ON, "共七章、八十一条"),
    ("网络安全法有几条", date(2025, 1, 1), "共七章、七十九条"),
    ("218号令第几条规定了年报", ON, None), ("有几条", ON, None)])
def test_how_many_articles_there_are(answerer, question, on, words):
    said = answerer.answer(question, as_of=on).answer
    assert (words in said) if words else "最后一条是" not in said
