"""Finds the places of a graph with all that the map tells of them: stated things alone, each with its graphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from treatygraph.graph.dataset import Dataset, Term
from treatygraph.graph.terms import GEO, PROV, RDF_TYPE, SKOSXL, tg
from treatygraph.server.pages.classes import with_narrower
from treatygraph.server.pages.geometry import Shape, read_shape
from treatygraph.server.pages.places import Holding, Name, Outline, Place
from treatygraph.server.wording import DERIVED_KINDS, Link, Wording

__all__ = ["names_of", "places_of"]

_HAS_GEOMETRY = NamedNode(GEO + "hasGeometry")
_AS_WKT = NamedNode(GEO + "asWKT")
_WITHIN = NamedNode(GEO + "sfWithin")
_FORM = NamedNode(SKOSXL + "literalForm")
_SOURCE = NamedNode(PROV + "hadPrimarySource")
_DERIVED_FROM = NamedNode(PROV + "wasDerivedFrom")


def places_of(dataset: Dataset, vocabulary: Dataset) -> tuple[Place, ...]:
    """Collect the places of a graph.

    :param dataset: the graph.
    :param vocabulary: the graph with the ontology.
    :returns: the places, land first, each in alphabetical order.
    """
    reader = _Gazetteer(dataset, vocabulary)
    land = reader.members("Territory")
    made = [reader.place(iri, iri in land) for iri in reader.members("Place") | reader.with_geometry()]
    return tuple(sorted(made, key=lambda place: (not place.is_land, place.link.text.casefold(), place.link.iri)))


def names_of(dataset: Dataset, vocabulary: Dataset, thing: NamedNode) -> tuple[Name, ...]:
    """Collect what people call a thing, a place or another.

    :param dataset: the graph.
    :param vocabulary: the graph with the ontology.
    :param thing: the thing.
    :returns: the names, each with those who use it.
    """
    return tuple(_Gazetteer(dataset, vocabulary).names(thing))


class _Gazetteer:
    """Reads places out of a graph; what the build derives says nothing new of them."""

    def __init__(self, dataset: Dataset, vocabulary: Dataset) -> None:
        self._dataset, self._vocabulary, self._wording = dataset, vocabulary, Wording(vocabulary)

    def members(self, name: str) -> set[NamedNode]:
        """Find the instances of a class and of the classes below it."""
        classes = with_narrower(self._vocabulary, tg(name))
        members = chain.from_iterable(self._dataset.subjects(RDF_TYPE, each) for each in classes)
        return {thing for thing in members if isinstance(thing, NamedNode)}

    def with_geometry(self) -> set[NamedNode]:
        """Find whatever has a geometry, a place or not."""
        quads = self._dataset.with_predicate(_HAS_GEOMETRY)
        return {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}

    def place(self, iri: NamedNode, is_land: bool) -> Place:
        """Collect what the map tells of a place."""
        around = (q.object for q in self._about(iri, _WITHIN))
        inside = (q.subject for q in self._dataset.mentioning(iri) if q.predicate == _WITHIN and self._is_stated(q))
        return Place(
            self._wording.link(iri),
            self._links(quad.object for quad in self._about(iri, RDF_TYPE)),
            is_land,
            tuple(self.names(iri)),
            tuple(self._outlines(iri)),
            tuple(self._holdings(iri)),
            self._links(around),
            self._links(inside),
        )

    def names(self, iri: NamedNode) -> Iterator[Name]:
        """Find the names of a thing, each with those who use it."""
        quads = (quad for quad in self._dataset.mentioning(iri) if quad.predicate == tg("denotes"))
        for quad in sorted(filter(self._is_stated, quads), key=str):
            users = self._links(each.object for each in self._about(quad.subject, tg("usedBy")))
            inferred = self._dataset.kind_of(quad.graph_name) == "inference"
            for form in self._dataset.objects(quad.subject, _FORM):
                if isinstance(form, Literal):
                    yield Name(form.value, form.language or "", users, inferred, getattr(quad.subject, "value", ""))

    def _outlines(self, iri: NamedNode) -> Iterator[Outline]:
        """Find where a place lies; what is no geometry that can be drawn is left out."""
        for given in self._about(iri, _HAS_GEOMETRY):
            for described in self._about(given.object, _AS_WKT):
                text = described.object.value if isinstance(described.object, Literal) else ""
                shape = read_shape(text)
                if shape is not None:
                    yield self._outline(shape, text, self._behind((given, described)))

    def _outline(self, shape: Shape, text: str, graphs: Iterable[Term]) -> Outline:
        """Say of a geometry where it is taken from, and whether the curators inferred whose it is."""
        named = [graph for graph in graphs if isinstance(graph, NamedNode)]
        works = self._links(work for graph in named for work in self._dataset.objects(graph, _SOURCE))
        found = chain.from_iterable(self._dataset.objects(graph, tg("locator")) for graph in named)
        locators = tuple(dict.fromkeys(each.value for each in found if isinstance(each, Literal)))
        inferences = self._links(graph for graph in named if self._dataset.kind_of(graph) == "inference")
        return Outline(shape, text, works, locators, inferences)

    def _holdings(self, iri: NamedNode) -> Iterator[Holding]:
        """Find who claims and who administers a place, according to whom."""
        for claim in sorted(self._dataset.subjects(tg("claimedTerritory"), iri), key=str):
            for quad in self._about(claim, tg("claimant")):
                yield Holding(self._wording.link(quad.object), "claimed by", self._links(self._behind([quad])))
        for quad in self._about(iri, tg("administeredBy")):
            yield Holding(self._wording.link(quad.object), "administered by", self._links(self._behind([quad])))

    def _about(self, subject: Term, predicate: NamedNode) -> list[Quad]:
        """Find what is stated about a thing by one property."""
        if not isinstance(subject, NamedNode | BlankNode):
            return []
        found = (quad for quad in self._dataset.about(subject) if quad.predicate == predicate)
        return sorted(filter(self._is_stated, found), key=str)

    def _is_stated(self, quad: Quad) -> bool:
        return self._dataset.kind_of(quad.graph_name) not in DERIVED_KINDS

    def _behind(self, quads: Iterable[Quad]) -> tuple[Term, ...]:
        """Name the graphs that make some statements, and those that these rest on."""
        graphs = [quad.graph_name for quad in quads if isinstance(quad.graph_name, NamedNode)]
        bases = chain.from_iterable(self._dataset.objects(graph, _DERIVED_FROM) for graph in graphs)
        return tuple(dict.fromkeys((*graphs, *bases)))

    def _links(self, terms: Iterable[Term]) -> tuple[Link, ...]:
        """Link to things, none twice."""
        return tuple(map(self._wording.link, dict.fromkeys(terms)))
