"""The words that spare somebody a duty, and the norms of the 款 that they belong to.

- Ahead of the norm: ``除法律另有规定外，任何单位不得…`` · ``进出口货物，除另有规定的外，可以…`` · ``任何组织除依法履行职责外不得…``
- Behind it: ``不得…，但…的除外`` (of the last clause only: ``不得…，但…除外，并应当…``) · ``（属于农药的除外）``
- A part or sentence of its own: ``；但是，…的除外`` · ``。法律、行政法规另有规定的，从其规定`` · ``…的，不适用前款规定``
- What need not be done: ``应当取得同意；…的，可以不取得同意``
- What may be done with leave: ``不得离岗，确需离开的，须经负责人同意`` · ``应当实地走访，无法实地走访的可以采用视频方式``

``除依法处罚外，还应当…`` spares nobody: it says what is due besides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.law.model import Modality
from kg.reading.grammar.agents import by_agent
from kg.reading.grammar.clauses import Clause
from kg.reading.grammar.conditions import kind_of
from kg.reading.grammar.draft import Draft
from kg.reading.grammar.modality import find_modal

AHEAD, BEHIND, APART = "ahead", "behind", "apart"
_BUT = re.compile(r"(?:但是?|但|不过)")
_CUT_OUT = r"(?<![删解免消扣清排拆废撤开去根驱铲切破])除(?![名权息草虫尘湿数去])"
_OPENS = re.compile(rf"{_CUT_OUT}(?!外$)")
_OUTSIDE = re.compile(r"(?:外|的)$")
_ELSEWHERE = re.compile(
    r"(?:从|依照?|按照?|适用|遵从|服从|依据)其(?:规定|约定|决定|要求)?(?:执行|办理|处理)?$"
    r"|(?:规定|约定|要求|决定)的，?(?:依照|按照|依据|根据|适用|遵守)[^，。；]{0,40}(?:规定|约定)(?:执行|办理|处理)?$")
_RULES_OTHERWISE = re.compile(
    r"(?:另有|有)[^，；。]{0,6}(?:规定|约定|要求|决定|协议)的?[，从]|(?:规定|决定|约定)[^，；。可不无应]{0,12}(?:可以|不|无需|无须|应当)[^，；。]{1,40}的[，从]"
    r"|^符合[^，；。]{2,20}(?:情形|条件)的，?从其规定|^(?:但是?，?)?依照[^，；。]{2,30}(?:规定|约定)[^，；。]{0,10}的，依照其(?:规定|约定)"
    r"|(?:豁免|例外|特殊)[^，；。]{0,8}的，?从其(?:规定|约定)$")
_LAW_SAYS = re.compile(r"(?:法律|行政法规|法规|国家)[^，；。]{0,16}规定[^，；。]{0,20}(?:可以|不|无需|无须|应当)[^，；。]{1,40}的$")
_NOT_APPLIED = re.compile(
    r"的(?:情形)?，?(?:可以)?不(?:再)?(?:适用|受)(?:前|上|本)(?:\w{0,3}款|\w{0,3}项|条|述)[^，。；]{0,60}?(?:规定|限制|要求)?(?:的限制)?$")
_OF_ANOTHER = re.compile(r"不(?:再)?(?:适用|受)(?:前|上)\w{0,3}(?:款|条)")  # is no exception of its own 款
_BESIDES = re.compile(
    r"除(?:了)?(?:(?:应当|应|必须|依法|由[^，]{1,20}|(?:依照|按照|根据)[^，]{1,30}?(?:规定|要求)?|对[^，]{1,20})*"
    r"(?:遵守|符合|执行|提交|缴纳|给予|予以|具备|载明|包括)[^，的]*|[^，]*(?:所列|规定的?|要求的?)(?:事项|内容|材料|职责|义务|措施|条件))外$")
_TOPIC = re.compile(r"对(?P<what>[^，]{2,40}?)(?:另有|有(?:特别|其他)?)规定")
_LEAST = re.compile(r"不(?:少于|低于|超过|短于)[^，；]{1,12}$")  # …保存不少于20年，法律另有规定的从其规定
_BRACKET = re.compile(r"（([^（）]{1,200}除外)）")
_REFERS = re.compile(r"(?:遵守|适用|符合|执行|依照|按照)[^，；除]{0,30}(除[^，；]{2,120}?(?:之外|以外|外))的(?:其他|其余)")
_NEED_NOT = re.compile(r"(?:可以不(?:再|予)?|可不再?|不需要?(?:再)?|无需(?:再)?|无须(?:再)?|不必(?:再)?|(?:可以)?(?:免予|免于))(?=[^得])")


@dataclass(frozen=True)
class Sparing:
    """An exception that the clauses ``first`` to ``last`` of a sentence make up, and where it stands towards its norm."""

    first: int
    last: int
    words: str
    place: str


def sparings(text: str, clauses: Sequence[Clause]) -> dict[int, Sparing]:
    """The exceptions of a sentence, by the number of their first clause."""
    found: dict[int, Sparing] = {}
    begin = 0
    for i, clause in enumerate(clauses):
        if clause.stop in "；;" or i == len(clauses) - 1:
            for one in _of_part(text, clauses, begin, i + 1):
                found[one.first] = one
            begin = i + 1
    return found


def _of_part(text: str, clauses: Sequence[Clause], begin: int, end: int) -> list[Sparing]:
    """The exceptions among the clauses up to a ；, of which the whole part may be one."""
    if not any("除" in c.text or "其" in c.text or "规定" in c.text or "适用" in c.text or "限制" in c.text for c in clauses[begin:end]):
        return []
    if _stands_alone(text, clauses, begin, end):
        return [Sparing(begin, end - 1, _words(text, clauses, begin, end - 1), APART)]
    found: list[Sparing] = []
    i = begin
    while i < end:
        one = _ahead(text, clauses, i, begin, end) or _behind(text, clauses, i, begin, end)
        if one and not (found and found[-1].last >= one.first):
            found.append(one)
            i = one.last
        i += 1
    return found


def _stands_alone(text: str, clauses: Sequence[Clause], begin: int, end: int) -> bool:
    """Whether a whole part spares somebody what was said before it."""
    part = [c for c in clauses[begin:end] if not _BUT.fullmatch(c.text)]
    if not part:
        return False
    opened = len(part) < end - begin or bool(_BUT.match(part[0].text))
    if part[-1].text.endswith("除外"):
        open_ends = all(kind_of(c.text) in ("trigger", "manner", "exception") for c in part[:-1])
        return not any(find_modal(c.text) for c in part[:-1]) and (opened or open_ends)
    words = text[part[0].start : part[-1].end]
    if len(words) > 300 or len(part) > 6 or any(_LEAST.search(c.text) or by_agent(c.text) for c in part[:-1]):
        return False
    return bool((_ELSEWHERE.search(words) and _RULES_OTHERWISE.search(words)) or _NOT_APPLIED.search(words)) and not any(
        find_modal(c.text) and not _LAW_SAYS.match(c.text) for c in part[:-1]) and not re.match(r"可以(?!不)|应当", part[-1].text)


def _words(text: str, clauses: Sequence[Clause], first: int, last: int) -> str:
    """The words of an exception, without the 但是 that opens it."""
    return re.sub(r"^(?:但是|但|不过)[，,]?", "", text[clauses[first].start : clauses[last].end])


def _ahead(text: str, clauses: Sequence[Clause], i: int, begin: int, end: int) -> Sparing | None:
    """The exception that begins in clause ``i`` with 除 and ends with 外, after which a norm follows or which ends the part."""
    opens = _OPENS.search(clauses[i].text)
    if not opens or clauses[i].text.endswith("除外") or (
        opens.start() and re.match("应当|不得", clauses[i].text[opens.end() :])) or find_modal(clauses[i].text[: opens.start()]):
        return None
    for j in range(i, end):
        words = clauses[j].text
        if words.endswith("除外") or (j > i and find_modal(words) and not _OUTSIDE.search(words)):
            return None
        if words.endswith("外") or (j == i and opens.start() == 0 and words.endswith("的")):
            spared = text[clauses[i].start + opens.start() : clauses[j].end]
            return Sparing(i, j, re.sub(r"^但是?", "", spared), BEHIND if j == end - 1 and i > begin else AHEAD)
    return None


def _behind(text: str, clauses: Sequence[Clause], i: int, begin: int, end: int) -> Sparing | None:
    """The exception that ends in clause ``i`` with 除外 or 从其规定."""
    words = clauses[i].text
    if words.endswith("除外") and not words.endswith("）") and i > begin:
        return Sparing(first := _start(clauses, i, begin), i, _words(text, clauses, first, i), BEHIND)
    for j in (i, i + 1):
        if not begin < i <= j < end or (j > i and not words.endswith("的")):
            continue
        whole = text[clauses[i].start : clauses[j].end]
        if len(whole) <= 200 and _ELSEWHERE.search(whole) and _RULES_OTHERWISE.search(whole) and not find_modal(words):
            return Sparing(i, j, _words(text, clauses, i, j), BEHIND)
    return None


def _start(clauses: Sequence[Clause], i: int, begin: int) -> int:
    """The first clause of an exception that ends in clause ``i``: that which opens with 但, or one that it plainly goes on from."""
    for k in range(i, begin, -1):
        if _BUT.match(clauses[k].text):
            return k
        if find_modal(clauses[k - 1].text):
            break
    first = i
    while first - 1 > begin and not find_modal(clauses[first - 1].text) and (
        re.match(r"或者|以及|并且|且", clauses[first].text) or re.search(r"存在|发生|出现", clauses[first - 1].text)):
        first -= 1
    return first


def still(exception: str | None, modality: Modality, before: str) -> str | None:
    """The exception that holds for the words behind a modal, of which some may stand before it in its clause.

    It does not hold for what 但 adds (但应当付酬), nor does 除…外，还应当 spare anybody.
    """
    spared = inside(before) or (None if before.endswith(("但", "但是")) else exception)
    return None if spared and besides(spared, modality, before) else spared


def besides(exception: str, modality: Modality, before: str) -> bool:
    """Whether 除… only says what is due besides: 除…外，还应当 · 除依法给予处罚外，应当 · 除前款所列事项外，可以载明."""
    return bool(re.search(r"[还也]$", before)) or (modality is not Modality.PROHIBITION and bool(_BESIDES.fullmatch(exception)))


def inside(before: str) -> str:
    """The exception among the words before a modal in its clause, or "": 任何组织除依法履行职责外不得."""
    opens = _OPENS.search(before)
    match = re.search(r"(?:以|之)?外(?=[^的部国汇资商围界]|$)", before[opens.end() :]) if opens else None
    return before[opens.start() : opens.end() + match.end()] if opens and match else ""


def in_brackets(words: str) -> str | None:
    """The exception that a norm has in brackets or in what it refers to, or None.

    不得购买剧毒化学品（属于农药的除外） · 遵守本条例除第八条规定之外的其他规定.
    """
    match = _BRACKET.search(words) or _REFERS.search(words)
    return match[1] if match else None


def spare(sparing: str, drafts: Sequence[Draft]) -> None:
    """Give the exception to the norms that it is about, which are all if it does not say.

    It says so with 对…另有规定, or names the act itself: ``应当及时公开政务数据。依法不予公开的除外。``
    """
    if _OF_ANOTHER.search(sparing):
        return
    topic = _TOPIC.search(sparing)
    about = [d for d in drafts if topic and _shares(topic["what"], d.object + d.action) >= 0.6]
    about = about or [d for d in drafts if not topic and len(d.action) > 1 and d.action in sparing]
    for draft in about or drafts:
        draft.exception = draft.exception or sparing


def spare_earlier(words: str, text: str, said: Sequence[Draft], earlier: Sequence[Draft]) -> None:
    """Give an exception that is a sentence of its own to the norms of the 款 whose act it names, or else to those just ``said``.

    ``系统日志应当保存六个月；期满应当销毁。法律对保存期限另有规定的，从其规定`` spares 保存.
    If the sentence before only prolongs a time, those before it are spared.
    """
    topic = _TOPIC.search(words)
    about = [d for d in earlier if topic and not _OF_ANOTHER.search(words) and len(d.action) > 1 and _bare(d.action) in topic["what"]]
    if not about and said and all(_PROLONGS.search(d.quoted(text)) for d in said):
        begin = text.rfind("。", 0, text.rfind("。", 0, said[0].start)) + 1
        about = [d for d in earlier if begin <= d.start < said[0].start and d not in said]
    for draft in about:
        draft.exception = draft.exception or words
    if not about:
        spare(words, list(said) if topic else last_part(text, said))


def _bare(action: str) -> str:
    return re.sub(r"^(?:予以|负责|进行|及时|主动|依法)+(?=[一-鿿]{2})", "", action)


_BY_LAW = re.compile(r"(?:法律|法规|规章|国家|国务院[^，。；]{0,20})[^，。；]{0,12}另有规定的?，?(?:除外|从其规定)$")


def spare_those_before(words: str, text: str, drafts: Sequence[Draft], clauses: Sequence[Clause], before: int) -> None:
    """Give an exception to the norms that stand before it.

    They are those of the last clause, but all up to the last ； if it leaves room for other law: 应当自行募集，不得委托他人，国务院另有规定的除外.
    """
    if not _BY_LAW.search(words) or _TOPIC.search(words):
        spare(words, of_last_clause(drafts, clauses, before))
        return
    for draft in last_part(text, drafts):
        draft.exception = draft.exception or (words if draft.kind != "comply" else None)


_ALLOWED = re.compile(
    r"[，；。](?P<x>(?:但是?，?)?(?:[^，。；]{1,40}，)?(?P<case>[^，。；]{0,40}(?:确需|确有必要|确有需要|因[^，。；]{0,20}(?:需要|原因))[^，。；]{0,30}的)，"
    r"[^。；]{0,120}?(?:同意|批准|审批|审核|授权|许可|核准|获批)[^。；]{0,80})")


def allow(text: str, drafts: Sequence[Draft]) -> None:
    """Give the prohibitions the case in which one may act with leave, as their exception: 不得离岗，确需离开的，须经负责人同意."""
    for draft in drafts:
        found = _ALLOWED.match(text, draft.end) if draft.modality is Modality.PROHIBITION and not draft.exception else None
        if found and (text[draft.end] == "，" or _shares(found["case"], text[draft.start : draft.end]) > 0):
            spare(re.sub(r"^(?:但是|但)，?", "", found["x"]), [draft])


def of_last_clause(drafts: Sequence[Draft], clauses: Sequence[Clause], before: int) -> list[Draft]:
    """The norms that the last clause with any before clause ``before`` lays down."""
    last = drafts[-1] if drafts else None
    clause = next((c for c in reversed(clauses[:before]) if last and c.start <= last.start < c.end), None)
    found = [d for d in drafts if clause and d.start >= clause.start]
    secret = len(found) == 1 and found[0].modality is Modality.PROHIBITION and _LETS_OUT.search(found[0].action)
    return [d for d in drafts if d in found or (secret and "保密" in d.action + d.object)]  # 应当保密，不得泄露: two sides of one


_LETS_OUT = re.compile("泄露|泄漏|透露|公开|披露|提供")


def last_part(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """The norms behind the last ； between them."""
    found: list[Draft] = []
    for draft in reversed(drafts):
        if found and re.search("[；;]", text[draft.end : found[-1].start]):
            break
        found.append(draft)
    return found[::-1]


def need_not(text: str, draft: Draft, earlier: Sequence[Draft]) -> bool:
    """Whether a power only lifts a duty found earlier in the 款 (可以不开庭审理), which then gets the words as its exception."""
    words = text[draft.start : draft.end]
    if draft.modality is Modality.POWER and _PROLONGS.search(words):
        _prolong(text, draft, earlier)
        return False
    if draft.modality is Modality.POWER:
        _unable(text, draft, earlier)
    lifted = _NEED_NOT.search(words) if draft.modality is Modality.POWER else None
    if not lifted:
        return False
    rest = words[words.find(draft.action, lifted.end()) + len(draft.action) :]
    what = {_ALONE.sub("", w) for w in (words[lifted.end() :], rest, draft.object, draft.action) if len(w) > 1}
    same = [d for d in earlier if d.modality is Modality.OBLIGATION and d.end <= draft.start and max(
        (_shares(w, text[d.start : d.end]) for w in what), default=0) >= 0.6]
    if not same:
        return False
    told = [d for d in earlier if d.kind in _TELLS and "。" not in text[d.end : draft.start]]
    for spared in told if same[-1].kind in _TELLS else same[-1:]:
        spared.exception = spared.exception or _case_of(text, draft, earlier)
    return True


_TELLS = ("notify", "inform")  # one duty, whether 通知客户 or 告知情况
_ALONE = re.compile(r"^不?(?:再|单独|另行|重复|逐一)*")
_UNABLE = re.compile(
    r"(?:无法|不能|难以|未能|不便)(?P<what>[^，；。]{2,20}?)的|[，；。](?P<hard>[^，；。]{2,20}?)(?:确|存在|实|有)+困难的")


def _case_of(text: str, draft: Draft, earlier: Sequence[Draft]) -> str:
    """The words of a power that lifts a duty, with its case."""
    begin = max(*(d.end for d in earlier if d.end <= draft.start), text.rfind("。", 0, draft.start))
    return re.sub(r"^[，。；、\s]*(?:但是|但)?[，]?", "", text[begin : draft.end])


def _unable(text: str, draft: Draft, earlier: Sequence[Draft]) -> None:
    """Give the power of those who cannot (无法实地走访的可以采用视频方式) to the duty that they cannot do, as its exception."""
    before = [d for d in earlier if d.end <= draft.start]
    unable = _UNABLE.search(text, before[-1].end, draft.end) if before else None
    what = (unable["what"] or unable["hard"]) if unable else ""
    due = [d for d in before if d.modality is Modality.OBLIGATION and what and _shares(
        what, text[d.start : unable.start() if unable and d is before[-1] else d.end]) >= 0.6]
    same = [d for d in before if due and d.bearer == due[-1].bearer and len(d.action) > 1 and d.action in text[draft.start : draft.end]]
    for one in (*due[-1:], *same[-1:]):
        one.exception = one.exception or _case_of(text, draft, [*before, draft])


_LIMIT = re.compile(r"不(?:得|应)?(?:超过|高于|低于|少于)")
_PROLONGS = re.compile(r"可以(?:适当|酌情|依法|再)?(?:放宽|延长|延期|推迟|延迟|延缓)")
_FIRST = re.compile(r"[，。；](?P<words>[^，；。]{2,40}的，可以?先行[^，；。]{2,12}，[^；。]{0,40}(?:补办|补报|补充|补交)[^；。]{0,20})")


def done_first(text: str, drafts: list[Draft]) -> list[Draft]:
    """The norms, without the power to do first what is made good later (可先行办理，并补办手续), which spares what is asked before it."""
    match = _FIRST.search(text)
    asked = [d for d in drafts if match and d.end <= match.start() and d.modality is Modality.OBLIGATION and d.exception is None]
    if not match or not asked:
        return drafts
    spare(match["words"], last_part(text, asked))
    return [d for d in drafts if not (d.modality is Modality.POWER and match.start() < d.start < match.end())]


def _prolong(text: str, draft: Draft, earlier: Sequence[Draft]) -> None:
    """Give the power to prolong a time (情况复杂的，可以适当延长) to the duty whose time it is, as its exception."""
    before = [d for d in earlier if d.end <= draft.start and d.rule != "approved-first"]
    timed = [d for d in before if _LIMIT.search(d.quoted(text)) or (
        d.modality is Modality.OBLIGATION and (d.deadline or re.search(r"期限|时限|限定时间|期间|[日月年]内", d.quoted(text))))]
    named = [d for d in timed if len(d.action) > 1 and _bare(d.action) in draft.quoted(text)]
    timed = named or [d for d in timed if d.exception is None]
    if not timed or timed[-1].exception or not re.search("[；。，]", text[timed[-1].end : draft.start]):
        return
    begin = max(timed[-1].end, text.rfind("。", 0, draft.start), text.rfind("；", 0, draft.start))
    timed[-1].exception = re.sub(r"^[，。；、\s]*(?:但是|但)?[，]?", "", text[begin : draft.end])


def _shares(words: str, others: str) -> float:
    """The share of the pairs of characters of ``words`` that stand in ``others`` too."""
    pairs = {words[i : i + 2] for i in range(max(1, len(words) - 1))} - {""}
    return sum(p in others for p in pairs) / len(pairs) if pairs else 0.0


_LEAVE = re.compile(r"(?:须|应当?|需)?(?:事先|事前|提前)?(?:经|征得|取得)[^，；。]{1,30}(?:同意|批准|许可|审批|授权)$")


def is_leave(text: str, draft: Draft, found: Sequence[Draft]) -> bool:
    """Whether a duty is only the leave on which another norm has its exception: 不得离岗，确需离开的，须经负责人同意."""
    words = text[draft.start : draft.end]
    return bool(_LEAVE.match(words)) and any(d is not draft and d.exception and words in d.exception for d in found)
