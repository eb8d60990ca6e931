"""Where builds live: a new folder for each, one small file that names the current one, and locks that protect readers.

``<data>/builds/<digest>/`` is written under another name and renamed when it is complete; ``<data>/current`` is then
replaced in one step. Nothing edits a finished folder. An old folder goes when no reader holds it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

CURRENT = "current"
LOCK = "lock"


def data_dir() -> Path:
    """The data folder: ``KG_DATA``, else the user's data folder of the operating system."""
    override = os.environ.get("KG_DATA")
    if override:
        return Path(override)
    from platformdirs import user_data_path

    return user_data_path("kg-securities-cyber-law", appauthor=False)


def current(data: Path) -> Path | None:
    """The folder of the current build, None when there is none."""
    try:
        name = (data / CURRENT).read_text(encoding="utf-8").strip()
    except OSError:
        return None
    folder = data / "builds" / name
    return folder if name and "/" not in name and "\\" not in name and (folder / "manifest.json").is_file() else None


@contextmanager
def new_build(data: Path) -> Iterator[Path]:
    """An empty folder to build in; it goes when the block fails or is interrupted."""
    builds = data / "builds"
    builds.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".new-", dir=builds))
    try:
        (folder / LOCK).touch()
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def finish(folder: Path, data: Path, digest: str) -> Path:
    """Give the complete folder its name, make it current, and let go of what no reader holds."""
    target = data / "builds" / digest
    if target.exists() and not (target / "manifest.json").is_file():
        shutil.rmtree(target, ignore_errors=True)
    if not target.exists():
        folder.rename(target)
    point(data, digest)
    return target


def point(data: Path, digest: str) -> None:
    """Make a finished build the current one, in one step."""
    new = data / f".{CURRENT}-{os.getpid()}"
    new.write_text(digest + "\n", encoding="utf-8")
    new.replace(data / CURRENT)
    _sweep(data, digest)


def hold(folder: Path) -> IO[Any]:
    """An open handle that keeps the folder from being swept while it is open."""
    handle = (folder / LOCK).open("rb")
    with suppress(ImportError, OSError):
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    return handle


def _sweep(data: Path, keep: str) -> None:
    """Remove finished builds that nobody reads. Unfinished ones may belong to a build that is running: only old ones go."""
    for folder in (data / "builds").iterdir():
        if folder.name == keep or not folder.is_dir():
            continue
        if folder.name.startswith(".new-") and not _abandoned(folder):
            continue
        if _free(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _abandoned(folder: Path) -> bool:
    import time

    with suppress(OSError):
        return time.time() - folder.stat().st_mtime > 86_400
    return False


def _free(folder: Path) -> bool:
    """Whether no reader holds the folder. Windows refuses to delete an open file; elsewhere the lock tells."""
    lock = folder / LOCK
    try:
        import fcntl
    except ImportError:
        try:
            lock.unlink(missing_ok=True)
        except OSError:
            return False
        return True
    with suppress(FileNotFoundError), lock.open("rb") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True
