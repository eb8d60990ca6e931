"""The pieces of a build: one for each text and kind, with the key of everything that it was made from.

A build that has a piece with the same key takes it over from the build before it, instead of making it again. The table
``pieces.json`` names the key, the place and the hash of each piece. A piece that is damaged is made again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

TABLE = "pieces.json"


@dataclass(frozen=True)
class Piece:
    """The place of a piece in its build.

    It lies in ``file`` from byte ``start`` on and has ``length`` bytes, whose sha256 is ``sha256``.
    """

    key: str
    file: str
    start: int
    length: int
    sha256: str


def key_of(*parts: object) -> str:
    """A key of everything that a piece is made from.

    Each part is bytes, or is told by its ``repr``.
    """
    digest = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else repr(part).encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


class Pieces:
    """The pieces of the build in ``folder``, taken over from the build in ``before`` where their keys are the same."""

    def __init__(self, folder: Path, before: Path | None = None) -> None:
        self.folder, self._before = folder, before
        self._earlier = _table(before) if before else {}
        self._pieces: dict[str, Piece] = {}

    def get(self, name: str, file: str, key: str, make: Callable[[], bytes]) -> bytes:
        """The bytes of the piece of that name, which are added to the end of ``file``."""
        data = self._taken_over(name, key)
        data = make() if data is None else data
        path = self.folder / file
        path.parent.mkdir(exist_ok=True)
        with path.open("ab") as out:
            self._pieces[name] = Piece(key, file, out.tell(), len(data), hashlib.sha256(data).hexdigest())
            out.write(data)
        return data

    def _taken_over(self, name: str, key: str) -> bytes | None:
        piece = self._earlier.get(name)
        if piece is None or piece.key != key or self._before is None:
            return None
        try:
            with (self._before / piece.file).open("rb") as file:
                file.seek(piece.start)
                data = file.read(piece.length)
        except OSError:
            return None
        return data if hashlib.sha256(data).hexdigest() == piece.sha256 else None

    def save(self) -> None:
        """Write the table of the pieces."""
        table = {name: asdict(piece) for name, piece in self._pieces.items()}
        (self.folder / TABLE).write_bytes((json.dumps(table, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self.save()


def _table(folder: Path) -> Mapping[str, Piece]:
    try:
        table = json.loads((folder / TABLE).read_text(encoding="utf-8"))
        return {str(name): Piece(**piece) for name, piece in table.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
