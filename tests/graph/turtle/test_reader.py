"""The structure of a text, and what is refused although it consists of tokens."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat

from treatygraph.graph.errors import InputError
from treatygraph.graph.turtle.reader import MOST_NESTED, read_items
from treatygraph.graph.turtle.syntax import Annotated, Block, Collection, Directive, GraphBlock, Item, PropertyList
from treatygraph.graph.turtle.tokens import Text, tokenise


def items_of(text: str, form: RdfFormat = RdfFormat.TRIG) -> list[Item]:
    return list(read_items(tokenise(Text(text)), form))


@pytest.mark.parametrize("text", ["@prefix : <urn:a> .", "PREFIX : <urn:a>", "prefix : <urn:a>"])
def test_prefixes_are_declared_in_two_ways(text: str) -> None:
    [item] = items_of(text)
    assert isinstance(item, Directive)
    assert (item.kind, item.end) == ("prefix", 2)


@pytest.mark.parametrize(
    "text", ["GRAPH :g { :a :b :c }", "graph _:g { :a :b :c . }", "[] { :a :b :c }", "{ :a :b :c ; }"]
)
def test_graphs_are_written_in_several_ways(text: str) -> None:
    [item] = items_of(text)
    assert isinstance(item, GraphBlock)
    assert (item.name is None) == text.startswith("{")
    assert [len(block.entries) for block in item.blocks] == [1]


def test_lists_are_nodes_with_their_brackets() -> None:
    [item] = items_of(":a :b [ :c ( 1 'x'@en ) ] , () .")
    assert isinstance(item, Block)
    [(predicate, [properties, empty])] = item.entries
    assert isinstance(properties, PropertyList)
    assert isinstance(empty, Collection)
    [(_, [inner])] = properties.entries
    assert isinstance(inner, Collection)
    assert (predicate, properties.start, inner.items, properties.end) == (1, 2, [5, 6], 9)
    assert (empty.items, empty.end - empty.start) == ([], 1)


def test_annotations_belong_to_their_objects() -> None:
    [item] = items_of(":a :b :c ~ :r {| :d << :e :f :g >> |} , :h .")
    assert isinstance(item, Block)
    [(_, [annotated, plain])] = item.entries
    assert isinstance(annotated, Annotated)
    assert (annotated.node, annotated.start, annotated.end, plain) == (2, 3, 12, 14)


@pytest.mark.parametrize("brackets", ["[ :p {} ]", "( {} )"])
def test_lists_may_stand_in_each_other_up_to_a_bound(brackets: str) -> None:
    text = "1"
    for _ in range(MOST_NESTED):
        text = brackets.format(text)
    assert items_of(f":a :b {text} .")
    with pytest.raises(
        InputError, match=r"line 1, column \d+: More than 100 lists or blank nodes stand in each other\."
    ):
        items_of(f":a :b {brackets.format(text)} .")


def test_triples_in_triples_need_no_recursion() -> None:
    assert len(items_of(f":a :b {'<<( :s :p ' * 10_000} 1 {')>> ' * 10_000} .")) == 1


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (":a :b", "line 1, column 6: Here the end of the file"),
        (":a :b .", "line 1, column 7: Here '.'"),
        (":a .", "line 1, column 4: Here '.'"),
        (":a :b :c :d .", "line 1, column 10: Here ':d'"),
        (":a :b [ :c 1 ) .", r"line 1, column 14: Here '\)'"),
        (":a :b ( 1 ] .", "line 1, column 11: Here ']'"),
        (":a :b ( 1", "line 1, column 10: Here the end"),
        (":a 'b' :c .", "line 1, column 4: Here \"'b'\""),
        (":a :b 'c'^^1 .", "line 1, column 12: Here '1'"),
        (":g { :a :b :c", "line 1, column 14: Here the end"),
        (":g { :a :b :c :d }", "line 1, column 15: Here ':d'"),
        ("GRAPH :g .", "line 1, column 10: Here '.'"),
        ("@prefix : :a .", "line 1, column 11: Here ':a'"),
        ("@base <urn:a>", "line 1, column 14: Here the end"),
        (":a :b << :c :d :e .", "line 1, column 20: Here the end"),
        (":a :b :c } .", "line 1, column 10: Here '}'"),
    ],
)
def test_what_stands_where_it_cannot_is_refused_with_its_place(text: str, place: str) -> None:
    with pytest.raises(InputError, match=place):
        items_of(text)


def test_a_line_of_n_quads_may_name_its_graph() -> None:
    named, unnamed = items_of('<urn:a> <urn:b> "c"@en _:g .\n<urn:a> <urn:b> _:c .', RdfFormat.N_QUADS)
    assert isinstance(named, Block)
    assert isinstance(unnamed, Block)
    assert (named.graph, unnamed.graph) == (4, None)
