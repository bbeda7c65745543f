"""Two texts say the same when only the names of blank nodes without labels differ."""

from __future__ import annotations

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from treatygraph.graph.errors import InputError
from treatygraph.graph.turtle.sameness import require_same, say_the_same

PREFIX = "@prefix : <urn:x:> . "
LABELS = {"x", "y"}


def quads_of(text: str) -> list[Quad]:
    return list(parse(PREFIX + text, format=RdfFormat.TRIG))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (":a :p 1 .", ":a :p 1 , 1 ."),
        (":a :p [ :q 1 ; :r [] ] , [ :q 2 ] .", ":a :p [ :q 2 ] . :a :p [ :r [] ; :q 1 ] ."),
        (":a :p ( 1 1 1 ) , ( 1 ) .", ":a :p ( 1 ) , ( 1 1 1 ) ."),
        ("[ :p 1 ] :q _:x .", "[] :q _:x ; :p 1 ."),
        ("[] { :a :p [] } [] { :a :p 1 }", "[] { :a :p 1 } [] { :a :p [] }"),
        (f":a :p ( {'1 ' * 5000}) .", f":a :p ( {'1 ' * 5000}) ."),
        (":a :p << :s :p [] >> .", ":a :p << :s :p [] >> ."),
        ("", ""),
    ],
)
def test_the_same_in_other_words(one: str, other: str) -> None:
    assert say_the_same(quads_of(one), quads_of(other), LABELS)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (":a :p 1 .", ":a :p 2 ."),
        (":a :p 1 .", ":a :p 1 , 2 ."),
        (":a :p 1 .", "{ :a :p 1 } :g { :a :p 1 }"),
        (":a :p [ :q 1 ] , [ :q 2 ] .", ":a :p [ :q 1 , 2 ] , [] ."),
        (":a :p [ :q 1 ] , [ :q 1 ] .", ":a :p [ :q 1 ] ."),
        (":a :p [ :q [ :r 1 ] ] , [ :q [ :r 2 ] ] .", ":a :p [ :q [ :r 1 ] , [ :r 2 ] ] , [] ."),
        (":a :p ( 1 2 ) .", ":a :p ( 2 1 ) ."),
        (":a :p _:x . :b :p _:y .", ":a :p _:y . :b :p _:x ."),
        (":a :p _:x .", ":a :p [] ."),
        ("[] { :a :p 1 } [] { :a :p 2 }", "[] { :a :p 1 , 2 }"),
        ("[] { :a :p 1 } [] { :a :p 1 }", "[] { :a :p 1 }"),
        (":a :p << :s :p [] >> .", ":a :p << :s :p 1 >> ."),
    ],
)
def test_something_else(one: str, other: str) -> None:
    assert not say_the_same(quads_of(one), quads_of(other), LABELS)
    assert not say_the_same(quads_of(other), quads_of(one), LABELS)


def test_a_text_that_says_something_else_is_refused() -> None:
    require_same(quads_of(":a :p [] ."), quads_of(":a :p [] ."), LABELS)
    with pytest.raises(InputError, match=r"^a\.ttl: Laid out anew, the text would say something else"):
        require_same(quads_of(":a :p 1 ."), quads_of(":a :p 2 ."), LABELS, "a.ttl")
