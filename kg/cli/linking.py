"""``kg links`` and ``kg path``: how laws are related, with the words on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.console import AsOf, Failure, Json, complain, day, knowledge, say, say_json

if TYPE_CHECKING:
    from kg.atlas.paths import PathStep, Way
    from kg.graph.knowledge import Knowledge
    from kg.links.records import CrossLink, LinkType

_MOST = 240  # characters of one side that are shown


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("links")(links)
    app.command("path")(path)


def links(
    reference: Annotated[str | None, typer.Argument(metavar="条文", help="条文或法规，如 218号令第41条；不写则列出全部")] = None,
    kind: Annotated[str | None, typer.Option("--type", "-t", metavar="类型", help="援引、制定依据、细化落实、定义、处罚、例外、同一事件")] = None,
    as_of: AsOf = None,
    draft: Annotated[Path | None, typer.Option("--draft", metavar="文件", help="把尚未核对的写成待核对的条目（corpus/links.toml 的格式）")] = None,
    as_json: Json = False,
) -> None:
    """法规之间的关联：类型、双方原文、来源、可信度和核对情况。"""
    from kg.corpus.lookup import look_up
    from kg.graph.links_of_day import links as links_on
    from kg.graph.links_of_day import links_of
    from kg.law.versions import today

    wanted = _type(kind)
    graph, on = knowledge(), day(as_of) or today()
    urn = look_up(reference, graph.catalogue, on, graph.document).urn if reference else None
    all_links = links_of(graph, urn, on) if urn else links_on(graph, on)
    found = [k for k in all_links if wanted is None or k.type is wanted]
    if draft:
        _write_draft(draft, graph, found, today())
    elif as_json:
        say_json({"reference": reference, "iri": urn, "as_of": on, "links": [_json(graph, k) for k in found]})
    else:
        say(_text(graph, urn, on, found))
        if any(k.status != "extracted" for k in found) and graph.manifest.get("link_reviewer"):
            say(f"\n核对：{graph.manifest['link_reviewer']}")


def _write_draft(path: Path, graph: Knowledge, found: Sequence[CrossLink], on: date) -> None:
    from kg.files.writing import put
    from kg.links.review import draft

    text = draft(found, graph.catalogue, on)
    put(path, text)
    complain(f"已写入 {path}：{text.count('[[link]]')} 项待核对；填好 verdict 和 reason 后并入 corpus/links.toml")


def _type(kind: str | None) -> LinkType | None:
    from kg.links.records import LABELS, LinkType

    if kind is None:
        return None
    named = {**{t.value: t for t in LinkType}, **{label: t for t, label in LABELS.items()}, "例外": LinkType.EXCEPTION}
    if kind not in named:
        raise Failure(f"没有关联类型 {kind[:20]!r}；可用：{'、'.join(LABELS.values())}")
    return named[kind]


def _json(graph: Knowledge, k: CrossLink) -> dict[str, Any]:
    from kg.links.records import LABELS

    return {
        "source": k.source, "source_label": graph.provision_label(k.source), "target": k.target, "target_label": graph.provision_label(k.target),
        "type": k.type.value, "label": LABELS[k.type], "source_words": k.source_words, "target_words": k.target_words, "origin": k.origin,
        "confidence": k.confidence, "status": k.status, "reason": k.reason,
    }


def _text(graph: Knowledge, urn: str | None, on: date, found: Sequence[CrossLink]) -> str:
    from kg.law.identifiers import within

    if urn is None:
        return _paragraphs([_head(f"{on} 有效的法规间关联", found)], graph, found)
    name = graph.provision_label(urn)
    if not found:
        return f"{name}（{on}）：没有与其他法规的关联"
    out, back = [k for k in found if within(k.source, urn)], [k for k in found if not within(k.source, urn)]
    lines = [f"{name}（{on}）：与其他法规有 {len(found)} 项关联"]
    if out:
        lines = [_paragraphs([*lines, "", f"── 由它指向其他法规（{len(out)}）"], graph, out)]
    return _paragraphs([*lines, "", f"── 由其他法规指向它（{len(back)}）"], graph, back) if back else "\n".join(lines)


def _head(title: str, found: Sequence[CrossLink]) -> str:
    from kg.links.records import LABELS

    counts = "，".join(f"{label} {n}" for t, label in LABELS.items() if (n := sum(k.type is t for k in found)))
    return f"{title}：{len(found)} 项" + (f"（{counts}）" if counts else "")


def _paragraphs(lines: list[str], graph: Knowledge, found: Sequence[CrossLink]) -> str:
    for k in found:
        lines += ["", *_lines(graph, k)]
    return "\n".join(lines)


def _lines(graph: Knowledge, k: CrossLink) -> list[str]:
    from kg.links.records import LABELS, ORIGINS, STATUSES

    theirs = _one_line(k.target_words) or "（原文未收录）"
    return [
        f"{graph.provision_label(k.source)} → {graph.provision_label(k.target)}〔{LABELS[k.type]}〕",
        f"  前者：{_one_line(k.source_words)}",
        f"  后者：{theirs}",
        f"  来源：{ORIGINS[k.origin]}；{STATUSES[k.status]}；可信度 {k.confidence:.2f}",
        f"  理由：{k.reason}",
    ]


def _one_line(words: str) -> str:
    flat = "／".join(line.strip() for line in words.splitlines() if line.strip())
    return flat if len(flat) <= _MOST else f"{flat[:_MOST]}……"


def path(
    start: Annotated[str, typer.Argument(metavar="起点", help="条文、法规、主体或监管机关，如 218号令第41条")],
    end: Annotated[str, typer.Argument(metavar="终点", help="如 个人信息保护法第57条、证券公司、证监局")],
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """两条条文（或主体、监管机关）之间的最短路径，每一步附原文。"""
    from kg.atlas.growing import build
    from kg.atlas.neighbourhood import find
    from kg.atlas.paths import shortest
    from kg.law.versions import today

    graph, on = knowledge(), day(as_of) or today()
    net = build(graph, on)
    ends = find(net, graph, start), find(net, graph, end)
    way = shortest(net, *ends)
    if as_json:
        steps = [_step_json(s) for s in way.steps] if way else []
        say_json({"from": ends[0], "to": ends[1], "as_of": on, "found": way is not None, "steps": steps})
    elif way is None:
        say(f"{net.nodes[ends[0]].name} 与 {net.nodes[ends[1]].name} 之间没有路径（{on}）")
    else:
        say(_way_text(way, on))


def _step_json(s: PathStep) -> dict[str, Any]:
    k = s.strand
    return {
        "from": s.source.key, "from_label": s.source.name, "to": s.target.key, "to_label": s.target.name, "relation": s.edge.relation.value,
        "label": s.edge.label, "forward": s.forward, "source": k.source, "target": k.target, "source_words": k.source_words,
        "target_words": k.target_words, "origin": k.origin, "confidence": k.confidence, "status": k.status, "reason": k.reason,
    }


def _way_text(way: Way, on: date) -> str:
    if not way.steps:
        return f"{way.start.name}（{on}）：起点和终点是同一处"
    lines = [f"{way.start.name} → {way.end.name}（{on}）：{len(way.steps)} 步"]
    for number, step in enumerate(way.steps, 1):
        arrow = f"—{step.edge.label}→" if step.forward else f"←{step.edge.label}—"
        lines += ["", f"{number}. {step.source.name} {arrow} {step.target.name}", *_evidence(step)]
    return "\n".join(lines)


def _evidence(step: PathStep) -> list[str]:
    """The words on an edge in the order in which it is walked, then its origin and reason."""
    k = step.strand
    words = (k.source_words, k.target_words) if step.forward else (k.target_words, k.source_words)
    lines = [f"   {'起' if n == 0 else '止'}：{_one_line(w)}" for n, w in enumerate(words) if w]
    sure = f"可信度 {k.confidence:.2f}" if k.confidence is not None else ""
    about = "；".join(p for p in (k.origin, k.status, sure) if p)
    return [*lines, *([f"   来源：{about}"] if about else []), *([f"   理由：{k.reason}"] if k.reason else [])]
