"""Those whose duty it is, as the words of the sentence name them.

They are the subject before 应当, the actor with which a condition begins, or whoever does the activity that is spoken of:
``证券公司、基金管理公司应当…`` · ``运营者发生合并的，应当…`` · ``处理个人信息应当…`` (→ 个人信息处理者) · ``开展数据处理活动应当…``.
"""

from __future__ import annotations

import re
from itertools import pairwise

from kg.law.wordlists import alternatives
from kg.reading.grammar.actors import LEVELS, is_actor, is_person, split_actors
from kg.reading.grammar.acts import VERBS
from kg.reading.grammar.adverbials import is_adverbial, opens_with_time, starts_adverbial
from kg.reading.grammar.communication import VERB as COMMUNICATION
from kg.reading.grammar.holders import names
from kg.reading.grammar.pipeline import Reading

_OPENS_OTHER = re.compile(alternatives("openers"))
_NAMES_A_DOER = re.compile(
    r"(?:委托|使用|利用|处理|提供|参与|参加|实施|组织|从事|报告|通知|收集|运营|建设|履行)(?:者|方|人)|(?:使用|建设|运营|实施|管理|监督)(?:单位|机构|企业)|负责人|牵头人|组织(?=、|和|或|及|$)"
    r"|[一-鿿]{2}(?:者|人)(?=应[当于在立及按]|须|必须|不得|可以|有权|负责|、|和|或|$)")
_DOES = re.compile(  # 及时将认定结果通知运营者 ends with an actor but is no name
    r"(?:并(?!购)|及时|立即|尽快|同时|定期|按时|如实|主动|书面|第一时间|统一|随时|将|把|(?:报告|上报|报送|提交|抄送|告知|通知|通报|公布|公告|反馈)(?!人|者|方|单位|机构|义务))")
_CLOSER = re.compile(r"(?:时|后|前|中|下|(?<![境国域省市区县校])内|起|同时|基础上|期间|情况|规定|要求|方式)，?$")
_ACTIVITY = re.compile(r"(?P<verb>处理|收集|使用|开展|从事|运营|建设|经营|利用|存储|加工|传输|提供)(?P<what>[^，；的]{2,16}?)(?P<tail>活动|服务)?$")


def subject_before(reading: Reading, start: int, end: int) -> tuple[str, ...]:
    """The actors named in ``text[start:end]``, the words before a modal, or () if they name none."""
    for _, stop in reversed(reading.actors_in(start, end)):
        rest = re.sub(r"^（[^）]{0,400}）", "", reading.text[stop:end])
        if rest.endswith("、"):
            return ()  # a list of things goes on
        if rest and not is_adverbial(rest) and not rest.startswith(("对", "在", "为", "从", "自", "收到", "依", "按", "及其", "等", "之间")):
            continue
        if rest.startswith("及其") and any(first >= stop for first, _ in reading.actors_in(stop, end)):
            continue  # 管理人及其从业人员提供的信息应当真实
        name = _from(reading, start, stop)
        if name is not None:
            return _acting_on(reading, name, stop) or split_actors(reading.text[name:stop])
    return ()


_ON = re.compile(r"(?:对(?!外)|向|为|与|从|将|把|就|在)(?![^，；]{1,24}(?:负有|负责|承担|具有|享有|行使|提供|履行|实施|进行)[^，；的]{0,24}的)")


def _acting_on(reading: Reading, start: int, stop: int) -> tuple[str, ...]:
    """The actor who acts on another named before the modal (经营者对异常用户应当…), or ()."""
    if _ON.match(reading.text, start):
        return ()
    names, at = leading_actor(reading, start, stop)
    return names if at < stop and _ON.match(reading.text, at) else ()


_WITHIN = re.compile("(?:期|时间|年度)内$|期间$")
_TIMED = re.compile(r"(?<=..)于[^，；的]{2,24}?[前后内起日时](?=[^，；的]{2,40}$)")


