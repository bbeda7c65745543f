"""The canonical form of a dataset: RDFC-1.0 (https://www.w3.org/TR/rdf-canon/) and its digest.

Blank nodes that cannot be told apart by the quads they stand in make the algorithm try the orders of their
neighbours, which may never end (https://www.w3.org/TR/rdf-canon/#dataset-poisoning). The work is therefore
estimated first, and a dataset that would take more than a few seconds is refused.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from io import BytesIO
from itertools import groupby, islice
from math import factorial

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, Triple, parse, serialize

from treatygraph.graph.errors import InputError

__all__ = ["canonical_nquads", "digest"]

LARGEST_TANGLE = 16
"""Alike blank nodes that may refer to each other where the order of neighbours is open; measured: 16 take a
second at worst, 32 take hours."""
MOST_WORK = 5_000_000
"""Steps of the estimate that are still done; measured: about five seconds at worst."""

_BLANK = b"_:"
"""What stands for a blank node in N-Quads, though not only for one."""
_AT_ONCE = 1000
"""How many quads are written at once, so that little room is needed besides the lines."""

_Neighbours = Mapping[BlankNode, Mapping[object, set[BlankNode]]]


def canonical_nquads(quads: Iterable[Quad]) -> bytes:
    """Write a dataset as canonical N-Quads: the same bytes for the same dataset, whatever its blank nodes' names.

    :param quads: the dataset.
    :returns: sorted N-Quads in UTF-8, each line ended by a line feed.
    :raises InputError: if too many blank nodes cannot be told apart.
    """
    return b"".join(_canonical_lines(quads))


def digest(quads: Iterable[Quad]) -> str:
    """Return the SHA-256 of the canonical N-Quads.

    :param quads: the dataset.
    :returns: 64 hexadecimal digits.
    :raises InputError: if too many blank nodes cannot be told apart.
    """
    found = sha256()
    for line in _canonical_lines(quads):
        found.update(line)
    return found.hexdigest()


def _canonical_lines(quads: Iterable[Quad]) -> list[bytes]:
    """Write the lines of the canonical form; without blank nodes there is nothing to do but to sort."""
    lines: list[bytes] = []
    rest = iter(quads)
    while some := _written(islice(rest, _AT_ONCE)):
        lines += some.splitlines(keepends=True)
    if any(_BLANK in line for line in lines):
        dataset = Dataset(parse(b"".join(lines), format=RdfFormat.N_QUADS))
        _refuse_poison(dataset)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        lines = _written(dataset).splitlines(keepends=True)
    lines.sort()
    return [line for line, _ in groupby(lines)]


def _written(quads: Iterable[Quad]) -> bytes:
    output = BytesIO()
    serialize(quads, output, format=RdfFormat.N_QUADS)
    return output.getvalue()


def _refuse_poison(dataset: Dataset) -> None:
    """Estimate the work, tangle by tangle: a tangle is a set of alike blank nodes that refer to each other."""
    work = 0
    neighbours = _alike_neighbours(dataset)
    for tangle in _tangles(neighbours):
        size = len(tangle)
        widest = max((len(group) for node in tangle for group in neighbours[node].values()), default=1)
        work += size**3 * (1 if widest == 1 else 10 * factorial(min(widest, 20)))
        if work > MOST_WORK or (widest > 1 and size > LARGEST_TANGLE):
            raise InputError(
                f"{size} blank nodes refer to each other and cannot be told apart.", repair="Give them IRIs."
            )


def _alike_neighbours(dataset: Dataset) -> _Neighbours:
    """Link each blank node that its own quads do not single out with others of that sort, grouped by their role."""
    quads: defaultdict[BlankNode, list[Quad]] = defaultdict(list)
    for quad in dataset:
        for blank in set(_blanks(quad)):
            quads[blank].append(quad)
    looks = {blank: tuple(sorted(_look(quad, blank) for quad in its)) for blank, its in quads.items()}
    number = Counter(looks.values())
    alike = {blank for blank, look in looks.items() if number[look] > 1}
    links: dict[BlankNode, defaultdict[object, set[BlankNode]]] = {}
    for blank in alike:
        groups = links[blank] = defaultdict(set)
        for quad in quads[blank]:
            for position, part in enumerate(quad):
                for other in _blanks((part,)):
                    if other in alike and other != blank:
                        groups[position, quad.predicate, looks[other]].add(other)
    return links


def _tangles(neighbours: _Neighbours) -> Iterator[list[BlankNode]]:
    """Find the connected sets of blank nodes."""
    seen: set[BlankNode] = set()
    for start in neighbours:
        if start not in seen:
            seen.add(start)
            tangle = [start]
            for node in tangle:
                new = {other for group in neighbours[node].values() for other in group} - seen
                seen |= new
                tangle += new
            yield tangle


def _look(quad: Quad, self: BlankNode) -> tuple[str, ...]:
    """Return a quad as a blank node sees it: itself, any other blank node, or the part."""
    return tuple(_seen(part, self) for part in quad)


def _seen(part: object, self: BlankNode) -> str:
    """Return what a blank node sees of a part of its quad."""
    if isinstance(part, Triple):
        return " ".join(_seen(each, self) for each in part)
    if isinstance(part, BlankNode):
        return "_:a" if part == self else "_:z"
    return str(part)


def _blanks(parts: Iterable[object]) -> Iterator[BlankNode]:
    """Find the blank nodes of a quad or a triple term."""
    for part in parts:
        if isinstance(part, BlankNode):
            yield part
        elif isinstance(part, Triple):
            yield from _blanks(part)
