"""Tokens: their kinds, their texts, their places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatygraph.graph.errors import InputError
from treatygraph.graph.turtle.tokens import Text, Tokens, is_local_name, tokenise, walk


def kinds_and_texts(text: str) -> list[tuple[str, str]]:
    tokens = tokenise(Text(text))
    return list(zip(tokens.kinds, tokens.texts, strict=True))[:-1]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<https://e.org/é#a>", "iri"),
        ("<>", "iri"),
        (":", "name"),
        ("e.x:a.b-c", "name"),
        (":%41\\~\\.", "name"),
        ("true:a", "name"),
        ("_:a.b-é", "blank"),
        ("'it\\'s'", "string"),
        ('""', "string"),
        ('"""a"b""c\\""""', "string"),
        ("'''\r\n''a'''", "string"),
        ("1.5", "number"),
        ("+1.E-5", "number"),
        (".5e1", "number"),
        ("@en-GB--rtl", "at"),
        ("@prefix", "at"),
        ("true", "word"),
        ("<<(", "<<("),
        ("{|", "{|"),
        ("^^", "^^"),
    ],
)
def test_a_token_is_taken_whole(text: str, kind: str) -> None:
    assert kinds_and_texts(text) == [(kind, text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (":a.", [":a", "."]),
        (":a.:b", [":a.:b"]),
        ("_:a.", ["_:a", "."]),
        ("1.", ["1", "."]),
        ("1..", ["1", ".", "."]),
        ("<<<a>", ["<<", "<a>"]),
        (":a# c\n", [":a"]),
        (":a\\#b", [":a\\#b"]),
        ('""""a"""', ['""""a"""']),
        ('"""""""', ['""""""', '"']),
    ],
)
def test_tokens_end_where_they_should(text: str, parts: list[str]) -> None:
    if parts[-1] == '"':
        with pytest.raises(InputError, match="line 1, column 7: Here '\"' was not expected"):
            tokenise(Text(text))
    else:
        assert [part for _, part in kinds_and_texts(text)] == parts


def test_comments_are_no_tokens_and_strings_hold_none() -> None:
    tokens = tokenise(Text("# one\n:a '# none' # two\r:b#three"))
    assert [(each.before, each.start, each.text) for each in tokens.comments] == [
        (0, 0, "# one"),
        (2, 18, "# two"),
        (3, 26, "#three"),
    ]


@pytest.mark.parametrize("text", ["\ufeff:a", "\ufeff\n\n:a"])
def test_a_byte_order_mark_does_not_count(text: str) -> None:
    source = Text(text)
    assert source.text == text[1:]
    assert tokenise(source).starts[0] == len(text) - 3


def test_an_error_has_path_line_and_column() -> None:
    with pytest.raises(InputError, match=r"^a\.ttl:2:3: Here '§' was not expected"):
        tokenise(Text(":a\r\n  § .", "a.ttl"))


def test_an_error_about_the_end_says_so() -> None:
    tokens = tokenise(Text(":a"))
    assert str(tokens.error(1)) == "line 1, column 3: Here the end of the file was not expected."


@given(st.text("ab\n\r\u2028😀"))
def test_lines_and_columns_are_those_of_editors(text: str) -> None:
    source = Text(text)
    lines = text.replace("\r\n", "\n\0").replace("\r", "\n").split("\n")
    place = {}
    offset = 0
    for number, line in enumerate(lines, start=1):
        for column, character in enumerate(line.removeprefix("\0"), start=1):
            place[offset + column - 1 + line.startswith("\0")] = (number, column, character)
        offset += len(line) + 1
    for at, (line, column, character) in place.items():
        assert text[at] == character
        assert source.place(at) == (line, column)


@given(data=st.data())
def test_the_places_of_tokens_hold_their_texts(data: st.DataObject, texts: st.SearchStrategy[tuple[str, str]]) -> None:
    _, text = data.draw(texts)
    tokens: Tokens = tokenise(Text(text))
    for token, start in zip(tokens.texts, tokens.starts, strict=True):
        assert text.startswith(token, start)
    for comment in tokens.comments:
        assert text.startswith(comment.text, comment.start)
    gaps = "".join(text[end:start] for end, start in gaps_of(tokens))
    assert gaps.strip(" \t\r\n") == ""


def gaps_of(tokens: Tokens) -> list[tuple[int, int]]:
    """What lies between the tokens and comments."""
    parts = sorted(
        [
            *((start, tokens.end(index)) for index, start in enumerate(tokens.starts)),
            *((each.start, each.start + len(each.text)) for each in tokens.comments),
        ]
    )
    ends = [0, *(end for _, end in parts)]
    return [(end, start) for end, (start, _) in zip(ends, parts, strict=False)]


@pytest.mark.parametrize("name", ["a", "1", "a.b", "a:b", "%41", "été", "東京", "a·b", "𐀀"])
def test_a_local_name_needs_no_escape(name: str) -> None:
    assert is_local_name(name)
    assert is_local_name("https://e.org/" + name, len("https://e.org/"))


@pytest.mark.parametrize("name", ["", ".a", "a.", "a/b", "%4", "-a", "a b", "\u00d7", "é.", "a←", "·a"])
def test_what_has_to_be_escaped_is_no_local_name(name: str) -> None:
    assert not is_local_name(name)


@pytest.mark.parametrize(
    "text",
    [':a a \'b\'@en ; :p """c # d""" . # e\n@prefix x: <urn:x> .', "<urn:a> <urn:b> [ 1.5 ] , ( true ) .", ""],
)
def test_going_through_a_text_gives_the_same_tokens(text: str) -> None:
    tokens = tokenise(Text(text))
    assert list(walk(Text(text))) == list(zip(tokens.kinds, tokens.texts, tokens.starts, strict=True))[:-1]
