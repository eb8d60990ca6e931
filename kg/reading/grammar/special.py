"""Phrasings with a grammar of their own.

- Time after the verb: ``…，最迟不得超过1小时`` · ``，并保存五年以上``
- Demands: ``可以要求其提交说明材料``
- Filing as a condition: ``经中国证监会备案后可…``
- A regulated act: ``向社会发布…信息，应当遵守国家有关规定``
- Announcing in penalties: ``并予以公示``
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.law.model import Deadline, DeadlineType, Modality
from kg.reading.deadlines import best, find_deadlines
from kg.reading.grammar.act import Act
from kg.reading.grammar.actors import is_actor, is_person, split_actors
from kg.reading.grammar.clauses import Clause
from kg.reading.grammar.communication import FAMILY, KINDS, find_act
from kg.reading.grammar.communication import VERB as TELLING
from kg.reading.grammar.draft import Context, Draft, State
from kg.reading.grammar.recipients import after_verb

_LATEST = re.compile(r"^(?:但)?(?:(?:每级|每次)?(?:上报|报告|续报|报送|通报|通知|答复)的?)?"
                     r"(?:最迟|至迟|最长|最晚|时间|时限|期限)?不(?:得|应)?(?:超过|晚于|迟于)")
_KEPT = re.compile(r"^(?:并)?(?:至少|妥善)?(?:保存|留存|保管|保留)(?:期限|时间|期)?(?:应当)?(?:不(?:得)?(?:少于|低于|短于)|至少"
    r"|[0-9一二三四五六七八九十]+(?:年|个月)|为)")
_SHOWN_FOR = re.compile(r"^(?:公告|公示)(?:期限?|时间)?(?:应当)?(?:满|不|为)[^，；的]{1,16}$")
_OFTEN = re.compile(r"^(?:[^，；]{0,6}频率|频次)(?:应当)?不(?:得)?(?:低于|少于)|^(?:并)?每(?:年|半年|季度|月)(?:至少)?(?:开展|进行"
    r"|组织)?[一两]次$|^至少每[^，；]{1,3}一次$")


_LEAST = re.compile(r"(?:均)?(?:不得|不应|应当不|不)(?:少于|低于|短于)")
_PERIOD_OF = re.compile(r"^(?:上述|相关|有关)?(?P<what>[^，；]{2,80}?)的?(?:保存|留存|保管|保留)期限?$")
_KEPT_OF = re.compile(r"^(?:上述|相关|有关|其(?!保))?(?P<what>其|[^，；]{2,80}?)的?(?:保存|留存|保管|保留|存档)(?:期限|时间"
    r"|期)(?:均)?(?:自[^，；]{2,40}起)?(?:计算)?"
    r"(?:应当|不得|不应|应)?(?:不)?(?:得)?(?:少于|低于|短于|为|至少)")


_PERIOD = re.compile(r"(?P<what>)(?:保存|留存|保管|保留)(?:期限?|时间)(?:应当|不得|不应|应)?(?:不)?(?:得)?(?:少于|低于|短于|为|至少)")
_SINCE = re.compile(r"(?:自|从)[^，；]{2,40}起[^，；]{0,6}(?:为|不(?:得)?(?:少于|低于|短于)|至少)")
_OF_WHOM = re.compile(r"(?P<who>[^，；的对]{2,30})对(?P<what>[^，；]{2,60}?)的?(?:保存|留存|保管|保留)期限?$")


def _kept_time(words: str) -> Deadline | None:
    """The time that words say something is kept, or None: 不得少于五年 · 自终止之日起为5年."""
    time = best([d for _, _, d in find_deadlines(words)], keeping=True)
    since = _SINCE.match(words)
    if time or not since:
        return time
    plain = best([d for _, _, d in find_deadlines("保存期限为" + words[since.end() :])], keeping=True)
    return replace(plain, text=words) if plain else None


def _keeper(words: str, bearer: tuple[str, ...], match: re.Match[str] | None) -> tuple[tuple[str, ...], re.Match[str] | None]:
    """Who keeps, and the match of what is kept, where the words say both: 征信机构对不良信息的保存期限."""
    kept = _OF_WHOM.match(words) if match else None
    return (split_actors(kept["who"]), kept) if kept and is_actor(kept["who"]) else (bearer, match)


def kept_for(clause: Clause, state: State, context: Context, bearer: tuple[str, ...], rest: Sequence[Clause] = ()) -> bool:
    """Whether a clause says how long a thing is kept: 日志留存时间不少于六个月 · 会计凭证的保存期限不得少于十年.

    The time is then given to a duty to keep found before, or a duty to keep the thing for that time is added to ``drafts``.
    """
    drafts = state.drafts
    match = _KEPT_OF.match(clause.text) or (_PERIOD.match(clause.text) if state.patient and not drafts else None)
    time = best([d for _, _, d in find_deadlines(clause.text[match.end("what") :])], keeping=True) if match else None
    if not match:
        match = _PERIOD_OF.match(clause.text)
        least = next((c for c in rest[:3] if _LEAST.match(c.text) or _SINCE.match(c.text)), None) if match else None
        bearer, match = _keeper(clause.text, bearer, match)
        time = _kept_time(least.text) if least else None
        clause = replace(clause, end=least.end) if least else clause
    if not match or time is None:
        return False
    before = next((d for d in reversed(drafts) if d.kind == "keep" and d.deadline is None), None)
    if before is not None:
        before.deadline, before.end = time, clause.end
        return True
    earlier = _kept_before(clause.text, match["what"], context)
    if earlier is not None:
        earlier.deadline = time
        return True
    teller = next((d for d in reversed([*context.drafts, *drafts]) if d.kind in ("keep", "record")), None)
    what = teller.object if teller and match["what"] == "其" else match["what"] or state.patient
    bearer = bearer if match["what"] else ()  # 日志由值班人员签字，保存期限不少于五年: not who signs
    drafts.append(Draft(Modality.OBLIGATION, "keep", teller.bearer if teller else bearer, (), "保存", what, None, time, clause.start,
                        clause.end, "kept-for"))
    return True


_POINTS_BACK = re.compile(r"上述|前述|其|此类|该(?:等|类)?")


def _kept_before(words: str, what: str, context: Context) -> Draft | None:
    """The duty to keep of an earlier sentence of which the words give the time, or None: 上述信息的保存期限… · 记录日志。日志留存时间…."""
    kept = next((d for d in reversed(context.drafts) if d.kind == "keep" and d.deadline is None), None)
    return kept if kept and (_POINTS_BACK.match(words) or kept.object.endswith(what)) else None


def is_latest(words: str) -> bool:
    """Whether a clause says no more than by when or how often at most: 最迟不得晚于次日上午."""
    return bool(_LATEST.match(words))


def attach_time(clause: Clause, drafts: list[Draft], trigger: str | None) -> bool:
    """Whether a clause only gives the time of the duty before it.

    The time then becomes part of that duty. If it is a time of keeping and the duty is another one, a duty to keep is added.
    """
    kept, often = _KEPT.match(clause.text), _OFTEN.match(clause.text)
    latest = _LATEST.match(clause.text) or (_SHOWN_FOR.match(clause.text) if drafts and drafts[-1].kind == "announce" else None)
    times = [d for _, _, d in find_deadlines(clause.text)]
    if drafts and drafts[-1].rule == "kept-for" and clause.start < drafts[-1].end:
        return True  # …的保管期限，自…之日起计算，不得少于五年
    if not drafts or not (kept or often or latest) or not (times or latest):
        return False
    last = drafts[-1]
    time = best(times, keeping=bool(kept))
    if kept and last.kind != "keep":
        keeper = () if last.action.startswith("签") else last.bearer  # 日志由值班人员签字，保存期限不少于五年: not who signs
        drafts.append(replace(last, kind="keep", action="保存", bearer=keeper, recipient=(), deadline=time, end=clause.end, rule="kept-for"))
        return True
    if kept and last.deadline and last.deadline.type is DeadlineType.RETENTION and drafts[-1].end < clause.start - 1:
        drafts.append(replace(last, deadline=time, trigger=trigger, start=clause.start, end=clause.end))  # 没有明确有效期的，不得少于二年
        return True
    last.deadline, last.end = time or last.deadline, clause.end
    return True


def merged(drafts: list[Draft]) -> list[Draft]:
    """The duties, with what is one duty said twice joined: 应当履行告知义务，…告知投资者… or 发布预警，发布…措施."""
    out: list[Draft] = []
    for draft in drafts:
        twin = next((d for d in out if _same(d, draft)), None)
        if twin is None:
            out.append(draft)
            continue
        twin.recipient = twin.recipient or draft.recipient
        twin.object = draft.object if twin.rule.endswith("nominal") else twin.object
        twin.deadline = twin.deadline or draft.deadline
        twin.end = max(twin.end, draft.end)
    return out


def _same(first: Draft, second: Draft) -> bool:
    if first.kind != second.kind or first.kind not in KINDS or first.modality is not second.modality or first.bearer != second.bearer:
        return False
    if first.rule.endswith("nominal") and FAMILY.get(first.kind) == "tell" and not first.recipient and first.action not in ("提示", "提醒", "警示"):
        return True
    if first.kind == "keep" and second.action in ("存档", "归档", "备查") and second.object in ("", "备查") and second.start - first.end < 3:
        return True  # 作出记录，存档备查
    if first.kind == "keep" and first.action in ("存档备查", "存档", "归档") and second.deadline:
        return True
    if first.action == "告知" and second.action == "说明" and second.object in ("理由", "原因") and second.start == first.end:
        return True  # 告知申请人并说明理由
    twice = first.action == second.action and not second.recipient and second.deadline == first.deadline
    return twice and first.kind in ("announce", "inform", "keep")


@dataclass(frozen=True)
class Demand:
    """A demand (要求X做…), with those of whom something is demanded and the words of what."""

    who: tuple[str, ...]
    words: str


_ASKS = r"(?:要求|请求|责成)(?!或者|和|及|的|、)"
_THEN = rf"(?=可以|有权|根据|依法|以|按照|{_ASKS})"
# What may stand before; each ends at the first place where the next can begin, so that nothing is tried twice.
_BEFORE = rf"可以|有权|(?>根据[^，]*?(?:需要|情况|规定){_THEN})|依法|(?>以[^，]{{1,12}}形式{_THEN})|(?>按照[^，]*?规定{_THEN})" + (
    r"|[一-鿿]{2}(?:、[一-鿿]{2}){0,3}或者(?=要求)")
_DEMAND = re.compile(rf"^(?:并|还|同时|或者)?(?:{_BEFORE})*+{_ASKS}(?P<rest>.+)$")


def demand(words: str) -> Demand | None:
    """The demand made of somebody who is to act, or None for 按照要求 and the like."""
    match = _DEMAND.match(words)
    if not match:
        return None
    rest = match["rest"]
    for told in TELLING.finditer(rest):
        if is_actor(rest[: told.start()]) or is_person(rest[: told.start()]):
            return Demand(split_actors(rest[: told.start()]), rest[told.start() :])
    if rest.startswith("其") and not rest.startswith("其他"):
        return Demand(("其",), rest[1:])
    relative = re.match(r"(为[^，]*?的[^，的]{2,10}?(?:组织|个人|机构|单位|者)(?:(?:、|和|或者|或)(?:个人|组织|单位))?)(.*)$", rest)
    who, act = (split_actors(relative[1]), relative[2]) if relative else after_verb(rest)
    if not who and is_actor(rest):
        return Demand(split_actors(rest), "")
    return Demand(who, act) if who else None


def corrected(words: str, trigger: str) -> str:
    """The kind of the filing or application that is done again (备案材料不完整的，应当及时补正) or put to somebody, or "" for other acts.

    >>> corrected("及时补正", "备案材料不完整的"), corrected("及时整改", "备案材料不完整的")
    ('file', '')
    >>> corrected("向登记机构提出", "申请查询登记信息的")
    'apply'
    """
    paper = re.search(r"(备案|申报|申请)(?:材料|信息|文件)", trigger) if re.search(r"(?:补正|补充|更正)(?:材料)?$", words) else None
    asked = _PUT_TO.fullmatch(words) and _WHO_APPLIES.match(trigger)
    return {"备案": "file"}.get(paper[1], "apply") if paper else "apply" if asked else ""


def formality(act: Act, trigger: str, modality: Modality | None) -> Act | None:
    """The act of having a register changed, as a filing if what was filed has changed, or None if it is only allowed (方可办理变更手续)."""
    if modality is Modality.PERMISSION:
        return None
    return replace(act, kind="file") if re.search(r"备案[^，；]{0,12}(?:变更|变化|变动|调整)", trigger) else act


_PUT_TO = re.compile(r"向[^，；]{2,60}提出")
_WHO_APPLIES = re.compile(r"(?![^，；]*(?:认为|不服|未|侵犯|不履行))[^，；]{0,30}?申请[^，；]{2,60}的$")
_ASKING = re.compile(r"(?P<a>[^，；]{2,20}?)(?:请求|要求|申请|提出|询问|查询)[^，；]{0,400}的$")
_REFUSED = re.compile(r"拒绝(?P<a>[^，；]{2,20}?)(?:行使|提出)?[^，；]{0,400}(?:请求|申请)的$")
_UNTOLD = re.compile(r"(?:无法|不能|未能)[^，；]{0,400}?(?:(?:告知|通知)|向(?=[^，；]{0,400}(?:告知|通知)的))(?P<a>[^，；]{2,16}?)(?:告知|通知)?的$")


def asking(trigger: str) -> tuple[str, ...]:
    """Those who are to be answered, or ().

    They are the ones who ask (个人请求查阅…的), who are refused, or who could not be told (无法及时告知个人的).

    >>> asking("个人请求查阅、复制其个人信息的"), asking("紧急情况下无法及时告知个人的"), asking("发生事件的")
    (('个人',), ('个人',), ())
    """
    for part in reversed(trigger.split("，")):
        for pattern in (_REFUSED, _ASKING, _UNTOLD):
            match = pattern.search(part)
            if match and is_actor(match["a"]) and (pattern is not _ASKING or match.start() == 0):
                return split_actors(match["a"])
    return ()


_FILED = re.compile(r"经(?P<to>[^，；]{2,20}?)备案后(?:方|才)?$")


_ASKED_FIRST = re.compile(
    r"(?:应当|按照?(?:规定)?程序|依法|逐级){0,2}(?:报(?!告|送)[^，；]*(?:批准|同意|备案|核准|审批|审核)|向[^，；]{2,40}(?:报告|备案|申报))后$")


_SHOWN_FIRST = re.compile(r"(?:公告|公示)满[^，；]{1,12}后$")


def approved_first(words: str, bearer: tuple[str, ...], trigger: str | None) -> Draft | None:
    """The duty to ask first (报保护部门批准后，可以延长), or None if the words contain none."""
    act = find_act(words) if _ASKED_FIRST.match(words) else None
    act = act or (find_act(words.removesuffix("后")) if re.match(r"向", words) and words.endswith("后") else None)
    shown = find_act(words.removesuffix("后")) if _SHOWN_FIRST.search(words) else None
    act = act or (shown if shown and shown.kind == "announce" else None)
    if not act or not (act.recipient or act is shown):
        return None
    prior = Deadline(words, DeadlineType.PRIOR, None)
    return Draft(Modality.OBLIGATION, act.kind, bearer, act.recipient, act.verb, act.object.removesuffix("后"), trigger, prior, 0, len(words),
                 "approved-first")


def prior_filing(clause: Clause, before: str, drafts: list[Draft], context: Context, who: tuple[str, ...]) -> bool:
    """Whether the words before a modal make filing first a duty: 信息技术专业子公司经中国证监会备案后可….

    The duty is then added to ``drafts``.
    """
    match = _FILED.search(before)
    if not match:
        return False
    times = [d for _, _, d in find_deadlines("事先")]
    time = replace(times[0], text=match[0], type=DeadlineType.PRIOR) if times else None
    drafts.append(Draft(Modality.OBLIGATION, "file", who or context.inherited(), split_actors(match["to"]), "备案", "备案", None, time,
                        clause.start, clause.end, "filed-before"))
    return True


def regulated_act(clause: Clause, rest: Sequence[Clause], drafts: list[Draft], context: Context) -> None:
    """Add the duty of an act of telling that is itself regulated, whoever does it: 向社会发布…信息，应当遵守国家有关规定."""
    if not rest or not re.match(r"应当遵守.*规定$", rest[0].text):
        return
    act = find_act(clause.text)
    if act and act.kind in ("announce", "provide") and act.recipient:
        end = rest[0].end
        drafts.append(Draft(Modality.OBLIGATION, act.kind, (), act.recipient, act.verb, act.object, None, None, clause.start, end, "regulated-act"))


_SHOWN = re.compile(r"(?:并)?予以(公示|公告|公布)$|^(?:并)?(?:通过[^，；]{2,30})?(?:向社会)?(公示|公告|公布)$"
                    r"|，?并通过[^，；]{2,30}向社会(公示|公告|公布)$")
_REMINDED = re.compile(r"^(?:并)?(?P<verb>提醒|告知|通知)(?P<to>其|[^，；]{2,12}?)(?P<what>(?:履行|依法|限期|及时|可以|应当)[^，；]{2,40})$")
_PASSED_ON = re.compile(r"通报(?P<to>[^，；。、]{2,14}?(?:部门|机关|机构))")


def penal_acts(text: str, clauses: list[Clause], context: Context) -> list[Draft]:
    """The telling that a penalty lays on the authority: 予以公示 · 通报有关主管部门吊销… · 可以要求其提交说明材料."""
    found: list[Draft] = []
    by = next((m[1] for c in clauses if (m := re.match(r"由(.{2,40}?(?:部门|机关|机构|证监会|银行))", c.text))), "")
    authority, power = split_actors(by), False
    for clause in clauses:
        holder = re.match(r"(.{2,40}?(?:部门|机关|机构|证监会|银行|主体))(?:并)?可以", clause.text) or _DECIDES.match(clause.text)
        authority = split_actors(holder[1]) if holder else authority
        power = power or "可以" in clause.text
        found += _penal_clause(clause, clauses, authority, power)
    return found


_DECIDES = re.compile(r"(.{2,40}?(?:部门|机关|机构|证监会|银行))(?:依法)?(?:对[^，；]{2,30})?(?:作出|做出|采取)")


def _penal_clause(clause: Clause, clauses: list[Clause], authority: tuple[str, ...], power: bool) -> list[Draft]:
    shown, passed = _SHOWN.search(clause.text), _PASSED_ON.search(clause.text)
    asked = re.search(r"可以要求(?P<who>其|[^，；]{2,20}?)(?P<verb>提交|提供|说明)(?P<what>[^，；]{0,400})", clause.text)
    modality = Modality.POWER if power else Modality.OBLIGATION
    trigger, start, end = clauses[0].text, clause.start, clause.end
    if asked:
        who = split_actors(re.split(r"违反|未|不", trigger)[0]) if asked["who"] == "其" else split_actors(asked["who"])
        return [Draft(Modality.POWER, "provide", authority, who, "要求" + asked["verb"], asked["what"], trigger, None, start, end, "demand")]
    listed = find_act(clause.text.partition("可以")[2])
    if listed and listed.rule == "measure":
        return [Draft(modality, listed.kind, authority, listed.recipient, listed.verb, listed.object, None, None, start, end, "penal-measure")]
    told = _REMINDED.match(clause.text)
    if told:
        to = () if told["to"] == "其" else split_actors(told["to"])
        return [Draft(modality, "inform", authority, to, told["verb"], told["what"], trigger, None, start, end, "penal-reminder")]
    if shown and "责令" not in clause.text:
        verb = next(filter(None, shown.groups()))
        return [Draft(modality, "announce", authority, (), verb, "违法行为", trigger, None, start, end, "penal-announcement")]
    if passed and not re.search(r"予以通报|由.{0,400}通报批评", clause.text):
        return [Draft(modality, "notify", authority, split_actors(passed["to"]), "通报", clause.text[passed.end() :], trigger, None,
                      clause.start + passed.start(), clause.end, "penal-notice")]
    return []