def _from(reading: Reading, start: int, stop: int) -> int | None:
    """The offset at which the name that ends at ``stop`` begins, or None.

    It is after any adverbial, or at ``start`` for a relative clause.
    """
    words = reading.text[start:stop]
    if _TIMED.search(words):
        return None  # 纸质合同于签署后当日移交档案室 says what is done with it
    bare = re.sub(r"^(?:有关|相关|公共(?!安全)|独立|电子|同一|指定(?=[^，；的]{2,8}(?:机构|银行|媒体))"
                  r"|联合|专业|专门|综合|集中|公开|直接|主要|对外|无障碍|当地)", "", words)
    for first, last in reading.actors_in(start, stop):
        if last <= stop and _WITHIN.search(reading.text[start:first]):
            return first  # 三包有效期内销售者
    if _NAMES_A_DOER.match(bare) or (not starts_adverbial(bare) and not _OPENS_OTHER.match(bare)):
        return start
    for first, last in reading.actors_in(start, stop):
        if last <= stop and _CLOSER.search(reading.text[start:first]):
            return first
    if re.search(r"的[^的，]{1,16}$", words) and not re.match(r"(?:对|向|将|把|由|发现)", words):
        return start
    return None


def leading_actor(reading: Reading, start: int, end: int) -> tuple[tuple[str, ...], int]:
    """The actors with which the clause ``start:end`` begins, and the offset after them.

    They are () and ``start`` if the clause begins with no actor.
    """
    words = reading.text[start:end]
    if re.search(r"(?<![理自缘经事])由(?!于)", words) or _LAWS.match(words) or _UPON.match(words) or _JOINS.match(words) or founds(words) or (
            opens_with_time(words) or _VERBS_JOINED.match(words)):  # 运输、携带、邮寄媒体
        return (), start  # who acts stands behind 由, or is not named: 法律和中国人民银行规定…的, 对实施前款行为的人员
    bound = _BOUND.match(words)
    if bound:  # 依照前条规定不需要办理登记的经营者
        who, past = leading_actor(reading, start + bound.end(), end)
        return ((bound[0] + who[0], *who[1:]), past) if who else ((), start)
    named = _named_outright(words)
    if named:
        return named[0], start + named[1]
    whole = re.sub(r"等$", "", words)
    spans = reading.actors_in(start, end)
    acts = _DOES.match(whole) or _TELLS_ON.search(whole) or _acts_first(whole) or _VERBS_JOINED.match(whole) or _acts_within(reading, spans, end)
    if is_actor(whole) and not acts and (not _OPENS_OTHER.match(whole) or _IS_WHO.match(whole)):
        return split_actors(whole), end
    relative = _relative(reading, spans, start, end)
    if relative is not None:
        return split_actors(reading.text[start:relative]), relative
    if not spans or (_OPENS_OTHER.match(words) and not _NAMES_A_DOER.match(words)):
        return (), start
    stop = _chain(reading, spans, start, end)
    if stop is None:
        return (), start
    aside = re.match(r"（[^）]{0,400}）", reading.text[stop:end])
    return split_actors(reading.text[start:stop]), stop + (aside.end() if aside else 0)


_FOUNDS = re.compile(
    r"(?:申请|拟|发起|批准){0,2}(?:设立|开办|举办|组建|筹建|筹设|新设)(?:[^，；的]{2,24}$|(?:从事|经营|开展|提供|生产|销售|专门|以|为)[^，；]{2,60}的[^，；的]{2,16}$)")


def founds(words: str) -> bool:
    """Whether the words are the founding of a body, which binds whoever founds it.

    >>> founds("申请设立从事担保业务的公司"), founds("设立分支机构的公司")
    (True, False)
    """
    return bool(_FOUNDS.match(words))


_DONE = rf"(?:{VERBS.pattern}|运输|携带|邮寄|复制|传播)"
_VERBS_JOINED = re.compile(rf"{_DONE}、{_DONE}(?!部门|机构|单位|机关|人员|者|人|委员会)")
_LAWS = re.compile(r"(?:法律|行政法规|法规)(?!、法规授权|授权)[^，；]{0,40}?(?:规定|要求|禁止)")
_BOUND = re.compile(r"(?:依照|按照|根据)[^，；的]{2,24}?(?:规定|要求)(?:应当|必须|可以|不?需要|无需|负有)[^，；的]{2,40}的(?=[^，；])")
_JOINS = re.compile("到(?![期达位场会案庭岗任职])|或者|以及|及其|但是?|其所[持有属]")
_UPON = re.compile(r"对(?!外)(?![^，；的]{1,40}(?:负有|负责|承担|具有|享有|行使|提供|履行|实施|进行)[^，；的]{0,24}的)")
_TELLS_ON = re.compile(r"并(?:及时|立即|书面|一并|同步){0,9}(?:按[^，]{0,200}?规定(?:及时|立即){0,9})?(?:[将向][^，]{0,200}?)?"
                       r"(?:上报|报送|报告|通知|告知|通报|提交|抄送|反馈|报)[^，]")
