"""The folder of a store on disk: written beside the former one, and put in its place in one step.

``manifest.json`` names the store that is in force and is replaced last. Whoever is interrupted leaves the former store
whole and in force; what was begun is removed by the next build. A store that somebody reads is removed later.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from pyoxigraph import Quad, Store

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.output import replace_file
from treatygraph.graph.statistics import statistics_of
from treatygraph.graph.stores.contents import UNION, Contents
from treatygraph.graph.stores.failures import StoreError
from treatygraph.graph.version import VERSION

__all__ = ["CONTENTS", "REPAIR", "STATISTICS", "StoreManifest", "reading", "write_store"]

MANIFEST = "manifest.json"
LOCK = ".lock"
CONTENTS = "treatygraph.contents"
"""The file with what is known of the dataset beside its store."""
STATISTICS = "treatygraph.statistics"
"""The file with numbers about the dataset, which would take long to count."""
FORMAT = "treatygraph store 1"
_MARK = "treatygraph.mark"
_NAME = re.compile(r"store-[0-9a-f]{16}-\w+")
REPAIR = "Run `treatygraph build --store` for this folder."


@dataclass(frozen=True, slots=True)
class StoreManifest:
    """What a store on disk is.

    :param format: what this program calls the form of the folder.
    :param version: the version of treatygraph that made it.
    :param digest: the SHA-256 of the dataset's canonical N-Quads (RDFC-1.0).
    :param counts: the number of quads of each kind of graph.
    :param store: the folder with the store.
    """

    format: str
    version: str
    digest: str
    counts: Mapping[str, int]
    store: str


def write_store(dataset: Dataset, folder: Path) -> bool:
    """Write a dataset as a store on disk, in the place of the former one.

    :param dataset: the dataset.
    :param folder: the folder; it is made, or holds a former store.
    :returns: whether there was anything to write; not where the store is of the same dataset already.
    :raises StoreError: if the folder holds something else, or cannot be written.
    """
    try:
        _require_ours(folder)
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / LOCK).open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            former = _manifest_of(folder)
            if former is not None and _is_of(former, dataset) and _is_whole(folder / former.store):
                _remove_others(folder, former.store)
                return False
            name = _write(dataset, folder)
            made = StoreManifest(FORMAT, VERSION, dataset.digest, dataset.counts(), name)
            replace_file(folder / MANIFEST, (json.dumps(asdict(made), indent=2, sort_keys=True) + "\n").encode())
            _sync(folder)
            _remove_others(folder, name)
    except OSError as error:
        raise StoreError(f"The store in {folder} cannot be written: {error.strerror or error}.") from None
    return True


def reading(folder: Path) -> tuple[StoreManifest, int]:
    """Find the store that is in force, and keep it from being removed.

    :param folder: the folder.
    :returns: the manifest, and the descriptor of a file that says that the store is in use as long as it is open.
    :raises StoreError: if there is none.
    """
    while True:
        manifest = _manifest_of(folder)
        if manifest is None:
            raise StoreError(f"There is no store in {folder}.", repair=REPAIR)
        try:
            mark = os.open(folder / manifest.store / _MARK, os.O_RDONLY)
        except FileNotFoundError:
            if _manifest_of(folder) != manifest:  # another one has taken its place meanwhile
                continue
            raise StoreError(f"The store in {folder} is damaged.", repair=REPAIR) from None
        except OSError as error:
            raise StoreError(f"The store in {folder} cannot be read: {error.strerror}.") from None
        fcntl.flock(mark, fcntl.LOCK_SH)
        if (folder / manifest.store / _MARK).is_file():
            return manifest, mark
        os.close(mark)


def _write(dataset: Dataset, folder: Path) -> str:
    """Write the store, and make sure that it has reached the disk."""
    place = Path(mkdtemp(dir=folder, prefix=f"store-{dataset.digest[:16]}-"))
    place.chmod(0o755)
    _fill(place, dataset)
    (place / CONTENTS).write_bytes(Contents.of(dataset.quads).encoded())
    (place / _MARK).touch()
    for file in place.iterdir():
        _sync(file)
    _sync(place)
    _sync(folder)
    return place.name


def _fill(place: Path, dataset: Dataset) -> None:
    """Write the quads, and count what is in the store then."""
    store = Store(str(place))
    store.bulk_extend(dataset.quads)
    store.bulk_extend(Quad(*triple) for triple in {quad.triple for quad in dataset.quads})
    store.flush()
    store.optimize()
    counted = statistics_of(lambda: store.quads_for_pattern(None, None, None, UNION))
    (place / STATISTICS).write_text(json.dumps(asdict(counted)), "utf-8")


def _require_ours(folder: Path) -> None:
    """Refuse a folder that holds anything but a store."""
    if folder.is_dir():
        foreign = [each.name for each in folder.iterdir() if not _is_ours(each.name)]
        if foreign or ((folder / MANIFEST).exists() and _manifest_of(folder) is None):
            raise StoreError(f"The folder {folder} holds something else than a store.", repair="Name another one.")
    elif folder.exists():
        raise StoreError(f"{folder} is no folder.", repair="Name another one.")


def _is_ours(name: str) -> bool:
    """Tell whether a build of a store makes files of this name."""
    return name in (MANIFEST, LOCK) or name.startswith(f".{MANIFEST}-") or _NAME.fullmatch(name) is not None


def _manifest_of(folder: Path) -> StoreManifest | None:
    """Read the manifest; None where there is none."""
    try:
        found = StoreManifest(**json.loads((folder / MANIFEST).read_bytes()))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise StoreError(f"The store in {folder} cannot be read: {error.strerror}.") from None
    except (ValueError, TypeError):
        found = None
    usable = found is not None and found.format == FORMAT and isinstance(found.store, str)
    if found is None or not usable or not _NAME.fullmatch(found.store) or not isinstance(found.counts, dict):
        raise StoreError(f"The folder {folder} holds no store of this version of treatygraph.", repair=REPAIR)
    return found


def _is_whole(place: Path) -> bool:
    """Tell whether all is there that belongs to a store."""
    return all((place / name).is_file() for name in (_MARK, CONTENTS, STATISTICS))


def _is_of(manifest: StoreManifest, dataset: Dataset) -> bool:
    """Tell whether a store holds a dataset, made by this version."""
    return manifest.digest == dataset.digest and manifest.version == VERSION


def _remove_others(folder: Path, name: str) -> None:
    """Remove the stores that are not in force and that nobody reads."""
    for place in folder.iterdir():
        if not _NAME.fullmatch(place.name) or place.name == name:
            continue
        with suppress(FileNotFoundError), suppress(BlockingIOError):
            if (place / _MARK).exists():
                with (place / _MARK).open("rb") as mark:
                    fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    (place / _MARK).unlink()
            rmtree(place)


def _sync(path: Path) -> None:
    """Make sure that a file or a folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
