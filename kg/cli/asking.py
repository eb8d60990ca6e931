"""``kg ask`` and ``kg search``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from kg.cli.console import AsOf, Failure, Json, Profiles, complain, day, knowledge, say, say_json, with_graph

if TYPE_CHECKING:
    from datetime import date

    from kg.answers.answerer import Answerer
    from kg.answers.rephrase.asking import Endpoint, Rephrased
    from kg.answers.result import Answer
    from kg.law.model import Norm

_LONGEST_LINE = 100_000  # bytes of one line of a batch, which has room for the longest question in escapes


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(ask)
    app.command()(search)


def ask(
    question: Annotated[str | None, typer.Argument(metavar="问题", help="如：发生网络安全事件后向谁报告")] = None,
    profile: Profiles = None,
    as_of: AsOf = None,
    as_json: Json = False,
    batch: Annotated[str | None, typer.Option("--batch", metavar="文件|-", help="逐行读 JSON 问题（- 为标准输入），逐行输出 JSON")] = None,
    full: Annotated[bool, typer.Option("--full", help="附全部法条原文和义务清单")] = False,
    rephrase: Annotated[bool, typer.Option("--rephrase", help="由 KG_LLM_URL 所指的语言模型改写结论；核对不符的不采用")] = False,
) -> int:
    """回答一个问题：结论和依据；--full 附法条原文和义务。"""
    if batch is not None:
        if question is not None:
            raise Failure("--batch 与单个问题不能同时使用；请只给其中之一")
        if rephrase:
            raise Failure("--rephrase 不能与 --batch 同时使用；请逐个提问，或去掉 --rephrase")
        return _ask_many(batch, tuple(profile or ()), as_of)
    endpoint = _endpoint() if rephrase else None
    answerer = _checked(question, as_of)
    answer = answerer.answer(_clean(question or ""), tuple(profile or ()), day(as_of))
    if endpoint:
        _say_rephrased(answer, endpoint, answerer, as_json=as_json, full=full)
    elif as_json:
        say_json(_as_json(answer))
    else:
        say(_as_text(answer, full=full))
    return 0


def _endpoint() -> Endpoint:
    """The language model configured.

    Failure is raised if there is none, and names the variables.
    """
    from kg.answers.rephrase.asking import OFF, Endpoint

    endpoint = Endpoint.from_environment()
    if endpoint is None:
        raise Failure(OFF)
    return endpoint


def _say_rephrased(answer: Answer, endpoint: Endpoint, answerer: Answerer, *, as_json: bool, full: bool) -> None:
    """Print the answer in the words of the language model if they pass the checks, or else ours.

    The former has a line before it, the latter a note on stderr. With ``as_json`` the object says which of the two it is.
    """
    from kg.answers.rephrase.asking import NOTE
    from kg.answers.rephrase.asking import rephrase as rephrased

    said: Rephrased = rephrased(answer, endpoint, answerer.knowledge.catalogue)
    if not said.used:
        complain(f"改写未采用：{said.why}")
    shown = replace(answer, answer=said.text)
    if as_json:
        say_json(_as_json(shown) | {"rephrased": {"used": said.used, "why": said.why}})
    else:
        say((f"{NOTE}\n" if said.used else "") + _as_text(shown, full=full))


def _checked(question: str | None, as_of: str | None) -> Answerer:
    """The answerer, opened after the cheap checks of the input.

    Failure is raised if the question is empty or too long.
    """
    from kg.answers.answerer import Answerer
    from kg.answers.question.reading import too_long

    if not (question or "").strip():
        raise Failure("问题是空的；请写出问题，例如：kg ask \"发生网络安全事件后向谁报告\"")
    if refusal := too_long(question or ""):
        raise Failure(refusal)
    day(as_of)
    answerer = with_graph(Answerer.open)
    answerer.index.warm()  # beside the reading of the graph
    return answerer


def _clean(text: str) -> str:
    """The text without lone surrogates, which no output could show."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _as_json(answer: Answer) -> dict[str, Any]:
    from kg.answers.answerer import answer_json

    return answer_json(answer)


def _as_text(answer: Answer, *, full: bool) -> str:
    """The conclusion and what it was found in; ``full`` adds all words of the law and the duties behind it."""
    if not full:
        words = dict.fromkeys(f"{f.provision}：“{f.span.quote}”" for f in answer.findings if f.span and f.provision)
        found = [f"  {i}. {said}" for i, said in enumerate(words, 1)]
        return "\n".join([answer.conclusion, *(["", "依据", *found] if found else [])])
    lines = [answer.answer]
    if answer.norms:
        lines += ["", "义务"]
        lines += [f"  {i}. {_duty(norm)}" for i, norm in enumerate(answer.norms, 1)]
    return "\n".join(lines)


def _duty(norm: Norm) -> str:
    from kg.law.wording import act_words, bearer_words, legal_force, place

    who = bearer_words(norm, "（条文未写明主体）")
    parts = [f"{who}｜{legal_force(norm)}：{act_words(norm)}"]
    parts += [f"对象：{'、'.join(norm.recipient)}"] if norm.recipient else []
    parts += [f"条件：{norm.trigger}"] if norm.trigger else []
    parts += [f"时限：{norm.deadline.text}"] if norm.deadline else []
    return "｜".join(parts) + f"（{norm.instrument}{place(norm.article, norm.paragraph, norm.item)}）"


