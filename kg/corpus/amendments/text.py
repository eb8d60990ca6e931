"""The differences between two texts of a law as plain text, Markdown and JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from kg.corpus.amendments.changes import NONE, Change, ChangeKind, Side, StaleCitation
from kg.corpus.amendments.comparison import Comparison
from kg.files.markdown import md_row, md_text
from kg.files.safe import clean
from kg.law.model import Document
from kg.law.wording import chinese_date

LEGEND = "[-…-] 为删去的文字，{+…+} 为增加的文字。"
UNBUILT = "尚未建图，未列仍按旧条号援引的规定；请运行 kg build。"
STALE = "仍按旧条号援引的规定"
SOURCE = "条文对应关系和文字差异由程序根据收录的两个官方文本逐字比较得出；条文文字照录官方文本。"


@dataclass(frozen=True)
class Told:
    """What is to be shown of a comparison.

    It has the comparison, the changes chosen from it, the stale citations (None if no graph is built), and the number of the
    one article that was asked for.
    """

    comparison: Comparison
    chosen: tuple[Change, ...]
    stale: tuple[StaleCitation, ...] | None
    article: str | None = None

    @property
    def title(self) -> str:
        """The title, such as 《网络安全法》新旧对照."""
        return f"《{self.comparison.instrument.title}》新旧对照"

    @property
    def texts(self) -> tuple[str, str]:
        """The two texts with their dates, of which publication and effect are different days."""
        pairs = ((self.comparison.old, self.comparison.old_document), (self.comparison.new, self.comparison.new_document))
        old, new = (f"{chinese_date(v.promulgated)}公布，{chinese_date(v.effective)}起施行（共 {_count(d)}）" for v, d in pairs)
        return f"旧文本：{old}", f"新文本：{new}"

    @property
    def same(self) -> str:
        """The one sentence to say if both days fall into one text, or '' if they do not."""
        c = self.comparison
        return f"两个日期施行的是同一文本：《{c.instrument.title}》{c.new.effective} 起施行的文本，没有差异。" if c.same else ""


def _count(document: Document) -> str:
    return f"{len(document.main_articles)} {'部分' if document.own_numbers else '条'}"


def choose(comparison: Comparison, *, everything: bool = False, article: str | None = None) -> tuple[Change, ...]:
    """The changes whose words are shown.

    They are those of one article (by its old or its new number), all of them, or those in which words differ.
    """
    if article:
        return comparison.numbered(article)
    return tuple(c for c in comparison.changes if everything or words_differ(c))


def words_differ(change: Change) -> bool:
    """Whether any word is new or gone.

    Cross-references count, but the article's own number does not.
    """
    return change.kind not in (ChangeKind.UNCHANGED, ChangeKind.RENUMBERED) or change.references_only


def arrow(change: Change) -> str:
    """The old and the new number, such as 第二十一条 → 第二十三条, with （无） on a side that has none."""
    return f"{_number(change.old)} → {_number(change.new)}"


def _number(side: Side | None) -> str:
    return side.label if side else "（无）"


def kind_words(change: Change) -> str:
    """The kind of a change with its remark, such as 修改（原第（一）项的多数文字见第六十九条）."""
    return change.kind.value + (f"（{change.remark}）" if change.remark else "")


def runs(changes: Sequence[Change]) -> list[tuple[str, str, str]]:
    """The map of old numbers, new numbers and kinds in few lines.

    Articles that follow one another and fared alike share a line.
    """
    groups: list[list[Change]] = []
    for change in changes:
        alike = groups and kind_words(groups[-1][-1]) == kind_words(change) and change.old and change.new and groups[-1][-1].old
        if alike and not change.remark:
            groups[-1].append(change)
        else:
            groups.append([change])
    return [(_range([c.old for c in g]), _range([c.new for c in g]), kind_words(g[0])) for g in groups]


def _range(sides: Sequence[Side | None]) -> str:
    first, last = sides[0], sides[-1]
    return _number(first) if len(sides) == 1 else f"{_number(first)}{'、' if len(sides) == 2 else '至'}{_number(last)}"


def marked(comparison: Comparison, change: Change) -> str:
    """The words after the number, with old and new in one text: [-旧-]{+新+}."""
    return _woven(comparison, change, lambda w: f"[-{w}-]", lambda w: f"{{+{w}+}}", str)


def _woven(
    comparison: Comparison, change: Change, gone: Callable[[str], str], added: Callable[[str], str], kept: Callable[[str], str],
) -> str:
    """All segments in one text.

    A line break at the edge of a change stands outside its marks.
    """
    out = []
    for n, segment in enumerate(change.segments):
        words = comparison.text_of(change, n)
        wrap = {"equal": kept, "deleted": gone, "inserted": added}[segment.kind]
        out.append("\n".join(wrap(line) if line.strip() else line for line in words.split("\n")))
    return "".join(out).strip("　 \n")


# ── plain text ──


def to_text(told: Told) -> bytes:
    """The comparison as a plain text file for the terminal."""
    return _file(_text(told))


def to_md(told: Told) -> bytes:
    """The comparison as a Markdown file."""
    return _file(_markdown(told))


def to_json(told: Told) -> bytes:
    """The comparison as a JSON file (see ``as_json``)."""
    return _file(json.dumps(as_json(told), ensure_ascii=False, indent=1))


def _file(text: str) -> bytes:
    return (clean(text).rstrip("\n") + "\n").encode()


def _text(told: Told) -> str:
    """The comparison for a terminal without colour."""
    if told.same:
        return told.same
    c = told.comparison
    lines = [told.title, *(f"  {t}" for t in told.texts), f"  {c.summary}", ""]
    if not told.article:
        lines += ["条号对照（旧 → 新）", *_map(c.changes), ""]
    lines += [f"改动的文字：{LEGEND}" if told.chosen else "没有文字改动的条文。"]
    for change in told.chosen:
        lines += ["", f"【{kind_words(change)}】{arrow(change)}{_chapter(change)}", marked(c, change)]
    return "\n".join([*lines, "", STALE, *_stale_lines(told)])


def _map(changes: Sequence[Change]) -> list[str]:
    return [f"  {old} → {new}　{kind}" for old, new, kind in runs(changes)]


def _chapter(change: Change) -> str:
    old, new = (" › ".join(s.headings) if s else "" for s in (change.old, change.new))
    if old == new or not old or not new:
        return f"　{new or old}" if new or old else ""
    return f"　{old} → {new}"


def _stale_lines(told: Told) -> list[str]:
    if told.stale is None:
        return [f"  {UNBUILT}"]
    return [f"  {stale_line(s)}" for s in told.stale] or [f"  {NONE}"]


def stale_line(s: StaleCitation) -> str:
    """A stale citation in one line: 《甲办法》第三条：“……”所引《网络安全法》第五十九条现为第六十一条（修改）."""
    now = f"现为{s.new_label.partition('》')[2]}" if s.new else "已没有对应的条文"
    doubt = f"；{s.note.partition('；')[2]}" if "有歧义" in s.note else ""
    return f"{s.source_label}：“{s.words}”——所引{s.old_label}{now}（{s.change.kind.value}{doubt}）"


# ── Markdown ──


def _markdown(told: Told) -> str:
    """The comparison as a document, with the map as a table and each changed article with ~~deleted~~ and **inserted** words."""
    if told.same:
        return md_text(told.same) + "\n"
    c = told.comparison
    lines = [f"# {md_text(told.title)}", "", *(f"- {md_text(t)}" for t in (*told.texts, c.summary)), ""]
    lines += ["## 条号对照", "", "| 旧条号 | 新条号 | 变化 |", "| --- | --- | --- |", *(md_row(r) for r in runs(c.changes)), ""]
    lines += ["## 改动的文字", ""]
    for change in told.chosen:
        words = _woven(c, change, lambda w: f"~~{md_text(w)}~~", lambda w: f"**{md_text(w)}**", md_text)
        lines += [f"### {arrow(change)}　{md_text(kind_words(change))}", "", words.replace("\n", "\n\n"), ""]
    lines += [f"## {STALE}", "", *(f"- {md_text(line.strip())}" for line in _stale_lines(told)), "", SOURCE]
    return "\n".join(lines) + "\n"


# ── JSON ──


def as_json(told: Told) -> dict[str, Any]:
    """Everything as JSON values, with offsets into the two texts and the words of every segment."""
    c = told.comparison
    return {
        "instrument": c.instrument.title,
        "old": _version(c.old.urn, c.old.promulgated, c.old.effective),
        "new": _version(c.new.urn, c.new.promulgated, c.new.effective),
        "same": c.same,
        "counts": {kind.value: sum(x.kind is kind for x in c.changes) for kind in ChangeKind},
        "map": [{"old": x.old.label if x.old else None, "new": x.new.label if x.new else None, "kind": x.kind.value, "remark": x.remark}
                for x in c.changes],
        "changes": [_change(c, x) for x in told.chosen],
        "stale_citations": None if told.stale is None else [_stale(s) for s in told.stale],
    }


def _version(urn: str, promulgated: object, effective: object) -> dict[str, Any]:
    return {"iri": urn, "promulgated": str(promulgated) if promulgated else None, "effective": str(effective)}


def _change(c: Comparison, change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind.value, "remark": change.remark, "references_only": change.references_only,
        "old": _side(c.old.urn, change.old), "new": _side(c.new.urn, change.new), "into": change.into, "absorbed": list(change.absorbed),
        "segments": [
            {"kind": s.kind, "text": c.text_of(change, n), "old": list(s.old), "new": list(s.new)} for n, s in enumerate(change.segments)
        ],
    }


def _side(version: str, side: Side | None) -> dict[str, Any] | None:
    if side is None:
        return None
    return {"iri": f"{version}~{side.eid}", "article": side.label, "headings": list(side.headings), "text": side.text, "start": side.start}


def _stale(s: StaleCitation) -> dict[str, Any]:
    return {"source": s.source, "source_label": s.source_label, "words": s.words, "text": s.text, "old": s.old, "new": s.new or None,
            "kind": s.change.kind.value, "note": s.note}
