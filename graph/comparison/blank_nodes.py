"""Names for blank nodes that depend on nothing but what is said of them, so that two versions can be compared.

RDFC-1.0 (https://www.w3.org/TR/rdf-canon/) numbers the blank nodes of a whole dataset: one more of them would rename
all others. Here it is applied to each set of statements that share blank nodes, and the set's digest is part of the
names. What did not change keeps its names; sets that say the same are counted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from pyoxigraph import BlankNode, Quad, RdfFormat, Triple, parse

from treatygraph.graph.canonical import canonical_nquads

__all__ = ["rename", "with_scope", "with_stable_names"]

_DIGITS = 16
_ALONE = BlankNode("c14n0")


def with_stable_names(quads: Iterable[Quad]) -> tuple[Quad, ...]:
    """Name the blank nodes of a dataset by what is said of them.

    :param quads: the dataset.
    :returns: the same dataset, none of its quads twice, those with blank nodes last.
    :raises InputError: if too many blank nodes cannot be told apart.

    >>> from pyoxigraph import NamedNode
    >>> one, other = (Quad(BlankNode(name), NamedNode("urn:p"), NamedNode("urn:o")) for name in "ab")
    >>> with_stable_names([one]) == with_stable_names([other])
    True
    """
    grounded: dict[Quad, None] = {}
    floating: dict[Quad, None] = {}
    for quad in quads:
        (floating if _may_float(quad) and any(_blanks(quad)) else grounded)[quad] = None
    named: list[Quad] = []
    seen: Counter[str] = Counter()
    for shared in _sharing(list(floating)):
        canonical = _canonical(shared)
        digest = sha256("\n".join(sorted(map(str, canonical))).encode()).hexdigest()[:_DIGITS]
        seen[digest] += 1
        mark = f"b{digest}" + (f"d{seen[digest]}" if seen[digest] > 1 else "")
        nodes = {node for quad in canonical for node in _blanks(quad)}
        names = {node: BlankNode(f"{mark}n{node.value.removeprefix('c14n')}") for node in nodes}
        named += (rename(quad, names) for quad in canonical)
    return (*grounded, *named)


def with_scope(quads: Iterable[Quad], scope: str) -> Iterator[Quad]:
    """Give the blank nodes of a file names that no other file has.

    :param quads: the quads of the file.
    :param scope: what tells the file from others.
    :returns: the quads, in their order.
    """
    names: dict[BlankNode, BlankNode] = {}
    for quad in quads:
        if not _may_float(quad):
            yield quad
            continue
        for node in _blanks(quad):
            names.setdefault(node, BlankNode(f"{scope}n{len(names)}"))
        yield rename(quad, names)


def rename(quad: Quad, names: Mapping[BlankNode, BlankNode]) -> Quad:
    """Rename the blank nodes of a quad, those within triple terms too.

    :param quad: the quad.
    :param names: the new names; others stay.
    :returns: the renamed quad.
    """

    def renamed(term: Any) -> Any:
        if isinstance(term, BlankNode):
            return names.get(term, term)
        return Triple(*map(renamed, term)) if isinstance(term, Triple) else term

    return Quad(renamed(quad.subject), quad.predicate, renamed(quad.object), renamed(quad.graph_name))


def _may_float(quad: Quad) -> bool:
    """Tell, faster than by looking for them, whether a quad may have blank nodes."""
    kinds = (type(quad.subject), type(quad.object), type(quad.graph_name))
    return BlankNode in kinds or Triple in kinds


def _blanks(parts: Iterable[object]) -> Iterator[BlankNode]:
    """Find the blank nodes of a quad or a triple term."""
    for part in parts:
        if isinstance(part, BlankNode):
            yield part
        elif isinstance(part, Triple):
            yield from _blanks(part)


def _sharing(quads: Sequence[Quad]) -> list[list[Quad]]:
    """Group the quads that share blank nodes, directly or by way of others."""
    mentions: defaultdict[BlankNode, list[Quad]] = defaultdict(list)
    for quad in quads:
        for node in _blanks(quad):
            mentions[node].append(quad)
    groups: list[list[Quad]] = []
    seen: set[BlankNode] = set()
    for start in mentions:
        if start in seen:
            continue
        seen.add(start)
        pending, group = [start], dict[Quad, None]()
        for node in pending:
            for quad in mentions[node]:
                group[quad] = None
                new = [each for each in _blanks(quad) if each not in seen]
                seen.update(new)
                pending += dict.fromkeys(new)
        groups.append(list(group))
    return groups


def _canonical(quads: Sequence[Quad]) -> list[Quad]:
    """Give quads that share blank nodes the names of RDFC-1.0; a node that is alone needs no algorithm."""
    nodes = {node for quad in quads for node in _blanks(quad)}
    if len(nodes) == 1:
        return [rename(quad, dict.fromkeys(nodes, _ALONE)) for quad in quads]
    return list(parse(input=canonical_nquads(quads), format=RdfFormat.N_QUADS))
