"""The settings that there are, their defaults, and what each of them may be."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

__all__ = [
    "HOST",
    "KINDS",
    "OTHER_VARIABLES",
    "PORT",
    "REASONERS",
    "SEVERITIES",
    "Configuration",
    "Kind",
    "choice",
    "number",
]

LAST_PORT = 65535
LEAST_SECONDS, MOST_SECONDS = 0.05, 3600.0
_PATH_OF_URL = re.compile(r"(?:/[\w.~-]+)*/?", re.ASCII)
_URL = re.compile(r"https?://[\w.:\[\]-]+(?:/[\w.~-]+)*/?", re.ASCII)
HOST = r"(?:\w[\w.-]*|\[[0-9A-Fa-f:.]+\])"
PORT = r"[1-9]\d{0,4}"
"""How the host and the port of a URL are written, with the sense of ASCII."""
_HOST_AND_PORT = re.compile(f"{HOST}(?::{PORT})?", re.ASCII)
_PATTERN = re.compile(r"(?:[^[]|\[!?.[^]]*\])+")
"""A pattern of paths: what stands at once after a bracket that opens, even one that closes, is in it."""
REASONERS = ("builtin", "owlrl")
"""Who can derive what follows."""
SEVERITIES = ("error", "warning", "info")
"""How grave a finding can be, the gravest first."""


class Configuration(NamedTuple):
    """The settings that are in force.

    :param paths: files and folders of the graph; empty for the graph that comes with treatygraph.
    :param output: the folder that ``build`` writes.
    :param build: the folder of the build that ``serve`` serves; None for that of the present graph.
    :param store: where the quads are, a folder or the URL of a server; None for what ``build`` writes.
    :param sources: folders that hold copies of the sources' texts.
    :param reasoner: ``builtin`` or ``owlrl``.
    :param host: the address that ``serve`` listens on.
    :param port: the port that ``serve`` listens on.
    :param workers: how many processes evaluate queries; None for as many as suit the machine.
    :param timeout: the seconds after which ``serve`` ends a query.
    :param max_rows: how many rows of an answer ``serve`` hands out; None for all.
    :param max_bytes: how many bytes an answer of ``serve`` may have.
    :param allow_service: the hosts, each with a port or without, that a query may call by SERVICE.
    :param url_prefix: the path that ``serve`` puts everything under.
    :param public_url: the URL that clients know the server by.
    :param watch: whether ``serve`` loads the data anew when it changes; it cannot with a store on a server.
    :param forwarded: how many proxies in front of ``serve`` are to be believed.
    :param access_log: whether ``serve`` logs each request.
    :param builtin: whether ``check`` applies treatygraph's own ontology, shapes and rules of the model.
    :param shapes: files with further shapes for ``check``.
    :param ontology: files with further ontologies for ``check``.
    :param violations: queries, and folders of queries, whose rows are violations for ``check``.
    :param catalogue: the XML catalogue that names local copies of remote documents.
    :param select: codes, or beginnings of codes, of the rules to apply; empty for those that are on by default.
    :param extend_select: codes of rules to apply besides.
    :param ignore: codes of rules to leave out.
    :param per_file_ignores: codes of rules to leave out in files, by patterns of their names or their absolute paths.
    :param fail_on: the least grave finding that ``check`` fails on.
    :param baseline: the file with known findings.
    :param goldens: the folder with the expected results of the queries.
    """

    paths: tuple[Path, ...] = ()
    output: Path = Path("build")
    build: Path | None = None
    store: str | None = None
    sources: tuple[Path, ...] = ()
    reasoner: str = "builtin"
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int | None = None
    timeout: float = 10.0
    max_rows: int | None = None
    max_bytes: int = 256 * 1024 * 1024
    allow_service: tuple[str, ...] = ()
    url_prefix: str = ""
    public_url: str = ""
    watch: bool = False
    forwarded: int = 0
    access_log: bool = False
    builtin: bool = True
    shapes: tuple[Path, ...] = ()
    ontology: tuple[Path, ...] = ()
    violations: tuple[Path, ...] = ()
    catalogue: Path | None = None
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    fail_on: str = "info"
    baseline: Path | None = None
    goldens: Path | None = None


class Kind(NamedTuple):
    """What values a setting may have.

    :param accept: takes a value and the folder that its paths are relative to, and returns the value to use.
        It raises TypeError or ValueError with words for what is expected.
    :param read: turns the text of an environment variable into what a file would hold.
    """

    accept: Callable[[object, Path], Any]
    read: Callable[[str], object] = str


def _paths(value: object, folder: Path) -> tuple[Path, ...]:
    """Accept a list of paths."""
    if not isinstance(value, (list, tuple)) or not all(isinstance(part, (str, Path)) and str(part) for part in value):
        raise TypeError("a list of paths")
    return tuple(folder / part for part in value)


def _some_paths(value: object, folder: Path) -> tuple[Path, ...]:
    """Accept a list of paths that names one at least: nobody who writes one down means the graph that comes along."""
    if not value:
        raise TypeError("a list of one path or more")
    return _paths(value, folder)


def _path(value: object, folder: Path) -> Path:
    """Accept one path."""
    if not isinstance(value, (str, Path)) or not str(value):
        raise TypeError("a path")
    return folder / value


def _store(value: object, folder: Path) -> str:
    """Accept a path or the URL of a server."""
    if not isinstance(value, (str, Path)) or not str(value):
        raise TypeError("a path or a URL")
    scheme, separator, _ = str(value).lower().partition("://")
    if not separator:
        return str(folder / value)
    if scheme not in ("http", "https"):
        raise ValueError("a folder, or a URL that begins with http:// or https://")
    return str(value)


def _host(value: object, folder: Path) -> str:
    """Accept an address or a host's name."""
    if not isinstance(value, str) or not value:
        raise TypeError("an address")
    return value


