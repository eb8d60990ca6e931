"""The sentences of an article, each with the term it defines.

>>> found = defining("本办法所称重要数据，是指一旦泄露可能危害国家安全的数据。其他规定从其规定。")
>>> [(d.term, d.scope_words) for d in found]
[('重要数据', '本办法')]
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kg.reading.citations.words import ACTS
from kg.reading.terms.abbreviations import BRACKET

_ACT = "|".join((*ACTS, "附件", "附录", "制度"))
_PLACE = (
    rf"本(?:{_ACT}|行|公司|司|所|机构|单位|局|集团|章|节|编|条(?!例)|款|项)(?:第[一二三四五六七八九十]+[章节条款项])*|[前上]述?[一二两三四]?[款条项]?"
    r"|第[一二三四五六七八九十]+[款项]"
)
_HEAD = re.compile(rf"(?:其中，)?(?P<place>{_PLACE})(?:第[一二三四五六七八九十]+[款项])?(?:规定)?(?:中|里)?，?所[称指](?:的)?")
_RULED = re.compile(rf"本(?:{_ACT})(?:中|第[^，。]{{1,10}}条)?(?:规定|所涉及|涉及|提及|使用|提到)?的|本(?:{_ACT})中|上述|其中，?|所称|前述")
_HOW = r"(?:则|即|均|都|一般|通常|主要|特|专)?"
_MEANS = re.compile(
    rf"，?{_HOW}(?:是指|系指|指的是|即指|均指)|，{_HOW}(?:是)?指(?=[^导定标引挥出派南示])"
    r"|，?主要指(?=[^导定标引挥出派南示])|(?<=[】〕］\]])指(?=[^，。])")
_HEADED = re.compile(
    rf"，?{_HOW}(?:是指|系指|指的是|均指)|，{_HOW}指"
    r"|，?(?:不|仅|主要)?包括|，?主要指|，[是为](?!否|了)|(?<!所)指(?=[^导定标引挥出派南示数])")
_COLON = re.compile(r"[：:]")
GLOSSARY = re.compile(r"(?:用语|术语|名词|词语|概念)[^。；\n]{0,12}(?:含义|定义|解释|释义|是指|指)|(?:含义|定义)(?:是|如下|为)[：:]?")
LABEL = re.compile(
    r"[ 　\t]*(?:第[零〇○一二三四五六七八九十百千\d]{1,8}条(?:之[一二三四五六七八九十]+)?[ 　]*|[（(][零〇○一二三四五六七八九十百\d]{1,4}[）)][ 　]*"
    r"|\d{1,2}(?:[.．]\d{1,2}){1,4}[.．、]?[ 　]*|\d{1,2}[.．、](?!\d)[ 　]*|[（(]?[a-zA-Z][)）.．、][ 　]*|[①-⑳][ 　]*"
    r"|[一二三四五六七八九十]{1,3}、[ 　]*|注[：:])*"
)
_END = re.compile(r"[。\n]|；(?=[^。；\n]{1,80}(?:，?是指|所称))")
_QUOTES = "“”\"'‘’《》「」【】[]［］〔〕 　"
_LONGEST = 60
_LISTED = re.compile(r"，(?:主要)?包括|(?<=[】”］\]])(?:指|是)(?=[^，。])|(?<!所)指(?=[^导定标引挥出派南示数])")
_NO_TERM = re.compile(r"(?:具有|存在|包括|如下|下列|以下|应当|可以).{0,12}$|^《[^》]{1,80}》.")
_ACTING = re.compile(r"应当|不得|可以|必须|需要|负责(?!人)")
_QUOTED = re.compile(r"[^“”\"]{1,40}(?:规定|所称|所指|使用|提及|中)的?[“\"](?P<term>[^“”\"]{1,40})[”\"]")
_GENUS = re.compile(r"(?P<term>[^，。；：、的是“”\n]{2,16})是(?!否|指|由|因|为|负责|主管|承担|依法|独立)(?P<body>[^。\n]{8,})")
_TAIL = re.compile(r"，(?:不)?(?:包括|含).*\Z")
_COMPRISES = re.compile(r"(?P<term>[^，。；：、“”\n]{2,14}?)，?(?P<verb>包括)(?=[^。\n]{4,})")


@dataclass(frozen=True)
class Sentence:
    """One sentence of a text without its label.

    Offsets count from the start of that text.
    """

    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Defining:
    """A term with the offsets of the sentence that defines it.

    ``body`` begins with 是指 or 包括.
    """

    term: str
    start: int
    end: int
    body: str
    scope_words: str = ""
    full_form: str | None = None
    bracket: int = -1  # where （以下简称…） behind the term opens, -1 when there is none
    by_means: bool = False  # 是指, 指: the predicate says what the term is


def numbered_sentences(text: str) -> list[Sentence]:
    """The sentences of ``text``, cut at 。 and line breaks, and at ； if another definition begins there."""
    out, at = [], 0
    for end in [m.end() for m in _END.finditer(text)] + [len(text)]:
        label = LABEL.match(text, at, end)
        start = label.end() if label else at
        words = text[start:end].rstrip()
        if words:
            out.append(Sentence(start, start + len(words), words))
        at = end
    return out


def defining(text: str, glossary: bool = False) -> list[Defining]:
    """What the sentences of ``text`` define.

    ``glossary`` says that they stand under 下列用语的含义.
    """
    found: list[Defining] = []
    for sentence in numbered_sentences(text):
        if found and _goes_on(sentence, found[-1], text):
            found[-1] = replace(found[-1], end=sentence.end, body=found[-1].body + sentence.words)
        elif one := read(sentence, glossary) or (_comprising(sentence) if found else None):
            found.append(one)
    return found


def read(sentence: Sentence, glossary: bool = False) -> Defining | None:
    """The definition in one sentence, or None if it defines nothing."""
    head = _HEAD.match(sentence.words)
    place = head["place"] if head else ""
    at = head.end() if head else 0
    verb = (_HEADED if head else _MEANS).search(sentence.words, at)
    if verb is None and glossary:
        verb = _in_glossary(sentence.words)
    if verb is None:
        return None if head else _by_genus(sentence)
    return _built(sentence, at, verb, place, bool(head) or glossary)


def _in_glossary(words: str) -> re.Match[str] | None:
    """Where the meaning begins in a line of a glossary: 【敏感个人信息】指… · 匿名化：…, or None for a line that only looks alike."""
    verb = _LISTED.search(words[:_LONGEST]) or _COLON.search(words)
    return None if verb is None or _NO_TERM.search(words[: verb.start()]) else verb


def _built(sentence: Sentence, at: int, verb: re.Match[str], place: str, headed: bool) -> Defining | None:
    subject = re.sub(r"，除[^，。]{1,40}外$", "", sentence.words[at : verb.start()])
    bracket = BRACKET.search(subject)
    full = None
    if bracket and bracket.end() == len(subject):
        subject, full = subject[: bracket.start()], bracket["terms"].strip(_QUOTES)
    start, subject = (0, subject) if headed else _last_clause(sentence.words, subject)
    if (quoted := _opened(subject)) > 0:  # 第七十六条规定“网络安全，是指…”
        start, subject = start + quoted, subject[quoted:]
    if named := _QUOTED.fullmatch(subject):  # 刑法规定的“信用卡”，是指…
        subject = named["term"]
    ruled = _RULED.match(subject)
    term = _unquoted(subject[ruled.end() if ruled else 0 :])
    if not term or len(term) > _LONGEST or (not headed and _ACTING.search(term)):
        return None
    opened = sentence.start + at + bracket.start() if bracket and full else -1
    return Defining(full or term, sentence.start + start, sentence.end, sentence.words[verb.start() :].lstrip("，："), place,
                    term if full else None, opened, "包括" not in verb[0])


def _opened(subject: str) -> int:
    """The offset of the words behind a quotation mark that is not closed, or 0."""
    at = max(subject.rfind(m) for m in "“「") + 1
    return at if at and not re.search("[”」]", subject[at:]) else 0


def _unquoted(subject: str) -> str:
    """The term without its quotation marks (“日” → 日).

    Several quoted words stay as they are written.
    """
    bare = subject.strip(_QUOTES)
    return subject.strip(" 　") if re.search(r"[“”]", bare) else bare


def _last_clause(words: str, subject: str) -> tuple[int, str]:
    """The offset and the words of the last clause before 是指, which alone names the term if there is no 所称.

    Brackets in it stay whole.
    """
    cut = max(subject.rfind(m) for m in "，：；") + 1
    if subject[cut:].count("）") > subject[cut:].count("（"):
        return 0, subject
    return cut, subject[cut:]


def _by_genus(sentence: Sentence) -> Defining | None:
    """The definition in a sentence such as 敏感个人信息是…的个人信息, or None.

    The predicate of such a sentence ends in the head noun of the term.
    """
    match = _GENUS.match(sentence.words)
    if not match or _ACTING.search(match["term"]) or match["term"].startswith(("本", "该", "这")):
        return None
    body = _TAIL.sub("", match["body"]).rstrip("。；")
    shared = next((n for n in range(len(match["term"]), 1, -1) if body.endswith(match["term"][-n:])), 0)
    if not shared or "的" not in body[:-shared] or not body[:-shared].endswith(("的", "各种", "各类")):
        return None
    return Defining(match["term"], sentence.start, sentence.end, sentence.words[match.end("term") :], by_means=True)


def _comprising(sentence: Sentence) -> Defining | None:
    """The definition in 数据处理，包括数据的收集、存储…等 beside another definition in the same article, or None."""
    match = _COMPRISES.match(sentence.words)
    if not match or _ACTING.search(match["term"]) or match["term"].endswith(("不", "内容", "范围", "主要", "情形", "其中", "事项")):
        return None
    return Defining(match["term"].strip(_QUOTES), sentence.start, sentence.end, sentence.words[match.start("verb") :])


def _goes_on(sentence: Sentence, last: Defining, text: str) -> bool:
    """Whether the sentence after a definition, on the same line, says what the term comprises: 包括集中交易系统…."""
    same_line = "\n" not in text[last.end : sentence.start]
    opening = re.match(r"(?P<term>[^，。]{0,20}?)，?(?:不|具体|主要)?包括", sentence.words)
    return bool(same_line and opening and opening["term"] in ("", "其", last.term))
