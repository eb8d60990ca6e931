"""The one door for a file that leaves the program, which is written whole or not at all.

A file is written beside its place and takes it in one step. What stops that (a full disk, a missing folder, a place that is
read-only) becomes a WriteError, which says in one line what to do.
"""

from __future__ import annotations

import errno
import os
import secrets
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

_FULL, _READ_ONLY, _REFUSED = "磁盘已满；请腾出空间后重试", "所在位置只读；请换一个可写的位置", (
    "没有权限，或文件正被其他程序打开；请关闭该程序、更改权限或换一个位置"
)
_DISK: Mapping[int, str] = {
    errno.ENOSPC: _FULL, errno.EDQUOT: "磁盘配额已用完；请腾出空间后重试", errno.EROFS: _READ_ONLY, errno.EACCES: _REFUSED,
    errno.EPERM: _REFUSED, errno.EFBIG: "超过系统允许的文件大小；请放宽限制（ulimit -f）或换一个位置", errno.EIO: "磁盘读写出错；请检查磁盘",
}
_PLACE: Mapping[int, str] = {
    errno.ENOENT: "文件夹不存在；请先建立，或换一个路径", errno.ENOTDIR: "路径中有一段不是文件夹；请更正路径",
    errno.EISDIR: "是文件夹；请写明文件名", errno.ENAMETOOLONG: "文件名太长；请换一个短的",
}
_CUT_SHORT = ("requested and", "write error")  # numpy and faiss tell no number when a disk is full
DISK: Collection[int] = _DISK.keys()  # the faults of a disk, whichever path was written
_TEMPORARY = ".new-"


class WriteError(OSError):
    """The error raised for a file that cannot be written.

    The message names the place, the reason and the remedy, in one line.
    """


def reason(error: BaseException | None, codes: Collection[int] = (*_DISK, *_PLACE)) -> str:
    """Why something could not be written, with the remedy, or '' if the error and its causes tell no such fault.

    Libraries that write by themselves tell it in the words of the operating system alone, which are understood too.

    >>> reason(RuntimeError("IO error: No space left on device: /tmp/x"))
    '磁盘已满；请腾出空间后重试'
    """
    while error is not None:
        words = str(error)
        for code in codes:
            if getattr(error, "errno", None) == code or os.strerror(code) in words or f"[Errno {code}]" in words:
                return {**_DISK, **_PLACE}[code]
        if isinstance(error, (OSError, RuntimeError)) and any(w in words for w in _CUT_SHORT):
            return _FULL
        error = error.__cause__ or error.__context__
    return ""


@contextmanager
def explained(place: Path | str, remedy: str = "", codes: Collection[int] = (*_DISK, *_PLACE)) -> Iterator[None]:
    """A context in which a fault of writing becomes a WriteError that names the place.

    ``remedy`` is said after the reason.
    """
    try:
        yield
    except WriteError:
        raise
    except Exception as error:
        why = reason(error, codes)
        if not why:
            raise
        raise WriteError(f"{place}：{why}{remedy}") from error


def check(path: Path) -> None:
    """Raise WriteError if a file cannot be written there, before any work is done for it."""
    folder = path.parent
    if path.is_dir():
        raise WriteError(f"{path} 是文件夹；请写明文件名")
    if not folder.is_dir():
        raise WriteError(f"文件夹 {folder} 不存在；请先建立，或换一个路径")
    if not _is_stream(path) and not os.access(folder, os.W_OK):
        raise WriteError(f"不能写入文件夹 {folder}；请更改权限，或换一个可写的位置")


def _is_stream(path: Path) -> bool:
    """Whether it is a device or a pipe, such as /dev/stdout, which is written to and never replaced."""
    return path.exists() and not path.is_file() and not path.is_dir()


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A context that gives the path of a new file, which takes the place of ``path`` when the block ends well.

    If it does not, nothing is left of the new file, and the old one stays. WriteError says why it could not be written.
    """
    with explained(path):
        if _is_stream(path):
            yield path
            return
        check(path)
        target = path.resolve()
        new = target.with_name(f"{_TEMPORARY}{secrets.token_hex(8)}")
        try:
            yield new
            _settle(new, target)
            put_in_place(new, target)
        finally:
            with suppress(OSError):
                new.unlink(missing_ok=True)


def _settle(new: Path, old: Path) -> None:
    """Bring a file to the disk, where some file systems notice only now that it is full, with the rights of the old one."""
    with new.open("rb+") as file:
        os.fsync(file.fileno())
    with suppress(OSError):
        new.chmod(old.stat().st_mode & 0o7777)


def put(path: Path, content: bytes | str, *, parents: bool = False) -> None:
    """Put a file in its place in one step.

    A program killed on the way leaves the old file. ``parents`` makes the folders above it. WriteError says why it could
    not be written.
    """
    if parents:
        with explained(path):
            path.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode("utf-8") if isinstance(content, str) else content
    with replacing(path) as new:
        new.write_bytes(data)


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
