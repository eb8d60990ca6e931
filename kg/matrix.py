"""The obligation matrix: one row for each duty and each way in which it applies.

A norm that binds 核心机构 and 经营机构 and reaches a different authority for each gives two rows.
``rows`` selects, ``render`` writes xlsx, docx, csv, md and json. The last three columns stay empty:
they belong to whoever fills the table in.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kg.model import Instrument, Modality

if TYPE_CHECKING:
    from kg.knowledge import Knowledge

COLUMNS = (
    "义务主体", "适用对象", "行为", "事项", "触发条件", "对象/监管机关", "时限", "频率", "依据(条款)", "原文", "罚则", "状态",
    "责任部门", "完成情况", "备注",
)
PROGRESS = ("未开始", "进行中", "已完成", "不适用")
FORMATS = ("xlsx", "docx", "csv", "md", "json")
DUTIES = frozenset({Modality.OBLIGATION, Modality.PROHIBITION})


class MatrixError(ValueError):
    """A filter or format that is unknown; the message lists what is allowed."""


@dataclass(frozen=True)
class Row:
    """One line of the matrix. The first twelve fields are the columns, as text to be shown."""

    bearer: str
    applies_to: str
    act: str
    matter: str
    trigger: str
    recipient: str
    deadline: str
    frequency: str
    basis: str
    quote: str
    sanction: str
    status: str
    instrument: str
    version: str  # URN of the version
    chapter: str  # 第二章 网络和信息安全运行, '' where there is none
    article: str  # 第三十九条
    article_text: str
    urn: str  # of the smallest provision the duty stands in
    modality: str
    kind: str
    rule: str = ""  # of the extraction, with +review where a reviewer changed the result
    review_note: str = ""  # why it was changed
    reviewer: str = ""  # who read it, and how; '' where nobody did
    period: str = ""  # periodic or fixed-date where the duty comes round, else ''
    due: str = ""  # its ``Deadline.value``, '' where the law fixes none

    @property
    def cells(self) -> tuple[str, ...]:
        """The fifteen values in the order of COLUMNS, the last three empty."""
        return (
            self.bearer, self.applies_to, self.act, self.matter, self.trigger, self.recipient, self.deadline,
            self.frequency, self.basis, self.quote, self.sanction, self.status, "", "", "",
        )

    @property
    def duty(self) -> str:
        """What is to be done, in short: 报送：网络和信息安全管理年报."""
        return f"{self.act}：{self.matter}" if self.matter and self.matter not in self.act else self.act

    @property
    def article_urn(self) -> str:
        """URN of the article the duty stands in."""
        return article_urn(self.urn)


@dataclass(frozen=True)
class Heading:
    """What stands above a matrix: the day and the filters it was made with."""

    on: date
    filters: tuple[tuple[str, str], ...] = ()
    title: str = "网络与数据合规义务矩阵"

    @property
    def line(self) -> str:
        """One line: 截至 2026-11-22 有效的规定；义务主体：券商."""
        chosen = "；".join(f"{name}：{value}" for name, value in self.filters if value)
        return f"截至 {self.on.isoformat()} 有效的规定" + (f"；{chosen}" if chosen else "")


def article_urn(urn: str) -> str:
    """The URN of the article (or annex) a provision lies in.

    >>> article_urn("urn:lex:cn:csrc:order:2023-02-27;218@2023-05-01~art39_par1")
    'urn:lex:cn:csrc:order:2023-02-27;218@2023-05-01~art39'
    """
    version, tilde, eid = urn.partition("~")
    return version + tilde + eid.split("_")[0]


def rows(
    knowledge: Knowledge,
    on: date,
    *,
    bearer: str | None = None,
    profile: Sequence[str] = (),
    recipient: str | None = None,
    instrument: str | None = None,
    kind: str | None = None,
    modalities: Collection[Modality] = DUTIES,
) -> tuple[Row, ...]:
    """The duties in force on a day, in the order of the catalogue and of the text.

    ``bearer`` and ``profile`` name kinds of firm, everyday names included (券商); ``recipient`` an authority
    as the law, or the rule that decides recipients, leads to it; ``kind`` a kind of act (报告 or report).
    MatrixError names an instrument, kind or authority that is unknown, ProfileError a kind of firm.
    """
    from kg.matrix_rows import Selection, select

    return select(knowledge, Selection(on, bearer, tuple(profile), recipient, instrument, kind, frozenset(modalities)))


def render(rows: Sequence[Row], fmt: str, heading: Heading, instruments: Sequence[Instrument] = ()) -> bytes:
    """The file: ``fmt`` is one of FORMATS (MatrixError otherwise); ``instruments`` fill the list of rules in xlsx."""
    if fmt == "xlsx":
        from kg.matrix_xlsx import to_xlsx

        return to_xlsx(rows, heading, instruments)
    if fmt == "docx":
        from kg.matrix_docx import to_docx

        return to_docx(rows, heading)
    from kg import matrix_text

    if fmt == "csv":
        return matrix_text.to_csv(rows)
    if fmt == "md":
        return matrix_text.to_md(rows, heading)
    if fmt == "json":
        return matrix_text.to_json(rows)
    raise MatrixError(f"格式 {fmt[:20]!r} 不支持；可用：{'、'.join(FORMATS)}")
