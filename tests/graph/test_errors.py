"""Errors say what, where, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from treatygraph.graph import errors
from treatygraph.graph.errors import InputError, QueryError, TreatyGraphError, UnknownNameError


@pytest.mark.parametrize("name", errors.__all__)
def test_every_error_is_one_of_the_family_and_ends_with_code_2(name: str) -> None:
    kind = getattr(errors, name)
    assert issubclass(kind, TreatyGraphError)
    assert kind.exit_code == 2


@pytest.mark.parametrize("name", errors.__all__)
def test_every_error_is_drawn_in_the_tree_of_the_module(name: str) -> None:
    assert name in (errors.__doc__ or "")


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ({}, "Wrong."),
        ({"path": "a.ttl"}, "a.ttl: Wrong."),
        ({"path": Path("a.ttl"), "line": 3}, "a.ttl:3: Wrong."),
        ({"path": "a.ttl", "line": 3, "column": 7}, "a.ttl:3:7: Wrong."),
        ({"path": "a.ttl", "column": 7}, "a.ttl: Wrong."),
        ({"line": 3}, "line 3: Wrong."),
        ({"line": 3, "column": 7}, "line 3, column 7: Wrong."),
    ],
)
def test_an_input_error_begins_with_the_parts_of_its_place_that_are_known(
    place: dict[str, str | int], text: str
) -> None:
    assert str(InputError("Wrong.", **place)) == text


def test_the_repair_follows_the_message() -> None:
    assert str(InputError("Wrong.", path="a.ttl", repair="Mend it.")) == "a.ttl: Wrong. Mend it."
    assert str(QueryError("Wrong.", line=2, repair="Mend it.")) == "line 2: Wrong. Mend it."


@pytest.mark.parametrize(
    ("near", "question"),
    [
        ([], ""),
        (["japan"], " Did you mean 'japan'?"),
        (["a", "b"], " Did you mean 'a' or 'b'?"),
        (["a", "b", "c"], " Did you mean 'a', 'b' or 'c'?"),
    ],
)
def test_an_unknown_name_offers_its_near_matches(near: list[str], question: str) -> None:
    error = UnknownNameError("x", "state", near)
    assert str(error) == f"There is no state named 'x'.{question}"
    assert (error.name, error.kind, error.near) == ("x", "state", tuple(near))
