"""Answers to the held-out questions: are the right articles cited, is the first one right, is much else cited?

    python benchmarks/answers.py            the table
    python benchmarks/answers.py --misses   also the questions for which a right article is not cited

Every question is asked without a kind of firm, for one day. No constant was chosen on these questions. Reads the build in KG_DATA.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

import question_sets
from question_sets import Asked
from tables import table

from kg.answers.answerer import Answerer


@dataclass(frozen=True)
class Judged:
    """A question with its status and the articles cited, in the order of the answer, each once."""

    asked: Asked
    status: str
    cited: tuple[tuple[str, str], ...]

    @property
    def complete(self) -> bool:
        return self.status == "answered" and self.asked.articles <= set(self.cited)

    @property
    def first(self) -> bool:
        return self.status == "answered" and bool(self.cited) and self.cited[0] in self.asked.articles

    @property
    def right(self) -> int:
        return len(self.asked.articles & set(self.cited))


def judge(answerer: Answerer, questions: Sequence[Asked]) -> list[Judged]:
    found = []
    for asked in questions:
        answer = answerer.answer(asked.question, asked.profile, asked.as_of)
        cited = dict.fromkeys((c.instrument, c.article) for c in answer.citations if c.article.startswith("第"))
        found.append(Judged(asked, answer.status, tuple(cited)))
    return found


def judged_table(judged: Sequence[Judged]) -> str:
    """One row for all, one for each style, one each for questions with one and with several right articles."""
    groups = {"all": list(judged)}
    for one in sorted(judged, key=lambda j: j.asked.style):
        groups.setdefault(one.asked.style, []).append(one)
    for one in sorted(judged, key=lambda j: len(j.asked.articles)):
        groups.setdefault("one right article" if len(one.asked.articles) == 1 else "several right articles", []).append(one)
    head = ["Questions", "number", "answered", "all right articles cited", "first cited is right", "cited articles that are right"]
    return table(head, [[name, *_row(group)] for name, group in groups.items()])


def _row(group: Sequence[Judged]) -> list[object]:
    cited, right = sum(len(j.cited) for j in group), sum(j.right for j in group)
    counts = (sum(j.status == "answered" for j in group), sum(j.complete for j in group), sum(j.first for j in group))
    return [len(group), *(f"{n} = {n / len(group):.3f}" for n in counts), f"{right} of {cited} = {right / max(cited, 1):.3f}"]


def misses(judged: Sequence[Judged]) -> list[str]:
    return [f"{j.status} {j.asked.question}\n    wanted {sorted(j.asked.articles)}\n    cited {list(j.cited)}" for j in judged if not j.complete]


def report(show: bool = False) -> str:
    judged = judge(Answerer.open(), question_sets.heldout())
    return "\n\n".join([judged_table(judged), *(misses(judged) if show else [])])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="list the questions for which a right article is not cited")
    print(report(parser.parse_args().misses))
