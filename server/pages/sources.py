"""``/sources/``: the passages of a source in their order, with what each supports; words only from a copy that fits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from flask import Blueprint, render_template, request
from pyoxigraph import Literal, NamedNode

from treatygraph.graph.dataset import Term
from treatygraph.graph.passages import Passage
from treatygraph.graph.support import passage_name
from treatygraph.graph.terms import DCTERMS, ID, OA, PROV, RDFS, SCHEMA, tg
from treatygraph.server.addresses import address_of, near_iris
from treatygraph.server.pages.contents import Told, things_of
from treatygraph.server.pages.entity_pages import page_number
from treatygraph.server.pages.site import Site
from treatygraph.server.pages.source_addresses import PREFIX, source_address
from treatygraph.server.problems import Problem
from treatygraph.server.wording import Link

__all__ = ["PAGE_WEIGHT", "PassageView", "SourceView", "Supported", "get_blueprint"]

PAGE_WEIGHT = 260
"""How many statements one page shows, about."""

_HAS_SOURCE = NamedNode(OA + "hasSource")
_DIGEST = NamedNode(SCHEMA + "sha256")
_PRIMARY = NamedNode(PROV + "hadPrimarySource")
_URL = NamedNode(SCHEMA + "url")
_COMMENT = NamedNode(RDFS + "comment")


@dataclass(frozen=True, slots=True)
class Supported:
    """What a passage supports of one thing.

    :param subject: the thing.
    :param statements: properties with their values, in words.
    :param said: whether it is said and not a fact.
    """

    subject: Link
    statements: tuple[tuple[str, tuple[str, ...]], ...]
    said: str


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage.

    :param link: the passage.
    :param anchor: its name on the page.
    :param place: where it stands; None where the graph does not say.
    :param words: its words, where a copy has them.
    :param supported: what it supports.
    :param named: the things of which it supports only the type, each with that.
    :param inferences: the inferences that rest on it, with their reasons.
    """

    link: Link
    anchor: str
    place: Passage | None
    words: str | None
    supported: tuple[Supported, ...]
    named: tuple[tuple[Link, str], ...]
    inferences: tuple[tuple[Link, str], ...]

    @property
    def weight(self) -> int:
        """How much of a page it takes."""
        return 4 + len(self.named) + sum(len(values) for each in self.supported for _, values in each.statements)


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source.

    :param link: its page.
    :param title: its title.
    :param publisher: who published it.
    :param date: when.
    :param places: where it can be looked for.
    :param digest: the digest of its text.
    :param address: the path of its page of passages.
    :param passages: how many passages it has.
    :param matching: how many of them a copy on this server has; None without a copy.
    :param whole: whether that copy is byte for byte the text that was curated.
    """

    link: Link
    title: str
    publisher: Link | None
    date: str
    places: tuple[Link, ...]
    digest: str
    address: str
    passages: int
    matching: int | None
    whole: bool


def get_blueprint(site: Site) -> Blueprint:
    """Make the part of the application that shows sources.

    :param site: the graph.
    :returns: the blueprint, to be mounted at the root.
    """
    blueprint = Blueprint("sources", __name__)

    @blueprint.get("/sources/")
    def index() -> str:
        links = [site.wording.link(NamedNode(each)) for each in sorted(_works(site))]
        return render_template("sources.html", sources=[_source(site, each) for each in site.sources], works=links)

    @blueprint.get("/sources/<path:name>")
    def source(name: str) -> str:
        iri = _find(site, name)
        pages = list(_paged(_passages(site, iri)))
        number = _page_of(pages, request.args.get("passage", "")) or page_number()
        if number > max(1, len(pages)):
            raise Problem(404, f"There is no page {number} of this source.")
        shown = pages[number - 1] if pages else []
        return render_template(
            "source.html", source=_source(site, iri), passages=shown, number=number, pages=max(1, len(pages))
        )

    return blueprint


def _page_of(pages: Iterable[list[PassageView]], anchor: str) -> int:
    """Find the page that shows a passage; 0 where none does."""
    numbered = enumerate(pages, start=1)
    return next((number for number, page in numbered for each in page if each.anchor == anchor), 0)


def _find(site: Site, name: str) -> str:
    """Find the source that a path names."""
    found = next((iri for iri in (f"{ID}{PREFIX}{name}", ID + name) if iri in site.sources), None)
    if found is None:
        near = near_iris(site.sources, name) or site.sources
        raise Problem(
            404,
            f"There is no source {name!r}.",
            repair="These exist:" if near else "",
            choices=[source_address(each) for each in near],
        )
    return found


def _works(site: Site) -> set[str]:
    """Name the reference works, which have no passages."""
    quads = site.dataset.with_predicate(_PRIMARY)
    found = {quad.object.value for quad in quads if isinstance(quad.object, NamedNode)}
    return found - set(site.sources)


def _source(site: Site, iri: str) -> SourceView:
    """Describe a source."""
    dataset, node = site.dataset, NamedNode(iri)
    publisher = dataset.value(node, NamedNode(SCHEMA + "publisher"))
    places = [*dataset.objects(node, _URL), *(dataset.objects(publisher, _URL) if publisher else ())]
    digest = _text(dataset.value(node, _DIGEST))
    copy = site.copies.get(iri)
    own = [each for each in dataset.subjects(_HAS_SOURCE, node) if isinstance(each, NamedNode)]
    return SourceView(
        replace(site.wording.link(node), hint=""),
        _text(dataset.value(node, NamedNode(DCTERMS + "title"))) or site.wording.label(iri),
        site.wording.link(publisher) if publisher else None,
        _text(dataset.value(node, NamedNode(SCHEMA + "datePublished")))[:10],
        tuple(Link(each.value, each.value) for each in dict.fromkeys(places) if isinstance(each, NamedNode)),
        digest,
        source_address(iri),
        len(own),
        None if copy is None else sum(site.words(each.value) is not None for each in own),
        copy is not None and copy.digest == digest,
    )


def _passages(site: Site, source: str) -> Iterator[PassageView]:
    """Show the passages of a source in the order of its text."""
    own = [each for each in site.dataset.subjects(_HAS_SOURCE, NamedNode(source)) if isinstance(each, NamedNode)]
    place = site.passages.get

    def order(passage: NamedNode) -> tuple[float, str]:
        found = place(passage.value)
        return (found.start if found else float("inf"), passage.value)

    for passage in sorted(own, key=order):
        graphs = [each for each in site.dataset.subjects(tg("supportedBy"), passage) if isinstance(each, NamedNode)]
        quads = [q for each in graphs if site.dataset.kind_of(each) == "passage" for q in site.dataset.graph(each)]
        told, typed = things_of(site, quads)
        name = passage_name(passage.value)
        yield PassageView(
            Link(name, passage.value, address_of(passage.value)),
            name.rpartition("/")[2],
            place(passage.value),
            site.words(passage.value),
            tuple(_supported(site, told)),
            tuple((site.wording.thing(quad.subject), site.wording.link(quad.object).text) for quad in typed),
            tuple(_inferences(site, graphs)),
        )


def _supported(site: Site, told: Iterable[Told]) -> Iterator[Supported]:
    """Put what a passage tells of things into words."""
    word = site.wording
    for thing in told:
        found: dict[str, list[str]] = {}
        for each in thing.statements:
            of = f"{word.property(each.of).text}, " if each.of else ""
            found.setdefault(of + word.property(each.quad.predicate).text, []).append(word.thing(each.quad.object).text)
        standing = site.standings.of(thing.subject)
        statements = tuple((words, tuple(values)) for words, values in found.items())
        yield Supported(word.thing(thing.subject), statements, standing.word if standing else "")


def _inferences(site: Site, graphs: Iterable[NamedNode]) -> Iterator[tuple[Link, str]]:
    """Link to the inferences that rest on a passage."""
    for each in sorted(graphs, key=str):
        if site.dataset.kind_of(each) == "inference":
            kinds = [site.wording.link(kind).text for kind in site.dataset.objects(each, tg("inferenceKind"))]
            link = Link(", ".join(kinds) or "inference", each.value, address_of(each.value))
            yield link, _text(site.dataset.value(each, _COMMENT))


def _paged(passages: Iterable[PassageView]) -> Iterator[list[PassageView]]:
    """Cut the passages into pages."""
    page: list[PassageView] = []
    for passage in passages:
        if page and sum(each.weight for each in page) + passage.weight > PAGE_WEIGHT:
            yield page
            page = []
        page.append(passage)
    if page:
        yield page


def _text(term: Term | None) -> str:
    return term.value if isinstance(term, Literal) else ""
