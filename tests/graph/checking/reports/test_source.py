from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.reports.source import Excerpt, Sources, excerpt
from treatygraph.graph.printable import columns

WIDTH = 102
"""A hundred columns of a line, and a mark of cutting on either side."""


def finding(path: str | None, line: int | None = 1, column: int | None = 1) -> Finding:
    return Finding("TG001", "syntax-error", Severity.ERROR, "m.", "r.", "", path=path, line=line, column=column)


def under(shown: Excerpt) -> str:
    """What stands from the caret on."""
    taken = ""
    for character in shown.text:
        if columns(taken) >= (shown.indent or 0):
            return shown.text[len(taken) :]
        taken += character
    return ""


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [
        (":a :b :c .", 4, Excerpt(":a :b :c .", 3)),
        (":a :b", 6, Excerpt(":a :b", 5)),
        (":a :b", 60, Excerpt(":a :b", 5)),
        (":a :b", None, Excerpt(":a :b", None)),
        ("", 1, Excerpt("", 0)),
        ("\t:a\t:b", 5, Excerpt("    :a    :b", 10)),
        ('"日本" .', 6, Excerpt('"日本" .', 7)),
        ("e\u0301t :b", 5, Excerpt("e\u0301t :b", 3)),
        ("a\u202eb :c", 5, Excerpt("a\\u202Eb :c", 9)),
        ("a\x1b[31mb", 3, Excerpt("a\\u001B[31mb", 7)),
        ("a\x00b   ", 3, Excerpt("a\\u0000b", 7)),
    ],
)
def test_a_line_is_shown_as_a_terminal_can_show_it(line: str, column: int | None, expected: Excerpt) -> None:
    assert excerpt(line, column) == expected


def test_a_long_line_is_cut_at_both_ends_around_the_column() -> None:
    shown = excerpt("a" * 500 + "X" + "b" * 500, 501)
    assert shown == Excerpt("…" + "a" * 60 + "X" + "b" * 39 + "…", 61)


def test_a_long_line_is_cut_at_its_end_when_the_column_is_near_its_beginning() -> None:
    assert excerpt("X" + "b" * 500, 1) == Excerpt("X" + "b" * 99 + "…", 0)


def test_a_long_line_is_cut_at_its_beginning_when_the_column_is_near_its_end() -> None:
    assert excerpt("a" * 500 + "X", 501) == Excerpt("…" + "a" * 99 + "X", 100)


@given(st.text(st.characters(exclude_characters="\r\n"), max_size=300), st.integers(1, 310))
def test_what_is_shown_is_short_and_the_caret_is_within_it(line: str, column: int) -> None:
    shown = excerpt(line, column)
    assert columns(shown.text) <= WIDTH
    assert shown.indent is not None
    assert shown.indent <= WIDTH
    assert "\t" not in shown.text


@given(st.text("ab\t日\u202e", max_size=200), st.text("ab\t日\u202e", max_size=200))
def test_the_caret_stands_under_the_character_at_the_column(before: str, after: str) -> None:
    assert under(excerpt(f"{before}X{after}", len(before) + 1)).startswith("X")


def test_the_lines_of_a_file_end_as_the_parsers_see_it(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_bytes(b"one\r\ntwo\rthree\nfour")
    found = [finding(str(file), line) for line in range(1, 6)]
    shown = [Sources(found).excerpt(each) for each in found]
    assert [each and each.text for each in shown] == ["one", "two", "three", "four", None]


def test_a_byte_order_mark_takes_no_column(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_bytes(b"\xef\xbb\xbf:a :b")
    assert Sources([finding(str(file))]).excerpt(finding(str(file), 1, 4)) == Excerpt(":a :b", 3)


def test_a_file_that_is_gone_or_no_text_or_no_file_has_no_lines(tmp_path: Path) -> None:
    binary, pipe = tmp_path / "b.ttl", tmp_path / "p.ttl"
    binary.write_bytes(b"\xff\xfe\x00")
    os.mkfifo(pipe)
    found = [finding(str(path)) for path in (tmp_path / "gone.ttl", binary, pipe, tmp_path)]
    assert [Sources(found).excerpt(each) for each in found] == [None] * 4


def test_a_finding_without_a_place_has_no_line(tmp_path: Path) -> None:
    found = [finding(None), finding(str(tmp_path / "a.ttl"), None)]
    assert [Sources(found).excerpt(each) for each in found] == [None, None]


@pytest.mark.parametrize(
    ("line", "column", "end", "width"),
    [
        (":a :bc :d", 4, 7, 3),
        (":a :bc :d", 4, None, 1),
        (":a :bc :d", 4, 4, 1),
        (":a :bc :d", 4, 99, 6),
        ('"日本" .', 1, 5, 6),
        ("a" * 500, 1, 400, 100),
    ],
)
def test_what_is_pointed_at_is_as_wide_as_it_is_shown(line: str, column: int, end: int | None, width: int) -> None:
    assert excerpt(line, column, end).width == width


def test_what_ends_on_a_later_line_is_shown_to_the_end_of_the_first(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text('a b """c\nd""" .')
    found = replace(finding(str(file), 1, 5), end_line=2, end_column=5)
    assert Sources([found]).excerpt(found) == Excerpt('a b """c', 4, 4)
