"""Made-up texts without 第…条, in the made-up corpus: a notice in two versions, a standard, and a fragment of an order."""

from __future__ import annotations

from pathlib import Path

from tests import small_corpus

NOTICE_WORK = "urn:lex:cn:cac:document:2022-03-01;8"
STANDARD_WORK = "urn:lex:cn:csrc:standard:2021-05-01;jrt9999"
FRAGMENT_WORK = "urn:lex:cn:csrc:order:2020-06-01;77"

NOTICE = """根据《乙数据法》，现就加强个人信息收集工作通知如下：
一、以下行为可被认定为未公开收集规则
1.没有隐私政策；
2.隐私政策难以访问，如需多于四次点击；
3.未提供简体中文版。
二、工作要求
（一）加强管理。经营机构应当建立数据分类制度。
各地派出机构可以进行检查。
（二）及时报告。经营机构违反本通知第一部分规定的，应当在5个工作日内向中国证监会报告整改情况。
三、本通知自2022年4月1日起施行。
"""
NOTICE_LATER = NOTICE.replace("5个工作日", "3个工作日").replace("2022年4月1日", "2024年4月1日")

STANDARD = """1 范围
本标准规定了日志的保存要求。
2 术语
2.1 日志
系统运行的记录。
2.2 留存
按照规定保存日志。
3 要求
3.1 总则
3.1.1 经营机构应当保存交易日志，保存期限不少于二十年。
3.1.2 经营机构应当：
a) 每年检查日志；
b) 向中国证监会报送检查报告。
3.2 检查
检查应当留有记录。
"""

FRAGMENT = """第一章　总则

第一条　为了规范事件报告，根据《乙数据法》，制定本办法。
第二条　本办法所称事件，是指网络安全事件。
第三条　经营机构发生事件后，应当按照本办法规定向中国证监会报告。
"""


def write(folder: Path) -> Path:
    """The made-up corpus with these texts below ``folder``; the folder."""
    small_corpus.write(folder)
    catalogue = folder / "catalogue.toml"
    entries = (
        (NOTICE_WORK, "notice", "丁关于加强个人信息收集工作的通知", "规范性文件", "2022-04-01"),
        (STANDARD_WORK, "standard", "戊日志保存标准", "行业标准", "2021-05-01"),
        (FRAGMENT_WORK, "fragment", "己事件调查处理办法", "部门规章", "2020-06-01"),
    )
    catalogue.write_text(catalogue.read_text("utf-8") + "".join(small_corpus.instrument(*e) for e in entries)
                         + '[[instrument.second_hand]]\nstatement = "七个工作日内报送总结报告。"\nsource = "转述：某文章"\n', encoding="utf-8")
    small_corpus.add(folder / "notice", "2022-04-01", NOTICE, "丁关于加强个人信息收集工作的通知", until="2024-04-01")
    small_corpus.add(folder / "notice", "2024-04-01", NOTICE_LATER, "丁关于加强个人信息收集工作的通知")
    small_corpus.add(folder / "standard", "2021-05-01", STANDARD, "戊日志保存标准")
    small_corpus.add(folder / "fragment", "2020-06-01", FRAGMENT, "己事件调查处理办法", partial=True)
    return folder
