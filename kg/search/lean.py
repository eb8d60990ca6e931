"""Import of big libraries without the parts of them that only training and evaluation need.

``bm25s`` imports ``scipy.sparse`` for an index builder that we replace by its numpy twin, and that import costs half a
second of every cold start. Inside ``lean_imports()``, scipy and scikit-learn are placeholders whose members raise when
called. Afterwards the real packages can be imported as usual.
"""

from __future__ import annotations

import importlib.abc
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

_SKIPPED = ("scipy", "sklearn")
_lock = threading.RLock()


class _Placeholder(ModuleType):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__path__ = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {"__init__": _refuse})


def _refuse(self: object, *_: object, **__: object) -> None:
    package = "scipy or scikit-learn"
    raise ImportError(f"{type(self).__name__} belongs to {package}, left out at start; import it before kg.search")


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        return ModuleSpec(name, self, is_package=True) if name.partition(".")[0] in _SKIPPED else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Placeholder(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Do nothing, because a placeholder has no code."""


@contextmanager
def lean_imports() -> Iterator[None]:
    """A context in which scipy and scikit-learn are left out of whatever is imported.

    It does nothing where either is already loaded, or under Streamlit, whose other threads may want the real packages at
    the same moment.
    """
    with _lock:
        if "streamlit" in sys.modules or any(name in sys.modules for name in _SKIPPED):
            yield
            return
        finder = _Finder()
        sys.meta_path.insert(0, finder)
        try:
            yield
        finally:
            sys.meta_path.remove(finder)
            for name in [n for n, module in sys.modules.items() if isinstance(module, _Placeholder)]:
                del sys.modules[name]
