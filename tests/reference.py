"""The official texts to check against; tests that need them skip where the folder is absent."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"
REFERENCE = SHARED / "reference"
needs_reference = pytest.mark.skipif(not REFERENCE.is_dir(), reason="../shared/reference is not here")

SLUGS = {
    "csrc-order-218@2023-05-01": "csrc-order-218_2023-02-27",
    "cybersecurity-law@2017-06-01": "cybersecurity-law_2016-11-07",
    "cybersecurity-law@2026-01-01": "cybersecurity-law_2025-10-28",
    "data-security-law@2021-09-01": "data-security-law_2021-06-10",
    "pipl@2021-11-01": "pipl_2021-08-20",
    "cii-regulations@2021-09-01": "cii-regulations_2021-07-30",
    "csrc-order-152@2021-01-15": "csrc-order-152_2021-01-15",
    "cac-incident-reporting@2025-11-01": "cac-incident-reporting-measures_2025-09-11",
    "financial-infrastructure-measures@2025-10-01": "financial-infrastructure-measures_2025-07-25",
    "cross-border-data-flow-provisions@2024-03-22": "cross-border-data-flow-provisions_2024-03-22",
    "face-recognition-measures@2025-06-01": "face-recognition-measures_2025-03-13",
    "pi-export-certification-measures@2026-01-01": "pi-export-certification-measures_2025-10-14",
    "app-collection-determination-methods@2019-11-28": "app-collection-determination-methods_2019-11-28",
}


def squash(text: str) -> str:
    """The words alone: blanks out, width folded."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def articles(slug: str) -> dict[str, str]:
    """Article label → words, read from the reference by line starts alone (not by our parser)."""
    text = (REFERENCE / f"{slug}.txt").read_text(encoding="utf-8")
    text = re.split(r"^附件", text, maxsplit=1, flags=re.M)[0]
    text = re.sub(r"^第[一二三四五六七八九十]+[章节][ 　].*$", "", text, flags=re.M)
    parts = re.split(r"^(第[零一二三四五六七八九十百]+条)(?=[ 　])", text, flags=re.M)
    if len(parts) == 1:  # no 第…条: 一、二、 count the parts
        parts = re.split(r"^([一二三四五六七八九十]+)(?=、)", text, flags=re.M)
    return {label: squash(label + body) for label, body in zip(parts[1::2], parts[2::2], strict=True)}
