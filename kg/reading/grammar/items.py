"""项 that are norms as they stand, although no verb of theirs is on a list: ``所设奖的种类不明确，影响兑奖；`` under 不得存在下列情形."""

from __future__ import annotations

import re

from kg.law.model import Modality
from kg.reading.grammar import acts, exceptions
from kg.reading.grammar.adverbials import leading_adverb
from kg.reading.grammar.draft import Context, Draft
from kg.reading.grammar.pipeline import Reading
from kg.reading.grammar.predicate import predicate

_CATCH_ALL = re.compile(r"(?:[^，]{0,40}(?:规定|禁止|认定|确定|要求|约定|赋予|授权|交办|批准|需要|影响|妨碍|危害|破坏|损害|违反|侵犯"
    r"|侵害)[^，]{0,30}?的)?其他[^，]{0,30}$")
_FRONTS = re.compile(r"[对向将为在就把以按依未经]")


def whole_item(text: str, rule: str) -> bool:
    """Whether an item of which no verb is known is a norm as it stands: every act that is forbidden, and duties that open like one.

    The catch-all at the end of a list (``法律、行政法规禁止的其他行为``) is none.

    >>> whole_item("所设奖的种类不明确，影响兑奖；", "items-of-prohibition"), whole_item("立即发出警报；", "items-of-duty")
    (True, True)
    >>> whole_item("法律禁止的其他行为。", "items-of-prohibition"), whole_item("请求的事项和目的；", "items-of-duty")
    (False, False)
    """
    words = text.strip("；;。 \n")
    if not rule.startswith("items-") or not 3 < len(words) <= 300 or _CATCH_ALL.fullmatch(words):
        return False
    return rule == "items-of-prohibition" or bool(leading_adverb(words)) or (bool(_FRONTS.match(words)) and not re.search(r"的[^，]{1,8}$", words))


def whole_draft(reading: Reading, context: Context) -> Draft:
    """The norm of a 项 that is one as it stands, which its first sentence says."""
    first = reading.sentences[0]
    spared = next((x for x in exceptions.sparings(reading.text, first).values() if x.first), None)
    start, end = first[0].start, first[spared.first - 1 if spared else -1].end
    words = reading.text[start:end]
    action, thing = predicate(words, "", lambda a, b: reading.is_word(a + start, b + start))
    return Draft(context.modality or Modality.OBLIGATION, acts.kind_of_predicate(action, thing) if action else "perform", context.bearer, (),
                 action or words, thing if action else "", None, None, start, end, context.rule,
                 exception=spared.words if spared else context.spared)