@dataclass(frozen=True)
class _Asked:
    """The question on one line of a batch."""

    id: Any
    question: str
    profile: tuple[str, ...]
    as_of: str | None


def _ask_many(source: str, profile: tuple[str, ...], as_of: str | None) -> int:
    """Answer a file of questions in order, and return the exit code.

    A bad line is named on stderr and the others are answered.
    """
    bad = 0
    with _opened(source) as stream:
        answerer = with_graph(_open)
        for number, line in _lines(stream, source):
            try:
                asked = _asked(line)
                answer = answerer.answer(_clean(asked.question), asked.profile or profile, day(asked.as_of), default=day(as_of))
            except (ValueError, LookupError) as error:
                bad += 1
                complain(f"{source} 第 {number} 行：{error.args[0] if error.args else error}")
                continue
            say_json(_as_json(replace(answer, id=asked.id)), indent=None)
    return 2 if bad else 0


def _open() -> Answerer:
    from kg.answers.answerer import Answerer

    return Answerer.open()


def _opened(source: str) -> AbstractContextManager[BinaryIO]:
    try:
        return nullcontext(sys.stdin.buffer) if source == "-" else Path(source).open("rb")
    except (OSError, ValueError) as error:
        raise _unreadable(source, error) from error


def _unreadable(source: str, error: Exception) -> Failure:
    return Failure(f"{source} 无法读取（{getattr(error, 'strerror', None) or error}）；请检查路径")


def _lines(stream: BinaryIO, source: str) -> Iterator[tuple[int, bytes]]:
    """The number and the bytes of every line that is not blank, each read when its turn comes.

    Of a line that is too long no more is kept than shows that it is.
    """
    try:
        number, line = 1, stream.readline(_LONGEST_LINE + 1).removeprefix(b"\xef\xbb\xbf")
        while line:
            end = line
            while len(end) > _LONGEST_LINE and not end.endswith(b"\n"):
                end = stream.readline(_LONGEST_LINE + 1)
            if line.strip():
                yield number, line
            number, line = number + 1, stream.readline(_LONGEST_LINE + 1)
    except (OSError, ValueError) as error:
        raise _unreadable(source, error) from error


def _asked(line: bytes) -> _Asked:
    from kg.answers.question.reading import too_long

    if len(line) > _LONGEST_LINE:
        raise ValueError(f"这一行超过 {_LONGEST_LINE:,} 字节；请缩短")
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ValueError("不是 UTF-8；请另存为 UTF-8") from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError("不是 JSON；每行应形如 {\"id\": \"1\", \"question\": \"…\"}") from error
    if not isinstance(record, dict) or not isinstance(record.get("question"), str):
        raise ValueError("缺少文字字段 question；每行应形如 {\"id\": \"1\", \"question\": \"…\"}")
    if not record["question"].strip():
        raise ValueError("问题是空的；请填写 question")
    if refusal := too_long(record["question"]):
        raise ValueError(refusal)
    as_of = record.get("as_of")
    if as_of is not None and not isinstance(as_of, str):
        raise ValueError("as_of 应为 YYYY-MM-DD 或 null")
    return _Asked(record.get("id"), record["question"], _profiles(record.get("profile")), as_of or None)


def _profiles(value: Any) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value or []
    if not isinstance(names, list) or not all(isinstance(n, str) for n in names):
        raise ValueError("profile 应为文字、文字列表或 null")
    return tuple(n for n in names if n)


def search(
    query: Annotated[str, typer.Argument(metavar="检索词")],
    count: Annotated[int, typer.Option("-k", metavar="条数", min=1, max=100, help="返回几条")] = 10,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """检索条文：词面检索与向量检索融合，只查当日施行的文本。"""
    from kg.answers.question.reading import too_long
    from kg.law.numerals import part_name

    if not query.strip():
        raise Failure("检索词是空的；请写出要查的内容")
    if refusal := too_long(query, "检索词"):
        raise Failure(refusal)
    found = _found(_clean(query), count, day(as_of))
    if as_json:
        say_json(found)
        return
    for rank, hit in enumerate(found, 1):
        say(f"{rank}. {hit['instrument']}{part_name(hit['article'] or '')}（{hit['score']:.3f}）")
        say(f"   {' '.join(hit['text'].split())[:100]}")


def _found(query: str, count: int, on: date | None) -> list[dict[str, Any]]:
    from kg.corpus.lookup import look_up
    from kg.law.versions import in_force, today
    from kg.search.index import Index

    graph = knowledge()
    current = [in_force(i.versions, on or today()) for i in graph.catalogue.instruments]
    hits = Index.open(graph.folder / "index").search(query, k=count, allowed={v.urn for v in current if v})
    shown = [(look_up(h.urn, graph.catalogue, document=graph.document), h.score) for h in hits]
    return [
        {"rank": n, "iri": s.urn, "instrument": s.instrument.title, "version": str(s.version.effective) if s.version else None,
         "article": s.article or (s.provision.heading if s.provision else None), "score": round(float(score), 4), "text": s.text}
        for n, (s, score) in enumerate(shown, 1)
    ]
