"""Settings: the command line before ``TREATYGRAPH_*``, before ``[tool.treatygraph]``, before the default.

The table stands in the nearest ``pyproject.toml`` that has one, looking from the current folder upwards::

    [tool.treatygraph]
    paths = ["data", "more/borders.trig"]
    output = "build"

Paths in the file are relative to it; those of the environment and the command line, to the current folder.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any

from treatygraph.graph.closure import REASONERS
from treatygraph.graph.errors import ConfigurationError, InputError

__all__ = ["Configuration", "find_file", "read_configuration"]

FILE_NAME = "pyproject.toml"
PREFIX = "TREATYGRAPH_"
LAST_PORT = 65535


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings that are in force.

    :param paths: files and folders of the graph; empty for the graph that comes with treatygraph.
    :param output: the folder that ``build`` writes.
    :param sources: folders that hold copies of the sources' texts.
    :param reasoner: ``builtin`` or ``owlrl``.
    :param host: the address that ``serve`` listens on.
    :param port: the port that ``serve`` listens on.
    """

    paths: tuple[Path, ...] = ()
    output: Path = Path("build")
    sources: tuple[Path, ...] = ()
    reasoner: str = "builtin"
    host: str = "127.0.0.1"
    port: int = 8000


def read_configuration(
    *,
    start: Path | None = None,
    file: Path | None = None,
    environment: Mapping[str, str] | None = None,
    **options: object,
) -> Configuration:
    """Find out which settings are in force.

    :param start: the folder to look from for a file; None for the current one.
    :param file: the file to read instead of the nearest one.
    :param environment: the environment; None for that of the process.
    :param options: settings of the command line; None and an empty tuple stand for one that was not given.
    :returns: the settings.
    :raises ConfigurationError: if a setting is unknown or its value is not of the kind that it should be.
    :raises InputError: if the file cannot be read.

    >>> read_configuration(start=Path("/"), environment={"TREATYGRAPH_PORT": "8080"}, reasoner="owlrl").port
    8080
    """
    folder = Path() if start is None else start
    found = file if file is not None else find_file(folder)
    values: dict[str, Any] = {}
    if found is not None:
        values |= _checked(_table(found) or {}, found.parent, f"[tool.treatygraph] in {found}")
    variables = os.environ if environment is None else environment
    written = {name: variables[_variable(name)] for name in _KINDS if variables.get(_variable(name))}
    for name, text in written.items():
        values |= _checked({name: _from_text(name, text)}, folder, _variable(name))
    given = {name: value for name, value in options.items() if value is not None and value != ()}
    values |= _checked(given, folder, "the command line")
    return Configuration(**values)


def find_file(start: Path) -> Path | None:
    """Find the nearest ``pyproject.toml`` that has a table ``[tool.treatygraph]``.

    :param start: the folder to look from, upwards.
    :returns: the file, or None when there is none.
    :raises InputError: if a file on the way is no TOML.
    """
    absolute = start.absolute()
    for folder in (absolute, *absolute.parents):
        file = folder / FILE_NAME
        if file.is_file() and _table(file) is not None:
            return file
    return None


def _table(file: Path) -> dict[str, Any] | None:
    """Read the table of a file; None when the file has none."""
    try:
        content = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"The settings cannot be read: {error}.", path=file) from error
    tool = content.get("tool")
    table = tool.get("treatygraph") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise ConfigurationError(f"{file}: tool.treatygraph is no table.", repair="Write [tool.treatygraph].")
    return table


def _variable(name: str) -> str:
    """Name the environment variable of a setting."""
    return PREFIX + name.upper()


def _from_text(name: str, text: str) -> object:
    """Turn the text of an environment variable into what a file would hold."""
    if _KINDS[name] is _paths:
        return [part for part in text.split(os.pathsep) if part]
    return int(text) if _KINDS[name] is _port and text.isdecimal() else text


def _checked(values: Mapping[str, object], folder: Path, place: str) -> dict[str, Any]:
    """Check names and values, and make paths relative to the folder they were written for."""
    checked = {}
    for name, value in values.items():
        if name not in _KINDS:
            near = get_close_matches(name, _KINDS, n=1)
            known = f"Did you mean {near[0]!r}?" if near else f"The settings are {', '.join(_KINDS)}."
            raise ConfigurationError(f"{place}: there is no setting {name!r}.", repair=known)
        try:
            checked[name] = _KINDS[name](value, folder)
        except (TypeError, ValueError) as error:
            raise ConfigurationError(f"{place}: {name} must be {error}, not {value!r}.") from error
    return checked


def _paths(value: object, folder: Path) -> tuple[Path, ...]:
    """Accept a list of paths."""
    if not isinstance(value, (list, tuple)) or not all(isinstance(part, (str, Path)) for part in value):
        raise TypeError("a list of paths")
    return tuple(folder / part for part in value)


def _path(value: object, folder: Path) -> Path:
    """Accept one path."""
    if not isinstance(value, (str, Path)) or not str(value):
        raise TypeError("a path")
    return folder / value


def _reasoner(value: object, folder: Path) -> str:
    """Accept the name of a reasoner."""
    if value not in REASONERS:
        raise ValueError(" or ".join(map(repr, REASONERS)))
    return str(value)


def _host(value: object, folder: Path) -> str:
    """Accept an address or a host's name."""
    if not isinstance(value, str) or not value:
        raise TypeError("an address")
    return value


def _port(value: object, folder: Path) -> int:
    """Accept a port; 0 asks the system for a free one."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LAST_PORT:
        raise TypeError(f"a number from 0 to {LAST_PORT}")
    return value


_KINDS: Mapping[str, Callable[[object, Path], Any]] = MappingProxyType(
    {
        "paths": _paths,
        "output": _path,
        "sources": _paths,
        "reasoner": _reasoner,
        "host": _host,
        "port": _port,
    }
)
