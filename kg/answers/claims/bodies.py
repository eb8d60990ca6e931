"""Bodies of a claim against those of a provision: 报网信办 against 向中国证监会派出机构报告, 县公安局 against 省级以上, 核心机构 against 经营机构."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.answers.claims.figuring import Outcome
from kg.answers.claims.model import Claim, Point, Standing, Wording
from kg.answers.claims.names import BodyNames, Named, levels, organs

_ACTS = (
    r"报告|报送|报批|备案|申报|申请|登记|批准|审批|审查|同意|核准|许可|决定|认定|规定|确定|制定|公布|负责|管|监管|监督|处罚|罚|处理|组织"
    r"|指定|约谈|查处|指导|牵头|受理|没收|责令"
          r"|吊销|实施|开展|设|归|报|通报|通知|找|担任|承担|提出|办理|作出|会同|统筹|来")
_ROLE_BEFORE = re.compile(
    r"(?:向|报|报给|报到|找|交|给|由|经|归|设在|通知|告知|告诉|是|须经|报经|归口|属于?)(?:属地|当地|所在地|住所地|省级"
    r"|地方)?的?[^，。；]{0,3}\Z")
_ROLE_AFTER = re.compile(rf"(?:自行|统一|依法|可以|应当|必须|要|有权|才|直接|对|能|就|得)?[^，。；]{{0,10}}?(?:{_ACTS})")
_FORMAL = re.compile(r"报告|报送|备案|申报|批准|审批|核准|登记|通知|牵头|认定|受理|责令|发证|约谈|会同|享有|处罚")
_LISTED = re.compile(r"是指|包括|组成")
_BEARS = re.compile(r"(?:自己)?(?:都|也|应当?|必须|要|须|需|不得|可以|不用|无需|不需要|是|负责|得|能|不能|每|至少|还|每年|在|对)")


def compare_bodies(text: str, passage: Wording, names: BodyNames) -> Iterator[Outcome]:
    """How the bodies named in a provision stand to those that a claim names."""
    yield from _authorities(text, passage.text, names)
    yield from _levels(text, passage.text)
    yield from _organs(text, passage.text)
    yield from _firms(text, passage, names)


def acting(text: str, names: BodyNames) -> tuple[Named, ...]:
    """The authorities that a sentence has told or acting."""
    defined = _LISTED.search(text)
    return tuple(n for n in names.authorities(text) if defined or _ROLE_BEFORE.search(text[: n.start]) or _ROLE_AFTER.match(text, n.end))


def bound(text: str, names: BodyNames) -> tuple[Named, ...]:
    """The kinds of firm of which a sentence says that they are bound: at the head of a part, or before a word of force."""
    return tuple(n for n in names.firms(text)
                 if not re.search(r"[给为替帮跟和与的由经]\Z", text[: n.start])
                 and (re.search(r"(?:\A|[，；、\0“]|我们|作为|对|按|对[^，。；给为]{0,6})\Z", text[: n.start]) or _BEARS.match(text, n.end)))


def _authorities(text: str, words: str, names: BodyNames) -> Iterator[Outcome]:
    for one in acting(text, names):
        narrow = _narrowed(text, one, words, names)
        there = names.authorities(narrow) or tuple(n for n in names.found(narrow) if _ROLE_BEFORE.search(narrow[: n.start]))
        claim = Claim(Point.AUTHORITY, one.words, one.start)
        if any(names.same(one.concept, n.concept) for n in there):
            yield Outcome(claim, Standing.BORNE, next(n.words for n in there if names.same(one.concept, n.concept)), 5 if narrow != words else 0)
        elif not there or names.is_general(one):
            yield Outcome(claim, Standing.UNCLEAR)
        else:
            other = next((n for n in there if not names.is_general(n) and n.words not in text), None)
            sure = other and (_LISTED.search(text) or not any(names.is_general(n) for n in there))
            yield Outcome(claim, Standing.DENIED if sure else Standing.UNCLEAR, (other or there[0]).words)


def _narrowed(text: str, one: Named, words: str, names: BodyNames) -> str:
    """The parts of a provision that speak of the firm and the act of a claim, if they name an authority."""
    kin = [f.concept for f in bound(text, names)]
    act = next((m[0] for m in [_FORMAL.search(text, one.end)] if m and m.start() - one.end < 8), "")
    parts = re.split(r"(?<=[，。；：\n])", words)
    of_act = [p for p in parts if act and act in p]
    of_kin = [p for p in parts if any(names.akin(k, n.concept) for k in kin for n in names.firms(p))]
    for chosen in (of_act, of_kin):
        if chosen and len(chosen) < len(parts) and names.authorities("".join(chosen)):
            return "".join(chosen)
    return words


def _levels(text: str, words: str) -> Iterator[Outcome]:
    there = levels(words)
    for rank, above, said in levels(text) if there else ():
        claim = Claim(Point.LEVEL, said, text.find(said))
        fits = [w for r, a, w in there if r == rank or (a and rank > r) or (above and r > rank)]
        yield Outcome(claim, Standing.BORNE if fits else Standing.DENIED, (fits or [there[0][2]])[0])


def _organs(text: str, words: str) -> Iterator[Outcome]:
    there = organs(words)
    for kind, said in organs(text) if there else ():
        claim = Claim(Point.ORGAN, said, text.find(said))
        fits = [w for k, w in there if k == kind]
        yield Outcome(claim, Standing.BORNE if fits else Standing.DENIED, (fits or [there[0][1]])[0])


def _firms(text: str, passage: Wording, names: BodyNames) -> Iterator[Outcome]:
    there = names.firms(passage.text)
    for one in bound(text, names) if there else ():
        claim = Claim(Point.BEARER, one.words, one.start)
        fits = [n.words for n in there if names.akin(one.concept, n.concept)]
        yield Outcome(claim, Standing.BORNE if fits else Standing.DENIED, (fits or [there[0].words])[0])
    yield from _deciders(text, passage.words, names)


_BY = re.compile(rf"由(?P<who>[^，。；由]{{2,30}}?)(?:自行|统一|依法|共同|会同[^，。；]{{2,20}}?)?(?P<act>{_ACTS})")


def _deciders(text: str, words: str, names: BodyNames) -> Iterator[Outcome]:
    """Who does what a claim says (由证券交易所规定) against who does the same in the provision."""
    for m in _BY.finditer(text):
        who = names.found(m["who"])
        there = re.findall(rf"由[^，。；]{{2,40}}?{m['act']}|[^，。；]{{2,30}}?负责[^，。；]{{0,4}}{m['act']}", words) if who else []
        if there and not any(names.akin(a.concept, b.concept) for a in who for t in there for b in names.found(t)):
            yield Outcome(Claim(Point.AUTHORITY, who[0].words, m.start("who")), Standing.DENIED, there[0])
