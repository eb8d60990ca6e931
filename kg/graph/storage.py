"""The folders of builds, the small file that names the current one, and the locks that protect readers and writers.

Each build has a new folder. ``<data>/builds/<digest>/`` is written under another name and renamed when it is complete.
``<data>/current`` is then replaced in one step. Nothing edits a finished folder, and none is overwritten: a forced second
build of the same inputs is ``<digest>-2``. An old folder is removed when no reader holds it, and an unfinished one when
no builder does.

Two locks keep writers apart. ``building`` is held for a whole build, and by whoever adds or removes a rule until it is
in the graph. ``changing`` is held for the moment in which what the user owns is written, or copied by a build. Who wants
both takes them in this order.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.files.writing import DISK, explained, put_in_place

CURRENT = "current"
LOCK = "lock"
WAITING = "另一个 kg build 正在运行，等待…"
_NEW, _OLD = ".new-", ".old-"
_BUILDING, _CHANGING = ".build.lock", ".own.lock"
_REMEDY = "（原有图谱不变；数据文件夹可用环境变量 KG_DATA 另行指定）"


@contextmanager
def building(data: Path, waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """A context in which no other process or thread builds below ``data``.

    ``waiting`` is called once if another holds the lock. One thread may take the lock again while it holds it. WriteError
    is raised where nothing can be written.
    """
    with _locked(data, _BUILDING, waiting):
        yield


@contextmanager
def changing(data: Path) -> Iterator[None]:
    """A context in which no other process or thread changes or copies what the user owns below ``data``."""
    with _locked(data, _CHANGING, None):
        yield


@contextmanager
def _locked(data: Path, name: str, waiting: Callable[[], None] | None, *, wait: bool = True) -> Iterator[None]:
    from filelock import FileLock, Timeout

    with explained(data, _REMEDY):
        data.mkdir(parents=True, exist_ok=True)
        lock = FileLock(data.resolve() / name, is_singleton=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if not wait:
                raise
            if waiting:
                waiting()
            lock.acquire()
    try:
        yield
    finally:
        lock.release()


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

    The folder is removed when the block fails or is interrupted, and by the next build when this one is killed.
    WriteError is raised when the disk is full or read-only.
    """
    builds = data / "builds"
    with explained(data, _REMEDY, DISK):
        builds.mkdir(parents=True, exist_ok=True)
        _sweep(data, None)
        folder = Path(tempfile.mkdtemp(prefix=_NEW, dir=builds))
        try:
            with _guarded(folder):
                yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _guarded(folder: Path) -> Iterator[None]:
    """A context that holds the lock of an unfinished folder, so that another builder's sweep leaves it alone.

    Windows could then not rename the folder. There the lock of the build must be enough.
    """
    (folder / LOCK).touch()
    held = None if os.name == "nt" else Hold(folder)
    try:
        yield
    finally:
        if held:
            held.close()


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
    try:
        new.write_text(digest + "\n", encoding="utf-8")
        put_in_place(new, data / CURRENT)
    finally:
        new.unlink(missing_ok=True)
    _sweep(data, digest)


def sweep(data: Path) -> None:
    """Remove what no reader and no builder holds, unless another build is running or nothing can be removed."""
    from filelock import Timeout

    now = current(data)
    with suppress(Timeout, OSError), _locked(data, _BUILDING, None, wait=False):
        _sweep(data, now.name if now else None)


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


def _sweep(data: Path, keep: str | None) -> None:
    """Remove finished builds that nobody reads, and unfinished ones whose builder has gone.

    The current build stays when ``keep`` is None.
    """
    now = current(data)
    kept = {keep, now.name if now else None}
    for folder in (data / "builds").iterdir():
        if folder.name in kept or not folder.is_dir():
            continue
        if folder.name.startswith(_OLD):
            shutil.rmtree(folder, ignore_errors=True)
        else:
            _remove(folder)
    for pointer in data.glob(f".{CURRENT}-*"):  # left by a build that was killed in this very moment
        pointer.unlink(missing_ok=True)


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
