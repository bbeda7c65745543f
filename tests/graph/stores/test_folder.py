"""The folder of a store on disk: whole or not there, whatever ends the program."""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from shutil import copyfile

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.querying import run
from treatygraph.graph.stores.disk import Disk
from treatygraph.graph.stores.failures import StoreError
from treatygraph.graph.stores.folder import write_store

NODE = NamedNode("https://example.org/a")

CRASHING = """
import os, signal, sys
from pathlib import Path
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.stores import folder
from pyoxigraph import Literal, NamedNode, Quad
node, (place, when) = NamedNode("https://example.org/a"), sys.argv[1:]
former, calls = getattr(folder, when), 0
def dying(*values):
    if when == "_remove_others":
        os.kill(os.getpid(), signal.SIGKILL)
    former(*values)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(folder, when, dying)
folder.write_store(Dataset((Quad(node, node, Literal("new"), node),)), Path(place))
"""


def dataset(value: str) -> Dataset:
    return Dataset((Quad(NODE, NODE, Literal(value), NODE),))


def values(store: Dataset) -> list[str]:
    return [row[0].value for row in run(store, "SELECT ?o { ?s ?p ?o }").rows if isinstance(row[0], Literal)]


def stores(folder: Path) -> list[Path]:
    return sorted(folder.glob("store-*"))


def test_the_same_dataset_is_written_once(tmp_path: Path) -> None:
    folder = tmp_path / "inner" / "store"
    assert write_store(dataset("1"), folder)
    before = stores(folder)
    assert not write_store(dataset("1"), folder)
    assert (stores(folder), len(before)) == (before, 1)
    manifest = json.loads((folder / "manifest.json").read_text())
    assert (manifest["digest"], manifest["counts"]) == (dataset("1").digest, {"other": 1})


def test_a_store_that_is_read_stays_until_nobody_reads_it(tmp_path: Path) -> None:
    write_store(dataset("1"), tmp_path)
    reader = Disk(tmp_path)
    write_store(dataset("2"), tmp_path)
    assert (values(reader), values(Disk(tmp_path)), len(stores(tmp_path))) == (["1"], ["2"], 2)
    del reader
    gc.collect()
    write_store(dataset("2"), tmp_path)
    assert len(stores(tmp_path)) == 1


@pytest.mark.parametrize(("when", "left"), [("_sync", "old"), ("replace_file", "new"), ("_remove_others", "new")])
def test_a_crash_leaves_one_of_both_stores_whole(tmp_path: Path, when: str, left: str) -> None:
    write_store(dataset("old"), tmp_path)
    done = subprocess.run([sys.executable, "-c", CRASHING, tmp_path, when], check=False, capture_output=True)
    assert (done.returncode, done.stderr) == (-signal.SIGKILL, b"")
    assert values(Disk(tmp_path)) == [left]
    gc.collect()
    write_store(dataset("new"), tmp_path)
    assert values(Disk(tmp_path)) == ["new"]
    assert len(stores(tmp_path)) == 1


def test_other_folders_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(StoreError, match="holds something else than a store"):
        write_store(dataset("1"), tmp_path)
    with pytest.raises(StoreError, match="is no folder"):
        write_store(dataset("1"), tmp_path / "notes.txt")
    assert [each.name for each in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"format": "x", "version": "", "digest": "", "counts": {}, "store": ".."}']
)
def test_a_manifest_of_something_else_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / "manifest.json").write_text(content)
    for ask in (lambda: Disk(tmp_path), lambda: write_store(dataset("1"), tmp_path)):
        with pytest.raises(StoreError, match="no store of this version of treatygraph"):
            ask()


def test_where_there_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as raised:
        Disk(tmp_path / "none")
    assert (
        str(raised.value)
        == f"There is no store in {tmp_path / 'none'}. Run `treatygraph build --store` for this folder."
    )


def test_a_store_that_is_gone_is_told_and_made_again(tmp_path: Path) -> None:
    write_store(dataset("1"), tmp_path)
    stores(tmp_path)[0].rename(tmp_path / "elsewhere")
    with pytest.raises(StoreError, match="is damaged"):
        Disk(tmp_path)
    (tmp_path / "elsewhere").rename(tmp_path / "store-0000000000000000-x")
    assert write_store(dataset("1"), tmp_path)
    assert values(Disk(tmp_path)) == ["1"]


def test_what_is_known_beside_a_store_is_made_again_where_it_is_gone(tmp_path: Path) -> None:
    write_store(dataset("1"), tmp_path)
    (stores(tmp_path)[0] / "treatygraph.contents").unlink()
    with pytest.raises(StoreError, match="is damaged"):
        _ = Disk(tmp_path).size
    assert values(Disk(tmp_path)) == ["1"]
    gc.collect()
    assert write_store(dataset("1"), tmp_path)
    assert Disk(tmp_path).size == 1


def test_a_store_is_shared_by_those_that_a_process_forks(tmp_path: Path) -> None:
    write_store(dataset("1"), tmp_path)
    store = Disk(tmp_path)
    own = store.store
    store.share()
    first = store.store
    store.share()
    child = os.fork()
    if not child:
        opened = store.store
        os._exit(0 if values(store) == ["1"] and opened not in (own, first) else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert (own is first, first is store.store) == (False, False)


def test_a_store_whose_files_are_not_all_opened_is_not_shared(tmp_path: Path) -> None:
    write_store(dataset("1"), tmp_path)
    table = next(stores(tmp_path)[0].glob("*.sst"))
    copyfile(table, table.with_name("999999.sst"))
    with pytest.raises(StoreError, match="more files than are opened at once: 1 are not"):
        Disk(tmp_path).share()
