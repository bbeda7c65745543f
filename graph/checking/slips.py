"""Slips in the namespaces of well-known prefixes: one finding, and the rest of the file is read as it is meant.

Without this, one character too few in the namespace of tg: makes every statement of a file a finding of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from types import MappingProxyType
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, Triple

from treatygraph.graph.checking.prefixes import prefixes_of, usual_namespaces
from treatygraph.graph.checking.published import CLOSED, OPEN
from treatygraph.graph.terms import CONCEPT, ID, PREFIXES, SCHEMA, TG
from treatygraph.graph.turtle.tokens import Text

__all__ = ["corrected", "slip_of", "slips_of"]

MOST_EDITS = 3
"""How many characters may be too many or missing in a slip; a wrong one counts as both."""
_DECLARATION = re.compile(r"@?prefix\s+([\w.-]*):\s*<([^<>\s]*)>", re.IGNORECASE)
_OURS: Mapping[str, str] = MappingProxyType({"": ID, "c": CONCEPT, "schema": SCHEMA, "tg": TG})
"""What prefixes stand for in graphs of treatygraph, also where they may mean something else elsewhere."""
_ELSEWHERE = frozenset({"http://schema.org/"})
_SIGN_OF_OURS = "w3id.org/treatygraph/"


def slip_of(prefix: str, namespace: str, *, builtin: bool) -> str | None:
    """Tell which namespace is meant by one with a slip in it.

    :param prefix: the prefix, without its colon.
    :param namespace: what it is declared to stand for.
    :param builtin: whether treatygraph's own prefixes count.
    :returns: the namespace; None for one that is right, known for something else, or too different.

    >>> slip_of("tg", "https://w3id.org/treatygraph/ns", builtin=True)
    'https://w3id.org/treatygraph/ns#'
    >>> slip_of("rdfs", "http://www.w3.org/1999/02/22-rdf-syntax-ns#", builtin=True)
    """
    ours = (_OURS[prefix],) if builtin and prefix in _OURS else ()
    if namespace in ours or namespace in _known():
        return None
    usual = ours or usual_namespaces(prefix, builtin=builtin)
    near = (each for each in usual if namespace not in usual and _edits(namespace, each) <= MOST_EDITS)
    return next(near, None)


def slips_of(text: str, *, builtin: bool) -> Mapping[str, str]:
    """Find the slips in the namespaces that a text declares.

    :param text: Turtle or TriG that the strict parser accepts.
    :param builtin: whether treatygraph's own prefixes count.
    :returns: the namespaces that are meant, by those that are written.
    """
    builtin = builtin and _SIGN_OF_OURS in text
    if not any(slip_of(*match.groups(), builtin=builtin) for match in _DECLARATION.finditer(text)):
        return {}
    found = {each.namespace: slip_of(each.prefix, each.namespace, builtin=builtin) for each in prefixes_of(Text(text))}
    return {written: meant for written, meant in found.items() if meant is not None}


def corrected(term: Any, slips: Mapping[str, str]) -> Any:
    """Give a term, or all terms of a statement, the namespaces that are meant.

    :param term: a term, a triple or a quad.
    :param slips: the namespaces that are meant, by those that are written.
    :returns: the same, if nothing in it is in one of the namespaces.
    """
    if isinstance(term, NamedNode):
        right = term.value.startswith(tuple(slips.values()))
        written = None if right else next((each for each in slips if term.value.startswith(each)), None)
        return term if written is None else NamedNode(slips[written] + term.value[len(written) :])
    if isinstance(term, Literal):
        datatype = corrected(term.datatype, slips)
        changed = term.language is None and datatype != term.datatype
        return Literal(term.value, datatype=datatype) if changed else term
    if isinstance(term, (Triple, Quad)):
        return type(term)(*(corrected(each, slips) for each in term))
    return term


def _known() -> frozenset[str]:
    """Return the namespaces that are right, whatever prefix stands for them."""
    return frozenset((*PREFIXES.values(), *CLOSED, *OPEN)) - _ELSEWHERE


def _edits(one: str, other: str) -> int:
    """Count the characters that are in one of two texts alone."""
    if abs(len(one) - len(other)) > MOST_EDITS:
        return MOST_EDITS + 1
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return len(one) + len(other) - 2 * sum(each.size for each in blocks)
