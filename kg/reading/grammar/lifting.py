"""What one may do after all although the norm before forbids it, which is that norm's exception.

``行政机关不得公开。但是，第三方同意的，予以公开`` · ``不收取费用。但是，次数过多的，可以收取成本费`` · ``不予受理。确有正当理由的，可以决定受理``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.law.model import Modality
from kg.reading.grammar.draft import Draft

_BUT = re.compile(r"[\s　]*(?:但是?|不过)，?")
_NOT = r"(?:不得|禁止|严禁|不予|不应当|不再|(?<!可以)(?<!不得)(?<!无)(?<!可)不)[^，；。]{0,12}?"
_LIGHT = re.compile(r"^(?:可以|应当|依法|经批准|决定|予以|给予|再次?|继续|适当|酌情)+")


def after_all(text: str, draft: Draft, earlier: Sequence[Draft]) -> bool:
    """Whether a norm only says when one may do what the norm before forbids, which then gets the words as its exception.

    What the words say with a modal (可以收取) remains a norm too.
    """
    if draft.modality is Modality.PROHIBITION:
        return False
    begin = max(text.rfind(mark, 0, draft.start) for mark in "。；\n") + 1
    but = _BUT.match(text, begin)
    case = text[begin : draft.start]
    act = _LIGHT.sub("", draft.action) or _LIGHT.sub("", draft.action + draft.object)
    if len(act) < 2 or not (but or ("的，" in case and draft.modality is Modality.POWER)) or re.search("不", draft.action):
        return False
    forbidden = [d for d in earlier if d.end <= begin and text.count("。", d.end, begin) < 2 and _forbids(d.quoted(text), act)]
    words = text[but.end() if but else begin : draft.end].strip()
    for one in forbidden:
        one.exception = one.exception or words
    return bool(forbidden and but and not re.search("应当|必须|可以|可|须", draft.quoted(text)))


def _forbids(words: str, act: str) -> bool:
    return re.search(_NOT + re.escape(act), words) is not None
