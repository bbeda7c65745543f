"""Settings: the command line before ``TREATYGRAPH_*``, before ``[tool.treatygraph]``, before the default.

The table stands in the nearest ``pyproject.toml`` that has one, looking from the current folder upwards::

    [tool.treatygraph]
    paths = ["data", "more/borders.trig"]
    output = "build"

Paths in the file are relative to it; those of the environment and the command line, to the current folder.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from treatygraph.graph.errors import ConfigurationError, InputError
from treatygraph.graph.settings import KINDS, OTHER_VARIABLES, Configuration

__all__ = ["find_file", "read_configuration"]

FILE_NAME = "pyproject.toml"
PREFIX = "TREATYGRAPH_"
_COMMAND_LINE = "the command line"


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
    _require_known(variables)
    written = {name: variables[_variable(name)] for name in KINDS if variables.get(_variable(name))}
    for name, text in written.items():
        value = KINDS[name].read(text)
        values |= _checked({name: tuple(value) if isinstance(value, list) else value}, folder, _variable(name))
    given = {name: value for name, value in options.items() if value is not None and value != ()}
    values |= _checked(given, folder, _COMMAND_LINE)
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
    import tomllib  # most users have no such file

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


def _require_known(variables: Mapping[str, str]) -> None:
    """Refuse variables that begin as ours do and are none: what they are to set would be left as it is."""
    known = {_variable(name) for name in (*KINDS, *OTHER_VARIABLES)}
    for name in sorted(variables):
        if name.startswith(PREFIX) and name not in known and variables[name]:
            near = _nearest(name, sorted(known))
            repair = f"Did you mean {near}?" if near else "docs/reference/settings.md names all that there are."
            raise ConfigurationError(f"There is no variable {name}.", repair=repair)


def _nearest(name: str, known: Sequence[str]) -> str:
    """Find the name that one may have been meant for; empty where none is like it."""
    from difflib import get_close_matches  # of no use where all is right

    return next(iter(get_close_matches(name, known, n=1)), "")


def _checked(values: Mapping[str, object], folder: Path, place: str) -> dict[str, Any]:
    """Check names and values, and make paths relative to the folder they were written for."""
    checked = {}
    for written, value in values.items():
        name = written.replace("-", "_")
        if name not in KINDS:
            known = [each.replace("_", "-") for each in KINDS]
            near = _nearest(written, known)
            repair = f"Did you mean {near!r}?" if near else f"The settings are {', '.join(known)}."
            raise ConfigurationError(f"{place}: there is no setting {written!r}.", repair=repair)
        try:
            checked[name] = KINDS[name].accept(value, folder)
        except (TypeError, ValueError) as error:
            setting = written.replace("_", "-")
            where = f"--{setting}" if place == _COMMAND_LINE else f"{place}: {setting}"
            raise ConfigurationError(f"{where} must be {error}, not {_as_written(value)}.") from error
    return checked


def _as_written(value: object) -> str:
    """Write a value as people do, not as Python does."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ", ".join(map(_as_written, value)) or "[]"
    return repr(str(value) if isinstance(value, Path) else value)
