"""Statements in JSON-LD have places."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from treatygraph.graph import load
from treatygraph.graph.checking import check
from treatygraph.graph.checking.json_ld import places_in_json_ld
from treatygraph.graph.checking.options import Options
from treatygraph.graph.loader import read_quads

CONTEXT = """"@context": {
    "@base": "http://example.org/", "@vocab": "http://example.org/v#", "ex": "http://example.org/",
    "foaf": "http://xmlns.com/foaf/0.1/", "xsd": "http://www.w3.org/2001/XMLSchema#", "id": "@id", "type": "@type",
    "knows": {"@id": "foaf:knows", "@type": "@id"}, "label": {"@id": "ex:label", "@container": "@language"},
    "born": {"@id": "ex:born", "@type": "xsd:date"}
  }"""
WHOLE = {
    "names": '"@id": "http://example.org/a", "ex:p": {"@id": "b"}, "q": 1',
    "types": '"id": "a", "type": ["ex:A", "B"]',
    "texts": r'"@id": "a", "ex:p": ["x\"y", "\u00e9", {"@value": "z", "@language": "de"}]',
    "numbers": '"@id": "a", "ex:p": [1, 2.5, true, 1e3]',
    "coerced values": '"@id": "a", "knows": ["b", "ex:c"], "born": "2000-01-01"',
    "a map of languages": '"@id": "a", "label": {"en": "x", "de": ["y", "z"]}',
    "things in one another": '"@id": "a", "knows": {"@id": "b", "knows": {"@id": "c", "ex:p": 1}}',
    "a named graph": '"@id": "g", "@graph": [{"@id": "a", "ex:p": 1}]',
    "things with labels": '"@graph": [{"@id": "_:a", "ex:p": [1, "x"], "type": "ex:A"}, {"@id": "_:b", "ex:p": 1}]',
    "things without names": '"ex:p": 1, "type": "ex:A"',
}


def write(folder: Path, body: str) -> Path:
    path = folder / "a.jsonld"
    path.write_text(f"{{\n  {CONTEXT},\n  {body}\n}}", "utf-8")
    return path


@pytest.mark.parametrize("body", WHOLE.values(), ids=WHOLE.keys())
def test_every_statement_with_a_named_value_is_placed(tmp_path: Path, body: str) -> None:
    path = write(tmp_path, body)
    quads = set(read_quads(path))
    assert quads
    assert {each.quad for each in places_in_json_ld(path).statements} == quads


def test_every_statement_of_the_article_is_placed(tmp_path: Path) -> None:
    path = tmp_path / "article.jsonld"
    path.write_bytes(serialize(load().quads, format=RdfFormat.JSON_LD) or b"")
    assert {each.quad for each in places_in_json_ld(path).statements} == set(load().quads)


def test_the_same_value_of_two_things_is_placed_at_each(tmp_path: Path) -> None:
    body = '"@graph": [\n{"@id": "a", "ex:p": "x"},\n{"ex:p": "x", "@id": "b"}]'
    places = places_in_json_ld(write(tmp_path, body))
    found = {
        thing: places.value(f"http://example.org/{thing}", "http://example.org/p", str(Literal("x"))) for thing in "ab"
    }
    head = CONTEXT.count("\n") + 4
    assert {thing: tuple(place or ()) for thing, place in found.items()} == {"a": (head, 22), "b": (head + 1, 10)}


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ('"@id": "a", "foaf:nmae": "é",\n"@type": "foaf:Persn"', [(8, 15, "TG101"), (9, 10, "TG101")]),
        ('"@id": "a", "born": "2000-13-01"', [(8, 23, "TG107")]),
        ('"@graph": [{"ex:p": {"foaf:nmae": 1}}]', [(8, 24, "TG101")]),
        (
            '"@graph": [\n{"@id": "_:b", "foaf:name": {"@value": "a", "@language": "jp"}},\n'
            '{"@id": "a", "knows": {"type": "foaf:Persn"}}]',
            [(9, 40, "TG109"), (10, 32, "TG101")],
        ),
    ],
    ids=["class and property", "a date", "a thing without a name", "a thing with a label"],
)
def test_findings_have_line_and_column(tmp_path: Path, body: str, places: list[tuple[int, int, str]]) -> None:
    findings = check([write(tmp_path, body)], options=Options(builtin=False)).findings
    assert [(each.line, each.column, each.code) for each in findings] == places


def test_terms_of_a_copied_context_are_known(tmp_path: Path) -> None:
    (tmp_path / "context.jsonld").write_text('{"@context": {"nmae": "http://xmlns.com/foaf/0.1/nmae"}}')
    catalogue = tmp_path / "catalog-v001.xml"
    catalogue.write_text(
        '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">'
        '<uri name="http://example.org/context" uri="context.jsonld"/></catalog>'
    )
    path = tmp_path / "a.jsonld"
    path.write_text(json.dumps({"@context": "http://example.org/context", "@id": "urn:a", "nmae": "A"}))
    [finding] = check([path], options=Options(builtin=False, catalogue=catalogue)).findings
    assert (finding.code, finding.line, finding.column) == ("TG101", 1, 60)


def test_a_term_that_stands_for_itself_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonld"
    path.write_text('{"@context": {"http": "http://example.org/"}, "@id": "http://example.org/a", "http": 1}')
    quad = Quad(NamedNode("http://example.org/a"), NamedNode("http://example.org/"), read_quads(path)[0].object)
    assert [each.quad for each in places_in_json_ld(path).statements] == [quad]
