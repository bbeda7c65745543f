from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from treatygraph.graph.checking import check
from treatygraph.graph.checking.baseline import Baseline, write_baseline
from treatygraph.graph.checking.files import SYNTAX_ERROR, read_files
from treatygraph.graph.checking.findings import Report
from treatygraph.graph.checking.options import Options
from treatygraph.graph.checking.reports import write_report
from treatygraph.graph.checking.selection import Selection

Write = Callable[..., Path]
BROKEN = ":a :b :c\n:d :e :f ."


def test_a_broken_file_is_a_finding_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("@prefix : <urn:> .\n:a :b :c\n:d :e :f .\n")
    dataset, documents, [error] = read_files([path])
    assert (dataset.quads, documents) == ((), ())
    assert (error.code, error.path, error.line, error.column) == (SYNTAX_ERROR.code, str(path), 3, 1)
    assert error.message
    assert error.repair


def test_the_other_files_are_read_all_the_same(write: Write) -> None:
    broken, sound = write(BROKEN, "a.trig"), write(":a a tg:Island .", "b.trig")
    dataset, documents, errors = read_files([broken, sound])
    assert len(dataset.quads) == 1
    assert dataset.sources == tuple(document.path for document in documents) == (sound,)
    assert [error.path for error in errors] == [str(broken)]


@pytest.mark.parametrize(
    ("name", "content", "line", "column", "message"),
    [
        ("a.ttl", b"\x89PNG\r\n\x1a\n\x00\xff", 1, 1, "The file is not UTF-8 text."),
        ("a.trig", ":a\n :é 'ü".encode() + b"\xfc' .", 2, 7, "The file is not UTF-8 text."),
        ("a.jsonld", b"\xff{}", 1, 1, "The file is not UTF-8 text."),
        ("a.rdf", b"<a>\n\xff</a>", 2, 1, "The file is not UTF-8 text."),
        ("b.rdf", b'<?xml version="1.0" encoding="none"?><a/>', 1, 31, "The encoding 'none' is not known."),
        ("b.jsonld", b"[" * 100_000, 1, 1, "The JSON is nested too deeply."),
        ("b.ttl", b"<urn:a> <urn:p> " + b"[<urn:p> " * 150 + b"1" + b"]" * 150 + b" .", 1, 917, "More than 100 lists"),
        ("c.rdf", b"<a>" * 300 + b"</a>" * 300, 1, 601, "More than 200 elements stand in each other."),
    ],
)
def test_no_text_and_deep_nesting_are_findings_of_that_file(
    tmp_path: Path, write: Write, name: str, content: bytes, line: int, column: int, message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    dataset, _, [finding] = read_files([tmp_path / name, write(":a a tg:Island .", "sound.trig")])
    assert len(dataset.quads) == 1
    assert (finding.code, finding.line, finding.column) == ("TG001", line, column)
    assert finding.message.startswith(message)
    assert write_report(Report.of([finding], files=2, graphs=1), "full")


@pytest.mark.parametrize(
    "selection",
    [Selection(select=("TG511",)), Selection(ignore=("TG0",)), Selection(per_file_ignores={"a.*": ("TG0",)})],
    ids=["others", "ignored", "in-file"],
)
@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.ttl", BROKEN, "TG001"),
        ("a.jsonld", '{"@context": "https://example.org/c.jsonld"}', "TG005"),
        ("a.rq", "ASK {", "TG501"),
    ],
)
def test_what_cannot_be_read_is_told_whatever_is_selected_until_it_is_known(
    tmp_path: Path, write: Write, name: str, content: str, code: str, selection: Selection
) -> None:
    (tmp_path / name).write_text(content)
    options = Options(builtin=False, selection=selection)
    report = check([tmp_path / name, write("<urn:a> <urn:p> 1 .", "sound.trig")], options=options)
    assert [each.code for each in report.findings] == [code]
    write_baseline(report.findings, tmp_path / "known.json")
    assert Baseline.read(tmp_path / "known.json").new(report.findings) == ((), 1)


def test_a_query_that_is_no_text_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.rq").write_bytes(b"ASK {\n} # \xff")
    (tmp_path / "b.rq").write_text("ASK {")
    found = check([tmp_path]).findings
    assert [(Path(each.path or "").name, each.code, each.line) for each in found] == [
        ("a.rq", "TG501", 2),
        ("b.rq", "TG501", 1),
    ]


@pytest.mark.parametrize(
    ("name", "text", "line", "column"),
    [
        ("a.jsonld", '{"@id": "urn:a",\n "@context": {"p": {"@id": "urn:p", "@typ": "@id"}}, "p": 1}', 2, 37),
        ("a.jsonld", '{"@id":\n "a", "urn:p": 1}', 2, 2),
        (
            "a.rdf",
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
            '<rdf:Description rdf:about="a b"/></rdf:RDF>',
            2,
            28,
        ),
        ("a.jsonld", '{"@id": "urn:a",\n "@type": 3}', 1, 1),
    ],
    ids=["a key", "a relative IRI", "an IRI with a space", "no word to look for"],
)
def test_where_the_parser_tells_no_place_the_word_is_looked_for(
    tmp_path: Path, name: str, text: str, line: int, column: int
) -> None:
    (tmp_path / name).write_text(text)
    _, _, [finding] = read_files([tmp_path / name])
    assert (finding.code, finding.line, finding.column) == ("TG001", line, column)
