"""Imports and remote contexts lead to local copies, or to a finding at their place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from treatygraph.graph import check
from treatygraph.graph.checking.options import Options
from treatygraph.graph.checking.runner import examine
from treatygraph.graph.checking.selection import Selection

CODES = Selection(select=("TG005", "TG006"))
ONTOLOGY = "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n<https://example.org/one> a owl:Ontology"
IMPORTING = f"{ONTOLOGY} ;\n  owl:imports <https://example.org/two> .\n"


@pytest.fixture
def importing(tmp_path: Path) -> Path:
    path = tmp_path / "one.ttl"
    path.write_text(IMPORTING)
    return path


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text)
    return path


def found(*paths: Path, **choices: Any) -> list[tuple[str, int | None, int | None]]:
    report = check(paths, options=Options(selection=CODES, **choices))
    return [(each.code, each.line, each.column) for each in report.findings]


def test_an_import_that_leads_nowhere_is_found_at_its_place(importing: Path) -> None:
    assert found(importing) == [("TG006", 3, 15)]


@pytest.mark.parametrize("name", ["https://example.org/two", "https://example.org/two/1.0"])
def test_an_ontology_that_is_checked_or_named_besides_is_at_hand(importing: Path, tmp_path: Path, name: str) -> None:
    text = f"{ONTOLOGY.replace('one', 'two')} ; owl:versionIRI <https://example.org/two/1.0> ."
    other = write(tmp_path, "two.ttl", text)
    importing.write_text(IMPORTING.replace("https://example.org/two", name))
    assert found(importing, other) == []
    assert found(importing, ontology=(other,)) == []


def test_our_own_ontology_is_at_hand_unless_it_is_left_out(importing: Path) -> None:
    importing.write_text(IMPORTING.replace("https://example.org/two", "https://w3id.org/treatygraph/ns"))
    assert found(importing) == []
    assert found(importing, builtin=False) == [("TG006", 3, 15)]


def test_a_catalogue_leads_to_copies_and_to_what_they_import(importing: Path, tmp_path: Path) -> None:
    (tmp_path / "copies").mkdir()
    write(tmp_path / "copies", "two.ttl", IMPORTING.replace("one", "two").replace("/two> .", "/three> ."))
    write(tmp_path / "copies", "three.ttl", IMPORTING.replace("one", "three").replace("/two> .", "/one> ."))
    catalogue = write(
        tmp_path,
        "catalog-v001.xml",
        '<catalog><rewriteURI uriStartString="https://example.org/" rewritePrefix="copies/"/>'
        '<uri name="https://example.org/two" uri="copies/two.ttl"/>'
        '<uri name="https://example.org/three" uri="copies/three.ttl"/></catalog>',
    )
    assert found(importing, catalogue=catalogue) == []
    material, _ = examine([importing], Options(catalogue=catalogue))
    assert [document.path.name for document in material.imports] == ["two.ttl", "three.ttl"]


def test_a_remote_context_is_a_finding_and_the_other_files_are_checked(importing: Path, tmp_path: Path) -> None:
    remote = tmp_path / "a.jsonld"
    remote.write_text(json.dumps({"@context": "https://example.org/c", "@id": "urn:a", "urn:p": 1}, indent=1))
    assert found(remote, importing) == [("TG005", 2, 14), ("TG006", 3, 15)]
    write(tmp_path, "c.json", '{"@context": {}}')
    catalogue = write(tmp_path, "c.xml", '<catalog><uri name="https://example.org/c" uri="c.json"/></catalog>')
    assert found(remote, catalogue=catalogue) == []


def test_a_copy_that_is_not_there_is_named(importing: Path, tmp_path: Path) -> None:
    remote = write(tmp_path, "a.jsonld", '{"@context": "https://example.org/c", "@id": "urn:a", "urn:p": 1}')
    catalogue = write(
        tmp_path,
        "c.xml",
        '<catalog><rewriteURI uriStartString="https://example.org/" rewritePrefix="copies/"/></catalog>',
    )
    report = check([importing, remote], options=Options(selection=CODES, catalogue=catalogue))
    assert [each.message for each in report.findings] == [
        f"It refers to the remote JSON-LD context <https://example.org/c>, and the catalogue names {tmp_path}/copies/c "
        "for it, which is no file.",
        f"<https://example.org/two> is imported, but the catalogue names {tmp_path}/copies/two for it, "
        "which is no file.",
    ]
    assert report.findings[1].repair == "Put the copy there, or correct the catalogue."
