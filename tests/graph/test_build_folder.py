"""The folder of a build: the same bytes for the same graph, and always one build or the other."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from multiprocessing.pool import ThreadPool
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from treatygraph.graph import load
from treatygraph.graph.build_folder import current_build, open_dataset, read_build, write_build
from treatygraph.graph.build_parts import MANIFEST
from treatygraph.graph.builder import build
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import InputError
from treatygraph.graph.stores.built import open_build, open_current

SECOND = Path(__file__).parents[1] / "second_article" / "nna-2024-05-14.trig"
WHOLE = {"closure": True, "status": True}
A, P = NamedNode("urn:a"), NamedNode("urn:p")

KILLED_AT = """
import os, signal, sys
from pathlib import Path
from treatygraph.graph import build_folder
from treatygraph.graph.build_folder import write_build
from treatygraph.graph.dataset import Dataset
from pyoxigraph import Literal, NamedNode, Quad

steps = int(sys.argv[2])

def count(event, arguments):
    global steps
    if event in ("os.rename", "os.remove", "open", "os.mkdir", "tempfile.mkstemp") and sys.argv[1] in str(arguments):
        steps -= 1
        if steps < 0:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(count)
write_build(Dataset((Quad(NamedNode("urn:a"), NamedNode("urn:p"), Literal("new")),)), Path(sys.argv[1]))
"""


def small(value: str) -> Dataset:
    """Make a dataset of one quad."""
    return Dataset((Quad(A, P, Literal(value)),))


@pytest.fixture(scope="module")
def built() -> Dataset:
    return build(load([SECOND]), check=False, status=False)


def test_what_was_written_is_read_back_with_rules_and_premises(tmp_path: Path, built: Dataset) -> None:
    manifest = write_build(built, tmp_path / "deep" / "build")
    found = read_build(tmp_path / "deep" / "build")
    assert set(found.quads) == set(built.quads)
    assert found.derivations == built.derivations != {}
    assert found.digest == manifest.digest == built.digest
    assert manifest.counts == built.counts() == found.counts()
    assert read_build(tmp_path / "deep" / "build", derivations=False).derivations == {}


def test_every_premise_is_a_statement_of_the_build_that_was_read(tmp_path: Path, built: Dataset) -> None:
    write_build(built, tmp_path)
    found = read_build(tmp_path)
    stated = {quad.triple for quad in found.quads}
    premises = {premise for why in found.derivations.values() for premise in why.premises}
    assert {quad.triple for quad in found.derivations} <= stated
    assert premises <= stated


def test_the_same_graph_gives_the_same_bytes(tmp_path: Path, built: Dataset) -> None:
    for name in ("one", "other"):
        write_build(replace(built, quads=built.quads[:: 1 if name == "one" else -1]), tmp_path / name)
    contents = [
        {file.name: file.read_bytes() for file in (tmp_path / name).iterdir() if file.suffix}
        for name in ("one", "other")
    ]
    assert contents[0] == contents[1]
    assert len(contents[0]) == 4


def test_the_manifest_names_the_inputs_with_their_digests_and_no_place(tmp_path: Path) -> None:
    for folder, text in (("a", "<urn:a> <urn:p> 1 ."), ("b", "<urn:a> <urn:p> 2 .")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.ttl").write_text(text)
    write_build(load([tmp_path / "a", tmp_path / "b"]), tmp_path / "build")
    text = (tmp_path / "build" / MANIFEST).read_text()
    inputs = json.loads(text)["inputs"]
    digests = {sha256((tmp_path / folder / "same.ttl").read_bytes()).hexdigest() for folder in "ab"}
    assert {inputs["same.ttl"], inputs["same.ttl#2"]} == digests
    assert str(tmp_path) not in text


def test_a_build_takes_the_place_of_the_former_one_and_leaves_other_files_alone(tmp_path: Path) -> None:
    write_build(small("old"), tmp_path)
    (tmp_path / "dataset-of-mine.nq").write_text("")
    write_build(small("new"), tmp_path)
    assert read_build(tmp_path).quads == small("new").quads
    assert len(list(tmp_path.glob("dataset-*"))) == 2


def test_a_build_of_a_former_version_is_told_and_replaced(tmp_path: Path) -> None:
    data, folder = tmp_path / "a.ttl", tmp_path / "build"
    data.write_text("<urn:a> <urn:p> 1 .")
    write_build(load([data]), folder, **WHOLE)
    manifest = json.loads((folder / MANIFEST).read_bytes())
    (folder / manifest.pop("contents")).unlink()
    (folder / MANIFEST).write_text(json.dumps(manifest))
    assert open_current(folder, (data,)) is None
    with pytest.raises(InputError, match="made by a former version of treatygraph") as raised:
        open_build(folder)
    assert raised.value.repair == "Run `treatygraph build`."
    write_build(load([data]), folder, **WHOLE)
    assert open_current(folder, (data,)) is not None


@pytest.mark.parametrize(
    ("name", "content"),
    [("thesis.txt", "x"), (MANIFEST, "{}"), (MANIFEST, '{"name": "an extension"}'), (MANIFEST, "["), (MANIFEST, "[]")],
)
def test_a_folder_that_is_no_build_is_left_alone(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(InputError, match=r"holds no build|no manifest of a build"):
        write_build(small("x"), tmp_path)
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [(name, content)]


def test_a_file_in_the_place_of_the_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("x")
    with pytest.raises(InputError, match="no folder"):
        write_build(small("x"), tmp_path / "build")
    with pytest.raises(InputError, match="cannot be written: Not a directory"):
        write_build(small("x"), tmp_path / "build" / "deeper")
    assert (tmp_path / "build").read_text() == "x"


@pytest.mark.parametrize("former", ["old", None])
def test_a_build_that_is_killed_anywhere_leaves_the_former_one_whole(tmp_path: Path, former: str | None) -> None:
    killed = 0
    for step in range(100):
        folder = tmp_path / str(step)
        if former:
            write_build(small(former), folder)
        done = subprocess.run([sys.executable, "-c", KILLED_AT, folder, str(step)], check=False, capture_output=True)
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
        killed += 1
        if former or (folder / MANIFEST).exists():
            assert read_build(folder).quads in {small("old").quads, small("new").quads}
        write_build(small("next"), folder)
        assert read_build(folder).quads == small("next").quads
        assert len(list(folder.iterdir())) == 5
    assert killed > 8
    assert read_build(folder).quads == small("new").quads


def test_two_builds_and_a_reader_at_once_get_whole_builds(tmp_path: Path) -> None:
    datasets = {value: small(value) for value in "abcdefgh"}
    write_build(datasets["a"], tmp_path)
    whole = {dataset.quads for dataset in datasets.values()}

    def read(_: int) -> bool:
        return read_build(tmp_path).quads in whole

    def write(value: str) -> None:
        write_build(datasets[value], tmp_path)

    with ThreadPool(4) as writers, ThreadPool(2) as readers:
        writing = writers.map_async(write, list(datasets) * 5)
        assert all(readers.map(read, range(200)))
        writing.get(60)
    assert read_build(tmp_path).quads in whole
    assert len(list(tmp_path.iterdir())) == 5


def damaged_dataset(folder: Path) -> None:
    file = next(folder.glob("dataset-*"))
    file.write_bytes(file.read_bytes().replace(b"x", b"y"))


def damaged_derivations(folder: Path) -> None:
    next(folder.glob("derivations-*")).write_text("{")


def lost_dataset(folder: Path) -> None:
    next(folder.glob("dataset-*")).unlink()


def lost_manifest(folder: Path) -> None:
    (folder / MANIFEST).unlink()


def elsewhere(folder: Path) -> None:
    content = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps(content | {"dataset": "../../secret"}))


def pipe(folder: Path) -> None:
    file = next(folder.glob("dataset-*"))
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (damaged_dataset, "is damaged"),
        (damaged_derivations, "is damaged"),
        (lost_dataset, "is missing"),
        (lost_manifest, "There is no build here"),
        (elsewhere, "no manifest of a build"),
        (pipe, "cannot be read: Is a directory"),
    ],
)
def test_a_damaged_build_is_refused(tmp_path: Path, damage: Callable[[Path], None], message: str) -> None:
    write_build(small("x"), tmp_path)
    damage(tmp_path)
    with pytest.raises(InputError, match=message):
        read_build(tmp_path)


def test_a_build_is_current_until_its_inputs_change(tmp_path: Path) -> None:
    data = tmp_path / "a.ttl"
    data.write_text("<urn:a> <urn:p> 1 .")
    folder = tmp_path / "build"
    assert current_build(folder, (data,)) is None
    write_build(load([data]), folder, **WHOLE)
    found = current_build(folder, (data,))
    assert found is not None
    assert found.sources == (data,)
    data.write_text("<urn:a> <urn:p> 2 .")
    assert current_build(folder, (data,)) is None


def test_a_build_that_leaves_something_out_is_never_current(tmp_path: Path) -> None:
    data = tmp_path / "a.ttl"
    data.write_text("<urn:a> <urn:p> 1 .")
    write_build(load([data]), tmp_path / "build", closure=True, status=False)
    assert current_build(tmp_path / "build", (data,)) is None


def test_the_files_of_a_build_can_be_read_by_those_whom_the_umask_lets(tmp_path: Path) -> None:
    former = os.umask(0o022)
    try:
        write_build(small("x"), tmp_path / "build")
    finally:
        os.umask(former)
    assert {file.stat().st_mode & 0o777 for file in (tmp_path / "build").iterdir()} == {0o644}


def test_an_opened_graph_is_the_build_where_it_is_current(tmp_path: Path) -> None:
    data = tmp_path / "a.ttl"
    data.write_text("<urn:a> <urn:p> 1 .")
    marked = replace(load([data]), quads=small("from the build").quads)
    write_build(marked, tmp_path / "build", **WHOLE)
    assert open_dataset(tmp_path / "build", [data]).quads == marked.quads
