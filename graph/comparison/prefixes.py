"""The prefixes by which a comparison writes IRIs: those of the files that are compared, then those of treatygraph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from treatygraph.graph.loader import read_prefixes
from treatygraph.graph.terms import PREFIXES

__all__ = ["Meanings", "chosen_prefixes", "meanings_in"]

Meanings: TypeAlias = frozenset[tuple[str, str]]
"""Prefixes, each with a namespace that it stands for in some file."""


def meanings_in(files: Iterable[Path]) -> Meanings:
    """Collect the prefixes of files.

    :param files: sound RDF files.
    :returns: the prefixes with their namespaces.
    """
    found: set[tuple[str, str]] = set()
    for file in files:
        found |= read_prefixes(file).items()
    return frozenset(found)


def chosen_prefixes(meanings: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Choose what each prefix stands for in a text about several files.

    :param meanings: the prefixes of all files with their namespaces.
    :returns: the namespaces by prefix. One that stands for several has the meaning that treatygraph gives it, if that
        is one of them, else none.

    >>> chosen = chosen_prefixes([("ex", "urn:a#"), ("c", "urn:a#"), ("c", "urn:b#")])
    >>> chosen["ex"], chosen.get("c")
    ('urn:a#', None)
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    for prefix, namespace in meanings:
        found[prefix].add(namespace)
    own = {prefix: namespace for prefix, namespace in PREFIXES.items() if namespace in found.get(prefix, {namespace})}
    theirs = {prefix: min(namespaces) for prefix, namespaces in found.items() if len(namespaces) == 1}
    return MappingProxyType({**theirs, **own})
