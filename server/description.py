"""What the served graph says of itself: its title, whose it is, and under which licence.

Nothing of that is known but what the data state of the one data set or ontology that they describe. The graph that
comes with treatygraph states it as others can, so whoever serves another one claims none of it.

Sources: "Data on the Web Best Practices" (W3C), practices 2 and 4; DCAT 3 (W3C), sections 6.4 and 8.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, Triple

from treatygraph.graph.dataset import Dataset, Resource, Term
from treatygraph.graph.terms import DCTERMS, ONTOLOGY_IRI, OWL, RDF_TYPE, RDFS_LABEL, SCHEMA

__all__ = ["DCAT", "FOAF", "NO_TITLE", "VOID", "Description", "description_of", "licence_name"]

VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
FOAF = "http://xmlns.com/foaf/0.1/"
NO_TITLE = "RDF dataset"
"""What a graph is called that neither a statement nor a file names."""

_CLASSES = tuple(map(NamedNode, (VOID + "Dataset", DCAT + "Dataset", OWL + "Ontology")))
_TITLES = (NamedNode(DCTERMS + "title"), RDFS_LABEL)
_NAMES = (RDFS_LABEL, *map(NamedNode, (FOAF + "name", SCHEMA + "name", DCTERMS + "title")))
_VERSIONS = tuple(map(NamedNode, (DCAT + "version", OWL + "versionInfo", SCHEMA + "version")))
_OUR_ONTOLOGY = NamedNode(ONTOLOGY_IRI)
_MOST_FILES = 3
_COMMONS = re.compile(r"https?://creativecommons\.org/licenses/([a-z-]+)/([0-9.]+)/?", re.ASCII)
_ZERO = re.compile(r"https?://creativecommons\.org/publicdomain/zero/([0-9.]+)/?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Description:
    """What a graph says of itself.

    :param title: its title; else the names of its files, or :data:`NO_TITLE`.
    :param iri: what it is called; empty where it has no name.
    :param text: a few words about it; empty where there are none.
    :param licences: the addresses of its licences.
    :param creators: who made it, by name or by IRI.
    :param version: its version; empty where it has none.
    """

    title: str
    iri: str = ""
    text: str = ""
    licences: tuple[str, ...] = ()
    creators: tuple[str, ...] = ()
    version: str = ""


def description_of(dataset: Dataset) -> Description:
    """Find out what a graph says of itself.

    :param dataset: the graph; what our own ontology says of itself, which a build adds, is not about the graph.
    :returns: the description; where none or several data sets or ontologies are described, hardly more than a title.
    """
    found = {
        each for class_ in _CLASSES for each in dataset.subjects(RDF_TYPE, class_) if _is_own(dataset, each, class_)
    }
    if len(found) != 1:
        return Description(_title_of_files(dataset))
    (node,) = found
    said = [quad for quad in dataset.about(node) if quad.graph_name != _OUR_ONTOLOGY]
    licences = (each.value for each in _values(said, "license") if isinstance(each, NamedNode))
    return Description(
        title=_first_text(said, _TITLES) or _title_of_files(dataset),
        iri=node.value if isinstance(node, NamedNode) else "",
        text=_first_text(said, (NamedNode(DCTERMS + "description"),)),
        # A browser is led to them, the data are not ours, and an IRI may be a script.
        licences=tuple(each for each in licences if each.startswith(("http://", "https://"))),
        creators=tuple(filter(None, (_name(dataset, each) for each in _values(said, "creator")))),
        version=_first_text(said, _VERSIONS),
    )


def licence_name(address: str) -> str:
    """Name a licence.

    :param address: its address.
    :returns: the name that people know those of Creative Commons by; of others the address.

    >>> licence_name("https://creativecommons.org/licenses/by-sa/4.0/")
    'CC BY-SA 4.0'
    """
    commons, zero = _COMMONS.fullmatch(address), _ZERO.fullmatch(address)
    if commons:
        return f"CC {commons[1].upper()} {commons[2]}"
    return f"CC0 {zero[1]}" if zero else address


def _is_own(dataset: Dataset, node: Resource, class_: NamedNode) -> bool:
    """Tell whether others than our ontology say that a thing is of a class."""
    return any(name != _OUR_ONTOLOGY for name in dataset.graphs_of(Triple(node, RDF_TYPE, class_)))


def _title_of_files(dataset: Dataset) -> str:
    """Call a graph by its files, where they are few."""
    names = [path.name for path in dataset.sources]
    return ", ".join(names) if 0 < len(names) <= _MOST_FILES else NO_TITLE


def _values(said: Iterable[Quad], name: str) -> list[Term]:
    """Return the values of a property of Dublin Core, sorted, none twice."""
    property_ = NamedNode(DCTERMS + name)
    return sorted({quad.object for quad in said if quad.predicate == property_}, key=str)


def _first_text(said: Iterable[Quad], properties: Iterable[NamedNode]) -> str:
    """Return a text of the first property that has any: one in English before one without a language, before others."""
    for property_ in properties:
        texts = [quad.object for quad in said if quad.predicate == property_ and isinstance(quad.object, Literal)]
        if texts:
            return min(texts, key=lambda text: (_rank(text.language), text.value)).value
    return ""


def _rank(language: str | None) -> int:
    """Rank languages."""
    if language is None:
        return 1
    return 0 if language.partition("-")[0] == "en" else 2


def _name(dataset: Dataset, creator: Term) -> str:
    """Name a creator."""
    if isinstance(creator, Literal):
        return creator.value
    if isinstance(creator, Triple):
        return ""
    named = _first_text(dataset.about(creator), _NAMES)
    return named or (creator.value if isinstance(creator, NamedNode) else "")
