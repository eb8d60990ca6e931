"""Duties to tell somebody something and to keep or provide records, with the verb, the kind, the recipient and the object.

Verbal: ``向中国证监会报告`` · ``将认定结果通知运营者`` · ``采集、记录、存储、报送客户交易终端信息`` · ``报国务院公安部门备案``.
Nominal: ``进行应急报告`` · ``履行告知义务`` · ``开展…定级备案、等级测评等工作`` · ``严格落实信息报送要求``.
Not: ``建立信息通报制度`` (a thing set up), ``形成应急演练报告`` (a document), ``禁止发布的信息`` (a relative clause).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from kg.law.authorities import is_authority
from kg.law.wordlists import alternatives, entries
from kg.reading.grammar.act import Act
from kg.reading.grammar.actors import is_actor, is_person, split_actors
from kg.reading.grammar.acts import GOVERNING
from kg.reading.grammar.adverbials import is_adverbial
from kg.reading.grammar.compounds import compound
from kg.reading.grammar.handing_up import handed_up
from kg.reading.grammar.recipients import after_verb, before_verb
from kg.reading.grammar.surroundings import fits
from kg.reading.grammar.topics import topic

_RANK = {e.pattern: rank for rank, e in enumerate(entries("telling"))}  # of verbs that share an object the first is chosen
_KIND = {e.pattern: e.kind for e in entries("telling")}
VERB = re.compile(alternatives("telling"))
FAMILY = {"report": "up", "submit": "up", "notify": "tell", "inform": "tell", "announce": "tell"}
KINDS = frozenset(_KIND.values())

_NOUNISH = ("报告", "备案", "申报", "申请", "通知", "公告", "告知", "通报", "记录", "说明")
_NOUN_AFTER = re.compile(
    r"(?:(?:相关|有关)工作|会(?![同议员])|制度|机制|义务|职责|责任(?!部门|单位|机构|人)|工作|要求|体系|渠道|途径|方式|内容|材料|时效|路径|期限|程序|流程|平台|热线|文件|书|表"
    r"|主体(?!责任人|负责人)|(?:部门|机构|系统)(?![^，；、]{0,6}(?:负责人|领导|主管|经理))|人(?!员|民|类)|者|等|率|手续|规范|应当|的(?!同时))")
_SHOWS = ("公示", "披露")
_SHOWING = re.compile(r"(?:系统|制度|机制|义务|职责|责任|(?:相关|有关)?工作|网站)")  # nouns such as 公示系统
_NEVER_AFTER = re.compile(r"(?:者|之日|后(?:可能|会|将|仍|尚)"
                          r"|等(?:环节|阶段|过程|方面)|方(?=[、，的和]|$)|的(?!$)|期限|时间|义务|职责|机制|制度|、?[^，]{0,8}原则)")

# 其他情况及时补报
_TOPIC = re.compile(r"[^，；]{2,14}(?:情况|信息|事项|材料|内容|进展|结果)(?:及时|立即|随时|同步|一并|定期|按照[^，；]{0,14}(?:规定|要求))+")


# 检查结果报信息技术部备案
_RESULT_FIRST = re.compile(r"[一-鿿]{2,8}(?:结果|记录|报告|台账|方案|清单|情况)(?=[^，；的]{0,20}(?:报|提交|保存|留存|归档|抄送|存档|公示))")


def find_act(phrase: str, is_word: Callable[[int, int], bool] | None = None) -> Act | None:
    """The communication act that heads ``phrase``, or None if there is none.

    ``is_word(start, end)`` says whether tokens begin and end there.
    """
    if (GOVERNING.match(phrase) and not _RESULT_FIRST.match(phrase) and not _BY_MEANS.match(phrase)) or _GROUNDS.fullmatch(phrase):
        return None
    if re.match(r"或者|或|和", phrase):
        phrase = re.sub(r"等[^，；等]{0,14}(?:活动|行为)$", "", phrase)
    for rule in (_measure, _attention, _concealment, _applied_to, _proposed, _verbal, _reported_to, _nominal, _formalities, _archived,
                 _supplemented, _included):
        found = rule(phrase, is_word or _any)
        if found:
            return found
    return None


def _any(_: int, __: int) -> bool:
    return True


def _concealment(phrase: str, _: Callable[[int, int], bool]) -> Act | None:
    """The report that must not be concealed, or None: 不得瞒报、谎报、迟报、漏报."""
    match = re.search(r"(?:瞒报|谎报|迟报|漏报|虚报|缓报)", phrase)
    return Act("report", match[0], match.start(), (), "", "concealment") if match and is_adverbial_list(phrase[: match.start()]) else None


def is_adverbial_list(words: str) -> bool:
    """Whether the words before a verb are adverbs or nothing."""
    return not words or is_adverbial(words)


def _verbal(phrase: str, is_word: Callable[[int, int], bool]) -> Act | None:
    found = [m for m in VERB.finditer(phrase) if _heads(phrase, m) and is_word(m.start(), m.end())]
    if not found:
        return None
    match = min(_joined(phrase, found), key=lambda m: _RANK[m[0]])
    thing = topic(phrase[: match.start()]) if _serial(match[0], phrase[: match.start()], phrase[match.end() :]) else ""
    act = _act(phrase, match, "topic" if thing or _TOPIC.fullmatch(phrase[: match.start()]) else "verb")
    return replace(act, object=thing) if thing else act


def _joined(phrase: str, found: list[re.Match[str]]) -> list[re.Match[str]]:
    """The first verb and those joined to it.

    In 报送风险评估报告 the second is a noun.
    """
    kept = found[:1]
    for match in found[1:]:
        between = phrase[kept[-1].end() : match.start()]
        noun = kept[-1][0] in _NOUNISH and re.match(r"与|将|把|就|对|以|按", phrase) and is_adverbial_list(between)
        if (noun or kept[-1].end() == match.start()) and kept[-1][0] in _NOUNISH:
            kept[-1] = match  # 将审计报告提交…
            continue
        if re.fullmatch(r"(?:、[一-鿿]{2})*(?:、|或者|或|和|以及|并|及)?", phrase[kept[-1].end() : match.start()]):
            kept.append(match)
    return kept


_BY_MEANS = re.compile(r"利用[^，；]{2,60}(?:平台|系统|网站|媒体|渠道|载体|方式)")  # 利用统一的平台发布信息
_GROUNDS = re.compile(r"(?:并|应当){0,2}(?:根据|依据|按照|结合|考虑)[^，；]{2,200}(?:实际情况|实际需要|具体特点)")
_REFUSES = re.compile(r"(?:[^，；]{2,60}的)?(?:并)?(?:依法|一律|均|应当|可以){0,2}不予")
_NOT_GIVEN = frozenset(("公开", "公示", "公布", "披露", "提供"))
_SO = re.compile(r"(?<!处)(?<!住)(?<!本)(?<!交易)(?<!场)(?<!事务)(?<!研究)(?<!派出)所$")  # 所报告的事项, not 交易所报告


def _heads(phrase: str, match: re.Match[str]) -> bool:
    """Whether this occurrence is the verb of the phrase."""
    before, after, verb = phrase[: match.start()], phrase[match.end() :], match[0]
    inside = phrase.count("（", 0, match.start()) > phrase.count("）", 0, match.start())
    if inside or before.endswith(("举", "予以不", "被", "因", "是否")) or _SO.search(before) or phrase.count("《", 0, match.start()) > phrase.count(
            "》", 0, match.start()):
        return False
    if before.endswith("不予"):
        return verb in _NOT_GIVEN and bool(_REFUSES.fullmatch(before)) and not re.match("的|[一-鿿]{2}$", after)
    if compound(verb, before, after) or _is_part(verb, before, after):
        return False
    noun = bool(_NOUN_AFTER.match(after) if verb in _NOUNISH else verb in _SHOWS and _SHOWING.match(after))
    noun = noun and not re.search(r"(?:情况|进展|结果|问题)$", after)
    listed = re.match(r"、|和|及|等", after) and re.search(r"(?:机制|制度|体系|系统|平台|能力)$", after)
    if _NEVER_AFTER.match(after) or noun or listed or not fits(verb, before, after):
        return False
    return is_adverbial_list(before) or _serial(verb, before, after)


def _is_part(verb: str, before: str, after: str) -> bool:
    """Whether the word is part of something else: a report that is signed, an application that is dealt with, a period."""
    if verb == "报告" and (re.match(r"签署|提出|出具|进行|予以|实施|开展|作出|存在", after) or (
            before.startswith("对") and re.search(r"(?:出具|签署)[^，；]{0,400}意见", after))):
        return True  # 对年度报告签署确认意见
    if verb == "报告" and (after.startswith("报") or re.search(r"(?:形成|编制|撰写|编写|起草)[^，；并、后向]{0,6}$", before)):
        return True  # 将检查情况形成报告
    if re.search(r"(?:防范|防止|避免)(?!措施|工作|机制|能力|情况|方案)[^，；]{2,60}$", before):
        return True  # 采取措施防范信息泄露和违规发布
    if re.search(r"对[^，；]{0,400}$", before) and (_DEALT_WITH.match(after) if verb in _NOUNISH else _OF_IT.match(after)):
        return True  # 对变更申请进行审查 · 对企业公示信息的情况进行检查 · 对其公示信息的真实性负责
    if verb in _NOUNISH and _TAKEN.search(before) and is_adverbial_list(before):
        return True  # 通过平台获取有关企业的风险状况、检查报告
    if re.search(r"的(?:时间|期间|期限|费用|日期)(?:不|计|由|均|从)", after) or (
            verb in ("公示", "公告", "备案") and re.match(r"期(?!货|间内?[一-鿿])", after)):
        return True  # 提交材料的时间不计入审查时间 · 公示期为三日
    complaint = re.search(r"举报|投诉", before) and not re.search(
        r"[将对][^，；]{0,60}(?:情况|结果|记录|信息|材料|线索|事项)[^，；的]{0,12}$", before)
    if complaint or re.search(r"未(?:按照|依照|按|依法)", before) or (verb in ("申报", "申请", "备案") and after.startswith("情况")):
        return True
    return bool(re.search(r"(?:开展|履行|落实)(?!情况)[^，；]{1,10}$", before))


_DEALT_WITH = re.compile(r"(?:进行|予以|不予|是否|给予|作出|组织|依法)")
_OF_IT = re.compile(r"[^，；]{1,20}的[^，；]{1,12}(?:进行|开展|实施|予以|作出|采取|负责|负[^，；]{0,8}责任)")
_TAKEN = re.compile(r"(?:获取|获得|取得|收集|查阅|调取|接收|审阅|复核|汇总)"
                    r"(?!机构|部门|单位|人|、|或者|和|[^，；]{0,30}(?:后|并|向|及时|立即))[^，；]{2,30}$")
_AGAIN = ("上报", "报送", "呈报", "呈送", "通知", "告知", "提交", "通报", "转报", "续报", "补报", "反馈", "抄送", "抄报", "报备", "公示", "公布")
_STEPS = re.compile(r"(?:备案|审批|批准|备查|审议|审核|汇总)$")
_WHOM = re.compile(r"[^，；]{2,60}")


def _named(after: str) -> str:
    """Those whom the words behind a verb name, without 至 before them or a step behind."""
    return re.sub(r"^(?:至|到|给)(?=[一-鿿]{2})", "", _STEPS.sub("", after))


_KEEPING = re.compile(
    r"(?:备查|存档|归档)?(?:至[^，；]{2,16})?(?:不(?:得)?(?:少于|低于|短于)|至少|期限|[零〇一二三四五六七八九十百两0-9]{1,6}个?[年月日天])?[^，；的]{0,10}")


def _serial(verb: str, before: str, after: str) -> bool:
    """Whether the verb is a second one after its own preposition: 形成事件处置总结报告按照原渠道上报."""
    if (_TOPIC.fullmatch(before) and not after) or _of_topic(verb, before, after):
        return True
    whom = before.endswith(("规定", "要求", "同步")) and _WHOM.fullmatch(after) and is_actor(_STEPS.sub("", after))
    if verb not in _AGAIN or (after and not whom):
        return False
    at = max((before.rfind(p) for p in ("按照", "依照", "向")), default=-1)
    return at > 0 and is_adverbial(before[at:])


def _of_topic(verb: str, before: str, after: str) -> bool:
    """Whether what is told or kept stands before the verb without 将: 操作日志留存不少于三年 · 评估报告经审核后提交委员会."""
    thing = topic(before)
    if not thing or (before.endswith(thing) and not after):
        return False  # 材料报送, 日志留存: nouns
    if _KIND[verb] == "keep":
        return verb != "记录" and bool(_KEEPING.fullmatch(after))
    return verb in _AGAIN and (not after or is_actor(_named(after)) or is_person(_named(after)))


def _act(phrase: str, match: re.Match[str], rule: str) -> Act:
    before, after, verb = phrase[: match.start()], phrase[match.end() :], match[0]
    kind = _KIND[verb]
    recipient = before_verb(before) if kind != "keep" else ()
    object_ = _object(before) or after
    if verb in ("提供", "传送", "推送", "泄露", "透露") and re.match(r"给|至", after) and _object(before):
        recipient, after = after_verb(after)
        object_ = _object(before)
    if verb in ("寄送", "送达") and not recipient:
        recipient, object_ = after_verb(after)
    if verb == "反馈":
        recipient = recipient or after_verb(after)[0]
        asked = re.search(r"(?:按照?|根据|依照)[^，；]{0,24}(?:通报|监管|主管)[^，；]{0,8}要求", before)
        above = any(is_authority(r) or _UNIT.search(r) for r in recipient)
        kind = "report" if above or (not recipient and asked) else "inform"
    if verb == "说明" and re.search(r"(?:报告|年报)(?:中|内|里)", before):
        kind = "report"
    if verb == "披露" and recipient and not any(_PUBLIC.search(r) for r in recipient):
        kind = "provide"  # to somebody in particular
    if not recipient and kind not in ("keep", "announce", "provide", "apply"):
        recipient, rest = after_verb(after)
        object_ = _object(before) or rest
    if kind in ("submit", "provide", "keep") and object_ and object_ == after[len(after) - len(object_) :] and object_ != after:
        recipient, object_ = (), after  # 报送客户交易终端信息: whose data, not to whom
    if not recipient and kind in ("report", "submit", "provide", "file"):
        asked = re.search(r"(?:按照|根据|依照|应)(?P<who>[^，；]{2,24}?)(?:的)?要求", before)
        recipient = split_actors(asked["who"]) if asked and is_actor(asked["who"]) else ()
    if kind == "announce" and not recipient and re.search(r"对外|向外", before):
        recipient = ("社会",)
    if kind == "submit" and (re.search(r"(?:^|[^，；])备案$", after) or re.fullmatch(r"(?:变更|注销)?备案(?:申请|手续)", after)):
        kind = "file"  # 报送…备案 · 提交备案申请
    if kind == "submit" and re.search(r"(?:^|[^备案，；])申请$", after):
        kind = "apply"  # 提交注册申请
    return Act(kind, verb, match.start(), recipient, re.sub(r"^(?:或者|和|、)(?:非法|擅自|违规)?[^，]{2}", "", object_), rule)


_UNIT = re.compile(r"(?:部门?|办公室|委员会|中心|小组|总经理|组长|首席[^，；]{1,8}官)$")
_PUBLIC = re.compile(r"社会|公众|市场|外界|投资|持有人|委托人|客户|股东|受益人|消费者|用户")
_FRONTS = re.compile(r"将|把|就|对(?!外)")
_BESIDE = re.compile(r"(?:及时|书面|同步|一并|定期|进行|予以|报){0,9}(?:(?:(?<![流方去走转动取趋倾意])向"
    r"|按照).*)?\Z", re.DOTALL)  # between object and verb


def _object(before: str) -> str:
    """The fronted object (将…, 对…, 就…), or "" if there is none."""
    fronts = _FRONTS.search(before, max(before.rfind("，"), before.rfind("；")) + 1)
    if not fronts or fronts.end() == len(before):
        return ""
    beside = _BESIDE.search(before, fronts.end() + 1)
    return before[fronts.end() : beside.start() if beside else len(before)]


_APPLIED = re.compile(r"申请(?P<to>[^，；的]{2,24}?)(?:予以)?"
                      r"(?P<what>协助|支持|(?:批准|核准|审批)[^，；]{0,40}|(?:禁止|冻结|查封|限制)[^，；]{0,400})$")


def _applied_to(phrase: str, _: Callable[[int, int], bool]) -> Act | None:
    """The act of applying to somebody, or None: 申请公安机关、国家安全机关协助."""
    match = _APPLIED.search(phrase)
    if not match or not is_actor(match["to"]) or not is_adverbial_list(phrase[: match.start()]):
        return None
    return Act("apply", "申请", match.start(), split_actors(match["to"]), match["what"], "applied-to")


def _proposed(phrase: str, _: Callable[[int, int], bool]) -> Act | None:
    """The act of submitting an application, or None: 在有效期届满前6个月提出认证申请 · 向国家网信部门提出延长有效期申请."""
    match = re.search(r"提出(?P<what>[^，；。]{0,20}?)(?P<verb>申请|申报)$", phrase)
    if not match or not is_adverbial_list(phrase[: match.start()]):
        return None
    return Act("apply", "提出" + match["verb"], match.start(), before_verb(phrase[: match.start()]), match["what"] + match["verb"], "proposed")


def _reported_to(phrase: str, is_word: Callable[[int, int], bool]) -> Act | None:
    """The act of reporting to somebody, or None: 报国务院公安部门备案 · 报…批准 · 将备案情况报工业和信息化部."""
    return handed_up(phrase, is_word, _object)


_TOWARDS = re.compile(r"对(?P<who>[^，；的]{2,30})$")  # 对用户进行风险提示
_NOMINAL = re.compile(
    r"(?P<head>履行|落实|执行|进行|作出|开展|组织开展|加强|做好|启动|完成|办理|实施(?=[^，；。]{0,6}公[示告]))(?P<mid>[^，；。]{0,400}?)(?P<verb>报告|报送|上报|备案|告知|通报|通知|公告|公示|警示|申报|报备|披露|直报|速报|提示|提醒|(?<=明确)说明|(?<=书面)说明)"
    r"(?P<rest>(?:预警|变更|登记|注销|延续)?(?:(?:义务|职责|责任|要求|手续|程序|工作|事项)|(?:[、和及与](?!的)[^，；。的]{1,24}))?)$")


def _nominal(phrase: str, _: Callable[[int, int], bool]) -> Act | None:
    """The act named by a noun, or None: 进行应急报告 · 履行告知义务 · 加强…分析和通报工作."""
    match = _NOMINAL.search(phrase)
    if not match or re.search(r"(?:制度|机制|体系|系统|平台|能力|演练|培训)$", phrase) or re.search(r"(?:督促|指导|鼓励|支持|编制"
        r"|形成)", phrase[: match.start()]):
        return None
    warned = match["head"] == "作出" and match["verb"] in ("提示", "提醒", "警示")  # 作出足以引起注意的提示
    if re.search(r"(?:编制|形成|出具|评估|检测|总结|的)$", match["mid"]) and not match["rest"] and not warned:
        return None
    if (match["verb"] == "公示" and match["rest"] == "工作") or (match["head"] == "完成" and match["verb"] == "报告" and not match["rest"]):
        return None  # 做好信息公示工作: how it is run; 完成年度报告: a paper
    kind = _KIND.get(match["verb"], "notify")
    recipient = before_verb(phrase[: match.start()])
    sector = re.search(r"(行业|社会)$", match["mid"])
    recipient = recipient or ((sector[1],) if sector else ())
    told = _TOWARDS.search(phrase[: match.start()]) if kind == "inform" and not recipient else None
    if told and is_actor(told["who"]):
        return Act(kind, match["verb"], match.start("verb"), split_actors(told["who"]), match["mid"], "nominal")
    return Act(kind, match["verb"], match.start("verb"), recipient, _object(phrase[: match.start()]) or match["mid"], "nominal")


_FORMALITIES = re.compile(r"(?:办理|履行)(?P<what>[^，；。备]{0,16}?(?:变更|注销|延续|延期|换发)(?:登记|审批|许可)?手续)$")


def _formalities(phrase: str, _: Callable[[int, int], bool]) -> Act | None:
    """The act of having something changed in a register, or None: 向登记机关办理变更手续."""
    match = _FORMALITIES.search(phrase)
    if not match or not is_adverbial_list(phrase[: match.start()]):
        return None
    recipient = before_verb(phrase[: match.start()])
    kind = "file" if re.fullmatch(r"[^、或]*备案(?:机构|机关|部门)", "".join(recipient)) else "apply"
    return Act(kind, "办理", match.start(), recipient, match["what"], "formalities")


_FILES = re.compile(r"建立(?:健全)?(?P<what>(?:[^，；、和及]{0,12}(?:登记|记录|管理|业务|信用|诊疗|交易|检查|客户"
                    r"|技术|监管|安全|质量|健康))?)(?P<verb>档案)$")


def _archived(phrase: str, _: Callable[[int, int], bool]) -> Act | None:
    """The act of keeping on file, or None: 形成应急演练报告存档备查 · 建立存档记录."""
    match = re.search(r"(?:形成|制作|建立|做好|出具)(?P<what>[^，；]{0,24}?)(?P<verb>存档备查|存档记录|存档|备查|留痕备查|留存)$", phrase)
    match = match or re.search(r"(?:做好|做出|作出|制作)(?P<what>[^，；的]{0,16}?)(?P<verb>记录|台账)$", phrase)
    match = match or _FILES.search(phrase)
    return Act("keep", match["verb"], match.start("verb"), (), match["what"] or match["verb"], "archived") if match else None


def _supplemented(phrase: str, _: Callable[[int, int], bool]) -> Act | None:
    """The act of bringing what was filed or shown up to date, or None: 及时更新备案材料 · 更新公示信息."""
    match = re.search(r"(?:更新|补正|补充|变更)(?:[^，；]{0,6})?(?P<what>备案|申报|申请|公示|公布)的?(?:材料|信息|内容|事项)$", phrase)
    if not match or not is_adverbial_list(phrase[: match.start()]):
        return None
    kind = {"备案": "file", "公示": "announce", "公布": "announce"}.get(match["what"], "apply")
    return Act(kind, match[0], match.start(), (), match[0], "supplemented")


def _included(phrase: str, _: Callable[[int, int], bool]) -> Act | None:
    """The act of submitting something as part of a report, or None: 将…检测和风险评估情况纳入网络和信息安全管理年报."""
    start = phrase.find("将", max(phrase.rfind("，"), phrase.rfind("；")) + 1)
    into = phrase.rfind("纳入")
    if not phrase.endswith(("年报", "年度报告", "专项报告")) or start < 0 or into < start + 2:
        return None
    return Act("submit", phrase[into:], start, (), phrase[start + 1 : into], "included-in-report")


_ATTENTION = re.compile(r"(?:提请|提示|提醒)(?P<who>[^，；的]{1,16}?)(?P<what>(?:重点|特别)?(?:注意|关注)[^，；]{0,400})$")


def _attention(phrase: str, _: Callable[[int, int], bool]) -> Act | None:
    """The act of drawing somebody's attention to something, or None: 以显著方式提请消费者注意安全事项."""
    match = _ATTENTION.search(phrase)
    somebody = match and (is_actor(match["who"]) or is_person(match["who"]) or match["who"] == "对方")
    if not match or not somebody or not is_adverbial_list(phrase[: match.start()]):
        return None
    return Act("inform", match[0][:2], match.start(), split_actors(match["who"]), match["what"], "attention")


_MEASURE = re.compile(
    r"采取[^，；]{1,80}、(?P<told>向(?P<to>社会|公众|市场|客户|投资者)(?P<verb>发布|公布|公告|通报|提示)(?P<what>[^，；、]{0,16}))"
    r"等[^，；、]{0,6}措施$")


def _measure(phrase: str, _: Callable[[int, int], bool]) -> Act | None:
    """The act of announcing that stands last among measures, or None: 采取责令改正、向社会发布风险提示等措施."""
    match = _MEASURE.search(phrase)
    return Act("announce", match["verb"], match.start("told"), (match["to"],), match["what"], "measure") if match else None
