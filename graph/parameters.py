"""Values of parameters: what people type, turned into the term that the parameter's type asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import Literal, NamedNode

from treatygraph.graph.errors import QueryError, UnknownNameError
from treatygraph.graph.names import near_names, resolve
from treatygraph.graph.stored_queries import TYPES, Parameter
from treatygraph.graph.terms import ONTOLOGY_IRI, PREFIXES, RDF_TYPE, XSD, expand, tg

if TYPE_CHECKING:
    from treatygraph.graph.dataset import Dataset

__all__ = ["Given", "as_terms"]

Given: TypeAlias = str | bool | int | Decimal | date | NamedNode | Literal
"""What a caller may give for a parameter: text, a Python value, or a term."""

_PATTERNS: Mapping[str, str] = MappingProxyType(
    {
        "boolean": "true|false",
        "date": r"\d{4}-\d{2}-\d{2}",
        "datetime": r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?",
        "decimal": r"[+-]?(\d+(\.\d*)?|\.\d+)",
        "integer": r"[+-]?\d+",
    }
)
_SCHEMES = re.compile("[a-z][a-z0-9+.-]*://|(?:ark|did|doi|info|mailto|tag|urn):", re.ASCII | re.IGNORECASE)
"""How whole IRIs begin; what else has a colon is taken for a CURIE, whose prefix is to be known."""
_DATATYPES: Mapping[str, str] = MappingProxyType({"datetime": "dateTime"})
"""The datatypes whose names differ from those of the types."""


def as_terms(
    dataset: Dataset, parameters: tuple[Parameter, ...], given: Mapping[str, Given]
) -> dict[str, NamedNode | Literal]:
    """Turn values into terms, and fill in the defaults.

    :param dataset: the graph that local names are looked up in.
    :param parameters: the parameters of the query.
    :param given: the values, by name or by variable, with or without ``?``.
    :returns: the terms by variable; parameters that stay open are not among them.
    :raises QueryError: if a value is missing, is not what its parameter takes, or belongs to no parameter.
    :raises UnknownNameError: if a local name names nothing, or a name nothing of the class of its parameter.
    """
    values = _by_name(parameters, given)
    missing = [each for each in parameters if each.required and each.name not in values]
    if missing:
        words = "; ".join(f"{each.name}: {TYPES[each.type]}" for each in missing)
        example = f"--param {missing[0].name}=…"
        raise QueryError(f"The query needs a value ({words}).", repair=f"Give it, for instance with {example}.")
    chosen = {each: values.get(each.name, each.default) for each in parameters}
    return {
        each.variable: _term(dataset, each, value) if each.name in values else _default(dataset, each, value)
        for each, value in chosen.items()
        if value is not None
    }


def _default(dataset: Dataset, parameter: Parameter, value: Given) -> NamedNode | Literal:
    """Turn the default of a parameter into a term; the things of one graph need not be in another."""
    try:
        return _term(dataset, parameter, value)
    except UnknownNameError:
        raise QueryError(
            f"The default of {parameter.name!r}, {value}, is not in this graph.",
            repair=f"Give one that is, with --param {parameter.name}=….",
        ) from None


def _by_name(parameters: tuple[Parameter, ...], given: Mapping[str, Given]) -> dict[str, Given]:
    """Sort the values by the names of their parameters."""
    names = {alias: each.name for each in parameters for alias in _aliases(each)}
    found: dict[str, Given] = {}
    for key, value in given.items():
        name = names.get(key.lstrip("?$"))
        if name is None:
            known = [each.name for each in parameters]
            near = near_names(key, known) or known
            repair = f"It has {', '.join(near)}." if near else "It has none."
            raise QueryError(f"The query has no parameter {key!r}.", repair=repair)
        if name in found:
            raise QueryError(f"The parameter {name!r} is given twice.", repair="Give it once.")
        found[name] = value
    return found


def _aliases(parameter: Parameter) -> tuple[str, ...]:
    """Name the ways in which a parameter can be called."""
    return parameter.name, parameter.variable, parameter.variable.lstrip("_")


def _term(dataset: Dataset, parameter: Parameter, value: Given) -> NamedNode | Literal:
    """Turn one value into a term."""
    if isinstance(value, NamedNode | Literal):
        return _checked_term(parameter, value)
    text = str(value).lower() if isinstance(value, bool) else _text(value)
    if parameter.choices and text not in parameter.choices:
        raise _refused(parameter, text, f"one of {', '.join(parameter.choices)}")
    if parameter.type == "iri":
        return _iri(dataset, parameter, text)
    if parameter.type == "string":
        return Literal(text)
    if not re.fullmatch(_PATTERNS[parameter.type], text, re.ASCII) or not _exists(parameter.type, text):
        raise _refused(parameter, text, TYPES[parameter.type])
    return Literal(text, datatype=_datatype(parameter))


def _text(value: Given) -> str:
    """Write a Python value as SPARQL would."""
    return value.isoformat() if isinstance(value, date) else str(value)


def _checked_term(parameter: Parameter, term: NamedNode | Literal) -> NamedNode | Literal:
    """Accept a term of the right kind."""
    if isinstance(term, NamedNode):
        fits = parameter.type == "iri"
    elif parameter.type == "string":
        fits = term.language is not None or term.datatype == _datatype(parameter)
    else:
        fits = parameter.type != "iri" and term.datatype == _datatype(parameter)
    if not fits:
        raise _refused(parameter, term.value, TYPES[parameter.type])
    return term


def _iri(dataset: Dataset, parameter: Parameter, text: str) -> NamedNode:
    """Read an IRI, a CURIE or a local name."""
    plain = text.strip()
    inner = plain[1:-1] if plain.startswith("<") and plain.endswith(">") else plain
    if not inner:
        raise _refused(parameter, text, TYPES["iri"])
    if inner == plain and ":" not in inner:
        return _thing(dataset, parameter.name, inner)
    try:
        iri = expand(inner, dataset.prefixes)
        node = NamedNode(iri or inner)
    except ValueError:
        raise _refused(parameter, text, TYPES["iri"]) from None
    if dataset.subjects(RDF_TYPE, _class_of(parameter.name)):
        return _thing(dataset, parameter.name, plain if iri == expand(inner) else node.value)
    if inner == plain and iri is None and not _SCHEMES.match(inner) and not dataset.knows(node):
        prefix = inner.partition(":")[0]
        repair = f"The prefixes are {', '.join(each for each in PREFIXES if each)}; an IRI can stand in <>."
        raise QueryError(f"The parameter {parameter.name!r} is {text!r}: no prefix {prefix!r} is known.", repair=repair)
    return node


def _class_of(parameter: str) -> NamedNode:
    """Return the class that a parameter may be named for."""
    return tg(parameter[:1].upper() + parameter[1:])


def _thing(dataset: Dataset, parameter: str, name: str) -> NamedNode:
    """Find the thing of a name: of the class that the parameter is named for, where there is one."""
    kind = _class_of(parameter)
    if not dataset.subjects(RDF_TYPE, kind):
        return resolve(dataset, name)
    try:
        return resolve(dataset, name, kind)
    except UnknownNameError as error:
        # Without the ontology nobody knows that a treaty is an instrument.
        if dataset.size_of(NamedNode(ONTOLOGY_IRI)):
            raise
        with suppress(UnknownNameError):
            return resolve(dataset, name)
        raise error from None


def _exists(kind: str, text: str) -> bool:
    """Tell whether the calendar has such a day."""
    try:
        if kind == "date":
            date.fromisoformat(text)
        elif kind == "datetime":
            datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _datatype(parameter: Parameter) -> NamedNode:
    """Return the datatype of the literals that a parameter takes."""
    return NamedNode(XSD + _DATATYPES.get(parameter.type, parameter.type))


def _refused(parameter: Parameter, text: str, wanted: str) -> QueryError:
    """Say that a value is not what its parameter takes."""
    return QueryError(f"The parameter {parameter.name!r} is {text!r}.", repair=f"It takes {wanted}.")
