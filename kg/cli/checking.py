"""``kg check``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import AsOf, Failure, Json, day, say, say_json

if TYPE_CHECKING:
    from kg.memo.checking import Report

_FORMS = (".docx", ".md")


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(check)


def check(
    file: Annotated[str, typer.Argument(metavar="文件", help="备忘录：txt、md、docx；- 为标准输入的文本")],
    as_of: AsOf = None,
    as_json: Json = False,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="文件", help="加注的文稿，.docx 或 .md")] = None,
) -> None:
    """核验文稿中的法条引用和引文；有误时退出码为 1。不需要建图，不保存文稿。"""
    if output is not None and output.suffix.lower() not in _FORMS:
        raise Failure(f"{output} 的格式不支持；请写成 .docx 或 .md")
    on = day(as_of)
    from kg.corpus.readers import read, read_bytes

    reading = read_bytes(sys.stdin.buffer.read(), "标准输入") if file == "-" else read(Path(file))
    from kg.corpus.loading import load
    from kg.memo.checking import check as judge
    from kg.memo.law import Verdict
    from kg.memo.text import to_json, to_table

    report = judge(reading.text, load(), on)
    if output is not None:
        _write(report, output)
    if as_json:
        say_json(to_json(report))
    else:
        say(to_table(report))
    if report.count(Verdict.WRONG):
        raise typer.Exit(1)


def _write(report: Report, output: Path) -> None:
    if output.suffix.lower() == ".docx":
        from kg.memo.docx import to_docx

        output.write_bytes(to_docx(report))
    else:
        from kg.memo.text import to_markdown

        output.write_text(to_markdown(report), encoding="utf-8", newline="\n")
    print(f"已写入 {output}", file=sys.stderr)
