"""Shapes that are referred to are described somewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from treatygraph.graph.checking import check
from treatygraph.graph.checking.material import Material
from treatygraph.graph.checking.options import Options
from treatygraph.graph.checking.shape_use import check_shape_use

Find = Callable[..., list[tuple[str, int, int]]]
Read = Callable[..., Material]
HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("ex:S sh:property ex:T .", [("TG298", 2, 18)]),
        ("ex:S sh:node ex:T .\nex:T sh:nodeKind sh:IRI .", []),
        ("ex:S sh:not ex:T ; sh:qualifiedValueShape ex:U .", [("TG298", 2, 13), ("TG298", 2, 43)]),
        ("ex:S sh:or ( ex:T [ sh:nodeKind sh:IRI ] ex:U ) .", [("TG298", 2, 14), ("TG298", 2, 42)]),
        ("ex:S sh:xone ( [ sh:node ex:T ] ) .", [("TG298", 2, 26)]),
        ("ex:S sh:in ( ex:T ) ; sh:class ex:T ; sh:property [ ] .", []),
        ("ex:S sh:and _:l . _:l rdf:first ex:T ; rdf:rest _:l .", [("TG298", 2, 33)]),
    ],
)
def test_what_nothing_is_said_of_is_found_where_it_is_referred_to(
    find: Find, text: str, places: list[tuple[str, int, int]]
) -> None:
    assert find(check_shape_use, text) == places


def applied(folder: Path, *shapes: str) -> list[str]:
    """Apply shapes to one thing."""
    files = []
    for number, text in enumerate(shapes):
        files.append(folder / f"shapes-{number}.ttl")
        files[-1].write_text(HEAD + text)
    data = folder / "data.ttl"
    data.write_text("<urn:a> a <urn:C> ; <urn:p> 1 .\n<urn:T> a <urn:C> .")
    report = check([data], options=Options(builtin=False, shapes=tuple(files)))
    return [f"{each.position.removeprefix(str(folder))} {each.code} {each.message}" for each in report.findings]


def test_the_other_shapes_are_applied_without_it(tmp_path: Path) -> None:
    shape = "<urn:S> sh:targetNode <urn:a> ; sh:property <urn:T> , [ sh:path <urn:p> ; sh:minCount 2 ] ."
    assert applied(tmp_path, shape) == [
        "/data.ttl:1:29 TG299 There are too few values of <urn:p>; at least 2 must be (sh:minCount 2 of <urn:S>).",
        "/shapes-0.ttl:2:45 TG298 Nothing is said of the shape <urn:T>.",
    ]


def test_a_shape_may_be_described_in_another_file_of_shapes(tmp_path: Path) -> None:
    assert applied(tmp_path, "<urn:S> sh:targetClass <urn:C> ; sh:node <urn:T> .", "<urn:T> sh:nodeKind sh:IRI .") == []
