"""One build of the real corpus for all tests that need a graph; no test touches the user's own data."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import small_corpus


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
    from kg.graph.building import build

    build(data_folder)
    return data_folder


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The made-up corpus and an empty data folder."""
    monkeypatch.setenv("KG_CORPUS", str(small_corpus.write(tmp_path / "corpus")))
    monkeypatch.setenv("KG_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def no_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds without a search index, which takes most of their time."""
    from kg.graph import building

    monkeypatch.setattr(building, "_write_index", lambda *_: None)


@pytest.fixture
def kg(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[str, str]]:
    """Run a command line; its standard output and error, after its exit code was what it must be."""
    from kg.cli.main import run

    def call(*arguments: str, code: int = 0) -> tuple[str, str]:
        capsys.readouterr()
        assert run(arguments) == code, capsys.readouterr()
        out, err = capsys.readouterr()
        assert "Traceback" not in err and "内部错误" not in err
        return out, err

    return call
