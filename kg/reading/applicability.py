"""Rules of a text that change what its other articles say about who receives a report and who else is bound.

Handled:

- ``…相关报告事项，是指……，核心机构应当向中国证监会报告；……经营机构……应当向属地中国证监会派出机构报告``: a report laid down
  anywhere in the text goes where this rule sends the bearer's kind of firm. It reaches 报告, 报送 and 提供 to the
  authorities it names, but not 备案.
- ``……机构应当……参照适用本办法`` and ``……应当按照本办法落实……``: the text binds others than those its articles name. As whom
  they are treated is said in ``ontology/subjects.ttl`` (kg:treatedAs).

What an article says stays in the norm. What applies stands beside it as Applications, each with the provisions that decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.law.model import Application, Document, Norm, Provision, ProvisionKind
from kg.law.vocabulary import Concept, Vocabulary
from kg.reading.grammar.actors import split_actors

_REROUTED = frozenset({"report", "submit", "provide"})
_RECIPIENT_RULE = re.compile(r"(?:报告|报送)事项[^。；]{0,4}是指")
_ROUTE = re.compile(r"(?:^|[，；。])(?:是指|其中|即)?(?P<who>[^，；。]{2,40}?)(?:原则上)?应当向(?P<to>[^，；。]{2,24}?)(?:报告|报送)")
_TEXT = "本(?:办法|规定|条例|法|细则|指引|规则|准则|制度)"
_WIDENS = re.compile(
    rf"(?P<manner>参照适用|比照适用|参照执行|比照执行|参照|比照){_TEXT}(?=[。，；]|的?(?:有关|相关)?(?:规定|要求)|执行|落实)"
    rf"|(?:按照|依照){_TEXT}(?:的?(?:有关|相关)?(?:规定|要求))?(?:执行|落实)"
)
_SUBJECT_ENDS = r"[，、；和及与或]|以及|应当|可以|的?(?:参照|比照|按照|依照)|\Z"


@dataclass(frozen=True)
class Route:
    """A rule that sends the reports of ``subject`` to ``recipient``.

    It stands in provision ``eid``.
    """

    subject: str
    recipient: str
    eid: str


@dataclass(frozen=True)
class Widening:
    """A rule that binds ``subject`` as well, in this ``manner``.

    It stands in provision ``eid``. ``treated_as`` are labels of bearers.
    """

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


def find_widenings(document: Document, vocabulary: Vocabulary) -> tuple[Widening, ...]:
    """The rules that bind others as well, as far as the vocabulary knows as whom these are treated."""
    found = []
    for paragraph in _paragraphs(document):
        text = document.text_of(paragraph)
        match = _WIDENS.search(text)
        if match:
            manner = "参照适用" if match["manner"] else "按照执行"
            head = re.split(r"[。；]", text[: match.start()])[-1]
            found += [Widening(c.label, _treated_as(c, vocabulary), manner, paragraph.eid) for c in _named_in(head, vocabulary)]
    return tuple(found)


def _named_in(head: str, vocabulary: Vocabulary) -> tuple[Concept, ...]:
    """Those treated as others whom the words before 参照适用 name.

    An example is 基金托管机构 in ``证券投资咨询机构，基金托管机构应当``.
    """
    names = {re.escape(n): c for c in vocabulary.subjects.values() if c.treated_as for n in c.names}
    found: dict[str, Concept] = {}
    while names:
        at = {n: m for n in names if (m := re.search(rf"(?<!\S){n}|{n}(?={_SUBJECT_ENDS})", head))}
        if not at:
            break
        first = min(at, key=lambda n: (at[n].start(), -len(n)))
        found.setdefault(names[first].iri, names[first])
        head = head[at[first].end() :]
    return tuple(found.values())


def _treated_as(concept: Concept, vocabulary: Vocabulary) -> tuple[str, ...]:
    return tuple(n for iri in concept.treated_as if iri in vocabulary.subjects for n in vocabulary.subjects[iri].names)


def applications(
    norm: Norm, routes: Sequence[Route], widenings: Sequence[Widening], vocabulary: Vocabulary, work: str = ""
) -> tuple[Application, ...]:
    """How the norm applies, with one Application for each bearer it names and then one for each that the text adds.

    A bearer for whom the ``work`` (URN) has a definition of its own is whom it means by that name.
    """
    own = [_direct(norm, bearer, routes, vocabulary) for named in norm.bearer for bearer in vocabulary.meant(named, work)]
    named = {c.label for b in norm.bearer if (c := vocabulary.subject(b))}
    added = [_added(norm, w, routes, vocabulary) for w in widenings if set(norm.bearer) & set(w.treated_as) and w.subject not in named]
    return tuple(dict.fromkeys(own + added))


def for_profile(
    norm: Norm, applies: Sequence[Application], routes: Sequence[Route], vocabulary: Vocabulary, labels: Iterable[str]
) -> tuple[Application, ...]:
    """The applications as they are for a firm known by ``labels``.

    A duty of a role goes where the rule sends the firm that plays the role. The rule for reports names 核心机构 and 经营机构, not
    关键信息基础设施运营者, so a 证券公司 that is one reports where 经营机构 do.
    """
    known = tuple(labels)
    if not routes or not known:
        return tuple(applies)
    return tuple(_played(norm, one, routes, vocabulary, known) for one in applies)


def _played(norm: Norm, one: Application, routes: Sequence[Route], vocabulary: Vocabulary, labels: tuple[str, ...]) -> Application:
    concept = vocabulary.subject(one.subject)
    if one.because or concept is None or not vocabulary.is_role(concept) or one.subject not in labels:
        return one
    route = _route(norm, labels, routes, vocabulary)
    return Application(one.subject, (route.recipient,), (route.eid,), one.manner) if route else one


def _direct(norm: Norm, bearer: str, routes: Sequence[Route], vocabulary: Vocabulary) -> Application:
    route = _route(norm, (bearer,), routes, vocabulary)
    return Application(bearer, (route.recipient,), (route.eid,)) if route else Application(bearer, norm.recipient)


def _added(norm: Norm, widening: Widening, routes: Sequence[Route], vocabulary: Vocabulary) -> Application:
    route = _route(norm, widening.treated_as, routes, vocabulary)
    because = (widening.eid, route.eid) if route else (widening.eid,)
    return Application(widening.subject, (route.recipient,) if route else norm.recipient, because, widening.manner)


def _route(norm: Norm, bearers: Iterable[str], routes: Sequence[Route], vocabulary: Vocabulary) -> Route | None:
    """The rule that decides the recipient, or None if there is none.

    There is none if the norm is no report to the authorities that the rules name.
    """
    if norm.kind not in _REROUTED or any(r.eid == norm.eid for r in routes):
        return None
    meant = {_whom(r, vocabulary) for r in norm.recipient}
    ruled = {_whom(r.recipient, vocabulary) for r in routes}
    if not meant or not meant <= ruled:
        return None
    by_subject = {r.subject: r for r in reversed(routes)}
    return next((by_subject[n] for bearer in bearers for n in _nearest_first(bearer, vocabulary) if n in by_subject), None)


def _nearest_first(bearer: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The name in the text, and then every kind to which it belongs: 证券公司, …, 经营机构."""
    concept = vocabulary.subject(bearer)
    return (bearer, *vocabulary.labels(concept)) if concept else (bearer,)


def _whom(name: str, vocabulary: Vocabulary) -> str:
    """What tells recipients apart, which is the concept, or the name itself if no vocabulary knows it."""
    concept = vocabulary.named(name)
    return concept.iri if concept else name


def _paragraphs(document: Document) -> list[Provision]:
    return [p for p in document.walk() if p.kind is ProvisionKind.PARAGRAPH]
