"""``kg build``, ``validate``, ``stats``, ``export``, ``sparql`` and ``app``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.commands.console import Failure, Json, knowledge, say, say_json


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""


def build_visibly(force: bool) -> Path:
    """Build with a progress bar on standard error; the folder of the finished build."""
    raise NotImplementedError
