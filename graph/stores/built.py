"""Builds in a store in memory, for serving: their quads are read into it, and nothing else is found out anew."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from treatygraph.graph.build_parts import is_current, read_derivations, read_parts
from treatygraph.graph.stores.contents import Contents
from treatygraph.graph.stores.memory import Memory

__all__ = ["open_build", "open_current"]


def open_build(folder: Path, sources: tuple[Path, ...] = ()) -> Memory:
    """Read a build into a store.

    :param folder: the folder that ``treatygraph build`` wrote.
    :param sources: the files that it was made from.
    :returns: the dataset.
    :raises InputError: if there is no build, or it is damaged.
    """
    quads, contents, derivations = read_parts(folder, "dataset", "contents", "derivations")
    # Not by the store itself, which would give blank nodes other names than the premises of derivations have.
    each = parse(quads, format=RdfFormat.N_QUADS)
    return Memory.of(each, Contents.decoded(contents), partial(read_derivations, derivations), sources)


def open_current(folder: Path, sources: tuple[Path, ...]) -> Memory | None:
    """Read a build into a store if it is one of just these files, made whole by this version.

    :param folder: where a build may be.
    :param sources: the files of the curated graph.
    :returns: the dataset, or None where there is no such build.
    :raises InputError: if there is a build that is damaged.
    """
    return open_build(folder, sources) if is_current(folder, sources) else None
