"""``/things``: what there is of each class, page by page, with the passages that it rests on; as JSON and CSV too."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for
from pyoxigraph import NamedNode, Quad
from werkzeug.wrappers import Response

from treatygraph.graph.dataset import Term
from treatygraph.graph.names import near_names
from treatygraph.graph.terms import OWL, RDF_TYPE, RDFS, TG, compact, expand
from treatygraph.server.formats import PAGE
from treatygraph.server.negotiation import Offer, negotiate
from treatygraph.server.pages.entity_pages import editor_address, page_number
from treatygraph.server.pages.evidence import Marks
from treatygraph.server.pages.site import Site
from treatygraph.server.problems import Problem
from treatygraph.server.wording import Link

__all__ = ["FORMATS", "PER_PAGE", "Facet", "Thing", "Things", "class_name", "get_blueprint", "listing_query"]

PER_PAGE = 50
"""How many things a page has, and a page of the data too."""
FORMATS = (Offer("json", "application/json", "JSON"), Offer("csv", "text/csv", "CSV"))
_OFFERS = (PAGE, *FORMATS)
_CLASS = NamedNode(OWL + "Class")
_LOCAL_NAME = re.compile(r"\w+", re.ASCII)
_MOST_SORTED = 20_000
"""More things than this are in the order of their IRIs: to sort them by their labels, all would have to be read."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A class of which there is something.

    :param link: the class.
    :param name: what the address calls it.
    :param count: how many things there are of it.
    """

    link: Link
    name: str
    count: int

    @property
    def is_ours(self) -> bool:
        """Whether the ontology has it: readers look for these, programs for the others."""
        return self.link.iri.startswith(TG)


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing in a list.

    :param link: the thing.
    :param types: what it is stated to be.
    :param passages: the passages that speak of it.
    """

    link: Link
    types: tuple[Link, ...]
    passages: tuple[Link, ...]


class Things:
    """Lists things by their classes.

    :param site: the graph.
    """

    def __init__(self, site: Site) -> None:
        self._site = site

    @cached_property
    def facets(self) -> tuple[Facet, ...]:
        """The classes of which there is something, the largest first."""
        known = self._site.dataset.statistics
        counts = known.classes if known else self._counted()
        made = (self.facet(iri, count) for iri, count in counts.items())
        return tuple(sorted(made, key=lambda each: (-each.count, each.link.text)))

    def facet(self, iri: str, count: int) -> Facet:
        """Show a class.

        :param iri: the class.
        :param count: how many things there are of it.
        :returns: the class with the name that an address has for it.
        """
        return Facet(self._site.wording.link(NamedNode(iri)), class_name(iri), count)

    def choose(self, name: str) -> Facet:
        """Find the class that an address names.

        :param name: the local name of a class of the ontology, a CURIE or an IRI.
        :returns: the class; one of the ontology even where the graph has nothing of it.
        :raises Problem: 404 for what is no class, with those that sound alike.
        """
        known = {facet.link.iri: facet for facet in self.facets}
        found = next(
            (known[iri] for iri in (TG + name, expand(name, self._site.dataset.prefixes), name) if iri in known), None
        )
        if found:
            return found
        local = name.removeprefix("tg:").removeprefix(TG)
        if self._is_declared(local):
            return self.facet(TG + local, 0)
        near = near_names(name, (facet.name for facet in self.facets))
        choices = [f"{url_for('things.page')}?{urlencode({'class': each})}" for each in near]
        repair = "/things lists the classes of which there is something."
        raise Problem(404, f"There is no class {name!r}.", repair=repair, choices=choices)

    def of(self, classes: Iterable[NamedNode]) -> list[NamedNode]:
        """List the things of some classes.

        :param classes: the classes.
        :returns: the things, in the order of their labels.
        """
        dataset, wording = self._site.dataset, self._site.wording
        subjects = {each for class_ in classes for each in dataset.subjects(RDF_TYPE, class_)}
        found = [each for each in subjects if isinstance(each, NamedNode)]
        if len(found) > _MOST_SORTED:
            return sorted(found, key=lambda each: each.value)
        return sorted(found, key=lambda each: (wording.label(each.value).casefold(), each.value))

    def show(self, thing: NamedNode) -> Thing:
        """Show a thing as a list does.

        :param thing: the thing.
        :returns: its label, its classes and its passages.
        """
        site = self._site
        quads = site.dataset.about(thing)
        told = [quad for quad in quads if quad.predicate == RDF_TYPE]
        stated = [quad for quad in told if not self._is_derived(quad)] or told
        types = {quad.object.value: quad.object for quad in stated if isinstance(quad.object, NamedNode)}
        passages = Marks(site).passages(quad.graph_name for quad in quads if not self._is_derived(quad))
        links = tuple(site.wording.link(types[iri]) for iri in sorted(types))
        return Thing(_plain(site.wording.link(thing)), links, passages)

    def _counted(self) -> Counter[str]:
        """Count the things of each class."""
        typed = self._site.dataset.with_predicate(RDF_TYPE)
        pairs: set[tuple[Term, Term]] = {
            (quad.subject, quad.object) for quad in typed if isinstance(quad.subject, NamedNode)
        }
        return Counter(class_.value for _, class_ in pairs if isinstance(class_, NamedNode))

    def _is_declared(self, local: str) -> bool:
        """Tell whether the ontology has a class."""
        if not _LOCAL_NAME.fullmatch(local):
            return False
        return _CLASS in self._site.vocabulary.objects(NamedNode(TG + local), RDF_TYPE)

    def _is_derived(self, quad: Quad) -> bool:
        """Tell whether rules gave a statement."""
        return self._site.dataset.kind_of(quad.graph_name) == "inferred"


