"""The facts of a firm on which duties of the law depend, and the tables of phrasing that tell where a text depends on one.

A fact is a question with 是, 否 or no answer yet (``YES_NO``), or a number of people (``NUMBERS``). The tables are read by
``kg.duties.conditions``; they hold words that laws use for a case, never the number of an article, so that they serve a rule that a user adds:

- ``YesNo.case``: the words presuppose the fact where they stand in the case of a norm (its trigger, the words before 应当, who bears it);
- ``YesNo.anywhere``: they presuppose it wherever they stand in the sentence (境外接收方: there is none without an export);
- ``YesNo.title``: in the title of an instrument, for all its norms (人脸识别技术应用安全管理办法);
- ``YesNo.roles``: the subjects of ``ontology/subjects.ttl`` that a firm is by the fact (关键信息基础设施运营者);
- ``Number.near``: the words around a number that say what is counted (…人敏感个人信息).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any


class FactsError(ValueError):
    """Facts that cannot all be true, or a value that is none; the message says which."""


@dataclass(frozen=True)
class YesNo:
    """A fact with 是 or 否. ``question`` is what to ask; ``word`` what it is called in a list."""

    key: str
    word: str
    question: str
    roles: tuple[str, ...] = ()
    case: str = ""
    anywhere: str = ""
    title: str = ""


@dataclass(frozen=True)
class Number:
    """A fact that is a number of people; ``near`` tells it from the others by the words around a threshold."""

    key: str
    word: str
    question: str
    near: str


_EXPORT = r"向(?:中华人民共和国)?境外(?:接收方)?提供|(?:个人信息|数据)(?:的)?出境(?!认证)|个人信息跨境"
YES_NO = (
    YesNo("cii", "关键信息基础设施运营者", "是否被认定为关键信息基础设施运营者？", ("关键信息基础设施运营者",),
          r"(?<!、)关键信息基础设施(?!的?运营者以外|.{0,6}保护义务)"),
    YesNo("important_data", "处理重要数据", "是否处理重要数据？", ("重要数据处理者",), r"处理重要数据|重要数据的?处理者"),
    YesNo("personal_information", "处理个人信息", "是否处理个人信息？", ("个人信息处理者",),
          r"(?:处理|收集|使用|存储|利用)(?:投资者|客户|用户)?个人信息"),
    YesNo("sensitive", "处理敏感个人信息", "是否处理敏感个人信息（如金融账户、生物识别信息）？", (), r"(?<!不含)敏感个人信息"),
    YesNo("minors", "处理未成年人个人信息", "是否处理不满十四周岁未成年人的个人信息？", (), r"未成年人"),
    YesNo("face", "使用人脸识别", "是否应用人脸识别技术处理人脸信息？", (), r"人脸", "", r"人脸识别"),
    YesNo("biometrics", "利用生物特征认证", "是否利用生物特征（人脸、指纹、声纹等）认证客户身份？", (), r"生物特征|生物识别"),
    YesNo("app", "提供 App", "是否向客户提供移动应用程序（App）？", (), r"应用程序|(?i:\bapp\b)|移动互联网应用|移动客户端"),
    YesNo("message_service", "电子信息发送、软件下载服务", "是否提供电子信息发送服务或者应用软件下载服务？", (),
          r"电子信息发送服务提供者|应用软件下载服务提供者"),
    YesNo("online_access", "办理入网或者信息发布、即时通讯", "是否为用户办理网络接入、入网手续，或者提供信息发布、即时通讯等服务？", (),
          r"为用户办理网络接入|为用户提供信息发布"),
    YesNo("outsourcing", "使用外包的信息技术服务", "是否委托外部机构提供信息技术服务？", (), r"委托信息技术服务机构|涉及外包|信息技术外包"),
    YesNo("entrusts", "委托他人处理个人信息", "是否委托他人处理个人信息？", (), r"(?<!接受)委托(?:他人|第三方|外部机构)?处理个人信息"),
    YesNo("entrusted", "受托处理数据", "是否受他人委托处理个人信息或者数据？", (), r"受托人|受托方"),
    YesNo("receives", "接收他人提供的个人信息", "是否接收其他个人信息处理者提供或者转移的个人信息？", (), r"^接收方"),
    YesNo("shares", "向其他机构提供个人信息", "是否向其他个人信息处理者或者第三方机构提供个人信息？", (),
          r"向(?:其他个人信息处理者|第三方机构|第三方)提供"),
    YesNo("joint", "与他人共同处理个人信息", "是否与他人共同决定个人信息的处理目的和方式？", (), r"共同决定个人信息|共同处理个人信息"),
    YesNo("automated", "自动化决策", "是否利用个人信息进行自动化决策（如个性化推送、信用评分）？", (), r"自动化决策"),
    YesNo("cameras", "公共场所采集图像或者人脸", "是否在公共场所安装图像采集、个人身份识别或者人脸识别设备？", (), r"公共场所安装"),
    YesNo("cross_border", "向境外提供数据", "是否向境外提供个人信息或者其他数据？", (), _EXPORT + r"|跨境提供(?!交付)", r"境外接收方", r"出境"),
    YesNo("exports_pi", "向境外提供个人信息", "是否向境外提供个人信息？", (),
          r"向(?:中华人民共和国)?境外(?:接收方)?提供[^，。；]{0,8}个人信息|个人信息(?:的)?出境(?!认证)|个人信息跨境"),
    YesNo("exports_important", "向境外提供重要数据", "是否向境外提供重要数据？", (), r"向境外提供[^，。；]{0,8}重要数据"),
    YesNo("certified", "以认证方式出境", "是否以个人信息出境认证的方式向境外提供个人信息？", ("获证个人信息处理者",),
          r"(?:通过|申请)(?:个人信息出境)?认证", "", r"出境认证"),
    YesNo("large_pi", "个人信息达到规定数量", "处理的个人信息是否达到国家网信部门规定的数量？", ("处理个人信息达到规定数量的个人信息处理者",)),
    YesNo("platform", "重要互联网平台", "是否提供重要互联网平台服务、用户数量巨大、业务类型复杂？", ("大型平台个人信息处理者",)),
    YesNo("free_trade_zone", "在自由贸易试验区内", "是否属于自由贸易试验区内的数据处理者？", ("自由贸易试验区内数据处理者",), r"自由贸易试验区内"),
    YesNo("overseas", "境外的个人信息处理者", "是否为境外的个人信息处理者？", ("中华人民共和国境外的个人信息处理者",)),
    YesNo("state_organ", "中央和国家机关直属单位", "是否属于中央和国家机关各部门及其直属单位？", (), r"中央和国家机关各部门"),
)
NUMBERS = (
    Number("exported_sensitive", "本年出境敏感个人信息的人数", "自当年1月1日起累计向境外提供多少人的敏感个人信息？", r"人(?:的)?敏感个人信息"),
    Number("exported", "本年出境个人信息的人数", "自当年1月1日起累计向境外提供多少人的个人信息（不含敏感个人信息）？", r"境外提供|出境"),
    Number("faces", "存储的人脸信息人数", "存储了多少人的人脸信息？", r"人脸"),
    Number("accounts", "份额持有人账户数", "存续产品的基金份额持有人账户合计多少？", r"账户|份额持有人"),
    Number("individuals", "处理个人信息的人数", "处理多少人的个人信息？", r"个人信息"),
)
# A fact with the answer on the left brings those on the right with it.
_FOLLOWS: tuple[tuple[str, bool, Mapping[str, bool | int]], ...] = (
    ("face", True, {"biometrics": True, "sensitive": True}),
    ("biometrics", True, {"sensitive": True}),
    ("minors", True, {"sensitive": True}),
    ("exports_important", True, {"cross_border": True, "important_data": True}),
    ("exports_pi", True, {"cross_border": True, "personal_information": True}),
    ("certified", True, {"exports_pi": True}),
    *((key, True, {"personal_information": True}) for key in ("sensitive", "entrusts", "shares", "joint", "automated", "large_pi", "platform")),
    ("important_data", False, {"exports_important": False}),
    ("personal_information", False, {"sensitive": False, "minors": False, "entrusts": False, "shares": False, "joint": False, "automated": False,
                                     "large_pi": False, "platform": False, "receives": False, "exports_pi": False, "individuals": 0}),
    ("sensitive", False, {"face": False, "biometrics": False, "minors": False, "exported_sensitive": 0}),
    ("biometrics", False, {"face": False}),
    ("face", False, {"faces": 0}),
    ("cross_border", False, {"exports_important": False, "exports_pi": False}),
    ("exports_pi", False, {"certified": False, "exported": 0, "exported_sensitive": 0}),
)


@dataclass(frozen=True)
class Facts:
    """What is known of a firm; None where it is not. ``profile`` holds labels of kinds of firm; numbers count people (accounts)."""

    profile: tuple[str, ...] = ()
    cii: bool | None = None
    important_data: bool | None = None
    personal_information: bool | None = None
    sensitive: bool | None = None
    minors: bool | None = None
    face: bool | None = None
    biometrics: bool | None = None
    app: bool | None = None
    message_service: bool | None = None
    online_access: bool | None = None
    outsourcing: bool | None = None
    entrusts: bool | None = None
    entrusted: bool | None = None
    receives: bool | None = None
    shares: bool | None = None
    joint: bool | None = None
    automated: bool | None = None
    cameras: bool | None = None
    cross_border: bool | None = None
    exports_pi: bool | None = None
    exports_important: bool | None = None
    certified: bool | None = None
    large_pi: bool | None = None
    platform: bool | None = None
    free_trade_zone: bool | None = None
    overseas: bool | None = None
    state_organ: bool | None = None
    exported: int | None = None
    exported_sensitive: int | None = None
    faces: int | None = None
    accounts: int | None = None
    individuals: int | None = None

    def yes_no(self, key: str) -> bool | None:
        """The answer to a fact of ``YES_NO``."""
        value: bool | None = getattr(self, key)
        return value

    def number(self, key: str) -> int | None:
        """The answer to a fact of ``NUMBERS``."""
        value: int | None = getattr(self, key)
        return value

    def whole(self) -> Facts:
        """With all that follows from what is given (人脸识别 → 敏感个人信息); FactsError where two facts exclude each other."""
        found = self
        for number, key in (("exported", "exports_pi"), ("exported_sensitive", "exports_pi"), ("exported_sensitive", "sensitive"),
                            ("faces", "face"), ("individuals", "personal_information")):
            if found.number(number):
                found = found.given(key, True)
        for _ in range(3):  # no chain is longer
            for key, answer, implied in _FOLLOWS:
                if found.yes_no(key) is answer:
                    for other, value in implied.items():
                        found = found.given(other, value)
        return found

    def given(self, key: str, value: bool | int) -> Facts:
        """With one more fact; FactsError where the contrary is known."""
        known = getattr(self, key)
        if known is not None and known != value:
            raise FactsError(f"“{WORDS[key]}”前后不一：{shown(known)}与{shown(value)}；请核对所填情况")
        changed: dict[str, Any] = {key: value}
        return self if known is not None else replace(self, **changed)

    def answered(self) -> tuple[tuple[str, str], ...]:
        """(what it is called, 是 / 否 / a number) of every fact that is known."""
        return tuple((WORDS[k], shown(v)) for k in KEYS if (v := getattr(self, k)) is not None)


KEYS = tuple(f.name for f in fields(Facts) if f.name != "profile")
WORDS = {f.key: f.word for f in (*YES_NO, *NUMBERS)}
QUESTIONS = {f.key: f.question for f in (*YES_NO, *NUMBERS)}
NUMERIC = frozenset(n.key for n in NUMBERS)


def shown(value: bool | int | None) -> str:
    """是, 否, a number, or 未知."""
    if value is None:
        return "未知"
    return ("是" if value else "否") if isinstance(value, bool) else str(value)


def read(key: str, text: str) -> bool | int | None:
    """A value as typed: yes, no, 是, 否, unknown, or digits; FactsError for anything else.

    >>> read("cii", "是"), read("exported", "100000"), read("cii", "unknown")
    (True, 100000, None)
    """
    word = text.strip().casefold()
    if word in ("", "unknown", "未知", "不清楚"):
        return None
    if key in NUMERIC:
        if re.fullmatch(r"[0-9]{1,11}", word):
            return int(word)
        raise FactsError(f"“{WORDS[key]}”应当是不带单位的数字，而不是 {text[:20]!r}")
    if word in ("yes", "y", "true", "是", "no", "n", "false", "否"):
        return word in ("yes", "y", "true", "是")
    raise FactsError(f"“{WORDS[key]}”请填 yes、no 或者 unknown，而不是 {text[:20]!r}")


def of_words(profile: tuple[str, ...], words: Mapping[str, str]) -> Facts:
    """Facts from values as typed, by key (``KEYS``); FactsError names the first that cannot be read.

    >>> of_words(("证券公司",), {"cii": "no", "exported": "5"}).exported
    5
    """
    values: dict[str, Any] = {key: read(key, text) for key, text in words.items()}
    return Facts(profile, **values)
