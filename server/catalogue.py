"""What the graph holds, for programs: VoID with its partitions, DCAT with its files, prefixes and stored queries.

Sources: "Describing Linked Datasets with the VoID Vocabulary" (W3C), DCAT 3 (W3C), SHACL-SPARQL for ``sh:declare``
and ``sh:SPARQLExecutable``, in the way of the SPARQL examples of the SIB.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from types import MappingProxyType
from typing import cast

from pyoxigraph import Literal, NamedNode, Quad

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import TreatyGraphError
from treatygraph.graph.querying import prepare, run
from treatygraph.graph.statistics import Statistics
from treatygraph.graph.stored_queries import StoredQuery, stored_queries
from treatygraph.graph.terms import DCTERMS, ID, OWL, PREFIXES, RDF_TYPE, RDFS, RDFS_LABEL, SCHEMA, SH, XSD, tg
from treatygraph.server.description import DCAT, FOAF, VOID, Description, description_of
from treatygraph.server.export_files import ALL, ExportFile, ExportFiles
from treatygraph.server.formats import DATASETS
from treatygraph.server.service_description import FORMATS, SD

__all__ = ["VOCABULARIES", "Catalogue"]

SPDX = "http://spdx.org/rdf/terms#"
VOCABULARIES: Mapping[str, str] = MappingProxyType({"dcat": DCAT, "foaf": FOAF, "sd": SD, "spdx": SPDX, "void": VOID})
"""The prefixes of the vocabularies that describe data sets and services."""

_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_EXECUTABLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "select": ("SPARQLSelectExecutable", "select"),
        "ask": ("SPARQLAskExecutable", "ask"),
        "construct": ("SPARQLConstructExecutable", "construct"),
    }
)


class Catalogue:
    """Describes a dataset.

    :param dataset: the graph.
    :param files: its files.
    """

    def __init__(self, dataset: Dataset, files: ExportFiles) -> None:
        self._dataset = dataset
        self._files = files

    def quads(self, root: str) -> list[Quad]:
        """Describe the dataset.

        :param root: the address of the home page.
        :returns: the description, with IRIs alone.
        """
        here = f"{root}.well-known/void"
        parts = (
            self._catalogue(root, here),
            self._whole(root, here),
            self._partitions(here),
            self._dumps(here, root),
            _prefixes(here),
            self._queries(root, here),
        )
        return [quad for part in parts for quad in part]

    def _catalogue(self, root: str, here: str) -> Iterator[Quad]:
        """Describe the description, and the endpoint as a service."""
        document, catalogue, service = NamedNode(here), NamedNode(f"{here}#catalogue"), NamedNode(f"{here}#endpoint")
        dataset = NamedNode(f"{here}#dataset")
        yield Quad(document, RDF_TYPE, _void("DatasetDescription"))
        yield Quad(document, NamedNode(FOAF + "primaryTopic"), dataset)
        yield Quad(catalogue, RDF_TYPE, _dcat("Catalog"))
        yield Quad(catalogue, _dcterms("title"), Literal(self._said.title))
        yield Quad(catalogue, _dcat("dataset"), dataset)
        yield Quad(catalogue, _dcat("service"), service)
        yield Quad(service, RDF_TYPE, _dcat("DataService"))
        yield Quad(service, _dcterms("title"), _text("SPARQL endpoint"))
        yield Quad(service, _dcat("endpointURL"), NamedNode(f"{root}sparql"))
        yield Quad(service, _dcat("endpointDescription"), NamedNode(f"{root}openapi.json"))
        yield Quad(service, _dcat("servesDataset"), dataset)
        yield Quad(service, _dcterms("conformsTo"), NamedNode("https://www.w3.org/TR/sparql11-protocol/"))

    def _whole(self, root: str, here: str) -> Iterator[Quad]:
        """Describe the dataset as a whole."""
        dataset, counts = NamedNode(f"{here}#dataset"), self._counts
        yield Quad(dataset, RDF_TYPE, _void("Dataset"))
        yield Quad(dataset, RDF_TYPE, _dcat("Dataset"))
        yield from self._owned(dataset, here)
        yield Quad(dataset, NamedNode(FOAF + "homepage"), NamedNode(root))
        yield Quad(dataset, _dcat("landingPage"), NamedNode(root))
        yield Quad(dataset, _void("sparqlEndpoint"), NamedNode(f"{root}sparql"))
        if counts.entities:
            yield Quad(dataset, _void("uriSpace"), Literal(ID))
        yield from (Quad(dataset, _void("feature"), NamedNode(FORMATS[offer.name])) for offer in DATASETS)
        numbers = {
            "triples": counts.triples,
            "distinctSubjects": counts.subjects,
            "distinctObjects": counts.objects,
            "entities": counts.entities,
            "classes": len(counts.classes),
            "properties": len(counts.properties),
        }
        yield from (Quad(dataset, _void(name), _number(number)) for name, number in numbers.items())
        used = (*counts.classes, *counts.properties)
        for namespace in sorted(PREFIXES.values()):
            if namespace != ID and any(iri.startswith(namespace) for iri in used):
                yield Quad(dataset, _void("vocabulary"), NamedNode(namespace))
        examples = sorted(self._dataset.subjects(RDF_TYPE, tg("Treaty")), key=str)[:3]
        yield from (Quad(dataset, _void("exampleResource"), each) for each in examples)

    def _owned(self, dataset: NamedNode, here: str) -> Iterator[Quad]:
        """Tell what the dataset says of itself."""
        said = self._said
        yield Quad(dataset, _dcterms("title"), Literal(said.title))
        if said.text:
            yield Quad(dataset, _dcterms("description"), Literal(said.text))
        if said.version:
            yield Quad(dataset, NamedNode(OWL + "versionInfo"), Literal(said.version))
        for number, name in enumerate(said.creators, start=1):
            agent = NamedNode(f"{here}#creator-{number}")
            yield Quad(dataset, _dcterms("creator"), agent)
            yield Quad(agent, RDF_TYPE, NamedNode(FOAF + "Agent"))
            yield Quad(agent, NamedNode(FOAF + "name"), Literal(name))
        yield from self._licensed(dataset)

    def _licensed(self, part: NamedNode) -> Iterator[Quad]:
        """Tell the licence of the dataset, or of a part or a file of it."""
        return (Quad(part, _dcterms("license"), NamedNode(each)) for each in self._said.licences)

    def _partitions(self, here: str) -> Iterator[Quad]:
        """Describe the dataset class by class, property by property, and by its groups of graphs."""
        dataset, counts = NamedNode(f"{here}#dataset"), self._counts
        for number, (iri, entities) in enumerate(counts.classes.items(), start=1):
            part = NamedNode(f"{here}#class-{number}")
            yield Quad(dataset, _void("classPartition"), part)
            yield Quad(part, _void("class"), NamedNode(iri))
            yield Quad(part, _void("entities"), _number(entities))
            for place, (property_, triples) in enumerate(counts.of_classes.get(iri, {}).items(), start=1):
                yield from _property(part, NamedNode(f"{part.value}-property-{place}"), property_, triples)
        for number, (iri, triples) in enumerate(counts.properties.items(), start=1):
            yield from _property(dataset, NamedNode(f"{here}#property-{number}"), iri, triples)
        for group in self._dataset.groups.values():
            part = NamedNode(group.iri)
            yield Quad(dataset, _void("subset"), part)
            yield Quad(part, RDF_TYPE, _void("Dataset"))
            yield Quad(part, _dcterms("title"), _text(group.label))
            yield Quad(part, _dcterms("description"), _text(group.description))

    def _dumps(self, here: str, root: str) -> Iterator[Quad]:
        """Describe the files."""
        dataset = NamedNode(f"{here}#dataset")
        for name, counts in self._files.counts.items():
            part = dataset if len(self._files.counts) == 1 or name == ALL else NamedNode(f"{here}#curated")
            if part != dataset:
                yield Quad(dataset, _void("subset"), part)
                yield Quad(part, RDF_TYPE, _void("Dataset"))
                yield Quad(part, RDF_TYPE, _dcat("Dataset"))
                yield Quad(part, _dcterms("title"), Literal(f"{self._said.title}: what people curated"))
                yield from self._licensed(part)
                yield Quad(part, _dcterms("extent"), _number(sum(counts.values())))
            if self._files.digest(name):
                yield Quad(part, _dcterms("identifier"), Literal(f"rdfc-1.0:sha256:{self._files.digest(name)}"))
            for file in (each for each in self._files.listed() if each.name == name):
                address = f"{root}exports/{file.name}.{file.offer.name}"
                yield from _distributed(part, address, file)
                yield from (quad for end in ("", ".gz") for quad in self._licensed(NamedNode(address + end)))

    def _queries(self, root: str, here: str) -> Iterator[Quad]:
        """Describe the stored queries, with the defaults of their parameters."""
        prefixes, endpoint = NamedNode(f"{here}#prefixes"), NamedNode(f"{root}sparql")
        for stored in stored_queries().values():
            # A default may name a thing of another graph than the one that is served.
            with suppress(TreatyGraphError):
                text = prepare(self._dataset, replace(stored, text=stored.body))
                yield from _executable(NamedNode(f"{root}queries/{stored.name}"), stored, text, prefixes, endpoint)

    @cached_property
    def _said(self) -> Description:
        return description_of(self._dataset)

    @cached_property
    def _counts(self) -> Statistics:
        return self._dataset.statistics or _count(self._dataset)


def _count(dataset: Dataset) -> Statistics:
    """Count triples, things, classes and properties of the union of all graphs."""

    def ask(query: str) -> list[tuple[str, ...]]:
        rows = cast("Iterable[Iterable[NamedNode | Literal]]", run(dataset, query).rows)
        return [tuple(term.value for term in row) for row in rows]

    ((triples, subjects, objects),) = ask(
        "SELECT (COUNT(*) AS ?t) (COUNT(DISTINCT ?s) AS ?ss) (COUNT(DISTINCT ?o) AS ?os) WHERE { ?s ?p ?o }"
    )
    ((entities,),) = ask(
        f"SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {{ ?s ?p ?o FILTER(isIRI(?s) && STRSTARTS(STR(?s), '{ID}')) }}"
    )
    of_classes: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for class_, property_, number in ask(
        "SELECT ?c ?p (COUNT(*) AS ?n) WHERE { ?s a ?c ; ?p ?o FILTER(isIRI(?c)) } GROUP BY ?c ?p ORDER BY ?c ?p"
    ):
        of_classes[class_][property_] = int(number)
    classes = ask("SELECT ?c (COUNT(*) AS ?n) WHERE { ?s a ?c FILTER(isIRI(?c)) } GROUP BY ?c ORDER BY ?c")
    properties = ask("SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p ORDER BY ?p")
    return Statistics(
        int(triples),
        int(subjects),
        int(objects),
        int(entities),
        {iri: int(number) for iri, number in classes},
        {iri: int(number) for iri, number in properties},
        of_classes,
    )


def _property(owner: NamedNode, part: NamedNode, iri: str, triples: int) -> Iterator[Quad]:
    """Describe the part of a dataset that has one property."""
    yield Quad(owner, _void("propertyPartition"), part)
    yield Quad(part, _void("property"), NamedNode(iri))
    yield Quad(part, _void("triples"), _number(triples))


def _prefixes(here: str) -> Iterator[Quad]:
    """Declare the prefixes, for editors."""
    owner = NamedNode(f"{here}#prefixes")
    yield Quad(owner, RDF_TYPE, NamedNode(OWL + "Ontology"))
    for prefix, namespace in PREFIXES.items():
        node = NamedNode(f"{here}#prefix-{prefix}")
        yield Quad(owner, _sh("declare"), node)
        yield Quad(node, _sh("prefix"), Literal(prefix))
        yield Quad(node, _sh("namespace"), Literal(namespace, datatype=NamedNode(XSD + "anyURI")))


def _executable(
    node: NamedNode, stored: StoredQuery, text: str, prefixes: NamedNode, endpoint: NamedNode
) -> Iterator[Quad]:
    """Describe a stored query."""
    kind, property_ = _EXECUTABLES.get(stored.form, ("", ""))
    if not kind:
        return
    yield Quad(node, RDF_TYPE, _sh("SPARQLExecutable"))
    yield Quad(node, RDF_TYPE, _sh(kind))
    yield Quad(node, _sh(property_), Literal(text))
    yield Quad(node, _sh("prefixes"), prefixes)
    yield Quad(node, RDFS_LABEL, Literal(stored.name))
    yield Quad(node, NamedNode(RDFS + "comment"), _text(stored.summary))
    yield from (Quad(node, NamedNode(SCHEMA + "keywords"), Literal(tag)) for tag in stored.tags)
    yield Quad(node, NamedNode(SCHEMA + "target"), endpoint)


def _distributed(part: NamedNode, url: str, file: ExportFile) -> Iterator[Quad]:
    """Describe one file, plain and compressed."""
    versions = ((url, file.size, file.sha256, False), (f"{url}.gz", len(file.compressed), file.compressed_sha256, True))
    for address, size, digest, compressed in versions:
        node, checksum = NamedNode(address), NamedNode(f"{address}#checksum")
        yield Quad(part, _void("dataDump"), node)
        yield Quad(part, _dcat("distribution"), node)
        yield Quad(node, RDF_TYPE, _dcat("Distribution"))
        yield Quad(node, _dcat("downloadURL"), node)
        yield Quad(node, _dcat("mediaType"), NamedNode(_MEDIA_TYPES + file.offer.media_type))
        yield Quad(node, _dcat("byteSize"), Literal(str(size), datatype=NamedNode(XSD + "nonNegativeInteger")))
        yield Quad(node, NamedNode(SPDX + "checksum"), checksum)
        yield Quad(checksum, RDF_TYPE, NamedNode(SPDX + "Checksum"))
        yield Quad(checksum, NamedNode(SPDX + "algorithm"), NamedNode(SPDX + "checksumAlgorithm_sha256"))
        yield Quad(checksum, NamedNode(SPDX + "checksumValue"), Literal(digest, datatype=NamedNode(XSD + "hexBinary")))
        if compressed:
            yield Quad(node, _dcat("compressFormat"), NamedNode(_MEDIA_TYPES + "application/gzip"))


def _void(local: str) -> NamedNode:
    return NamedNode(VOID + local)


def _dcat(local: str) -> NamedNode:
    return NamedNode(DCAT + local)


def _dcterms(local: str) -> NamedNode:
    return NamedNode(DCTERMS + local)


def _sh(local: str) -> NamedNode:
    return NamedNode(SH + local)


def _text(words: str) -> Literal:
    return Literal(words, language="en")


def _number(number: int) -> Literal:
    return Literal(str(number), datatype=NamedNode(XSD + "integer"))
