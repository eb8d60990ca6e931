"""Names that hold a whole clause are cut or left out, times of day are no borders, 不 may open a name."""

from __future__ import annotations

import pytest

from kg.corpus.structure import parse
from kg.reading.grammar.soundness import sound
from kg.reading.norms import find_norms


def bearers(words: str) -> list[tuple[str, ...]]:
    return [n.bearer for n in find_norms(parse("第八条 " + words, "某办法"))]


@pytest.mark.parametrize(("name", "left"), [
    ("运维部是变更的主办部门", "运维部"), ("领导小组成立评估组", "领导小组"), ("监察稽核部派员", "监察稽核部"), ("运维中心通知参演部门", "运维中心"),
    ("收到通知单位的负责人", "收到通知单位的负责人"), ("材料报风险管理部", ""), ("缺页的退回经办人", ""),
    ("一人", ""), ("同一人", ""), ("负责审批的机构", "负责审批的机构"), ("报送数据的机构", "报送数据的机构"),
    ("会计师事务所签字注册会计师", "会计师事务所签字注册会计师"), ("本人", "本人"),
    ("成立不满一年的公司", "成立不满一年的公司"),
])
def test_a_name_holds_no_clause(name: str, left: str) -> None:
    assert sound((name,)) == ((left,) if left else ())


@pytest.mark.parametrize(("words", "bound"), [
    ("不动产评估机构应当公开收费标准。", [("不动产评估机构",)]), ("不良资产处置机构应当留存记录。", [("不良资产处置机构",)]),
    ("质保期内供应商应当答复。", [("供应商",)]), ("不符合条件的机构不得开业。", [("不符合条件的机构",)]),
    ("值班员应当检查机房，9:00前在平台提交结果。", [("值班员",), ("值班员",)]),
])
def test_who_is_bound(words: str, bound: list[tuple[str, ...]]) -> None:
    assert bearers(words) == bound
