"""The folder that a build is written to: never half-written, and known by the digests of what it was made from.

The files carry a part of the digest of their content in their names; ``manifest.json``, which names them, is
replaced last and in one step. Whoever is interrupted leaves the former build whole; whoever reads sees one build
or the other.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from pyoxigraph import RdfFormat, parse, serialize

from treatygraph.graph.build_parts import (
    MANIFEST,
    UNNAMED,
    Manifest,
    inputs_of,
    is_current,
    mark_of,
    read_derivations,
    read_manifest,
    read_parts,
)
from treatygraph.graph.builder import build
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import InputError
from treatygraph.graph.loader import load
from treatygraph.graph.output import replace_file
from treatygraph.graph.rdf_files import files_of
from treatygraph.graph.stores.contents import Contents
from treatygraph.graph.version import VERSION

__all__ = ["current_build", "open_dataset", "read_build", "write_build"]

LOCK = ".lock"


def write_build(dataset: Dataset, folder: Path, **options: str | bool) -> Manifest:
    """Write a build, in the place of the former one.

    The same dataset gives the same bytes.

    :param dataset: what was built.
    :param folder: the folder; it is made, or holds a former build.
    :param options: how it was built, for the manifest.
    :returns: the manifest.
    :raises InputError: if the folder holds something else, or cannot be written.
    """
    quads = _quad_lines(dataset)
    derivations = _derivation_lines(dataset)
    contents = Contents.of(sorted(dataset.quads, key=str)).encoded(whole=True)
    manifest = Manifest(
        version=VERSION,
        digest=dataset.digest,
        counts=dataset.counts(),
        inputs=inputs_of(dataset.sources),
        options=dict(sorted(options.items())),
        dataset=f"dataset-{mark_of(quads)}.nq",
        derivations=f"derivations-{mark_of(derivations)}.jsonl",
        contents=f"contents-{mark_of(contents)}.json",
    )
    try:
        _require_ours(folder)
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder) as descriptor:
            for name, data in zip(manifest.parts, (quads, derivations, contents), strict=True):
                replace_file(folder / name, data)
            os.fsync(descriptor)
            replace_file(folder / MANIFEST, manifest.encoded())
            os.fsync(descriptor)
            _remove_former(folder, manifest)
    except OSError as error:
        raise InputError(f"The build cannot be written: {error.strerror}.", path=folder) from None
    return manifest


def read_build(folder: Path, *, derivations: bool = True) -> Dataset:
    """Read a build.

    :param folder: the folder that :func:`write_build` wrote.
    :param derivations: False to leave out rules and premises, which only explanations need.
    :returns: the dataset.
    :raises InputError: if there is no build, or it is damaged.
    """
    data, *reasons = read_parts(folder, "dataset", *(["derivations"] if derivations else []))
    quads = tuple(parse(input=data, format=RdfFormat.N_QUADS))
    return Dataset(quads, derivations=read_derivations(b"".join(reasons)))


def current_build(folder: Path, sources: tuple[Path, ...], *, derivations: bool = False) -> Dataset | None:
    """Read a build if it is one of just these files, made whole by this version.

    :param folder: the folder.
    :param sources: the files of the curated graph, which need not be parsed: those that it was made from could be.
    :param derivations: whether rules and premises are wanted.
    :returns: the build, or None where there is none, or another.
    """
    if not is_current(folder, sources):
        return None
    return replace(read_build(folder, derivations=derivations), sources=sources)


def open_dataset(folder: Path, paths: Iterable[Path] = (), *, derivations: bool = False) -> Dataset:
    """Return the dataset of a graph: the build of it if it is current, else one made in memory.

    :param folder: where a build may be.
    :param paths: the files of the graph; by default those that are shipped.
    :param derivations: whether rules and premises are wanted.
    :returns: the dataset; nothing is checked.
    :raises InputError: if the graph cannot be loaded.
    """
    sources = files_of(tuple(paths) or None)
    found = current_build(folder, sources, derivations=derivations)
    return build(load(sources), check=False) if found is None else found


def _require_ours(folder: Path) -> None:
    """Refuse a folder that holds anything but a build: what is in it would be lost among our files."""
    if folder.is_dir():
        if (folder / MANIFEST).exists():
            read_manifest(folder)
        elif not all(each.name == LOCK or UNNAMED.fullmatch(each.name) for each in folder.iterdir()):
            raise InputError(
                "The folder is not empty and holds no build.", path=folder, repair="Name another with --output."
            )
    elif folder.exists():
        raise InputError("This is no folder.", path=folder, repair="Name another with --output.")


def _quad_lines(dataset: Dataset) -> bytes:
    """Write the quads, sorted; blank nodes keep the names that the premises of derivations know them by."""
    output = BytesIO()
    serialize(dataset.quads, output, format=RdfFormat.N_QUADS)
    return b"".join(sorted(output.getvalue().splitlines(keepends=True)))


def _derivation_lines(dataset: Dataset) -> bytes:
    """Write each inferred quad with its rule and premises as a line of JSON."""
    lines = sorted(
        json.dumps({"quad": str(quad), "rule": why.rule, "premises": [str(each) for each in why.premises]})
        for quad, why in dataset.derivations.items()
    )
    return "".join(line + "\n" for line in lines).encode()


@contextmanager
def _locked(folder: Path) -> Iterator[int]:
    """Let one build write at a time: the files of another that is not yet named would be taken for old ones.

    The block gets a descriptor of the folder, whose entries must reach the disk in order.
    """
    with (folder / LOCK).open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            yield descriptor
        finally:
            os.close(descriptor)


def _remove_former(folder: Path, manifest: Manifest) -> None:
    """Remove the files of former builds, and what interrupted ones left."""
    for file in folder.iterdir():
        if UNNAMED.fullmatch(file.name) and file.name not in manifest.parts:
            file.unlink(missing_ok=True)
