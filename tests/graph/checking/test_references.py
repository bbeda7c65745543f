"""Things are described, told apart and named in one way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from treatygraph.graph.checking.material import Material
from treatygraph.graph.checking.references import check_references

Find = Callable[..., list[tuple[str, int, int]]]
Read = Callable[..., Material]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (":a tg:party :b . :b a tg:State .", []),
        (":a tg:party :b ,\n  :c . :b a tg:State .", [("TG290", 3, 3)]),
        (":a tg:voice :g . :g { :x a :x }", []),
        (":a tg:party ex:b .", []),
        (":a rdfs:label 'A'@en ; a tg:State . :b rdfs:label ' a'@en ; a tg:State .", [("TG291", 2, 51)]),
        (":a rdfs:label 'A'@en ; a tg:State . :b rdfs:label 'A'@fr ; a tg:State .", []),
        (":a rdfs:label 'A'@en ; a tg:State . :b rdfs:label 'A'@en ; a tg:Island .", []),
        (":Far_Reef a tg:Island .", [("TG292", 2, 13)]),
        (":far--reef a tg:Island .", [("TG292", 2, 14)]),
        (":a1/b2-c3 a tg:Island .".replace(":a1/b2-c3", "<https://w3id.org/treatygraph/id/a1/b2-c3>"), []),
        (":japan a tg:Perspective .", [("TG292", 2, 10)]),
        ("pv:japan a tg:Perspective .", []),
        ("t:1956-10-19 a tg:FuzzyTime . :long-ago a tg:FuzzyTime .", [("TG292", 2, 43)]),
        ("t:1956-10-19 a tg:FuzzyTime , tg:PassageGraph .", [("TG292", 2, 16)]),
        ("ex:Far_Reef a tg:Island .", []),
    ],
)
def test_names_are_judged_at_their_places(find: Find, text: str, places: list[tuple[str, int, int]]) -> None:
    assert find(check_references, text) == places


def test_the_names_of_other_people_are_their_own_business(find: Find) -> None:
    text = ":Far_Reef tg:party :nobody ; rdfs:label 'A' ; a ex:T . :b rdfs:label 'A' ; a ex:T ."
    assert find(check_references, text, builtin=False) == [("TG291", 2, 70)]


@pytest.mark.parametrize(
    ("name", "repair"),
    [("japn", "Did you mean :japan?"), ("qqqqqqqq", "Describe it, or correct its name.")],
)
def test_a_dangling_name_is_told_with_the_one_that_was_meant(material: Read, name: str, repair: str) -> None:
    [finding] = check_references(material(f":a tg:party :{name} . :japan a tg:State ."))
    assert (finding.message, finding.repair) == (f"Nothing is said of :{name}.", repair)


def test_only_things_of_the_same_kind_of_name_are_offered(material: Read) -> None:
    [finding] = check_references(material("pv:x tg:heldBy pv:japn . pv:japan a tg:Perspective . :japn1 a tg:State ."))
    assert finding.repair == "Did you mean id/perspective/japan?"


def test_an_unusual_name_is_told_with_a_usual_one(material: Read) -> None:
    [finding] = check_references(material(":farReef_two a tg:Island ."))
    assert (finding.message, finding.repair) == ("'farReef_two' is not in kebab-case.", "Call it :far-reef-two.")
