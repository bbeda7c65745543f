"""Versions that git keeps: the RDF files of a revision, read without touching the work tree.

git is run without a shell, and only to read. Revisions are resolved to commits before anything else; paths stand
behind ``--`` and are taken literally.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from treatygraph.graph.build_parts import MANIFEST
from treatygraph.graph.comparison.prefixes import meanings_in
from treatygraph.graph.comparison.versions import Version, version_of
from treatygraph.graph.errors import InputError, NothingToCheckError, TreatyGraphError
from treatygraph.graph.loader import read_quads
from treatygraph.graph.rdf_files import IN_FOLDERS, find_files

__all__ = ["DEFAULT_PATHS", "Range", "is_revision", "read_range", "read_revision", "split_range"]

DEFAULT_PATHS = (Path("graph/data"), Path("ontology"))
"""What is compared of a repository unless paths are named or set; relative to its top. Failing that, all it has."""
HEAD = "HEAD"

_RANGE = re.compile(r"(?P<old>.*?)(?<![./])(?P<dots>\.{2,3})(?![./])(?P<new>.*)", re.DOTALL)
_NO_REVISION = re.compile(r"-|.*\0|\s*\Z", re.DOTALL)
_LINK = "120000"


@dataclass(frozen=True, slots=True)
class Range:
    """Two revisions.

    :param old: the first one.
    :param new: the second one.
    :param from_merge_base: whether to begin where the two parted.
    """

    old: str
    new: str
    from_merge_base: bool = False


def split_range(text: str) -> Range | None:
    """Read ``OLD..NEW``, or ``OLD...NEW``, as git does; what is left out is HEAD.

    :param text: what was typed.
    :returns: the range, or None where the text is none: dots next to a slash belong to a path.

    >>> split_range("main..")
    Range(old='main', new='HEAD', from_merge_base=False)
    >>> split_range("../main") is None
    True
    """
    match = _RANGE.fullmatch(text)
    if match is None or text.strip(".") == "":
        return None
    return Range(match["old"] or HEAD, match["new"] or HEAD, match["dots"] == "...")


def is_revision(text: str) -> bool:
    """Tell whether the repository of the current folder, if there is one, knows a revision.

    :param text: what was typed.
    :returns: whether it names a commit.
    """
    try:
        _commit(text)
    except TreatyGraphError:
        return False
    return True


def read_range(revisions: Range, paths: Sequence[Path] = (), settings: Sequence[Path] = ()) -> tuple[Version, Version]:
    """Read two revisions.

    :param revisions: the revisions.
    :param paths: what to read of them, each of which one of them must have.
    :param settings: what to read where no path is named, each of which they may have; by default :data:`DEFAULT_PATHS`,
        or the whole repository where neither revision has these.
    :returns: the two versions.
    :raises InputError: if git, a revision or a file cannot be read.
    :raises NothingToCheckError: if neither revision has an RDF file at one of the paths.
    """
    old, new = _commit(revisions.old), _commit(revisions.new)
    if revisions.from_merge_base:
        old = _git("merge-base", old, new, problem=f"{revisions.old} and {revisions.new} have no commit in common.")
    if paths:
        found = [_files(commit, paths) for commit in (old, new)]
        for number, path in enumerate(paths):
            if not any(files[number] for files in found):
                raise NothingToCheckError(f"Neither revision has an RDF file at {path}.", repair="Name other paths.")
    else:
        found = _usual_files((old, new), settings)
    sides = zip(found, (revisions.old, revisions.new), strict=True)
    before, after = (_version(files, name) for files, name in sides)
    return before, after


def read_revision(revision: str, path: Path) -> Version:
    """Read one path of one revision.

    :param revision: the revision.
    :param path: the path; it need not exist any more.
    :returns: the version.
    :raises InputError: if git, the revision or a file cannot be read.
    :raises NothingToCheckError: if it has no RDF file at the path.
    """
    files = _files(_commit(revision), [path])
    if not any(files):
        raise NothingToCheckError(f"{revision} has no RDF file at {path}.", repair="Name another path.")
    return _version(files, revision)


def _commit(revision: str) -> str:
    """Find the commit that a revision names."""
    if _NO_REVISION.match(revision):
        raise InputError(f"{revision!r} is no revision.", repair="Name a branch, a tag or a commit.")
    return _git(
        *("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"),
        problem=f"git knows no revision {revision!r} here.",
        repair="Fetch it first (a shallow clone lacks most), or name another.",
    )


def _usual_files(commits: Sequence[str], settings: Sequence[Path]) -> list[list[dict[str, str]]]:
    """List the RDF files of commits where no path is named: those that are set, the usual ones, or all."""
    top = Path(_git("rev-parse", "--show-toplevel", problem="There is no work tree here."))
    chosen = [_below(top, path) for path in settings] or DEFAULT_PATHS
    found = [_files(commit, chosen, top) for commit in commits]
    if not settings and not any(map(any, found)):
        found = [_files(commit, [Path()], top) for commit in commits]
    if not any(map(any, found)):
        where = f" in {' or '.join(map(str, chosen))}" if settings else ""
        raise NothingToCheckError(f"Neither revision has an RDF file{where}.", repair="Name paths.")
    return found


def _below(top: Path, path: Path) -> Path:
    """Name a path from the top of the repository."""
    try:
        return path.resolve().relative_to(top.resolve())
    except ValueError:
        raise InputError(
            "This path is set, but not in the repository.", path=path, repair="Name paths after the range."
        ) from None


def _files(commit: str, paths: Sequence[Path], top: Path | None = None) -> list[dict[str, str]]:
    """List the RDF files of a commit below each path: their names from the top of the repository, and their blobs."""
    listings = []
    for path in paths:
        listing = _git(
            *("ls-tree", "-r", "-z", "--full-name", commit, "--", str(path)),
            folder=top,
            problem=f"git cannot list {path}.",
        )
        entries = (entry.partition("\t") for entry in listing.split("\0") if entry)
        blobs = {name: head.split() for head, _, name in entries}
        listings.append({name: head[2] for name, head in blobs.items() if _is_wanted(name, head)})
    return listings


def _is_wanted(name: str, head: Sequence[str]) -> bool:
    """Tell whether an entry is a file that may hold RDF, and has a name that stays within a folder."""
    path = PurePosixPath(name)
    hidden = path.is_absolute() or any(part.startswith(".") for part in path.parts)
    known = path.suffix.lower() in IN_FOLDERS or path.name == MANIFEST
    return head[1] == "blob" and head[0] != _LINK and known and not hidden


def _version(listings: Sequence[dict[str, str]], name: str) -> Version:
    """Read the files of a revision by way of a folder that is gone afterwards."""
    blobs = {path: blob for listing in listings for path, blob in listing.items()}
    with TemporaryDirectory(prefix="treatygraph-") as temporary:
        folder = Path(temporary)
        for path, blob in blobs.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(_content(blob, f"{name}:{path}"))
        if not any(PurePosixPath(path).suffix.lower() in IN_FOLDERS for path in blobs):
            return version_of(name, ())
        try:
            files = find_files([folder])
            return version_of(name, [read_quads(file) for file in files], meanings_in(files))
        except InputError as error:
            where = f"{name}:{Path(error.path).relative_to(folder).as_posix()}" if error.path else name
            raise InputError(
                error.message, path=where, line=error.line, column=error.column, repair=error.repair
            ) from None


def _content(blob: str, path: str) -> bytes:
    """Read the content of a file."""
    done = _run("cat-file", "blob", blob)
    if done.returncode != 0:
        raise InputError("git has no content of this file here.", path=path, repair="Fetch it first.")
    return done.stdout


def _git(*arguments: str, problem: str, repair: str = "", folder: Path | None = None) -> str:
    """Ask git, and make a clear error of its failure."""
    done = _run(*arguments, folder=folder)
    if done.returncode == 0:
        return os.fsdecode(done.stdout).removesuffix("\n")
    said = os.fsdecode(done.stderr).strip().partition("\n")[0].removeprefix("fatal: ").rstrip(".")
    raise InputError(f"{problem} git says: {said}." if said else problem, repair=repair)


def _run(*arguments: str, folder: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run git so that it reads and does nothing else."""
    program = shutil.which("git")
    if program is None:
        raise InputError("git was not found, and revisions cannot be read without it.", repair="Install git.")
    quiet = {"GIT_LITERAL_PATHSPECS": "1", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    return subprocess.run(
        [program, "--no-pager", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        cwd=folder,
        env=os.environ | quiet,
    )
