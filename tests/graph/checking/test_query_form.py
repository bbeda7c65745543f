"""Stored queries can be found, called and tested."""

from __future__ import annotations

from pathlib import Path

import pytest

from treatygraph.graph.checking.material import Material
from treatygraph.graph.checking.options import Options
from treatygraph.graph.checking.query_form import check_query_form
from treatygraph.graph.dataset import Dataset


def found(*paths: Path, goldens: Path | None = None) -> list[tuple[str, str, int | None, int | None]]:
    findings = check_query_form(Material(Dataset(()), (), paths, Options(goldens=goldens)))
    return [(each.code, Path(each.path or "").name, each.line, each.column) for each in findings]


def written(folder: Path, text: str, name: str = "a.rq") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("SELECT ?s { ?s ?p ?o }", []),
        ("SELECT DISTINCT * { ?s ?p ?o }", [("TG510", 1, 17)]),
        ("SELECT ?s\n  ?x { ?s ?p ?o }", [("TG509", 2, 3)]),
        ("SELECT ?s { ?s ?p ?o } ORDER BY ?x", []),
        ("SELECT ?x { ?s ?p ?o } ORDER BY ?x", [("TG509", 1, 8)]),
        ("SELECT ?x { ?s ?p ?o } VALUES ?x { 1 }", []),
        ("SELECT ?s { ?s ?p ?age FILTER (?agee > 1 && ?agee < 9) }", [("TG509", 1, 32)]),
        ("SELECT ?x { ?s ?p ?o FILTER (?x > 1) }", [("TG509", 1, 30), ("TG509", 1, 8)]),
        ("ASK { ?s ?p ?o FILTER regex(str(?label), 'a') }", [("TG509", 1, 33)]),
        ("ASK { ?s ?p ?o FILTER NOT EXISTS { ?s ?q ?x FILTER (?x > ?o) } }", []),
        ("ASK { ?s ?p ?o FILTER (?o > 1 || EXISTS { ?s ?q ?x FILTER (?y > ?o) }) }", [("TG509", 1, 60)]),
        ("SELECT ?y { ?s ?p ?o BIND (?x + 1 AS ?y) }", [("TG509", 1, 28)]),
        ("SELECT ?n { { SELECT (COUNT(?s) AS ?n) { ?s ?p ?o } GROUP BY ?p } FILTER (?n > ?__least_integer) }", []),
        ("SELECT ?s { { SELECT ?s { ?a ?p ?o } } }", [("TG509", 1, 8)]),
        ("CONSTRUCT { ?s ?p ?x } { ?s ?p ?o FILTER (?x > 1) }", [("TG509", 1, 43)]),
        ("SELECT ?s { ?s ?p ?o VALUES (?a ?b) { (1 2) } FILTER (?a < ?b) }", []),
        ("SELECT ?s (SUM(?o) AS ?n) { ?s ?p ?o } GROUP BY ?s HAVING (?n > 1) LIMIT 1", []),
        ("SELECT (COUNT(*) AS ?n) (?x AS ?y) { ?s ?p ?o }", []),
        ("SELECT ?s WHERE { { SELECT * { ?s ?p ?o } } }", []),
        ("ASK { ?s ?p ?o }", []),
        ("CONSTRUCT { ?s ?p ?x } { ?s ?p ?o }", []),
        ("SELECT ?s { ?s ?p ?_state_iri ; ?q ?__on_date }", []),
        ("SELECT ?s { ?s ?p ?_state ; ?q ?_state }", [("TG507", 1, 19)]),
        ("#+ tags: [a]\nASK {}", [("TG506", 1, 1)]),
        ("#+ summary: Is there anything?\nASK {}", []),
        ("#+ summary: a\n#+ defaults:\n#+   state: japan\nASK { ?s ?p ?_side_iri }", [("TG508", 3, 6)]),
        ("#+ summary: a\n#+ enumerate:\n#+   - state: [a, b]\nASK { ?s ?p ?_side_iri }", [("TG508", 3, 8)]),
        ("#+ [\nASK {}", []),
        ("", []),
    ],
)
def test_the_form_is_judged_at_its_place(tmp_path: Path, text: str, places: list[tuple[str, int, int]]) -> None:
    path = written(tmp_path, text)
    assert found(path) == [(code, "a.rq", line, column) for code, line, column in places]


def test_beside_queries_with_a_summary_others_need_one_too(tmp_path: Path) -> None:
    one = written(tmp_path, "#+ summary: Is there anything?\nASK {}", "one.rq")
    two = written(tmp_path, "ASK {}", "two.rq")
    assert found(one, two) == [("TG506", "two.rq", 1, 1)]


@pytest.mark.parametrize("folder", ["goldens", "../tests/queries"])
def test_a_query_has_an_expected_result_where_others_have_one(tmp_path: Path, folder: str) -> None:
    path = written(tmp_path / "queries", "ASK {}")
    goldens = tmp_path / "queries" / folder
    goldens.mkdir(parents=True)
    assert found(path) == []
    (goldens / "other.json").write_text("[]")
    assert found(path) == [("TG505", "a.rq", 1, 1)]
    (goldens / "a.json").write_text("[]")
    assert found(path) == []


def test_the_folder_of_expected_results_can_be_chosen(tmp_path: Path) -> None:
    path = written(tmp_path / "queries", "ASK {}")
    written(tmp_path / "expected", "[]", "b.json")
    assert found(path, goldens=tmp_path / "expected") == [("TG505", "a.rq", 1, 1)]
    assert found(path, goldens=tmp_path / "none") == []


def test_a_query_that_cannot_be_read_is_left_to_another_rule(tmp_path: Path) -> None:
    path = tmp_path / "a.rq"
    path.write_bytes(b"\xff")
    assert found(path) == []
