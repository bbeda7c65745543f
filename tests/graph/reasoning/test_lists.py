"""Reading RDF lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, NamedNode

from treatygraph.graph.reasoning.lists import Lists, RdfList, spells_lists
from treatygraph.graph.terms import RDF

FIRST, REST, NIL = (NamedNode(RDF + name) for name in ("first", "rest", "nil"))


def facts(triples):
    return [(triple.subject, triple.predicate, triple.object) for triple in triples]


@pytest.mark.parametrize(
    "text",
    [
        "_:1 rdf:first :a .",
        "_:1 rdf:rest rdf:nil .",
        "_:1 rdf:first :a ; rdf:rest _:2 .",
        "_:1 rdf:first :a ; rdf:rest _:1 .",
        "_:1 rdf:first :a ; rdf:rest _:2 . _:2 rdf:first :b ; rdf:rest _:1 .",
    ],
    ids=["no rest", "no member", "no end", "circle of one", "circle of two"],
)
def test_a_malformed_list_is_left_out(text, turtle):
    assert Lists(facts(turtle(text))).read(BlankNode("1")) is None


def test_nil_is_the_empty_list_and_what_is_no_cell_is_none():
    assert Lists().read(NIL) == RdfList()
    assert Lists().read(FIRST) is None


def test_every_cell_begins_a_list(turtle):
    stated = facts(turtle("_:1 rdf:first :a . _:1 rdf:rest _:2 . _:2 rdf:first :b . _:2 rdf:rest rdf:nil ."))
    a, b = stated[0][2], stated[2][2]
    lists = Lists(stated)
    assert lists.read(BlankNode("1")) == RdfList((a, b), tuple(stated))
    assert lists.read(BlankNode("2")) == RdfList((b,), tuple(stated[2:]))


def test_of_several_members_of_a_cell_the_first_counts(turtle):
    stated = facts(turtle("_:1 rdf:first :a . _:1 rdf:first :b . _:1 rdf:rest rdf:nil ."))
    read = Lists(stated).read(BlankNode("1"))
    assert read is not None
    assert read.members == (stated[0][2],)


@given(st.lists(st.integers(0, 20), max_size=30), st.randoms(use_true_random=False))
def test_lists_are_read_in_whatever_order_their_cells_come(numbers, random):
    members = tuple(NamedNode(f"https://example.org/{number}") for number in numbers)
    cells = [BlankNode(f"c{place}") for place in range(len(members))]
    stated = [(cell, FIRST, member) for cell, member in zip(cells, members, strict=True)]
    stated += [(cell, REST, rest) for cell, rest in zip(cells, [*cells[1:], NIL], strict=False)]
    random.shuffle(stated)
    read = Lists(stated).read(cells[0] if cells else NIL)
    assert read is not None
    assert read.members == members
    assert set(read.cells) == set(stated)


def test_members_and_rests_have_to_do_with_lists():
    cell, member = BlankNode("1"), NamedNode("https://example.org/a")
    assert spells_lists([(cell, REST, NIL)])
    assert spells_lists([(cell, FIRST, member)])
    assert not spells_lists([(cell, member, NIL)])
