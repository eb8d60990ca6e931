"""A made-up rule that a user adds to the made-up corpus."""

from __future__ import annotations

from kg.corpus.loading import load
from kg.corpus.readers import FileText
from kg.law.model import Version
from kg.own.adding import Given, prepare, save

RULE = """甲公司客户资料管理制度

第一条　为了管好客户资料，根据《甲网络安全管理办法》第三条和《乙数据法》第一条，制定本制度。
第二条　营业部应当妥善保管客户资料，并于每季度结束后10个工作日内向合规部报送保管情况。
营业部不得向外部机构提供客户资料，发现资料泄露的，应当立即向合规部报告。
第三条　客户资料应当保存二十年以上。
第四条　本制度自2025年3月1日起施行。
"""
TITLE = "甲公司客户资料管理制度"
MEASURES = """丙调查处理办法

第一条　为了规范调查处理，制定本办法。
第二条　经营机构应当在处置结束后5日内报送总结报告。
第三条　本办法自2021年6月1日起施行。
"""


def put(text: str = RULE, **metadata: object) -> Version:
    """Add a text to the data folder of the test."""
    draft = prepare(FileText(text), Given(**metadata), load())  # type: ignore[arg-type]
    save(draft)
    return draft.version
