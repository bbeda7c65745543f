"""Front matter in the form of grlc."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatygraph.graph.errors import QueryError
from treatygraph.graph.front_matter import read_front_matter

WORDS = st.text("abcdefghij ?.,'é", min_size=1, max_size=12).map(lambda text: "x" + text.strip() + "y")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#+ summary: a b", {"summary": "a b"}),
        ("  #+ summary: 'it''s: so'", {"summary": "it's: so"}),
        ('#+ summary: "a \\"b\\""', {"summary": 'a "b"'}),
        ("#+ tags: [a, 'b, c', d]", {"tags": ("a", "b, c", "d")}),
        ("#+ tags: []", {"tags": ()}),
        ("#+ tags:\n#+   - a\n#+   - b c", {"tags": ("a", "b c")}),
        ("#+ tags:\n#+ - a\n#+ - b", {"tags": ("a", "b")}),
        ("#+ description: a\n#+   b\n#+   c", {"description": "a b c"}),
        ("#+ description: |\n#+   a: b\n#+   - c", {"description": "a: b\n- c"}),
        ("#+ description: >\n#+   a\n#+   b\n#+ summary: c", {"description": "a b", "summary": "c"}),
        ("#+ defaults:\n#+   a: 1\n#+   b: c:d", {"defaults": {"a": "1", "b": "c:d"}}),
        ("#+ defaults:\n#+   - a: 1\n#+   - b: 2", {"defaults": {"a": "1", "b": "2"}}),
        ("#+ enumerate:\n#+   a: [x, y]", {"enumerate": {"a": ("x", "y")}}),
        ("#+ tags: [a,\n#+   b]", {"tags": ("a", "b")}),
        ("#defaultView:Map\nASK {}", {"defaultView": "Map"}),
        ("# a comment\nASK {}", {}),
        ("", {}),
    ],
)
def test_forms_that_are_read(text: str, expected: dict[str, object]) -> None:
    assert read_front_matter(text) == expected


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("#+ summary", 1, "key: value"),
        ("ASK {}\n#+ summary: a\n#+ summary: b", 3, "twice"),
        ("#+ tags: [a", 1, "closing bracket"),
        ("#+ summary: 'a", 1, "no end"),
        ("#+ defaults:\n#+   a", 2, "key: value"),
        ("#+ defaults:\n#+   a: 1\n#+   a: 2", 3, "twice"),
        ("#+ defaults:\n#+   a: 1\n#+   b: [c]", 2, "lists"),
        ("#+   summary: a", 1, "key: value"),
    ],
)
def test_what_cannot_be_read_is_placed(text: str, line: int, message: str) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        read_front_matter(text)
    assert caught.value.line == line


@given(st.dictionaries(st.sampled_from(["summary", "description", "mime"]), WORDS), st.lists(WORDS, max_size=4))
def test_what_is_written_is_read_back(texts: dict[str, str], tags: list[str]) -> None:
    lines = [f"#+ {key}: {value}" for key, value in texts.items()]
    lines += ["#+ tags:", *(f"#+   - {tag}" for tag in tags)] if tags else []
    expected = {**texts, **({"tags": tuple(tags)} if tags else {})}
    assert read_front_matter("\n".join(lines)) == expected


@given(st.text("#+:-[]'\"|> ab\n", max_size=60))
def test_anything_is_read_or_refused_with_its_line(text: str) -> None:
    assert outcome(text) is not None


def outcome(text: str) -> object:
    """What was read, or the line of the error."""
    try:
        return read_front_matter(text)
    except QueryError as error:
        return error.line
