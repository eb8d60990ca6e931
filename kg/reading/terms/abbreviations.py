"""Abbreviations declared in a text (以下简称X), with the long name before them.

>>> one = abbreviations("中证信息技术服务有限责任公司（以下简称中证信息）在中国证监会指导下开展工作。")[0]
>>> one.term, one.full_form
('中证信息', '中证信息技术服务有限责任公司')
>>> abbreviations("应当设立信息技术管理部门或指定专门机构（以下统称信息技术管理部门）负责实施。")[0].full_form
'信息技术管理部门或指定专门机构'
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.law.wordlists import alternatives
from kg.reading.grammar.actors import is_actor

BRACKET = re.compile(
    r"[（(](?:[^（）()]{0,80}[，,；;、])?(?:以下|下|下文)(?:均|并|分别)?(?P<kind>简称|统称|合称|通称|称)"
    r"(?:为|作)?[:：]?[ 　]?(?P<terms>[^（）()\n]{1,60}(?:[（(][^（）()\n]{1,40}[）)])?)[）)]"
)
_INNER = re.compile(r"[（(][^（）()\n]{1,40}[）)]\Z")  # 以下简称主管部门（含区级部门）
_OPEN = re.compile(r"[，,]以下(?P<kind>简称|统称|合称)(?:为)?(?P<terms>“[^”\n]{1,40}”|[^，。；：（）“”\n]{2,20})(?=[，。；])")
_CALLED = re.compile(
    r"(?P<listed>[^，。；：“”（）\n]{2,120}?)(?<!的)(?<!以下)(?<!下)(?P<kind>统称|合称)(?:为)?(?P<terms>“[^”\n]{1,40}”|[^，。；：（）“”\n]{2,16})(?=[，。；])")
_BEFORE_CALLED = re.compile(r"(?:以下|下文)?(?:并)?(?:将|把)")
_EACH = re.compile(r"(?<=》)(?:、|和|及|以及)?(?=《)|、|和|以及")
_ALSO_BELOW = re.compile(r"[，,、；](?:以)?下同\Z")
_QUOTES = "“”\"'‘’《》〈〉「」 　"
_OR = re.compile(r"[，,；;、]?或者?(?=[《“])|(?<=[”》])[、或和](?=[“《])")
_MARKS = "，,。；;：:\n！？“”"
LONGEST_NAME = 400  # characters before a declaration in which the long name is looked for
LONGEST_ROW = 2_000  # … of titles with one name together
_N = "[一二三四五六七八九十百千零〇\\d]{1,8}"
_LABEL = re.compile(rf"\A[ 　]*(?:[（(]{_N}[）)]|第{_N}条(?:之{_N})?[ 　]+|\d{{1,2}}[.．、])[ 　]*")
_MODAL = re.compile(r".*(?:应当|可以|不得|必须|有权|有义务|负责(?!.{0,400}的))(?!的)")
_DEFINES = re.compile(r"\A(?:是指|系指|指(?![导定派挥示])|包括(?!.*在内)|包含|含)|.*(?<![不但于可还总就都])是(?=指|负责|依法|经|由|在|为)指?")
_TAKING = alternatives("naming")  # verbs that take the named thing as their object when no 的 makes them part of a modifier …
# … unless it is itself part of a name: 监督管理机构, 发行审核委员会, 信息发布平台.
_VERB = (
    rf"(?:{_TAKING})(?!的|和|及|、|或|者|人|权|会|书|机构|部门|单位|委员|管理|检查|审核|平台|系统|业务|服务|活动|工作|情况|行为|程序|计划|董事|主任)"
)
_STRONG = re.compile(_VERB)
_SAVE = re.compile(r"除[^，。]{1,80}外的|依法(?:取得|设立|成立|从事|登记|注册)[^，。]{1,80}的")  # 除国家机关以外的其他单位
_ADVERB = "(?:并|且|还|也|同时|依法|自行|平等|同步|另行|统一|及时|定期|单独|联合|共同|首次)"
_LEAD = re.compile(rf"\A{_ADVERB}+(?:{_TAKING})(?!的)|\A(?:{_TAKING})(?:和|、|或者?|并)?{_VERB}|\A(?:并|且|还|也|同时)")
_OBJECT = re.compile(r"\A(?:向|由|对|经(?!营|济|纪)|至|从(?!业|事)|就)(?!.{0,400}的)")
_PURPOSE = re.compile(r"\A为(?:了)?(?:防止|预防|保护|加强|规范|促进|维护|保障|惩治|提高|落实|推进|推动|做好|健全)")
_DONE_TO = re.compile(r"申请|报告|报送|提出|提供|办理|报备|备案|提交|缴纳|申报")  # what is done to the one named: 向…（以下简称X）申请

_OURS = re.compile(r"\A(?:本(?:行业|领域|地区|部门|单位|机构|级|行政区域)(?:、|和|或者)?)+(?=.{4})")
_WHERE = re.compile(rf"\A(?:在|依照|按照|根据)[^，。]{{1,40}}?(?:下|中|内|时|规定|要求|本法|法律)(?={_VERB}|依法)")
_CITED = re.compile(r"\A本(?:法|条例|办法|规定|细则)第.{1,30}?条(?:[^，。的]{0,6})对")
_WITH = re.compile(r"(?:依法|共同)?(?:签订|签署|订立|约定|协商|建立|达成|共享)")
_INSIDE = re.compile(r"在[^，。的]{2,20}(?:境内|境外|范围内|以内|以外|之外)的")
_PLACE = re.compile(r"在[^，。]{2,60}的(?:口岸|地区|海域|水域|场所|区域|港口|城市)")
_PREPOSED = re.compile(r"对|在|新建|改建|扩建")
_BUILDS = re.compile(r"[新改扩]建")
_TREATS = re.compile(
    r"依法|实施|进行|开展|的[^，。]{0,16}进行|履行|实行|给予|采取|加强|的[^，。的]{0,4}(?:管制|管理|监督|检查|保护|处罚|监管)")
_ALSO = re.compile(
    r"(?:机构|公司|交易所|银行|协会|委员会|部门|场所|中心|企业|组织|单位|个人|股东|人员|系统|平台|[^或]者)(?:、|和|以及|及|与|或者)(?=.{0,400}的)"
)


_GIVEN = re.compile(r"(?:投资|出资|设立|管理|控制|指定|委托|举办|开办)的[^，。的]{2,12}\Z")  # 由外国投资者投资的企业
_CONJUNCTION = re.compile(r"(?:及其|以及|及|和|与|或者|或|、)")
_TOWARDS = re.compile(r"(?<=[一-鿿]{2})(?:(?<![针绝相])对(?![外内应象方])|(?<![面导倾])向(?=[^的]{0,400}\Z)|(?<![自理缘])由(?!于)|(?<=内)就)(?=.{3})")


@dataclass(frozen=True)
class Abbreviation:
    """A short name declared in the text, its long form, and the offsets of both with the bracket."""

    term: str
    full_form: str
    start: int
    end: int
    bracket: int  # where the bracket opens
    collective: bool  # 统称, 合称: several things under one name


def abbreviations(text: str) -> list[Abbreviation]:
    """Every abbreviation declared in ``text``, in order.

    One that has no words before it is left out.
    """
    found: list[Abbreviation] = []
    for pattern in (BRACKET, _OPEN):
        for match in pattern.finditer(text):
            start = long_form(text, match.start(), match["kind"] != "简称" or "分别" in match[0], _first_word(match["terms"]))
            full = text[start : match.start()].strip(_QUOTES)
            if full:
                found += [Abbreviation(w, f, start, match.end(), match.start(), match["kind"] in ("统称", "合称")) for w, f in _pairs(match, full)]
    for match in _CALLED.finditer(text):
        label = _length(_LABEL, match["listed"])
        start = match.start() + label + _length(_BEFORE_CALLED, match["listed"][label:])
        full = text[start : match.end("listed")].strip()
        if full:
            found.append(Abbreviation(match["terms"].strip(_QUOTES), full, start, match.end(), match.end("listed"), True))
    return sorted(found, key=lambda a: (a.start, a.end))


def _length(pattern: re.Pattern[str], words: str) -> int:
    match = pattern.match(words)
    return match.end() if match else 0


def _pairs(match: re.Match[str], full: str) -> list[tuple[str, str]]:
    """Each name that a bracket declares with its long form, which are several if it says 分别."""
    names = [w for w in _words(match["terms"]) if w]
    if "分别" in match[0]:
        names = [w.strip(_QUOTES) for w in _EACH.split(match["terms"]) if w.strip(_QUOTES)]
        fulls = [w.strip(_QUOTES) for w in _EACH.split(full) if w.strip(_QUOTES)]
        return list(zip(names, fulls, strict=True)) if len(names) == len(fulls) else []
    return [(name, full) for name in names]


def _words(terms: str) -> list[str]:
    terms = _ALSO_BELOW.sub("", _INNER.sub("", terms))
    first, either, second = terms.partition("或者" if "或者" in terms else "或")
    if either and second and (first.endswith(second) or second.endswith(first)):  # 以下简称中国证监会或者证监会
        return [first.strip(_QUOTES), second.strip(_QUOTES)]
    return [w.strip(_QUOTES) for w in _OR.split(terms)]


def _first_word(terms: str) -> str:
    return next(iter(_words(terms)), "")


def long_form(text: str, end: int, collective: bool, term: str) -> int:
    """The offset at which the long name that ends at ``end`` begins."""
    if text[end - 1 : end] == "》":
        return _title_start(text, end, collective)
    start = _clause_start(text, end)
    start = _behind_declaration(text, _parallel(text, start, end) if collective else start, end, collective)
    label = _LABEL.match(text[start:end])
    start += label.end() if label else 0
    start = _without_lead(text, start, end, collective, term)
    return start + _governed(text[start:end], _after(text, end))


def _after(text: str, end: int) -> str:
    """The words behind the bracket of a declaration."""
    bracket = BRACKET.match(text, end)
    return text[bracket.end() : bracket.end() + 16] if bracket else ""


def _governed(words: str, after: str) -> int:
    """The number of characters of a preposition, and of what stands before it, whose object is the name.

    What the words behind the bracket do tells it: 向公安部委托的机关（以下简称…）申请 · 单位对检查人员（以下统称…）依法检查，….

    >>> _governed("向公安部委托的签证机关", "申请签证"), _governed("国家对两用物项等管制的物项", "的出口管制"), _governed("对其编制的规划", "，应当")
    (1, 3, 1)
    >>> _governed("海警机构在中华人民共和国管辖海域", "及其上空"), _governed("国务院水行政主管部门在重要江河设立的机构", "，在")
    (5, 0)
    >>> _governed("在中华人民共和国境内的企业", "和劳动者"), _governed("在涉密岗位工作的人员", "，按照")
    (1, 0)
    """
    if (words.startswith("向") and _DONE_TO.match(after)) or (words.startswith("对") and after.startswith("，")):
        return 1
    if words[:1] in "与同" and _WITH.match(after):
        return 1
    if words.startswith("依法对") and _TREATS.match(after):
        return 3
    if _INSIDE.match(words) or (_PLACE.fullmatch(words) and after.startswith("，")):
        return 1
    for match in _PREPOSED.finditer(words[:60]):
        whose = words[: match.start()]
        governs = _BUILDS.match(words, match.start()) or _TREATS.match(after) if match[0] != "在" else "的" not in words[match.end() :]
        if governs and (whose == "国家" or (is_actor(whose) and "的" not in whose)):
            return match.start() if _BUILDS.match(match[0]) else match.end()
    return 0


def _clause_start(text: str, end: int) -> int:
    """The offset at which the clause that goes on to ``end`` begins.

    Marks inside brackets end no clause.
    """
    at, floor, depth = end, max(0, end - LONGEST_NAME), 0
    while at > floor and (depth or text[at - 1] not in _MARKS):
        at -= 1
        depth = max(0, depth + (text[at] in "）)") - (text[at] in "（("))
    return at if not depth else _plain_start(text, end)


def _plain_start(text: str, end: int) -> int:
    at, floor = end, max(0, end - LONGEST_NAME)
    while at > floor and text[at - 1] not in _MARKS:
        at -= 1
    return at


def _title_start(text: str, end: int, collective: bool) -> int:
    """The offset of the 《 that opens the title before ``end``.

    For a collective name it is that of the first title in the row.
    """
    depth, at = 0, end
    while at > max(0, end - LONGEST_ROW):
        at -= 1
        depth += (text[at] == "》") - (text[at] == "《")
        if depth == 0 and text[at] == "《":
            joined = re.search(r"》(?:、|和|与|及|以及)?\Z", text[max(0, at - 3) : at]) if collective else None
            if not joined:
                return at
            at -= len(joined[0]) - 1
    return at


def _behind_declaration(text: str, start: int, end: int, collective: bool) -> int:
    """The start of the name after an earlier （以下简称…） in the same clause, or ``start`` if there is none.

    Such a declaration ends another name. 及其 or 和 after it joins the two and is skipped, unless both have one name together.
    """
    earlier = [m.end() for m in BRACKET.finditer(text, start, end - 1)]
    if not earlier:
        return start
    joined = _CONJUNCTION.match(text, earlier[-1], end - 1)
    if joined and collective:
        return start
    return joined.end() if joined else earlier[-1]


def _parallel(text: str, start: int, end: int) -> int:
    """The start of a list that runs over a comma because its parts begin alike: 各省…部门，各省…机构.

    It is ``start`` itself if there is no such list.
    """
    opening = text[start : start + 2]
    before = _clause_start(text, start - 1) if start else 0
    comma = start > 0 and text[start - 1] in "，,"
    at = text.find(opening, before, start - 1) if comma and len(opening) == 2 and end - start > 4 else -1
    return at if at >= 0 else start


def _without_lead(text: str, start: int, end: int, collective: bool, term: str) -> int:
    """The start of the name without the verb and what stands before it: 应当…设立|…, 在…中明确|….

    What only modifies the name stays.
    """
    words = text[start:end]
    if _SAVE.match(words):
        return start
    cut = max((m.end() for m in (_MODAL.match(words), _DEFINES.match(words)) if m and m.end() < len(words) - 1), default=0)
    cut = max(cut, _after_strong(words, cut, collective))
    while cut < len(words) - 1 and (lead := _lead(words[cut:], bool(cut), term)):
        cut += lead
    if not collective and words.endswith(term):
        also = [m.end() for m in _ALSO.finditer(words, cut) if len(words) - m.end() > len(term)]
        cut = also[-1] if also else cut
    return start + cut


def _after_strong(words: str, cut: int, collective: bool) -> int:
    """The offset after the last verb that takes the name as its object.

    If several things are named, it is the first such verb.
    """
    found = [m for m in _STRONG.finditer(words, cut) if "的" not in words[m.end() :]]
    cut = (found[0] if collective else found[-1]).end() if found else cut
    towards = [m.end() for m in _TOWARDS.finditer(words, cut) if (m[0] == "由" and not _GIVEN.search(words, m.end())) or "的" not in words[m.end() :]]
    return towards[-1] if towards and not found else cut


def _lead(words: str, after_verb: bool, term: str) -> int:
    """The number of characters at the start that belong to the sentence and not to the name."""
    if words.startswith(term):
        return 0
    if words.startswith("在") and (after_verb or "的" not in words) and not _WHERE.match(words):
        return 1
    found = _WHERE.match(words) or _CITED.match(words) or _OBJECT.match(words) or _OURS.match(words) or _PURPOSE.match(words) or _LEAD.match(words)
    if not found and after_verb:
        found = re.match(rf"{_VERB}", words)
    return found.end() if found and found.end() < len(words) else 0
