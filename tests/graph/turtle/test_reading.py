"""Files of the Turtle family as texts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat

from treatygraph.graph.errors import InputError
from treatygraph.graph.turtle.reading import form_of, parse_strictly, read_text
from treatygraph.graph.turtle.tokens import Text


def test_the_ending_tells_the_format() -> None:
    assert form_of("x/a.TTL") == RdfFormat.TURTLE
    with pytest.raises(InputError, match=r"a\.rdf: This is no file of the Turtle family\. Name files in \.nq, "):
        form_of("a.rdf")


def test_a_text_keeps_its_line_ends_and_loses_its_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_bytes(b"\xef\xbb\xbf# a\r\n# b\r")
    text = read_text(file)
    assert (text.text, text.path) == ("# a\r\n# b\r", str(file))


def test_what_is_no_regular_file_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ttl")
    (tmp_path / "folder.ttl").mkdir()
    for name in ("pipe.ttl", "folder.ttl"):
        with pytest.raises(InputError, match="no regular file"):
            read_text(tmp_path / name)


def test_the_line_of_bytes_that_are_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_bytes(b"# a\n# \xff\n")
    with pytest.raises(InputError, match=r"a\.ttl:2:3: The file is not UTF-8"):
        read_text(tmp_path / "a.ttl")


def test_an_error_of_the_parser_has_its_place() -> None:
    with pytest.raises(InputError, match=r"^a\.ttl:2:1: The prefix a: has not been declared\.$"):
        parse_strictly(Text("\na:b a 1 .", "a.ttl"), RdfFormat.TURTLE)


def test_a_term_that_is_too_long_for_the_parser_is_refused() -> None:
    with pytest.raises(InputError, match="too long for the parser"):
        parse_strictly(Text(f'<urn:a> <urn:b> "{"x" * 17_000_000}" .'), RdfFormat.TURTLE)
