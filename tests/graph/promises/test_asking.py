"""Asking for statuses: names, days, perspectives, what-if."""

from __future__ import annotations

import json
from datetime import date

import pytest
from pyoxigraph import NamedNode

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import TreatyGraphError, UnknownNameError
from treatygraph.graph.promises import disputes, status, to_records
from treatygraph.graph.promises.asking import Question
from treatygraph.graph.promises.reading import read_model
from treatygraph.graph.terms import ID, TG

from .worlds import CREDITOR, DEBTOR, RECOGNISED, SILENT, Happening, World, Writer, dataset_of, day, node

WORLD = World(
    (
        Happening("debtor-consents", (("consent", DEBTOR),), 1, 1, RECOGNISED),
        Happening("creditor-consents", (("consent", CREDITOR),), 1, 1, RECOGNISED),
        Happening("withdrawal", (("withdraw", ""),), 2, 2, SILENT),
    ),
    initial=("c1",),
    counts_as=RECOGNISED,
)
DATASET = dataset_of(WORLD)


def with_second_perspective() -> Dataset:
    """Add a perspective that recognises the withdrawal, and one that has nothing to do with the promise."""
    writer = Writer()
    writer.say("g", "perspective/q", a="Perspective", recognises=["withdrawal", "debtor-consents", "creditor-consents"])
    writer.say("g", "perspective/stranger", a="Perspective", recognises="something-else")
    return Dataset((*DATASET.quads, *writer.quads))


def test_things_can_be_named_by_iri_curie_or_local_name() -> None:
    answers = [
        status(DATASET, name, on="1900-02-10", perspective=view)
        for name, view in [
            ("promise", "p"),
            (ID + "promise", "perspective/p"),
            (":promise", NamedNode(ID + "perspective/p")),
            (NamedNode(ID + "promise"), f"<{ID}perspective/p>"),
        ]
    ]
    assert len(set(answers)) == 1
    assert answers[0][0].possible == ("conditional", "withdrawn")


def test_a_day_is_a_date_or_text_and_today_by_default() -> None:
    assert status(DATASET, on="1900-02-10") == status(DATASET, on=date(1900, 2, 10))
    assert status(DATASET)[0].on == date.today()


def test_the_model_can_be_read_once_and_asked_often() -> None:
    assert status(read_model(DATASET), on=day(2)) == status(DATASET, on=day(2))


def test_without_a_name_the_perspectives_that_pertain_are_asked() -> None:
    dataset = with_second_perspective()
    names = [answer.perspective.rpartition("/")[2] for answer in status(dataset, on=day(2))]
    assert names == ["p", "q"]


def test_who_is_silent_on_everything_knows_only_what_cannot_be() -> None:
    (found,) = status(with_second_perspective(), "promise", on=day(2), perspective="stranger")
    assert found.possible == ("not-made", "conditional", "withdrawn")
    assert "not-due" in found.holds


