"""Names in queries mean something."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from treatygraph.graph.checking.material import Material
from treatygraph.graph.checking.query_terms import check_query_terms, iris_of
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.sparql_text import tokens

Read = Callable[[str], Dataset]
HEAD = "PREFIX tg: <https://w3id.org/treatygraph/ns#> PREFIX : <https://w3id.org/treatygraph/id/>\n"


def found(tmp_path: Path, text: str, dataset: Dataset | None = None) -> list[tuple[int | None, int | None, str]]:
    path = tmp_path / "a.rq"
    path.write_text(HEAD + text)
    findings = check_query_terms(Material(dataset or Dataset(()), (), (path,)))
    assert all(each.path == str(path) for each in findings)
    return [
        (each.line, each.column, each.repair)
        for each in check_query_terms(Material(dataset or Dataset(()), (), (path,)))
    ]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("ASK { ?x a tg:State }", []),
        ("ASK { ?x a tg:Sate }", [(2, 12, "Did you mean tg:State?")]),
        ("ASK {\n  ?x tg:debter ?y }", [(3, 6, "Did you mean tg:debtor?")]),
        ("ASK { ?x tg:agnet/tg:actsFor+ ?y }", [(2, 10, "Did you mean tg:agent?")]),
        ("ASK { ?x tg:Treaty ?y }", [(2, 10, "Use a property; a class follows rdf:type.")]),
        ("ASK { VALUES ?c { tg:Signature tg:Meeting tg:Treaty } ?x a ?c }", []),
        ("ASK { <https://w3id.org/treatygraph/ns#Sate> ?p ?o }", [(2, 7, "Did you mean tg:State?")]),
        ("ASK { ?x <https://nobody.example/p> 'tg:Sate' } # tg:Sate", []),
        ("ASK { ?x ?p :nobody }", []),
    ],
)
def test_wrong_names_are_found_at_their_places(tmp_path: Path, text: str, places: list[tuple[int, int, str]]) -> None:
    assert found(tmp_path, text) == places


def test_things_are_looked_up_in_the_graph_that_is_checked_with_the_query(tmp_path: Path, read: Read) -> None:
    dataset = read(":japan a tg:State .")
    assert found(tmp_path, "ASK { :japan ?p :japn }", dataset) == [(2, 17, "Did you mean :japan?")]
    assert found(tmp_path, "ASK { ?x tg:party <https://w3id.org/treatygraph/id/> }", dataset) == []


def test_a_query_that_cannot_be_read_is_left_to_another_rule(tmp_path: Path) -> None:
    path = tmp_path / "a.rq"
    path.write_bytes(b"\xff")
    assert list(check_query_terms(Material(Dataset(()), (), (path,)))) == []


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("ASK { ?x e:p ?y . e:s e:q 1 }", [("urn:e#p", "property"), ("urn:e#s", ""), ("urn:e#q", "property")]),
        ("ASK { ?x a e:C ; e:p e:o }", [("urn:e#C", "class"), ("urn:e#p", "property"), ("urn:e#o", "")]),
        ("ASK { ?x (^e:p|e:q)* ?y }", [("urn:e#p", "property"), ("urn:e#q", "")]),
        ("ASK { ?x ?p ?y FILTER (?p = e:p) }", [("urn:e#p", "")]),
    ],
)
def test_what_a_name_is_used_as_is_told_by_its_place(text: str, uses: list[tuple[str, str]]) -> None:
    assert [(iri, kind) for _, iri, kind in iris_of(tokens("PREFIX e: <urn:e#> " + text))] == uses
