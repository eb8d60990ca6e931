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
    "network-data-regulations@2025-01-01": "network-data-regulations_2024-09-24",
    "pi-compliance-audit-measures@2025-05-01": "pi-compliance-audit-measures_2025-02-12",
    "data-export-assessment-measures@2022-09-01": "data-export-assessment-measures_2022-07-07",
    "cybersecurity-review-measures@2022-02-15": "cybersecurity-review-measures_2021-12-28",
    "network-product-vulnerability-provisions@2021-09-01": "network-product-vulnerability-provisions_2021-07-12",
    "pbc-incident-reporting-measures@2025-08-01": "pbc-incident-reporting-measures_2025-05",
    "pbc-data-security-measures@2025-06-30": "pbc-data-security-measures_2025-05-01",
    "cii-commercial-cryptography-provisions@2025-08-01": "cii-commercial-cryptography-provisions_2025-06-11",
    "commercial-cryptography-regulations@2023-07-01": "commercial-cryptography-regulations_2023-04-27",
    "cryptography-law@2020-01-01": "cryptography-law_2019-10-26",
    "miit-data-security-measures@2023-01-01": "miit-data-security-measures_2022-12-08",
    "anti-telecom-fraud-law@2022-12-01": "anti-telecom-fraud-law_2022-09-02",
    "generative-ai-measures@2023-08-15": "generative-ai-measures_2023-07-10",
    "computer-system-security-regulations@2011-01-08": "computer-system-security-regulations_2011-01-08",
    "spc-face-recognition-interpretation@2021-08-01": "spc-face-recognition-interpretation_2021-07-27",
    "sp-personal-information-crime-interpretation@2017-06-01": "sp-personal-information-crime-interpretation_2017-05-08",
    "administrative-penalty-law@2021-07-15": "administrative-penalty-law_2021-01-22",
    "securities-law@2020-03-01": "securities-law_2019-12-28",
    "futures-and-derivatives-law@2022-08-01": "futures-and-derivatives-law_2022-04-20",
    "securities-investment-fund-law@2015-04-24": "securities-investment-fund-law_2015-04-24",
    "securities-company-regulations@2014-07-29": "securities-company-regulations_2014-07-29",
    "futures-trading-regulations@2017-03-01": "futures-trading-regulations_2017-03-01",
    "anti-money-laundering-law@2025-01-01": "anti-money-laundering-law_2024-11-08",
    "emergency-response-law@2024-11-01": "emergency-response-law_2024-06-28",
    "csrc-incident-measures@2021-06-04": "csrc-incident-measures_2021-06-04.partial",
    "app-collection-determination-methods@2019-11-28": "app-collection-determination-methods_2019-11-28",
}

BROKEN_OFF = "（【截断】"  # a remark of the reference at the end of a fragment, no words of the law


def squash(text: str) -> str:
    """The words alone: blanks out, width folded."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def articles(slug: str) -> dict[str, str]:
    """Article label → words, read from the reference by line starts alone (not by our parser)."""
    text = (REFERENCE / f"{slug}.txt").read_text(encoding="utf-8").replace(BROKEN_OFF, "")
    text = re.split(r"^附件", text, maxsplit=1, flags=re.M)[0]
    text = re.sub(r"^第[一二三四五六七八九十]+[章节][ 　].*$", "", text, flags=re.M)
    parts = re.split(r"^(第[零一二三四五六七八九十百]+条)(?=[ 　])", text, flags=re.M)
    if len(parts) == 1:  # no 第…条: 一、二、 count the parts
        parts = re.split(r"^([一二三四五六七八九十]+)(?=、)", text, flags=re.M)
    return {label: squash(label + body) for label, body in zip(parts[1::2], parts[2::2], strict=True)}
