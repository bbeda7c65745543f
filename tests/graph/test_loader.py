"""Reading files: strict, exact, and never further than the file itself."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from treatygraph.graph.errors import InputError, NothingToCheckError
from treatygraph.graph.export import serialise
from treatygraph.graph.loader import load, read_quads
from treatygraph.graph.rdf_files import FORMATS, IN_FOLDERS, default_paths, find_files
from treatygraph.graph.terms import XSD

XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:">'
ENTITY_BOMB = "<!DOCTYPE r [<!ENTITY a0 'a'>{}]><r>&a9;</r>".format(
    "".join(f"<!ENTITY a{n + 1} '{f'&a{n};' * 30}'>" for n in range(9))
)


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
        ("a.jsonld", '{"@context": {"@import": "https://example.org/c"}, "@id": "urn:a"}', "remote JSON-LD context"),
        ("a.jsonld", '{"@id": "here", "urn:p": {"@id": "urn:b"}}', "'here' is relative"),
        ("a.jsonld", '{"@id": "urn:a", "urn:p": {"@id": "../there"}}', "'there' is relative"),
        (
            "a.jsonld",
            '{"@context": {"g": {"@container": "@graph"}}, "g": {"@set": [3]}}',
            "cannot be read",
        ),
        ("a.jsonld", '{"@context": {"g": {"@container": ["@id", "@\\u0067raph"]}}}', "cannot be read"),
        ("a.jsonld", "[" * 100_000, "nested too deeply"),
        ("a.jsonld", '{"@id":\n"urn:a",, }', r"a\.jsonld:2:9: "),
        ("a.jsonld", "", r"a\.jsonld:1:1: "),
        ("a.jsonld", '{"@id": NaN}', "a.jsonld:1:"),
        ("a.ttl", "<here> <urn:p> <urn:b> .", "A relative IRI stands here"),
        ("a.rdf", "<not-xml", "a.rdf:1:1: This is no well-formed XML"),
        ("a.rdf", XML + "<rdf:Description rdf:about='urn:a'><e:p>cut sh", "no well-formed XML: no element found"),
        ("a.rdf", "", "no element found"),
        ("a.rdf", ENTITY_BOMB, "no well-formed XML: limit on input amplification"),
        ("a.nq", "<urn:a> <urn:p> <urn:b>", "a.nq:1:"),
        ("a.trig", "<urn:g> { <urn:a> <urn:p> 'x' .", "a.trig:1:"),
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
    names = [f"deep/a{ending}" for ending in IN_FOLDERS]
    for name in [*names, "readme.md"]:
        written(tmp_path, name, "")
    assert [str(path.relative_to(tmp_path)) for path in find_files([tmp_path])] == sorted(names)


def test_no_file_at_all_is_an_error(tmp_path: Path) -> None:
    for name in ("a.json", "a.xml"):
        written(tmp_path, name, "{}")
    with pytest.raises(NothingToCheckError) as caught:
        find_files([tmp_path])
    assert str(caught.value) == (
        f"There is no RDF file in {tmp_path}. Below a folder, files that end in .jsonld, .nq, .nt, .owl, .rdf, .trig, "
        ".ttl, .turtle are read; those in .json and .xml are named one by one."
    )


def test_literals_keep_their_lexical_forms(tmp_path: Path) -> None:
    (quad,) = read_quads(written(tmp_path, "a.ttl", "<urn:a> <urn:b> 01.50 ."))
    assert quad.object.value == "01.50"


def test_blank_nodes_of_two_files_never_meet(tmp_path: Path) -> None:
    files = [written(tmp_path, name, "_:x <urn:p> _:x .") for name in ("a.ttl", "b.ttl")]
    quads = load(files).quads
    assert len({quad.subject for quad in quads}) == 2
    assert all(isinstance(quad.subject, BlankNode) for quad in quads)
    assert load(files).quads == quads


def test_a_byte_order_mark_is_no_part_of_the_content(tmp_path: Path) -> None:
    assert len(read_quads(written(tmp_path, "a.ttl", b"\xef\xbb\xbf<urn:a> <urn:b> <urn:c> ."))) == 1


def test_json_ld_with_a_context_and_a_base_of_its_own_is_read(tmp_path: Path) -> None:
    text = '{"@context": {"@base": "https://example.org/", "p": "urn:p"}, "@id": "a", "p": 1.50}'
    (quad,) = read_quads(written(tmp_path, "a.jsonld", text))
    assert quad.subject == NamedNode("https://example.org/a")


def test_one_file_under_two_names_is_read_once(tmp_path: Path) -> None:
    file = written(tmp_path, "a.ttl", "<urn:a> <urn:b> [] .")
    (tmp_path / "link.ttl").symlink_to(file)
    assert find_files([file, tmp_path]) == (file,)
    assert len(load([file, tmp_path]).quads) == 1


def test_hidden_files_and_builds_are_not_taken_for_data(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "build").mkdir()
    for name in (".git/a.ttl", ".hidden.ttl", "build/dataset-0123456789abcdef.nq", "build/manifest.json", "A.TTL"):
        written(tmp_path, name, "<urn:a> <urn:b> <urn:c> .")
    assert find_files([tmp_path]) == (tmp_path / "A.TTL",)
    built = tmp_path / "build/dataset-0123456789abcdef.nq"
    assert find_files([built]) == (built,)


def test_files_without_a_single_statement_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(NothingToCheckError, match="no statement"):
        load([written(tmp_path, "a.ttl", "# nothing yet\n")])


def test_an_overlong_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="name too long"):
        find_files([tmp_path / ("x" * 1000)])


@given(st.binary(max_size=200), st.sampled_from(sorted(FORMATS)))
def test_whatever_the_bytes_the_answer_is_quads_or_an_error_with_the_path(content: bytes, ending: str) -> None:
    with TemporaryDirectory() as folder:
        file = written(Path(folder), f"a{ending}", content)
        found: object
        try:
            found = read_quads(file)
        except InputError as error:
            found = error.path
        assert found == str(file) or isinstance(found, tuple)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(sorted(FORMATS)))
def test_what_is_written_is_read_back_literally(value: str, ending: str) -> None:
    xml = {*map(chr, range(32)), *"\ufffe\uffff"} - {*"\t\n\r"}
    value = "".join(each for each in value if each not in xml)
    triple = Triple(NamedNode("urn:a"), NamedNode("urn:p"), Literal(value, datatype=NamedNode(XSD + "integer")))
    with TemporaryDirectory() as folder:
        file = written(Path(folder), f"a{ending}", serialise([Quad(*triple)], FORMATS[ending]))
        assert [quad.triple for quad in read_quads(file)] == [triple]


def test_blank_nodes_have_the_same_names_every_time_and_other_names_in_other_files(tmp_path: Path) -> None:
    text = "<urn:g> { _:x <urn:p> [] ; <urn:q> <<( _:x <urn:p> _:x )>> }"
    first = read_quads(written(tmp_path, "a.trig", text))
    assert read_quads(written(tmp_path, "a.trig", text)) == first
    assert not set(read_quads(written(tmp_path, "b.trig", text))) & set(first)
    assert len({quad.subject for quad in first}) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.turtle", "<urn:a> <urn:p> <urn:b> ."),
        ("a.json", '{"@id": "urn:a", "urn:p": {"@id": "urn:b"}}'),
        ("a.xml", XML + "<rdf:Description rdf:about='urn:a'><e:p rdf:resource='urn:b'/></rdf:Description></rdf:RDF>"),
    ],
)
def test_other_endings_are_understood_where_a_file_is_named(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    assert len(read_quads(path)) == 1
    (tmp_path / "b.nt").write_text("<urn:b> <urn:p> <urn:b> .")
    below = {each.name for each in find_files([tmp_path])}
    assert below == ({"b.nt", name} if name == "a.turtle" else {"b.nt"})


def test_notation_3_is_told_from_turtle(tmp_path: Path) -> None:
    path = tmp_path / "rules.n3"
    path.write_text("{ ?x a <urn:A> } => { ?x a <urn:B> } .")
    with pytest.raises(InputError, match=r"rules\.n3: This is Notation3.*let its name end in \.ttl\.$"):
        read_quads(path)
