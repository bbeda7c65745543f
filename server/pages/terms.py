"""What there is to know about a term of the ontology: definition, example, source, relations, uses in the data."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode, Quad, Triple

from treatygraph.graph.dataset import GraphName, Term
from treatygraph.graph.terms import DCTERMS, OWL, RDF_TYPE, RDFS, SCHEMA, SKOS, TG, local_name
from treatygraph.server.pages.evidence import Marks
from treatygraph.server.pages.site import Site
from treatygraph.server.wording import Link

__all__ = ["Relation", "TermView", "Use", "code_lists", "term_view", "terms"]

MOST_USES = 25
"""How many uses of a term a page shows; it says how many there are."""

_KINDS = {
    OWL + "Class": "class",
    OWL + "ObjectProperty": "property",
    OWL + "DatatypeProperty": "property with a value",
    OWL + "AnnotationProperty": "annotation",
}
_RELATIONS = (
    ("subclass of", RDFS + "subClassOf", False),
    ("subclasses", RDFS + "subClassOf", True),
    ("subproperty of", RDFS + "subPropertyOf", False),
    ("subproperties", RDFS + "subPropertyOf", True),
    ("inverse of", OWL + "inverseOf", False),
    ("applies to", SCHEMA + "domainIncludes", False),
    ("takes", SCHEMA + "rangeIncludes", False),
    ("properties", SCHEMA + "domainIncludes", True),
    ("taken by", SCHEMA + "rangeIncludes", True),
    ("disjoint with", OWL + "disjointWith", False),
    ("replaced by", DCTERMS + "isReplacedBy", False),
)
_CONCEPT_SCHEME = NamedNode(SKOS + "ConceptScheme")
_IN_SCHEME = NamedNode(SKOS + "inScheme")
_COUNTED = frozenset({"passage", "inference", "reference", "perspective", "provenance", "editorial"})


@dataclass(frozen=True, slots=True)
class Relation:
    """How a term relates to others.

    :param word: the relation.
    :param links: the others.
    """

    word: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """A use of a term in the data.

    :param subject: the thing.
    :param value: the value, for a property.
    :param passages: the passages that say so.
    """

    subject: Link
    value: Link | None
    passages: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class TermView:
    """A term.

    :param name: its local name.
    :param link: the term.
    :param kind: class, property and so on.
    :param definition: its definition.
    :param examples: examples of its use.
    :param notes: further remarks.
    :param sources: where it comes from.
    :param relations: how it relates to others.
    :param uses: uses in the data, as many as are shown.
    :param count: how many uses there are.
    :param query: the query that lists them.
    """

    name: str
    link: Link
    kind: str
    definition: str
    examples: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[Link, ...] = ()
    relations: tuple[Relation, ...] = ()
    uses: tuple[Use, ...] = ()
    count: int = 0
    query: str = ""


def terms(site: Site) -> dict[str, list[TermView]]:
    """List the terms of the ontology by kind, in alphabetical order, with how often they are used.

    :param site: the graph.
    :returns: the terms, briefly.
    """
    found: dict[str, list[TermView]] = {kind: [] for kind in _KINDS.values()}
    for iri in sorted((iri for iri in site.vocabulary.iris if iri.startswith(TG)), key=str.casefold):
        link = site.wording.link(NamedNode(iri))
        kind = _kind(site, NamedNode(iri))
        view = TermView(
            local_name(iri),
            replace(link, hint=""),
            kind,
            link.hint,
            count=len({quad.triple for quad in _quads(site, iri)}),
        )
        found.setdefault(kind, []).append(view)
    return {kind: views for kind, views in found.items() if views}


def code_lists(site: Site) -> list[tuple[Link, int]]:
    """List the code lists.

    :param site: the graph.
    :returns: links to them, with the number of their entries.
    """
    schemes = sorted(site.vocabulary.subjects(RDF_TYPE, _CONCEPT_SCHEME), key=str)
    return [(site.wording.link(each), len(site.vocabulary.subjects(_IN_SCHEME, each))) for each in schemes]


def term_view(site: Site, name: str) -> TermView | None:
    """Collect what there is to know about a term.

    :param site: the graph.
    :param name: its local name.
    :returns: the view; None where there is no such term.
    """
    iri = TG + name
    if not re.fullmatch(r"\w+", name) or iri not in site.vocabulary.iris:
        return None
    node, link = NamedNode(iri), site.wording.link(NamedNode(iri))
    quads = _quads(site, iri)
    marks = Marks(site)
    graphs: dict[Triple, list[GraphName]] = {}
    for quad in quads:
        graphs.setdefault(quad.triple, []).append(quad.graph_name)
    uses = []
    for triple, names in list(graphs.items())[:MOST_USES]:
        value = None if triple.predicate == RDF_TYPE else site.wording.thing(triple.object)
        uses.append(Use(site.wording.thing(triple.subject), value, marks.passages(names)))
    return TermView(
        name=name,
        link=replace(link, hint=""),
        kind=_kind(site, node),
        definition=link.hint,
        examples=_texts(site, node, SKOS + "example"),
        notes=(*_texts(site, node, SKOS + "scopeNote"), *_texts(site, node, SKOS + "historyNote")),
        sources=tuple(site.wording.link(each) for each in site.vocabulary.objects(node, NamedNode(DCTERMS + "source"))),
        relations=tuple(_relations(site, node)),
        uses=tuple(uses),
        count=len(graphs),
        query=_query(site, node),
    )


def _kind(site: Site, node: NamedNode) -> str:
    """Say what kind of term it is."""
    types = {each.value for each in site.vocabulary.objects(node, RDF_TYPE) if isinstance(each, NamedNode)}
    return next((kind for iri, kind in _KINDS.items() if iri in types), "other")


def _quads(site: Site, iri: str) -> list[Quad]:
    """Find the uses of a term in what was curated."""
    node, dataset = NamedNode(iri), site.dataset
    if _kind(site, node) == "class":
        quads = [quad for quad in dataset.mentioning(node) if quad.predicate == RDF_TYPE]
    else:
        quads = list(dataset.with_predicate(node))
    return [quad for quad in quads if dataset.kind_of(quad.graph_name) in _COUNTED]


def _relations(site: Site, node: NamedNode) -> Iterable[Relation]:
    """Say how a term relates to others."""
    for word, predicate, inverse in _RELATIONS:
        look, ends = NamedNode(predicate), site.vocabulary
        others: Iterable[Term] = ends.subjects(look, node) if inverse else ends.objects(node, look)
        links = [site.wording.thing(each) for each in others if isinstance(each, NamedNode)]
        if links:
            yield Relation(word, tuple(sorted(links, key=lambda link: link.text.casefold())))


def _texts(site: Site, node: NamedNode, predicate: str) -> tuple[str, ...]:
    found = site.vocabulary.objects(node, NamedNode(predicate))
    return tuple(sorted(each.value for each in found if isinstance(each, Literal)))


def _query(site: Site, node: NamedNode) -> str:
    """Write the query that lists the uses of a term."""
    if _kind(site, node) == "class":
        return f"SELECT DISTINCT ?thing ?graph WHERE {{\n  GRAPH ?graph {{ ?thing a {node} }}\n}}\nORDER BY ?thing\n"
    return f"SELECT ?thing ?value ?graph WHERE {{\n  GRAPH ?graph {{ ?thing {node} ?value }}\n}}\nORDER BY ?thing\n"
