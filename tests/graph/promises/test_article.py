"""The promise of the article: questions Q14 to Q17, for each perspective."""

from __future__ import annotations

import pytest

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.loader import load
from treatygraph.graph.promises import StatusAnswer, status
from treatygraph.graph.promises.asking import Question
from treatygraph.graph.promises.spans import spans_of
from treatygraph.graph.terms import local_name

PERSPECTIVES = ("agreed-text", "japan", "memorandum", "narrator", "russia")
PEACE, TROOPS = "peace-treaty-concluded", "foreign-troops-withdrawn"


@pytest.fixture(scope="module")
def article() -> Dataset:
    return load()


def answers(article: Dataset, on: str) -> dict[str, StatusAnswer]:
    return {local_name(each.perspective): each for each in status(article, "hand-over-1956", on=on)}


def names(iris: tuple[str, ...]) -> set[str]:
    return set(map(local_name, iris))


def test_all_perspectives_of_the_article_pertain(article: Dataset) -> None:
    assert tuple(answers(article, "1956-11-01")) == PERSPECTIVES


def test_between_signature_and_ratification_it_does_not_bind(article: Dataset) -> None:
    for answer in answers(article, "1956-11-01").values():
        assert answer.status == "signed-not-binding"
        assert not answer.inferred


def test_after_both_ratified_it_waits_for_a_peace_treaty(article: Dataset) -> None:
    for answer in answers(article, "1957-01-01").values():
        assert (answer.status, names(answer.unmet), answer.possibly_unmet) == ("conditional", {PEACE}, ())
        assert answer.inferred
        assert answer.force_assumed
        assert "binding" in answer.holds


def test_after_the_memorandum_perspectives_part(article: Dataset) -> None:
    found = answers(article, "1960-02-01")
    assert {name: each.status for name, each in found.items()} == {
        "agreed-text": "conditional",
        "japan": "unknown",
        "memorandum": "conditional",
        "narrator": "withdrawn",
        "russia": "unknown",
    }
    assert names(found["agreed-text"].unmet) == {PEACE}
    assert names(found["memorandum"].unmet) == {TROOPS}
    assert names(found["memorandum"].possibly_unmet) == {PEACE}
    for silent in ("japan", "russia"):
        assert found[silent].possible == ("conditional", "withdrawn")
        assert (found[silent].unmet, names(found[silent].possibly_unmet)) == ((), {PEACE, TROOPS})


def test_the_withdrawal_on_that_day_rests_on_a_reading(article: Dataset) -> None:
    narrator = answers(article, "1960-02-01")["narrator"]
    assert narrator.inferred
    assert "withdrawal-is-memorandum" in names(narrator.inferences)
    assert narrator.without_inference == ("conditional", "withdrawn")
    later = answers(article, "2018-12-07")["narrator"]
    assert later.status == "withdrawn"
    assert later.without_inference is None


def test_it_was_never_due_up_to_the_day_of_the_article(article: Dataset) -> None:
    question = Question.of(article, ["hand-over-1956"])
    for pair in question.pairs:
        spans = spans_of(question.case(*pair))
        assert spans
        assert all("due" not in span.possible for span in spans)
    for on in ("1956-11-01", "1957-01-01", "1960-02-01", "2018-12-07"):
        assert all("not-due" in each.holds for each in answers(article, on).values())


def test_answers_rest_on_the_passages_that_tell_of_it(article: Dataset) -> None:
    passages = {name: set(each.to_record()["because"]) for name, each in answers(article, "1960-02-01").items()}
    source = "tass-2018-12-07/"
    assert passages["agreed-text"] == {source + name for name in ("p03", "p09a", "p09b", "p09c")}
    for name in ("memorandum", "narrator", "japan", "russia"):
        assert passages[name] == passages["agreed-text"] | {source + "p10a", source + "p10b"}


def test_a_peace_treaty_would_make_it_due_by_the_agreed_text_only(article: Dataset) -> None:
    found = status(article, "hand-over-1956", on="2020-01-01", assume={"conclude-peace-treaty": "2019-06-01"})
    assert {local_name(each.perspective): set(each.possible) for each in found} == {
        "agreed-text": {"due"},
        "japan": {"conditional", "due", "withdrawn"},
        "memorandum": {"conditional"},
        "narrator": {"withdrawn"},
        "russia": {"conditional", "due", "withdrawn"},
    }
