"""``kg diff``: two texts of one law side by side."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import Json, chosen_format, day, put
from kg.corpus.amendments.render import WRITERS, render
from kg.files.render import offered

if TYPE_CHECKING:
    from kg.corpus.amendments.changes import StaleCitation
    from kg.corpus.amendments.text import Told
    from kg.law.model import Instrument


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(diff)


def diff(
    instrument: Annotated[str, typer.Argument(metavar="法规", help="标题或简称，如 网络安全法；也可写到条：网安法21条")],
    first: Annotated[str | None, typer.Option("--from", metavar="日期", help="旧文本：这一天施行的文本；不写为新文本之前的文本")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="日期", help="新文本：这一天施行的文本；不写为最新的文本")] = None,
    article: Annotated[str | None, typer.Option("--article", metavar="条号", help="只看一条，新旧条号均可，如 第二十一条")] = None,
    everything: Annotated[bool, typer.Option("--all", help="连同文字未变的条文")] = False,
    form: Annotated[str | None, typer.Option("--format", "-f", metavar="格式", help=offered(WRITERS))] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="文件", help="写入文件；不写则输出到屏幕")] = None,
    as_json: Json = False,
) -> None:
    """新旧对照：一部法规两个文本的条号对应、变化种类和改动的文字。"""

    chosen = chosen_format(form, output, WRITERS, as_json=as_json)
    told = _told(instrument, day(first), day(last), article, everything)
    data = render(told, chosen)
    put(data, output, f"{told.same or told.comparison.summary}")


def _told(name: str, first: date | None, last: date | None, article: str | None, everything: bool) -> Told:
    from kg.corpus.amendments.comparison import compare
    from kg.corpus.amendments.text import Told, choose
    from kg.corpus.loading import load
    from kg.corpus.lookup import parsed, read_reference
    from kg.law import versions

    catalogue = load()
    read = read_reference(name, catalogue)
    wanted = article or read.article
    comparison = compare(read.instrument, catalogue, first, last, parsed)
    if comparison.same:
        return Told(comparison, (), ())
    shown = choose(comparison, everything=everything, article=wanted)
    today = versions.today()
    on = today if versions.is_in_force(comparison.new, today) else comparison.new.effective
    return Told(comparison, shown, _stale(read.instrument, on), wanted)


def _stale(instrument: Instrument, on: date) -> tuple[StaleCitation, ...] | None:
    """The citations by old numbers, or None if no graph is built.

    The words of the law need no graph.
    """
    from kg.graph.knowledge import Knowledge, NotBuiltError
    from kg.graph.stale import stale_citations

    try:
        with Knowledge.open() as graph:
            return stale_citations(graph, on, instrument.work)
    except NotBuiltError:
        return None
