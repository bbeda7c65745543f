"""Nothing is below itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from treatygraph.graph.checking.hierarchies import check_hierarchies
from treatygraph.graph.checking.material import Material

Find = Callable[..., list[tuple[str, int, int]]]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("ex:A rdfs:subClassOf ex:B . ex:B rdfs:subClassOf ex:C .", []),
        ("ex:A rdfs:subClassOf ex:B , ex:C .\nex:B rdfs:subClassOf ex:A .", [("TG117", 3, 22)]),
        ("ex:p rdfs:subPropertyOf ex:q .\nex:q rdfs:subPropertyOf ex:p .", [("TG117", 3, 25)]),
        ("ex:A rdfs:subClassOf ex:A .", []),
        ("ex:A rdfs:subClassOf [ rdfs:subClassOf ex:A ] .", []),
        ("ex:A rdfs:subClassOf ex:B . ex:B rdfs:subPropertyOf ex:A .", []),
    ],
)
def test_circles_are_told_where_they_close(find: Find, text: str, places: list[tuple[str, int, int]]) -> None:
    assert find(check_hierarchies, text) == places


def test_a_circle_is_told_once_with_its_terms(material: Callable[..., Material]) -> None:
    text = ":c rdfs:subClassOf :a . :a rdfs:subClassOf :b . :b rdfs:subClassOf :c , :outside ."
    [finding] = check_hierarchies(material(text))
    assert finding.message == "The terms are below each other in a circle: :a, :b, :c, :a."
    assert finding.thing == ":c"


def test_of_a_long_circle_the_beginning_is_told(material: Callable[..., Material]) -> None:
    text = " ".join(f":c{number:02} rdfs:subClassOf :c{(number + 1) % 40:02} ." for number in range(40))
    [finding] = check_hierarchies(material(text))
    assert finding.message.endswith(" circle: :c00, :c01, :c02, :c03, :c04, :c05, :c06, :c07, :c08, :c09, …, :c00.")
