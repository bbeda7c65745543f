"""Builds that are read into a store: all that the dataset knows which they were made of, and nothing found out anew."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from treatygraph.graph.build_folder import write_build
from treatygraph.graph.builder import build
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import InputError
from treatygraph.graph.loader import load
from treatygraph.graph.stores import contents
from treatygraph.graph.stores.built import open_build, open_current
from treatygraph.graph.terms import XSD

SECOND = Path(__file__).parents[2] / "second_article" / "nna-2024-05-14.trig"
A, P, G = (NamedNode(f"urn:{name}") for name in "apg")
LONG = Literal("1.50", datatype=NamedNode(XSD + "decimal"))
KNOT = BlankNode("k")
KNOTS = Dataset((Quad(KNOT, P, LONG, G), Quad(A, P, KNOT, G), Quad(A, P, LONG), Quad(A, P, LONG, G)))


def test_a_build_in_a_store_is_the_dataset_that_was_written(tmp_path: Path) -> None:
    built = build(load([SECOND]), check=False, status=False)
    write_build(built, tmp_path)
    found = open_build(tmp_path, built.sources)
    assert set(found.quads) == set(built.quads)
    assert found.derivations == built.derivations != {}
    assert (found.sources, found.size, found.digest) == (built.sources, built.size, built.digest)
    assert (found.counts(), found.predicates, found.iris) == (built.counts(), built.predicates, built.iris)


def test_blank_nodes_and_literals_stay_as_they_were_written(tmp_path: Path) -> None:
    write_build(KNOTS, tmp_path)
    found = open_build(tmp_path)
    assert sorted(found.quads, key=str) == sorted(KNOTS.quads, key=str)
    assert found.objects(KNOT, P) == (LONG,)
    assert found.size_of(DefaultGraph()) == 1


def test_literals_stay_as_they_were_written_however_many_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "MOST_WRITTEN", 0)
    write_build(KNOTS, tmp_path)
    assert open_build(tmp_path).objects(KNOT, P) == (LONG,)


def test_rules_and_premises_are_read_when_they_are_wanted_though_another_build_has_come(tmp_path: Path) -> None:
    built = build(load([SECOND]), check=False, status=False)
    write_build(built, tmp_path)
    found = open_build(tmp_path)
    assert "derivations" not in vars(found)
    write_build(KNOTS, tmp_path)
    assert found.derivations == built.derivations


def test_it_is_current_until_its_inputs_change(tmp_path: Path) -> None:
    data = tmp_path / "a.ttl"
    data.write_text("<urn:a> <urn:p> 1 .")
    folder = tmp_path / "build"
    assert open_current(folder, (data,)) is None
    write_build(load([data]), folder, closure=True, status=True)
    found = open_current(folder, (data,))
    assert found is not None
    assert (found.sources, found.size) == ((data,), 1)
    data.write_text("<urn:a> <urn:p> 2 .")
    assert open_current(folder, (data,)) is None


def junk(file: Path) -> None:
    file.write_text("{}")


@pytest.mark.parametrize(("harm", "message"), [(junk, "is damaged"), (Path.unlink, "is missing")])
def test_a_build_without_what_its_store_does_not_tell_is_refused(
    tmp_path: Path, harm: Callable[[Path], object], message: str
) -> None:
    write_build(KNOTS, tmp_path)
    harm(next(tmp_path.glob("contents-*")))
    with pytest.raises(InputError, match=f"A part of the build {message}"):
        open_build(tmp_path)


def test_neither_builder_nor_loader_is_imported_for_it() -> None:
    code = (
        "import sys, treatygraph.graph.build_cache, treatygraph.graph.rdf_files; print([each for each in "
        "('treatygraph.graph.builder', 'treatygraph.graph.loader', 'shutil', 'tempfile') if each in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"
