"""Findings are placed where a curator would look: at the type, at the value, at the last of too many."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, NamedNode, RdfFormat

from treatygraph.graph.errors import InputError
from treatygraph.graph.loader import read_quads
from treatygraph.graph.terms import RDF_TYPE
from treatygraph.graph.turtle.positions import Position, Positions

E = "https://e.org/"
TEXT = """\
# A comment: 😀
@prefix : <https://e.org/> .
GRAPH :g {
  :accord a :Treaty , :Instrument ;
    :party :arcadia , :borduria , :arcadia ;
    :title "Traité 😀 d'Arcadie"@fr , 'x' ; :signed [ :on "2001-05-01" ] .
  :arcadia :name "Arcadia" .
}
:h { :accord :party :cascara . }
:accord a :Thing ; :note \"\"\"two
lines\"\"\" , "after" .
_:b :of ( :one :two ) .
"""
PLACES = Positions.of_text(TEXT)


def at(line: int, text: str) -> Position:
    """The place of a text in a line."""
    return Position(line, TEXT.split("\n")[line - 1].index(text) + 1)


def named(term: object) -> str:
    """A subject or graph as findings name it."""
    return str(term) if isinstance(term, BlankNode) else str(getattr(term, "value", ""))


def test_graphs_are_at_their_names() -> None:
    assert PLACES.graph(f"{E}g") == at(3, ":g")
    assert PLACES.graph(f"{E}h") == at(9, ":h")
    assert PLACES.graph(f"{E}none") is None


def test_subjects_are_at_their_first_statement_in_a_graph_or_any() -> None:
    assert PLACES.subject(f"{E}accord") == at(4, ":accord")
    assert PLACES.subject(f"{E}accord", f"{E}h") == at(9, ":accord")
    assert PLACES.subject(f"{E}accord", "") == at(10, ":accord")
    assert PLACES.subject(f"{E}accord", f"{E}none") is None
    assert PLACES.subject("_:b") == at(12, "_:b")


def test_types_are_at_the_first_class() -> None:
    assert PLACES.type_of(f"{E}accord") == at(4, ":Treaty")
    assert PLACES.type_of(f"{E}accord", "") == at(10, ":Thing")
    assert PLACES.type_of(f"{E}arcadia") is None


def test_predicates_are_where_they_are_written() -> None:
    assert PLACES.predicate(f"{E}accord", f"{E}signed") == at(6, ":signed")
    assert PLACES.predicate(f"{E}accord", f"{E}party") == at(5, ":party")
    assert PLACES.predicate(f"{E}accord", f"{E}party", f"{E}h") == at(9, ":party")
    assert PLACES.predicate(f"{E}accord", f"{E}note", f"{E}h") is None


def test_statements_have_the_offsets_of_their_parts() -> None:
    first = PLACES.statements[0]
    assert [PLACES.at(each) for each in (first.subject_at, first.predicate_at, first.object_at)] == [
        at(4, ":accord"),
        at(4, "a :Treaty"),
        at(4, ":Treaty"),
    ]


def test_properties_have_a_first_and_a_last_value() -> None:
    assert PLACES.first(f"{E}accord", f"{E}party") == at(5, ":arcadia")
    assert PLACES.last(f"{E}accord", f"{E}party", f"{E}g") == Position(5, 35)
    assert PLACES.last(f"{E}accord", f"{E}party") == at(9, ":cascara")
    assert PLACES.first(f"{E}accord", f"{E}none") is None
    assert PLACES.last(f"{E}accord", f"{E}none") is None


@pytest.mark.parametrize(
    ("predicate", "value", "place"),
    [
        (f"{E}party", f"<{E}arcadia>", at(5, ":arcadia")),
        (f"{E}party", f"<{E}borduria>", at(5, ":borduria")),
        (f"{E}title", '"Traité 😀 d\'Arcadie"@fr', at(6, '"Traité')),
        (f"{E}title", '"x"', at(6, "'x'")),
        (f"{E}note", '"two\\nlines"', at(10, '"""two')),
        (f"{E}note", '"after"', at(11, '"after"')),
    ],
)
def test_statements_are_at_their_values(predicate: str, value: str, place: Position) -> None:
    assert PLACES.value(f"{E}accord", predicate, value) == place
    assert PLACES.value(f"{E}accord", predicate, '"no such"') is None


