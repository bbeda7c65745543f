"""The parts of a build as they are found in its folder: the manifest, and the files that it names.

The files carry a part of the digest of their content in their names; :mod:`.build_folder` writes them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Quad, RdfFormat, Triple, parse

from treatygraph.graph.errors import InputError
from treatygraph.graph.version import VERSION
from treatygraph.ontology import concept_files, ontology_files

if TYPE_CHECKING:
    from treatygraph.graph.reasoning import Derivation

__all__ = [
    "MANIFEST",
    "UNNAMED",
    "Manifest",
    "inputs_of",
    "is_current",
    "mark_of",
    "read_derivations",
    "read_manifest",
    "read_parts",
]

MANIFEST = "manifest.json"
_NAME_DIGITS = 16
_REPAIR = "Run `treatygraph build`."
_NAMES = {
    "dataset": re.compile(r"dataset-([0-9a-f]{16})\.nq"),
    "derivations": re.compile(r"derivations-([0-9a-f]{16})\.jsonl"),
    "contents": re.compile(r"contents-([0-9a-f]{16})\.json"),
}
_PARTS = "|".join(each.pattern for each in _NAMES.values())
UNNAMED = re.compile(rf"{_PARTS}|\.(?:{_PARTS}|manifest\.json)-.*")
"""What builds leave that no manifest names: the files of a former one, and those of one that was interrupted."""


class Manifest(NamedTuple):
    """What a build is.

    :param version: the version of treatygraph that made it.
    :param digest: the SHA-256 of its canonical N-Quads (RDFC-1.0).
    :param counts: the number of quads of each kind of graph.
    :param inputs: the SHA-256 of each file that it was made from, by the file's name (numbered where several
        have the same).
    :param options: how it was made.
    :param dataset: the name of the file with the quads.
    :param derivations: the name of the file with rules and premises.
    :param contents: the name of the file with what a store of the quads does not tell; empty in a build of before
        there was one.
    """

    version: str
    digest: str
    counts: Mapping[str, int]
    inputs: Mapping[str, str]
    options: Mapping[str, str | bool]
    dataset: str
    derivations: str
    contents: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the files."""
        return tuple(getattr(self, each) for each in _NAMES)

    def encoded(self) -> bytes:
        """Write the manifest.

        :returns: JSON.
        """
        return (json.dumps(self._asdict(), indent=2, sort_keys=True) + "\n").encode()


def inputs_of(sources: tuple[Path, ...]) -> dict[str, str]:
    """Digest the files that make a build what it is.

    :param sources: the files of the curated graph.
    :returns: the digest of each file, those of the vocabulary among them.
    :raises OSError: if one cannot be read.
    """
    files = (*sources, *ontology_files(), *concept_files())
    found: dict[str, str] = {}
    for name, digest in sorted((file.name, sha256(file.read_bytes()).hexdigest()) for file in files):
        number = sum(each.split("#")[0] == name for each in found)
        found[f"{name}#{number + 1}" if number else name] = digest
    return found


def is_current(folder: Path, sources: tuple[Path, ...]) -> bool:
    """Tell whether a build is one of just these files, made whole by this version.

    :param folder: where a build may be.
    :param sources: the files of the curated graph, which need not be parsed: those that it was made from could be.
    :returns: False where there is none, or another.
    :raises InputError: if there is a manifest, but of no build.
    """
    if not (folder / MANIFEST).is_file():
        return False
    manifest = read_manifest(folder)
    try:
        same = manifest.inputs == inputs_of(sources) and manifest.version == VERSION and manifest.contents != ""
    except OSError:
        # Who loads the files tells what is wrong with them.
        return False
    return same and all(manifest.options.get(each) is True for each in ("closure", "status"))


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a build.

    :param folder: the folder of the build.
    :returns: the manifest.
    :raises InputError: if there is none, or it is of something else.
    """
    file = folder / MANIFEST
    try:
        manifest = Manifest(**json.loads(file.read_bytes()))
        named = all(_NAMES[each].fullmatch(name) for each, name in zip(_NAMES, manifest.parts, strict=True) if name)
    except FileNotFoundError:
        raise InputError("There is no build here.", path=folder, repair=_REPAIR) from None
    except OSError as error:
        raise InputError(f"The manifest cannot be read: {error.strerror}.", path=file) from None
    except (ValueError, TypeError):
        named = False
    if not named or not isinstance(manifest.options, dict):
        raise InputError(
            "This is no manifest of a build.", path=file, repair="Remove it, or name another folder."
        ) from None
    return manifest


def read_parts(folder: Path, *parts: str) -> list[bytes]:
    """Read files of a build, all of the same one.

    :param folder: the folder of the build.
    :param parts: what the manifest calls them.
    :returns: their contents.
    :raises InputError: if there is no build, or it is damaged.
    """
    manifest = read_manifest(folder)
    if not all(getattr(manifest, each) for each in parts):
        raise InputError("The build was made by a former version of treatygraph.", path=folder, repair=_REPAIR)
    try:
        return [_read_part(folder / getattr(manifest, each)) for each in parts]
    except FileNotFoundError as error:
        if read_manifest(folder) != manifest:  # another build has taken its place meanwhile
            return read_parts(folder, *parts)
        raise InputError("A part of the build is missing.", path=error.filename, repair=_REPAIR) from None


def read_derivations(data: bytes) -> dict[Quad, Derivation]:
    """Read rules and premises.

    :param data: a line of JSON for each inferred quad.
    :returns: the derivation of each.
    """
    from treatygraph.graph.reasoning import Derivation

    rows = [json.loads(line) for line in data.splitlines()]
    return {_quad(row["quad"]): Derivation(row["rule"], tuple(map(_triple, row["premises"]))) for row in rows}


def mark_of(data: bytes) -> str:
    """Return what stands for a content in the name of its file.

    :param data: the content.
    :returns: some hexadecimal digits.
    """
    return sha256(data).hexdigest()[:_NAME_DIGITS]


def _read_part(file: Path) -> bytes:
    """Read a file of a build, which must be what its name says."""
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise InputError(f"A part of the build cannot be read: {error.strerror}.", path=file) from None
    if mark_of(data) not in file.name:
        raise InputError("A part of the build is damaged.", path=file, repair=_REPAIR)
    return data


def _quad(text: str) -> Quad:
    """Read one quad."""
    quad: Quad = next(iter(parse(input=f"{text} .", format=RdfFormat.N_QUADS)))
    return quad


def _triple(text: str) -> Triple:
    """Read one triple."""
    return _quad(text).triple
