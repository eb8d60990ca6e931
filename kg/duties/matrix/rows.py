"""The rows of the obligation matrix, one for each duty and each way in which it applies.

A norm that binds 核心机构 and 经营机构 and reaches a different authority for each gives two rows. ``obligations`` selects
the rows, and ``render`` writes them as xlsx, docx, csv, md and json. The last three columns stay empty, because they
belong to whoever fills the table in.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.law.identifiers import article_urn
from kg.law.model import Modality

TITLE = "网络与数据合规义务矩阵"
COLUMNS = (
    "义务主体", "适用对象", "行为", "事项", "触发条件", "对象/监管机关", "时限", "频率", "依据(条款)", "原文", "罚则", "状态",
    "责任部门", "完成情况", "备注",
)
DUTIES = frozenset({Modality.OBLIGATION, Modality.PROHIBITION})


class MatrixError(ValueError):
    """Error raised for an unknown instrument, authority or kind of act.

    The message lists what is allowed. It is also raised for an instrument whose text is not held.
    """


@dataclass(frozen=True)
class Row:
    """One line of the matrix.

    The first twelve fields are the columns, as text to be shown.
    """

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
    urn: str  # URN of the smallest provision that contains the duty
    modality: str
    kind: str
    rule: str = ""  # the rule of the extraction, with +review where a reviewer changed the result
    review_note: str = ""  # why it was changed
    reviewer: str = ""  # who read it, and how; '' where nobody did
    period: str = ""  # periodic or fixed-date where the duty recurs, else ''
    limited: str = ""  # 限于：…, where the whole text is limited to something by its own words
    due: str = ""  # its ``Deadline.value``, '' where the law fixes none

    @property
    def cells(self) -> tuple[str, ...]:
        """The fifteen values in the order of COLUMNS, of which the last three are empty."""
        return (
            self.bearer, self.applies_to, self.act, self.matter, self.trigger, self.recipient, self.deadline,
            self.frequency, self.basis, self.quote, self.sanction, self.status, "", "", "",
        )

    @property
    def duty(self) -> str:
        """What is to be done, in short, such as 报送：网络和信息安全管理年报."""
        return f"{self.act}：{self.matter}" if self.matter and self.matter not in self.act else self.act

    @property
    def state(self) -> str:
        """Who confirmed the duty: 语言模型核对, 人工核对（姓名，日期） or 未核对."""
        return self.status.rpartition("\n")[2]

    @property
    def article_urn(self) -> str:
        """The URN of the article that contains the duty."""
        return article_urn(self.urn)
