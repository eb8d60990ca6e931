"""``kg checklist``: the duties of a firm with given facts, across all laws."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.console import AsOf, Failure, Json, Profiles, chosen_format, day, knowledge, put
from kg.duties.checklist.render import WRITERS, render
from kg.files.render import offered

YesNo = str | None


def _yes(*names: str, words: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(*names, metavar="yes|no", help=words)
    return option


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("checklist")(checklist)


def checklist(  # noqa: PLR0913, PLR0917 - an option each
    profile: Profiles = None,
    cii: Annotated[YesNo, _yes("--cii", words="是否关键信息基础设施运营者")] = None,
    important_data: Annotated[YesNo, _yes("--important-data", words="是否处理重要数据")] = None,
    cross_border: Annotated[YesNo, _yes("--cross-border", words="是否向境外提供数据")] = None,
    sensitive: Annotated[YesNo, _yes("--sensitive", words="是否处理敏感个人信息")] = None,
    minors: Annotated[YesNo, _yes("--minors", words="是否处理不满十四周岁未成年人的个人信息")] = None,
    face: Annotated[YesNo, _yes("--face", words="是否使用人脸识别")] = None,
    app: Annotated[YesNo, _yes("--app", words="是否提供 App")] = None,
    outsourcing: Annotated[YesNo, _yes("--outsourcing", words="是否使用外包的信息技术服务")] = None,
    fact: Annotated[
        list[str] | None, typer.Option("--fact", metavar="名称=答案", help="其他情况，可重复，如 automated=no；名称见 --json 的 facts")
    ] = None,
    individuals: Annotated[int | None, typer.Option("--individuals", metavar="人数", min=0, help="处理多少人的个人信息")] = None,
    faces: Annotated[int | None, typer.Option("--faces", metavar="人数", min=0, help="存储多少人的人脸信息")] = None,
    accounts: Annotated[int | None, typer.Option("--accounts", metavar="个数", min=0, help="私募基金份额持有人账户合计")] = None,
    exported: Annotated[int | None, typer.Option("--exported", metavar="人数", min=0, help="本年向境外提供多少人的个人信息（不含敏感）")] = None,
    exported_sensitive: Annotated[int | None, typer.Option("--exported-sensitive", metavar="人数", min=0, help="其中敏感个人信息的人数")] = None,
    theme: Annotated[str, typer.Option("--theme", "-t", metavar="主题", help="只列一个主题，如 数据出境")] = "",
    as_of: AsOf = None,
    form: Annotated[str | None, typer.Option("--format", "-f", metavar="格式", help=offered(WRITERS))] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="文件", help="写入文件；不写则输出到屏幕")] = None,
    as_json: Json = False,
) -> None:
    """清单：按机构的情况列出适用的义务，按主题分组，各法重复的合并，可导出为 Excel 和 Word。"""
    typed = {
        "cii": cii, "important_data": important_data, "cross_border": cross_border, "sensitive": sensitive, "minors": minors, "face": face,
        "app": app, "outsourcing": outsourcing,
    }
    numbers = {"individuals": individuals, "faces": faces, "accounts": accounts, "exported": exported, "exported_sensitive": exported_sensitive}
    words = {k: v for k, v in typed.items() if v is not None} | {k: str(v) for k, v in numbers.items() if v is not None} | _others(fact or [])
    _write(tuple(profile or ()), words, theme, as_of, "json" if as_json else form, output)


def _others(pairs: list[str]) -> dict[str, str]:
    from kg.duties.facts import KEYS

    found = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        key = key.strip().replace("-", "_")
        if not equals or key not in KEYS:
            raise Failure(f"--fact {pair[:40]!r} 无法识别；写成 名称=答案，名称可用：{'、'.join(KEYS)}")
        found[key] = value
    return found


def _write(profile: tuple[str, ...], words: dict[str, str], theme: str, as_of: str | None, form: str | None, output: Path | None) -> None:
    from kg.duties.checklist.lines import counts
    from kg.duties.checklist.making import checklist as make
    from kg.duties.facts import of_words
    from kg.law.versions import today

    chosen = chosen_format(form, output, WRITERS)
    on = day(as_of) or today()
    graph = knowledge()
    labels = tuple(graph.vocabulary.profile(p).label for p in profile)
    made = make(graph, of_words(labels, words), on, theme)
    data = render(made, chosen, graph.catalogue.instruments)
    put(data, output, f"{counts(made)}")
