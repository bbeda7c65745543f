"""The canonical form of a dataset: RDFC-1.0 (https://www.w3.org/TR/rdf-canon/) and its digest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from io import BytesIO

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, Triple, serialize

from treatygraph.graph.errors import InputError

__all__ = ["canonical_nquads", "digest"]

LARGEST_TANGLE = 12
"""Blank nodes that may be told apart by nothing but each other: the algorithm tries their orders one by one, and
a graph made to exploit that would keep it busy for ever (https://www.w3.org/TR/rdf-canon/#dataset-poisoning)."""

_Colours = dict[BlankNode, int]


def canonical_nquads(quads: Iterable[Quad]) -> bytes:
    """Write a dataset as canonical N-Quads: the same bytes for the same dataset, whatever its blank nodes' names.

    :param quads: the dataset.
    :returns: sorted N-Quads in UTF-8, each line ended by a line feed.
    :raises InputError: if too many blank nodes cannot be told apart.
    """
    dataset = Dataset(quads)
    _refuse_poison(dataset)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    output = BytesIO()
    serialize(dataset, output, format=RdfFormat.N_QUADS)
    return b"".join(sorted(output.getvalue().splitlines(keepends=True)))


def digest(quads: Iterable[Quad]) -> str:
    """Return the SHA-256 of the canonical N-Quads.

    :param quads: the dataset.
    :returns: 64 hexadecimal digits.
    :raises InputError: if too many blank nodes cannot be told apart.
    """
    return sha256(canonical_nquads(quads)).hexdigest()


def _refuse_poison(dataset: Dataset) -> None:
    """Colour the blank nodes by their surroundings, again and again; what stays alike is what costs."""
    mentions = [(quad, blank) for quad in dataset for blank in set(_blanks(quad))]
    colours: _Colours = {blank: 0 for _, blank in mentions}
    kinds = 0
    while len(set(colours.values())) > kinds:
        kinds = len(set(colours.values()))
        surroundings: dict[BlankNode, list[int]] = {blank: [colour] for blank, colour in colours.items()}
        for quad, blank in mentions:
            surroundings[blank].append(hash(tuple(_seen(part, blank, colours) for part in quad)))
        colours = {blank: hash(tuple(sorted(seen))) for blank, seen in surroundings.items()}
    largest = max(Counter(colours.values()).values(), default=0)
    if largest > LARGEST_TANGLE and _tangled(mentions, colours, largest):
        raise InputError(
            f"{largest} blank nodes refer to each other and cannot be told apart.",
            repair="Give them IRIs.",
        )


def _tangled(mentions: list[tuple[Quad, BlankNode]], colours: _Colours, size: int) -> bool:
    """Tell whether alike blank nodes meet in one quad; alike ones that never meet cost nothing."""
    alike = {colour for colour, number in Counter(colours.values()).items() if number == size}
    return any(len([each for each in set(_blanks(quad)) if colours[each] in alike]) > 1 for quad, _ in mentions)


def _seen(part: object, self: BlankNode, colours: _Colours) -> object:
    """Return what a blank node sees of a part of its quad: itself, the colour of another, or the part."""
    if isinstance(part, Triple):
        return tuple(_seen(each, self, colours) for each in part)
    if isinstance(part, BlankNode):
        return "self" if part == self else ("blank", colours[part])
    return part


def _blanks(parts: Iterable[object]) -> Iterable[BlankNode]:
    """Find the blank nodes of a quad or a triple term."""
    for part in parts:
        if isinstance(part, BlankNode):
            yield part
        elif isinstance(part, Triple):
            yield from _blanks(part)
