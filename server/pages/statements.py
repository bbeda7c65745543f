"""The statements on the page about a thing, sorted into sections and cut into pages, before they are put into words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode, Quad

from treatygraph.graph.dataset import Resource, Term
from treatygraph.graph.terms import DCTERMS, RDF_TYPE, RDFS_LABEL, SKOS, tg
from treatygraph.server.pages.contents import things_of
from treatygraph.server.pages.entity_parts import Section
from treatygraph.server.pages.site import Site
from treatygraph.server.pages.standing import SAYING
from treatygraph.server.wording import DERIVED_KINDS

__all__ = ["PAGE_WEIGHT", "Block", "Statement", "blocks", "paged"]

PAGE_WEIGHT = 110
"""How much one page shows: a statement counts once, and once more for each graph that makes it."""

MOST_SORTED = 500
"""How many values of one property are sorted by their labels; more stay in the order of the graph."""

_CLAIM_NOTE = "What it says is told here as said. The graph does not assert it as a fact."
_SAID_OF_NOTE = "Propositions, plans, conditions and kinds of event that speak of it. None is asserted as a fact."
_DERIVED_NOTE = "Nobody writes these; they follow from what is written, by the rules of OWL or of promises."
_CONTENTS = {
    "passage": ("What this graph states", ""),
    "inference": ("What the curators infer", "No passage says so outright."),
    "inferred": ("What follows", _DERIVED_NOTE),
    "status": ("What follows", _DERIVED_NOTE),
}
_REALISATION = tg("realisation")
_CONCEPT = NamedNode(SKOS + "Concept")
_NAMED = frozenset((RDFS_LABEL, RDF_TYPE))
"""What the head of a page tells already."""
_DEFINED = frozenset(
    NamedNode(SKOS + name) for name in ("prefLabel", "definition", "example", "inScheme", "topConceptOf", "notation")
) | {NamedNode(DCTERMS + "source")}
"""What the head of a page about a concept tells, too."""
_PASSAGE = tg("Passage")
_SUPPORTED = tg("supportedBy")


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement before it is put into words: most of those of a large thing are on other pages.

    :param value: its object; its subject where that is what is shown.
    :param quads: the statement, once for each graph that makes it.
    :param of: in the contents of a graph, the property that leads to the part of a thing which the statement is about.
    """

    value: Term
    quads: tuple[Quad, ...]
    of: Term | None = None

    @property
    def weight(self) -> int:
        """How much of a page it takes."""
        return 1 + len(self.quads)


@dataclass(frozen=True, slots=True)
class Block:
    """Statements of one property, or of one subject of a graph, in a section.

    :param section: the section.
    :param head: the property or the subject; None for things of which only the type is told.
    :param statements: the statements.
    :param continued: whether the page before has some of them.
    """

    section: Section
    head: Term | None
    statements: tuple[Statement, ...]
    continued: bool = False


def blocks(site: Site, thing: NamedNode) -> Iterator[Block]:
    """Put the statements of its graphs, those about a thing and those that point at it into sections.

    :param site: the graph.
    :param thing: the thing.
    :returns: the statements by property, or by subject in the contents of a graph.
    """
    dataset, standing = site.vocabulary, site.standings.of(thing)
    for number, graph in enumerate(_graphs_shown(site, thing), start=1):
        kind = dataset.kind_of(graph)
        title, note = _CONTENTS.get(kind, _CONTENTS["passage"])
        title = title if graph == thing else "What this passage supports"
        yield from _contents(site, dataset.graph(graph), Section(f"contents-{number}", title, note, kind=kind))
    found: dict[str, list[Quad]] = {"facts": [], "inferences": [], "claims": [], "named": [], "derived": []}
    named = _NAMED | _DEFINED if _CONCEPT in dataset.objects(thing, RDF_TYPE) else _NAMED
    for quad in dataset.about(thing):
        if dataset.kind_of(quad.graph_name) in DERIVED_KINDS:
            found["derived"].append(quad)
        elif quad.predicate in named:
            found["named"].append(quad)
        else:
            said = quad.predicate in SAYING or (standing is not None and quad.predicate != _REALISATION)
            plain = "inferences" if dataset.kind_of(quad.graph_name) == "inference" else "facts"
            found["claims" if said else plain].append(quad)
    note = _CLAIM_NOTE if standing is None else "How it is told. None of this is asserted as a fact."
    yield from _grouped(site, found["facts"], Section("facts", "Stated"))
    yield from _grouped(site, found["inferences"], Section("inferences", *_CONTENTS["inference"]))
    yield from _grouped(site, found["claims"], Section("claims", "Said, not asserted", note, said=True))
    derived = list(_grouped(site, found["derived"], Section("derived", "Derived", _DERIVED_NOTE)))
    # What there is of a derived thing comes first.
    stated = found["facts"] or found["inferences"] or found["named"]
    yield from derived if not stated else ()
    yield from _inverse(site, thing)
    yield from derived if stated else ()
    yield from _grouped(site, found["named"], Section("named", "What the head of this page says", folded=True))


