"""Keys of JSON-LD that mean nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from treatygraph.graph.checking import check
from treatygraph.graph.checking.options import Options
from treatygraph.graph.checking.selection import Selection
from treatygraph.graph.errors import NothingToCheckError

CONTEXT = {
    "age": "urn:age",
    "ex": "urn:ex:",
    "off": None,
    "said": {"@id": "urn:said", "@container": "@language"},
    "by": {"@id": "urn:by", "@container": ["@index", "@set"]},
    "raw": {"@id": "urn:raw", "@type": "@json"},
    "scoped": {"@id": "urn:scoped", "@context": {"inner": "urn:inner"}},
}


def keys(folder: Path, *things: dict[str, object], context: object = CONTEXT) -> list[tuple[str, int, int]]:
    path = folder / "a.jsonld"
    path.write_text(json.dumps({"@context": context, "@graph": [{"@id": "urn:a", "age": 1}, *things]}, indent=1))
    lines = path.read_text().splitlines()
    report = check([path], options=Options(builtin=False, selection=Selection(select=("TG012",))))
    for each in report.findings:
        assert each.line is not None
        assert each.column is not None
        assert lines[each.line - 1][each.column - 1 :].startswith(json.dumps(each.value))
    return [(str(each.value), each.line or 0, each.column or 0) for each in report.findings]


@pytest.mark.parametrize(
    "thing",
    [
        {"age": 3, "ex:b": 1, "urn:c": 2, "@type": "urn:T"},
        {"off": {"age": 1}},
        {"said": {"en": "x", "de": "y"}},
        {"by": {"first": {"age": 1}, "second": [{"age": 2}]}},
        {"raw": {"any": {"thing": 1}}},
        {"scoped": {"inner": 1}},
        {"urn:p": {"@value": 1, "@type": "urn:T"}},
    ],
)
def test_terms_iris_keywords_and_keys_of_maps_mean_something(tmp_path: Path, thing: dict[str, object]) -> None:
    assert keys(tmp_path, thing) == []


def test_a_key_that_no_context_maps_is_found_once_at_its_place(tmp_path: Path) -> None:
    found = keys(tmp_path, {"aeg": 3, "below": {"deeper": 1}}, {"aeg": 4, "by": {"x": {"inside": 1}}})
    assert [key for key, _, _ in found] == ["aeg", "below", "inside"]


def test_with_a_vocabulary_every_key_means_something(tmp_path: Path) -> None:
    assert keys(tmp_path, {"aeg": 3}, context=[CONTEXT, {"@vocab": "urn:v:"}]) == []


def test_the_likest_term_is_offered(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonld"
    path.write_text(json.dumps({"@context": CONTEXT, "@id": "urn:a", "age": 1, "aeg": 2}))
    [finding] = check([path], options=Options(builtin=False)).findings
    assert finding.message == "No context maps the key 'aeg', so it is dropped with all that it holds."
    assert finding.repair.startswith("Did you mean 'age'? ")


def test_a_file_without_a_context_says_why_it_holds_no_statement(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonld"
    path.write_text(json.dumps({"name": "x"}))
    with pytest.raises(NothingToCheckError) as caught:
        check([path])
    assert str(caught.value) == (
        f"The files hold no statement: {path} has no @context, so its keys mean nothing. "
        'Add one, such as "@context": {"@vocab": "https://example.org/"}.'
    )
    path.write_text(json.dumps({"@context": CONTEXT}))
    with pytest.raises(NothingToCheckError, match=r"^The files hold no statement\. Name files with statements\.$"):
        check([path])


def test_a_key_that_comes_again_is_told_at_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonld"
    path.write_text(
        '{"@context": {"p": "urn:p", "q": "urn:q", "p": "urn:r"}, "@id": "urn:a",\n'
        ' "p": 1, "q": [{"p": 1}, {"p": 2, "\\u0070": 3}],\n'
        ' "p": {"@value": "p"}, "p": 4}\n'
    )
    report = check([path], options=Options(builtin=False, selection=Selection(select=("TG013",))))
    found = [(each.line, each.column, each.end_column, each.message) for each in report.findings]
    message = "The object has the key 'p' already."
    assert found == [(1, 43, 46, message), (2, 35, 43, message), (3, 2, 5, message), (3, 24, 27, message)]
