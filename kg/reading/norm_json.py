"""The JSON shape of a norm.

It has a module of its own that needs no grammar, because answers are printed in this shape too.
"""

from __future__ import annotations

from typing import Any

from kg.law.model import Norm


def norm_json(norm: Norm) -> dict[str, Any]:
    """The norm in the JSON shape of ``kg extract`` and ``kg ask``."""
    deadline = norm.deadline
    return {
        "instrument": norm.instrument, "article": norm.article, "paragraph": norm.paragraph, "item": norm.item,
        "modality": norm.modality.value, "kind": norm.kind, "bearer": list(norm.bearer), "whoever": norm.whoever, "recipient": list(norm.recipient),
        "action": norm.action, "object": norm.object, "trigger": norm.trigger,
        "deadline": {"text": deadline.text, "type": deadline.type.value, "value": deadline.value} if deadline else None,
        "exception": norm.exception, "quote": norm.quote, "rule": norm.rule, "status": norm.status,
    } | {name: words for name, words in (("reason", norm.reason), ("reviewer", norm.reviewer)) if words}
