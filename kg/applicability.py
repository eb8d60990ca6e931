"""Rules of a text that change what its other articles say: who receives, and who else is bound.

Handled:

- ``…相关报告事项，是指……，核心机构应当向中国证监会报告；……经营机构……应当向属地中国证监会派出机构报告``: a report laid down
  anywhere in the text goes where this rule sends the bearer's kind of firm. It reaches 报告, 报送 and 提供 to the
  authorities it names, not 备案.
- ``……机构应当……参照适用本办法`` and ``……应当按照本办法落实……``: the text binds others than its articles name; as whom they are
  treated stands in ``ontology/subjects.ttl`` (kg:treatedAs).

What an article says stays in the norm; what applies stands beside it as Applications, each with the provisions that decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.grammar.actors import split_actors
from kg.model import Application, Document, Norm, Provision, ProvisionKind
from kg.vocabulary import Concept, Vocabulary

_REROUTED = frozenset({"report", "submit", "provide"})
_RECIPIENT_RULE = re.compile(r"(?:报告|报送)事项[^。；]{0,4}是指")
_ROUTE = re.compile(r"(?:^|[，；。])(?P<who>[^，；。]{2,40}?)(?:原则上)?应当向(?P<to>[^，；。]{2,24}?)(?:报告|报送)")
_WIDENS = re.compile(r"(?P<manner>参照适用|参照执行|参照|应当按照|按照)本(?:办法|规定|条例|法|细则|指引)(?=[。，；]|执行|落实|规定)")


@dataclass(frozen=True)
class Route:
    """A rule that sends the reports of ``subject`` to ``recipient``; it stands in provision ``eid``."""

    subject: str
    recipient: str
    eid: str


@dataclass(frozen=True)
class Widening:
    """``subject`` is bound as well, in this ``manner``; said in provision ``eid``. ``treated_as`` are labels of bearers."""

    subject: str
    treated_as: tuple[str, ...]
    manner: str
    eid: str


def find_routes(document: Document) -> tuple[Route, ...]:
    """The rules of a text that decide where reports go."""
    found = []
    for paragraph in _paragraphs(document):
        text = document.text_of(paragraph)
        if not _RECIPIENT_RULE.search(text):
            continue
        for match in _ROUTE.finditer(text):
            found += [Route(who, match["to"], paragraph.eid) for who in split_actors(match["who"])]
    return tuple(found)


def find_widenings(document: Document, norms: Iterable[Norm], vocabulary: Vocabulary) -> tuple[Widening, ...]:
    """Who else the text binds, as far as the vocabulary knows as whom they are treated."""
    found: dict[tuple[str, str], Widening] = {}
    for norm in norms:
        node = document.by_eid.get(norm.eid)
        match = _WIDENS.search(document.text_of(node)) if node else None
        if not match or node is None:
            continue
        manner = "参照适用" if match["manner"].startswith("参照") else "按照执行"
        for bearer in norm.bearer:
            concept = vocabulary.subject(bearer)
            as_whom = _treated_as(concept, vocabulary) if concept else ()
            if concept and as_whom:
                found.setdefault((bearer, norm.eid), Widening(concept.label, as_whom, manner, norm.eid))
    return tuple(found.values())


def _treated_as(concept: Concept, vocabulary: Vocabulary) -> tuple[str, ...]:
    return tuple(n for iri in concept.treated_as if iri in vocabulary.subjects for n in vocabulary.subjects[iri].names)


def applications(
    norm: Norm, routes: Sequence[Route], widenings: Sequence[Widening], vocabulary: Vocabulary
) -> tuple[Application, ...]:
    """How the norm applies: one Application for each bearer it names, then for each the text adds."""
    own = [_direct(norm, bearer, routes, vocabulary) for bearer in norm.bearer]
    added = [_added(norm, w, routes, vocabulary) for w in widenings if set(norm.bearer) & set(w.treated_as)]
    return tuple(dict.fromkeys(own + added))


def _direct(norm: Norm, bearer: str, routes: Sequence[Route], vocabulary: Vocabulary) -> Application:
    route = _route(norm, (bearer,), routes, vocabulary)
    return Application(bearer, (route.recipient,), (route.eid,)) if route else Application(bearer, norm.recipient)


def _added(norm: Norm, widening: Widening, routes: Sequence[Route], vocabulary: Vocabulary) -> Application:
    route = _route(norm, widening.treated_as, routes, vocabulary)
    because = (widening.eid, route.eid) if route else (widening.eid,)
    return Application(widening.subject, (route.recipient,) if route else norm.recipient, because, widening.manner)


def _route(norm: Norm, bearers: Iterable[str], routes: Sequence[Route], vocabulary: Vocabulary) -> Route | None:
    """The rule that decides the recipient; None where the norm is no report to the authorities the rules name."""
    if norm.kind not in _REROUTED or any(r.eid == norm.eid for r in routes):
        return None
    meant = {c.iri for r in norm.recipient if (c := vocabulary.authority(r))}
    ruled = {c.iri for r in routes if (c := vocabulary.authority(r.recipient))}
    if not meant or not meant <= ruled:
        return None
    wanted = set(bearers)
    return next((r for r in routes if r.subject in wanted), None)


def _paragraphs(document: Document) -> list[Provision]:
    return [p for p in document.walk() if p.kind is ProvisionKind.PARAGRAPH]