def test_known_statuses_that_differ_are_a_dispute() -> None:
    dataset = with_second_perspective()
    assert disputes(status(dataset, on=day(2))) == ()
    decided = status(dataset, on=day(2), assume=(), without="withdrawal", perspective="p")
    (dispute,) = disputes((*decided, *status(dataset, on=day(2), perspective="q")))
    assert [value for _, value in dispute.statuses] == ["conditional", "withdrawn"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"commitment": "promis"}, "There is no commitment named 'promis'. Did you mean 'promise'?"),
        ({"perspective": "q"}, "There is no perspective named 'q'. These exist: p."),
        ({"without": "withdrawl"}, "Did you mean 'withdrawal'?"),
        ({"assume": ["t-11=1900-01-11"]}, "Did you mean"),
        ({"assume": ["t-1"]}, "Write an event type and a day"),
        ({"assume": ["t-1=1900"]}, "no single day"),
        ({"on": "1900-13-01"}, "There is no day 1900-13-01"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_near_matches(arguments: dict[str, object], told: str) -> None:
    with pytest.raises(TreatyGraphError) as caught:
        status(DATASET, **arguments)
    assert told in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_name_that_means_several_things_is_refused_with_the_choice() -> None:
    writer = Writer()
    writer.say("g", "here/pledge", a="Commitment")
    writer.say("g", "there/pledge", a="Commitment")
    dataset = Dataset((*DATASET.quads, *writer.quads))
    with pytest.raises(TreatyGraphError, match="means several things: here/pledge, there/pledge"):
        status(dataset, "pledge")
    assert status(dataset, "here/pledge", perspective="p", on=day(2))[0].status == "not-made"


def test_an_assumed_event_counts_for_every_perspective() -> None:
    for answer in status(with_second_perspective(), on=day(2), assume={"t-1": day(1)}, without="withdrawal"):
        assert answer.status == "due"
        assert answer.assumed == ("t-1=1900-01-11", "without withdrawal")


@pytest.mark.parametrize("assume", [{"t-1": "1900-01-20"}, [("t-1", date(1900, 1, 20))], ["t-1=1900-01-20"]])
def test_assumptions_can_be_written_in_several_ways(assume: object) -> None:
    (found,) = status(DATASET, on=day(1), assume=assume)
    assert found.status == "conditional"
    assert found.changed is None
    (found,) = status(DATASET, on="1900-01-20", assume=assume)
    assert found.changed is not None
    assert (found.status, found.changed.status) == ("due", "conditional")


def test_a_condition_can_be_assumed_in_place_of_its_event_type() -> None:
    (found,) = status(DATASET, on=day(1), assume=["c1=1900-01-11"])
    assert (found.status, found.assumed) == ("due", ("t-1=1900-01-11",))


def test_an_assumed_event_counts_as_others_do() -> None:
    (found,) = status(DATASET, on=day(1), assume=["t-narrow=1900-01-11"])
    assert found.status == "due"
    (found,) = status(DATASET, on=day(1), assume=["t-narrow=1900-01-11"], without="proposition")
    assert found.status == "conditional"


def test_leaving_out_an_act_tells_what_changed() -> None:
    (found,) = status(DATASET, on=day(2), without="withdrawal")
    assert found.status == "conditional"
    assert found.changed is not None
    assert found.changed.possible == ("conditional", "withdrawn")


def test_records_are_ready_for_json_and_data_frames() -> None:
    (record,) = to_records(status(DATASET, on=day(2), without="withdrawal"))
    assert json.loads(json.dumps(record)) == record
    assert record["commitment"] == "promise"
    assert record["changed"] == {
        "status": "unknown",
        "possible": ["conditional", "withdrawn"],
        "unmet": ["c1"],
        "possibly_unmet": [],
    }


def test_answers_name_passages_and_reference_graphs() -> None:
    writer = Writer()
    provenance = "graph/provenance"
    writer.say(provenance, "g", a="PassageGraph", supportedBy="passage/book/p01")
    writer.say("graph/reference", "withdrawal", effect="c:withdraw")
    writer.say(provenance, "graph/reference", a="ReferenceGraph")
    quads = [quad for quad in DATASET.quads if quad.predicate.value != TG + "effect"]
    (found,) = status(Dataset((*quads, *writer.quads)), on=day(2), perspective="p")
    assert found.to_record()["because"] == ["reference", "book/p01"]


def test_a_graph_that_describes_the_same_time_for_something_else_is_no_support() -> None:
    writer = Writer()
    writer.bounds("elsewhere", "something-else", 1, 1)
    writer.bounds("elsewhere", "debtor-consents", 1, 1)
    elsewhere = [quad for quad in writer.quads if quad.subject != node("debtor-consents")]
    (found,) = status(Dataset((*DATASET.quads, *elsewhere)), on=day(1), perspective="p")
    assert found.because == (ID + "g",)


def test_an_unknown_name_is_an_error_of_its_own() -> None:
    with pytest.raises(UnknownNameError) as caught:
        Question.of(DATASET, ["prmise"])
    assert caught.value.near == ("promise",)