def _inverse(site: Site, thing: NamedNode) -> Iterator[Block]:
    """Put the statements that point at a thing into sections."""
    found: dict[str, list[Quad]] = {"pointing": [], "said-of": [], "derived-of": []}
    for quad in site.vocabulary.mentioning(thing):
        derived = site.vocabulary.kind_of(quad.graph_name) in DERIVED_KINDS
        said = quad.predicate in SAYING or site.standings.of(quad.subject) is not None
        found["derived-of" if derived else "said-of" if said else "pointing"].append(quad)
    sections = (
        Section("pointing", "Where it appears", inverse=True),
        Section("said-of", "In what people say, plan or demand", _SAID_OF_NOTE, said=True, inverse=True),
        Section("derived-of", "Where it appears in what is derived", _DERIVED_NOTE, inverse=True),
    )
    for section in sections:
        yield from _grouped(site, found[section.name], section)


def _grouped(site: Site, quads: Iterable[Quad], section: Section) -> Iterator[Block]:
    """Group statements by property."""
    found: dict[NamedNode, dict[Term, list[Quad]]] = {}
    for quad in quads:
        value: Term = quad.subject if section.inverse else quad.object
        found.setdefault(quad.predicate, {}).setdefault(value, []).append(quad)
    for predicate in sorted(found, key=lambda each: each.value):
        statements = [Statement(value, tuple(same)) for value, same in found[predicate].items()]
        if len(statements) <= MOST_SORTED:
            statements.sort(key=lambda each: site.wording.link(each.value).text.casefold())
        yield Block(section, predicate, tuple(statements))


def _contents(site: Site, quads: Iterable[Quad], section: Section) -> Iterator[Block]:
    """Group the statements of a graph by subject; things of which only the type is told come last, together."""
    told, typed = things_of(site, quads)
    for thing in told:
        found = (Statement(each.quad.object, (each.quad,), each.of) for each in thing.statements)
        yield Block(section, thing.subject, tuple(found))
    if typed:
        yield Block(section, None, tuple(Statement(quad.subject, (quad,)) for quad in typed))


def _graphs_shown(site: Site, thing: NamedNode) -> list[Resource]:
    """Name the graphs whose statements belong on the page: the thing itself, or those of a passage."""
    dataset = site.vocabulary
    if dataset.graph(thing):
        return [thing]
    if _PASSAGE in dataset.objects(thing, RDF_TYPE):
        return [each for each in dataset.subjects(_SUPPORTED, thing) if dataset.kind_of(each) == "passage"]
    return []


def paged(found: Iterable[Block]) -> Iterator[list[Block]]:
    """Cut statements into pages of about the same weight; a block may be cut, too.

    :param found: the statements.
    :returns: those of each page.
    """
    page: list[Block] = []
    weight = 0
    for block in found:
        part: list[Statement] = []
        continued = False
        for statement in block.statements:
            if weight + statement.weight > PAGE_WEIGHT and weight:
                if part:
                    page.append(replace(block, statements=tuple(part), continued=continued))
                    continued = True
                yield page
                page, part, weight = [], [], 0
            part.append(statement)
            weight += statement.weight
        page.append(replace(block, statements=tuple(part), continued=continued))
    if page:
        yield page
