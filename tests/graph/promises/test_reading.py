"""The model that is read from quads: what counts, with the graphs that state it."""

from __future__ import annotations

from datetime import date

from pyoxigraph import NamedNode, RdfFormat, parse

from treatygraph.graph.builder import build
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.loader import load
from treatygraph.graph.promises.fuzzy_time import Bounds
from treatygraph.graph.promises.model import Link, Model
from treatygraph.graph.promises.reading import read_model
from treatygraph.graph.terms import ID, PREFIXES

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())


def model_of(text: str) -> Model:
    """Read a model from TriG."""
    return read_model(Dataset(tuple(parse(input=(HEAD + text).encode(), format=RdfFormat.TRIG))))


def test_an_element_names_the_graphs_that_state_it() -> None:
    model = model_of(":g1 { :p a tg:Commitment ; tg:debtor :a . } :g2 { :p tg:debtor :a , :b . }")
    (promise,) = model.commitments.values()
    assert promise.debtors == (
        Link(ID + "a", frozenset({ID + "g1", ID + "g2"})),
        Link(ID + "b", frozenset({ID + "g2"})),
    )


def test_statements_outside_named_graphs_count() -> None:
    model = model_of(":p a tg:Commitment ; tg:debtor :a .")
    assert model.commitments[ID + "p"].debtors == (Link(ID + "a", frozenset({""})),)


def test_times_are_bounds_with_their_graphs() -> None:
    model = model_of(
        ':g1 { :e a tg:Meeting ; tg:when :t . } :g2 { :t tg:notBefore "1960-01-01"^^xsd:date ; tg:notAfter "x" . }'
    )
    (time,) = model.acts[ID + "e"].times
    assert time.bounds == Bounds(first=date(1960, 1, 1))
    assert (time.link, time.value) == (frozenset({ID + "g1"}), frozenset({ID + "g2"}))
    assert model.acts[ID + "e"].bounds == Bounds(first=date(1960, 1, 1))


def test_bounds_that_are_no_dates_exclude_nothing() -> None:
    model = model_of(':g { :e a tg:Meeting ; tg:when :t . :t tg:notBefore "1960"^^xsd:gYear . }')
    assert model.acts[ID + "e"].times == ()


def test_events_are_found_by_what_is_said_of_them() -> None:
    model = model_of(
        ":g { :a tg:precedes :b . :c tg:mayBeSameAs :d . :e tg:eventType :t . :f tg:realisation c:occurred . }"
    )
    assert set(model.acts) == {ID + name for name in "abcdef"}


def test_a_reading_is_known_by_its_kind() -> None:
    model = model_of(
        "<https://w3id.org/treatygraph/id/graph/provenance> { :i a tg:InferenceGraph ; tg:inferenceKind c:reading ;"
        " tg:supportedBy :p1 . } :i { :e a tg:Meeting . }"
    )
    info = model.graphs[ID + "i"]
    assert (info.kind, info.is_reading, info.passages) == ("inference", True, (ID + "p1",))


def test_what_a_proposition_counts_as_another_event_is_no_plain_step() -> None:
    model = model_of(":g { :p tg:constitutingEvent :a ; tg:countsAs :b . } :h { :a tg:specialises :c . }")
    steps = {(edge.source, edge.target, edge.proposition) for edge in model.type_edges}
    assert steps == {(ID + "a", ID + "b", ID + "p"), (ID + "a", ID + "c", None)}


def test_a_build_gives_the_same_model_as_its_sources() -> None:
    curated = load()
    assert read_model(build(curated, check=False)) == read_model(curated)


def test_blank_nodes_are_things_too() -> None:
    model = model_of(":g { :p a tg:Commitment ; tg:condition [ a tg:EventCondition ; tg:requiresEvent :t ] . }")
    (promise,) = model.commitments.values()
    assert promise.conditions[0].target in model.conditions
    assert NamedNode(ID + "p").value in model.commitments
