"""Findings in the words of their files: where a file has a prefix for an IRI, its readers know the short name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from treatygraph.graph.checking.findings import Finding
from treatygraph.graph.checking.prefixes import Prefix, prefixes_of, usual_namespaces
from treatygraph.graph.terms import PREFIXES, compact
from treatygraph.graph.turtle.reading import FAMILY
from treatygraph.graph.turtle.tokens import Text

if TYPE_CHECKING:
    from treatygraph.graph.checking.material import Document

__all__ = ["in_own_names", "shortened"]

_IRI = re.compile(r"<([^<>\s]+)>")
_LOCAL_NAME = re.compile(r"[A-Za-z0-9_](?:[\w-]*|[\w.-]*[\w-])", re.ASCII)
_ON_FILES = "TG0"
"""How the codes of the rules on files and prefixes begin: what they tell of are the IRIs themselves."""


def in_own_names(findings: Iterable[Finding], documents: Sequence[Document], *, builtin: bool) -> list[Finding]:
    """Write IRIs in messages as the files of the findings write them.

    :param findings: findings with their places.
    :param documents: the files.
    :param builtin: whether treatygraph's own names are used in messages.
    :returns: the findings in the same order. What programs read (focus, graph, property, value) stays whole.
    """
    files = {str(each.path): each for each in documents if each.path.suffix.lower() in FAMILY}
    known: dict[str, Mapping[str, str]] = {}
    told = []
    for each in findings:
        document = files.get(each.path or "")
        if document is None or each.code.startswith(_ON_FILES):
            told.append(each)
            continue
        if each.path not in known:
            known[str(each.path)] = _namespaces(document, builtin=builtin)
        namespaces = known[str(each.path)]
        called = shortened(compact(each.focus), namespaces) if each.focus else ""
        message, repair = (shortened(text, namespaces) for text in (each.message, each.repair))
        told.append(replace(each, called=called, message=message, repair=repair))
    return told


def shortened(text: str, namespaces: Mapping[str, str]) -> str:
    """Shorten the IRIs in a text.

    :param text: a text with IRIs in angle brackets.
    :param namespaces: the namespaces by prefix.
    :returns: the text with the shortest CURIE for each IRI that has one.

    >>> shortened("<urn:a#b> is no <urn:c>.", {"a": "urn:a#"})
    'a:b is no <urn:c>.'
    """

    def short(match: re.Match[str]) -> str:
        iri = match[1]
        names = [
            f"{prefix}:{iri[len(namespace) :]}"
            for prefix, namespace in namespaces.items()
            if namespace and iri.startswith(namespace) and _LOCAL_NAME.fullmatch(iri[len(namespace) :])
        ]
        return min(names, key=lambda name: (len(name), name), default=match[0])

    return _IRI.sub(short, text)


def _namespaces(document: Document, *, builtin: bool) -> Mapping[str, str]:
    """Return the prefixes of a file, but for those that stand for something else in messages."""
    declared = prefixes_of(Text(document.text, str(document.path)))
    return {each.prefix: each.namespace for each in declared if _is_understood(each, builtin=builtin)}


def _is_understood(prefix: Prefix, *, builtin: bool) -> bool:
    """Tell whether a prefix has the meaning that it has elsewhere."""
    usual = usual_namespaces(prefix.prefix, builtin=builtin)
    if not usual and builtin:
        usual = (PREFIXES.get(prefix.prefix, prefix.namespace),)
    return not usual or prefix.namespace in usual
