"""Words of a scale in a claim against those of a provision: 一般 against 较大以上, 上年 against 当年, 绝密 against 机密, 12377 against 12387."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.answers.claims.aligning import content
from kg.answers.claims.figuring import Outcome
from kg.answers.claims.model import Claim, Point, Standing, Wording

_EVENT = r"(?=级?(?:别|等级|以上|及以上|网络|数据|突发|安全|事件|、|和|或)|的?事件|[，。；\0]|\Z)"
_GRADE = re.compile(
    rf"(?P<g>特别重大|(?<!特别)重大|较大|一般(?!网络运营|应当|情况|规定|不)){_EVENT}(?P<above>(?:级别|等级)?(?:网络安全"
    rf"|数据安全)?(?:事件)?(?:及)?以上)?")
_HEIGHT = {"特别重大": 4, "重大": 3, "较大": 2, "一般": 1}
# Scales of which one word leaves out the others.
_SCALES = (
    (
    r"上一?年度?(?=\d|[一二三四五六七八九十])|去年", r"当年|本年|今年"), (r"绝密", r"机密", r"秘密级"), (r"从重", r"从轻|减轻"),
    (r"事前|事先", r"事后"),
)
_DIGITS = re.compile(r"(?<![0-9.])[0-9]{5,12}(?![0-9.]|[万亿元人条名户家股])")
_START = re.compile(r"(?:从|自)(?P<x>[^，。；\0自从]{2,24}?)(?:之日|之时|时|当[天日]|那[天日])?(?:起|开始)(?:计?算|累?计)?")
_SINCE = re.compile(r"自(?P<x>[^，。；自]{2,30}?)(?:之日)?起")
_PUNISHED = (r"没收", r"吊销", r"拘留", r"停业整顿|停业", r"关闭", r"市场禁入|禁入", r"通报批评", r"有期徒刑|判刑")
_LIGHTER = re.compile(r"罚款|警告|责令|没收|吊销|拘留")


def compare_kinds(text: str, passage: Wording) -> Iterator[Outcome]:
    """How the words of a scale in a provision stand to those of a claim."""
    yield from _grades(text, passage.text)
    yield from _scales(text, passage.words)
    yield from _numbers(text, passage.words)
    yield from _starts(text, passage.words)
    yield from _punished(text, passage.text)


def _grades(text: str, words: str) -> Iterator[Outcome]:
    there = list(_GRADE.finditer(words))
    for m in _GRADE.finditer(text) if there else ():
        part = text[max(text.rfind(c, 0, m.start()) for c in "，。；") + 1 :]
        if not re.search(r"应|必须|须|要|定为|属于|判|至少", part):
            continue
        height = _HEIGHT[m["g"]]
        fits = [t for t in there if t["g"] == m["g"] or (t["above"] and _HEIGHT[t["g"]] < height) or (m["above"] and _HEIGHT[t["g"]] > height)]
        claim = Claim(Point.GRADE, m["g"], m.start())
        yield Outcome(claim, Standing.UNCLEAR if fits else Standing.DENIED, there[0]["g"] + (there[0]["above"] or ""))


def _scales(text: str, words: str) -> Iterator[Outcome]:
    for scale in _SCALES:
        said = [m for w in scale if (m := re.search(w, text))]
        there = [m for w in scale if (m := re.search(w, words))]
        if len(said) == 1 == len(there) and not re.search(said[0].re.pattern, words):
            yield Outcome(Claim(Point.GRADE, said[0][0], said[0].start()), Standing.DENIED, there[0][0])


def _numbers(text: str, words: str) -> Iterator[Outcome]:
    there = _DIGITS.findall(words)
    for m in _DIGITS.finditer(text) if there else ():
        yield Outcome(Claim(Point.COUNT, m[0], m.start()), Standing.BORNE if m[0] in there else Standing.DENIED, there[0])


def _starts(text: str, words: str) -> Iterator[Outcome]:
    there = [m for m in _SINCE.finditer(words) if not re.match(r"[0-9\d]|公布|施行|本", m["x"])]
    for m in _START.finditer(text) if there else ():
        wanted = content(m["x"])
        if wanted and not re.search(r"[0-9]", m["x"]):
            known = any(wanted & content(t["x"]) for t in there)
            yield Outcome(Claim(Point.START, m["x"], m.start("x")), Standing.UNCLEAR if known else Standing.DENIED, there[0][0])


def _punished(text: str, words: str) -> Iterator[Outcome]:
    for pattern in _PUNISHED if _LIGHTER.search(words) else ():
        m = re.search(rf"(?:会被?|要被?|被|处以?|直接|可以?|就|应当?|并)(?:{pattern})", text)
        if m and not re.search(pattern, words) and not re.search(r"不会?|无", text[max(0, m.start() - 3) : m.start()]):
            light = _LIGHTER.search(words)
            yield Outcome(Claim(Point.SANCTION, m[0], m.start()), Standing.DENIED, light[0] if light else "")
