"""The status graph: spans as quads that plain SPARQL can ask."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Quad

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.loader import load
from treatygraph.graph.promises import status, status_quads
from treatygraph.graph.promises.asking import Question
from treatygraph.graph.promises.reading import read_model
from treatygraph.graph.promises.spans import spans_of
from treatygraph.graph.terms import CONCEPT, ID, PROV, RDF_TYPE, STATUS_GRAPH, TG, tg

from .worlds import CREDITOR, DEBTOR, RECOGNISED, SILENT, Happening, World, dataset_of, day

GRAPH = NamedNode(STATUS_GRAPH)
DERIVED = NamedNode(PROV + "wasDerivedFrom")
WORLD = World(
    (
        Happening("debtor-consents", (("consent", DEBTOR),), 1, 1, RECOGNISED),
        Happening("creditor-consents", (("consent", CREDITOR),), 1, 1, RECOGNISED),
        Happening("change", (("remove", "c1"), ("add", "c2")), 2, 2, SILENT),
    ),
    initial=("c1",),
)

ON_A_DAY = """
PREFIX tg: <https://w3id.org/treatygraph/ns#>
SELECT ?perspective ?value WHERE {
  ?span tg:statusOf ?commitment ; tg:underPerspective ?perspective ; tg:statusValue ?value .
  OPTIONAL { ?span tg:validFrom ?from }
  OPTIONAL { ?span tg:validUntil ?until }
  FILTER(!BOUND(?from) || ?from <= ?on)
  FILTER(!BOUND(?until) || ?until >= ?on)
}
"""


def facts(quads: tuple[Quad, ...], name: str) -> dict[str, set[str]]:
    """Collect what is said of a span."""
    found: dict[str, set[str]] = {}
    for quad in quads:
        if quad.subject == NamedNode(ID + name):
            found.setdefault(quad.predicate.value.removeprefix(TG), set()).add(quad.object.value)
    return found


def test_a_span_says_what_it_is_about_and_what_it_rests_on() -> None:
    quads = status_quads(dataset_of(WORLD))
    second, third = (f"status-span/promise/p/{day(number).isoformat()}" for number in (1, 2))
    assert facts(quads, second) == {
        RDF_TYPE.value: {TG + "StatusSpan"},
        "statusOf": {ID + "promise"},
        "underPerspective": {ID + "perspective/p"},
        "statusValue": {CONCEPT + "conditional"},
        "possibleStatus": {CONCEPT + "conditional"},
        "unmetCondition": {ID + "c1"},
        "validFrom": {"1900-01-11"},
        "validUntil": {"1900-01-20"},
        DERIVED.value: {ID + "g"},
    }
    assert facts(quads, third)["possiblyUnmetCondition"] == {ID + "c1", ID + "c2"}
    assert "validUntil" not in facts(quads, third)
    assert "validFrom" not in facts(quads, "status-span/promise/p/start")


def test_an_unknown_status_comes_with_its_set() -> None:
    withdrawal = Happening("withdrawal", (("withdraw", ""),), 3, 3, SILENT)
    quads = status_quads(dataset_of(World((*WORLD.happenings[:2], withdrawal))))
    span = facts(quads, f"status-span/promise/p/{day(3).isoformat()}")
    assert span["statusValue"] == {CONCEPT + "unknown"}
    assert span["possibleStatus"] == {CONCEPT + "due", CONCEPT + "withdrawn"}


def test_the_graph_describes_itself() -> None:
    quads = status_quads(dataset_of(WORLD))
    assert Quad(GRAPH, RDF_TYPE, tg("StatusGraph"), GRAPH) in quads
    assert Quad(GRAPH, DERIVED, NamedNode(ID + "g"), GRAPH) in quads
    assert {quad.graph_name for quad in quads} == {GRAPH}


def test_nothing_promised_gives_no_status_graph() -> None:
    assert status_quads(Dataset(())) == ()


def test_a_perspective_that_does_not_pertain_has_no_spans() -> None:
    stranger = Quad(NamedNode(ID + "perspective/stranger"), RDF_TYPE, tg("Perspective"), NamedNode(ID + "g"))
    dataset = Dataset((*dataset_of(WORLD).quads, stranger))
    views = {quad.object for quad in status_quads(dataset) if quad.predicate == tg("underPerspective")}
    assert views == {NamedNode(ID + "perspective/p")}


def test_the_same_graph_gives_the_same_quads() -> None:
    dataset = dataset_of(WORLD)
    assert status_quads(dataset) == status_quads(Dataset(tuple(reversed(dataset.quads))))


def test_sparql_gives_the_answers_of_the_engine() -> None:
    dataset = load()
    store = Dataset(status_quads(dataset)).store
    model = read_model(dataset)
    for on in ("1956-10-18", "1956-11-01", "1957-01-01", "1960-01-26", "1960-02-01", "2018-12-07"):
        bound = {"on": Literal(on, datatype=NamedNode("http://www.w3.org/2001/XMLSchema#date"))}
        query = ON_A_DAY.replace("?on", f'"{on}"^^<{bound["on"].datatype.value}>')
        rows = {
            (row["perspective"].value, row["value"].value)
            for row in store.query(query, use_default_graph_as_union=True)
        }
        assert rows == {(each.perspective, CONCEPT + each.status) for each in status(model, on=on)}


def test_what_happens_on_the_first_day_that_there_is_has_no_span_before_it() -> None:
    question = Question.of(load(), ["hand-over-1956"], assume=["conclude-peace-treaty=0001-01-01"])
    for pair in question.pairs:
        spans = spans_of(question.case(*pair))
        assert all(span.last is None or span.first is None or span.first <= span.last for span in spans)
        assert spans[-1].last is None
