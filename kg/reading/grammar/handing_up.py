"""What is handed to somebody above for a step of theirs: ``报…备案`` · ``报…批准`` · ``报分管领导审批`` · ``提请总经理办公会审议``.

Within a firm this is a submission, and to an authority for approval an application.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.law.authorities import is_authority
from kg.reading.grammar.act import Act
from kg.reading.grammar.actors import is_actor, is_person
from kg.reading.grammar.adverbials import is_adverbial
from kg.reading.grammar.recipients import after_verb
from kg.reading.grammar.topics import topic

_APPROVAL = ("批准", "审批", "核准", "同意", "批复", "注册", "认可", "签批", "审定", "批示", "决定", "决策", "核定", "审签", "会签", "签发")
_STEP = rf"(?:备案|{'|'.join(_APPROVAL)}|审核|审查|审议|审阅|备查|汇总|确认|评审)"
_HANDED = re.compile(
    rf"(?:报(?:经|请)?|提请|(?<![报抄移发递呈推运寄配输传赠遣转])送(?![达交检货]))(?P<to>(?:设备|[^，；告送备批案请]){{2,60}}?)(?:(?P<for>{_STEP})(?P<more>(?:(?:、|和|并报|及)[^，；、]{{2,14}}?{_STEP}){{0,3}}))?"
    r"(?:后[^，；]{0,400})?$")
_INTERNAL = re.compile(r"本(?:机构|单位|部门|行|机关)|其?(?:领导班子|主要负责人|单位负责人|行政机关负责人)|分管(?!领导|负责人|副)")  # one body
_OF_STATE = re.compile(r"国家[^，；的]{2,16}委员会$")
_OF_FIRM = re.compile(r"(?:首席[^，；]{1,8}官|总经理|总裁|总监|董事长|董事会|监事会|股东大?会|办公会(?:议)?"
                      r"|领导|主管|经理|负责人|组长|主任|委员会|小组|督察长|部门?|办公室|中心|会议)$")
_ALONE = ("委员会", "领导小组", "办公室", "董事会")  # of the firm, where nothing says of what
_READY = ("并", "内", "前", "后", "日", "依法", "及时", "定期")


def handed_up(phrase: str, is_word: Callable[[int, int], bool], fronted: Callable[[str], str]) -> Act | None:
    """The act of handing something up, or None.

    ``fronted`` gives the object that stands before the verb.
    """
    for match in _HANDED.finditer(phrase):
        to = after_verb(match["to"])[0] or ((match["to"],) if match["for"] and _OF_FIRM.search(match["to"]) else ())
        before = phrase[: match.start()]
        thing = topic(before)
        if match["for"] and match["for"] != "备案" and _INTERNAL.match(match["to"]):
            continue
        within = match[0].startswith("报") or (match["for"] and _of_firm(to))
        if not to or not within or not (is_adverbial(before) or not before or thing or "后报" in phrase):
            continue
        if _is_verb(match, before, thing, is_word):
            return Act(_kind(match, to), "报" + (match["for"] or ""), match.start(), to, thing or fronted(before), "reported-to")
    return None


def _is_verb(match: re.Match[str], before: str, thing: str, is_word: Callable[[int, int], bool]) -> bool:
    """Whether 报 is a word of its own here."""
    if not before or is_word(match.start(), match.start() + 1) or before.endswith(_READY):
        return True
    named = is_actor(match["to"]) or is_person(match["to"])
    return bool(named and (thing or (match["for"] and re.search("将|把|就", before))))


def _of_firm(to: tuple[str, ...]) -> bool:
    return all(_OF_FIRM.search(t) and not _OF_STATE.search(t) and (t in _ALONE or not is_authority(t)) for t in to)


def _kind(match: re.Match[str], to: tuple[str, ...]) -> str:
    steps = re.findall(_STEP, (match["for"] or "") + (match["more"] or ""))
    if "备案" in steps:
        return "file"
    if not set(steps) & set(_APPROVAL):
        return "report"
    if _of_firm(to) or all(re.match(r"中央[^，；]{2,20}委员会$", t) for t in to):
        return "submit"
    return "apply"
