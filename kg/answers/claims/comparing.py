"""A question's claim against the words of provisions: 日志只要存三个月，对吗 is denied by 不少于六个月.

>>> compare("听说网络日志留够三个月就行，对吗", "留存相关的网络日志不少于六个月；").differences
(Difference(point=<Point.PERIOD: 'period'>, said='三个月', words='不少于六个月'),)
>>> compare("网络日志要留存六个月，是吧", "留存相关的网络日志不少于六个月；").verdict
<Standing.BORNE: 'borne'>
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.answers.claims.aligning import content
from kg.answers.claims.bodies import acting, bound, compare_bodies
from kg.answers.claims.doing import compare_acts, fits_all
from kg.answers.claims.figuring import Outcome, compare_figures, figures, of_its_case
from kg.answers.claims.force import claimed
from kg.answers.claims.forcing import compare_force
from kg.answers.claims.frames import Statement, statement
from kg.answers.claims.kinds import compare_kinds
from kg.answers.claims.model import Claim, Contrast, Difference, Point, Standing, Wording
from kg.answers.claims.names import names, organs
from kg.answers.claims.saying import compare_rest, enough
from kg.law.numerals import NUMERAL, to_int

_ORDER = {Standing.BORNE: 2, Standing.DENIED: 1, Standing.UNCLEAR: 0}


def claims(text: str) -> tuple[Claim, ...]:
    """What a sentence states, in its order.

    >>> [(c.point.value, c.words) for c in claims("听说券商必须在一小时内报网信办，对吗")]
    [('bearer', '券商'), ('force', '必须'), ('period', '一小时'), ('authority', '网信办')]
    """
    said = statement(text).text
    found = [*figures(said), *(Claim(Point.AUTHORITY, n.words, n.start) for n in acting(said, names())),
             *(Claim(Point.BEARER, n.words, n.start) for n in bound(said, names())),
             *(Claim(Point.ORGAN, w, said.find(w)) for _, w in organs(said)),
             *(Claim(Point.FORCE, f.words, f.start) for f in claimed(said))]
    return tuple(sorted(found, key=lambda c: c.start))


def compare(text: str, words: str, lead: str = "", title: str = "", article: tuple[int, ...] | None = None) -> Contrast:
    """How one provision stands to what a question claims."""
    return compare_all(text, (Wording(words, lead, title, article),))


def compare_all(text: str, passages: Sequence[Wording]) -> Contrast:
    """How provisions that together decide a question stand to what it claims.

    Each claim is held against the provision that fits it best.
    """
    said = statement(text)
    best: dict[Claim, Outcome] = {}
    for passage in passages:
        for one in _outcomes(said, passage):
            held = best.get(one.claim)
            if held is None or (_ORDER[one.standing], one.fit) > (_ORDER[held.standing], held.fit):
                best[one.claim] = one
    texts = [p.text for p in passages]
    return _summed(said, [of_its_case(_in_workdays(o, passages), said.text, texts) for o in best.values()], passages)


# A claim with one of these says more than its names and figures.
_WIDENS = re.compile(r"所有|一律|一概|任何|全部|直接|不涉及|也(?=[要得须应必分])|都(?=[要得须应必是])|只[需要有能]|一样")


def _covered(text: str, passages: Sequence[Wording]) -> bool:
    """Whether the provisions have a good part of what a claim says, besides the names and figures in it."""
    wanted = content(names().without(text))
    held = set().union(*(content(p.text) | content(names().labelled(p.text)) for p in passages))
    return len(wanted & held) >= _PART * len(wanted)


_SPAN = re.compile(rf"(?:近|上|前|后|每|满|过去)({NUMERAL})\s?(年|个月|月|日|天|周)")
_PART = 0.3  # of the pairs of characters of a claim; a half would cost one bearing in eight of those seen
_WORKDAYS = re.compile(r"日”?[^。；]{0,12}是指工作日")


def _in_workdays(one: Outcome, passages: Sequence[Wording]) -> Outcome:
    """A difference only of 日 from 工作日 is none where the law says that its 日 are 工作日."""
    named = one.claim.quantity is not None and one.claim.quantity.unit == "工作日" and any(_WORKDAYS.search(p.text) for p in passages)
    return Outcome(one.claim, Standing.UNCLEAR, one.words) if named and one.standing is Standing.DENIED else one


def _outcomes(said: Statement, passage: Wording) -> list[Outcome]:
    return [*compare_figures(said.text, passage.text, names()), *compare_bodies(said.text, passage, names()),
            *compare_force(said.text, passage), *compare_acts(said.text, passage), *compare_kinds(said.text, passage),
            *compare_rest(said, passage)]


def _summed(said: Statement, outcomes: list[Outcome], passages: Sequence[Wording]) -> Contrast:
    differences = [_difference(o) for o in outcomes if o.standing is Standing.DENIED]
    borne = [_difference(o) for o in outcomes if o.standing is Standing.BORNE]
    if not differences and not borne:
        differences = [d for p in passages if (d := enough(said.text, p))][:1]
    sure = borne and fits_all(outcomes) and _covered(said.text, passages) and not _WIDENS.search(said.text) and _spans(said.text, passages)
    verdict = Standing.DENIED if differences else Standing.BORNE if sure else Standing.UNCLEAR
    return Contrast(verdict, tuple(differences), tuple(borne))


def _spans(text: str, passages: Sequence[Wording]) -> bool:
    """Whether every span of years, months or days in a claim stands in the provisions, also one that no comparison reads: 近七年使用峰值."""
    wanted = {(to_int(m[1]), m[2][0]) for m in _SPAN.finditer(text)}
    held = {(to_int(m[1]), m[2][0]) for p in passages for m in _SPAN.finditer(p.text)}
    return wanted <= held


def _difference(one: Outcome) -> Difference:
    return Difference(one.claim.point, one.claim.words, one.words)
