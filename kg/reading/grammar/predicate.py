"""The predicate of a duty that is no communication, as the verb that heads it and what it is done to.

What may stand before the verb is peeled off: adverbs (``及时``), and phrases of a preposition up to the verb they leave free
(``按照规定``, ``对测试环境涉及的敏感数据``, ``在历史峰值基础上``). The object stands after the verb, in front of it
(``将…纳入``, ``对…进行``), or is the subject of a passive (``灾难备份设施应当通过验证``).

Verbs in a list are one action (``拒绝、阻挠``, ``查封或者扣押``). A light verb keeps the act it carries (``予以配合``, ``对…进行脱敏``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from kg.law.wordlists import entries
from kg.reading.grammar.acts import VERB_WORDS
from kg.reading.grammar.adverbials import is_adverbial, leading_adverb

Word = Callable[[int, int], bool]
_NO_VERB = {"恶意", "按照", "依照", "隐患"}
_QUANTITY = re.compile(r"(?:在|为|达到|不低于|不超过|不得低于).*(?:以上|以下|以内)")
_TITLE = re.compile(r"《[^》]{0,400}》")
_FRONTED = re.compile(r"(?:^|内|前|后|起|段|时|中|下|间|规定|要求|程序|方式|，)(?P<by>将|把|对于|对|就)(?P<what>[^，；]{1,400})$")
_FRONTING = re.compile(r"(?:^|内|前|后|起|段|时|中|下|间|规定|要求|程序|方式)(将|把|对|就|为|与|向|从)")
_LIGHT = re.compile(
    r"(?:建立|制定)(?=[^，]{2,40}(?:机制|制度|档案|体系|台账|目录|法规|规则|办法|标准|规定|规范|方案)$)|进行|予以|给予|加以|作出|做出|做好|实施|开展|实行|采取|承担|纳入|列入|计入|作为|提供|存储|具有|享有|行使|负总责|负责|负有|负(?=[^，]{2,12}责任$)")
_PREPOSED = re.compile(r"(?:将|把|对于|对|就|按照?|依照|根据|依据|以|与|为|从|通过|于|在|由|经|自|向|面向|针对|因|利用|结合|参照|凭|随|会同)")
_PASSED = re.compile(r"通过[^，；的]{0,24}(?:评估|审查|认证|验证|测评|检测|审核|备案|考试|考核|验收)$")
_CLOSED = re.compile(
    r"(?:[内前后时中下上]|规定|要求|方式|原则|标准|约定|情况|需要"
    r"|(?:按照|依照|根据)(?:(?!规定|要求|需要|标准|原则|约定)[^，]){0,200}(?:制度|指南|目录))$")
# A verb that is a noun, or part of one because of 的: 对测试环境涉及的敏感数据进行 · 按照规定要求
_MODIFIES = re.compile(r"的|^[一-鿿]{2}(?:上|中|下|内|前|后|时|情况|活动|工作|方案|计划)")
_NO_PREDICATE = re.compile(r"组织(?:、|和|或者?)(?:个人|单位)|[一-鿿]{2,6}?(?:保护|审查|管理)?制度")
# After 按照: the name of the rule, not an act of the bearer (按照…安全保护相关要求)
_RULE = re.compile(r"要求|标识|约定|规定|[一-鿿]{2,4}(?:的|等)?(?:相关|有关|具体)?(?:规定|要求|标准|制度|办法|程序|原则|约定|措施要求)(?!的)")
_GROUNDS = re.compile(r"(?:技术规范|规范|规则|等级|条约|协定|公约|惯例|法律|法规|规章|服务应用|应用场景|(?<!分)级别|类型|性质|范围和程度)$"
    r"|(?:业务|实际|有关|分析|变化等|发展|风险|自身|等)(?:情况|需要|特点|结果)$|(?:特点|程度|原则)$")
_HURRIED = re.compile(r"(?:及时|立即|定期|持续|严格|尽快|妥善|如实|统一)$")
_OFFICE = re.compile(r"(?:监督管理|监督|管理|监管|检测|认证|审计|评估|登记结算|结算)(?:机构|部门|委员会|机关|局|单位)")
_APPROVED = re.compile(r"(?:应当|事先|依法){0,6}经[^，；的]{2,30}?(?:审核|审查|审议|评审|会签)?(?P<verb>批准|核准|同意|认可|审批|许可|注册"
    r"|授权|审核|审查|审议|审定|签批|签发|签字|确认|会签|评审)后?")
_ANSWERS = re.compile(r"(?:依法|直接)?对(?P<what>[^，；]{2,60}?)(?P<duty>负[^，；]{0,12}责任|作(?!为|出)[^，；]{0,6}(?:审查|检查|评估|判断"
    r"|处理|记录|规定)|重点[^，；的]{4}|依照规定给予[^，；的]{2,10})")  # 对数据处理活动负安全主体责任
_DO = re.compile(r"(?:组织|指导|督促|负责|推动|参与|配合|协助|定期|牵头)(?=[一-鿿]{2})")
_NOUN = ("的", "工作", "活动", "机制", "制度", "情况", "能力", "方案", "计划", "措施", "要求", "体系", "职责", "义务")
_JOINED = re.compile(r"(?:、(?:同步|及时|定期|统一)?|或者|以及|和|及|或|并)?")
_PLACED = re.compile(r"(?:在|以|将|把|为)(?:(?!对|向|的[^，]{0,6}$)[^，])+$")
_MODIFIED = re.compile("[一-鿿]{2}的|[一-鿿]{2,4}(?:工作|活动|过程|情况|领域)?[中内上]的")
_IN_PLACE = re.compile(r"在[^，；的与和及中]{2,12}")  # 在公共网盘存放客户的文件
_ACTS_UPON = re.compile(r"[一-鿿]{2,4}?(?!的|、|和|或|及|活动|工作|情况|过程|服务|系统|平台|机制|制度)[一-鿿]{2}")
_NOT = re.compile(r"不(?!断|定)")
_TAIL = re.compile(r"[、，；：的 ]+")
_LOCAL_ADVERB = re.compile(
    r"提前[零一二三四五六七八九十百两0-9]{1,6}个?(?:工作日|交易日|日|天|月|小时)|不得|等(?=[依按根应])|过度|继续|事前|事后|主要|尽快|安全可靠|安全(?=存放|处置)|稳妥|无正当理由|未经[^，；的]{0,12}(?:同意|批准|许可|授权)|且|并且|以[^，；]{2,30}?为由|[^，；的对将]{2,10}(?:通过|完成|批准|备案)后(?:方可|方)?"
    r"|(?!将|对|在|向|于|为)(?:[^，；、的将]{1,3}、){0,20}[^，；、的将]{1,4}(?<![本异当各境属实])地(?=[一-鿿]{3})(?!方|区|点|址|位|震|域|理|下)"
    r"|、(?:稳妥|有效|妥善|准确|完整|规范)")


@cache
def _verbs() -> re.Pattern[str]:
    """The verbs that may head a duty, which are those of ``acts.txt`` and those of ``verbs.txt``, longest first."""
    words = ({e.pattern for e in entries("verbs")} | VERB_WORDS) - _NO_VERB
    return re.compile(f"(?:{'|'.join(sorted(words, key=lambda w: (-len(w), w)))})(?!者|(?<!实施)(?<!加强)(?<!落实)人员|单位|机构|部门)")


def predicate(words: str, patient: str = "", is_word: Word | None = None, *, known: bool = False) -> tuple[str, str]:
    """The action and the object of a verb phrase.

    ``patient`` is the thing that is its subject, and the object if none follows the verb. The action is empty if no verb
    remains after prepositions and adverbs (``在规定期限内``). With ``known`` it is also empty if the first word is no verb on the
    list (the next member of a list of things: ``数据提供的目的、方式``).

    >>> predicate("及时处置网络安全事件"), predicate("对测试环境涉及的敏感数据进行脱敏")
    (('处置', '网络安全事件'), ('进行脱敏', '测试环境涉及的敏感数据'))
    >>> predicate("建立健全监测预警机制"), predicate("在历史峰值的两倍以上", "性能容量")
    (('建立健全', '监测预警机制'), ('在历史峰值的两倍以上', '性能容量'))
    >>> predicate("有针对性地面向社会进行网络安全宣传教育"), predicate("不得拒绝、阻挠")
    (('进行', '网络安全宣传教育'), ('拒绝、阻挠', ''))
    >>> predicate("在规定的期限内"), predicate("与设施同步规划、同步建设、同步使用", "保护措施")
    (('', ''), ('规划、同步建设、同步使用', '保护措施'))
    """
    if _QUANTITY.fullmatch(words):
        return words, patient
    patient = re.sub(r"^(?:将|对于|对)", "", patient)
    answers = _ANSWERS.fullmatch(words)
    if answers:
        return answers["duty"], answers["what"]
    approved = _APPROVED.fullmatch(words)
    if approved:
        return "经" + approved["verb"], patient
    masked = _OFFICE.sub(lambda m: "书" * len(m[0]), _TITLE.sub(lambda m: "《" + "书" * (len(m[0]) - 2) + "》", words))
    at = _head(masked, is_word or _any, known=known)
    if at is None:
        return "", ""
    if known and not (_verbs().match(masked, at) or _PASSED.match(masked, at) or re.match(r"不[一-鿿]", masked[at:])):
        return "", ""
    end = _action_end(masked, at, is_word or _any)
    fronted = _fronted(words[:at])
    if fronted:
        return words[at:].strip("，；"), fronted
    action, rest = words[at:end], re.sub(r"^(?:后|时|前)$", "", words[end:])
    if not _TAIL.sub("", rest) or action in ("予以", "给予", "加以"):
        return words[at:].strip("，；"), patient
    return action, rest


def opens_with_verb(words: str) -> bool:
    """Whether words begin with a known verb and its object, adverbs and times left out: 按季开展评估, 每年向董事会报告情况."""
    at = _head(words, _any, known=True) if len(words) >= _SHORTEST else None
    verb = _verbs().match(words, at) if at is not None else None
    return bool(verb and verb.end() < len(words) and not _NAMES_A_PAPER.match(words, verb.start()))


def is_verb(words: str) -> bool:
    """Whether words are a known verb, alone or at the head of its phrase: 参加 · 签字确认."""
    return _verbs().match(words) is not None


_SHORTEST = 4
_NAMES_A_PAPER = re.compile(  # 检查报告报送董事会, 采购结果公示
    r"(?:采购|检查|验收|评估|审计|测试|测评|演练|培训|评审|考核|监测|检测|登记|审批|处置|调查|整改|备份|监控|统计|会议|项目|管理|运行|操作|访问)"
    r"(?:结果|报告|材料|情况|记录|方案|计划|资料|文件|人员|意见|金额|对象|标准|范围|期限|档案|日志|数据|结论|工作|制度|系统|平台|权限)"
    r"|[一-鿿]{2}的")


def _any(_: int, __: int) -> bool:
    return True


def _head(words: str, is_word: Word, *, known: bool) -> int | None:
    """The offset at which the verb begins, or None if there is none.

    It is the first known verb that only adverbs and closed phrases precede, or else the first word. Behind a modal (not ``known``)
    it may be any known verb with an object: 不得在夜间实施强制执行.
    """
    start = _adverbs(words, 0)
    verb = _verbs().match(words, start)
    if not _PREPOSED.match(words, start) or _PASSED.match(words, start) or (verb and verb.end() - start > 2):
        return start if len(words) - start >= 2 else None
    at = [m.start() for m in _verbs().finditer(words, start + 1) if is_word(m.start(), m.start())]
    by_rule = re.match(r"按|根据|依照|依据|对照|针对|基于|围绕|应(?!当)", words[start:])
    if by_rule and _GROUNDS.search(words):
        return None
    found = [a for a in at if _behind_phrase(words[start:a]) and not _NO_PREDICATE.match(words, a) and not (
        by_rule and _RULE.match(words, a) and not words.startswith(("制定", "修订"), a))]
    chosen = _of_fronted(words, start, found) if (front := _FRONTING.search(words[start:])) else None
    if chosen is None and not (front and front[1] in "对就" and "的" in words[start:]):
        chosen = next((a for k, a in enumerate(found) if not _MODIFIES.search(_gap(words, found, k))), None)
    if chosen is None:
        chosen = next((a for a in found if _verbs().fullmatch(words, a) and _HURRIED.search(words[:a])), None)
    if chosen is None and not known and _PLACED.match(words, start) and not _CLOSED.search(words):
        chosen = next((a for a in at if len(words) - a >= 4 and not _NO_PREDICATE.match(words, a) and _ACTS_UPON.match(words, a)), None)
    if chosen is None and not _CLOSED.search(words):
        chosen = next((a for a in at if _IN_PLACE.fullmatch(words, start, a) and _ACTS_UPON.match(words, a) and not _MODIFIED.match(words, a)), None)
    if chosen is None:
        return start if _verbs().match(words, start) and not _CLOSED.search(words) else None
    return chosen - 1 if words[chosen - 1] == "不" and chosen - 1 > start else chosen


def _of_fronted(words: str, start: int, found: list[int]) -> int | None:
    """The offset of the verb that carries what 将, 对, 为 … put in front, or None.

    It is the last light verb after 对, and the first after the others.
    """
    light = [a for a in found if _LIGHT.match(words, a)]
    towards = re.search(r"(?:^|内|前|后|起|段|时|中|下|间|规定|要求|程序|方式)对", words[start:])
    heavy = [a for a in light if not words.startswith(("提供", "存储", "采取"), a)]
    if not light:
        return None
    return (heavy or light)[-1] if towards else light[0]


def _gap(words: str, found: list[int], k: int) -> str:
    """The words up to the verb after the next, if the next follows at once: ``运营管理的信息系统``."""
    while k + 2 < len(found) and found[k + 1] - found[k] <= 2:
        k += 1
    return words[found[k] : found[k + 1]] if k + 1 < len(found) else ""


def _behind_phrase(before: str) -> bool:
    return len(before) > 1 and not re.fullmatch(_PREPOSED.pattern, before) and is_adverbial(before)


def _adverbs(words: str, at: int) -> int:
    """The offset after the adverbs that open a verb phrase: ``并``, ``还应当``, ``有针对性地``, ``（一）``."""
    numbered = re.match(r"（[^）]*）(?=.)", words)
    at = numbered.end() if numbered else at
    while True:
        rest = words[at:]
        local = _LOCAL_ADVERB.match(rest)
        more = leading_adverb(rest) or (local.end() if local else 0)
        series = re.compile(r"(?:、[一-鿿]{2}){1,60}").match(rest, more) if more else None
        if series and _verbs().match(rest, series.end()) and not _verbs().match(rest, more + 1):
            more = series.end()
        if not more or len(rest) - more < 2:
            return at
        at += more


def _action_end(words: str, at: int, is_word: Word) -> int:
    """The offset after the verb, those joined to it, and the act that a verb of doing governs (``组织制定``, ``不侵犯``)."""
    end = at + (m.end() if (m := _NOT.match(words[at:])) else 0)
    first = _verbs().match(words, end)
    while (doing := _DO.match(words, end)) and (act := _verbs().match(words, doing.end())) and not words.startswith(_NOUN, act.end()):
        end, first = doing.end(), act
    end = first.end() if first else _first_word(words, at, end, is_word)
    while (to := _joined(words, at, end)) is not None:
        end = to
    return end


def _first_word(words: str, at: int, end: int, is_word: Word) -> int:
    """The end of a first word that is no known verb, which is 有 alone or a token of two characters or more."""
    if words[at] == "有" and words[at + 1] != "关":
        return at + 1
    return next((e for e in range(end + 2, len(words)) if is_word(at, e)), min(len(words), end + 2))


def _joined(words: str, at: int, end: int) -> int | None:
    """The offset after the next verb of a list, or None if the list ends."""
    joint = _JOINED.match(words, end)
    step = joint.end() if joint else end
    more = _verbs().match(words, step)
    listed = re.compile(r"[一-鿿]{2}(?=$|、|和|或|及)").match(words, step) if step > end and words[end] == "、" else None
    to = more.end() if more else listed.end() if listed else None
    if to is None or (step == end and to != len(words)) or (step > end and words.startswith(_NOUN, to)):
        return None
    return to


def _fronted(before: str) -> str:
    match = _FRONTED.search(before[_adverbs(before, 0) :])
    what = match["what"] if match else ""
    return re.sub(r"(?:按照?|依照|根据|向)[^，]{0,400}$|(?:及时|定期|持续|分别|统一|重新|严格|每年|全面|依法){1,9}$", "", what) if what else ""
