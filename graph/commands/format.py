"""``treatygraph format``: lay Turtle and TriG out in one way."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click
from pyoxigraph import RdfFormat

from treatygraph.graph.config import read_configuration
from treatygraph.graph.errors import InputError, NothingToCheckError, TreatyGraphError
from treatygraph.graph.output import difference, rewrite, write_result
from treatygraph.graph.path_type import PATH
from treatygraph.graph.printable import printable
from treatygraph.graph.rdf_files import find_files
from treatygraph.graph.turtle.formatting import format_text
from treatygraph.graph.turtle.reading import FAMILY, form_of, read_text
from treatygraph.graph.turtle.tokens import Text

__all__ = ["command"]

STDIN = Path("-")


@click.command("format")
@click.argument("paths", metavar="[PATHS]...", nargs=-1, type=PATH)
@click.option("--check", is_flag=True, help="Change nothing; name the files that would change.")
@click.option("--diff", is_flag=True, help="Change nothing; show what would change.")
@click.option("--stdin-filename", type=PATH, help="The name of -; its ending tells the format.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.pass_context
def command(
    context: click.Context, paths: tuple[Path, ...], check: bool, diff: bool, stdin_filename: Path | None, quiet: bool
) -> None:
    """Lay out PATHS in one way: Turtle, TriG, N-Triples and N-Quads files, and folders of them.

    By default the files that [tool.treatygraph] names; - is standard input (TriG or Turtle unless --stdin-filename
    says otherwise) and goes to stdout. Prefixes, graphs, subjects, predicates and objects are sorted. Literals keep
    their escapes, and get double quotation marks where these need none; labels of blank nodes stay; comments move with
    what they belong to; what stands between two headings (comments with an empty line after them) is sorted by itself.
    No file says anything else than before.

    Exit code 0: done, or nothing to do; 1: with --check or --diff, something would change; 2: wrong usage, or a file
    that cannot be read.
    """
    keep = check or diff
    if STDIN in paths:
        if len(paths) > 1:
            raise click.UsageError("- cannot stand beside other paths.")
        context.exit(1 if _format_stdin(stdin_filename, keep=keep, diff=diff) and keep else 0)
    changed = same = failed = 0
    for file in _files(paths or read_configuration().paths):
        try:
            would_change = _format_file(file, keep=keep, diff=diff)
        except TreatyGraphError as error:
            click.echo(printable(f"Error: {error}"), err=True)
            failed += 1
            continue
        changed, same = changed + would_change, same + (not would_change)
        if would_change and not diff and not quiet:
            click.echo(f"{'Would reformat' if check else 'Reformatted'}: {printable(str(file))}")
    if not quiet:
        _sum_up(changed, same, failed, keep=keep)
    context.exit(2 if failed else 1 if changed and keep else 0)


def _files(paths: Iterable[Path]) -> list[Path]:
    """Find the files that paths name; of a folder, those of the Turtle family."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found |= dict.fromkeys(file for file in find_files([path]) if file.suffix.lower() in FAMILY)
        else:
            form_of(path)
            found |= dict.fromkeys(find_files([path]))
    if not found:
        raise NothingToCheckError("There is no file to lay out.", repair=f"Name files that end in {', '.join(FAMILY)}.")
    return list(found)


def _format_file(file: Path, *, keep: bool, diff: bool) -> bool:
    """Lay out a file, or show what would change; tell whether it is different."""
    text = read_text(file)
    result = format_text(text, form_of(file))
    if diff:
        click.echo(difference(text.original, result, str(file)), nl=False)
    if keep or result == text.original:
        return result != text.original
    rewrite(file, result.encode())
    return True


def _format_stdin(name: Path | None, *, keep: bool, diff: bool) -> bool:
    """Lay out standard input, or show what would change; tell whether it is different."""
    form = RdfFormat.TRIG if name is None else form_of(name)
    try:
        text = Text(sys.stdin.buffer.read().decode(), str(name or STDIN))
    except UnicodeDecodeError:
        raise InputError("Standard input is not UTF-8 text.", repair="Convert it to UTF-8.") from None
    result = format_text(text, form)
    if diff:
        click.echo(difference(text.original, result, str(name or STDIN)), nl=False)
    elif not keep:
        write_result(result.encode(), None)
    return result != text.original


def _sum_up(changed: int, same: int, failed: int, *, keep: bool) -> None:
    """Say on stderr what happened to how many files."""
    numbers = [
        (changed, "would be reformatted" if keep else "reformatted"),
        (same, "already formatted" if keep else "left unchanged"),
        (failed, "could not be formatted"),
    ]
    parts = [f"{number} file{'' if number == 1 else 's'} {what}" for number, what in numbers if number]
    click.echo(f"{', '.join(parts)}.", err=True)
