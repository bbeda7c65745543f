"""What is written for readers has words, and says one thing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from treatygraph.graph.checking import check
from treatygraph.graph.checking.annotations import check_annotations
from treatygraph.graph.checking.material import Material

Find = Callable[..., list[tuple[str, int, int]]]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("ex:a rdfs:label 'a'@en , 'b'@en .", [("TG113", 2, 26)]),
        ("ex:a rdfs:label 'a' , 'b' , 'c' .", [("TG113", 2, 23), ("TG113", 2, 29)]),
        ("[] rdfs:label 'a' , 'b' .", [("TG113", 2, 21)]),
        ("ex:a rdfs:label 'a'@en , 'a'@fr , 'a' .", []),
        (":g { ex:a rdfs:label 'a'@en } :h { ex:a rdfs:label 'a'@en }", []),
        ("ex:a skos:altLabel 'a'@en , 'b'@en .", []),
        ("ex:a rdfs:label 'a ' ; skos:prefLabel ' a' ; skos:altLabel 'a b' .", [("TG114", 2, 17), ("TG114", 2, 39)]),
        ("ex:a rdfs:label 'a\\n' ; rdfs:comment ' a ' .", [("TG114", 2, 17)]),
        ("ex:a rdfs:label '' ; skos:note ' ' ; ex:p '' .", [("TG115", 2, 17), ("TG115", 2, 32)]),
        ("ex:a skos:definition 'It is.' .\nex:b skos:definition 'it  is.' .", [("TG116", 3, 22)]),
        ("ex:a skos:definition 'It is.' .\nex:b skos:definition 'it is.'@en ; rdfs:comment 'It is.' .", []),
        ("ex:a skos:definition 'It is.' , 'it is.' .", []),
        ("ex:a skos:definition '' .\nex:b skos:definition '' .", [("TG115", 2, 22), ("TG115", 3, 22)]),
    ],
)
def test_texts_are_judged_at_their_places(find: Find, text: str, places: list[tuple[str, int, int]]) -> None:
    assert find(check_annotations, text) == places


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (":a rdfs:label 'a' , 'b' .", 'The thing has another label, "a".'),
        (":a rdfs:label 'a ' .", "The rdfs:label ends with white space."),
        (":a skos:prefLabel ' a ' .", "The skos:prefLabel begins with white space."),
        (":a rdfs:comment ' ' .", "The rdfs:comment holds no words."),
        (":a skos:definition 'x' . :b skos:definition 'X' .", ":a has the same definition."),
    ],
)
def test_what_is_wrong_with_a_text_is_told(material: Callable[..., Material], text: str, message: str) -> None:
    [finding] = check_annotations(material(text))
    assert finding.message == message


def test_two_labels_of_a_thing_of_the_model_are_told_once(write: Callable[..., Path]) -> None:
    path = write("graph:labels { :arcadia a tg:State ; rdfs:label 'Arcadia'@en , 'the kingdom'@en . }")
    codes = [each.code for each in check([path]).findings if each.predicate and each.predicate.endswith("label")]
    assert codes == ["TG202"]
