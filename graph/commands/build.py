"""``treatygraph build``: make the dataset and write it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from treatygraph.graph import builder
from treatygraph.graph.build_folder import Manifest, write_build
from treatygraph.graph.config import read_configuration
from treatygraph.graph.loader import load
from treatygraph.graph.settings import REASONERS

if TYPE_CHECKING:
    from treatygraph.graph.checking import Report

__all__ = ["command"]


@click.command("build")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The folder to write.  [default: build]")
@click.option("--no-closure", is_flag=True, help="Leave out the ontology and what follows from it.")
@click.option("--no-status", is_flag=True, help="Leave out the statuses of the promises.")
@click.option("--no-check", is_flag=True, help="Build even what has errors.")
@click.option("--reasoner", type=click.Choice(REASONERS), help="Who derives what follows.  [default: builtin]")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(
    paths: tuple[Path, ...],
    output: Path | None,
    no_closure: bool,
    no_status: bool,
    no_check: bool,
    reasoner: str | None,
    quiet: bool,
) -> None:
    """Load PATHS, check them, derive what follows, and write one dataset.

    Without PATHS it builds what [tool.treatygraph] names, else the graph that comes with treatygraph. The former
    build stays whole until the new one is. Exit code 1: the check found errors, nothing was written.
    """
    settings = read_configuration(paths=paths, output=output, reasoner=reasoner)
    with _progress(quiet) as progress:
        progress("load")
        curated = load(settings.paths or None)
        try:
            built = builder.build(
                curated,
                closure=not no_closure,
                status=not no_status,
                check=not no_check,
                reasoner=settings.reasoner,
                progress=progress,
            )
        except builder.BuildRefusedError as error:
            _print_findings(error.report)
            raise
        progress("write")
        made: dict[str, str | bool] = {
            "closure": not no_closure,
            "status": not no_status,
            "reasoner": settings.reasoner,
        }
        manifest = write_build(built, settings.output, **made)
    if not quiet:
        _print_counts(manifest)
        click.echo(f"Written to {settings.output}.", err=True)


def _print_findings(report: Report) -> None:
    """Print the errors that stand in the way of a build."""
    for finding in report.errors:
        click.echo(f"{finding.position}: {finding}" if finding.path else str(finding), err=True)


def _print_counts(manifest: Manifest) -> None:
    """Print how many quads there are in graphs of each kind, and what identifies them all."""
    for kind, count in ({**manifest.counts, "all": sum(manifest.counts.values())}).items():
        click.echo(f"{kind:<12}{count:>10,}")
    click.echo(f"RDFC-1.0 SHA-256 {manifest.digest}")


@contextmanager
def _progress(quiet: bool) -> Iterator[builder.Progress]:
    """Show each step on a terminal."""
    shown = not quiet and sys.stderr.isatty()

    def tell(step: str) -> None:
        if shown:
            click.echo(f"\r\x1b[K{step} …", err=True, nl=False)

    try:
        yield tell
    finally:
        if shown:
            click.echo("\r\x1b[K", err=True, nl=False)