_STATE = re.compile(r"国家(?=保护|保障|维护|尊重|促进|推进|推动|加强|建立|制定|实施|实行|采取|坚持|完善|根据|对|以|在|为|把"
    r"|将|通过|按照|依照|鼓励|支持|发展|引导|扶持|组织|设立|全面|严格|积极|逐步|依法|统筹)(?!保护工作)")
_OFFICE_OF = re.compile(
    r"[^，的、]{2,12}(?:部门|机关|证监会|政府|机构)(?:履行|承担|负责)[^，的]{2,16}(?:职责|工作)的其他(?:部门|机构|单位)(?=[^，、和的]{2})")
_IS_THE_ONE = re.compile(
    r"([^，的是为]{2,16})(?:是|为)[^，]*(?:主体|责任人|(?:牵头|归口|归口管理|主管|责任|负责|管理|执行|协调|监督|实施|日常|办事)(?:部门|机构|单位))$")
_BELOW = re.compile(r"[^，的]{2,16}?(?:下设|内设)((?!立|置)[^，的]{2,16})$")


def _named_outright(words: str) -> tuple[tuple[str, ...], int] | None:
    """The actors whom a set phrase at the start names and the length of their name, or None.

    国家保护公民的权利 (国家 acts) · 证监会履行监管职责的其他部门配合… · 证券公司是责任主体 · 领导小组下设办公室 (the office).
    """
    state, office, one = _STATE.match(words), _OFFICE_OF.match(words), _IS_THE_ONE.match(words)
    if state:
        return ("国家",), state.end()
    if office:
        return (office[0],), office.end()
    if one and _is_party(one[1]):
        return split_actors(one[1]), len(words)
    below = _BELOW.match(words)
    return (split_actors(below[1]), len(words)) if below and _is_party(below[1]) else None


def _is_party(words: str) -> bool:
    return is_actor(words) or is_person(words)


_IS_WHO = re.compile(
    r"(?:当[年月期日]|从事|开展|提供|处理|负责|负有|履行|使用|利用|收集|运营|经营|承担|符合|未|发生|存在|取得|经|受|具有|具备|违反|涉及|接受|委托|在|对|为|依法|向)[^，；。]*的[^的，；。]{1,16}$")
_WHO_DOES = re.compile(
    r"(?:从事|开展|提供|处理|负责|履行|使用|利用|收集|运营|经营|承担|参与|参加|掌握|持有|取得|具有|具备|设立|生产"
    r"|销售|进口|出口|(?:非?公开)?募集|购买|接受|获得|占有|收到|接到|受理|涉及)[^，；。]{2,60}的(?!情况|情形|过程|基础)[^的，；、]{1,16}$")


def _relative(reading: Reading, spans: list[tuple[int, int]], start: int, end: int) -> int | None:
    """The end of a name that begins with its relative clause, as in 从事数据交易中介服务的机构提供服务, or None."""
    for _, stop in spans:
        if _WHO_DOES.match(reading.text[start:stop]) and stop < end and not re.match(r"的|、|和|或|及|信息|权益|等", reading.text[stop:end]):
            return stop
    return None


def _acts_within(reading: Reading, spans: list[tuple[int, int]], end: int) -> bool:
    """Whether the words are an actor, a verb and its object (证券公司解聘合规负责人) and not a name (运营者委托的机构)."""
    gaps = [reading.text[a[1] : b[0]] for a, b in pairwise(spans)]
    if any(re.match(r"设立|举办|开办|设在|委托|聘请|解聘|收购|任命|认为", gap) and "的" not in gap for gap in gaps):
        return True
    rest = reading.text[spans[0][1] : end] if spans else ""
    by = _OPENS_OTHER.match(rest) if rest.startswith(("以", "依", "按", "根据")) else None
    return bool(_ASKS.match(rest) or _CHANGES.match(rest) or (spans and _ON.match(rest)) or ("的" not in rest and (_VERBISH.match(rest) or by)))


_CHANGES = re.compile(r"(?:变更|更换|解聘|聘任|任免)(?!后|前|的)")
_ASKS = re.compile(r"(?:请求|要求|申请)(?!人|者|的)[^，]{4,}")  # 个人请求将个人信息转移至其指定的处理者


