"""``kg add``, ``own`` and ``remove``: rules that the user adds to those of the program."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.console import Failure, Json, complain, day, say, say_json

if TYPE_CHECKING:
    from kg.own.adding import Addition, Given
    from kg.own.state import ReviewProgress, Summary

_FILE = ("txt、md、docx、pdf 或 html，20 MB 以内；给出文件夹则读其中全部文件、只建图一次，文本没有写明的施行日期等写在其中的 清单.csv"
         "（首行：文件,标题,施行日期,公布日期,失效日期,制定机关,文号,效力层级,简称,片段），有文件不能添加时退出码为 1")
_UNRESOLVED = 8  # citations that lead nowhere, listed one by one
Yes = Annotated[bool, typer.Option("--yes", "-y", help="不再询问，直接执行")]
NoBuild = Annotated[bool, typer.Option("--no-build", help="暂不重新建图；以后运行 kg build")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(add)
    app.command()(own)
    app.command()(remove)


def add(
    file: Annotated[Path, typer.Argument(metavar="文件|文件夹", help=_FILE)],
    title: Annotated[str, typer.Option("--title", metavar="标题", help="法规全称；不写则取自文本")] = "",
    effective: Annotated[str | None, typer.Option("--effective", metavar="日期", help="施行日期；不写则取自文本")] = None,
    promulgated: Annotated[str | None, typer.Option("--promulgated", metavar="日期", help="公布日期")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="日期", help="从哪一天起不再有效")] = None,
    issuer: Annotated[list[str] | None, typer.Option("--issuer", metavar="机关", help="制定机关，可重复")] = None,
    number: Annotated[str, typer.Option("--number", metavar="文号", help="文号")] = "",
    rank: Annotated[str, typer.Option("--rank", metavar="层级", help="如 部门规章、规范性文件、自律规则、内部制度")] = "",
    name: Annotated[list[str] | None, typer.Option("--name", metavar="简称", help="提问时使用的简称，可重复")] = None,
    partial: Annotated[bool, typer.Option("--partial", help="文件只是全文的片段")] = False,
    yes: Yes = False,
    no_build: NoBuild = False,
) -> int:
    """添加自己的法规，一个文件或一个文件夹：解析、提取，并入检索和答复，标明“用户自行添加”。"""
    from kg.corpus.loading import load
    from kg.corpus.readers import read
    from kg.own.adding import Given, prepare
    from kg.own.bulk import LIST
    from kg.own.state import summary

    given = Given(
        title, day(effective), day(promulgated), day(until), tuple(issuer or ()), number, rank, tuple(name or ()), partial,
    )
    if file.is_dir():
        if given != Given():
            raise Failure(f"添加文件夹时不能用 --title、--effective 等选项；请写在 {file / LIST} 中")
        return _add_folder(file, yes, no_build)
    catalogue = load()
    draft = prepare(read(file), given, catalogue)
    found = summary(draft, catalogue)
    say("\n".join(_told(draft, given, found)))
    _agree("添加", yes, draft.doubts)
    _keep([draft], no_build)
    version = draft.version
    print(f"已添加《{version.title}》。下一步：kg review {version.title} --as-of {version.effective} --draft 核对.toml，"
          "或在应用的“自有法规”页逐项核对；kg remove 可移除", file=sys.stderr)
    return 0


def _add_folder(folder: Path, yes: bool, no_build: bool) -> int:
    """Add every text of a folder that can be added, with a line on each file, and return the exit code."""
    from kg.cli.progress import each_visibly
    from kg.corpus.loading import load
    from kg.corpus.readers import read
    from kg.own.bulk import DOUBTFUL, FAULTY, HELD, NEW, files_in, judge, read_list

    names = [p.relative_to(folder).as_posix() for p in files_in(folder)]
    if not names:
        raise Failure(f"{folder} 中没有文件；请给出有法规文本的文件夹")
    reports = list(each_visibly(judge(names, lambda n: read(folder / n), load(), read_list(folder)), "读取文件", len(names)))
    for r in reports:
        say(f"{r.state}：{r.file}：{' '.join(r.words.split())}")
    held, faulty, doubtful = (sum(r.state == s for r in reports) for s in (HELD, FAULTY, DOUBTFUL))
    drafts = [r.draft for r in reports if r.draft and (yes or r.state != DOUBTFUL)]
    kept = "（一并添加）" if yes else "（核对原文后加 --yes 才添加）"
    counts = f"可添加 {sum(r.state == NEW for r in reports)}，" + (f"待确认 {doubtful}{kept}，" if doubtful else "") + f"已有 {held}，有问题 {faulty}"
    print(f"共 {len(reports)} 个文件：{counts}", file=sys.stderr)
    if drafts:
        _agree("添加", yes)
        _keep(drafts, no_build)
        print(f"已添加 {len(drafts)} 部；kg own 列出，kg remove 可移除", file=sys.stderr)
    return int(faulty > 0 or (doubtful > 0 and not yes))


def _told(draft: Addition, given: Given, found: Summary) -> list[str]:
    """The lines on what was read and from which words, for the user to check before anything is kept."""
    i, v, words = draft.instrument, draft.version, draft.found.words
    known = "（目录中已有，原文由您补充）" if draft.known and not draft.known.versions else "（另一文本）" if draft.known else ""
    fields = (
        ("标题", i.title + known, ""), ("施行", str(v.effective), "" if given.effective else words.get("effective", "")),
        ("失效", str(v.until or ""), ""), ("公布", str(v.promulgated or ""), "" if given.promulgated else words.get("promulgated", "")),
        ("文号", i.number, ""), ("制定机关", "、".join(i.issuer), "" if given.issuer or draft.known else words.get("issuer", "")),
        ("效力层级", i.rank, ""), ("简称", "、".join(i.names), ""),
    )
    lines = [f"{name}：{value}" + (f"（取自“{source}”）" if source else "") for name, value, source in fields if value]
    lines.append(f"读出：{found.line}")
    lines += [f"  未对应：{text}——{reason}" for text, reason in found.unresolved[:_UNRESOLVED]]
    more = len(found.unresolved) - _UNRESOLVED
    lines += [f"  未对应的还有 {more} 处"] if more > 0 else []
    return lines + [f"  注意：{problem}" for problem in found.problems]


def _agree(what: str, yes: bool, doubts: Sequence[str] = ()) -> None:
    """Ask the user, who is told what makes a text doubtful.

    Failure is raised where nobody can be asked.
    """
    from kg.corpus.problems import in_one_line

    if yes:
        return
    doubt = f"文本可能不完整或有误（{in_one_line(doubts)}）" if doubts else ""
    if not sys.stdin.isatty():
        remedy = "请改正文件，或核对原文确属如此后加 --yes 再运行" if doubts else "请核对以上内容，确认后加 --yes 再运行"
        raise Failure(f"没有{what}：{doubt}{'；' if doubt else ''}{remedy}")
    typer.confirm(f"{doubt}，仍要{what}？" if doubt else f"确认{what}？", abort=True)


def _keep(drafts: Sequence[Addition], no_build: bool) -> None:
    """Write the texts and build.

    If the graph cannot be built with them, they are taken out again and Failure is raised.
    """
    from kg.cli.progress import build_visibly, tell_waiting
    from kg.files.writing import WriteError
    from kg.graph.storage import building
    from kg.graph.writing.snapshot import BuildError
    from kg.law.places import data_dir
    from kg.own.adding import save_all, withdraw

    if no_build:
        save_all(drafts)
        print("尚未重新建图：运行 kg build 后才会进入检索和答复", file=sys.stderr)
        return
    with building(data_dir(), tell_waiting):  # nobody else's build meets texts that may be withdrawn
        save_all(drafts)
        try:
            build_visibly(force=False)
        except BaseException as error:
            withdraw(drafts)
            if isinstance(error, (BuildError, WriteError)):
                what = "这部法规" if len(drafts) == 1 else f"这 {len(drafts)} 部法规"
                raise Failure(f"加入{what}后建图没有完成，已撤回添加，原有图谱不变：{error}") from error
            raise


def own(as_json: Json = False) -> int:
    """列出自己添加的法规和核对进度；有文件读不出来时退出码为 1。"""
    from kg.corpus.loading import load
    from kg.own.state import progress

    catalogue = load()
    found = progress(catalogue)
    if as_json:
        say_json({"own": [_as_json(s) for s in found], "problems": list(catalogue.own_problems)})
        return int(bool(catalogue.own_problems))
    for s in found:
        until = f"，{s.version.until} 起失效" if s.version.until else ""
        say(f"《{s.version.title}》（{s.version.effective} 起施行{until}）：{s.articles} 条，{s.progress}")
    if not found and not catalogue.own_problems:
        say("还没有添加过法规；用 kg add 文件 添加")
    for problem in catalogue.own_problems:
        complain(problem)
    return int(bool(catalogue.own_problems))


def _as_json(s: ReviewProgress) -> dict[str, Any]:
    v = s.version
    return {"title": v.title, "iri": v.urn, "version": v.effective.isoformat(), "until": v.until.isoformat() if v.until else None,
            "articles": s.articles, "norms": s.items, "decided": s.decided, "problem": s.problem}


def remove(
    name: Annotated[str, typer.Argument(metavar="法规", help="自己添加的法规的标题或简称")],
    effective: Annotated[str | None, typer.Option("--effective", metavar="日期", help="只移除这一天起施行的文本；不写为全部")] = None,
    yes: Yes = False,
    no_build: NoBuild = False,
) -> None:
    """移除自己添加的法规：原文、核对记录，以及图谱和检索中的一切。"""
    from kg.cli.progress import build_visibly
    from kg.corpus.loading import load
    from kg.own.adding import chosen
    from kg.own.adding import remove as take_out

    catalogue, on = load(), day(effective)
    say("将移除：" + "、".join(chosen(name, on, catalogue=catalogue)) + "，连同其核对记录")
    _agree("移除", yes)
    removed = take_out(name, on, catalogue=catalogue)
    print(f"已移除 {'、'.join(removed)}", file=sys.stderr)
    if no_build:
        print("尚未重新建图：运行 kg build 后才会从检索和答复中消失", file=sys.stderr)
    else:
        build_visibly(force=False)
