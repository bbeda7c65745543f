"""How far what a finding points at reaches."""

from __future__ import annotations

from pathlib import Path

import pytest

from treatygraph.graph.checking import check
from treatygraph.graph.checking.extents import with_ends
from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.material import Document
from treatygraph.graph.checking.options import Options


def end(path: Path, line: int | None, column: int | None) -> tuple[int | None, int | None]:
    finding = Finding("TG101", "a-name", Severity.ERROR, "m", "r", "", path=str(path), line=line, column=column)
    [told] = with_ends([finding], [])
    return told.end_line, told.end_column


@pytest.mark.parametrize(
    ("name", "text", "column", "expected"),
    [
        ("a.ttl", "ex:a.b ex:c 1.5 .", 1, "ex:a.b"),
        ("a.ttl", "a 'x'@en-GB .", 3, "'x'@en-GB"),
        ("a.ttl", "a 'x' ^^ xsd:date .", 3, "'x' ^^ xsd:date"),
        ("a.ttl", "a 'x'^^<urn:a b> .", 3, "'x'^^<"),
        ("a.ttl", "a <urn:x>,<urn:y>", 3, "<urn:x>"),
        ("a.ttl", "a [ ex:b 1 ]", 3, "["),
        ("a.ttl", "a 1 . # treatygraph: ignore[TG101] why", 7, "# treatygraph: ignore[TG101] why"),
        ("a.trig", "a \\ b", 3, "\\"),
        ("a.nq", "_:b1 <urn:p> 1", 1, "_:b1"),
        ("a.jsonld", '{"a b": 12.5}', 2, '"a b"'),
        ("a.jsonld", '{"a b": 12.5}', 9, "12.5"),
        ("a.rdf", '<ex:a rdf:about="urn:x"/>', 2, "ex:a"),
        ("a.owl", '<ex:a rdf:about="urn:x"/>', 18, "urn:x"),
        ("a.rq", "SELECT ?some { ?a ex:b/ex:c 'x' }", 8, "?some"),
        ("a.rq", "{ ?a <urn:b> 'x y' }", 6, "<urn:b>"),
        ("a.rq", "{ ?a <urn:b> 'x y' }", 14, "'x y'"),
        ("a.txt", "words here", 1, ""),
        ("a.ttl", "a  b", 2, ""),
        ("a.ttl", "a", 2, ""),
    ],
)
def test_a_term_a_word_or_a_comment_is_pointed_at_whole(
    tmp_path: Path, name: str, text: str, column: int, expected: str
) -> None:
    path = tmp_path / name
    path.write_text(f"\n{text}")
    assert end(path, 2, column) == ((2, column + len(expected)) if expected else (None, None))


def test_a_string_of_several_lines_ends_on_its_last_line(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_bytes(b"\xef\xbb\xbfa '''x\r\ny'''@en .")
    assert end(path, 1, 3) == (2, 8)


@pytest.mark.parametrize(("line", "column"), [(None, None), (1, None), (9, 1)])
def test_what_has_no_place_has_no_end(tmp_path: Path, line: int | None, column: int | None) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("a")
    assert end(path, line, column) == (None, None)
    path.write_bytes(b"\xff")
    assert end(path, 1, 1) == end(tmp_path / "gone.ttl", 1, 1) == (None, None)


def test_the_check_tells_the_ends_in_sound_files_and_in_broken_ones(tmp_path: Path) -> None:
    sound, broken = tmp_path / "a.ttl", tmp_path / "b.ttl"
    sound.write_text("@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n<urn:a> foaf:nmae 'x' .\n")
    broken.write_text("<urn:a> <urn:p> .\n")
    found = check([sound, broken], options=Options(builtin=False)).findings
    assert [(each.code, each.line, each.column, each.end_line, each.end_column) for each in found] == [
        ("TG101", 2, 9, 2, 18),
        ("TG001", 1, 17, 1, 18),
    ]
    assert Document(sound).text.splitlines()[1][8:17] == "foaf:nmae"
