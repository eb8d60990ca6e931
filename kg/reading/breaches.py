"""Which duties a penalty clause means that names no provision: from the words of its case.

``未履行备案义务的`` means the duty of those it punishes to file; ``未按照规定报告的`` theirs to report. The law gives no article
number there, so the link is an inference and is marked as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.law.model import Modality, Norm, Sanction

_OMITS = re.compile(
    r"(?:未|不)(?:按照?|依照|依法|及时|如实)*(?:[^，；]{0,6}规定|要求)?(?:及时|如实)?(?:履行|办理|进行)?(?P<act>备案|报告|报送|告知|通知|申报|公告)(?:义务|手续|职责)?(?:的|$|，|、|或者)")
_KINDS = {
    "备案": ("file",), "报告": ("report", "submit"), "报送": ("submit", "report"), "告知": ("inform", "notify"), "通知": ("notify", "inform"),
    "申报": ("apply",), "公告": ("announce",),
}


def duties_meant(sanction: Sanction, norms: Iterable[Norm]) -> tuple[str, ...]:
    """The eids of the provisions whose duty is broken; () where the clause names provisions, or nobody's duty fits its words.

    >>> from kg.reading.norms import find_norms
    >>> from kg.reading.sanctions import find_sanctions
    >>> from kg.corpus.structure import parse
    >>> doc = parse("第一条 服务机构应当向证监会备案。" + chr(10) + "第二条 服务机构未履行备案义务的，责令改正，处一万元罚款。")
    >>> duties_meant(find_sanctions(doc)[0], find_norms(doc))
    ('art1_par1',)
    """
    match = _OMITS.search(sanction.condition)
    if sanction.punishes or not match:
        return ()
    firm, kinds = set(sanction.firm or sanction.addressee), _KINDS[match["act"]]
    meant = [n.eid for n in norms if n.modality is Modality.OBLIGATION and n.kind in kinds and firm & set(n.bearer)]
    return tuple(dict.fromkeys(meant))
