"""What the page about a thing shows: its statements by property, each with the graphs that make it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.terms import RDF_TYPE, RDFS_LABEL
from treatygraph.server.wording import Link, Wording

__all__ = ["MAX_SHOWN", "EntityView", "Group", "Row", "Source", "entity_view"]

MAX_SHOWN = 100
"""How many values of one property a page shows; it says how many there are."""


@dataclass(frozen=True, slots=True)
class Source:
    """A graph that makes a statement.

    :param kind: its kind.
    :param link: its page.
    """

    kind: str
    link: Link


@dataclass(frozen=True, slots=True)
class Row:
    """One statement.

    :param value: its object; on an inverse link its subject.
    :param sources: the graphs that make it.
    """

    value: Link
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The statements with one property.

    :param property: the property.
    :param rows: the statements, at most :data:`MAX_SHOWN`.
    :param total: how many there are.
    """

    property: Link
    rows: tuple[Row, ...]
    total: int


@dataclass(frozen=True, slots=True)
class EntityView:
    """What the page about a thing shows.

    :param iri: the thing.
    :param title: its label.
    :param types: its classes.
    :param groups: statements about it.
    :param inverse: statements that point at it.
    :param contents: the statements of the graph that it names, as subject, property, object.
    :param contents_total: how many there are.
    :param kind: the kind of that graph; empty if it names none.
    """

    iri: str
    title: str
    types: tuple[Link, ...]
    groups: tuple[Group, ...]
    inverse: tuple[Group, ...]
    contents: tuple[tuple[Link, Link, Link], ...]
    contents_total: int
    kind: str


def entity_view(dataset: Dataset, iri: NamedNode) -> EntityView:
    """Collect what the page about a thing shows.

    :param dataset: the graph, with the ontology for labels.
    :param iri: the thing.
    :returns: its statements, those of each property in alphabetical order.
    """
    wording = Wording(dataset)
    contents = dataset.graph(iri)
    shown = [tuple(map(wording.link, (q.subject, q.predicate, q.object))) for q in contents[:MAX_SHOWN]]
    return EntityView(
        iri=iri.value,
        title=wording.label(iri.value),
        types=tuple(map(wording.link, sorted(dataset.objects(iri, RDF_TYPE), key=str))),
        groups=_groups(wording, dataset.about(iri), inverse=False),
        inverse=_groups(wording, dataset.mentioning(iri), inverse=True),
        contents=tuple((subject, predicate, value) for subject, predicate, value in shown),
        contents_total=len(contents),
        kind=dataset.kind_of(iri) if contents else "",
    )


def _groups(wording: Wording, quads: Iterable[Quad], *, inverse: bool) -> tuple[Group, ...]:
    """Group statements by property; label and type, which the head of the page shows, come first."""
    found: dict[NamedNode, dict[object, list[Quad]]] = {}
    for quad in quads:
        value = quad.subject if inverse else quad.object
        found.setdefault(quad.predicate, {}).setdefault(value, []).append(quad)
    groups = []
    for predicate in sorted(found, key=lambda each: (_rank(each), each.value)):
        values = found[predicate]
        chosen = list(values.values())[:MAX_SHOWN]
        rows = sorted((_row(wording, quads, inverse) for quads in chosen), key=lambda row: row.value.text)
        groups.append(Group(wording.link(predicate), tuple(rows), len(values)))
    return tuple(groups)


def _rank(predicate: NamedNode) -> int:
    """Say where a property stands among the others."""
    return {RDFS_LABEL: 0, RDF_TYPE: 1}.get(predicate, 2)


def _row(wording: Wording, quads: list[Quad], inverse: bool) -> Row:
    """Make one row of the quads that make the same statement in several graphs."""
    value = quads[0].subject if inverse else quads[0].object
    sources = (Source(*wording.graph(quad.graph_name)) for quad in quads)
    return Row(wording.link(value), tuple(sorted(sources, key=lambda each: each.link.text)))
