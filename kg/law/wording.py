"""Chinese wording for what the records say in code: kinds of act, modalities, periods, sums and dates.

>>> kind_label("submit"), kind_key("报送"), frequency("P1Y"), yuan_range((10_000, 100_000))
('报送', 'submit', '每年', '1万元以上10万元以下')
"""

from __future__ import annotations

import re
from datetime import date

from kg.law.authorities import is_authority
from kg.law.model import Document, Instrument, Modality, Norm, Version
from kg.law.numerals import part_name

USERS = "用户自行添加"  # marks a text that the user added, in every place that shows its words
SECOND_HAND = "转述，未经原文核对"  # marks what is known of a text whose own words are not held
LEADS = (  # the openings of the remarks on an answer
    "依据的层级：", "条号变化：", "如所指为修正前的文本：", "用户自行添加的规定：", "只收录片段：", "优先适用：", "所引旧条号：",
    "仅限特定领域的规定：",
)
KIND_LABELS = {
    "report": "报告",
    "submit": "报送",
    "file": "备案",
    "notify": "通知",
    "inform": "告知",
    "announce": "公告",
    "apply": "申报",
    "keep": "保存",
    "provide": "提供",
}
ACT_LABELS = {
    "establish": "建立制度", "assess": "评估检测", "train": "培训宣传", "drill": "演练", "protect": "保护措施", "designate": "指定配备",
    "cooperate": "配合", "handle": "处置整改", "delete": "删除销毁", "supervise": "监督管理", "require": "要求", "obtain": "取得同意或许可",
    "contract": "签约", "record": "记录", "process": "处理使用", "comply": "遵守履行", "warn": "提示警示", "transfer": "移送转移", "cease": "停止",
    "ensure": "确保", "invest": "投入提升", "misuse": "危害行为", "perform": "其他行为",
}
MODALITY_LABELS = {"obligation": "义务", "prohibition": "禁止", "permission": "许可", "power": "职权"}
UNREVIEWED, BY_MODEL, BY_PERSON = "未核对", "语言模型核对", "人工核对"
_OTHER_NAMES = {"申请": "apply", "存档备查": "keep", "备查": "keep", "留存": "keep", "公布": "announce", "公开": "announce"}
_UNITS = {"Y": "年", "M": "月", "W": "周", "D": "日", "BD": "个工作日", "H": "小时", "m": "分钟"}
_DURATION = re.compile(r"P(?:T)?(\d+)(BD|[YMWDH])\Z")
_DIGITS = "零一两三四五六七八九十"


def standing_of_text(version: Version) -> str:
    """The day on which a text was last compared with its source and what has changed since, or '' for a text of the user.

    >>> standing_of_text(Version("urn:lex:cn:x:y:2024-01-01;1", "某办法", date(2024, 3, 1), None, compared=date(2026, 11, 29)))
    '核对至2026-11-29；此后已知的修改：未发现'
    """
    return f"核对至{version.compared}；此后已知的修改：{version.amended_since or '未发现'}" if version.compared else ""


def kind_label(kind: str) -> str:
    """The Chinese word for a kind of act, or the kind itself if it has none."""
    return KIND_LABELS.get(kind) or ACT_LABELS.get(kind, kind)


def kind_key(word: str) -> str:
    """The kind of act that a word such as 报告, 申请 or report means.

    Any other word is returned unchanged.
    """
    by_label = {label: key for key, label in (KIND_LABELS | ACT_LABELS).items()}
    return by_label.get(word) or _OTHER_NAMES.get(word) or word


def limits(instrument: Instrument) -> str:
    """What everything an instrument says is limited to, such as 限于：中国人民银行业务领域数据, or ''."""
    return f"限于：{instrument.limited_to}" if instrument.limited_to else ""


def modality_label(modality: str) -> str:
    """The Chinese word for a modality: 义务, 禁止, 许可 or 职权."""
    return MODALITY_LABELS.get(modality, modality)


def legal_force(norm: Norm) -> str:
    """What a norm gives or imposes: 义务, 禁止, 职权, 许可 or 权利.

    可以 and 有权 give 职权 to an authority, and 许可 or 权利 to anybody else.
    """
    if norm.modality is not Modality.POWER or any(map(is_authority, norm.bearer)):
        return modality_label(norm.modality.value)
    return "权利" if "有权" in norm.quote else "许可"


def bearer_words(norm: Norm, unstated: str = "") -> str:
    """Those who are bound, or whoever does what the law speaks of (凡提供域名解析服务的), or ``unstated``."""
    return "、".join(norm.bearer) or (f"凡{norm.whoever.removesuffix('的')}的" if norm.whoever else unstated)


def act_words(norm: Norm) -> str:
    """What is done and to what, such as 报送：年报.

    The verb stands alone if no object is stated or the verb contains it. If no verb is stated, the word for the kind
    takes its place.
    """
    action = norm.action or kind_label(norm.kind)
    return action if not norm.object or norm.object in action else f"{action}：{norm.object}"


