"""Shapes that come with data are understood, find something, and leave nothing out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from treatygraph.graph.checking.findings import Severity
from treatygraph.graph.checking.material import Material
from treatygraph.graph.checking.shape_use import check_shape_use

Find = Callable[..., list[tuple[str, int, int]]]
Read = Callable[..., Material]
SHAPE = "ex:S a sh:NodeShape ; sh:target{} .\n"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (":a a ex:T .", []),
        (SHAPE.format("Class ex:T"), []),
        (SHAPE.format("Class ex:T") + ":a a ex:T .", []),
        (SHAPE.format("Class ex:T") + ":a ex:p [ a ex:T ] .", []),
        (SHAPE.format("Class ex:T") + ":a ex:p [ a ex:U , ex:T ] , [ a ex:V ] .", [("TG294", 3, 33)]),
        (SHAPE.format("Class ex:T") + ":a a ex:U .", [("TG293", 2, 38), ("TG294", 3, 6)]),
        (SHAPE.format("Class ex:T") + "ex:U a owl:Class ; rdfs:subClassOf ex:T . :a a ex:U .", []),
        (SHAPE.format("SubjectsOf ex:p") + ":a a ex:T ; ex:p 1 .", []),
        (SHAPE.format("SubjectsOf ex:q") + ":a a tg:State ; ex:p 1 .", [("TG293", 2, 43)]),
        (SHAPE.format("ObjectsOf ex:p") + ":b ex:p :a . :a a ex:T .", []),
        (SHAPE.format("Node :a") + ":a a ex:T .", []),
        (SHAPE.format("Node :b") + ":a a tg:State .", [("TG293", 2, 37)]),
        ("ex:S a sh:NodeShape , owl:Class . :a a ex:S .", []),
        ("ex:S a sh:NodeShape , rdfs:Class . :a a tg:State .", [("TG293", 2, 8)]),
        ("ex:S a sh:NodeShape ; sh:property [ sh:path ex:p ; sh:minCuont 1 ] .", [("TG295", 2, 52)]),
        ("ex:S a sh:NodeShap ; sh:targetNode :a .", [("TG295", 2, 8)]),
        ("ex:S a sh:NodeShape ; sh:nodeKind sh:IRI ; sh:in ( 1 ) ; sh:class ex:T .", []),
    ],
)
def test_shapes_are_judged_at_their_places(find: Find, text: str, places: list[tuple[str, int, int]]) -> None:
    assert find(check_shape_use, text) == places


def test_shapes_of_the_caller_are_judged_in_their_own_file(material: Read, tmp_path: Path) -> None:
    path = tmp_path / "shapes.ttl"
    head = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
    path.write_text(head + "<urn:S> a sh:NodeShape ; sh:targetClass <urn:T> ; sh:clas <urn:T> .")
    findings = list(check_shape_use(material(":a a tg:State .", shapes=(path,))))
    assert [(each.code, each.path, each.line, each.column) for each in findings] == [
        ("TG295", str(path), 2, 51),
        ("TG293", str(path), 2, 41),
    ]
    assert not findings[0].mendable


def test_without_the_builtin_shapes_only_those_of_the_caller_count(find: Find) -> None:
    text = SHAPE.format("Class ex:T") + ":a a ex:T . :b a tg:State ."
    assert find(check_shape_use, text) == []
    assert find(check_shape_use, text, builtin=False) == [("TG294", 3, 18)]


def test_the_term_that_was_meant_is_offered(material: Read) -> None:
    [finding] = check_shape_use(material("ex:S sh:targetClas ex:T ."))
    assert (finding.message, finding.repair) == ("SHACL has no term sh:targetClas.", "Did you mean sh:targetClass?")


@pytest.mark.parametrize("name", ["js", "rule", "expression", "target"])
def test_what_is_not_run_is_told(material: Read, tmp_path: Path, name: str) -> None:
    path = tmp_path / "shapes.ttl"
    head = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
    path.write_text(f"{head}<urn:S> a sh:NodeShape ; sh:targetClass <urn:T> ; sh:{name} [ a <urn:U> ] .")
    found = [each for each in check_shape_use(material(":a a <urn:T> .", shapes=(path,))) if each.code == "TG295"]
    [finding] = found
    assert (finding.path, finding.line, finding.column) == (str(path), 2, 51)
    assert (finding.severity, finding.mendable) == (Severity.WARNING, False)
    assert finding.message == f"sh:{name} is not run: what it demands is not looked for."
    assert finding.repair == "Say it in the core of SHACL, or as a query (sh:sparql)."
