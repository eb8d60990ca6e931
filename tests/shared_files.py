"""The small failing inputs of ``../shared/eval/files``; tests that need them skip where the folder is absent."""

from __future__ import annotations

from typing import Any

import pytest

from kg.corpus.readers import read
from kg.corpus.structure import parse
from kg.reading.extract import extract
from tests.reference import SHARED

FILES = SHARED / "eval" / "files"
needs_files = pytest.mark.skipif(not FILES.is_dir(), reason="../shared/eval/files is not here")


def extracted(name: str) -> dict[str, Any]:
    """What ``kg extract --json`` gives for an input."""
    reading = read(FILES / name)
    return extract(parse(reading.text, reading.title))
