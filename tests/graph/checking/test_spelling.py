"""What somebody most likely meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples
from treatygraph.graph.checking.spelling import did_you_mean, misspelt, slips

WORDS = st.text(alphabet="abc", max_size=6)


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("state", "state", 0),
        ("stat", "state", 1),
        ("sttae", "state", 1),
        ("stzte", "state", 1),
        ("debter", "debtor", 1),
        ("dbetro", "debtor", 2),
        ("state", "treaty", 3),
        ("a", "abcdef", 3),
    ],
)
def test_slips_are_counted_up_to_a_bound(one: str, other: str, count: int) -> None:
    assert slips(one, other) == count


@examples(60)
@given(WORDS, WORDS)
def test_slips_are_the_same_both_ways(one: str, other: str) -> None:
    assert min(slips(one, other), 3) == min(slips(other, one), 3)
    assert (slips(one, other) == 0) == (one == other)


@examples(60)
@given(st.text(alphabet="abcdef", min_size=5, max_size=9), st.data())
def test_a_word_with_one_letter_left_out_is_found_again(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    assert misspelt(word[:at] + word[at + 1 :] + "", [word, "zzzzzzzzzz"]) == word


@pytest.mark.parametrize(
    ("name", "names", "meant"),
    [
        ("Sate", ["State", "Statute"], "State"),
        ("state", ["State"], "State"),
        ("tide", ["time", "tile"], None),
        ("p", ["q"], "q"),
        ("Visit2019", ["Visit2018"], None),
        ("Vist2018", ["Visit2018", "Visit2019"], "Visit2018"),
        ("treaties", ["Treaty"], None),
        ("anything", [], None),
    ],
)
def test_only_one_name_that_is_nearest_is_obvious(name: str, names: list[str], meant: str | None) -> None:
    assert misspelt(name, names) == meant


def test_without_an_obvious_name_those_that_look_like_it_are_offered() -> None:
    assert did_you_mean("tide", ["time", "tile", "voice"]) == "Did you mean tile or time?"
    assert did_you_mean("xyz", ["voice"]) == ""
