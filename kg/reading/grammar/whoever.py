"""Whom a norm binds that names nobody, in the words of the law.

``提供域名解析服务的，应当…`` and ``处理个人信息应当…`` bind whoever does so. ``情节严重的``, ``发生事件的`` and ``评估未通过的`` say what has
happened and not who acts.
"""

from __future__ import annotations

import re
from functools import cache

from kg.law.authorities import is_authority
from kg.law.wordlists import alternatives, entries
from kg.reading.grammar.actors import is_actor, is_person
from kg.reading.grammar.acts import VERB_WORDS
from kg.reading.grammar.adverbials import is_adverbial, starts_adverbial
from kg.reading.grammar.draft import Context, State
from kg.reading.grammar.subjects import founds

# What may stand before the verb of a condition: 依据本法第十一条规定 is another clause, 为他人, 利用网络 and 在境内 belong to the act.
_BEFORE = re.compile(
    r"(?:(?:依照前款规定|已经?|拟|需要?|确需|首次|继续|自行|擅自|依法|合法|未|不|非法|直接|通过|利用|使用|在|向|为|对|与|从|基于|以(?!及)|将|把)(?=[^，；]{2}))")
_EVENT = re.compile(
    r"(?:发生|出现|造成|导致|致使|产生|可能|影响|涉及|涉嫌|有(?:下列|前款|前述|上述|以下|特殊|其他|证据|重大|关)|情节|情况|因(?!特)|由于|属于|构成|经(?!营)|超过|达到|到期"
    r"|逾期|实现|期限|期满|符合前|符合下列|存在|没有|无(?!偿)|遇|列入|纳入|违反|满足|有(?!异议)|具有(?:下列|以下))")
_STRONG = re.compile(
    r"(?:(?:拟|需要|未经[^，；]{0,12}|依法|首次)?(?:从事|经营|申请(?!人)|设立|开办|举办|取得|进口|出口|生产|销售|运输|掌握|持有|开立|购买|承运|承包|外商投资)|提供[^，；]{0,200}?(?:服务|产品|商品|支持)"
    r"|(?:为|向|通过|利用|在)[^，；]{1,60}?(?:提供|从事|开展|设立|申请|销售|发布|经营|运输|寄递|收集)|对[^，；]{1,60}?(?:不服|有异议|持有异议)|不服)[^，；]{0,300}的$")
_NO_ACT = re.compile(  # nouns made of verbs: 检查结果, 审计报告, 监督管理
    r"(?:检查|审查|评估|审计|检测|认证|测评|监督|管理|保护|备案|申报|登记|处罚|培训|演练|测试|监测|预警|处置|服务|运行|报告(?=内容|书|材料|制度|时限|期限|程序|义务|人|主体|机制|工作|要求|的)|通知|公告|记录|说明|规定|要求|处理(?=规则|目的|方式|活动|结果|者|情况|流程|程序)"
    r"|使用(?=单位|机构|者|人|权|范围|说明)|运营(?=者|方|机构|商)|经营(?=者|机构|场所|范围)|委托(?=书|人|方|合同)|请求(?=书)|申请(?=书|人|材料|文件)|采购(?=人|文件|合同)|组织(?=机构|者)|提供(?=者|方)|发行(?=人|价)|研究(?=报告|机构)"
    r"|保险|清算|结算|交易|会议|应急|证券|期货|计划|规划|建设(?=项目|工程|单位|用地)|生产(?=环境|系统|者|企业|经营单位|单位|安全)|设计(?=单位|文件)|施工(?=单位|企业|人员|方案|图)|批准(?=决定|文件)|监护|承包(?=人|方|期)|出版(?=物|社)|广告|标识|标准|报表)")
_THING_OF = re.compile(
    r"的(?:[^，；的]{0,6})(?:目的|方式|范围|期限|种类|时间|情况|机构|制度|措施|标准|程序|条件|规则|内容|结果|费用|价格|比例|系统|场所|部门|单位|企业|组织|个人|人员|者|办法|方案|记录|报告|合同|协议|计划|数量|材料|财物|文件|财产|保护|管理|监管|安全)$")
_OFFICIAL = re.compile(
    r"不?(?:具备|具有|享有|属于)[^，；]{0,12}(?:权限|管辖权|职权|职责|管辖范围)的|制定|修订|公布|认定|确定|作出|受理|审查|审批|责令|查处|调查|检查|(?:实施|开展|进行)[^，；]{0,12}(?:监督|检查|处罚|执法)")


_SOMEBODY = re.compile(r"(?:部门|机构|机关|单位|公司)(?:在|对|按|依)|的[^，；的]{1,20}(?:海岛|海域|水域|区域|地区|场所)$")
_SITE = re.compile(
    r"在[^，；的]{2,24}?(?=新设|新建|改建|扩建|设立|设置|建设|开展|从事|施工|开采|排放|养殖|捕捞|修建|倾倒|堆放|举办|提供|销售|生产)")
_WHERE = re.compile(r"(?:在|从|于)[^，；]{1,24}?(?:境内|[中内上外]|附近|范围|期间|区域|场所|地区)(?![^，；]{0,6}的)")


@cache
def _verbs() -> re.Pattern[str]:
    """The verbs with which an activity may begin, longest first."""
    words = VERB_WORDS | {e.pattern for e in entries("verbs")} | {e.pattern for e in entries("undertakings")}
    return re.compile("|".join(sorted(words, key=lambda w: (-len(w), w))))