_GIVES_TO = re.compile("[一-鿿]{4}(?<![供补])给(?![予付水排养])")  # 外汇收入保留或者卖给经营结汇业务的金融机构


def _acts_first(words: str) -> bool:
    """Whether the words before the first joint are a verb with its object and no name: 确定本地区目录并上报工业和信息化部."""
    first = re.split(r"、|和|或者|以及|及其|（", words)[0]
    return bool(_GIVES_TO.search(words)) or (len(first) > 8 and bool(VERBS.match(first)) and not _IS_WHO.match(words))


def possessors(reading: Reading, start: int, end: int) -> tuple[str, ...]:
    """The actors with which the words begin if they speak of a thing of theirs (发行人和主承销商的备案信息), or ()."""
    stop = _list_end(reading, reading.actors_in(start, end), start)
    whose = stop is not None and _OF_THEIRS.match(reading.text, stop, end) and not _OPENS_OTHER.match(reading.text, start, end)
    return split_actors(reading.text[start:stop]) if whose else ()


_OF_TASK = re.compile(  # 处置小组, and not 检查金融机构
    "(?:处置|评审|审查|登记|结算|登记结算|清算|仲裁|调查|检查|审核|复核|监测|响应|验收|采购|牵头|审计)(?:机构|部门|委员会|小组|组|中心|机关|人员|责任人)")
_SHORT_FORM = re.compile("（以下(?:简称|统称)[^）]{1,20}）")
_OF_THEIRS = re.compile("的[^，；的]{2}")


def _list_end(reading: Reading, spans: list[tuple[int, int]], start: int) -> int | None:
    """The end of the last of the actors listed from ``start`` on, or None if none begins there."""
    stop: int | None = None
    at = start
    for first, last in spans:
        gap = _SHORT_FORM.sub("", reading.text[at:first])
        if first < at or gap.count("（") > gap.count("）") or (stop is not None and _RELATIVE_OPENS.fullmatch(gap)):
            continue  # inside brackets, or inside a clause that says which (、经营个人征信业务的征信机构)
        if stop is None and _GOVERNS.fullmatch(gap) and not reading.text[first:last].endswith(_OFFICES):
            break  # 监督受托方履行义务
        named = stop is None and _OF_TASK.fullmatch(reading.text, at, last)
        if not named and not _gap_ok(gap, stop is None) and not (stop is not None and (not gap or _compound(gap))):
            break
        stop, at = last, last
    return stop


def _chain(reading: Reading, spans: list[tuple[int, int]], start: int, end: int) -> int | None:
    """The end of the list of actors that begins at ``start``, or None if there is no list."""
    stop = _list_end(reading, spans, start)
    if stop is None or reading.text[stop : stop + 1] in ("的", "之") or reading.text[stop:end].startswith(("信息", "权益", "缴费", "账户", "所得")):
        return None if stop is None or not reading.text[stop:end].startswith("的") else _owned(reading, spans, stop, end)
    founded = _FOUNDED.match(reading.text, stop, end)
    if founded:  # 任何个人设立的平台
        of_theirs = [last for first, last in spans if stop < first <= last <= founded.end()]
        return of_theirs[-1] if of_theirs else None
    kind = _AND_THE_LIKE.match(reading.text, stop, end) or _OFFICES_LISTED.match(reading.text, stop, end)
    if kind:
        return kind.end()  # 行业协会等组织
    listed = re.match(r"等[^，；、的]{0,10}", reading.text[stop:end])
    more = [last for first, last in spans if listed and stop < first <= last <= stop + listed.end()]
    return more[-1] if more else stop


