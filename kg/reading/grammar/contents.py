"""Duties to tell what a communication must contain.

``风险评估报告应当包括…`` · ``报告网络安全事件时，应当包括下列内容`` · ``提交报告的内容应当真实、准确、完整`` · ``总结报告内容，还应当包括责任认定`` ·
``事发报告应当在简要报告基础上，增补影响范围``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.law.model import Modality
from kg.reading.grammar.actors import is_actor, split_actors
from kg.reading.grammar.clauses import Clause
from kg.reading.grammar.communication import FAMILY
from kg.reading.grammar.draft import Context, Draft
from kg.reading.grammar.modality import Modal

_PAPER = (("备案", "file"), ("申报", "apply"), ("申请", "apply"), ("报告", "submit"), ("报送", "submit"), ("年报", "submit"),
          ("报表", "submit"), ("通知", "notify"), ("告知", "inform"))
_HOLDS = re.compile(r"(?:还应当|至少|重点|充分)?(?:(?:及时|全面|准确|完整|客观|真实|如实)(?:、(?:及时|全面|准确|完整|客观|真实|如实))+$"
                    r"|包括|包含|载明|列明|真实|增补|(?:一并|予以)?说明(?!理由|原因))")
_HANDED_IN = re.compile(r"(?:报送|提交)(?:(?:、|或者|和|及)(?:提供|披露))?的(?:信息|资料|材料|数据|文件)(?:、(?:资料|信息|数据|材料|文件)){0,3}$")
_TELLING_OF = re.compile(r"(?:报告|上报|通报)[^，；的]{0,12}(?:事故|事件|险情|灾情|疫情|隐患|情况|问题)")  # 报告事故应当包括
_RULE = "content-of-communication"
_FROM = re.compile(r"在[^，]*(?:基础上|内容外)$")


def content_of(
    clause: Clause, modal: Modal, triggers: Sequence[str], drafts: list[Draft], context: Context, bearer: tuple[str, ...], rest: Sequence[Clause],
) -> bool:
    """Whether a clause says what a paper such as a report, filing or notice must contain.

    The duty to tell it is then added to ``drafts``, unless the paper is of no known kind or such a duty is there already.
    """
    before, after = clause.text[: modal.start], clause.text[modal.end :]
    end = clause.end
    if _FROM.match(after) and rest and _HOLDS.match(rest[0].text):
        after, end = rest[0].text, rest[0].end
    if modal.modality is not Modality.OBLIGATION or not _HOLDS.match(after):
        return False
    subject = re.sub(r"还$", "", before) or (triggers[-1] if triggers else "")
    kind = _kind(subject, bool(before)) or _goes_on(before, after, drafts, context)
    if kind is None or is_actor(_bare(subject)):
        return bool(before) and re.match(r"(?:还应当|至少)?(?:包括|包含)", after) is not None
    earlier = [] if before and FAMILY.get(kind) == "up" else context.drafts
    if any(FAMILY.get(d.kind, d.kind) == FAMILY.get(kind, kind) and d.rule != _RULE for d in [*drafts, *earlier]):
        return True
    drafts.append(Draft(modal.modality, kind, _who(subject, kind, context, bearer), (), _HOLDS.findall(after)[0], _HOLDS.sub("", after, count=1),
                        triggers[-1] if triggers else None, None, clause.start, end, _RULE))
    return True


def _goes_on(before: str, after: str, drafts: list[Draft], context: Context) -> str | None:
    """The kind of the paper of which the words before said what it holds, if these go on about it, or None: 攻击事件还应当增补…."""
    told = next((d for d in reversed([*context.drafts, *drafts])), None)
    more = re.search(r"还$|^$", before) and re.match(r"(?:还应当)?(?:增补|一并说明|补充说明)", after)
    return told.kind if told and more and told.rule == _RULE else None


def _bare(subject: str) -> str:
    return re.sub(r"^在(?=告知|报告|通知|申报|备案)|(?:的)?内容$|时$", "", subject)


def _kind(subject: str, direct: bool) -> str | None:
    """The kind of the paper that is the subject, or of the act during which (报告网络安全事件时) the contents are due, or None."""
    bare = _bare(subject)
    if direct and _HANDED_IN.search(bare):
        return "submit"
    if direct and _TELLING_OF.fullmatch(bare):
        return "report"
    named = next((k for word, k in _PAPER if re.search(rf"{word}(?:材料|书|信息)?$", bare)), None)
    done = next((k for word, k in _PAPER if bare.startswith(word)), None)
    if direct or not done:
        return named
    return "report" if done == "submit" else done


def _who(subject: str, kind: str, context: Context, bearer: tuple[str, ...]) -> tuple[str, ...]:
    """Those whose paper it is.

    They are named with it (基金信息技术服务机构备案材料), or are those who last had to submit it, or else the bearer at hand.
    """
    match = re.match(r"(.{2,30}?(?:机构|者|公司|部门|单位|企业))(?:提交|报送|的|备案|申报)", subject)
    if match:
        return split_actors(match[1])
    return context.told[-1].bearer if FAMILY.get(kind) == "up" and context.told else bearer