def activity(words: str) -> str:
    """The words, if they are an activity that stands as the subject, or "".

    >>> activity("处理个人信息"), activity("提供和使用生成式人工智能服务"), activity("办理电话卡")
    ('处理个人信息', '提供和使用生成式人工智能服务', '办理电话卡')
    >>> activity("安全保护措施"), activity("检查结果"), activity("处理个人信息的目的"), activity("监督管理部门"), activity("依法")
    ('', '', '', '', '')
    """
    bare = words.strip("，、 ")
    at = _WHERE.match(bare) or _SITE.match(bare)
    inner = bare[at.end() :] if at else bare
    if founds(bare):
        return bare
    if _SOMEBODY.search(bare):
        return ""
    if at and _verbs().match(inner) and not _NO_ACT.match(inner) and not _THING_OF.search(inner):
        return "" if is_actor(bare) or is_person(bare) else bare
    verb = _verbs().match(bare)
    if not verb or len(bare) - verb.end() < 2 or bare[verb.end()] == "的" or is_actor(bare) or is_person(bare):
        return ""
    if _NO_ACT.match(bare) or _EVENT.match(bare) or _THING_OF.search(bare):
        return ""
    return bare


_MADE_KNOWN = re.compile(
    r"(?:应当|应|必须|须)(?:自[^，；]{2,30}?起[^，；]{1,16}?内|在[^，；]{2,30}?[前后内]|及时|同时|立即|依法|一并|统一|定期|向社会|通过[^，；]{2,30}?"
    r"|按照[^，；]{2,30}?(?:规定|要求)){0,4}"
    r"(?:(?:予以|向社会)?(?:公告|公布|公示|公开|披露)|(?:书面)?(?:通知|告知|送达|通报)[^，；]{2,30})$")
_KEPT = re.compile(r"(?:应当|应|必须|须)?(?:至少|妥善|长期|永久|予以){0,2}(?:留存|保存|保管)[^，；]{0,16}$")


def is_object(subject: str, predicate: str) -> bool:
    """Whether the subject is a thing that somebody else is to make known or to keep: 撤销决定|应当予以公告 · 台账|应当保存三年.

    >>> is_object("更正前后的信息", "应当同时公示"), is_object("处理个人信息", "应当公开处理规则")
    (True, False)
    """
    return bool((_THING.search(subject) and _MADE_KNOWN.fullmatch(predicate)) or _KEPT.fullmatch(predicate))


def doer(clause: str) -> str:
    """The condition, if it says who acts and not what happens, or "".

    >>> doer("提供域名解析服务的"), doer("对上述认定有异议的"), doer("拟变更注册地的")
    ('提供域名解析服务的', '对上述认定有异议的', '拟变更注册地的')
    >>> doer("进口密码产品时"), doer("发生事件时")
    ('进口密码产品', '')
    >>> doer("情节严重的"), doer("评估未通过的"), doer("发生网络安全事件的"), doer("处理者发生合并的")
    ('', '', '', '')
    """
    if not clause.endswith(("的", "时")) or clause.endswith(("目的", "标的")) or _EVENT.match(clause):
        return ""
    if clause.endswith("时"):
        return activity(clause[:-1])
    if clause.startswith("对"):
        return clause if _STRONG.match(clause) or re.match(r"对[^，；]{1,80}采取[^，；]{0,200}的$", clause) else ""
    before = _BEFORE.match(clause)
    bare = clause[before.end() :] if before else clause
    return clause if before or (_verbs().match(bare) and not _NO_ACT.match(bare)) else ""


def is_apart(clause: str, state: State, context: Context) -> bool:
    """Whether whoever a condition speaks of is somebody else than the bearer who would carry over.

    After a duty of an authority every doer is another. Within a 款 a firm is taken to go on, and in the next 款 it is
    another only who trades, applies or supplies.
    """
    clause = clause.removesuffix("的") + "的"
    before = state.subject or context.bearer
    public = bool(before) and all(is_authority(b) or b == "国家" for b in before)
    strong = bool(_STRONG.match(clause))
    if not before or all(re.match("(?:其他)?任何", b) for b in before):
        return True  # 任何单位不得破坏现场。确需移动物件的，应当做出标志
    if public:
        return not _OFFICIAL.match(clause) and (strong or not (state.drafts or context.drafts))
    return strong and not (state.drafts or context.drafts)


_THING = re.compile(rf"(?:{alternatives('things')})(?:等|的[^，；的]{{1,6}})?$")
_NO_SUBJECT = re.compile(
    r"(?:[时前后中内下上间起外]|最[长迟短多少高低]|至迟|一般|平时|仍然?|终身|但是?|并且?|依法|需要|规定|要求|[都均也还又]|必要|之一|其中|至少|不|或者?|原则上?|为由)$")


def is_other(words: str, state: State, context: Context, *, direct: bool) -> bool:
    """Whether the words before a modal speak of somebody else than the bearer who would carry over, or of nobody bound.

    These are persons upon whom another acts (对实施前款行为的人员，可以…), if that bearer is no authority, a thing at the start of a
    款, if he is one, and always a subject ``direct`` before the modal that no list knows (村委应当…).
    """
    before = state.subject or context.bearer
    public = bool(before) and all(is_authority(b) for b in before)
    if words.startswith("对") and (is_actor(words) or is_person(words)):
        return bool(before) and not public
    words = re.sub(r"[都均也还又]$", "", words)
    if is_adverbial(words) or starts_adverbial(words) or _BEFORE.match(words) or _NO_SUBJECT.search(words) or len(words) < 2:
        return False
    if _THING.search(words):
        return public and not (state.drafts or context.drafts)
    return direct
