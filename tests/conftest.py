"""One build of the real corpus for all tests that need a graph; no test touches the user's own data."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """``KG_DATA`` for the whole session: a folder of its own, empty until ``built`` is asked for."""
    folder = tmp_path_factory.mktemp("data")
    before = os.environ.get("KG_DATA")
    os.environ["KG_DATA"] = str(folder)
    yield folder
    if before is None:
        del os.environ["KG_DATA"]
    else:
        os.environ["KG_DATA"] = before


@pytest.fixture(scope="session")
def built(data_folder: Path) -> Path:
    """The data folder with a finished build of the shipped corpus in it."""
    from kg.pipeline import build

    build(data_folder)
    return data_folder
