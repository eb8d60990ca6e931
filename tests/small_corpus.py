"""A corpus of two made-up instruments, one of them in two versions, so that a build takes a moment."""

from __future__ import annotations

import hashlib
from pathlib import Path

WORK = "urn:lex:cn:csrc:order:2023-12-01;900"
OTHER = "urn:lex:cn:npc:law:2020-01-01;7"
UNHELD = "urn:lex:cn:csrc:announcement:2021-06-01;12"

RULES = """甲网络安全管理办法

第一章　总则

第一条　为了保障网络安全，根据《乙数据法》，制定本办法。
第二条　本办法所称经营机构，是指证券公司和期货公司。

第二章　报告

第三条　经营机构和核心机构发现网络安全事件的，应当在24小时内向中国证监会及其派出机构报告。
经营机构应当于每年4月30日前向中国证监会及其派出机构报送年度报告。
第四条　系统日志应当由经营机构保存六个月以上。
第五条　本办法规定的相关报告事项，是指依照监管职责，核心机构应当向中国证监会报告；经营机构原则上应当向属地中国证监会派出机构报告。
第六条　经营机构违反本办法第三条规定的，责令改正，处一万元以上五万元以下罚款。
第七条　基金托管机构应当参照适用本办法。
第八条　本办法自2024年1月1日起施行。
"""
LATER = RULES.replace("24小时内", "12小时内").replace("自2024年1月1日", "自2025年1月1日")
LAW = """乙数据法

第一条　数据处理者应当建立数据安全管理制度。
第二条　违反本法规定的，处十万元以下罚款。
第三条　本法自2020年2月1日起施行。
"""


def write(folder: Path) -> Path:
    """The corpus below ``folder``; the folder."""
    folder.mkdir(parents=True)
    (folder / "catalogue.toml").write_text(
        instrument(WORK, "rules", "甲网络安全管理办法", "部门规章", "2024-01-01")
        + instrument(OTHER, "law", "乙数据法", "法律", "2020-02-01")
        + instrument(UNHELD, "unheld", "丙调查处理办法", "规范性文件", "2021-06-01")
        + '[[instrument.second_hand]]\nstatement = "处置结束后7个工作日内报送总结报告。"\nsource = "转述：某律师事务所文章"\n',
        encoding="utf-8",
    )
    add(folder / "rules", "2024-01-01", RULES, "甲网络安全管理办法", until="2025-01-01")
    add(folder / "rules", "2025-01-01", LATER, "甲网络安全管理办法")
    add(folder / "law", "2020-02-01", LAW, "乙数据法")
    return folder


def add(folder: Path, effective: str, text: str, title: str, until: str = "", partial: bool = False) -> None:
    """One version: the text and its metadata."""
    folder.mkdir(exist_ok=True)
    (folder / f"{effective}.txt").write_bytes(text.encode())
    lines = [f'title = "{title}"', f"effective = {effective}", f'sha256 = "{hashlib.sha256(text.encode()).hexdigest()}"']
    lines += [f"until = {until}"] if until else []
    lines += ["partial = true"] if partial else []
    (folder / f"{effective}.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def instrument(work: str, slug: str, title: str, rank: str, effective: str) -> str:
    """An entry of the catalogue."""
    return (
        f'[[instrument]]\nwork = "{work}"\nslug = "{slug}"\ntitle = "{title}"\nissuer = ["某机关"]\n'
        f'rank = "{rank}"\nstatus = "现行有效"\neffective = {effective}\n\n'
    )


def reword(folder: Path) -> None:
    """Another text of the law in the corpus below ``folder``."""
    add(folder / "law", "2020-02-01", LAW.replace("建立数据", "建立健全数据"), "乙数据法")
