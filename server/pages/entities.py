"""The page about a thing: its statements by property, and at each of them who says so and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode, Quad

from treatygraph.graph.dataset import Resource, Term
from treatygraph.graph.terms import RDF_TYPE, RDFS_LABEL, tg
from treatygraph.server.pages.evidence import Mark, Marks
from treatygraph.server.pages.site import Site
from treatygraph.server.pages.source_addresses import source_address
from treatygraph.server.pages.standing import SAYING, Standing
from treatygraph.server.wording import Link

__all__ = ["PAGE_WEIGHT", "EntityView", "Group", "Row", "Section", "entity_view"]

PAGE_WEIGHT = 110
"""How much one page shows: a statement counts once, and once more for each graph that makes it."""

MOST_SORTED = 500
"""How many values of one property are sorted by their labels; more stay in the order of the graph."""

_CLAIM_NOTE = "What it says is told here as said. The graph does not assert it as a fact."
_SAID_OF_NOTE = "Propositions, plans, conditions and kinds of event that speak of it. None is asserted as a fact."
_DERIVED_NOTE = "Nobody writes these; they follow from what is written, by the rule and the premises that are shown."
_DERIVED = frozenset({"inferred", "status"})
_NAMING = frozenset((RDFS_LABEL, RDF_TYPE, tg("realisation")))
_RANKS = {RDFS_LABEL: 0, RDF_TYPE: 1}
_PASSAGE = tg("Passage")
_SUPPORTED = tg("supportedBy")


@dataclass(frozen=True, slots=True)
class Row:
    """One statement.

    :param value: its object; on an inverse link its subject.
    :param standing: how that stands, where it is no fact.
    :param marks: the graphs that make the statement.
    :param property: its property, in the contents of a graph.
    """

    value: Link
    standing: Standing | None
    marks: tuple[Mark, ...]
    property: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The statements with one property.

    :param property: the property.
    :param rows: the statements.
    :param continued: whether the page before has some of them.
    :param standing: in the contents of a graph, how their subject stands, where it is no fact.
    """

    property: Link
    rows: tuple[Row, ...]
    continued: bool = False
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Statements of one sort.

    :param name: ``facts``, ``claims``, ``pointing``, ``said-of`` or ``derived``; or ``contents-`` and a number.
    :param title: the heading.
    :param note: what the reader should know of all of them.
    :param groups: the statements.
    :param said: whether they are said and not asserted.
    :param inverse: whether they point at the thing.
    """

    name: str
    title: str
    note: str
    groups: tuple[Group, ...] = ()
    said: bool = False
    inverse: bool = False


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


@dataclass(frozen=True, slots=True)
class _Statement:
    """A statement before it is put into words: most of those of a large thing are on other pages."""

    value: Term
    quads: tuple[Quad, ...]

    @property
    def weight(self) -> int:
        """How much of a page it takes."""
        return 1 + len(self.quads)


@dataclass(frozen=True, slots=True)
class _Block:
    """Statements of one property, or of one subject of a graph, in a section."""

    section: Section
    head: Term
    statements: tuple[_Statement, ...]
    continued: bool = False


def entity_view(site: Site, thing: NamedNode, page: int = 1) -> EntityView | None:
    """Collect what the page about a thing shows.

    :param site: the graph.
    :param thing: the thing.
    :param page: the number of the page, from 1.
    :returns: its statements; None for a page that does not exist.
    """
    blocks = list(_blocks(site, thing))
    pages = list(_paged(blocks))
    if not 1 <= page <= max(1, len(pages)):
        return None
    marks, dataset = Marks(site), site.vocabulary
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
        total=sum(len(block.statements) for block in blocks),
        kind=dataset.kind_of(thing) if dataset.graph(thing) else "",
        words=site.words(thing.value),
        around=site.around(thing.value),
        source=_source(site, thing),
        place=f"block {place.block}, characters {place.start} to {place.end}" if place else "",
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


def _blocks(site: Site, thing: NamedNode) -> Iterator[_Block]:
    """Put the statements of its graphs, those about a thing and those that point at it into sections."""
    dataset, standing = site.vocabulary, site.standings.of(thing)
    for number, graph in enumerate(_graphs_shown(site, thing), start=1):
        title = "What this graph states" if graph == thing else "What this passage supports"
        yield from _contents(dataset.graph(graph), Section(f"contents-{number}", title, ""))
    found: dict[str, list[Quad]] = {"facts": [], "claims": [], "derived": []}
    for quad in dataset.about(thing):
        if dataset.kind_of(quad.graph_name) == "inferred":
            found["derived"].append(quad)
        else:
            said = quad.predicate in SAYING or (standing is not None and quad.predicate not in _NAMING)
            found["claims" if said else "facts"].append(quad)
    note = _CLAIM_NOTE if standing is None else "How it is told. None of this is asserted as a fact."
    yield from _grouped(site, found["facts"], Section("facts", "Stated", ""))
    yield from _grouped(site, found["claims"], Section("claims", "Said, not asserted", note, said=True))
    yield from _inverse(site, thing)
    yield from _grouped(site, found["derived"], Section("derived", "Derived by rules of OWL", _DERIVED_NOTE))


def _inverse(site: Site, thing: NamedNode) -> Iterator[_Block]:
    """Put the statements that point at a thing into sections."""
    found: dict[str, list[Quad]] = {"pointing": [], "said-of": [], "derived-of": []}
    for quad in site.vocabulary.mentioning(thing):
        derived = site.vocabulary.kind_of(quad.graph_name) in _DERIVED
        said = quad.predicate in SAYING or site.standings.of(quad.subject) is not None
        found["derived-of" if derived else "said-of" if said else "pointing"].append(quad)
    sections = (
        Section("pointing", "What points here", "", inverse=True),
        Section("said-of", "In what people say, plan or demand", _SAID_OF_NOTE, said=True, inverse=True),
        Section("derived-of", "Derived, pointing here", _DERIVED_NOTE, inverse=True),
    )
    for section in sections:
        yield from _grouped(site, found[section.name], section)


def _grouped(site: Site, quads: Iterable[Quad], section: Section) -> Iterator[_Block]:
    """Group statements by property; label and type come first."""
    found: dict[NamedNode, dict[Term, list[Quad]]] = {}
    for quad in quads:
        value: Term = quad.subject if section.inverse else quad.object
        found.setdefault(quad.predicate, {}).setdefault(value, []).append(quad)
    for predicate in sorted(found, key=lambda each: (_RANKS.get(each, len(_RANKS)), each.value)):
        statements = [_Statement(value, tuple(same)) for value, same in found[predicate].items()]
        if len(statements) <= MOST_SORTED:
            statements.sort(key=lambda each: site.wording.link(each.value).text.casefold())
        yield _Block(section, predicate, tuple(statements))


def _contents(quads: Iterable[Quad], section: Section) -> Iterator[_Block]:
    """Group the statements of a graph by subject."""
    found: dict[Term, list[_Statement]] = {}
    for quad in quads:
        found.setdefault(quad.subject, []).append(_Statement(quad.object, (quad,)))
    for subject, statements in found.items():
        yield _Block(section, subject, tuple(statements))


def _graphs_shown(site: Site, thing: NamedNode) -> list[Resource]:
    """Name the graphs whose statements belong on the page: the thing itself, or those of a passage."""
    dataset = site.vocabulary
    if dataset.graph(thing):
        return [thing]
    if _PASSAGE in dataset.objects(thing, RDF_TYPE):
        return [each for each in dataset.subjects(_SUPPORTED, thing) if dataset.kind_of(each) == "passage"]
    return []


def _paged(blocks: Iterable[_Block]) -> Iterator[list[_Block]]:
    """Cut statements into pages of about the same weight; a block may be cut, too."""
    page: list[_Block] = []
    weight = 0
    for block in blocks:
        part: list[_Statement] = []
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


def _in_words(site: Site, marks: Marks, blocks: Iterable[_Block], title: str) -> tuple[Section, ...]:
    """Put the statements of one page into words."""
    sections: dict[str, Section] = {}
    for block in blocks:
        contents = block.section.name.startswith("contents")
        head = replace(site.wording.link(block.head), hint="") if contents else site.wording.property(block.head)
        rows = tuple(_row(site, marks, each, contents, title) for each in block.statements)
        section = sections.get(block.section.name, block.section)
        standing = site.standings.of(block.head) if contents else None
        group = Group(head, rows, block.continued, standing)
        sections[section.name] = replace(section, groups=(*section.groups, group))
    return tuple(sections.values())


def _row(site: Site, marks: Marks, statement: _Statement, contents: bool, title: str) -> Row:
    """Put one statement into words; in the contents of a graph its property stands in place of marks."""
    value = replace(site.wording.link(statement.value), hint="")
    standing = site.standings.of(statement.value)
    if contents:
        return Row(value, standing, (), site.wording.property(statement.quads[0].predicate).text)
    if value.iri and value.text == title:
        # A perspective, for instance, is often called what its holder is called.
        kinds = [link.text for link in _types(site, NamedNode(value.iri))]
        value = replace(value, text=f"{value.text} ({', '.join(kinds)})") if kinds else value
    return Row(value, standing, marks.of(statement.quads))
