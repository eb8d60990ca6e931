"""Where things lie: what is shipped (beside the package in a checkout, inside it in an installed wheel) and what a user owns."""

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
    """The corpus: one folder a work, ``catalogue.toml``, ``queries/``. ``KG_CORPUS`` names another."""
    override = os.environ.get("KG_CORPUS")
    return Path(override) if override else _folder("corpus")


def ontology_dir() -> Path:
    """The ontology, SKOS vocabularies, SHACL shapes and competency queries."""
    return _folder("ontology")


def queries_dir() -> Path:
    """The everyday questions written for each article (an index field, never shown as law)."""
    return corpus_dir() / "queries"


def data_file(name: str) -> Path:
    """A word list or dictionary that comes with the package, by its name."""
    return _PACKAGE / "data" / name


def encoder_dir() -> Path:
    """The shipped sentence encoder with its model card."""
    return _PACKAGE / "models" / "kg-encoder"


def own_dir(data: Path | None = None) -> Path:
    """Where the rules lie that the user added, below ``data`` (default: the user's data folder)."""
    return (data or data_dir()) / "own"


def data_dir() -> Path:
    """The data folder: ``KG_DATA``, else the user's data folder of the operating system."""
    override = os.environ.get("KG_DATA")
    if override:
        return Path(override)
    from platformdirs import user_data_path

    return user_data_path("kg-securities-cyber-law", appauthor=False)
