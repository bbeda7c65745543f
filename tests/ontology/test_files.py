"""The files of the ontology are found, parse everywhere to the same graph, and bear one version."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from treatygraph import ontology as package
from treatygraph.ontology import alignment_files, concept_files, ontology_files, profile_file

NS = "https://w3id.org/treatygraph/ns"
DCTERMS = "http://purl.org/dc/terms/"
OWL = "http://www.w3.org/2002/07/owl#"
FILES = (*ontology_files(), *concept_files(), *alignment_files(), profile_file())
TOPICS = {"agents", "territory", "instruments", "events", "norms", "discourse", "provenance"}
CODE_LISTS = {
    "action-kind",
    "condition-kind",
    "effect",
    "force",
    "inference-kind",
    "instrument-kind",
    "means",
    "quotation-mode",
    "realisation",
    "status",
}
VOCABULARIES = {"aif", "gufo", "icow", "lkif", "odrl", "pa-x", "schema-org", "wikidata"}


def hash_of(quads: list[Quad]) -> str:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    lines = serialize(dataset, format=RdfFormat.N_QUADS)
    assert lines is not None
    return "".join(sorted(lines.decode().splitlines(keepends=True)))


def values(triples: tuple[Triple, ...], subject: str, predicate: str) -> list[str]:
    return [
        each.object.value
        for each in triples
        if each.subject == NamedNode(subject)
        and each.predicate == NamedNode(predicate)
        and isinstance(each.object, NamedNode | Literal)
    ]


def test_all_files_are_named() -> None:
    assert {path.stem for path in ontology_files()} == TOPICS | {"treatygraph"}
    assert {path.stem for path in concept_files()} == CODE_LISTS
    assert {path.stem for path in alignment_files()} == VOCABULARIES
    folder = Path(package.__file__).parent
    assert sorted(FILES) == sorted(folder.rglob("*.ttl"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_both_parsers_read_the_same_graph(path: Path) -> None:
    graph = rdflib.Graph()
    graph.parse(path, format="turtle")
    lines = graph.serialize(format="nt", encoding="utf-8")
    quads = list(parse(path=path, format=RdfFormat.TURTLE))
    assert quads
    assert hash_of(quads) == hash_of(list(parse(lines, format=RdfFormat.N_TRIPLES)))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_prefix_of_a_file_is_used_in_it(path: Path) -> None:
    parser = parse(path=path, format=RdfFormat.TURTLE)
    used = {node.value for quad in parser for node in quad.triple if isinstance(node, NamedNode)}
    used |= {node.datatype.value for node in (quad.object for quad in parse(path=path)) if isinstance(node, Literal)}
    unused = [prefix for prefix, start in parser.prefixes.items() if not any(iri.startswith(start) for iri in used)]
    assert unused == []


def test_two_hashes_differ_when_a_statement_differs() -> None:
    one, other = (Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal(text)) for text in ("1", "2"))
    assert hash_of([one]) != hash_of([other])
    assert hash_of([one, other]) == hash_of([other, one])


def test_one_version_which_is_that_of_the_package(ontology: tuple[Triple, ...]) -> None:
    number = version("treatygraph")
    found = [each for each in ontology if each.predicate == NamedNode(OWL + "versionIRI")]
    assert [(each.subject, each.object) for each in found] == [(NamedNode(NS), NamedNode(f"{NS}/{number}"))]
    assert values(ontology, NS, OWL + "versionInfo") == [number]


def test_the_header_says_what_a_reader_needs(ontology: tuple[Triple, ...]) -> None:
    once = ("title", "description", "creator", "created", "modified", "license")
    assert {name: len(values(ontology, NS, DCTERMS + name)) for name in once} == dict.fromkeys(once, 1)
    assert len(values(ontology, NS, DCTERMS + "source")) > 1
    assert values(ontology, NS, "http://purl.org/vocab/vann/preferredNamespacePrefix") == ["tg"]
    assert values(ontology, NS, "http://purl.org/vocab/vann/preferredNamespaceUri") == [NS + "#"]
    assert set(values(ontology, NS, DCTERMS + "hasPart")) == {f"{NS}/{topic}" for topic in TOPICS}


def test_each_file_has_a_title_of_its_own() -> None:
    described = [path for path in FILES if path != profile_file()]
    titles = {
        path.stem: [
            quad.object.value
            for quad in parse(path=path, format=RdfFormat.TURTLE)
            if quad.predicate == NamedNode(DCTERMS + "title")
        ]
        for path in described
    }
    assert {stem: len(found) for stem, found in titles.items()} == dict.fromkeys(titles, 1)
    assert len({title for found in titles.values() for title in found}) == len(described)


def test_the_ontology_knows_nothing_of_its_alignments(ontology: tuple[Triple, ...]) -> None:
    text = " ".join(path.read_text("utf-8") for path in ontology_files())
    assert "owl:imports" not in text
    assert [name for name in VOCABULARIES if f"alignments/{name}" in text or f"alignment/{name}" in text] == []
    assert {path.parent.name for path in ontology_files()}.isdisjoint({"alignments", "concepts"})
    assert ontology


@pytest.mark.parametrize("function", [ontology_files, concept_files, alignment_files, profile_file])
def test_an_installation_without_files_is_an_error(
    function: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(function)
    monkeypatch.setattr(package, "_FOLDER", tmp_path)
    with pytest.raises(FileNotFoundError, match="Install the package again"):
        function()


def test_the_package_exports_what_it_says() -> None:
    assert package.__all__ == sorted(package.__all__)
    assert all(callable(getattr(package, name)) for name in package.__all__)
