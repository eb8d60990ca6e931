"""The folders of what is shipped and of what a user owns, and what to do where a package is not installed.

What is shipped lies beside the package in a checkout and inside it in an installed wheel. A lean installation leaves out
some packages (``requirements-lean.txt``), so that whatever needs one of them has to name it.
"""

from __future__ import annotations

import os
from pathlib import Path

__version__ = "0.1.0"
DISTRIBUTION = "kg-securities-cyber-law"
_PACKAGE = Path(__file__).resolve().parents[1]

# The distribution of a module where the names differ.
_DISTRIBUTIONS = {"chinese_calendar": "chinesecalendar", "docx": "python-docx", "faiss": "faiss-cpu", "transformers": "sentence-transformers"}


def missing(error: ModuleNotFoundError, purpose: str = "这一步") -> str:
    """One line on the package that could not be imported, what needs it and the command that installs it.

    >>> missing(ModuleNotFoundError(name="docx.table"), "Word 文件").partition("；")[0]
    'Word 文件需要软件包 python-docx，这里没有安装'
    """
    module = (error.name or "").partition(".")[0]
    name = _DISTRIBUTIONS.get(module, module.replace("_", "-"))
    return f"{purpose}需要软件包 {name}，这里没有安装；请在程序所在的环境中运行：pip install {_wanted(name)}"


def _wanted(name: str) -> str:
    """The requirement of the program on a distribution, quoted for a shell.

    torch is named beside sentence-transformers, which would else bring a build of it for graphics cards.
    """
    from importlib.metadata import PackageNotFoundError, requires

    try:
        lines = [r.partition(";")[0].strip() for r in requires(DISTRIBUTION) or ()]
    except PackageNotFoundError:  # a checkout that was never installed
        lines = []
    names = ("torch", "sentence-transformers") if name in ("torch", "sentence-transformers") else (name,)
    return " ".join(f'"{next((r for r in lines if _named(r) == n), n)}"' for n in names)


def _named(requirement: str) -> str:
    """The name at the head of a requirement."""
    end = next((i for i, c in enumerate(requirement) if not (c.isalnum() or c in "-_.")), len(requirement))
    return requirement[:end].lower().replace("_", "-")


class NoHomeError(Exception):
    """The error raised when the operating system names no folder for the user's data.

    The message names the remedy.
    """


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


def reader_dir() -> Path:
    """The folder of the shipped reader of norms with its model card."""
    return _PACKAGE / "models" / "kg-reader"


def answers_dir() -> Path:
    """The folder of the shipped models that read questions and rank clauses, with their card."""
    return _PACKAGE / "models" / "kg-answers"


def matcher_dir() -> Path:
    """The folder of the shipped model that says how well a clause answers a question, with its card."""
    return _PACKAGE / "models" / "kg-matcher"


def vectors_dir() -> Path:
    """The folder of the shipped vectors of the corpus and of the questions written for it."""
    return _PACKAGE / "models" / "vectors"


def own_dir(data: Path | None = None) -> Path:
    """The folder of the rules that the user added, below ``data`` (by default the user's data folder)."""
    return (data or data_dir()) / "own"


def data_dir() -> Path:
    """The data folder, which is ``KG_DATA`` if set and otherwise the user's data folder of the operating system.

    NoHomeError is raised if the operating system names none.
    """
    override = os.environ.get("KG_DATA")
    if override:
        return Path(override)
    from platformdirs import user_data_path

    try:
        found = user_data_path("kg-securities-cyber-law", appauthor=False)
    except RuntimeError:  # no home is known
        found = Path()
    if not found.is_absolute():  # older versions give "~" without a home to stand for
        raise NoHomeError("系统没有给出用户的主目录（HOME）；请用环境变量 KG_DATA 指定数据文件夹，如 KG_DATA=/srv/kg")
    return found
