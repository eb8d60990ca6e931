"""The folders of builds, the small file that names the current one, and the locks that protect readers.

Each build has a new folder. ``<data>/builds/<digest>/`` is written under another name and renamed when it is complete.
``<data>/current`` is then replaced in one step. Nothing edits a finished folder, and none is overwritten: a forced second
build of the same inputs is ``<digest>-2``. An old folder is removed when no reader holds it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

CURRENT = "current"
LOCK = "lock"
_NEW, _OLD = ".new-", ".old-"


def current(data: Path) -> Path | None:
    """The folder of the current build, or None when there is none."""
    try:
        name = (data / CURRENT).read_text(encoding="utf-8").strip()
    except OSError:
        return None
    folder = data / "builds" / name
    return folder if name and "/" not in name and "\\" not in name and (folder / "manifest.json").is_file() else None


@contextmanager
def new_build(data: Path) -> Iterator[Path]:
    """A context that gives an empty folder to build in.

    The folder is removed when the block fails or is interrupted.
    """
    builds = data / "builds"
    builds.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=_NEW, dir=builds))
    try:
        (folder / LOCK).touch()
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def finish(folder: Path, data: Path, digest: str) -> Path:
    """The final folder of a complete build, which gets its name and becomes the current one.

    Builds that no reader holds are then removed.
    """
    target = data / "builds" / digest
    for number in range(2, 1_000):
        try:
            folder.rename(target)
            break
        except OSError:  # a name once given is never given again: the older folder may be the current one
            if not target.exists():
                raise
            target = data / "builds" / f"{digest}-{number}"
    point(data, target.name)
    return target


def finished(data: Path, digest: str) -> Path | None:
    """The complete build of that digest, or None when there is none.

    The current build is preferred if it has that digest.
    """
    now = current(data)
    if now is not None and now.name.partition("-")[0] == digest:
        return now
    found = sorted((data / "builds").glob(f"{digest}*"), reverse=True)
    return next((f for f in found if (f / "manifest.json").is_file()), None)


def point(data: Path, digest: str) -> None:
    """Make a finished build the current one, in one step."""
    new = data / f".{CURRENT}-{os.getpid()}-{threading.get_ident()}"
    new.write_text(digest + "\n", encoding="utf-8")
    put_in_place(new, data / CURRENT)
    _sweep(data, digest)


def put_in_place(new: Path, old: Path) -> None:
    """Put a new file in the place of an old one, and try again for a second while Windows refuses.

    Windows refuses while another program has the file open, which lasts moments.
    """
    for _ in range(50):
        with suppress(PermissionError):
            new.replace(old)
            return
        time.sleep(0.02)
    new.replace(old)


class Hold:
    """A lock that keeps a folder from being removed until it is closed or forgotten.

    It is safe to close it twice.
    """

    def __init__(self, folder: Path) -> None:
        handle = os.open(folder / LOCK, os.O_RDONLY)
        self.close = weakref.finalize(self, os.close, handle)
        try:
            _share(handle)
        except OSError:
            self.close()
            raise
        if not (folder / LOCK).exists():
            self.close()
            raise FileNotFoundError(f"{folder} has just been removed")


def _share(handle: int) -> None:
    """Take a shared lock on the lock file of a folder.

    BlockingIOError is raised when the folder is being removed. File systems without locks are accepted as they are.
    """
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        raise
    except OSError:
        return


def hold(folder: Path) -> Hold:
    """A lock that keeps the folder from being removed.

    FileNotFoundError or BlockingIOError is raised when the removal has already begun.
    """
    return Hold(folder)


def _sweep(data: Path, keep: str) -> None:
    """Remove finished builds that nobody reads.

    Unfinished builds may belong to a build that is running, so that only old ones are removed.
    """
    for folder in (data / "builds").iterdir():
        if folder.name == keep or not folder.is_dir():
            continue
        if folder.name.startswith(_OLD):
            shutil.rmtree(folder, ignore_errors=True)
        elif not folder.name.startswith(_NEW) or _abandoned(folder):
            _remove(folder)


def _remove(folder: Path) -> None:
    """Remove a folder that nobody reads.

    The folder loses its name first, so that no half of it is ever taken for a build.
    """
    unnamed = folder.with_name(f"{_OLD}{folder.name}-{os.getpid()}-{time.monotonic_ns()}")
    with _alone(folder) as free:
        if not free:
            return
        try:
            folder.rename(unnamed)
        except OSError:  # Windows: a file of it is open
            return
    shutil.rmtree(unnamed, ignore_errors=True)


def _abandoned(folder: Path) -> bool:
    with suppress(OSError):
        return time.time() - folder.stat().st_mtime > 86_400
    return False


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """A context that tells whether no reader holds the folder and none can begin to.

    Windows tells this only when the folder is renamed.
    """
    try:
        import fcntl

        handle = (folder / LOCK).open("rb")
    except (ImportError, FileNotFoundError):
        yield True
        return
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
