"""What force a sentence has: 应当 · 可以 · 不得 · 不需要 · 鼓励, and whether the act it speaks of is denied (不因委托而减轻)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Force(StrEnum):
    """The force of a clause."""

    DUTY = "duty"
    BAN = "ban"
    LEAVE = "leave"
    SPARED = "spared"
    URGED = "urged"
    NONE = ""


_SPARED = (
    r"不需要?(?!的)|无需|无须|不用(?!于)|不必(?!要)|不须|用不着|可以不|可不(?!可)|能不|没必要|没有必要|不强制|不要求|没有义务"
    r"|不负(?!责)有?|免于|免予|豁免|不再需要|不要(?=批准|备案|报|审)"
    r"|没?必要不|不做也|不报也|不也可")
_BAN = r"不得|禁止|严禁|不准|不许|不允许|不能(?!证明|够?保证|保障|避免|满足)|不可以|不应当?"
_DUTY = (
    r"应当|必须|(?<![响适相供反对])应(?=[由在当以每向将按于予保留报自对及为就立建])|(?<!无)须(?!知)|务必|(?<![加增])强制(?!措施|执行"
    r"|隔离|医疗|拍卖|标准|性国家)|一定要|有义务|负有|(?<![不重主想只需还])要(?![求素么是点约]|就)|(?<![确所急必的])需要?(?!求|的|，|\Z)"
    r"|得(?=先|马上|在|向|把|经|报|留|做|有)"
    r"|是[^，。]{0,6}义务")
_LEAVE = (
    r"可以|有权|允许|准许|(?<!不)(?<!认)(?<!许)可(?=[以由向先在将不以将委延自要直])"
    r"|能(?=够?[一-龥])(?<!不能)(?<!功能)(?<!可能)(?<!性能)(?<!智能)")
_URGED = r"鼓励|(?<!予以)(?<!给予)(?:支持|引导|推动|提倡|促进)(?=[一-龥])"
_QUESTION = re.compile(rf"(?P<spared>{_SPARED})|(?P<ban>{_BAN})|(?P<duty>{_DUTY})|(?P<leave>{_LEAVE})|(?P<urged>鼓励|提倡)")
_CLAUSE = re.compile(
    r"(?P<spared>不需要|无需|无须|免予|免于|可以不|不适用)|(?P<ban>不得|禁止|严禁|不能(?!证明)|不应)|(?P<duty>应当|必须|(?<!无)须"
    r"|(?<!直接)负责(?!人|的))"
    rf"|(?P<leave>可以|有权|方可|(?<!许)可(?=向|先|由|为|视|以))|(?P<urged>{_URGED})")
_APART = re.compile(r"[，。；、：]|但|而|就|才|并")  # a second word of force within one part speaks within the act of the first
_NOT = re.compile(
    r"不(?!少于|低于|超过|满|足|限|同|断|良|法|当|正当|能证明|动产|可抗力|高于|多于|短于|仅|但|是不|对)|未(?!满|来|成年)|无(?!效|法|线"
    r"|偿)|没有?|非(?!法|银|公|营|经|自|上市)|免除?|别(?=[^人的类])")


@dataclass(frozen=True)
class Forced:
    """A word of force, verbatim at ``start``."""

    force: Force
    words: str
    start: int


def claimed(text: str) -> tuple[Forced, ...]:
    """The words of force in what a question states.

    >>> [(f.force.value, f.words) for f in claimed("不用报证监局，但必须保存日志")]
    [('spared', '不用'), ('duty', '必须')]
    """
    found: list[Forced] = []
    for one in _read(_QUESTION, text):
        if not found or _APART.search(text[found[-1].start + len(found[-1].words) : one.start]):
            found.append(one)
    return tuple(found)


def ruled(text: str) -> tuple[Forced, ...]:
    """The words of force in the words of a provision.

    >>> [f.force.value for f in ruled("可以不通知个人，但应当通知有关部门，鼓励演练")]
    ['spared', 'duty', 'urged']
    """
    return _read(_CLAUSE, text)


def denials(text: str) -> int:
    """How many words of denial a text holds.

    >>> denials("未经同意，不得发布"), denials("不少于五年"), denials("不因委托而减轻")
    (2, 0, 1)
    """
    return len(_NOT.findall(text))


def _read(pattern: re.Pattern[str], text: str) -> tuple[Forced, ...]:
    return tuple(Forced(Force(m.lastgroup or ""), m[0], m.start()) for m in pattern.finditer(text))
