"""The closure: what each voice says is closed by itself, and every conclusion can be followed to what was written."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Triple

from treatygraph.graph import load
from treatygraph.graph.closure import DatasetClosure, close_dataset, contradicts_itself, ontology_quads
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.rdf_files import default_paths
from treatygraph.graph.terms import ID, INFERRED_GRAPHS, ONTOLOGY_IRI, PROV, PROVENANCE_GRAPH, RDF_TYPE, tg

SECOND = Path(__file__).parents[1] / "second_article" / "nna-2024-05-14.trig"
DERIVED = NamedNode(PROV + "wasDerivedFrom")
PRECEDES = tg("precedes")
ABOUT = NamedNode(PROVENANCE_GRAPH)
ONE, TWO, THREE = (NamedNode(ID + name) for name in ("one", "two", "three"))
OTHER_TWO = NamedNode("https://example.org/two")
A, B, C, D = (NamedNode(f"urn:{name}") for name in "abcd")


def graph(name: str) -> NamedNode:
    return NamedNode(ID + "graph/" + name)


def stated(
    name: str, voice: NamedNode | None, *triples: Triple, kind: str = "PassageGraph", of: str = ""
) -> list[Quad]:
    """State triples in a graph of a voice; ``of`` names the graphs that it is derived from."""
    return [
        Quad(graph(name), RDF_TYPE, tg(kind), ABOUT),
        *([Quad(graph(name), tg("voice"), voice, ABOUT)] if voice else []),
        *(Quad(graph(name), DERIVED, graph(each), ABOUT) for each in of.split()),
        *(Quad(each.subject, each.predicate, each.object, graph(name)) for each in triples),
    ]


def before(one: NamedNode, other: NamedNode) -> Triple:
    return Triple(one, PRECEDES, other)


def closed(*quads: list[Quad]) -> DatasetClosure:
    return close_dataset(Dataset(tuple(quad for each in quads for quad in each)))


def orders(closure: DatasetClosure) -> dict[str, set[Triple]]:
    """Return the derived orders of events by the local name of their inferred graph."""
    found: dict[str, set[Triple]] = {}
    for quad in closure.derivations:
        if quad.predicate == PRECEDES and isinstance(quad.graph_name, NamedNode):
            found.setdefault(quad.graph_name.value.removeprefix(INFERRED_GRAPHS), set()).add(quad.triple)
    return found


def test_what_one_voice_says_follows_from_what_it_says_alone() -> None:
    closure = closed(stated("x", ONE, before(A, B)), stated("y", TWO, before(B, C)), stated("z", ONE, before(B, D)))
    assert orders(closure) == {"one": {before(A, D)}}


def test_an_inference_has_what_needs_it_and_its_ground_keeps_the_rest() -> None:
    closure = closed(
        stated("x", ONE, before(A, B), before(B, C)),
        stated("i", TWO, before(C, D), kind="InferenceGraph", of="x"),
    )
    assert orders(closure) == {"one": {before(A, C)}, "two": {before(A, D), before(B, D)}}


def test_what_an_inference_joins_of_two_voices_is_its_own() -> None:
    closure = closed(
        stated("x", ONE, before(A, B)),
        stated("y", THREE, before(B, C)),
        stated("i", TWO, before(C, D), kind="InferenceGraph", of="x y"),
    )
    assert {name: len(found) for name, found in orders(closure).items()} == {"two": 3}


def test_an_inference_rests_on_what_its_ground_rests_on() -> None:
    closure = closed(
        stated("x", ONE, before(A, B)),
        stated("i", TWO, before(B, C), kind="InferenceGraph", of="x"),
        stated("j", TWO, before(C, D), kind="InferenceGraph", of="i"),
    )
    assert before(A, D) in orders(closure)["two"]


def test_voices_that_share_a_local_name_are_two() -> None:
    closure = closed(stated("x", TWO, before(A, B)), stated("y", OTHER_TWO, before(B, C)))
    assert orders(closure) == {}
    closure = closed(stated("x", TWO, before(A, B), before(B, C)), stated("y", OTHER_TWO, before(B, C), before(C, D)))
    assert sorted(map(len, orders(closure).values())) == [1, 1]
    assert all(name.startswith("two-") for name in orders(closure))


def test_graphs_of_nobody_are_closed_together() -> None:
    assert orders(closed([Quad(A, PRECEDES, B), Quad(B, PRECEDES, C, graph("loose"))])) == {
        "unattributed": {before(A, C)}
    }


def test_perspectives_and_provenance_are_not_closed() -> None:
    closure = closed(stated("p", ONE, before(A, B), before(B, C), kind="PerspectiveGraph"))
    assert orders(closure) == {}


def test_an_inferred_graph_says_whose_it_is_and_what_it_was_made_from() -> None:
    closure = closed(stated("x", ONE, before(A, B)), stated("i", TWO, before(B, C), kind="InferenceGraph", of="x"))
    name = NamedNode(INFERRED_GRAPHS + "two")
    described = {(quad.predicate, quad.object) for quad in closure.quads if quad.subject == name == quad.graph_name}
    assert described == {
        (RDF_TYPE, tg("InferredGraph")),
        (tg("voice"), TWO),
        *((DERIVED, each) for each in (graph("x"), graph("i"), NamedNode(ONTOLOGY_IRI))),
    }


def test_what_follows_from_the_ontology_alone_stands_apart_and_is_attributed_to_no_voice() -> None:
    closure = close_dataset(load())
    schema = NamedNode(INFERRED_GRAPHS + "ontology")
    subclasses = {quad.graph_name for quad in closure.derivations if quad.predicate.value.endswith("subClassOf")}
    assert subclasses == {schema}
    assert not any(quad.predicate == tg("voice") for quad in closure.quads if quad.graph_name == schema)


def test_a_contradiction_is_held_against_the_voice_that_makes_it() -> None:
    sides = Triple(A, RDF_TYPE, tg("State")), Triple(A, RDF_TYPE, tg("Island"))
    assert closed(stated("x", ONE, sides[0]), stated("y", TWO, sides[1])).inconsistencies == ()
    found = closed(stated("x", ONE, *sides), stated("y", TWO, sides[0])).inconsistencies
    assert {voice for voice, _ in found} == {"one"}


def test_contradictions_of_its_ground_are_not_held_against_an_inference() -> None:
    sides = Triple(A, RDF_TYPE, tg("State")), Triple(A, RDF_TYPE, tg("Island"))
    ground = stated("x", ONE, sides[0]), stated("y", THREE, sides[1])
    harmless = stated("i", TWO, Triple(B, RDF_TYPE, tg("State")), kind="InferenceGraph", of="x y")
    assert closed(*ground, harmless).inconsistencies == ()
    harmful = stated("i", TWO, Triple(A, RDF_TYPE, tg("Treaty")), kind="InferenceGraph", of="x")
    assert {voice for voice, _ in closed(*ground, harmful).inconsistencies} == {"two"}


def test_a_contradiction_is_noticed_before_it_is_told() -> None:
    sides = Triple(A, RDF_TYPE, tg("State")), Triple(A, RDF_TYPE, tg("Island"))
    apart = [*stated("x", ONE, sides[0]), *stated("y", TWO, sides[1])]
    assert not contradicts_itself(Dataset(tuple(apart)))
    assert contradicts_itself(Dataset((*apart, *stated("z", TWO, sides[0]))))
    joining = stated("i", THREE, Triple(B, RDF_TYPE, tg("State")), kind="InferenceGraph", of="x y")
    assert contradicts_itself(Dataset((*apart, *joining)))


@pytest.mark.parametrize("paths", [default_paths(), (SECOND,), (*default_paths(), SECOND)], ids=["one", "two", "both"])
def test_every_conclusion_can_be_followed_to_what_was_written(paths: tuple[Path, ...]) -> None:
    dataset = load(paths)
    closure = close_dataset(dataset)
    written = {quad.triple for quad in (*dataset.quads, *ontology_quads())}
    reasons = {quad.triple: why for quad, why in closure.derivations.items()}
    assert reasons
    reached = set(written)
    while new := {t for t, why in reasons.items() if t not in reached and reached.issuperset(why.premises)}:
        reached |= new
    assert reached >= reasons.keys()
    assert set(closure.derivations) <= set(closure.quads)


def test_both_reasoners_make_the_same_graphs() -> None:
    dataset = Dataset(
        tuple(
            quad
            for each in (
                stated("x", ONE, before(A, B), Triple(A, RDF_TYPE, tg("Signature")), Triple(A, tg("agent"), C)),
                stated("i", TWO, before(B, C), kind="InferenceGraph", of="x"),
            )
            for quad in each
        )
    )
    one, other = close_dataset(dataset), close_dataset(dataset, reasoner="owlrl")
    assert set(one.quads) == set(other.quads)


def test_the_ontology_is_read_whole_into_its_graph() -> None:
    quads = ontology_quads()
    assert {quad.graph_name for quad in quads} == {NamedNode(ONTOLOGY_IRI)}
    labels = {quad.object for quad in quads if quad.subject in (tg("State"), NamedNode(ONTOLOGY_IRI))}
    assert Literal("state", language="en") in {
        Literal(each.value.lower(), language="en") for each in labels if isinstance(each, Literal)
    }
