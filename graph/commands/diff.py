"""``treatygraph diff``: what changed between two versions, in statements and in meaning."""

from __future__ import annotations

from pathlib import Path

import click

from treatygraph.graph.comparison import PARTS, Version, compare, read_version
from treatygraph.graph.comparison.reports import FORMATS, write
from treatygraph.graph.comparison.revisions import Range, is_revision, read_range, read_revision, split_range
from treatygraph.graph.config import read_configuration
from treatygraph.graph.output import refuse_to_overwrite, write_result
from treatygraph.graph.path_type import PATH

__all__ = ["command"]

TWO = 2


@click.command("diff")
@click.argument("versions", metavar="OLD NEW | REV..REV [PATH]...", nargs=-1)
@click.option("--only", type=click.Choice(PARTS), multiple=True, help="Compare this alone; can be repeated.")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="table", show_default=True)
@click.option("-o", "--output", metavar="FILE", type=PATH, help="The file to write.")
@click.pass_context
def command(
    context: click.Context, versions: tuple[str, ...], only: tuple[str, ...], form: str, output: Path | None
) -> None:
    """Compare two versions of a graph: what they state, and what follows from it.

    OLD and NEW are files, folders, folders that `build` wrote, or revisions that git knows; a revision beside a path
    is that path as it was then. REV..REV compares two revisions (main..HEAD, HEAD~1..), REV...REV what the second
    did since the two parted; read are the PATHs, else the paths and ontology of [tool.treatygraph], else graph/data and
    ontology, else all RDF files of the repository.

    Shown are the statements by graph and subject, the days on which promises have another status, the stored queries
    that are answered otherwise, the terms that came, went or were deprecated. Markdown is for a comment on a pull
    request. Exit code 1: there is a difference.
    """
    old, new = _read(versions)
    refuse_to_overwrite((Path(each) for each in versions if _exists(each)), output)
    difference = compare(old, new, only)
    write_result(write(difference, form), output)
    context.exit(1 if difference else 0)


def _read(versions: tuple[str, ...]) -> tuple[Version, Version]:
    """Find out what is to be compared, and read it."""
    if not versions:
        raise click.UsageError("Name two versions, OLD and NEW, or a range of revisions such as main..HEAD.")
    revisions = None if _exists(versions[0]) else split_range(versions[0])
    if revisions is not None:
        return read_range(revisions, [Path(each) for each in versions[1:]], _settings())
    if len(versions) != TWO:
        raise click.UsageError(f"Two versions are compared, not {len(versions)}. A range is REV..REV.")
    old, new = versions
    known = [not _exists(each) and is_revision(each) for each in versions]
    if all(known):
        return read_range(Range(old, new), (), _settings())
    return (
        read_revision(old, Path(new)) if known[0] else read_version(Path(old)),
        read_revision(new, Path(old)) if known[1] else read_version(Path(new)),
    )


def _settings() -> tuple[Path, ...]:
    """Name the files and folders that the settings take for the graph and its ontologies."""
    settings = read_configuration()
    return (*settings.paths, *settings.ontology) if settings.paths else ()


def _exists(text: str) -> bool:
    """Tell whether there is such a file or folder."""
    try:
        return Path(text).exists()
    except OSError:
        return False
