"""Messages use the prefixes of the file that they are about."""

from __future__ import annotations

from pathlib import Path

import pytest

from treatygraph.graph.checking import Finding, check
from treatygraph.graph.checking.options import Options
from treatygraph.graph.checking.own_names import shortened


def found(path: Path, text: str) -> list[Finding]:
    path.write_text(text)
    return [each for each in check([path], options=Options(builtin=False)).findings if not each.code.startswith("TG0")]


def test_things_and_terms_are_called_as_the_file_calls_them(tmp_path: Path) -> None:
    head = "@prefix ex: <http://example.org/> .\n@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n"
    [finding] = found(tmp_path / "a.ttl", f"{head}ex:ada foaf:nmae 1 .")
    assert str(finding) == "TG101 ex:ada: foaf:nmae is no property that is declared. Did you mean foaf:name?"
    assert finding.focus == "http://example.org/ada"


def test_a_known_prefix_with_another_meaning_shortens_nothing(tmp_path: Path) -> None:
    [finding] = found(tmp_path / "a.ttl", "@prefix skos: <http://xmlns.com/foaf/0.1/> .\n<urn:ada> skos:nmae 1 .")
    assert finding.message == "<http://xmlns.com/foaf/0.1/nmae> is no property that is declared."


def test_the_prefixes_of_treatygraph_are_free_where_its_model_is_not_used(tmp_path: Path) -> None:
    [finding] = found(tmp_path / "a.ttl", "@prefix : <urn:x#> .\n:ada <http://xmlns.com/foaf/0.1/nmae> 1 .")
    assert finding.thing == ":ada"
    [ours, *_] = [each for each in check([tmp_path / "a.ttl"]).findings if each.code == "TG101"]
    assert ours.thing == "<urn:x#ada>"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "a.rdf",
            """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="urn:x#"
            xmlns:foaf="http://xmlns.com/foaf/0.1/"><rdf:Description rdf:about="urn:x#a"><foaf:nmae>b</foaf:nmae>
            </rdf:Description></rdf:RDF>""",
            "TG101 ex:a: foaf:nmae is no property that is declared. Did you mean foaf:name?",
        ),
        (
            "a.jsonld",
            """{"@context": {"foaf": "http://xmlns.com/foaf/0.1/", "ex": {"@id": "urn:x-", "@prefix": true}},
            "@id": "ex:a", "foaf:nmae": "b"}""",
            "TG101 ex:a: foaf:nmae is no property that is declared. Did you mean foaf:name?",
        ),
        (
            "a.rq",
            "PREFIX f: <http://xmlns.com/foaf/0.1/> ASK { ?s f:nmae ?name }",
            "TG504 f:nmae is no property that is declared. Did you mean f:name?",
        ),
        (
            "a.ttl",
            "@prefix foaf: <http://xmlns.com/foaf/0.1/> . _:b foaf:nmae 'b' .",
            "TG101 _:b: foaf:nmae is no property that is declared. Did you mean foaf:name?",
        ),
        (
            "a.ttl",
            "@prefix dct: <http://purl.org/dc/terms/> . <urn:a> dct:titel 'b' .",
            "TG101 <urn:a>: dct:titel is no property that is declared. Did you mean dct:title?",
        ),
        (
            "a.jsonld",
            """{"@context": {"@vocab": "http://purl.org/dc/terms/", "@base": "http://purl.org/dc/terms/"},
            "@id": "x", "titel": "b"}""",
            "TG101 dcterms:x: titel is no property that is declared. Did you mean title?",
        ),
        (
            "a.ttl",
            "@prefix foaf: <http://xmlns.com/foaf/0.1/> . [] foaf:nmae 'b' .",
            "TG101 […]: foaf:nmae is no property that is declared. Did you mean foaf:name?",
        ),
    ],
    ids=["RDF/XML", "JSON-LD", "query", "a label", "another prefix", "a vocabulary", "no label"],
)
def test_every_format_has_its_own_names(tmp_path: Path, name: str, text: str, expected: str) -> None:
    assert [str(each) for each in found(tmp_path / name, text)] == [expected]


def test_what_is_wrong_with_a_shape_is_told_in_the_names_of_its_file(tmp_path: Path) -> None:
    shapes = tmp_path / "s.ttl"
    shapes.write_text("@prefix s: <http://www.w3.org/ns/shacl#> . @prefix ex: <urn:x#> . ex:S s:targetClass ex:C .")
    data = tmp_path / "d.ttl"
    data.write_text("<urn:a> a <urn:B> .")
    report = check([data], options=Options(builtin=False, shapes=(shapes,)))
    assert [str(each) for each in report.findings if each.code == "TG293"] == [
        "TG293 ex:S: The shape finds no node: nothing in the data is meant by s:targetClass ex:C. "
        "Correct the target; a class or a property is often misspelt, or the data say it otherwise."
    ]


def test_formats_without_prefixes_keep_whole_iris(tmp_path: Path) -> None:
    text = '{"@id": "urn:ada", "http://xmlns.com/foaf/0.1/nmae": 1}'
    [finding] = found(tmp_path / "a.jsonld", text)
    assert finding.called == ""
    assert finding.thing == "<urn:ada>"


def test_each_file_has_its_own_names(tmp_path: Path) -> None:
    for prefix in ("a", "b"):
        file = tmp_path / f"{prefix}.ttl"
        file.write_text(f"@prefix {prefix}: <urn:x#> . {prefix}:{prefix} <http://xmlns.com/foaf/0.1/nmae> 1 .")
    report = check([tmp_path], options=Options(builtin=False))
    assert [each.thing for each in report.findings] == ["a:a", "b:b"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<urn:a#b> and <urn:a#c-d.e>", "a:b and a:c-d.e"),
        ("<urn:a#b.> <urn:a#> <urn:a#b/c> <urn:other>", "<urn:a#b.> <urn:a#> <urn:a#b/c> <urn:other>"),
        ("<urn:a#x-1>", "ax:1"),
    ],
)
def test_only_iris_that_a_name_can_be_written_for_are_shortened(text: str, expected: str) -> None:
    assert shortened(text, {"a": "urn:a#", "ax": "urn:a#x-", "none": ""}) == expected
