"""No false denial: everything the law of today fixes is asked for in ten ways, and never may the answer be that it is not there.

    python benchmarks/denials.py                          all, some 20,000 questions
    python benchmarks/denials.py --sample 300 --seed 1    a sample, drawn evenly from the kinds
    python benchmarks/denials.py --instrument 证券法       of one law
    python benchmarks/denials.py --failures denials.txt   where the failures are written, else among the temporary files

What is fixed is read from the graph (``fixed_rules``), and the questions are made of the provision's own words
(``phrasings``). An answer is right if it is given at all, cites the provision, and its conclusion holds the deciding words:
the figure, the authority, the first item, the head of the definition. Where several laws say it, any of them is right.
Reads the build in KG_DATA.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from conclusions import conclusion, one_writing
from fixed_rules import LONGEST, Rule, rules_of
from phrasings import ask
from tables import table

from kg.answers.answerer import Answerer
from kg.answers.result import Answer
from kg.graph.knowledge import Knowledge
from kg.law.identifiers import article_urn
from kg.law.versions import today

__all__ = ["LONGEST"]
FAILURES = Path(tempfile.gettempdir()) / "denials.txt"
_FEW = 3  # questions below which an instrument is no row of its own


@dataclass(frozen=True)
class Put:
    """A question with the rules any of which answers it."""

    question: str
    rules: tuple[Rule, ...]

    @property
    def kind(self) -> str:
        return self.rules[0].kind

    @property
    def title(self) -> str:
        return self.rules[0].title


@dataclass(frozen=True)
class Verdict:
    """What an answer has of what it must have."""

    put: Put
    answer: Answer
    given: bool
    cited: bool
    said: bool

    @property
    def right(self) -> bool:
        return self.given and self.cited and self.said


def questions(knowledge: Knowledge, on: date, instrument: str = "") -> list[Put]:
    """Every question, each once, with all the rules that answer it.

    A rule answers a question that asks for the same of another law if the question names no law.
    """
    answering: dict[str, dict[Rule, None]] = defaultdict(dict)
    for rule in rules_of(knowledge, on):
        if not instrument or rule.title == instrument:
            for question in ask(rule):
                answering[question][rule] = None
    return [Put(question, tuple(rules)) for question, rules in answering.items()]


def sample(puts: Sequence[Put], number: int, seed: int) -> list[Put]:
    """That many questions, the same share of each kind as far as there are so many, then at random."""
    dice = random.Random(seed)
    kinds: dict[str, list[Put]] = defaultdict(list)
    for put in puts:
        kinds[put.kind].append(put)
    each = -(-number // max(len(kinds), 1))
    drawn = [put for group in kinds.values() for put in dice.sample(group, min(each, len(group)))]
    there = set(drawn)
    rest = [put for put in puts if put not in there]
    drawn += dice.sample(rest, min(max(number - len(drawn), 0), len(rest)))
    return dice.sample(drawn, min(number, len(drawn)))


def judge(answerer: Answerer, put: Put, on: date) -> Verdict:
    """The answer to one question and what it has of what it must have, by the rule that suits it best."""
    answer = answerer.answer(put.question, as_of=on)
    cited = {article_urn(c.iri) for c in answer.citations}
    told = one_writing(conclusion(answer))
    best = max(((article_urn(r.urn) in cited, all(one_writing(w) in told for w in r.words)) for r in put.rules), key=sum)
    return Verdict(put, answer, answer.status != "unanswerable", *best)


def share_table(verdicts: Sequence[Verdict], name: str, key: Callable[[Verdict], str]) -> str:
    """A row for all and one for each group: how many are answered, cite the provision, say the words, and do all three."""
    groups: dict[str, list[Verdict]] = {"all": list(verdicts)}
    for verdict in sorted(verdicts, key=key):
        groups.setdefault(key(verdict), []).append(verdict)
    head = [name, "questions", "not denied", "provision cited", "words in the conclusion", "all three"]
    return table(head, [[n, *_row(g)] for n, g in groups.items() if len(g) >= _FEW])


def _row(group: Sequence[Verdict]) -> list[object]:
    counts = (sum(v.given for v in group), sum(v.cited for v in group), sum(v.said for v in group), sum(v.right for v in group))
    return [len(group), *(f"{n} = {n / len(group):.3f}" for n in counts)]


def failure(verdict: Verdict) -> str:
    """One failure in a few lines: what is wrong, the question, what was wanted and the head of what came."""
    wrong = ["denied"] * (not verdict.given) + ["not cited"] * (not verdict.cited) + ["words missing"] * (not verdict.said)
    wanted = "；".join(f"{r.urn} {'、'.join(r.words)}" for r in verdict.put.rules[:3])
    return f"{verdict.put.kind}\t{', '.join(wrong)}\t{verdict.put.question}\n\twanted {wanted}\n\tgot {conclusion(verdict.answer)[:160]!r}"


def write_failures(path: Path, verdicts: Iterable[Verdict]) -> int:
    """Write the failures, denials first, and return their number."""
    wrong = sorted((v for v in verdicts if not v.right), key=lambda v: (v.given, v.put.kind, v.put.title))
    path.write_text("".join(failure(v) + "\n" for v in wrong), encoding="utf-8")
    return len(wrong)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, help="ask only so many questions")
    parser.add_argument("--seed", type=int, default=0, help="which sample")
    parser.add_argument("--instrument", default="", help="ask only of the law with this title")
    parser.add_argument("--failures", type=Path, default=FAILURES, help="the file of failures")
    given = parser.parse_args()
    answerer, on = Answerer.open(), today()
    puts = questions(answerer.knowledge, on, given.instrument)
    if not puts:
        parser.error(f"no law in force with the title {given.instrument}")
    asked = sample(puts, given.sample, given.seed) if given.sample else puts
    verdicts = [judge(answerer, put, on) for put in asked]
    print(f"{len(asked)} of {len(puts)} questions\n")
    print(share_table(verdicts, "kind", lambda v: v.put.kind), share_table(verdicts, "instrument", lambda v: v.put.title), sep="\n\n")
    print(f"\n{write_failures(given.failures, verdicts)} failures in {given.failures}")


if __name__ == "__main__":
    main()
