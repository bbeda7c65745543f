"""Stored queries: text with front matter, and parameters that are variables named ``?_name_type``.

``?_state_iri`` is the parameter ``state``, an IRI; ``?__state_iri``, with two underscores, may stay open, and is
then an ordinary variable. A variable that begins with an underscore and names no type is an ordinary variable too.
The form is that of grlc; front matter is read by :mod:`treatygraph.graph.front_matter`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from treatygraph.graph.errors import QueryError, UnknownNameError
from treatygraph.graph.front_matter import FrontMatter, Value, read_front_matter
from treatygraph.graph.names import near_names
from treatygraph.graph.settings import SEVERITIES
from treatygraph.graph.sparql_text import Token, tokens

__all__ = [
    "TYPES",
    "Parameter",
    "StoredQuery",
    "find_query",
    "parameters_of",
    "read_query",
    "stored_queries",
]

TYPES: Mapping[str, str] = MappingProxyType(
    {
        "boolean": "true or false",
        "date": "a day such as 1956-10-19",
        "datetime": "a time such as 1956-10-19T12:00:00Z",
        "decimal": "a number such as 2.5",
        "integer": "a whole number such as 1956",
        "iri": "an IRI, a CURIE such as tg:State, or the local name of a thing of the graph",
        "string": "a text",
    }
)
"""The types of parameters, each with the words that say what it takes."""
VIEWS = ("Table", "Map", "Timeline", "Graph")

_VARIABLE = re.compile(rf"[?$]_(?P<open>_?)(?P<name>[A-Za-z]\w*?)_(?P<type>{'|'.join(TYPES)})")
_KEYS = frozenset(("summary", "description", "tags", "defaults", "enumerate", "severity", "defaultView"))
_KEYS_OF_GRLC = frozenset(("endpoint", "endpoint_in_url", "method", "pagination", "transform", "mime"))
"""Keys that grlc knows and that mean nothing here."""
_FORMS = ("select", "ask", "construct", "describe")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a query.

    :param name: the name that people use.
    :param variable: the variable, without ``?``.
    :param type: one of :data:`TYPES`.
    :param optional: whether it may stay open.
    :param default: the value when none is given, or None.
    :param choices: the values that are allowed; empty for all.
    """

    name: str
    variable: str
    type: str
    optional: bool = False
    default: str | None = None
    choices: tuple[str, ...] = ()

    @property
    def required(self) -> bool:
        """Whether a value must be given."""
        return self.default is None and not self.optional


@dataclass(frozen=True, slots=True)
class StoredQuery:
    """A query with what its front matter says of it.

    :param name: its public name.
    :param text: its whole text.
    :param form: select, ask, construct or describe.
    :param summary: what it asks, in one line.
    :param description: more about it.
    :param tags: words to find it by.
    :param view: how its answer is best shown: one of :data:`VIEWS`.
    :param parameters: what may be given, sorted by name.
    :param severity: how grave its rows are where they are violations; empty where it does not say.
    """

    name: str
    text: str
    form: str
    summary: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    view: str = "Table"
    parameters: tuple[Parameter, ...] = ()
    severity: str = ""

    @property
    def body(self) -> str:
        """The query without its front matter."""
        lines = self.text.splitlines(keepends=True)
        return "".join(line for line in lines if not line.lstrip().startswith(("#+", "#defaultView:"))).lstrip()


@cache
def stored_queries() -> Mapping[str, StoredQuery]:
    """Read the stored queries that are shipped with the package.

    :returns: the queries by name, in alphabetical order.
    :raises QueryError: if one has front matter that cannot be read.
    """
    from treatygraph.queries import query_files

    found = {path.stem: _read_file(path) for path in query_files()}
    return MappingProxyType(dict(sorted(found.items())))


def find_query(name: str) -> StoredQuery:
    """Find a stored query.

    :param name: its name.
    :returns: the query.
    :raises UnknownNameError: if there is none, with the names most like it.
    """
    found = stored_queries()
    if name not in found:
        raise UnknownNameError(name, "stored query", near_names(name, found))
    return found[name]


