"""Names that people type: an IRI, a CURIE or a local name, found among the things of a dataset."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from treatygraph.graph.errors import TreatyGraphError, UnknownNameError
from treatygraph.graph.terms import GRAPH, ID, RDF_TYPE, RDFS, expand, local_name

if TYPE_CHECKING:
    from treatygraph.graph.dataset import Dataset

__all__ = ["choose", "near_names", "resolve", "short_name"]

MOST_NEAR = 3
LEAST_LIKENESS = 0.5
MOST_SEARCHED = 50_000
"""Among more names none is looked for that is like another one: it would take seconds."""

_AUXILIARY = (GRAPH, ID + "selector/")
"""A passage, its graph and its selector share a name; who says the name means the passage."""
_SUBCLASS = NamedNode(RDFS + "subClassOf")


def resolve(dataset: Dataset, name: str, kind: NamedNode | None = None) -> NamedNode:
    """Find the thing that a name means.

    :param dataset: the graph.
    :param name: an IRI (also in angle brackets), a CURIE with one of our prefixes, a local name, or a path of
        segments such as ``perspective/japan``.
    :param kind: the class that it must be of; a subclass will do.
    :returns: the thing.
    :raises UnknownNameError: if there is none, with the names most like it.
    :raises TreatyGraphError: if there are several, with their IRIs.
    """
    if kind is None:
        # Without the list of all things, which takes long to read from a large store.
        exact = next((iri for iri in _readings(name) if _is_told_of(dataset, iri)), None)
        return NamedNode(exact or choose(name, dataset.iris, "thing"))
    word = re.sub("(?<!^)(?=[A-Z])", " ", local_name(kind.value)).lower()
    return NamedNode(choose(name, (node.value for node in _of_kind(dataset, kind)), word))


def choose(name: str, candidates: Iterable[str], kind: str) -> str:
    """Find the one candidate that a name means.

    :param name: an IRI, a CURIE, a local name, or the last segments of an IRI.
    :param candidates: the IRIs to choose from.
    :param kind: what they are, for the message: ``perspective``.
    :returns: the IRI.
    :raises UnknownNameError: if there is none, with the names most like it.
    :raises TreatyGraphError: if there are several, with their IRIs.

    >>> choose("japan", ["https://w3id.org/treatygraph/id/perspective/japan"], "perspective")
    'https://w3id.org/treatygraph/id/perspective/japan'
    """
    known = frozenset(candidates)
    plain = _plain(name)
    exact = [iri for iri in _readings(name) if iri in known]
    found = exact[:1] or sorted(iri for iri in known if _ends_with(iri, plain))
    found = [iri for iri in found if not iri.startswith(_AUXILIARY)] or found
    if len(found) == 1:
        return found[0]
    if not found and len(known) > MOST_SEARCHED:
        raise UnknownNameError(name, kind, [])
    if not found:
        names = sorted(map(local_name, known))
        raise UnknownNameError(name, kind, near_names(local_name(expand(plain) or plain), names), names)
    choice = ", ".join(iri.removeprefix(ID) for iri in found)
    raise TreatyGraphError(f"The name {name!r} means several things: {choice}.", repair="Use one of these.")


def near_names(name: str, names: Iterable[str]) -> list[str]:
    """Choose the names that look most like one.

    :param name: what was typed.
    :param names: what there is.
    :returns: at most three, the likest first; those that contain it, or that it contains, count as like. None where
        there are very many names.
    """
    wanted = name.lower()
    letters = Counter(wanted)
    known = set(names)
    candidates = ((each, each.lower()) for each in known) if len(known) <= MOST_SEARCHED else ()
    scored = sorted(
        (-_likeness(wanted, lower), each) for each, lower in candidates if _may_be_like(wanted, letters, lower)
    )
    return [each for score, each in scored[:MOST_NEAR] if -score >= LEAST_LIKENESS]


def short_name(dataset: Dataset, iri: str) -> str:
    """Return the shortest name that means this thing and no other.

    :param dataset: the graph.
    :param iri: the thing.
    :returns: its local name, with the segments before it where others share it.
    """
    segments = iri.removeprefix(ID).split("/")
    if not iri.startswith(ID) or len(segments) == 1:
        return local_name(iri)
    others = [other for other in dataset.iris if other != iri and not other.startswith(_AUXILIARY)]
    tails = ("/".join(segments[-count:]) for count in range(1, len(segments)))
    return next((tail for tail in tails if not any(_ends_with(other, tail) for other in others)), "/".join(segments))


def _plain(name: str) -> str:
    return name.strip().removeprefix("<").removesuffix(">")


def _readings(name: str) -> tuple[str, ...]:
    """List the IRIs that a name may stand for as it is."""
    plain = _plain(name)
    return tuple(iri for iri in (plain, expand(plain), ID + plain) if iri)


def _is_told_of(dataset: Dataset, iri: str) -> bool:
    """Tell whether an IRI is the subject of a quad or the name of a graph."""
    try:
        node = NamedNode(iri)
    except ValueError:
        return False
    return bool(dataset.about(node)) or dataset.size_of(node) > 0


def _ends_with(iri: str, tail: str) -> bool:
    """Tell whether the last segments of an IRI are these."""
    return iri.endswith(("/" + tail, "#" + tail))


def _of_kind(dataset: Dataset, kind: NamedNode) -> Iterator[NamedNode]:
    """Find the things of a class and of its subclasses."""
    pending, seen = [kind], {kind}
    while pending:
        current = pending.pop()
        yield from (each for each in dataset.subjects(RDF_TYPE, current) if isinstance(each, NamedNode))
        below = {each for each in dataset.subjects(_SUBCLASS, current) if isinstance(each, NamedNode)} - seen
        pending += below
        seen |= below


def _may_be_like(wanted: str, letters: Mapping[str, int], other: str) -> bool:
    """Tell by their letters alone whether two names may be alike enough; this leaves out most, and is fast."""
    shared = sum(min(number, other.count(letter)) for letter, number in letters.items())
    return 2 * shared >= LEAST_LIKENESS * (len(wanted) + len(other)) or wanted in other or other in wanted


def _likeness(one: str, other: str) -> float:
    """Score how alike two names are, from 0 to 1."""
    ratio = SequenceMatcher(None, one, other).ratio()
    return max(ratio, 0.75) if len(one) > 2 and (one in other or other in one) else ratio
