"""The treatygraph ontology: where its files are.

The ontology proper is the union of the Turtle files of this folder. The code lists live in ``concepts/``. The
mappings to foreign vocabularies live in ``alignments/``; they are judgements, no part of the ontology, and
nothing loads them unless it asks for them.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["alignment_files", "concept_files", "ontology_files", "profile_file"]

_FOLDER = Path(__file__).resolve().parent
_PROFILE = "profile.ttl"


def ontology_files() -> tuple[Path, ...]:
    """Return the Turtle files whose union is the ontology, in alphabetical order.

    :returns: the header ``treatygraph.ttl`` and one file for each topic; the list of published artefacts
        (:func:`profile_file`), which is about the ontology and no part of it, is not among them.
    :raises FileNotFoundError: when the installation holds no such file.

    >>> [path.name for path in ontology_files()][:2]
    ['agents.ttl', 'discourse.ttl']
    """
    return tuple(path for path in _turtle_files(_FOLDER) if path.name != _PROFILE)


def concept_files() -> tuple[Path, ...]:
    """Return the Turtle files of the code lists, one for each SKOS concept scheme, in alphabetical order.

    :returns: the files; the name of each is the local name of its scheme.
    :raises FileNotFoundError: when the installation holds no such file.

    >>> [path.stem for path in concept_files()][:2]
    ['action-kind', 'condition-kind']
    """
    return _turtle_files(_FOLDER / "concepts")


def alignment_files() -> tuple[Path, ...]:
    """Return the Turtle files of the mappings to foreign vocabularies, in alphabetical order.

    :returns: the files, one for each vocabulary; the ontology never imports them.
    :raises FileNotFoundError: when the installation holds no such file.

    >>> [path.stem for path in alignment_files()][:2]
    ['aif', 'gufo']
    """
    return _turtle_files(_FOLDER / "alignments")


def profile_file() -> Path:
    """Return the Turtle file that lists every published artefact with its role.

    :returns: the file ``profile.ttl`` (W3C Profiles Vocabulary).
    :raises FileNotFoundError: when the installation lacks it.

    >>> profile_file().name
    'profile.ttl'
    """
    path = _FOLDER / _PROFILE
    if not path.is_file():
        raise FileNotFoundError(_missing(path))
    return path


def _turtle_files(folder: Path) -> tuple[Path, ...]:
    files = tuple(sorted(folder.glob("*.ttl")))
    if not files:
        raise FileNotFoundError(_missing(folder / "*.ttl"))
    return files


def _missing(path: Path) -> str:
    return f"{path}: no such file in this installation of treatygraph. Install the package again."
