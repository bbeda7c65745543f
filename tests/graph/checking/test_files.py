from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from treatygraph.graph.checking.files import SYNTAX_ERROR, FileIndex, read_files
from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.errors import InputError
from treatygraph.graph.terms import GRAPH, ID

Write = Callable[..., Path]
BROKEN = ":a :b :c\n:d :e :f ."


def finding(focus: str = "", graph: str | None = None, path: str | None = None) -> Finding:
    return Finding("TG201", "a-name", Severity.ERROR, "m", "r", focus, graph=graph, path=path)


def test_a_broken_file_is_a_finding_with_its_place(write: Write, tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("@prefix : <urn:> .\n:a :b :c\n:d :e :f .\n")
    dataset, [error] = read_files([path])
    assert dataset.quads == ()
    assert (error.code, error.path, error.line) == (SYNTAX_ERROR.code, str(path), 3)
    assert error.column is not None
    assert error.message
    assert error.repair


def test_the_other_files_are_read_all_the_same(write: Write) -> None:
    broken, sound = write(BROKEN, "a.trig"), write(":a a tg:Island .", "b.trig")
    dataset, errors = read_files([broken, sound])
    assert len(dataset.quads) == 1
    assert dataset.sources == (sound,)
    assert [error.path for error in errors] == [str(broken)]


def test_a_file_that_is_no_text_cannot_be_read_at_all(tmp_path: Path) -> None:
    path = tmp_path / "picture.ttl"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff")
    with pytest.raises(InputError, match="UTF-8"):
        read_files([path])


def test_a_finding_belongs_to_the_file_that_describes_its_focus_in_its_graph(write: Write) -> None:
    one = write("g:p01 { :a rdfs:label 'a' . }", "one.trig")
    two = write("g:p02 { :a rdfs:label 'a' ; rdfs:seeAlso :b . }", "two.trig")
    index = FileIndex.of([one, two])
    assert index.placed(finding(ID + "a", GRAPH + "gazette/p02")).path == str(two)
    assert index.placed(finding(ID + "a")).path == str(one)
    assert index.placed(finding(GRAPH + "gazette/p02")).path == str(two)
    assert index.placed(finding(ID + "b")).path == str(two)
    assert index.placed(finding("", GRAPH + "gazette/p02")).path == str(two)


def test_a_finding_that_belongs_nowhere_or_somewhere_already_is_left(write: Write) -> None:
    index = FileIndex.of([write("g:p01 { :a rdfs:label 'a' . }")])
    assert index.placed(finding(ID + "unheard-of")).path is None
    assert index.placed(finding(ID + "a", path="elsewhere")).path == "elsewhere"
