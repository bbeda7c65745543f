"""``/search``: things by any name that anybody uses for them, with whose name it is."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from flask import Blueprint, render_template, request
from pyoxigraph import Literal, NamedNode
from werkzeug.wrappers import Response

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.names import near_names
from treatygraph.graph.terms import DCTERMS, ONTOLOGY_IRI, ORG, RDF_TYPE, RDFS_LABEL, SKOS, SKOSXL, tg
from treatygraph.server.addresses import document_name
from treatygraph.server.pages.evidence import Marks
from treatygraph.server.pages.site import Site
from treatygraph.server.wording import Link

__all__ = ["MOST_SHOWN", "Hit", "Name", "Names", "get_blueprint"]

MOST_SHOWN = 60
"""How many things a page shows; it says how many there are."""
LONGEST = 200
"""Characters of a search that count."""

_LABELS = (
    RDFS_LABEL,
    NamedNode(SKOS + "prefLabel"),
    NamedNode(SKOS + "altLabel"),
    NamedNode(DCTERMS + "title"),
)
_SOUGHT = frozenset(
    map(tg, ("State", "Official", "Office", "Territory", "Island", "IslandGroup", "Place", "Instrument", "Treaty"))
) | {tg("UnilateralInstrument"), tg("Commitment"), tg("Provision"), NamedNode(ORG + "Organization")}
"""The classes that people look for by name; what is said of them comes after."""
_FORM = NamedNode(SKOSXL + "literalForm")


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a thing.

    :param text: the name.
    :param language: its language; empty where none is given.
    :param thing: the IRI of the thing.
    :param users: those whose name it is; empty for what the curators call it.
    :param usage: where the graph tells of the name; empty for a label.
    :param inference: the graph that infers that the name is for this thing; empty where a source says so.
    """

    text: str
    language: str
    thing: str
    users: tuple[str, ...] = ()
    usage: str = ""
    inference: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found.

    :param thing: the thing.
    :param types: what it is.
    :param names: the names that match.
    """

    thing: Link
    types: tuple[str, ...]
    names: tuple[Name, ...]


class Names:
    """All names of all things, for searching.

    :param site: the graph.
    """

    def __init__(self, site: Site) -> None:
        self._site = site

    @cached_property
    def _names(self) -> list[tuple[str, Name]]:
        """The names, each with the form that is compared; they are gathered when the first one is looked for."""
        return [(_folded(name.text), name) for name in _names(self._site)]

    def find(self, text: str) -> list[Hit]:
        """Find the things that have a name like this.

        :param text: what to look for; case and accents make no difference.
        :returns: the things, the nearest first.
        """
        wanted = _folded(text[:LONGEST])
        found: dict[str, list[tuple[int, Name]]] = {}
        for folded, name in self._names if wanted else ():
            rank = _rank(wanted, folded)
            if rank is not None:
                found.setdefault(name.thing, []).append((rank, name))
        order = sorted(found, key=lambda iri: self._place(iri, min(rank for rank, _ in found[iri])))
        return [self._hit(iri, [name for _, name in sorted(found[iri], key=_first)]) for iri in order]

    def near(self, text: str) -> list[str]:
        """Find names that look like one that was not found.

        :param text: what was looked for.
        :returns: at most three names.
        """
        return near_names(text, {name.text for _, name in self._names})

    def _place(self, iri: str, rank: int) -> tuple[bool, bool, int, str]:
        """Say where a thing stands among those found: what is called exactly so, then who and what there is.

        Whoever looks for a family name wants the official before all that the official said.
        """
        types = set(self._site.vocabulary.objects(NamedNode(iri), RDF_TYPE))
        return rank > 0, not types & _SOUGHT, rank, iri

    def _hit(self, iri: str, names: list[Name]) -> Hit:
        """Show a thing that was found."""
        site = self._site
        link = replace(site.wording.link(NamedNode(iri)), hint="")
        quads = [quad for quad in site.vocabulary.about(NamedNode(iri)) if quad.predicate == RDF_TYPE]
        stated = [quad for quad in quads if site.vocabulary.kind_of(quad.graph_name) != "inferred"] or quads
        types = sorted({site.wording.link(quad.object).text for quad in stated})
        return Hit(link, tuple(types), tuple(names))


def get_blueprint(site: Site) -> Blueprint:
    """Make the part of the application that finds things by name.

    :param site: the graph.
    :returns: the blueprint, to be mounted at the root.
    """
    blueprint = Blueprint("search", __name__)
    names = Names(site)

    @blueprint.get("/search")
    def page() -> str:
        text = request.args.get("q", "").strip()
        hits, found = names.find(text), Marks(site)
        return render_template(
            "search.html",
            text=text,
            hits=hits[:MOST_SHOWN],
            total=len(hits),
            near=names.near(text) if text and not hits else [],
            marks={name.usage: found.naming(name.usage) for hit in hits for name in hit.names if name.usage},
            label=site.wording.label,
            reason=site.wording.definition,
        )

    @blueprint.get("/search.json")
    def data() -> Response:
        found = [_as_object(hit) for hit in names.find(request.args.get("q", "").strip())]
        return Response(json.dumps(found, ensure_ascii=False, indent=2) + "\n", mimetype="application/json")

    return blueprint


def _as_object(hit: Hit) -> dict[str, object]:
    """Write what was found for JSON."""
    names = [
        {
            "name": name.text,
            "language": name.language or None,
            "used_by": name.users,
            "inferred_in": name.inference or None,
        }
        for name in hit.names
    ]
    thing = hit.thing
    return {"thing": thing.iri, "label": thing.text, "page": thing.href, "types": hit.types, "names": names}


def _names(site: Site) -> Iterator[Name]:
    """List the labels of things that have a page, and the names that people use."""
    dataset = site.vocabulary
    for quad in chain.from_iterable(map(dataset.with_predicate, (*_LABELS, _FORM))):
        if not isinstance(quad.object, Literal) or not isinstance(quad.subject, NamedNode):
            continue
        text, language = quad.object.value, quad.object.language or ""
        if quad.predicate != _FORM:
            if _has_page(quad.subject.value):
                yield Name(text, language, quad.subject.value)
        else:
            users = sorted(
                each.value for each in dataset.objects(quad.subject, tg("usedBy")) if isinstance(each, NamedNode)
            )
            for thing, inference in _denoted(dataset, quad.subject).items():
                yield Name(text, language, thing, tuple(users), quad.subject.value, inference)


def _denoted(dataset: Dataset, usage: NamedNode) -> dict[str, str]:
    """Find what a name is for, each with the graph that infers it; with none where a source says so."""
    found: dict[str, str] = {}
    for quad in dataset.about(usage):
        if quad.predicate == tg("denotes") and isinstance(quad.object, NamedNode):
            name = quad.graph_name
            graph = name.value if isinstance(name, NamedNode) and dataset.kind_of(name) == "inference" else ""
            found[quad.object.value] = found.get(quad.object.value, graph) and graph
    return found


def _rank(wanted: str, name: str) -> int | None:
    """Say how near a name is; None for one that is not meant."""
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    if f" {wanted}" in name:
        return 2
    words = wanted.split()
    if len(words) > 1 and all(word in name for word in words):
        return 3
    return 4 if len(wanted) > 2 and wanted in name else None


def _folded(text: str) -> str:
    """Take case, accents and needless spaces away."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


def _first(pair: tuple[int, Name]) -> tuple[int, str, str]:
    return (pair[0], pair[1].text, pair[1].usage)


def _has_page(iri: str) -> bool:
    return document_name(iri) is not None or iri.startswith(ONTOLOGY_IRI)
