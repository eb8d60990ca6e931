"""The purpose of a citation of another law, read from the words around it.

A text may be made under the other law, punish by it, depart from it, take a term from it, or merely cite it.
"""

from __future__ import annotations

import re

from kg.links.records import LinkType

_TITLE = r"《[^》]{1,100}》"
_FORMS = (  # the first that fits
    (LinkType.BASIS, re.compile(rf"(?:根据|依据|依照)(?:[^。；]{{0,400}}{_TITLE}|宪法)[^。；]{{0,400}}制定本(?:法|条例|办法|规定|细则|规则|指引)")),
    (LinkType.EXCEPTION, re.compile(
        rf"{_TITLE}[^。；]{{0,400}}(?:不一致的|相抵触的|不同的)[，,]?(?:适用|按照|依照|以)本|除{_TITLE}[^。；]{{0,400}}外[，,]|{_TITLE}[^。；，]{{0,400}}另有规定的?[，,]?(?:从其规定|依照其规定|除外)"
    )),
    (LinkType.DEFINES, re.compile(rf"本(?:法|条例|办法|规定|细则|规则|指引)(?:所称|所指)[^。；《]{{0,400}}(?:是指|，是)[^。；]{{0,400}}{_TITLE}")),
    (LinkType.SANCTIONS, re.compile(
        rf"(?:依照|按照|依据|根据){_TITLE}[^。]{{0,400}}(?:处罚|处理|处分|取缔|没收|罚款|拘留|监管措施|追究[^。，]{{0,60}}责任)"
    )),
)


def citation_type(sentence: str) -> LinkType:
    """The type of the citations in a sentence of the law.

    >>> citation_type("根据《中华人民共和国网络安全法》，制定本条例。"), citation_type("应当遵守《网络安全法》的规定。")
    (<LinkType.BASIS: 'basis'>, <LinkType.CITES: 'cites'>)
    """
    return next((kind for kind, form in _FORMS if form.search(sentence)), LinkType.CITES)
