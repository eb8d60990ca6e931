"""The sentences and clauses of a text: ``…的，应当…；…的，应当…。``

A sentence ends with 。！？ or the end of a line, and a clause with ，；： as well. Nothing is cut inside （）《》“”.

A clause is also cut into the verb phrases joined in it: ``告知用户并向有关主管部门报告`` · ``核实并加固整改`` ·
``提供…选项或者向个人提供…方式``. ``采集、记录、存储、报送客户交易终端信息`` stays one phrase, because the verbs share their object.

>>> [[c.text for c in s] for s in clauses_by_sentence("运营者应当整改，并报告（含原因，措施）；拒不整改的，停止服务。检查不收费。")]
[['运营者应当整改', '并报告（含原因，措施）', '拒不整改的', '停止服务'], ['检查不收费']]
>>> [[c.text for c in s] for s in clauses_by_sentence("【报告】运营者应当报告。")]
[['运营者应当报告']]
>>> [t for t, _ in verb_phrases("按照规定及时告知用户并向有关主管部门报告")]
['按照规定及时告知用户', '并向有关主管部门报告']
>>> [t for t, _ in verb_phrases("对直接责任人单处或者并处警告")], [t for t, _ in verb_phrases("并通报国务院公安部门")]
(['对直接责任人单处或者并处警告'], ['并通报国务院公安部门'])
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.law.wordlists import alternatives
from kg.reading.grammar.acts import VERBS

_OPEN, _CLOSE = "（(《〈“「【[", "）)》〉”」】]"
LONGEST_CLAUSE, LONGEST_SENTENCE = 1_000, 2_000  # characters; no law has longer ones, and what goes on is read as another
_CAPTION = re.compile(r"\s{0,40}【[^【】]{1,30}】\s{0,40}")  # the name of an article before its words: 【适用范围】
_SENTENCE, _CLAUSE = "。！？\n", "，,；;：:"


@dataclass(frozen=True)
class Clause:
    """The words between two marks.

    ``start`` and ``end`` are offsets in the text cut, and ``stop`` is the mark that ends the clause.
    """

    text: str
    start: int
    end: int
    stop: str


def _is_clock(text: str, at: int) -> bool:
    """Whether the colon at ``at`` stands in a time of day (9:00)."""
    return text[at : at + 1] in (":", "：") and text[at - 1 : at].isdigit() and text[at + 1 : at + 3].isdigit()


def clauses_by_sentence(text: str) -> list[list[Clause]]:
    """The clauses of each sentence of ``text``, without empty ones."""
    found: list[list[Clause]] = [[]]
    depth = start = 0
    for i, char in enumerate(text + "\n"):
        depth = 0 if char == "\n" else max(0, depth + (char in _OPEN) - (char in _CLOSE))
        endless = i - start >= LONGEST_CLAUSE
        if not endless and (depth or (char not in _SENTENCE and char not in _CLAUSE) or _is_clock(text, i)):
            continue
        clause = _clause(text, start, i, "，" if endless else char)
        if clause:
            found[-1].append(clause)
        depth, start = 0 if endless else depth, i if endless else i + 1
        if found[-1] and ((char in _SENTENCE and not endless) or i - found[-1][0].start >= LONGEST_SENTENCE):
            found.append([])
    return [s for s in found if s]


_LONG_OBJECT = re.compile(r"(?:不得|禁止|严禁)[^，；]{0,16}?(?:生成|制作|复制|发布|传播|含有|查阅|登载|播出|传输|宣扬)[^，；]{2,200}$")
_ALL_THAT = re.compile(r"等[^，；]{0,20}(?:内容|信息|活动|行为|作品)$|的(?:内容|信息|作品)$")
MOST_JOINED = 16  # clauses that one object may run over


def with_long_objects(text: str, clauses: list[Clause]) -> list[Clause]:
    """The clauses, with what must not be spread as one: 不得生成煽动分裂国家，宣扬恐怖主义，…等法律禁止的内容."""
    out: list[Clause] = []
    for clause in clauses:
        begins = next((k for k in range(len(out) - 1, max(len(out) - MOST_JOINED, 0) - 1, -1) if _LONG_OBJECT.search(out[k].text)), None)
        if begins is not None and _ALL_THAT.search(clause.text) and not any(
            c.stop in "；;" or re.search("应当|不得|可以", c.text) for c in [*out[begins + 1 :], clause]) and not _ALL_THAT.search(out[begins].text):
            first = out[begins]
            out[begins:] = [Clause(text[first.start : clause.end], first.start, clause.end, clause.stop)]
        else:
            out.append(clause)
    return out


def _clause(text: str, start: int, end: int, stop: str) -> Clause | None:
    words = text[start:end]
    caption = _CAPTION.match(words)
    lead = caption.end() if caption else len(words) - len(words.lstrip())
    words = words[lead:].strip()
    return Clause(words, start + lead, start + lead + len(words), stop) if words else None

_JOINT = re.compile(
    r"(?<=[^，；])(?:并且|(?<![合一])并(?![处发行购存网不非表]|重(?!新))|以及(?=建立|制定|采取|向|将|定期|及时)|(?:或者|或|和)(?=(?:非法|擅自)?向[^，]{1,14}(?:提供|报告|报送|发布|披露|公布)|予以|用于|公开(?:发布|披露)|非法侵入)"
    r"|(?<!的)同时(?=向|将|报送|报告|通知|告知|抄送)|后(?=(?:报(?:送|告)?|[续转上]报(?![告道]))[^，]{2,12}$)|(?<=[意准案批])后(?=公布|公告|公示|发布|提交)|(?<=报告)(?:和|、)(?=(?:告知|通知)[^，；、的]{2,16}$)|(?<=提示|处理|更正|办理)或者(?=(?:书面|及时|立即)?(?:通知|告知)[^，；、的书]{2,})|(?:或者|或|并)(?=办理[^，；的]{2,16}(?:备案|手续)$))"
)
_HOW = r"(?:及时|书面|一次性|立即|同时|重新|(?:按照|依照)[^，]{0,12}(?:规定|要求)){0,6}"
_TELLS = re.compile(
    rf"或(?:者)?(?:非法|擅自)?向|或者(?:用于|非法侵入)|并{_HOW}(?:向[^，]{{2,20}}?{_HOW}){{0,3}}(?:报告|告知|通知|报送|公布|公告|反馈)(?!的)")
_ONLY_WHOM = re.compile(r"向(?!社会)(?:(?!报告|报送|提交|通知|告知|通报|反馈|公布|说明|提供)[^，]){2,80}$")  # 向本所、证监局同时报告
_VERB = re.compile(f"{VERBS.pattern}|{alternatives('verbs')}")
_ENDS_IN_VERB = re.compile(rf"(?:{_VERB.pattern})$")
_HASTENS = re.compile(r"并(?:持续|及时|定期|妥善|立即|严格|尽快)[一-鿿]{2}")


def _another_act(clause: str, at: int) -> bool:
    """Whether 并 joins a second verb with an object of its own: 识别重要数据并形成本单位的具体目录."""
    act = re.match(r"并(?:及时|进一步|定期|持续|切实)?", clause[at:])
    return bool(act and _VERB.match(clause, at + act.end())) and at > 6 and not _ENDS_IN_VERB.search(clause[max(0, at - 8) : at])


def verb_phrases(clause: str) -> list[tuple[str, int]]:
    """The verb phrases of ``clause`` with their offsets in it.

    A joint stands at the head of the phrase that it introduces.
    """
    cuts = [0]
    for match in _JOINT.finditer(clause):
        at = match.end() if match[0] == "后" else match.start()
        if clause.count("（", 0, at) == clause.count("）", 0, at) and (
            not (match[0] == "同时" and _ONLY_WHOM.search(clause[:at]))) and (
            _TELLS.match(clause[at:]) or _another_act(clause, at) or _HASTENS.match(clause[at:]) or not re.search(r"的[^，]{0,6}$", clause[at:])):
            cuts.append(at)
    ends = [*cuts[1:], len(clause)]
    return [(clause[a:b], a) for a, b in zip(cuts, ends, strict=True) if clause[a:b].strip()]