def review_state(norm: Norm) -> str:
    """Who confirmed a norm: 人工核对（姓名，日期）, 语言模型核对 or 未核对.

    Only a person's signature makes 人工核对. What was read without one, by whomever, is 未核对 unless a language model read it.
    """
    if norm.signer:
        return f"{BY_PERSON}（{norm.signer}，{norm.signed}）"
    return BY_MODEL if norm.method == "language-model" else UNREVIEWED


def frequency(value: str | None) -> str:
    """How often something recurs in Chinese, from an ISO 8601 value: P1Y → 每年, P6M → 每半年, --04-30 → 每年, None → ''.

    >>> frequency("P6M"), frequency("--04-30"), frequency("P2Y"), frequency("P1D")
    ('每半年', '每年', '每两年', '每日')
    """
    if not value:
        return ""
    if value.startswith("--"):
        return "每年"
    match = _DURATION.match(value)
    if not match:
        return ""
    count, unit = int(match[1]), match[2]
    if (count, unit) == (6, "M"):
        return "每半年"
    if (count, unit) == (3, "M"):
        return "每季度"
    word = "个月" if unit == "M" and count > 1 else _UNITS[unit]
    number = _DIGITS[count] if count <= 10 else str(count)
    return f"每{word}" if count == 1 else f"每{number}{word}"


def yuan(amount: int) -> str:
    """A sum in yuan with its Chinese unit.

    >>> yuan(50_000_000), yuan(15_000), yuan(500)
    ('5000万元', '1.5万元', '500元')
    """
    for unit, name in ((100_000_000, "亿元"), (10_000, "万元")):
        if amount >= unit and amount * 10 % unit == 0:
            return f"{amount / unit:g}{name}" if amount % unit else f"{amount // unit}{name}"
    return f"{amount}元"


def yuan_range(pair: tuple[int | None, int | None]) -> str:
    """A fine from low to high in Chinese, without an end that the law leaves open.

    If both ends are open it is 数额未定.
    """
    low, high = pair
    words = (f"{yuan(low)}以上" if low else "") + (f"{yuan(high)}以下" if high is not None else "")
    return words or "数额未定"


def chinese_date(day: date | None) -> str:
    """The date in Chinese (2026年1月1日), or 不详 if it is unknown."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "不详"


def ordinal_paragraph(number: int | None) -> str:
    """The ordinal of a paragraph (第一款 for 1), or '' for None."""
    from kg.law.numerals import to_chinese

    return f"第{to_chinese(number)}款" if number else ""


def place(article: str, paragraph: int | None = None, item: str | None = None) -> str:
    """A provision as lawyers write it, such as 第三十九条第一款第（二）项.

    A text without 第…条 is cited by its parts, whose first 款 need not be named before an item.

    >>> place("第三十九条", 1, "（二）"), place("一", 1, "3."), place("4.1.2", 2, "a)")
    ('第三十九条第一款第（二）项', '第一部分第3项', '4.1.2第二款第a项')
    """
    named = part_name(article)
    if paragraph == 1 and item and (named.endswith("部分") or not named.startswith(("第", "附"))):
        paragraph = None
    return named + ordinal_paragraph(paragraph) + (item if item and item.startswith("第") else item_name(item or ""))


def item_name(label: str) -> str:
    """An item as one cites it: 第（二）项 for （二）, 第3项 for 3. and '' for ''."""
    return f"第{label if label[0] in '（(' else label.rstrip('.．、)）')}项" if label else ""


def held_part(document: Document) -> str:
    """Which articles are held of a text that is only a fragment, such as 第一条至第三条."""
    names = [a.name for a in document.main_articles]
    return names[0] if len(names) == 1 else f"{names[0]}至{names[-1]}" if names else "部分文字"


def fragment(document: Document) -> str:
    """The mark of a text of which only a fragment is held: 片段（第一条至第三条，全文未收录）, with ，末条不全 if it breaks off."""
    last = document.text_of(document.main_articles[-1]) if document.main_articles else "。"
    return f"片段（{held_part(document)}，全文未收录）" + ("" if last.endswith(("。", "；", "：", "”", "）")) else "，末条不全")


def retold(instrument: Instrument) -> str:
    """What is known of an instrument at second hand, in one sentence marked so, or ''."""
    said = "；".join(f"{s.statement.rstrip('。')}〔{s.source}〕" for s in instrument.second_hand)
    return f"以下仅为{SECOND_HAND}：{said}。" if said else ""


def article_name(document: Document, number: tuple[int, ...]) -> str:
    """The article with a number as the text would call it, whether it has one or not: 第三条, 第三部分, 4.1.

    In a text with numbers of its own it is never 第…条.
    """
    from kg.law.numerals import article_label, to_chinese

    if not document.own_numbers:
        return article_label(number)
    if len(number) > 1:
        return ".".join(map(str, number))
    first = document.articles[0].label
    return part_name(str(number[0]) if first[0].isdigit() else to_chinese(number[0]))
