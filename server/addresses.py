"""Addresses: which path stands for which IRI.

=========================  ====================  ================================
IRI                        asks for the thing    documents about it
=========================  ====================  ================================
``…/treatygraph/id/x``     ``/id/x``             ``/page/x``, ``/data/x.ttl`` …
``…/treatygraph/concept/x``  ``/concept/x``      ``/page/concept/x``, ``/data/concept/x.ttl`` …
``…/treatygraph/ns#X``     ``/ns``               ``/ns``, ``/ns.ttl`` …
=========================  ====================  ================================

Paths are made by Flask for the present request, so they hold behind any host name. A thing of the name
``id/concept/…`` would share its documents with a concept and has no address.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from flask import request, url_for
from pyoxigraph import NamedNode
from werkzeug.wrappers import Response

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.names import near_names
from treatygraph.graph.terms import CONCEPT, ID, ONTOLOGY_IRI, TG, local_name
from treatygraph.server.problems import Problem
from treatygraph.server.vocabulary_words import REUSED_TERMS

__all__ = [
    "LONGEST_LINKED",
    "MOST_LISTED",
    "KnownIris",
    "add_links",
    "address_of",
    "document_name",
    "iri_of",
    "known_iris",
    "link_header",
    "near_iris",
    "root_url",
]

LONGEST_LINKED = 2000
"""How long an address may be that a header names; each format has one, and clients take heads of a few KB."""

MOST_LISTED = 200_000
"""Up to how many statements all things are listed, to find names that are near to one or to complete them."""

_CONCEPTS = CONCEPT.rpartition("/treatygraph/")[2]


def iri_of(name: str) -> NamedNode | None:
    """Return the IRI that a document's name stands for.

    :param name: what follows ``/page/`` or ``/data/``, without a suffix.
    :returns: the IRI; None for a name that makes none.

    >>> iri_of("perspective/japan").value
    'https://w3id.org/treatygraph/id/perspective/japan'
    >>> iri_of("concept/force").value
    'https://w3id.org/treatygraph/concept/force'
    """
    local = name.removeprefix(_CONCEPTS)
    try:
        return NamedNode((ID if local == name else CONCEPT) + local)
    except ValueError:
        return None


def document_name(iri: str) -> str | None:
    """Return the name of the documents about an IRI.

    :param iri: any IRI.
    :returns: what follows ``/page/`` or ``/data/``; None for an IRI that has no document there.

    >>> document_name("https://w3id.org/treatygraph/concept/force")
    'concept/force'
    >>> document_name("https://example.org/") is None
    True
    """
    if iri.startswith(CONCEPT) and iri != CONCEPT:
        return _CONCEPTS + iri.removeprefix(CONCEPT)
    if iri.startswith(ID) and iri != ID and not iri.startswith(ID + _CONCEPTS):
        return iri.removeprefix(ID)
    return None


def address_of(iri: str) -> str | None:
    """Return the path of the page about an IRI, for a link.

    :param iri: any IRI.
    :returns: the path; None for an IRI of somebody else that is not explained here.
    """
    if iri == ONTOLOGY_IRI:
        return url_for("vocabulary.document")
    if iri.startswith(TG):
        return url_for("vocabulary.document", _anchor=iri.removeprefix(TG))
    if iri in REUSED_TERMS:
        return url_for("vocabulary.document", _anchor=REUSED_TERMS[iri].anchor)
    name = document_name(iri)
    return None if name is None else url_for("linked_data.page", name=name)


def add_links(response: Response, links: Iterable[tuple[str, str, str | None]]) -> Response:
    """Name other addresses in the header ``Link`` of an answer (RFC 8288).

    :param response: the answer.
    :param links: address, relation, and media type or None.
    :returns: the answer.
    """
    named = ", ".join(filter(None, [response.headers.get("Link"), link_header(links)]))
    if named:
        response.headers["Link"] = named
    return response


def link_header(links: Iterable[tuple[str, str, str | None]]) -> str:
    """Write the header ``Link`` (RFC 8288).

    :param links: address, relation, and media type or None; addresses that are too long are left out.
    :returns: its value.
    """
    return ", ".join(
        f'<{url}>; rel="{relation}"' + (f'; type="{kind}"' if kind else "")
        for url, relation, kind in links
        if len(url) <= LONGEST_LINKED
    )


class KnownIris(Iterable[str]):
    """The IRIs that a graph says anything about and that have documents here: subjects, objects and graph names.

    :param dataset: the graph, which is asked for each; all are gathered when they are wanted, unless it is large.
    """

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset

    def __contains__(self, iri: str) -> bool:
        try:
            return document_name(iri) is not None and self._dataset.knows(NamedNode(iri))
        except ValueError:
            return False

    def __iter__(self) -> Iterator[str]:
        return iter(self._all if self._dataset.size <= MOST_LISTED else ())

    @cached_property
    def _all(self) -> tuple[str, ...]:
        found = set(self._dataset.iris)
        for predicate in self._dataset.predicates:
            objects = (quad.object for quad in self._dataset.with_predicate(predicate))
            found.update(each.value for each in objects if isinstance(each, NamedNode))
        return tuple(sorted(iri for iri in found if document_name(iri) is not None))


def known_iris(dataset: Dataset) -> KnownIris:
    """Find the IRIs that the graph says anything about and that have documents here.

    :param dataset: the graph.
    :returns: subjects, objects and graph names.
    """
    return KnownIris(dataset)


def near_iris(known: Iterable[str], iri: str, limit: int = 8) -> list[str]:
    """Find IRIs that resemble one that does not exist.

    :param known: the IRIs that exist.
    :param iri: the one that does not.
    :param limit: how many are wanted at most.
    :returns: those of the same local name first, then those of a similar one.
    """
    by_name: dict[str, list[str]] = {}
    for each in sorted(known):
        by_name.setdefault(local_name(each).lower(), []).append(each)
    wanted = local_name(iri).lower()
    names = dict.fromkeys([wanted, *near_names(wanted, by_name)])
    return [each for name in names for each in by_name.get(name, ())][:limit]


def root_url() -> str:
    """Return the address of the home page as the client sees it, for documents that need whole addresses.

    :returns: the URL, with a slash at its end.
    :raises Problem: 400 if the header ``Host`` makes none.
    """
    # Werkzeug takes a host that is no name of one for none.
    if not request.host:
        raise Problem(400, "The header «Host» is no name of a host.")
    return request.url_root
