"""The engine and brute force agree on small worlds: open choices, imprecise days, orders, readings."""

from __future__ import annotations

from hypothesis import assume, given

from tests.examples import examples
from treatygraph.graph.promises.asking import Question

from .oracle import ASKED, InconsistentWorldError, verdicts
from .worlds import World, dataset_of, day, worlds


def outcomes(world: World) -> dict[int, tuple[set[str], set[str], set[str]]]:
    """Ask the engine for all days."""
    question = Question.of(dataset_of(world), perspectives=["p"])
    case = question.case(*question.pairs[0])
    found = {number: case.outcome(day(number).toordinal()) for number in ASKED}
    return {
        number: (set(each.possible), {_name(iri) for iri in each.unmet}, {_name(iri) for iri in each.possibly_unmet})
        for number, each in found.items()
    }


def _name(iri: str) -> str:
    return iri.rpartition("/")[2]


@given(worlds())
@examples(300)
def test_every_day_of_a_small_world_has_the_statuses_of_brute_force(world: World) -> None:
    try:
        expected = verdicts(world)
    except InconsistentWorldError:
        assume(False)
    found = outcomes(world)
    for number in ASKED:
        verdict = expected[number]
        assert found[number] == (verdict.possible, verdict.unmet, verdict.possibly_unmet), number
