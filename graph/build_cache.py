"""Builds that are remembered, so that the same graph need not be checked and built again at each start.

A build is remembered under a digest of all that it is made from. A cache is never needed: what is missing, damaged or
cannot be written is built anew.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from treatygraph.graph.cache_folder import contents, key_of, newest_first
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import InputError
from treatygraph.graph.stores.built import open_current
from treatygraph.graph.stores.memory import Memory

__all__ = ["MOST_BUILDS", "remembered_build"]

MOST_BUILDS = 8
"""How many builds are remembered."""


def remembered_build(
    cache: Path | None, sources: tuple[Path, ...], reasoner: str, build: Callable[[], Dataset]
) -> Memory:
    """Look up what was built of a graph, or build it and remember that.

    :param cache: the folder of the cache; None for none.
    :param sources: the files of the graph.
    :param reasoner: the reasoner.
    :param build: builds it.
    :returns: what was built, in a store: whole, and free of errors if the builder refuses those.
    """
    if cache is None:
        return Memory(build())
    try:
        place = cache / f"build-{key_of((reasoner.encode(), *contents(sources)))}"
    except OSError:
        # Who loads the files tells what is wrong with them.
        return Memory(build())
    with suppress(InputError):
        found = open_current(place, sources)
        if found is not None:
            return found
    made = build()
    _remember(made, cache, place, reasoner)
    return Memory(made)


def _remember(made: Dataset, cache: Path, place: Path, reasoner: str) -> None:
    """Write what was built, and forget what was built long ago."""
    # These bring the builder, which is of no use where a build is found.
    from shutil import rmtree

    from treatygraph.graph.build_folder import write_build

    with suppress(InputError, OSError):
        # What is there is of no use, or it would have been read.
        rmtree(place, ignore_errors=True)
        write_build(made, place, closure=True, reasoner=reasoner, status=True)
        for old in newest_first(cache.glob("build-*"))[MOST_BUILDS:]:
            rmtree(old, ignore_errors=True)
