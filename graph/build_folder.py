"""The folder that a build is written to: never half-written, and known by the digests of what it was made from.

The files carry a part of the digest of their content in their names; ``manifest.json``, which names them, is
replaced last and in one step. Whoever is interrupted leaves the former build whole; whoever reads sees one build
or the other.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Triple, parse, serialize

from treatygraph.graph.builder import build
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import InputError
from treatygraph.graph.loader import files_of, load
from treatygraph.graph.output import replace_file
from treatygraph.graph.reasoning import Derivation
from treatygraph.graph.version import VERSION
from treatygraph.ontology import concept_files, ontology_files

__all__ = ["MANIFEST", "Manifest", "current_build", "open_dataset", "read_build", "write_build"]

MANIFEST = "manifest.json"
LOCK = ".lock"
_NAME_DIGITS = 16
_REPAIR = "Run `treatygraph build`."
_DATASET_NAME = re.compile(r"dataset-([0-9a-f]{16})\.nq")
_DERIVATIONS_NAME = re.compile(r"derivations-([0-9a-f]{16})\.jsonl")
_PARTS = f"{_DATASET_NAME.pattern}|{_DERIVATIONS_NAME.pattern}"
_UNNAMED = re.compile(rf"{_PARTS}|\.(?:{_PARTS}|manifest\.json)-.*")
"""What builds leave that no manifest names: the files of a former one, and those of one that was interrupted."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build is.

    :param version: the version of treatygraph that made it.
    :param digest: the SHA-256 of its canonical N-Quads (RDFC-1.0).
    :param counts: the number of quads of each kind of graph.
    :param inputs: the SHA-256 of each file that it was made from, by the file's name (numbered where several
        have the same).
    :param options: how it was made.
    :param dataset: the name of the file with the quads.
    :param derivations: the name of the file with rules and premises.
    """

    version: str
    digest: str
    counts: Mapping[str, int]
    inputs: Mapping[str, str]
    options: Mapping[str, str | bool]
    dataset: str
    derivations: str


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
    manifest = Manifest(
        version=VERSION,
        digest=dataset.digest,
        counts=dataset.counts(),
        inputs=_inputs(dataset.sources),
        options=dict(sorted(options.items())),
        dataset=f"dataset-{_mark(quads)}.nq",
        derivations=f"derivations-{_mark(derivations)}.jsonl",
    )
    try:
        _require_ours(folder)
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder) as descriptor:
            replace_file(folder / manifest.dataset, quads)
            replace_file(folder / manifest.derivations, derivations)
            os.fsync(descriptor)
            replace_file(folder / MANIFEST, _as_json(manifest))
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
    manifest = _read_manifest(folder)
    try:
        data = _read_part(folder / manifest.dataset)
        reasons = _read_part(folder / manifest.derivations) if derivations else b""
    except FileNotFoundError as error:
        if _read_manifest(folder) != manifest:  # another build has taken its place meanwhile
            return read_build(folder, derivations=derivations)
        raise InputError("A part of the build is missing.", path=error.filename, repair=_REPAIR) from None
    quads = tuple(parse(input=data, format=RdfFormat.N_QUADS))
    return Dataset(quads, derivations=_read_derivations(reasons))


def current_build(folder: Path, sources: tuple[Path, ...], *, derivations: bool = False) -> Dataset | None:
    """Read a build if it is one of just these files, made whole by this version.

    :param folder: the folder.
    :param sources: the files of the curated graph, which need not be parsed: those that it was made from could be.
    :param derivations: whether rules and premises are wanted.
    :returns: the build, or None where there is none, or another.
    """
    if not (folder / MANIFEST).is_file():
        return None
    manifest = _read_manifest(folder)
    try:
        same = manifest.inputs == _inputs(sources) and manifest.version == VERSION
    except OSError:
        # Who loads the files tells what is wrong with them.
        return None
    if not same or not all(manifest.options.get(each) is True for each in ("closure", "status")):
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
            _read_manifest(folder)
        elif not all(each.name == LOCK or _UNNAMED.fullmatch(each.name) for each in folder.iterdir()):
            raise InputError(
                "The folder is not empty and holds no build.", path=folder, repair="Name another with --output."
            )
    elif folder.exists():
        raise InputError("This is no folder.", path=folder, repair="Name another with --output.")


def _inputs(sources: tuple[Path, ...]) -> dict[str, str]:
    """Digest the files that make a build what it is."""
    files = (*sources, *ontology_files(), *concept_files())
    found: dict[str, str] = {}
    for name, digest in sorted((file.name, sha256(file.read_bytes()).hexdigest()) for file in files):
        number = sum(each.split("#")[0] == name for each in found)
        found[f"{name}#{number + 1}" if number else name] = digest
    return found


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


def _read_derivations(data: bytes) -> dict[Quad, Derivation]:
    """Read the lines back."""
    rows = [json.loads(line) for line in data.splitlines()]
    return {_quad(row["quad"]): Derivation(row["rule"], tuple(map(_triple, row["premises"]))) for row in rows}


def _quad(text: str) -> Quad:
    """Read one quad."""
    quad: Quad = next(iter(parse(input=f"{text} .", format=RdfFormat.N_QUADS)))
    return quad


def _triple(text: str) -> Triple:
    """Read one triple."""
    return _quad(text).triple


def _as_json(manifest: Manifest) -> bytes:
    """Write a manifest."""
    fields = {name: getattr(manifest, name) for name in Manifest.__slots__}
    return (json.dumps(fields, indent=2, sort_keys=True) + "\n").encode()


def _read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a build."""
    file = folder / MANIFEST
    try:
        manifest = Manifest(**json.loads(file.read_bytes()))
        named = _DATASET_NAME.fullmatch(manifest.dataset) and _DERIVATIONS_NAME.fullmatch(manifest.derivations)
    except FileNotFoundError:
        raise InputError("There is no build here.", path=folder, repair=_REPAIR) from None
    except OSError as error:
        raise InputError(f"The manifest cannot be read: {error.strerror}.", path=file) from None
    except (ValueError, TypeError):
        named = None
    if not named or not isinstance(manifest.options, dict):
        raise InputError(
            "This is no manifest of a build.", path=file, repair="Remove it, or name another folder."
        ) from None
    return manifest


def _read_part(file: Path) -> bytes:
    """Read a file of a build, which must be what its name says."""
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise InputError(f"A part of the build cannot be read: {error.strerror}.", path=file) from None
    if _mark(data) not in file.name:
        raise InputError("A part of the build is damaged.", path=file, repair=_REPAIR)
    return data


def _mark(data: bytes) -> str:
    """Return what stands for a content in the name of its file."""
    return sha256(data).hexdigest()[:_NAME_DIGITS]


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
        if _UNNAMED.fullmatch(file.name) and file.name not in (manifest.dataset, manifest.derivations):
            file.unlink(missing_ok=True)
