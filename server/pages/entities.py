"""The page about a thing: its statements by property, and at each of them who says so and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode

from treatygraph.graph.terms import DCTERMS, RDF_TYPE, SKOS
from treatygraph.server.pages.entity_parts import Group, Row, Section
from treatygraph.server.pages.evidence import Mark, Marks
from treatygraph.server.pages.site import Site
from treatygraph.server.pages.source_addresses import source_address
from treatygraph.server.pages.standing import Standing
from treatygraph.server.pages.statements import Block, Statement, blocks, paged
from treatygraph.server.wording import Link

__all__ = ["Concept", "EntityView", "entity_view"]


@dataclass(frozen=True, slots=True)
class Concept:
    """What an entry of a code list means.

    :param definition: its definition.
    :param examples: examples.
    :param schemes: the code lists.
    :param sources: where the definition comes from.
    """

    definition: str
    examples: tuple[str, ...]
    schemes: tuple[Link, ...]
    sources: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class EntityView:
    """What the page about a thing shows.

    :param iri: the thing.
    :param title: its label.
    :param types: its classes.
    :param standing: how it stands, where it is no fact.
    :param chains: who says it, for a proposition or a speech act.
    :param sections: the statements on this page.
    :param page: the number of this page, from 1.
    :param pages: how many there are.
    :param total: how many statements there are on all of them.
    :param kind: the kind of the graph that the thing names; empty where it names none.
    :param words: the words of a passage, where a copy has them.
    :param around: what stands before and after them in their block.
    :param source: where the passages of the source of a passage are shown.
    :param place: where a passage stands.
    :param concept: what an entry of a code list means; None for any other thing.
    :param inference: why a graph was inferred, and from what; None for any other thing.
    """

    iri: str
    title: str
    types: tuple[Link, ...]
    standing: Standing | None
    chains: tuple[str, ...]
    sections: tuple[Section, ...]
    page: int
    pages: int
    total: int
    kind: str = ""
    words: str | None = None
    around: tuple[str, str] = ("", "")
    source: Link | None = None
    place: str = ""
    concept: Concept | None = None
    inference: Mark | None = None


def entity_view(site: Site, thing: NamedNode, page: int = 1) -> EntityView | None:
    """Collect what the page about a thing shows.

    :param site: the graph.
    :param thing: the thing.
    :param page: the number of the page, from 1.
    :returns: its statements; None for a page that does not exist.
    """
    found = list(blocks(site, thing))
    pages = list(paged(found))
    if not 1 <= page <= max(1, len(pages)):
        return None
    marks, dataset = Marks(site), site.vocabulary
    kind = dataset.kind_of(thing) if dataset.graph(thing) else ""
    title = site.wording.label(thing.value)
    place = site.passages.get(thing.value)
    return EntityView(
        iri=thing.value,
        title=title,
        types=_types(site, thing),
        standing=site.standings.of(thing),
        chains=marks.chains(thing),
        sections=_in_words(site, marks, pages[page - 1], title) if pages else (),
        page=page,
        pages=max(1, len(pages)),
        total=sum(len(block.statements) for block in found),
        kind=kind,
        words=site.words(thing.value),
        around=site.around(thing.value),
        source=_source(site, thing),
        place=f"block {place.block}, characters {place.start} to {place.end}" if place else "",
        concept=_concept(site, thing),
        inference=marks.of_graph(thing) if kind == "inference" else None,
    )


def _concept(site: Site, thing: NamedNode) -> Concept | None:
    """Tell what an entry of a code list means."""
    dataset, link = site.vocabulary, site.wording.thing
    if NamedNode(SKOS + "Concept") not in dataset.objects(thing, RDF_TYPE):
        return None
    examples = (each.value for each in dataset.objects(thing, NamedNode(SKOS + "example")) if isinstance(each, Literal))
    return Concept(
        site.wording.definition(thing.value),
        tuple(examples),
        tuple(map(link, dataset.objects(thing, NamedNode(SKOS + "inScheme")))),
        tuple(map(link, dataset.objects(thing, NamedNode(DCTERMS + "source")))),
    )


def _source(site: Site, passage: NamedNode) -> Link | None:
    """Link to a passage among the others of its source."""
    source = site.source_of.get(passage.value)
    if source is None:
        return None
    anchor = passage.value.rpartition("/")[2]
    return Link(site.wording.label(source), source, f"{source_address(source)}?passage={anchor}#{anchor}")


def _types(site: Site, thing: NamedNode) -> tuple[Link, ...]:
    """Link to the classes that a thing is said to be of; to derived ones only where there are no others."""
    quads = [quad for quad in site.vocabulary.about(thing) if quad.predicate == RDF_TYPE]
    stated = [quad for quad in quads if site.vocabulary.kind_of(quad.graph_name) != "inferred"]
    classes = {quad.object for quad in stated or quads}
    return tuple(map(site.wording.link, sorted(classes, key=str)))


def _in_words(site: Site, marks: Marks, found: Iterable[Block], title: str) -> tuple[Section, ...]:
    """Put the statements of one page into words."""
    sections: dict[str, Section] = {}
    for block in found:
        contents = block.section.name.startswith("contents")
        head = _head(site, block)
        rows = tuple(_row(site, marks, each, contents, title) for each in block.statements)
        section = sections.get(block.section.name, block.section)
        standing = site.standings.of(block.head) if contents and block.head is not None else None
        group = Group(head, rows, block.continued, standing)
        sections[section.name] = replace(section, groups=(*section.groups, group))
    return tuple(sections.values())


def _head(site: Site, block: Block) -> Link | None:
    """Show what the statements of a block have in common."""
    if block.head is None:
        return None
    if block.section.name.startswith("contents"):
        return site.wording.thing(block.head)
    return site.wording.inverse(block.head) if block.section.inverse else site.wording.property(block.head)


def _property(site: Site, statement: Statement) -> str:
    """Name the property of a statement of a graph; for a thing of which only the type is told, that type."""
    quad = statement.quads[0]
    if statement.value == quad.subject:
        return site.wording.link(quad.object).text
    words = site.wording.property(quad.predicate).text
    return f"{site.wording.property(statement.of).text}, {words}" if statement.of else words


def _row(site: Site, marks: Marks, statement: Statement, contents: bool, title: str) -> Row:
    """Put one statement into words; in the contents of a graph its property stands in place of marks."""
    value = site.wording.thing(statement.value)
    standing = site.standings.of(statement.value)
    if contents:
        return Row(value, standing, (), _property(site, statement))
    if value.iri and value.text == title:
        # Nobody should take it for the thing itself.
        kinds = [link.text for link in _types(site, NamedNode(value.iri))]
        value = replace(value, text=f"{value.text} ({', '.join(kinds)})") if kinds else value
    return Row(value, standing, marks.of(statement.quads))