_FOUNDED = re.compile("(?:设立|举办|开办|委托|指定|聘用|聘请|授权|控制)的[^，；的]{0,24}")
_GOVERNS = re.compile("监督|指导|督促|检查|管理|评估|保护|审计|培训")
_OFFICES = ("机构", "部门", "委员会", "单位", "机关", "人员", "中心", "组织", "公司", "小组", "组", "局", "部")
_AND_THE_LIKE = re.compile(r"等(?:社会|有关|相关)?(?:组织|单位|机构|部门|企业|人员|主体)(?!的|者|、|和|或|及)")
_OFFICES_LISTED = re.compile(r"[^，；的应向对将由等、]{2,8}(?:、[^，；的应向对将由等、]{2,8}){1,12}等(?:有关|相关)?(?:部门|单位|机构|机关)(?!的)")
_WHO = "(?:委托|聘用|管理|经营|从事|提供|属于|负责|开展|负有|承担|履行|具有|具备|享有|取得|使用|接受|依法(?:设立|成立|取得))"
_RELATIVE_OPENS = re.compile(rf"(?:、|和|及其?|以及|或者|或){_WHO}[^，；（的]{{0,24}}")
_ONE_MORE = re.compile(r"(?:和|以及|或者|及(?!其)|或)((?!其|相关|有关)[^，；、的和或及与等]{3,20})")  # the last of a list, that no list knows
_OTHERS_ACT = re.compile(r"、|，|规定|要求|批准|认可|制定|认定|确定|指定|发布|公布|授权|及其|等")


def owner(reading: Reading, start: int, end: int) -> tuple[tuple[str, ...], bool]:
    """The actors with which the words before a modal begin if these go on after them, and whether they act.

    核心机构重要信息系统的性能容量应当… names whoever owns what is spoken of, and 处理者收集数据应当… whoever does it (True).
    """
    names, stop = leading_actor(reading, start, end)
    rest = reading.text[stop:end]
    more = _ONE_MORE.fullmatch(rest)
    if names and more and not _VERBISH.search(more[1]) and not _opens_with_verb(more[1]):
        return (*names, more[1]), False
    if not names or not rest or _OTHERS_ACT.match(rest):
        return (), False
    return names, "的" not in rest and (_opens_with_verb(rest) or bool(_OPENS_OTHER.match(rest)))


def _owned(reading: Reading, spans: list[tuple[int, int]], stop: int, end: int) -> int | None:
    """The end of the name of an actor of an actor (运营者的主要负责人), or None."""
    match = re.match(r"的[^，的]{0,8}", reading.text[stop:end])
    nearby = [last for first, last in spans if first > stop and match and last <= stop + match.end()
              and not re.search("和|或|及|、", reading.text[stop:first])]
    stop = nearby[0] if nearby else 0
    for first, last in spans:
        if stop and first >= stop and _MORE_OWNED.fullmatch(reading.text[stop:first]):
            stop = last  # 公司的控股股东或者实际控制人
    return stop or None


_MORE_OWNED = re.compile("(?:、|和|或者|以及|或)(?:实际|控股|主要|高级|其他)?")


_NEXT = re.compile(
    r"(?:、|和|及|以及|或者|或|与(?!其(?!他|余))|会同)其?(?:WHO[^，；（的]{0,24}的)?[^，；（的]{0,14}".replace("WHO", _WHO))
_WHICH_ONE = re.compile(rf"^(?:、|和|及|以及|或者|或|与)其?{_WHO}[^，；（的]{{0,24}}的")


def _gap_ok(gap: str, first: bool) -> bool:
    gap = LEVELS.sub("", gap)
    if first:
        if len(gap) > 40 or gap.startswith(("“", '"')) or _TIMED.search(gap) or re.search(r"[，；（]|应当|不得|可以", gap):
            return False
        return not _VERBISH.search(gap) and not _opens_with_verb(gap) and not _GIVES_TO.search(gap)
    bare = _WHICH_ONE.sub("", re.sub(r"(?<=其)委托的", "", gap))
    return bool(_NEXT.fullmatch(re.sub(r"（[^）]{0,400}）|设区的", "", gap))) and not _VERBISH.search(bare)


def _compound(gap: str) -> bool:
    """Whether the gap belongs to one name although an actor ends inside it: 部门网信工作机构."""
    named = re.fullmatch(r"(?:对外)?(?![依按因凭经是]|根据|有(?![关限权]))(?:(?!应当)[^，；、（的和或及与对向将可不在拟为]){2,8}", gap)
    return named is not None and not _VERBISH.search(gap) and not _opens_with_verb(gap)


def _opens_with_verb(gap: str) -> bool:
    """Whether the gap begins with a verb and its object (明确告知投资者) and is not part of a name (检测机构)."""
    if not gap or gap.endswith(("行政管理", "监督管理")):
        return False
    if len(gap) <= 4 and not _HOW.match(gap) and gap.endswith(("检测", "评估", "认证", "审计", "管理", "监督", "测试", "保护", "培训", "监管")):
        return False
    gap = re.sub(r"^(?:有关|相关|该|各|其他|专业|联合|独立|公共(?!安全)|综合|安全|重点|长期|自动)", "", gap)
    if _ELECTRONIC.match(gap):
        return False  # 电子商务平台|经营者, 电子支付服务|提供者, and not 电子报送
    return bool(VERBS.match(gap) or COMMUNICATION.match(gap) or starts_adverbial(gap))


