"""The result of a check as JSON, as a table for the terminal, and as Markdown."""

from __future__ import annotations

from typing import Any

from kg.files.markdown import md_line, md_row, md_text
from kg.files.safe import clean
from kg.memo.checking import Finding, Report

COLUMNS = ("序号", "引用", "结论", "理由", "条文原文")
NOTHING = "没有找到任何法条引用或引文。请确认文稿中写有文件名称和条号，如《网络安全法》第二十三条、218号令第39条"
LEGEND = "〔删：…〕为原文有而引文漏去的字词，〔增：…〕为引文添入的字词。"


def to_json(report: Report) -> list[dict[str, Any]]:
    """The findings as JSON, one object for each.

    ``start`` and ``end`` count characters of the memo's text with \\n as line end.
    """
    return [{
        "number": f.number, "start": f.start, "end": f.end, "text": f.text, "verdict": f.verdict.value, "reason": f.reason,
        "provision": f.label, "iri": f.urn, "version": f.version, "words": f.words, "see": list(f.source),
        "quotes": [{"start": q.start, "end": q.end, "text": q.text} for q in f.quotes],
    } for f in report.findings]


def cells(finding: Finding) -> tuple[str, str, str, str, str]:
    """The row of a finding: number, citation, verdict, reason, and the verbatim words with their place."""
    named = finding.label and "".join(finding.label.split()) != "".join(finding.text.split())
    cited = finding.text + (f"\n（{finding.label}）" if named else "")
    place = f"\n{finding.urn}" if finding.urn else ""
    return str(finding.number), cited, finding.verdict.value, finding.reason, finding.words + place


def to_table(report: Report) -> str:
    """The findings as lines for the terminal: verdict, citation and reason, then the words of the provision."""
    if not report.findings:
        return NOTHING
    lines: list[str] = []
    for f in report.findings:
        number, cited, verdict, reason, words = (clean(c) for c in cells(f))
        lines += [f"{number}. [{verdict}] {' '.join(cited.split())}", f"   {reason}"]
        lines += [f"   │ {line}" for line in words.split("\n") if line.strip()] if f.words else []
    return "\n".join([*lines, "", report.summary, *([LEGEND] if "〔" in "".join(f.reason for f in report.findings) else [])])


def to_markdown(report: Report) -> str:
    """The memo as Markdown with numbered verdicts behind its citations, followed by the table 核验结果."""
    rows = [md_row(COLUMNS), "|" + " --- |" * len(COLUMNS)]
    rows += ["| " + " | ".join(map(_cell, cells(f))) + " |" for f in report.findings]
    body = "\n\n".join(md_line(p) for p in _numbered(report).split("\n") if p.strip())
    return f"{body}\n\n## 核验结果\n\n{md_line(report.summary)}\n\n" + ("\n".join(rows) + f"\n\n{LEGEND}\n" if report.findings else NOTHING + "\n")


def _numbered(report: Report) -> str:
    return "".join(text + (f"【{'、'.join(str(f.number) for f in found)} {worst(found).verdict}】" if found else "")
                   for text, found in marked_stretches(report))


def marked_stretches(report: Report) -> list[tuple[str, tuple[Finding, ...]]]:
    """The memo cut into plain stretches without a finding and marked ones with their findings.

    The stretches joined are the memo. Citations of one span (a range) are one stretch. Where two spans overlap, the second
    begins where the first ends.
    """
    spans: dict[tuple[int, int], list[Finding]] = {}
    for f in report.findings:
        spans.setdefault((f.start, f.end), []).append(f)
    out: list[tuple[str, tuple[Finding, ...]]] = []
    at = 0
    for (start, end), found in sorted(spans.items()):
        begin = max(start, at)
        if begin > at:
            out.append((report.text[at:begin], ()))
        out.append((report.text[begin : max(begin, end)], tuple(found)))
        at = max(at, end)
    return [*out, (report.text[at:], ())] if at < len(report.text) else out


def worst(found: tuple[Finding, ...]) -> Finding:
    """The gravest of the findings of one stretch."""
    from kg.memo.law import ORDER

    return max(found, key=lambda f: ORDER[f.verdict])


def _cell(text: str) -> str:
    return "<br>".join(md_text(line.strip()) for line in clean(text).split("\n") if line.strip()) or "—"
