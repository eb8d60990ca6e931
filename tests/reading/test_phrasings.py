"""Phrasings that change the kind of a duty or make a sentence a penalty, each in several sentences."""

import pytest

from kg.corpus.structure import parse
from kg.reading.grammar.acts import kind_of
from kg.reading.grammar.punishments import is_penal
from kg.reading.norms import find_norms


def kinds(words: str) -> list[str]:
    return [n.kind for n in find_norms(parse("第五条 " + words.replace("⏎", "\n"), "某办法"))]


@pytest.mark.parametrize("how", ["依法依规", "依法合规", "合法合规", "依规"])
def test_how_something_is_provided_is_no_duty_to_provide_it(how: str) -> None:
    assert kinds(f"证券公司应当{how}向合作方提供客户资料。") == ["comply"]


@pytest.mark.parametrize("words", ["证券公司应当依法向投资者提供账户资料。", "证券公司应当及时向投资者提供账户资料。"])
def test_a_duty_to_provide_stays_one(words: str) -> None:
    assert kinds(words) == ["provide"]


@pytest.mark.parametrize(("words", "kind"), [
    ("国务院证券监督管理机构履行下列职责：⏎（一）办理产品备案；", "handle"),
    ("行业协会履行下列职责：⏎（一）办理私募产品登记、备案；", "handle"),
    ("证券公司履行下列职责：⏎（一）办理产品备案；", "file"),
    ("中国证监会派出机构应当办理信息系统备案。", "handle"),
    ("证券公司应当办理信息系统备案。", "file"),
])
def test_an_authority_takes_the_filings_it_deals_with(words: str, kind: str) -> None:
    assert kind in kinds(words), kinds(words)


@pytest.mark.parametrize("words", ["设置技术壁垒", "设置不合理障碍", "设置数据陷阱", "设置恶意程序"])
def test_an_obstacle_is_not_established(words: str) -> None:
    assert kind_of(words) != "establish"
    assert kind_of("设置专门岗位") == kind_of("设置访问权限") == "establish"


@pytest.mark.parametrize(("words", "penal"), [
    ("故意提交虚假材料的，按照评估不通过处理", True),
    ("隐瞒重大事项的，按审查不通过处理", True),
    ("拒绝现场核查的，视为测评不合格处理", True),
    ("评估不通过的，应当整改", False),
    ("受到刑事处罚的人员，终身不得从事网络安全关键岗位的工作，情节严重的给予处分", True),
    ("受到处分的人员，三年内不得从事信息系统运维岗位，情节严重的给予处分", True),
    ("证券公司不得从事场外配资业务，不得因此给予处分", False),
])
def test_what_is_a_penalty(words: str, penal: bool) -> None:
    assert is_penal(words) is penal