_ELECTRONIC = re.compile(rf"电子(?!化)(?!{COMMUNICATION.pattern})")
_HOW = re.compile("依法|及时|定期|立即|妥善|严格|统一|有效|切实|重点|优先|主动")
_VERBISH = re.compile(r"(?:并(?:及时|立即|书面|一并|同步){0,2}(?:通知|告知|通报|报告|报送|上报|提交|抄送|反馈)"
    r"|^报(?!刊|社|纸|业|告|送)|(?:事件|事项|情况|的)报(?!刊|社|纸|业|告|送|道|表)|(?<!应)对(?!外)|向|将|发生(?!地)|出现|收到|按照|依照|提供|开展"
    r"|组织|进行|建立|制定|委托|使用|发现|拒绝|采取|违反|负责|未|停止|实施|加强"
    r"|参加|请求|不因|因|基于|凭|促使|监督(?=[^，]{0,400}(?:履行|落实|整改|遵守))|促进|推动|引导|增强|督促|解聘|任免|聘任|聘用|更换|变更|设立(?!的)|撤销|暂停|收购|购买|认为|开立|掌握|设在|知道|怀疑|主张|不服|拒不|赴|需要|授予|注销|吊销|委派|约谈|取缔|征收|实行|举办|纳入|列入|接受(?!委托的|者|方)|依托|遇到|遇有|得知|获悉|获知|帮助|救助|安置|(?<=.)经(?![营济理办纪销费手])|调动"
    r"|确定(?!的)|选举(?!委|产生的)|提请|侵犯|误导|骗取|伪造|冒用|盗用|挪用|损害|视为|出席|包括|协助(?!单位|人|机构)|坚持|(?<![凡于但若])是(?!否))")


def activity_bearer(words: str, text: str) -> tuple[str, ...]:
    """The name of whoever does an activity, or () if the text has no such name.

    ``处理个人信息`` gives 个人信息处理者 if the text knows that name, and ``开展…活动`` gives …的组织、个人.

    >>> activity_bearer("建设关键信息基础设施", "关键信息基础设施的运营者"), activity_bearer("提供智能化公共服务", "")
    (('关键信息基础设施的运营者',), ())
    """
    match = _ACTIVITY.search(_first_activity(words))
    if not match or match.start() > 0 or is_actor(words):
        return ()
    what, verb, done = match["what"], match["verb"], match[0]
    called = [done + tail for tail in ("的组织、个人", "的单位和个人", "的机构", "的组织和个人")]
    called.append(f"{what}{verb}者")
    if verb in ("建设", "运营"):
        called += [f"{what}的运营者", f"{what}运营者"]
    if verb in ("收集", "使用", "存储", "加工", "传输"):
        called += [f"{what}处理者", f"{what}的处理者"]
    inner = re.search(r"([^，]{0,400}?)处理$", what)
    if inner:
        called.append(f"{inner[1]}处理者")
    return next(((name,) for name in called if names(text, name)), ())


def _first_activity(words: str) -> str:
    """The first of several activities, with the last of several verbs: 建设、运营网络或者通过网络提供服务 → 运营网络."""
    first = re.split(r"以及|或者(?=通过|提供|开展|从事)|和(?=提供|开展|从事|研究)", words)[0]
    return re.sub(r"^(?:(?:建设|规划|设计|收集|存储|使用|加工)(?:、|和|或者))+(?=运营|维护|使用|处理|收集|建设|存储|传输)", "", first)


def forbidden(words: str) -> tuple[tuple[str, ...], int]:
    """Who is forbidden something, and how far the name reaches: 禁止期货经营机构从事…."""
    for match in re.finditer(r"从事|有下列|实施|利用|以|通过|擅自|非法|违反|参与|向|在|接受", words):
        if match.start() and is_actor(words[: match.start()]):
            return split_actors(words[: match.start()]), match.start()
    return (), 0


def after_actor(reading: Reading, start: int, words: str) -> str:
    """``words``, which open the clause, without the actor with which they begin."""
    return words[leading_actor(reading, start, start + len(words))[1] - start :]
