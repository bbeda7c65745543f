from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatygraph.graph.printable import columns, one_line, printable

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=40)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("Ça va, 日本?", "Ça va, 日本?"),
        ("\x00\x1b\x7f\x85", "\\u0000\\u001B\\u007F\\u0085"),
        ("a\nb", "a\\u000Ab"),
        ("\u202e\u2066\u200f\u061c", "\\u202E\\u2066\\u200F\\u061C"),
        ("\u2028\u2029", "\\u2028\\u2029"),
        ("\ud800", "\\uD800"),
        ("\U000e0041", "\\U000E0041"),
        ("\ufffe\uffff", "\\uFFFE\\uFFFF"),
        ("क\u094d\u200dष", "क\u094d\u200dष"),
    ],
)
def test_what_cannot_be_printed_is_escaped(text: str, expected: str) -> None:
    assert printable(text) == expected


def test_characters_can_be_kept() -> None:
    assert printable("a\tb\n\r", keep="\n\t") == "a\tb\n\\u000D"


@given(ANY_TEXT)
def test_the_result_is_one_line_and_can_be_encoded(text: str) -> None:
    for shown in (printable(text), one_line(text)):
        assert len(shown.splitlines()) <= 1
        assert shown.encode() or not shown
        assert printable(shown) == shown


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("日本", 4), ("e\u0301", 1), ("a\u200db", 2), ("", 0)])
def test_a_text_takes_columns(text: str, width: int) -> None:
    assert columns(text) == width
