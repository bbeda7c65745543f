"""The list of published artefacts names every file once, with its role."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from treatygraph.ontology import alignment_files, concept_files, ontology_files, profile_file

HOME = "https://w3id.org/treatygraph/"
PROF = "http://www.w3.org/ns/dx/prof/"
DCTERMS = "http://purl.org/dc/terms/"
QUADS: list[Quad] = list(parse(path=profile_file(), format=RdfFormat.TURTLE))


def objects(predicate: str, subject: object = None) -> list[str]:
    return [
        quad.object.value
        for quad in QUADS
        if quad.predicate.value == predicate and subject in (None, quad.subject) and isinstance(quad.object, NamedNode)
    ]


def paths_by_role() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for artefact in objects(PROF + "hasResource"):
        (role,) = objects(PROF + "hasRole", NamedNode(artefact))
        (path,) = objects(PROF + "hasArtifact", NamedNode(artefact))
        found.setdefault(role.removeprefix(PROF + "role/"), []).append(path.removeprefix(HOME))
    return found


def test_each_file_of_the_ontology_is_listed_once_with_its_role() -> None:
    found = paths_by_role()
    assert sorted(found["schema"]) == sorted(f"ontology/{path.name}" for path in ontology_files())
    assert sorted(found["vocabulary"]) == sorted(f"ontology/concepts/{path.name}" for path in concept_files())
    assert sorted(found["mapping"]) == sorted(f"ontology/alignments/{path.name}" for path in alignment_files())


def test_everything_listed_is_there(repository: Path) -> None:
    listed = [path for paths in paths_by_role().values() for path in paths]
    assert {"docs/reference/ontology.md", "graph/data/", "queries/", "shapes/"} <= set(listed)
    assert [path for path in listed if not (repository / path).exists()] == []
    assert [path for path in listed if path.endswith("/") != (repository / path).is_dir()] == []


def test_roles_are_those_of_the_profiles_vocabulary() -> None:
    assert set(paths_by_role()) == {"schema", "vocabulary", "mapping", "guidance", "validation", "example"}


def test_no_artefact_is_described_without_being_listed() -> None:
    listed = objects(PROF + "hasResource")
    described = {
        quad.subject.value
        for quad in QUADS
        if quad.object == NamedNode(PROF + "ResourceDescriptor") and isinstance(quad.subject, NamedNode)
    }
    assert len(listed) == len(set(listed))
    assert described == set(listed)
