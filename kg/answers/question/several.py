"""The asks of a question, each with what it leans on: 演练多久一次？报告得留几年？ · 对方要办什么手续，我们又要往上交什么？

What is told before the first ask belongs to all of them. A short ask leans on the one before it too (向谁？多久之内？).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.answers.result import Answer, AnswerFinding
from kg.corpus.quoting import Quote, cite
from kg.law.model import Norm

BASIS = "\n依据：\n"
_HAN = re.compile("[一-鿿]")
_SENTENCE = re.compile(r"[^。？?！!；;]+[。？?！!；;]*")
_ASKS = re.compile(r"(?<!没跟)(?<!没和)(?<!没向)(?<!没告诉)谁|哪|什么|何(?!况)|(?<![那这好十前后近])几(?![十百千万])|多少|多久|多长|怎么|咋|如何"
                   r"|吗|啥|是否|是不是|能不能|要不要|可不可以|需不需要|用不用|够不够|算不算|行不行|会不会")
_LEANING = re.compile(r"(?:要是|如果|万一)?(?:真|还|又|也|就|都)?(?:这|那|其|它|他|不|没|否则|以后|之后|到期|拍完|查完)")
_PENAL = re.compile(r"罚|处分|追责|担责|后果")
_MORE_OF_IT = re.compile(r"(?:(?:那|那么|又|对|对于)?(?:个人|主管人员|责任人员?|直接责任人员?|高管|负责人|公司|单位|机构)(?:本身)?呢"
                         r"|[^？?]{0,10}(?:罚款?|处罚|幅度|金额|数额|后果|担责)[^？?]{0,12})[？?]?")
_LAW = re.compile(r"[法例令](?!律责任)|办法|规定")
_PART = re.compile(r"[^，,]+[，,]?")
_SHORT = 9  # characters of an ask that leans on the one before
_LEANT_ON = 2  # asks that one leans on at most
_WHOLE = 6  # characters of a part of a sentence that may be an ask of its own
_LEAST = 4  # characters of an ask at the end of the question, after others
_MOST = 4  # asks answered one by one
_FIRST = 400  # characters of the first line, which holds the first line of every ask if it may
_OF_EACH = 2  # lines of each ask


def split(text: str) -> tuple[tuple[str, str], ...]:
    """The asks to be answered one by one, each after what it leans on.

    There are none if the text is one ask.

    >>> split("产品有个大洞，没补也没吭声。按网安法得罚多少？按证监会的规矩又该报给谁？")
    (('产品有个大洞，没补也没吭声。', '按网安法得罚多少？'), ('产品有个大洞，没补也没吭声。', '按证监会的规矩又该报给谁？'))
    >>> split("演练多久一次？报告交给谁？"), split("日志要保存多久？")
    ((('', '演练多久一次？'), ('演练多久一次？', '报告交给谁？')), ())
    """
    parts = [p for s in _SENTENCE.findall(text) for p in _parts(s.strip()) if p]
    asked = _one_of_punishment(parts, [n for n, p in enumerate(parts) if _asks(p)])
    whole = all(len(_HAN.findall(parts[n])) > 1 and parts[n].count("“") == parts[n].count("”") for n in asked)
    if len(asked) < 2 or not whole or "对吗" in parts[asked[-1]] or "是吗" in parts[asked[-1]]:
        return ()
    return tuple((_before(parts, asked, k), parts[n]) for k, n in enumerate(asked[:_MOST]))


def _asks(part: str) -> bool:
    """Whether a part asks something; a short one does where it ends the question: 最晚多久."""
    least = _LEAST if part[-1:].isalnum() else _WHOLE
    return part.endswith(("?", "？")) or bool(_ASKS.search(part) and len(_HAN.findall(part)) >= least)


def _one_of_punishment(parts: list[str], asked: list[int]) -> list[int]:
    """The numbers of the asks, an ask for the fine of the case asked about before being one with it: 按哪条处罚，罚款幅度如何？ 个人呢？

    ``parts`` are joined accordingly.
    """
    out: list[int] = []
    for n in asked:
        same = bool(out) and out[-1] == n - 1 and _PENAL.search(parts[out[-1]]) and _MORE_OF_IT.fullmatch(parts[n])
        if same and not _LAW.search(parts[n]):
            parts[n] = parts[out.pop()] + parts[n]
            parts[n - 1] = ""
        out.append(n)
    return out


def _parts(sentence: str) -> list[str]:
    """The parts of a sentence that asks several things at its commas, or the sentence itself."""
    cut = _PART.findall(sentence)
    asking = [n for n, p in enumerate(cut) if _ASKS.search(p) and len(_HAN.findall(p)) >= _WHOLE]
    if len(asking) < 2:
        return [sentence]
    out, start = [], 0
    for n in asking:
        out.append("".join(cut[start : n + 1]))
        start = n + 1
    out[-1] += "".join(cut[start:])
    return [p.rstrip("，,") for p in out]


def _before(parts: Sequence[str], asked: Sequence[int], k: int) -> str:
    """What an ask leans on: what is told before it, and the ask before if it is short, and what that one leans on."""
    told = "".join(p for n, p in enumerate(parts[: asked[k]]) if p and n not in asked)
    first = k
    while first and k - first < _LEANT_ON and (len(parts[asked[first]]) <= _SHORT or not told or bool(_LEANING.match(parts[asked[first]]))):
        first -= 1
    return told + "".join(parts[n] for n in asked[first:k])


def merge(question: str, parts: Sequence[tuple[str, str]], answers: Sequence[Answer]) -> Answer:
    """One answer to all the asks, numbered, then the words of the law once.

    The first line holds the first line of every ask if there is room.
    """
    heads = _heads(answers)
    firsts = "".join(h[0] for h in heads)
    lines = [firsts, *(line for h in heads for line in h[1:])] if len(firsts) <= _FIRST else [line for h in heads for line in h]
    quotes: dict[tuple[str, str], Quote] = {(q.iri, q.quote): q for one in answers for q in one.citations}
    norms: dict[Norm, None] = dict.fromkeys(n for one in answers for n in one.norms)
    beside = dict.fromkeys(r for one in answers for r in one.answer.partition(BASIS)[0].split("\n") if r.startswith(_REMARKS))
    text = "\n".join([*lines, *beside]) + (BASIS + "\n".join(f"{cite(q)}：“{q.quote}”" for q in quotes.values()) if quotes else "")
    status = "answered" if any(one.status == "answered" for one in answers) else "unanswerable"
    path = tuple(dict.fromkeys(s for one in answers for s in one.path))
    not_held = tuple(dict.fromkeys(n for one in answers for n in one.not_held))
    return Answer(question, status, text, tuple(quotes.values()), tuple(norms), path=path, not_held=not_held, findings=_findings(parts, answers),
                  assumptions=tuple(dict.fromkeys(a for one in answers for a in one.assumptions)))


_REMARKS = ("依据的层级：", "条号变化：", "所引旧条号：", "优先适用：", "如所指为修正前的文本：", "只收录片段：", "用户自行添加的规定：")


def _heads(answers: Sequence[Answer]) -> list[list[str]]:
    """The lines of each answer, those of two asks with the same first line only once."""
    numbers: dict[str, list[int]] = {}
    bodies = [_lines(one) for one in answers]
    for n, body in enumerate(bodies, 1):
        numbers.setdefault(body[0], []).append(n)
    out, said = [], set[str]()
    for body in bodies:
        lines = [line for line in body if line not in said]
        said |= set(body)
        if lines and lines[0] == body[0]:
            out.append([f"（{'、'.join(map(str, numbers[body[0]]))}）{body[0]}", *lines[1:]])
        elif out:
            out[-1] += lines
    return out


def _lines(one: Answer) -> list[str]:
    """The first lines of the answer to an ask."""
    said = [line for line in one.answer.partition(BASIS)[0].strip().split("\n") if not line.startswith((*_REMARKS, "最接近的规定："))]
    open_ = "此问未定：" if one.status == "unanswerable" else ""
    return [open_ + said[0], *said[1:_OF_EACH]]


def _findings(parts: Sequence[tuple[str, str]], answers: Sequence[Answer]) -> tuple[AnswerFinding, ...]:
    return tuple(replace(f, ask=own) for (_, own), one in zip(parts, answers, strict=True) for f in one.findings)