def _hosts(value: object, folder: Path) -> tuple[str, ...]:
    """Accept a list of hosts; their names mean the same in every case."""
    parts = value if isinstance(value, (list, tuple)) else (None,)
    if not all(isinstance(part, str) and _HOST_AND_PORT.fullmatch(part) for part in parts):
        raise TypeError("a list of hosts such as 'example.org' or 'example.org:8080'")
    return tuple(part.lower() for part in parts)


def _flag(value: object, folder: Path) -> bool:
    """Accept yes or no."""
    if not isinstance(value, bool):
        raise TypeError("true or false")
    return value


def _codes(value: object, folder: Path) -> tuple[str, ...]:
    """Accept a list of codes; whether there are such rules is for the check to say."""
    if not isinstance(value, (list, tuple)) or not all(isinstance(part, str) and part for part in value):
        raise TypeError("a list of codes of rules")
    return tuple(part.upper() for part in value)


def _codes_by_pattern(value: object, folder: Path) -> Mapping[str, tuple[str, ...]]:
    """Accept a table of lists of codes."""
    if not isinstance(value, Mapping):
        raise TypeError("a table of patterns with lists of codes")
    return MappingProxyType({_pattern(str(each), folder): _codes(codes, folder) for each, codes in value.items()})


def _pattern(text: str, folder: Path) -> str:
    """Make a pattern that names folders absolute, as the files are that it is held against; one of names stays."""
    from glob import escape

    if not _PATTERN.fullmatch(text):
        raise ValueError("a table of patterns such as 'old/*.ttl', with all brackets closed")
    return os.path.normpath(Path(escape(str(folder.absolute())), text)) if "/" in text else text


def choice(*names: str) -> Kind:
    """Accept one of some names.

    :param names: the names.
    :returns: the kind.
    """

    def accept(value: object, folder: Path) -> str:
        if value not in names:
            expected = ", ".join(map(repr, names[:-1])) + f" or {names[-1]!r}"
            raise ValueError(expected)
        return str(value)

    return Kind(accept)


def number(least: int, most: int) -> Kind:
    """Accept a whole number.

    :param least: the least that is allowed.
    :param most: the most.
    :returns: the kind.
    """

    def accept(value: object, folder: Path) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise TypeError(f"a number from {least} to {most}")
        return value

    return Kind(accept, lambda text: int(text) if text.isdecimal() else text)


def _seconds(value: object, folder: Path) -> float:
    """Accept a time in seconds."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not LEAST_SECONDS <= value <= MOST_SECONDS:
        raise TypeError(f"seconds from {LEAST_SECONDS:g} to {MOST_SECONDS:g}")
    return float(value)


def _read_seconds(text: str) -> object:
    """Read a time from a variable."""
    try:
        return float(text)
    except ValueError:
        return text


def _prefix(value: object, folder: Path) -> str:
    """Accept a path of URLs, such as /graph."""
    if not isinstance(value, str) or not _PATH_OF_URL.fullmatch(value):
        raise ValueError("a path such as '/graph'")
    return value.rstrip("/")


def _public_url(value: object, folder: Path) -> str:
    """Accept the URL of a server."""
    if not isinstance(value, str) or not _URL.fullmatch(value):
        raise ValueError("a URL such as 'https://example.org/graph'")
    return value.rstrip("/")


def _truth(text: str) -> object:
    """Read yes or no from a variable."""
    return {"1": True, "true": True, "0": False, "false": False}.get(text.lower(), text)


def _split_paths(text: str) -> list[str]:
    """Split paths as the system's PATH."""
    return [part for part in text.split(os.pathsep) if part]


def _split_at_commas(text: str) -> list[str]:
    """Split codes or hosts at commas."""
    return [part.strip() for part in text.split(",") if part.strip()]


_PATHS = Kind(_paths, _split_paths)
_CODES = Kind(_codes, _split_at_commas)

OTHER_VARIABLES = frozenset(
    {
        # Where results are remembered, whether internal errors are told in full, and who asks and writes on servers.
        *("cache", "debug", "store_user", "store_password", "push_user", "push_password"),
        # Programs that the tests of this package use.
        *("chromium", "virtuoso"),
    }
)
"""What variables of ours name that are no settings, in small letters and without what all of them begin with."""

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "paths": Kind(_some_paths, _split_paths),
        "output": Kind(_path),
        "build": Kind(_path),
        "store": Kind(_store),
        "sources": _PATHS,
        "reasoner": choice(*REASONERS),
        "host": Kind(_host),
        "port": number(0, LAST_PORT),
        "workers": number(1, 256),
        "timeout": Kind(_seconds, _read_seconds),
        "max_rows": number(1, 2**31),
        "max_bytes": number(1024, 2**40),
        "allow_service": Kind(_hosts, _split_at_commas),
        "url_prefix": Kind(_prefix),
        "public_url": Kind(_public_url),
        "watch": Kind(_flag, _truth),
        "forwarded": number(0, 16),
        "access_log": Kind(_flag, _truth),
        "builtin": Kind(_flag, _truth),
        "shapes": _PATHS,
        "ontology": _PATHS,
        "violations": _PATHS,
        "catalogue": Kind(_path),
        "select": _CODES,
        "extend_select": _CODES,
        "ignore": _CODES,
        "per_file_ignores": Kind(_codes_by_pattern),
        "fail_on": choice(*SEVERITIES),
        "baseline": Kind(_path),
        "goldens": Kind(_path),
    }
)
"""What each setting may be."""
