"""``kg show``, ``matrix`` and ``extract``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.console import AsOf, Json, Profiles, chosen_format, complain, day, knowledge, put, say, say_json
from kg.duties.matrix.render import WRITERS, render
from kg.files.render import offered
from kg.law.wording import SECOND_HAND, USERS, standing_of_text

if TYPE_CHECKING:
    from kg.corpus.amendments.status import ProvisionStatus
    from kg.corpus.catalogue import Catalogue
    from kg.corpus.lookup import Shown
    from kg.duties.matrix.rows import Row
    from kg.files.heading import Heading
    from kg.graph.knowledge import Knowledge, Link
    from kg.law.model import Instrument
    from kg.links.records import CrossLink

    _Links = tuple[Sequence[Link], Sequence[Link], Sequence[CrossLink]] | None


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(show)
    app.command()(matrix)
    app.command()(extract)


def show(
    reference: Annotated[str, typer.Argument(metavar="条文", help="如：网络安全法第二十三条、218号令第39条第1款")],
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """显示一条法条的原文，它引用谁、谁引用它，以及与其他法规的关联。"""
    from kg.corpus.loading import load
    from kg.corpus.lookup import look_up
    from kg.law.versions import today

    catalogue = load()
    shown = look_up(reference, catalogue, day(as_of))
    links, status = _links(shown, day(as_of)), _status(shown, day(as_of) or today())
    if as_json:
        say_json(_show_json(reference, shown, links, status))
    else:
        say(_show_text(shown, links, catalogue, status))


def _status(shown: Shown, on: date) -> ProvisionStatus | None:
    """The standing of what is shown on the day, or None if its text is not held."""
    from kg.corpus.amendments.status import provision_status
    from kg.corpus.lookup import parsed

    if shown.version is None:
        return None
    eid = shown.provision.eid if shown.provision else ""
    return provision_status(shown.instrument, shown.version, eid, on, parsed)


def _links(shown: Shown, as_of: date | None) -> _Links:
    """The citations from what is shown, those to it, and its links with other laws, or None if no graph is built.

    The words of the law need no graph.
    """
    from kg.graph.knowledge import Knowledge, NotBuiltError
    from kg.graph.links_of_day import links_of
    from kg.law.versions import is_in_force, today

    if shown.provision is None or shown.version is None:
        return ((), (), ())
    on = as_of or today()
    on = on if is_in_force(shown.version, on) else shown.version.effective
    try:
        graph = Knowledge.open()
        related = [k for k in links_of(graph, shown.urn, on) if k.origin != "citation"]
    except NotBuiltError:
        return None
    return graph.outgoing(shown.urn), graph.incoming(shown.urn), related


def _show_json(reference: str, shown: Shown, links: _Links, status: ProvisionStatus | None) -> dict[str, Any]:
    version, provision = shown.version, shown.provision
    return {
        "reference": reference,
        "instrument": shown.instrument.title,
        "version": version.effective.isoformat() if version else None,
        "until": version.until.isoformat() if version and version.until else None,
        "iri": shown.urn,
        "kind": provision.kind.value if provision else "instrument",
        "article": shown.article,
        "paragraph": shown.paragraph,
        "item": shown.item,
        "headings": list(shown.headings),
        "promulgated": version.promulgated.isoformat() if version and version.promulgated else None,
        "status": _status_json(status) if status else None,
        "text": shown.text,
        "note": shown.note,
        "compared": version.compared.isoformat() if version and version.compared else None,
        "amended_since": version.amended_since if version else "",
        "subjects": [s.name for s in shown.instrument.subjects],
        "second_hand": [{"statement": s.statement, "source": s.source} for s in shown.instrument.second_hand],
        "user_supplied": bool(version and version.user_supplied),
        "cites": None if links is None else [_link_json(link) for link in links[0]],
        "cited_by": None if links is None else [_link_json(link) for link in links[1]],
        "related": None if links is None else [{"source": k.source, "target": k.target, "type": k.type.value} for k in links[2]],
    }


def _status_json(status: ProvisionStatus) -> dict[str, Any]:
    steps = {"before": status.before, "after": status.after, "namesake": status.namesake}
    told = {name: {"iri": s.urn, "article": s.label, "change": s.kind.value, "since": s.version.effective.isoformat()} if s else None
            for name, s in steps.items()}
    return {"word": status.word, "on": status.on.isoformat(), "lines": list(status.lines), **told}


def _link_json(link: Link) -> dict[str, Any]:
    return {"source": link.source, "target": link.target, "text": link.text, "kind": link.kind, "reason": link.reason,
            "stale": link.stale, "also": list(link.also), "note": link.note}


def _show_text(shown: Shown, links: _Links, catalogue: Catalogue, status: ProvisionStatus | None) -> str:
    lines = _head(shown)
    if shown.version is None or status is None:
        return "\n".join([*lines, *_known(shown.instrument)])
    lines += [*status.lines, "", shown.text, *([] if shown.instrument.held else ["", *_beyond(shown.instrument)])]
    if links is None:
        return "\n".join([*lines, "", "（尚未建图，未列引用关系；请运行 kg build）"])
    cites, cited_by, related = links
    if cites:
        lines += ["", "引用"]
        lines += [f"  {k.text} → {_name(k.target, catalogue) if k.target else k.reason}{_stale(k, catalogue)}" for k in cites]
    if cited_by:
        lines += ["", "被引用"]
        lines += [f"  {_name(k.source, catalogue)}：{k.text}{_stale(k, catalogue)}" for k in cited_by]
    if related:
        lines += ["", "与其他法规的关联（原文和理由见 kg links）", *(_related(k, shown.urn, catalogue) for k in related)]
    return "\n".join(lines)


def _related(link: CrossLink, urn: str, catalogue: Catalogue) -> str:
    from kg.law.identifiers import within
    from kg.links.records import LABELS

    out = within(link.source, urn)
    return f"  {LABELS[link.type]} {'→' if out else '←'} {_name(link.target if out else link.source, catalogue)}"


def _stale(link: Link, catalogue: Catalogue) -> str:
    """The remark on a citation by an old number: （旧条号，现为网络安全法第六十一条）.

    For any other citation it is the note that the graph holds on it, or ''.
    """
    if link.stale and len(link.also) == 1:
        return f"（旧条号，现为{_name(link.also[0], catalogue)}）"
    return f"（{link.note}）" if link.note else ""


def _head(shown: Shown) -> list[str]:
    version = shown.version
    until = f"，{version.until} 起失效" if version and version.until else ""
    dates = f"（{version.effective} 起施行{until}）" if version else ""
    own = USERS if version and version.user_supplied else ""
    note = [f"注意：{'；'.join(n for n in (shown.note, own) if n)}"] if shown.note or own else []
    compared = [standing_of_text(version)] if version and version.compared else []
    return [f"《{shown.instrument.title}》{dates}", *compared, *note, *([" › ".join(shown.headings)] if shown.headings else [])]


def _known(instrument: Instrument) -> list[str]:
    facts = [("制定机关", "、".join(instrument.issuer)), ("文号", instrument.number), ("状态", instrument.status),
             ("公布", str(instrument.promulgated or "")), ("施行", str(instrument.effective or "")), ("网址", instrument.url),
             ("说明", instrument.note)]
    return [*(f"{name}：{value}" for name, value in facts if value), *_beyond(instrument)]


def _beyond(instrument: Instrument) -> list[str]:
    """What is known of an instrument beyond the words held: what it decides, and what is told of it at second hand."""
    decides = [f"规定的事项：{'、'.join(s.name for s in instrument.subjects)}"] if instrument.subjects else []
    return [*decides, *(f"{SECOND_HAND}：{s.statement}（来源：{s.source}）" for s in instrument.second_hand)]


def _name(urn: str, catalogue: Catalogue) -> str:
    """The name of a provision from its URN: 网络安全法第二十三条第一款."""
    from kg.corpus.lookup import UnknownReference, look_up

    try:
        return look_up(urn, catalogue).label
    except UnknownReference:
        return urn


def matrix(
    bearer: Annotated[str | None, typer.Option("--bearer", metavar="主体", help="义务主体，如 证券公司、券商")] = None,
    recipient: Annotated[str | None, typer.Option("--recipient", metavar="机关", help="报送对象，如 派出机构")] = None,
    instrument: Annotated[str | None, typer.Option("--instrument", metavar="法规", help="标题或简称，如 218号令")] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="行为", help="如 报告、备案、保存")] = None,
    profile: Profiles = None,
    as_of: AsOf = None,
    form: Annotated[str | None, typer.Option("--format", "-f", metavar="格式", help=f"{offered(WRITERS)}；svg、png 为流向图")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="文件", help="写入文件；不写则输出到屏幕")] = None,
) -> None:
    """导出义务矩阵；svg、png 是“谁向谁报告什么”的流向图。"""
    from kg.duties.flows.picture import FORMATS as PICTURES
    from kg.duties.matrix.making import obligations
    from kg.duties.matrix.rows import TITLE
    from kg.files.heading import Heading
    from kg.law.versions import today

    chosen = chosen_format(form, output, (*WRITERS, *PICTURES), default="md")
    on = day(as_of) or today()
    graph = knowledge()
    found = obligations(graph, on, bearer=bearer, profile=tuple(profile or ()), recipient=recipient, instrument=instrument, kind=kind)
    named = (("义务主体", bearer or ""), ("适用主体", "、".join(profile or ())), ("对象", recipient or ""),
             ("法规", instrument or ""), ("行为", kind or ""))
    count = len(found)
    if chosen in PICTURES:
        data, count = _picture(graph, found, chosen, Heading(on, named, "谁向谁报告什么"), recipient)
    else:
        data = render(found, chosen, Heading(on, named, TITLE), graph.catalogue.instruments)
    put(data, output, f"{count} 项")


def _picture(graph: Knowledge, rows: Sequence[Row], form: str, heading: Heading, recipient: str | None) -> tuple[bytes, int]:
    """The flows of the rows as a picture, and how many of the rows it shows.

    It shows those that oblige somebody to tell.
    """
    from kg.duties.flows.making import find
    from kg.duties.flows.picture import render

    flows = find(graph, heading.on, rows)
    authority = graph.vocabulary.named(recipient) if recipient else None
    flows = flows.towards(authority.label) if authority else flows
    return render(flows, form, heading), len(flows.rows)


def extract(
    file: Annotated[str, typer.Argument(metavar="文件", help="txt、md、docx、pdf 或 html；- 为标准输入的文本")],
    title: Annotated[str, typer.Option("--title", metavar="标题", help="法规标题；不写则取自文件")] = "",
    as_json: Json = False,
) -> None:
    """解析任意一份法规文本：条款、引用、义务、定义；不保存任何内容。"""
    from kg.corpus.readers import read, read_stream

    reading = read_stream(sys.stdin.buffer, "标准输入") if file == "-" else read(Path(file))
    from kg.corpus.problems import in_one_line
    from kg.corpus.structure import parse
    from kg.reading.extract import extract_with_problems

    tree = parse(reading.text, title or reading.title)
    found, problems = extract_with_problems(tree)
    if as_json:
        say_json(found)
        return
    if problems:
        complain(f"{file}：注意：{in_one_line([p.message for p in problems])}")
    say(f"《{tree.title}》")
    for name, key in (("条", "articles"), ("处引用", "citations"), ("项规范", "norms"), ("个定义", "definitions")):
        say(f"  {len(found[key])} {name}")
