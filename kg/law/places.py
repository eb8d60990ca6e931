"""The folders of what is shipped and of what a user owns.

What is shipped lies beside the package in a checkout and inside it in an installed wheel.
"""

from __future__ import annotations

import os
from pathlib import Path

__version__ = "0.1.0"
_PACKAGE = Path(__file__).resolve().parents[1]


def _folder(name: str) -> Path:
    for candidate in (_PACKAGE / "_resources" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"the folder {name}/ is missing from the installation at {_PACKAGE}; reinstall the package")


def corpus_dir() -> Path:
    """The folder of the corpus, with one folder for each work, ``catalogue.toml`` and ``queries/``.

    The environment variable ``KG_CORPUS`` names another folder.
    """
    override = os.environ.get("KG_CORPUS")
    return Path(override) if override else _folder("corpus")


def ontology_dir() -> Path:
    """The folder of the ontology, SKOS vocabularies, SHACL shapes and competency queries."""
    return _folder("ontology")


def queries_dir() -> Path:
    """The folder of the everyday questions written for each article, which are an index field and never shown as law."""
    return corpus_dir() / "queries"


def data_file(name: str) -> Path:
    """The path of a word list or dictionary that comes with the package, by its name."""
    return _PACKAGE / "data" / name


def encoder_dir() -> Path:
    """The folder of the shipped sentence encoder with its model card."""
    return _PACKAGE / "models" / "kg-encoder"


def vectors_dir() -> Path:
    """The folder of the shipped vectors of the corpus and of the questions written for it."""
    return _PACKAGE / "models" / "vectors"


def own_dir(data: Path | None = None) -> Path:
    """The folder of the rules that the user added, below ``data`` (by default the user's data folder)."""
    return (data or data_dir()) / "own"


def data_dir() -> Path:
    """The data folder, which is ``KG_DATA`` if set and otherwise the user's data folder of the operating system."""
    override = os.environ.get("KG_DATA")
    if override:
        return Path(override)
    from platformdirs import user_data_path

    return user_data_path("kg-securities-cyber-law", appauthor=False)