def read_query(text: str, name: str = "") -> StoredQuery:
    r"""Read a query with its front matter, if it has any.

    :param text: the text.
    :param name: the name to give it.
    :returns: the query; its SPARQL has not been parsed.
    :raises QueryError: if the front matter cannot be read, or does not fit the query.

    >>> query = read_query("#+ summary: Sides of an instrument\nSELECT ?side { ?_instrument_iri ?p ?side }")
    >>> query.summary, [parameter.name for parameter in query.parameters]
    ('Sides of an instrument', ['instrument'])
    """
    matter = read_front_matter(text)
    _refuse_unknown_keys(matter)
    view = _text(matter, "defaultView") or "Table"
    if view not in VIEWS:
        message = f"There is no view {view!r}."
        raise matter.wrong_value("defaultView", message, f"The views are {', '.join(VIEWS)}.")
    severity = _text(matter, "severity")
    if severity and severity not in SEVERITIES:
        message = f"There is no severity {severity!r}."
        raise matter.wrong_value("severity", message, f"The severities are {', '.join(SEVERITIES)}.")
    query = tokens(text)
    return StoredQuery(
        name,
        text,
        next((token.text.lower() for token in query if token.says(*_FORMS)), ""),
        _text(matter, "summary"),
        _text(matter, "description"),
        _list(matter, "tags"),
        view,
        _with_front_matter(parameters_of(query), matter),
        severity,
    )


def parameters_of(query: tuple[Token, ...]) -> tuple[Parameter, ...]:
    """Find the parameters of a query.

    :param query: its tokens.
    :returns: the parameters, sorted by name, without defaults.
    :raises QueryError: if two variables have the name of one parameter.
    """
    found: dict[str, Parameter] = {}
    for token in query:
        match = _VARIABLE.fullmatch(token.text) if token.kind == "variable" else None
        if match is None:
            continue
        made = Parameter(match["name"], token.text[1:], match["type"], bool(match["open"]))
        if found.setdefault(made.name, made) != made:
            raise QueryError(
                f"?{found[made.name].variable} and ?{made.variable} are the same parameter {made.name!r}.",
                repair="Write one of them everywhere.",
            )
    return tuple(found[name] for name in sorted(found))


def _read_file(path: Path) -> StoredQuery:
    """Read the file of a stored query."""
    try:
        return read_query(path.read_text("utf-8"), path.stem)
    except QueryError as error:
        raise QueryError(f"{path.name}: {error}") from None


def _refuse_unknown_keys(matter: FrontMatter) -> None:
    """Refuse keys that nobody would ever read, the first of them: most are misspelt."""
    for key in matter:
        if key in _KEYS or key in _KEYS_OF_GRLC:
            continue
        near = near_names(key, _KEYS)
        known = f"Did you mean {near[0]!r}?" if near else f"The keys are {', '.join(sorted(_KEYS))}."
        raise matter.wrong_key(key, f"The front matter has an unknown key {key!r}.", known)


def _with_front_matter(parameters: tuple[Parameter, ...], matter: FrontMatter) -> tuple[Parameter, ...]:
    """Give parameters their defaults and choices."""
    defaults, choices = _mapping(matter, "defaults"), _mapping(matter, "enumerate")
    names = [parameter.name for parameter in parameters]
    for name in (*defaults, *choices):
        if name not in names:
            known = f"It has {', '.join(names)}." if names else "It has none."
            raise QueryError(f"The query has no parameter {name!r}.", repair=known)
    return tuple(
        Parameter(each.name, each.variable, each.type, each.optional, _one(defaults, each), _many(choices, each))
        for each in parameters
    )


def _one(defaults: Mapping[str, Value], parameter: Parameter) -> str | None:
    """Return the default of a parameter."""
    value = defaults.get(parameter.name)
    if value is not None and not isinstance(value, str):
        raise QueryError(f"The default of {parameter.name!r} is a list.", repair="Give one value.")
    return value


def _many(choices: Mapping[str, Value], parameter: Parameter) -> tuple[str, ...]:
    """Return the choices of a parameter."""
    value = choices.get(parameter.name, ())
    if not isinstance(value, tuple):
        raise QueryError(f"The choices of {parameter.name!r} are no list.", repair="Write [a, b].")
    return value


def _text(matter: FrontMatter, key: str) -> str:
    """Return the text of a key, empty where it is missing."""
    value = matter.get(key, "")
    if not isinstance(value, str):
        raise matter.wrong_value(key, f"The front matter's {key!r} is no text.", f"Write '{key}: some words'.")
    return value


def _list(matter: FrontMatter, key: str) -> tuple[str, ...]:
    """Return the list of a key, empty where it is missing."""
    value = matter.get(key, ())
    if not isinstance(value, tuple):
        raise matter.wrong_value(key, f"The front matter's {key!r} is no list.", f"Write '{key}: [a, b]'.")
    return value


def _mapping(matter: FrontMatter, key: str) -> Mapping[str, Value]:
    """Return the mapping of a key, empty where it is missing."""
    value = matter.get(key, {})
    if not isinstance(value, dict):
        raise matter.wrong_value(
            key, f"The front matter's {key!r} is no mapping.", f"Write a line '  name: value' in {key!r}."
        )
    return MappingProxyType(dict(value))
