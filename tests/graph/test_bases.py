"""Files whose IRIs are relative to them."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from treatygraph.graph.bases import base_of
from treatygraph.graph.checking.material import Document
from treatygraph.graph.errors import InputError
from treatygraph.graph.loader import load

Program = Callable[..., "subprocess.CompletedProcess[str]"]

FOAF = "@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n"
PROFILE = f"{FOAF}\n<> a foaf:Document ;\n    foaf:maker <#me> .\n\n<#me> foaf:knows [ foaf:name 'x' ] .\n"


def test_a_name_of_a_file_does_not_depend_on_where_its_folder_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = set()
    for folder in (tmp_path / "one", tmp_path / "two" / "three"):
        folder.mkdir(parents=True)
        monkeypatch.chdir(folder)
        names |= {base_of("a.ttl"), base_of(str(folder / "a.ttl"))}
    assert names == {"file:///a.ttl"}


def test_check_and_format_take_a_profile_as_people_publish_them(treatygraph: Program, tmp_path: Path) -> None:
    (tmp_path / "me.ttl").write_text(PROFILE)
    answer = treatygraph("check", "--no-builtin", "me.ttl")
    assert (answer.returncode, answer.stdout) == (0, "All checks passed: 1 file, 1 graph.\n")
    assert treatygraph("format", "me.ttl").returncode == 0
    assert (tmp_path / "me.ttl").read_text() == PROFILE.replace("'x'", '"x"')


def test_findings_in_such_a_file_have_their_places(treatygraph: Program, tmp_path: Path) -> None:
    (tmp_path / "me.ttl").write_text(PROFILE.replace("foaf:name", "foaf:nmae"))
    (tmp_path / "me.rdf").write_text(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:foaf="http://xmlns.com/foaf/0.1/">\n'
        '<foaf:Person rdf:ID="me">\n<foaf:nmae>x</foaf:nmae></foaf:Person>\n</rdf:RDF>'
    )
    answer = treatygraph("check", "--no-builtin", "me.ttl", "me.rdf", "--output-format", "concise")
    assert [line.partition(" TG101 ")[0] for line in answer.stdout.splitlines()[:2]] == ["me.rdf:3:2:", "me.ttl:6:20:"]


@pytest.mark.parametrize(
    "arguments",
    [("build",), ("export", "--data"), ("query", "coverage.rq", "--data"), ("diff", "other.ttl"), ("status", "--data")],
)
def test_no_data_are_made_of_what_names_other_things_elsewhere(
    treatygraph: Program, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "me.ttl").write_text(PROFILE)
    (tmp_path / "other.ttl").write_text("<urn:a> a <urn:b> .")
    (tmp_path / "coverage.rq").write_text("SELECT * { ?s ?p ?o }")
    answer = treatygraph(*arguments, "me.ttl")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr == (
        "Error: me.ttl:3:1: A relative IRI stands here, but no base is declared before it. "
        "Write it out, or declare a base first: @base <https://example.org/> .\n"
    )


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.ttl", "<a> <urn:p> 1 .\n@base <urn:x> .", "no base is declared before it"),
        ("a.trig", "@prefix : <#> .\nBASE <urn:x>", "no base is declared before it"),
        ("a.nt", "<a> <urn:p> <urn:b> .", "which the format does not allow"),
    ],
)
def test_a_relative_iri_that_is_relative_to_nothing_is_refused(
    tmp_path: Path, name: str, text: str, message: str
) -> None:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(InputError, match=message):
        load([path])
    with pytest.raises(InputError, match=message):
        _ = Document(path).quads


def test_the_word_base_in_a_text_declares_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text('# @base <urn:x> .\n<a> <urn:p> "@base <urn:y> .", <urn:base> .')
    assert len(Document(path).quads) == 2
