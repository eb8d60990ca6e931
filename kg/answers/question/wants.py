"""The kinds of answer a question can ask for, by the grammar of Chinese questions (向谁 · 何时 · 罚多少 · 能不能 · 是指什么).

What is asked as a quantity (多久一次, 存几年) is read by ``kg.answers.question.measures``.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Want(StrEnum):
    """The kinds of answer a question can ask for."""

    TO_WHOM = "to-whom"
    TELL = "tell"
    WHO = "who"
    WHEN = "when"
    MAY = "may"
    PENALTY = "penalty"
    DEFINITION = "definition"
    STATUS = "status"
    SCOPE = "scope"
    WHERE = "where"
    LIST = "list"


_WANTS: tuple[tuple[Want, str], ...] = (
    (Want.TELL, r"报告|上报|报送|报给|通报|通知|告知|(跟|向).{0,6}(讲|说)|打招呼|报备|要不要报|怎么报|报警|报不报"),
    (Want.TO_WHOM, r"(向|跟|给|报|找|交|告诉|通知|知会|送)(到|给)?(谁|哪|什么(机构|部门|单位|人)|何(机构|部门))|报告对象"
     r"|(哪|何)(些|个|一|家)?(机关|机构|部门|单位|家)"
     r"|谁(说|讲|报|打招呼)|报哪|哪儿|会里还是|往上(交|报)|主动跟监管|要不要.{0,8}(报|讲|说)|报不报"),
    (Want.WHO, r"谁(来|负责|应|要|得)|由谁|哪(些|个)人|责任人"),
    (Want.WHEN, r"几(天|日|个?工作日|小时|个?钟头|分钟|个?月)(之|以)?内|多(久|长时间|长期限)(之|以)?内|多快|何时|什么时候|啥时候|时限"
     r"|期限|最(迟|晚)|截止|多久(报|要|得)|第一时间|提前多久"),
    (Want.PENALTY, r"罚|会(怎么|咋)?(样|着)|收拾|什么下场|(可以|能|会).{0,4}采取(哪些|什么).{0,4}措施|处分|后果|追责"
        r"|什么责任|法律责任|担责|问责|(?:怎么|如何)处理[？?]|怎么处理(我们|公司)?$|会被怎么|从轻|减轻|免责|处理措施|监管措施"),
    (Want.DEFINITION, r"是指|何谓|什么(是|叫)|(?<!法)定义|含义|什么意思|怎么(理解|定义)|算不算|算哪|算什么|属于(什么|哪)|如何(认定|界定)|所称|指什么"
     r"|啥叫|啥意思"),
    (Want.STATUS, r"(开始|还|现在|已经|是否)?(施行|生效|失效|废止)(了没|了吗|没有|日期|时间)|什么时候(施行|生效|开始实施)|管我们了没"
     r"|要不要执行|现在(还)?(有效|能用|管用)|还有效|何时(施行|生效)|老规矩"),
    (Want.SCOPE, r"(要不要|用不用|需不需要|是否要?|得不得|[也都]?[要得])(执行|守|遵守|照办|照做|照着|遵照|按[^，。？]{0,8}(办|来|做))"
        r"|管(得着|得到|不管|不着|到)|沾不沾边"
        r"|适用(范围|于|方式|吗|不适用|.{0,20}(吗|么|不))|是否适用|适不适用|管我们吗|照搬|参照|有没有我们的份"
        r"|(套|算|落)(得|不)?到[^，。？]{0,8}头上|归[^，。？]{0,12}管(吗|不|么)"),
    (Want.WHERE, r"第几条|哪(一)?条|什么依据|依据是|法律依据|哪部法|规定在哪"),
    (Want.LIST, r"哪些|有什么(要求|规定)|都(有|要|得)(什么|啥|哪些|干)|列(出|一下)|所有|全部|清单|分别"),
    (Want.MAY, r"能不能|可不可以|可以(吗|不|么)|行不行|行吗|能(这么|否|直接|随便)|是否可以|允许|够不够|合规吗|违规吗|犯法吗"
     r"|可以吧|(可以|能|行)[？?]|合规矩|得着吗|能.{0,12}(吗|么)|必须.{0,8}(吗|么)|是不是(非得|必须|一定)"),
)

_ANSWERS_FOR = re.compile(r"担责|问责|追责|(?:什么|哪些|何种?)(?:样的)?(?:法律)?(?:后果|处分)"
                          r"|(?:怎么|如何|咋)(?:处理|处置|处罚|罚)(?:我们|公司)?[？?]")
_PENAL_ASK = re.compile(r"[，,、；;]?(?:现在|可能|最高|最多|[会要能得该将按依]|应当|可以){0,4}(?:被|受到?|承担|面临|有|处)?"
                        r"(?:怎么|如何|咋|什么|哪些|何种|多少|多大)?[^，,。；;]{0,4}?(?:罚|处理|后果|处分|责任|追责|担责)[^。]{0,60}$")


def find_wants(text: str) -> frozenset[Want]:
    """The kinds of answer asked for, or none for a question that only names a subject.

    >>> sorted(find_wants("演练多久一次，报告交给谁"))
    [<Want.TELL: 'tell'>, <Want.TO_WHOM: 'to-whom'>]
    """
    return frozenset(w for w, pattern in _WANTS if re.search(pattern, text))


def answers_for(text: str) -> bool:
    """Whether a question says outright that it asks who answers for a breach, and how: 要不要担责, 会有什么后果.

    >>> answers_for("分管副总要不要担责"), answers_for("处罚决定书保存多久")
    (True, False)
    """
    return bool(_ANSWERS_FOR.search(text))


def without_penal_ask(text: str) -> str:
    """The story of a question without the ask for what follows.

    >>> without_penal_ask("公司没做等保会被怎么处罚？"), without_penal_ask("没备份数据，罚多少")
    ('公司没做等保', '没备份数据')
    """
    return _PENAL_ASK.sub("", text)
