"""The rows of the obligation matrix, made from the norms that apply on a day."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kg.duties.matrix.rows import DUTIES, MatrixError, Row
from kg.duties.penalties import consequences, shown_case, whom
from kg.law import versions
from kg.law.identifiers import article_urn, eid_of, text_urn
from kg.law.model import Deadline, DeadlineType, Modality, Norm, ProvisionKind
from kg.law.wording import (
    KIND_LABELS,
    USERS,
    bearer_words,
    fragment,
    frequency,
    kind_key,
    kind_label,
    limits,
    place,
    review_state,
)

if TYPE_CHECKING:
    from kg.graph.knowledge import AppliedNorm, AppliedSanction, Knowledge
    from kg.law.model import Application
    from kg.law.vocabulary import Concept

UNSTATED = "条文未规定"
IN_FRAGMENT = "所收片段未见"  # for UNSTATED where the rest of the text is not held
_UPPER = (ProvisionKind.PART, ProvisionKind.CHAPTER, ProvisionKind.SECTION)
_VERBS = {Modality.PROHIBITION: "不得", Modality.PERMISSION: "可以", Modality.POWER: "有权"}
_COMES_ROUND = (DeadlineType.PERIODIC, DeadlineType.FIXED_DATE)
_DIRECT = "适用"  # the manner of those the article itself names


@dataclass(frozen=True)
class Selection:
    """The filters of one matrix, as described at ``obligations``."""

    on: date
    bearer: str | None = None
    profile: tuple[str, ...] = ()
    recipient: str | None = None
    instrument: str | None = None
    kind: str | None = None
    modalities: frozenset[Modality] = frozenset(Modality)


def select(knowledge: Knowledge, chosen: Selection) -> tuple[Row, ...]:
    """The rows of a selection, in the order of the catalogue and of the text."""
    return _Maker(knowledge, chosen).all()


def rows_of(knowledge: Knowledge, chosen: Selection, norms: Iterable[AppliedNorm]) -> dict[str, tuple[Row, ...]]:
    """The rows of norms that were chosen elsewhere, by the IRI of the norm.

    There is one row for each recipient, in the wording of the matrix.
    """
    maker = _Maker(knowledge, chosen)
    return {n.iri: tuple(maker.of(n)) for n in norms}


class _Maker:
    """The maker of rows, which keeps the penalties that several rows share."""

    def __init__(self, knowledge: Knowledge, chosen: Selection) -> None:
        self.knowledge = knowledge
        self.chosen = chosen
        self.title = _title(knowledge, chosen.instrument)
        self.subjects = _subjects(knowledge, chosen)
        self.authority = _authority(knowledge, chosen.recipient)
        self._sanctions: dict[tuple[str, frozenset[str]], str] = {}
        self._names: dict[frozenset[str], frozenset[str]] = {}
        self._works = {i.work: n for n, i in enumerate(knowledge.catalogue.instruments)}

    def all(self) -> tuple[Row, ...]:
        c = self.chosen
        kind = _kind(c.kind, (n.norm.kind for n in self.knowledge.norms(c.on))) if c.kind else None
        found = self.knowledge.norms(
            c.on, bearer=(c.bearer,) if c.bearer else (), profile=c.profile, instrument=self.title, kind=kind,
        )
        norms = sorted((n for n in found if n.norm.modality in c.modalities), key=self._order)
        return tuple(row for applied in norms for row in self.of(applied))

    def _order(self, applied: AppliedNorm) -> tuple[int, int, int]:
        node = self.knowledge.document(applied.version).by_eid.get(eid_of(applied.urn))
        return self._works[applied.version.work], node.start if node else 0, applied.norm.start

    def of(self, applied: AppliedNorm) -> Iterable[Row]:
        """The rows of one norm."""
        for recipients, ways in self._ways(applied).items():
            if self.authority is None or self.authority in map(self.knowledge.vocabulary.named, recipients):
                yield self._row(applied, recipients, ways)

    def _ways(self, applied: AppliedNorm) -> dict[tuple[str, ...], list[Application]]:
        """How the norm applies to the kinds of firm chosen, by recipient."""
        ways: dict[tuple[str, ...], list[Application]] = {}
        for one in applied.applies:
            if self.subjects is None or one.subject in self.subjects:
                ways.setdefault(one.recipient, []).append(one)
        return ways or {applied.norm.recipient: []}

    def _row(self, applied: AppliedNorm, recipients: tuple[str, ...], ways: list[Application]) -> Row:
        norm, version = applied.norm, applied.version
        document = self.knowledge.document(version)
        own = article_urn(applied.urn)
        limited = limits(self.knowledge.catalogue.of(version))
        return Row(
            bearer=bearer_words(norm, UNSTATED),
            applies_to=self._applies_to(ways, norm),
            act=_act(norm),
            matter=norm.object,
            trigger=_trigger(norm, limited),
            recipient="、".join(recipients),
            deadline=IN_FRAGMENT if version.partial and _deadline(norm) == UNSTATED else _deadline(norm),
            frequency=_frequency(norm.deadline),
            basis=self._basis(applied, ways),
            quote=norm.quote,
            sanction=self._sanction(applied.urn, frozenset(w.subject for w in ways) or frozenset(norm.bearer)),
            status=f"{self._in_force(applied)}\n{review_state(norm)}",
            instrument=version.title,
            version=version.urn,
            chapter=" ".join(f"{p.label} {p.heading}".strip() for p in document.ancestors(_eid(own)) if p.kind in _UPPER),
            article=norm.article,
            article_text=self.knowledge.text(own),
            urn=applied.urn,
            modality=norm.modality.value,
            kind=norm.kind,
            rule=norm.rule,
            review_note=norm.reason,
            reviewer=norm.reviewer,
            period=norm.deadline.type.value if norm.deadline and norm.deadline.type in _COMES_ROUND else "",
            due=(norm.deadline.value or "") if norm.deadline else "",
            limited=limited,
        )

    def _applies_to(self, ways: Sequence[Application], norm: Norm) -> str:
        """The firms asked about that this row binds, or those the law names where none was asked about.

        Those bound by reference are marked as such: 经营机构；参照适用：基金托管机构.
        """
        groups: dict[str, list[str]] = {}
        for way in ways:
            groups.setdefault(way.manner, []).extend(self._asked(way.subject) or [way.subject])
        words = groups or {_DIRECT: [*norm.bearer]}
        return "；".join(("" if manner == _DIRECT else f"{manner}：") + "、".join(dict.fromkeys(who)) for manner, who in words.items())

    def _asked(self, subject: str) -> list[str]:
        """The names asked about that mean this subject of the law."""
        names = [n for n in (self.chosen.bearer, *self.chosen.profile) if n]
        return [n for n in names if subject in (self.knowledge.labels([n]) or ())]

    def _basis(self, applied: AppliedNorm, ways: Sequence[Application]) -> str:
        norm = applied.norm
        own = f"（{USERS}）" if applied.version.user_supplied else ""
        own += f"〔{fragment(self.knowledge.document(applied.version))}〕" if applied.version.partial else ""
        words = f"《{applied.version.title}》{place(norm.article, norm.paragraph, norm.item)}{own}"
        because = dict.fromkeys(urn for way in ways for urn in way.because if article_urn(urn) != article_urn(applied.urn))
        others = dict.fromkeys(self._label(urn, applied.version.work) for urn in because)
        lead = "对象依" if all(way.manner == _DIRECT for way in ways) else "并依"
        return words + (f"\n（{lead}{'、'.join(others)}）" if others else "")

    def _label(self, urn: str, work: str) -> str:
        version = self.knowledge.catalogue.version(urn)
        node = self.knowledge.document(version).by_eid.get(_eid(article_urn(urn)))
        label = node.name if node else ""
        return label if version.work == work else f"《{version.title}》{label}"

    def _in_force(self, applied: AppliedNorm) -> str:
        instrument = self.knowledge.catalogue.of(applied.version)
        return versions.status(instrument, self.chosen.on)

    def _sanction(self, urn: str, subjects: frozenset[str]) -> str:
        """The penalty clauses, one a line.

        Clauses that name the provision are given in full. Those that punish any breach of the text are given by article.
        """
        key = (urn, subjects)
        if key not in self._sanctions:
            found = self._for(self.knowledge.punished_by(urn, self.chosen.on), subjects)
            named = dict.fromkeys(self._penalty(s, urn) for s in found if not s.general)
            general = dict.fromkeys(s.sanction.article for s in found if s.general)
            self._sanctions[key] = "\n".join([*named, *([f"一般罚则：{'、'.join(general)}"] if general else [])])
        return self._sanctions[key]

    def _for(self, found: Sequence[AppliedSanction], subjects: frozenset[str]) -> list[AppliedSanction]:
        """The penalty clauses without those (款) that punish only other kinds of firm.

        Clauses that name persons or no known firm stay.
        """
        vocabulary = self.knowledge.vocabulary
        own = self._names_of(subjects)
        if not self.subjects and subjects and all((c := vocabulary.subject(s)) and vocabulary.is_role(c) for s in subjects):
            return list(found)  # whoever plays a role may be any kind of firm
        own = own | (self.subjects or frozenset())
        firms: dict[str, set[str]] = {}
        for one in found:
            firms.setdefault(one.urn, set()).update(a for a in one.sanction.firm if vocabulary.subject(a))
        return [s for s in found if not own or not firms[s.urn] or firms[s.urn] & own]

    def _names_of(self, subjects: frozenset[str]) -> frozenset[str]:
        """Every name of these kinds of firm, and of those as whom they are treated."""
        if subjects not in self._names:
            v = self.knowledge.vocabulary
            self._names[subjects] = frozenset(n for s in subjects if (c := v.subject(s)) for n in (*v.labels(c), *v.stands_for(c)))
        return self._names[subjects]

    def _penalty(self, applied: AppliedSanction, urn: str) -> str:
        sanction = applied.sanction
        same = text_urn(applied.urn) == text_urn(urn)
        law = "" if same else f"《{self.knowledge.catalogue.version(applied.urn).title}》"
        who = f"（{named}）" if (named := whom(sanction)) else ""
        inferred = "（条文未列条号，按违法行为对应）" if applied.by_words else ""
        return f"{law}{sanction.article}{who}：{shown_case(_own_case(sanction.condition))}{consequences(sanction)}{inferred}"


_CITED = re.compile(r"^违反本[^，；]{0,200}?(?:第[^，；]{0,200}?条[^，；]{0,200}?)规定，")


def _own_case(condition: str) -> str:
    """The case without the list of the articles broken.

    This article is among them, and the line says which it is.
    """
    return _CITED.sub("", condition)


def _eid(urn: str) -> str:
    return eid_of(urn)


def _act(norm: Norm) -> str:
    verb = _VERBS.get(norm.modality, "")
    if norm.modality is Modality.POWER and "可以" in norm.quote and "有权" not in norm.quote:
        verb = "可以"
    told = norm.kind in KIND_LABELS and (norm.modality is Modality.OBLIGATION or not norm.action)
    word = kind_label(norm.kind) if told else norm.action or kind_label(norm.kind)
    return word if not verb or word.startswith(verb) else verb + word


def _trigger(norm: Norm, limited: str) -> str:
    exception = f"（例外：{norm.exception}）" if norm.exception else ""
    return "；".join(words for words in (limited, (norm.trigger or "") + exception) if words)


def _deadline(norm: Norm) -> str:
    """The deadline in the words of the law, or 条文未规定 for a communication without any."""
    if norm.deadline and norm.deadline.type is not DeadlineType.PERIODIC:
        return norm.deadline.text
    speaks = norm.kind in KIND_LABELS and norm.kind != "keep" and norm.modality is Modality.OBLIGATION
    return UNSTATED if speaks and norm.deadline is None else ""


def _frequency(deadline: Deadline | None) -> str:
    if deadline is None:
        return ""
    if deadline.type is DeadlineType.PERIODIC:
        return deadline.text or frequency(deadline.value)
    return frequency(deadline.value) if (deadline.value or "").startswith("--") else ""


def _title(knowledge: Knowledge, name: str | None) -> str | None:
    if not name:
        return None
    found = knowledge.catalogue.find(name)
    if found is None:
        known = "、".join(i.title for i in knowledge.catalogue.instruments if i.versions)
        raise MatrixError(f"没有名为 {name[:40]!r} 的法规；已收录：{known}")
    if not found.versions:
        raise MatrixError(f"《{found.title}》未收录全文，无法列出义务")
    return found.title


def _subjects(knowledge: Knowledge, chosen: Selection) -> frozenset[str] | None:
    """Every name that binds the kinds of firm chosen, or None when no kind is chosen."""
    return knowledge.labels([name for name in (chosen.bearer, *chosen.profile) if name])


def _authority(knowledge: Knowledge, name: str | None) -> Concept | None:
    if not name:
        return None
    found = knowledge.vocabulary.named(name)
    if found is None:
        known = "、".join(c.label for c in knowledge.vocabulary.authorities.values())
        raise MatrixError(f"没有名为 {name[:40]!r} 的机关；可用：{known}")
    return found


def _kind(name: str | None, known: Iterable[str]) -> str | None:
    if not name:
        return None
    kind, kinds = kind_key(name), sorted(set(known))
    if kind not in KIND_LABELS and kind not in kinds:
        raise MatrixError(f"没有名为 {name[:40]!r} 的行为；可用：{'、'.join(dict.fromkeys([*KIND_LABELS.values(), *map(kind_label, kinds)]))}")
    return kind


def obligations(
    knowledge: Knowledge,
    on: date,
    *,
    bearer: str | None = None,
    profile: Sequence[str] = (),
    recipient: str | None = None,
    instrument: str | None = None,
    kind: str | None = None,
    modalities: Collection[Modality] = DUTIES,
) -> tuple[Row, ...]:
    """The duties in force on a day, in the order of the catalogue and of the text.

    ``bearer`` and ``profile`` name kinds of firm, everyday names included (券商). ``recipient`` is an authority to which
    the law, or the rule that decides recipients, leads. ``kind`` is a kind of act (报告 or report). MatrixError names an
    instrument, kind or authority that is unknown, and ProfileError a kind of firm.
    """
    from kg.duties.matrix.making import Selection, select

    return select(knowledge, Selection(on, bearer, tuple(profile), recipient, instrument, kind, frozenset(modalities)))