def get_blueprint(site: Site) -> Blueprint:
    """Make the part of the application that lists things by their classes.

    :param site: the graph.
    :returns: the blueprint, to be mounted at the root.
    """
    blueprint = Blueprint("things", __name__)
    things = Things(site)

    @blueprint.get("/things", defaults={"suffix": None})
    @blueprint.get("/things.<suffix>")
    def page(suffix: str | None) -> Response:
        return _answer(things, suffix)

    return blueprint


def _answer(things: Things, suffix: str | None) -> Response:
    """Answer in the form that is asked for."""
    offer, media_type = negotiate(_OFFERS, request.headers.get("Accept"), suffix)
    names = [name for name in request.args.getlist("class") if name]
    chosen = [things.choose(name) for name in names]
    found = things.of(NamedNode(facet.link.iri) for facet in chosen)
    number, pages = page_number(), max(1, -(-len(found) // PER_PAGE))
    if number > pages:
        raise Problem(404, f"There is no page {number} of these things.", repair=f"The last one is {pages}.")
    shown = [things.show(each) for each in found[(number - 1) * PER_PAGE : number * PER_PAGE]]
    if offer is not PAGE:
        body = _data(shown, offer.name, len(found), number, pages) if chosen else _facets(things.facets, offer.name)
    else:
        body = render_template(
            "things.html",
            facets=things.facets,
            chosen=chosen,
            things=shown,
            total=len(found),
            number=number,
            pages=pages,
            kept=urlencode([("class", name) for name in names]),
            editor=editor_address(listing_query([facet.link.iri for facet in chosen])) if chosen else "",
            formats=FORMATS,
        )
    response = Response(body, mimetype=media_type)
    if suffix is None:
        response.vary.add("Accept")
    return response


def class_name(iri: str) -> str:
    """Name a class as an address does.

    :param iri: the class.
    :returns: its local name where the ontology has it, else its CURIE or IRI.

    >>> class_name("https://w3id.org/treatygraph/ns#Official"), class_name("http://www.w3.org/ns/prov#Entity")
    ('Official', 'prov:Entity')
    """
    return iri.removeprefix(TG) if iri.startswith(TG) else compact(iri).strip("<>")


def listing_query(classes: Sequence[str]) -> str:
    """Write the query that lists the things of some classes.

    :param classes: the IRIs of the classes.
    :returns: a SELECT query that stands alone.
    """
    values = " ".join(f"<{each}>" for each in classes)
    return (
        f"PREFIX rdfs: <{RDFS}>\n\n"
        "SELECT DISTINCT ?thing ?label WHERE {\n"
        f"  VALUES ?class {{ {values} }}\n"
        "  ?thing a ?class .\n"
        "  OPTIONAL { ?thing rdfs:label ?label }\n"
        "}\nORDER BY ?thing\n"
    )


def _facets(facets: Iterable[Facet], form: str) -> str:
    """Write the classes as data."""
    told = [
        {"class": each.link.iri, "name": each.name, "label": each.link.text, "things": each.count} for each in facets
    ]
    return _written(told, ("class", "name", "label", "things"), form)


def _data(things: Iterable[Thing], form: str, total: int, number: int, pages: int) -> str:
    """Write a page of things as data."""
    told: list[dict[str, object]] = [
        {
            "thing": each.link.iri,
            "label": each.link.text,
            "types": [type_.iri for type_ in each.types],
            "passages": [passage.iri for passage in each.passages],
        }
        for each in things
    ]
    if form == "json":
        document = {"total": total, "page": number, "pages": pages, "things": told}
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    return _written(told, ("thing", "label", "types", "passages"), form)


def _written(records: Sequence[dict[str, object]], columns: Sequence[str], form: str) -> str:
    """Write records as JSON or as CSV, several values of a cell with spaces between them."""
    if form == "json":
        return json.dumps(records, ensure_ascii=False, indent=2) + "\n"
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    for record in records:
        cells = (record[column] for column in columns)
        writer.writerow([" ".join(cell) if isinstance(cell, list) else cell for cell in cells])
    return text.getvalue()


def _plain(link: Link) -> Link:
    """Leave out the definition, which the list has no room for."""
    return replace(link, hint="")
