"""The canonical form and the digest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import permutations, product
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from treatygraph.graph.canonical import canonical_nquads, digest
from treatygraph.graph.errors import InputError

P = NamedNode("urn:p")

iris = st.sampled_from([NamedNode(f"urn:{name}") for name in "abc"])
blanks = st.sampled_from([BlankNode(f"b{number}") for number in range(4)])
literals = st.builds(Literal, st.sampled_from(["", "1", "01", 'a"\n\\b']))
quads = st.lists(
    st.builds(Quad, iris | blanks, iris, iris | blanks | literals, iris | blanks | st.just(DefaultGraph())), max_size=12
)


def renamed(dataset: Iterable[Quad], names: Sequence[str]) -> list[Quad]:
    """Give the blank nodes b0, b1 … other names."""
    new = {BlankNode(f"b{number}"): BlankNode(name) for number, name in enumerate(names)}
    return [
        Quad(
            new[quad.subject] if isinstance(quad.subject, BlankNode) else quad.subject,
            quad.predicate,
            new[quad.object] if isinstance(quad.object, BlankNode) else quad.object,
            new[quad.graph_name] if isinstance(quad.graph_name, BlankNode) else quad.graph_name,
        )
        for quad in dataset
    ]


def linked(edges: Iterable[tuple[object, object]]) -> list[Quad]:
    """Make a graph of blank nodes of one predicate."""
    return [Quad(BlankNode(f"n{one}"), P, BlankNode(f"n{other}")) for one, other in edges]


@given(st.data())
def test_neither_the_names_of_blank_nodes_nor_the_order_of_quads_matter(data: st.DataObject) -> None:
    dataset = data.draw(quads)
    other = data.draw(st.permutations(renamed(dataset, data.draw(st.permutations(["x", "y", "z", "b0"])))))
    assert canonical_nquads(other) == canonical_nquads(dataset)


@given(quads)
def test_the_canonical_form_parses_to_a_dataset_of_the_same_form(dataset: list[Quad]) -> None:
    written = canonical_nquads(dataset)
    assert canonical_nquads(parse(input=written, format=RdfFormat.N_QUADS)) == written
    assert written.count(b"\n") == len(set(parse(input=written, format=RdfFormat.N_QUADS)))


@given(quads, quads)
def test_ground_datasets_have_one_digest_only_if_they_are_equal(one: list[Quad], other: list[Quad]) -> None:
    ground = [{quad for quad in each if not any(isinstance(part, BlankNode) for part in quad)} for each in (one, other)]
    assert (digest(ground[0]) == digest(ground[1])) == (ground[0] == ground[1])


def test_the_digest_of_nothing_is_that_of_no_bytes() -> None:
    assert digest([]) == sha256(b"").hexdigest()


def test_lines_are_sorted_and_literals_stay_as_written() -> None:
    decimal = Literal("1.50", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))
    dataset = [Quad(NamedNode("urn:b"), P, decimal), Quad(NamedNode("urn:a"), P, Literal("x"), NamedNode("urn:g"))]
    assert canonical_nquads(dataset).decode().splitlines() == [
        '<urn:a> <urn:p> "x" <urn:g> .',
        '<urn:b> <urn:p> "1.50"^^<http://www.w3.org/2001/XMLSchema#decimal> .',
    ]


@pytest.mark.parametrize(
    "edges",
    [
        pytest.param(permutations(range(6), 2), id="clique of 6"),
        pytest.param(product("abcd", "wxyz"), id="4 to 4"),
        pytest.param(((n, n + 1) for n in range(100)), id="chain of 100"),
        pytest.param(((n, (n + 1) % 50) for n in range(50)), id="ring of 50"),
        pytest.param((("hub", n) for n in range(500)), id="star of 500"),
        pytest.param(((f"{n}a", f"{n}b") for n in range(500)), id="500 pairs"),
    ],
)
def test_harmless_blank_nodes_are_put_into_canonical_form_at_once(edges: Iterable[tuple[object, object]]) -> None:
    started = monotonic()
    assert canonical_nquads(linked(edges))
    assert monotonic() - started < 5


@pytest.mark.parametrize(
    "edges",
    [
        pytest.param(permutations(range(9), 2), id="clique of 9"),
        pytest.param(permutations(range(60), 2), id="clique of 60"),
        pytest.param(product("abcdefg", "tuvwxyz"), id="7 to 7"),
        pytest.param(product("abcdefg", "stuvwxyz"), id="7 to 8"),
        pytest.param(((n, n + 1) for n in range(1000)), id="chain of 1000"),
        pytest.param(((n, n ^ 1 << bit) for n in range(32) for bit in range(5)), id="cube of 5 dimensions"),
        pytest.param(
            ((5 * m + a, 5 * m + b) for m in range(200) for a, b in permutations(range(5), 2)), id="200 cliques"
        ),
    ],
)
def test_a_poison_graph_is_refused_before_it_takes_any_time(edges: Iterable[tuple[object, object]]) -> None:
    started = monotonic()
    with pytest.raises(InputError, match=r"cannot be told apart\. Give them IRIs\."):
        digest(linked(edges))
    assert monotonic() - started < 5


def test_blank_nodes_of_which_one_is_singled_out_are_no_poison() -> None:
    clique = linked(permutations(range(30), 2))
    named = [Quad(BlankNode(f"n{number}"), P, Literal(str(number))) for number in range(30)]
    assert len(canonical_nquads(clique + named).splitlines()) == 30 * 29 + 30
