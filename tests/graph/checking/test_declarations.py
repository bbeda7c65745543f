"""Terms that files declare are explained, and declared in one way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from treatygraph.graph.checking.declarations import check_declarations

Find = Callable[..., list[tuple[str, int, int]]]
LABELLED = "ex:Ship a owl:Class ; rdfs:label 'ship'@en ; skos:definition 'A vessel.'@en .\n"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("ex:Fleet a owl:Class .", []),
        (LABELLED, []),
        (LABELLED + "ex:Fleet a owl:Class .", [("TG110", 3, 12)]),
        (LABELLED + "ex:Fleet a owl:Class ; rdfs:label 'fleet' .", [("TG111", 3, 12)]),
        (LABELLED + "ex:Fleet a owl:Class ; rdfs:label 'fleet' ; rdfs:comment 'Ships.' .", []),
        (LABELLED + "ex:list a skos:ConceptScheme .", []),
        (LABELLED + "ex:big a skos:Concept ; skos:prefLabel 'big' ; skos:definition 'Not small.' .", []),
        ("ex:Fleet a owl:Class , owl:ObjectProperty .", [("TG112", 2, 24)]),
        ("ex:p a owl:ObjectProperty , owl:DatatypeProperty .", [("TG112", 2, 29)]),
        ("ex:p a owl:ObjectProperty , owl:FunctionalProperty .", []),
        (LABELLED + "ex:Ship skos:definition 'A boat.'@en .", [("TG112", 3, 25)]),
        (LABELLED + "ex:Ship skos:definition 'Un navire.'@fr .", []),
    ],
)
def test_declarations_are_judged_at_their_places(find: Find, text: str, places: list[tuple[str, int, int]]) -> None:
    assert find(check_declarations, text) == places
