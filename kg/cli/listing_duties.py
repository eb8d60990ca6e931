"""``kg checklist``: the duties of a firm with given facts, across all laws.

Facts with a ``kg:optionHelp`` have an option of their own.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.console import AsOf, Failure, Json, Profiles, chosen_format, day, knowledge, option, put, with_options
from kg.duties.checklist.render import WRITERS, render
from kg.files.render import offered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.duties.facts import Fact

_OTHERS = {"fact": option(list[str] | None, "--fact", "名称=答案", "其他情况，可重复，如 automated=no；名称见 --json 的 facts")}
_OUTPUT = {
    "theme": option(str | None, "--theme", "主题", "只列一个主题，如 数据出境", "-t"),
    "as_of": AsOf,
    "form": option(str | None, "--format", "格式", offered(WRITERS), "-f"),
    "output": Annotated[Path | None, typer.Option("-o", "--output", metavar="文件", help="写入文件；不写则输出到屏幕")],
    "as_json": Json,
}


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    from kg.duties.facts import firm_facts

    own = [f for f in firm_facts() if f.option]
    yes_no, numbers = _options(f for f in own if not f.is_number), _options(f for f in own if f.is_number)
    app.command("checklist")(with_options(checklist, {}, {"profile": Profiles, **yes_no, **_OTHERS, **numbers, **_OUTPUT}))


def _options(facts: Iterable[Fact]) -> dict[str, Any]:
    return {f.key: _option(f) for f in facts}


def _option(fact: Fact) -> Any:
    flag = f"--{fact.key.replace('_', '-')}"
    if not fact.is_number:
        return option(str | None, flag, "yes|no", fact.option)
    return option(int | None, flag, fact.unit, fact.option, least=0)


def checklist(**given: Any) -> None:
    """清单：按机构的情况列出适用的义务，按主题分组，各法重复的合并，可导出为 Excel 和 Word。"""
    from kg.duties.facts import firm_facts

    words = {f.key: str(given[f.key]) for f in firm_facts() if given.get(f.key) is not None} | _others(given["fact"] or [])
    form = "json" if given["as_json"] else given["form"]
    _write(tuple(given["profile"] or ()), words, given["theme"] or "", given["as_of"], form, given["output"])


def _others(pairs: list[str]) -> dict[str, str]:
    from kg.duties.facts import firm_facts

    keys = [f.key for f in firm_facts()]
    found = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        key = key.strip().replace("-", "_")
        if not equals or key not in keys:
            raise Failure(f"--fact {pair[:40]!r} 无法识别；写成 名称=答案，名称可用：{'、'.join(keys)}")
        found[key] = value
    return found


def _write(profile: tuple[str, ...], words: Mapping[str, str], theme: str, as_of: str | None, form: str | None, output: Path | None) -> None:
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
