"""Reading files: strict, exact, and never further than the file itself."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pyoxigraph import BlankNode

from treatygraph.graph.errors import InputError, NothingToCheckError
from treatygraph.graph.loader import FORMATS, default_paths, find_files, load, read_quads


def written(folder: Path, name: str, content: str | bytes) -> Path:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def test_the_packaged_graph_is_found() -> None:
    assert [path.suffix for path in default_paths()] == [".trig"] * len(default_paths())
    assert len(load().quads) > 1000


def test_a_syntax_error_has_line_and_column(tmp_path: Path) -> None:
    file = written(tmp_path, "a.ttl", "@prefix e: <https://example.org/> .\ne:a e:b ; .\ne:a e:b e:c .\n")
    with pytest.raises(InputError) as error:
        read_quads(file)
    assert (error.value.path, error.value.line) == (str(file), 2)
    assert str(error.value).startswith(f"{file}:2:")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.ttl", b"\xff\xfe\x00", "not UTF-8"),
        ("a.docx", "x", "tells no RDF format"),
        ("a.jsonld", '{"@context": "https://example.org/c", "@id": "urn:a", "urn:p": "x"}', "remote JSON-LD context"),
        ("a.rdf", "<not-xml", "."),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, name: str, content: str | bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_quads(written(tmp_path, name, content))


def test_a_missing_file_a_folder_and_a_pipe_are_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ttl")
    (tmp_path / "folder.ttl").mkdir()
    for name, message in [("pipe.ttl", "no regular file"), ("folder.ttl", "a folder"), ("none.ttl", "No such file")]:
        with pytest.raises(InputError, match=message):
            read_quads(tmp_path / name)


def test_a_folder_stands_for_the_files_below_it(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    names = [f"deep/a{ending}" for ending in FORMATS]
    for name in [*names, "readme.md"]:
        written(tmp_path, name, "")
    assert [str(path.relative_to(tmp_path)) for path in find_files([tmp_path])] == sorted(names)


def test_no_file_at_all_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NothingToCheckError, match="There is no RDF file"):
        find_files([tmp_path])


def test_literals_keep_their_lexical_forms(tmp_path: Path) -> None:
    (quad,) = read_quads(written(tmp_path, "a.ttl", "<urn:a> <urn:b> 01.50 ."))
    assert quad.object.value == "01.50"


def test_blank_nodes_of_two_files_never_meet(tmp_path: Path) -> None:
    files = [written(tmp_path, name, "_:x <urn:p> _:x .") for name in ("a.ttl", "b.ttl")]
    quads = load(files).quads
    assert len({quad.subject for quad in quads}) == 2
    assert all(isinstance(quad.subject, BlankNode) for quad in quads)
    assert load(files).quads == quads
