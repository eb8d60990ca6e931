"""What a question claims, and how the words of a provision stand to it: 保存一年 · 报网信办 · 不用备案."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Point(StrEnum):
    """What a claim is about, and in what a provision may differ from it."""

    PERIOD = "period"  # 三日内, 保存五年
    EVERY = "every"  # 每年一次
    MONEY = "money"
    SHARE = "share"
    MULTIPLE = "multiple"
    COUNT = "count"
    RANK = "rank"  # 第四级
    AGE = "age"
    DATE = "date"
    BOUND = "bound"  # 以上 against 以下
    FORCE = "force"  # 应当 against 可以 against 不得
    AUTHORITY = "authority"
    LEVEL = "level"  # 县级 against 省级以上
    ACT = "act"  # 批准 against 备案
    DENIAL = "denial"  # 减轻 against 不因委托而减轻
    GRADE = "grade"  # 一般 against 较大以上
    START = "start"  # 从提交之日起 against 自受理之日起
    SANCTION = "sanction"  # 没收 against 罚款
    ORGAN = "organ"  # 董事会 against 管理层
    BEARER = "bearer"
    BASIS = "basis"  # 根据…制定
    PLACE = "place"  # the number of the article
    EXCEPTION = "exception"  # 一律 against 除外
    CONDITION = "condition"  # 首次就罚 against 拒不改正
    ENOUGH = "enough"  # 只要…就行 against 应当
    ONLY = "only"  # 只能 against 或者


class Standing(StrEnum):
    """How a provision stands to a claim."""

    BORNE = "borne"
    DENIED = "denied"
    UNCLEAR = "unclear"


class Bound(StrEnum):
    """Which end of a range a figure is."""

    LEAST = "least"  # 以上, 不少于, 至少
    MOST = "most"  # 以下, 以内, 不超过
    NONE = ""


@dataclass(frozen=True)
class Quantity:
    """A figure by what it counts.

    ``unit`` tells apart what cannot be turned into one another (月, 日, 工作日), with years and quarters in months. ``words`` stand
    verbatim at ``start`` of the text read.
    """

    point: Point
    value: float
    unit: str
    edge: Bound
    words: str
    start: int

    @property
    def end(self) -> int:
        """The offset at which its words end."""
        return self.start + len(self.words)


@dataclass(frozen=True)
class Claim:
    """One thing that a sentence states: a figure, or else a name, a word of force or an absolute (一律), verbatim in ``words``."""

    point: Point
    words: str
    start: int
    quantity: Quantity | None = None


@dataclass(frozen=True)
class Difference:
    """Where a provision says otherwise.

    ``said`` is of the question. ``words`` are verbatim words of the provision, or '' where it fixes nothing of the kind.
    """

    point: Point
    said: str
    words: str


@dataclass(frozen=True)
class Contrast:
    """How a provision stands to all that a question claims, with what it bears (verbatim pairs) and where it differs."""

    verdict: Standing
    differences: tuple[Difference, ...] = ()
    borne: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class Wording:
    """The words of a provision to compare with: a clause, the lead above it, the title of its text and the number of its article."""

    words: str
    lead: str = ""
    title: str = ""
    article: tuple[int, ...] | None = None

    @property
    def text(self) -> str:
        """The lead and the words together."""
        return f"{self.lead}\n{self.words}" if self.lead else self.words
