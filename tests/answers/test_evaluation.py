"""The shared development gold, scored by its own script: answers through the program, norms through the extraction."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date

import pytest

from kg.answers.answerer import Answerer, answer_json
from kg.corpus.loading import load
from kg.corpus.structure import parse
from kg.law.versions import parse_date
from kg.reading.extract import extract
from tests.reference import REFERENCE, SHARED, needs_reference

EVAL = SHARED / "eval"
ON = date(2026, 11, 22)  # what the gold calls today
pytestmark = [needs_reference, pytest.mark.skipif(not EVAL.is_dir(), reason="../shared/eval is not here")]


def _score(*arguments: object) -> str:
    command = [sys.executable, str(EVAL / "score.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


def test_answers_to_the_development_questions(built, tmp_path):
    answerer = Answerer.open(built)
    lines = []
    for line in (EVAL / "questions_dev.jsonl").read_text(encoding="utf-8").splitlines():
        asked = json.loads(line)
        profile = [asked["profile"]] if isinstance(asked["profile"], str) else asked["profile"] or []
        found = answerer.answer(asked["question"], profile, parse_date(asked["as_of"]) if asked["as_of"] else ON)
        lines.append(json.dumps({**answer_json(found), "id": asked["id"]}, ensure_ascii=False))
    (tmp_path / "answers.jsonl").write_text("\n".join(lines), encoding="utf-8")
    said = _score("qa", EVAL / "questions_dev.jsonl", tmp_path / "answers.jsonl", "--reference", REFERENCE, "--show")
    quotes, invented = map(int, re.search(r"quotes (\d+), not verbatim (\d+)", said).groups())
    assert quotes > 100 and invented == 0, said
    assert float(re.search(r"^QA ([\d.]+)", said, re.MULTILINE)[1]) >= 0.90, said


def test_extraction_of_communication_duties(tmp_path):
    gold = [json.loads(line) for line in (EVAL / "norms_dev.jsonl").read_text(encoding="utf-8").splitlines()]
    newest = {v.title: v for v in sorted(load().versions, key=lambda v: v.effective)}
    files = []
    for title in sorted({g["instrument"] for g in gold} & set(newest)):
        files.append(tmp_path / f"{len(files)}.json")
        found = extract(parse(newest[title].text, title))
        files[-1].write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    assert len(files) >= 6
    said = _score("norms", EVAL / "norms_dev.jsonl", *files)
    f1, slots = map(float, re.search(r"NORMS f1 ([\d.]+) slots ([\d.]+)", said).groups())
    assert f1 >= 0.93 and slots >= 0.93, said
