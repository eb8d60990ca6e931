"""jieba's dictionary with our own words in it, loaded once a process for all that cut texts with it."""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import Any

from kg.law.places import data_file

FILE = data_file("jieba.dict")


@lru_cache(maxsize=1)
def tokenizer() -> Any:
    """A jieba tokenizer with both dictionaries in memory, so that nothing else in the process is changed."""
    made = bare_tokenizer()
    made.initialize()
    with FILE.open("rb") as file:  # jieba does not close what it opens itself
        made.load_userdict(file)
    return made


def bare_tokenizer() -> Any:
    """A jieba tokenizer that has loaded no dictionary yet."""
    import jieba

    jieba.setLogLevel(logging.ERROR)
    return jieba.Tokenizer()
