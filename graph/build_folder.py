"""The folder that a build is written to: never half-written, and known by the digests of what it was made from.

The files carry a part of the dataset's digest in their names; ``manifest.json``, which names them, is replaced
last and in one step. Whoever is interrupted leaves the former build whole; whoever reads sees one build or the
other.
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Triple, parse

from treatygraph.graph.builder import build
from treatygraph.graph.canonical import canonical_nquads
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import InputError
from treatygraph.graph.loader import load
from treatygraph.graph.output import replace_file
from treatygraph.graph.reasoning import Derivation
from treatygraph.ontology import concept_files, ontology_files

__all__ = ["MANIFEST", "Manifest", "current_build", "open_dataset", "read_build", "write_build"]

MANIFEST = "manifest.json"
LOCK = ".lock"
_NAME_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build is.

    :param version: the version of treatygraph that made it.
    :param digest: the SHA-256 of its canonical N-Quads (RDFC-1.0).
    :param counts: the number of quads of each kind of graph.
    :param inputs: the SHA-256 of each file that it was made from, by the file's name.
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
    _require_ours(folder)
    quads = canonical_nquads(dataset.quads)
    derivations = _derivation_lines(dataset)
    digest = sha256(quads).hexdigest()
    mark = sha256(quads + derivations).hexdigest()[:_NAME_DIGITS]
    manifest = Manifest(
        version=version("treatygraph"),
        digest=digest,
        counts=dataset.counts(),
        inputs=_inputs(dataset.sources),
        options=dict(sorted(options.items())),
        dataset=f"dataset-{mark}.nq",
        derivations=f"derivations-{mark}.jsonl",
    )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder):
            replace_file(folder / manifest.dataset, quads)
            replace_file(folder / manifest.derivations, derivations)
            replace_file(folder / MANIFEST, _as_json(manifest))
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
    data = _read(folder / manifest.dataset)
    if sha256(data).hexdigest() != manifest.digest:
        raise InputError("The build is damaged.", path=folder, repair="Run `treatygraph build` again.")
    quads = tuple(parse(input=data, format=RdfFormat.N_QUADS))
    found = _read_derivations(_read(folder / manifest.derivations)) if derivations else {}
    return Dataset(quads, derivations=found)


def current_build(folder: Path, dataset: Dataset, *, derivations: bool = False) -> Dataset | None:
    """Read a build if it is one of just these files, made whole by this version.

    :param folder: the folder.
    :param dataset: the curated graph, which knows its files.
    :param derivations: whether rules and premises are wanted.
    :returns: the build, or None where there is none, or another.
    """
    if not (folder / MANIFEST).is_file():
        return None
    manifest = _read_manifest(folder)
    same = manifest.inputs == _inputs(dataset.sources) and manifest.version == version("treatygraph")
    if not same or not all(manifest.options.get(each) is True for each in ("closure", "status")):
        return None
    return replace(read_build(folder, derivations=derivations), sources=dataset.sources)


def open_dataset(folder: Path, paths: Iterable[Path] = (), *, derivations: bool = False) -> Dataset:
    """Return the dataset of a graph: the build of it if it is current, else one made in memory.

    :param folder: where a build may be.
    :param paths: the files of the graph; by default those that are shipped.
    :param derivations: whether rules and premises are wanted.
    :returns: the dataset; nothing is checked.
    :raises InputError: if the graph cannot be loaded.
    """
    curated = load(tuple(paths) or None)
    found = current_build(folder, curated, derivations=derivations)
    return build(curated, check=False) if found is None else found


def _require_ours(folder: Path) -> None:
    """Refuse a folder that holds anything but a build: what is in it would be lost among our files."""
    if folder.is_dir():
        if any(each.name != LOCK for each in folder.iterdir()) and not (folder / MANIFEST).is_file():
            raise InputError(
                "The folder is not empty and holds no build.", path=folder, repair="Name another with --output."
            )
    elif folder.exists():
        raise InputError("This is no folder.", path=folder, repair="Name another with --output.")


def _inputs(sources: tuple[Path, ...]) -> dict[str, str]:
    """Digest the files that make a build what it is."""
    files = (*sources, *ontology_files(), *concept_files())
    return dict(sorted((file.name, sha256(file.read_bytes()).hexdigest()) for file in files))


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
    repair = "Run `treatygraph build`."
    if not (folder / MANIFEST).is_file():
        raise InputError("There is no build here.", path=folder, repair=repair)
    try:
        return Manifest(**json.loads(_read(folder / MANIFEST)))
    except (ValueError, TypeError):
        raise InputError("The manifest is damaged.", path=folder / MANIFEST, repair=repair) from None


def _read(file: Path) -> bytes:
    """Read a file of a build."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(
            f"A part of the build cannot be read: {error.strerror}.", path=file, repair="Run `treatygraph build`."
        ) from None


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Let one build write at a time: the files of another that is not yet named would be taken for old ones."""
    with (folder / LOCK).open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _remove_former(folder: Path, manifest: Manifest) -> None:
    """Remove the files of former builds, and what interrupted ones left."""
    for pattern in ("dataset-*.nq", "derivations-*.jsonl", ".dataset-*", ".derivations-*", f".{MANIFEST}-*"):
        for file in folder.glob(pattern):
            if file.name not in (manifest.dataset, manifest.derivations):
                file.unlink(missing_ok=True)
