"""The words that open a citation, as one pattern with a named group for each form."""

from __future__ import annotations

import re

from kg.reading.citations.steps import COUNT, STEP

# What a text calls itself after 本, and another text after 该. Longest first.
ACTS = (
    "暂行规定", "暂行办法", "实施细则", "实施办法", "管理办法", "管理规定", "条例", "办法", "规定", "细则", "规则", "准则", "指引",
    "指南", "决定", "制度", "规范", "通知", "公告", "意见", "解释", "标准", "规程", "守则", "法",
)
_ACT = "|".join(ACTS)
# Codes that statutes name without 《》, read only after a verb of application (see ``CODE``).
_CODES = "宪法|刑法|民法典|刑事诉讼法|民事诉讼法|行政诉讼法"

OWN = rf"本(?:{_ACT})(?!律|人|院|定代表)"
THAT = rf"(?:该|同)(?:{_ACT})(?!律|人|院|定代表)"
CODE = rf"(?<=依照|根据|依据|适用|触犯|按照)(?:{_CODES})(?!法律|、法律|和法律)"
STANDARD = r"(?<![A-Za-z/])(?:GB|JR|GM|YD|GA|SF|ISO|IEC|ISO/IEC)(?:/[TZ])?[ 　]?\d{2,6}(?:\.\d{1,3})?(?:[-—–－:：]\d{4})?(?!\d)"
OWN_DIVISION = r"本章(?!程)|本节(?!目|点|约|能)|本编(?!号|制|辑|码)"
REL_ARTICLE = rf"[本该同]条(?!例|件|文|目|约|码|款(?!第|规定|所))|[前上]{COUNT}?条(?!例|件|约)"
REL_PARAGRAPH = rf"[本该同]款(?!项|式|产品|应用)|[前上]{COUNT}?款(?!项|式)"
REL_ITEM = rf"本项(?=规定|所|第|情形)|该项(?=规定|所列|第)|[前上]{COUNT}?项(?=规定|所|第|情形|行为|的|至)"
ANNEX = r"附[件录表](?![《<中])[ 　]?(?:[一二三四五六七八九十]{1,3}(?![般切定次])|\d{1,2})?"


def opening(aliases: tuple[str, ...]) -> re.Pattern[str]:
    """The pattern of everything that may open a citation.

    ``aliases`` are names declared without 《》.
    """
    named = "|".join(_bare(a) for a in sorted(aliases, key=len, reverse=True)) or r"(?!)"
    forms = (
        ("title", "《"), ("standard", STANDARD), ("alias", named), ("own", OWN), ("that", THAT), ("code", CODE),
        ("division", OWN_DIVISION), ("article", REL_ARTICLE), ("paragraph", REL_PARAGRAPH), ("item", REL_ITEM),
        ("step", STEP), ("annex", ANNEX),
    )
    return re.compile("|".join(f"(?P<{name}>{form})" for name, form in forms))


def _bare(alias: str) -> str:
    return re.escape(alias) + ("(?!律|规|人|院)" if alias.endswith("法") else "")