def test_a_missing_statement_is_placed_at_the_type_else_the_subject_else_the_graph_else_the_mention() -> None:
    assert PLACES.missing(f"{E}accord", f"{E}g") == at(4, ":Treaty")
    assert PLACES.missing(f"{E}accord", f"{E}h") == at(9, ":accord")
    assert PLACES.missing(f"{E}accord", f"{E}none") == at(4, ":Treaty")
    assert PLACES.missing(f"{E}arcadia", f"{E}none") == at(7, ":arcadia")
    assert PLACES.missing(f"{E}h") == at(9, ":h")
    assert PLACES.missing(f"{E}borduria") == at(5, ":borduria")
    assert PLACES.missing(f"{E}none") is None


def test_a_wrong_value_is_placed_at_the_value() -> None:
    assert PLACES.wrong_value(f"{E}accord", f"{E}party", f"<{E}cascara>", f"{E}h") == at(9, ":cascara")
    assert PLACES.wrong_value(f"{E}accord", f"{E}party", f"<{E}cascara>", f"{E}g") == at(9, ":cascara")
    assert PLACES.wrong_value(f"{E}accord", f"{E}party", '"none"', f"{E}g") == at(4, ":Treaty")


def test_too_many_values_are_placed_at_the_last_one() -> None:
    assert PLACES.too_many(f"{E}accord", f"{E}party", f"{E}g") == Position(5, 35)
    assert PLACES.too_many(f"{E}accord", f"{E}party", f"{E}none") == at(9, ":cascara")
    assert PLACES.too_many(f"{E}accord", f"{E}none") == at(4, ":Treaty")


def test_things_are_mentioned_where_they_are_values() -> None:
    assert PLACES.mention(f"<{E}two>") == at(12, ":two")
    assert PLACES.mention('"none"') is None


def test_declarations_have_places() -> None:
    assert [PLACES.at(each.at) for each in PLACES.declarations] == [Position(2, 1)]


def test_a_file_names_blank_nodes_as_the_loader_does(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text(
        '<urn:a> <urn:p> [ <urn:q> ( "x" [ ] ) ] , [] , _:b .\n_:b <urn:p> 1 .\n[ <urn:p> _:b ] a <urn:C> .'
    )
    places = Positions.of(file)
    for quad in read_quads(file):
        assert places.value(named(quad.subject), quad.predicate.value, str(quad.object)) is not None
    [root] = {quad.subject for quad in read_quads(file) if quad.object == NamedNode("urn:C")}
    assert places.missing(str(root)) == Position(3, 19)
    assert places.subject(str(root)) == Position(3, 1)


@given(data=st.data())
def test_every_statement_of_a_file_is_found(data: st.DataObject, texts: st.SearchStrategy[tuple[str, str]]) -> None:
    ending, text = data.draw(texts)
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"a.{ending}"
        file.write_text(text, newline="")
        places = Positions.of(file)
        for quad in read_quads(file):
            subject, graph = named(quad.subject), named(quad.graph_name)
            place = places.value(subject, quad.predicate.value, str(quad.object), graph)
            first = places.first(subject, quad.predicate.value, graph)
            last = places.last(subject, quad.predicate.value, graph)
            assert place is not None
            assert first is not None
            assert last is not None
            assert places.subject(subject, graph) is not None
            assert first <= place
            assert first <= last
            if quad.predicate == RDF_TYPE:
                assert places.type_of(subject, graph) == first


def test_nodes_of_triples_in_triples_are_not_mixed_up(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text("<urn:a> <urn:p> << <urn:s> <urn:p> [] >> , [] , _:b .\n_:b a <urn:C> .")
    places = Positions.of(file)
    [labelled] = {quad.subject for quad in read_quads(file) if quad.object == NamedNode("urn:C")}
    assert places.missing(str(labelled)) == Position(2, 7)


def test_n_quads_have_places() -> None:
    places = Positions.of_text('<urn:a> <urn:p> "x" <urn:g> .\n<urn:a> <urn:p> "y" .\n', RdfFormat.N_QUADS)
    assert places.graph("urn:g") == Position(1, 21)
    assert places.value("urn:a", "urn:p", '"y"') == Position(2, 17)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.jsonld", b"{}", "no file of the Turtle family"),
        ("a.ttl", b"\xff", "not UTF-8"),
        ("a.ttl", b"<urn:a> a <urn:b>", "a.ttl:1:18: "),
        ("b.ttl", None, "No such file"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, name: str, content: bytes | None, message: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=message):
        Positions.of(tmp_path / name)
