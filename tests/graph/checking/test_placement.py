"""Every finding is placed where a curator has to look."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.material import Document
from treatygraph.graph.checking.placement import place
from treatygraph.graph.terms import GRAPH, ID, RDFS_LABEL, tg

Write = Callable[..., Path]
Place = tuple[str | None, int | None, int | None]
PREFIXES = "@prefix : <https://w3id.org/treatygraph/id/> . @prefix tg: <https://w3id.org/treatygraph/ns#> .\n"
TEXT = f"""{PREFIXES}
<{GRAPH}gazette/p01> {{
    :a a tg:State ;
        tg:edtf "1" , "2" .
}}
<{GRAPH}gazette/p02> {{ :a tg:edtf "3" ; tg:about :b , [ tg:about :c ] . }}
"""


def finding(focus: str = "", **known: str) -> Finding:
    return Finding("TG201", "a-name", Severity.ERROR, "m", "r", focus, **known)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "one.trig"
    path.write_text(TEXT)
    return path


def placed(path: Path, each: Finding) -> tuple[int | None, int | None]:
    [found] = place([each], [Document(path)])
    return found.line, found.column


@pytest.mark.parametrize(
    ("known", "line", "column"),
    [
        ({}, 4, 10),
        ({"predicate": tg("when").value}, 4, 10),
        ({"predicate": tg("edtf").value}, 7, 66),
        ({"predicate": tg("edtf").value, "graph": GRAPH + "gazette/p01"}, 5, 23),
        ({"predicate": tg("edtf").value, "value": '"1"'}, 5, 17),
        ({"value": '"3"'}, 7, 66),
        ({"graph": GRAPH + "gazette/p02"}, 7, 55),
    ],
)
def test_what_is_missing_wrong_or_too_much_has_a_place(
    path: Path, known: dict[str, str], line: int, column: int
) -> None:
    assert placed(path, finding(ID + "a", **known)) == (line, column)


def test_a_thing_that_is_only_mentioned_is_placed_where_it_is_mentioned(path: Path) -> None:
    assert placed(path, finding(ID + "b")) == (7, TEXT.splitlines()[6].index(":b") + 1)


def test_a_graph_is_placed_at_its_name(path: Path) -> None:
    assert placed(path, finding("", graph=GRAPH + "gazette/p02")) == (7, 1)
    assert placed(path, finding(GRAPH + "gazette/p01")) == (3, 1)


def test_a_blank_node_is_placed_at_its_bracket(path: Path) -> None:
    document = Document(path)
    [blank] = {str(quad.object) for quad in document.quads if str(quad.object).startswith("_:")}
    [found] = place([finding(ID + "a", value=blank)], [document])
    assert (found.line, found.column) == (7, TEXT.splitlines()[6].index("[") + 1)


def test_a_finding_belongs_to_the_file_that_describes_its_focus_in_its_graph(write: Write) -> None:
    one = write("g:p01 { :a rdfs:label 'a' . }", "one.trig")
    two = write("g:p02 { :a rdfs:label 'a' ; rdfs:seeAlso :b . }", "two.trig")
    wanted = {
        finding(ID + "a", graph=GRAPH + "gazette/p02"): two,
        finding(ID + "a"): one,
        finding(ID + "a", predicate=RDFS_LABEL.value): two,
        finding(GRAPH + "gazette/p02"): two,
        finding(ID + "b"): two,
        finding("", graph=GRAPH + "gazette/p02"): two,
    }
    found = place(wanted, [Document(one), Document(two)])
    assert [each.path for each in found] == [str(path) for path in wanted.values()]


def test_a_finding_that_belongs_nowhere_or_has_a_place_is_left(path: Path) -> None:
    elsewhere = Finding("TG201", "a-name", Severity.ERROR, "m", "r", ID + "a", path="elsewhere", line=3, column=1)
    unheard = finding(ID + "unheard-of")
    assert place([elsewhere, unheard], [Document(path)]) == [elsewhere, unheard]


def test_other_formats_have_lines_too(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonld"
    path.write_text(f'{{"@id": "{ID}a", "{RDFS_LABEL.value}": "a"}}')
    [found] = place([finding(ID + "a")], [Document(path)])
    assert (found.path, found.line, found.column) == (str(path), 1, 9)
