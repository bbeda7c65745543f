"""Public names that are imported when they are used, so that importing a package costs nothing (PEP 562)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

__all__ = ["lazily"]


def lazily(package: str, modules: Mapping[str, str]) -> Callable[[str], Any]:
    """Make the ``__getattr__`` of a package.

    :param package: its name.
    :param modules: the module of each public name, below the package.
    :returns: a function that imports a name; it raises AttributeError for one that is not public.

    >>> lazily("os", {"join": "path"})("join")("a", "b")
    'a/b'
    """

    def get(name: str) -> Any:
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{modules[name]}"), name)

    return get
