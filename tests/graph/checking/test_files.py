from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from treatygraph.graph.checking.files import SYNTAX_ERROR, read_files
from treatygraph.graph.errors import InputError

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


def test_a_file_that_is_no_text_cannot_be_read_at_all(tmp_path: Path) -> None:
    path = tmp_path / "picture.ttl"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff")
    with pytest.raises(InputError, match="UTF-8"):
        read_files([path])


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
