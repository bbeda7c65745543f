"""``treatygraph export``."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, parse

from treatygraph.graph import load
from treatygraph.graph.export import FORMATS
from treatygraph.graph.rdf_files import FORMATS as BY_ENDING
from treatygraph.graph.terms import ID, PROVENANCE_GRAPH

Program = Callable[..., "subprocess.CompletedProcess[str]"]
SECOND = Path(__file__).parents[2] / "second_article" / "nna-2024-05-14.trig"
DATA = ("--data", str(SECOND))


def quads(text: str | bytes, name: str) -> set[Quad]:
    return set(parse(input=text, format=FORMATS[name]))


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_every_statement(treatygraph: Program, name: str) -> None:
    answer = treatygraph("export", *DATA, "--format", name)
    assert answer.returncode == 0, answer.stderr
    assert answer.stderr == ""
    assert {quad.triple for quad in quads(answer.stdout, name)} == {quad.triple for quad in load([SECOND]).quads}


@pytest.mark.parametrize("ending", BY_ENDING)
def test_the_ending_of_the_file_tells_the_format(treatygraph: Program, tmp_path: Path, ending: str) -> None:
    answer = treatygraph("export", *DATA, "-o", f"out{ending}")
    assert (answer.returncode, answer.stdout) == (0, "")
    name = next(name for name, form in FORMATS.items() if form == BY_ENDING[ending])
    assert quads((tmp_path / f"out{ending}").read_bytes(), name)


@pytest.mark.parametrize("arguments", [[], ["-o", "-"]])
def test_standard_output_gets_trig_with_its_graphs(treatygraph: Program, arguments: list[str]) -> None:
    answer = treatygraph("export", *DATA, *arguments)
    assert quads(answer.stdout, "trig") == set(load([SECOND]).quads)


def test_exported_twice_is_the_same(treatygraph: Program, started: Program) -> None:
    one, other = (run("export", *DATA).stdout for run in (treatygraph, started))
    assert one == other


def test_literals_are_as_they_were_curated(treatygraph: Program, tmp_path: Path) -> None:
    text = '<urn:a> <urn:p> 1.50, 01, "1"^^<http://www.w3.org/2001/XMLSchema#boolean>, 1.0e0 .'
    (tmp_path / "a.ttl").write_text(text)
    for name in FORMATS:
        found = quads(treatygraph("export", "--data", "a.ttl", "--format", name).stdout, name)
        assert {getattr(quad.object, "value", "") for quad in found} == {"1.50", "01", "1", "1.0e0"}


def test_a_thing_comes_with_what_points_at_it_and_the_provenance_of_both(treatygraph: Program) -> None:
    answer = treatygraph("export", "veska", *DATA)
    found = quads(answer.stdout, "trig")
    veska = NamedNode(ID + "veska")
    about = {quad for quad in found if quad.graph_name != NamedNode(PROVENANCE_GRAPH)}
    assert about
    assert all(veska in (quad.subject, quad.object) for quad in about)
    stating = {quad.graph_name for quad in about}
    described = {quad.subject for quad in found if quad.graph_name == NamedNode(PROVENANCE_GRAPH)}
    assert described == stating


def test_kinds_of_graphs_can_be_chosen(treatygraph: Program) -> None:
    dataset = load([SECOND])
    answer = treatygraph("export", *DATA, "--kind", "passage", "--kind", "inference")
    found = quads(answer.stdout, "trig")
    assert found == {quad for quad in dataset.quads if dataset.kind_of(quad.graph_name) in ("passage", "inference")}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nobody-at-all"], "There is no thing named"),
        (["vesca"], "Did you mean 'veska'"),
        (["-o", "out.docx"], "tells no format"),
        (["--format", "word"], "Invalid value for '--format'"),
        (["--kind", "reference"], "nothing to export"),
        (["--data", "none.ttl"], "none.ttl: The file cannot be opened"),
        (["-o", "no/such/folder.ttl"], "cannot be written"),
    ],
)
def test_what_cannot_be_exported_is_exit_code_2(treatygraph: Program, arguments: list[str], message: str) -> None:
    answer = treatygraph("export", *([] if "--data" in arguments else DATA), *arguments)
    assert answer.returncode == 2
    assert message in answer.stderr
    assert "Traceback" not in answer.stderr
    assert answer.stdout == ""


def test_what_rdf_xml_cannot_say_is_told(treatygraph: Program, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:1> 2 .")
    answer = treatygraph("export", "--data", "a.ttl", "-o", "a.rdf")
    assert answer.returncode == 2
    assert "RDF/XML has no name for the predicate <urn:1>. Use another format." in answer.stderr
    assert not (tmp_path / "a.rdf").exists()
