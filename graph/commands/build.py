"""``treatygraph build``: make the dataset and write it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from treatygraph.graph import builder
from treatygraph.graph.build_folder import write_build
from treatygraph.graph.build_parts import Manifest
from treatygraph.graph.checking.options import options_of
from treatygraph.graph.config import read_configuration
from treatygraph.graph.loader import load
from treatygraph.graph.path_type import PATH
from treatygraph.graph.settings import REASONERS, Configuration
from treatygraph.graph.stores.options import PROTOCOLS

if TYPE_CHECKING:
    from treatygraph.graph.checking import Report
    from treatygraph.graph.dataset import Dataset
    from treatygraph.graph.stores.writers import Writer

__all__ = ["command"]


@click.command("build")
@click.argument("paths", nargs=-1, type=PATH)
@click.option("-o", "--output", type=PATH, help="The folder to write.  [default: build]")
@click.option("--no-closure", is_flag=True, help="Leave out the ontology and what follows from it.")
@click.option("--no-status", is_flag=True, help="Leave out the statuses of the promises.")
@click.option("--no-check", is_flag=True, help="Build even what has errors.")
@click.option("--reasoner", type=click.Choice(REASONERS), help="Who derives what follows.  [default: builtin]")
@click.option("--store", type=PATH, metavar="FOLDER", help="Write a store on disk too.")
@click.option("--push", metavar="URL", help="Bring it to this SPARQL server too.")
@click.option("--push-protocol", type=click.Choice(PROTOCOLS), default="gsp", show_default=True)
@click.option("--push-query", metavar="URL", help="The query service, if --push names one that only updates.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(
    paths: tuple[Path, ...],
    output: Path | None,
    no_closure: bool,
    no_status: bool,
    no_check: bool,
    reasoner: str | None,
    store: Path | None,
    quiet: bool,
    **target: str | None,
) -> None:
    """Load PATHS, check them, derive what follows, and write one dataset.

    Without PATHS it builds what [tool.treatygraph] names, else the graph that comes with treatygraph. The former
    build stays whole until the new one is. Exit code 1: the check found errors, nothing was written.

    --push sends what the server does not have yet, graph by graph: by the Graph Store Protocol (gsp) or by SPARQL
    Update. TREATYGRAPH_PUSH_USER and TREATYGRAPH_PUSH_PASSWORD are given to servers that ask.
    """
    settings = read_configuration(paths=paths, output=output, reasoner=reasoner)
    writer = _writer(**target)
    built, manifest = _build(settings, quiet, closure=not no_closure, status=not no_status, check=not no_check)
    if not quiet:
        _print_counts(manifest)
        click.echo(f"Written to {settings.output}.", err=True)
    for what in _delivered(built, store, writer, quiet):
        if not quiet:
            click.echo(what, err=True)


def _build(
    settings: Configuration, quiet: bool, *, closure: bool, status: bool, check: bool
) -> tuple[Dataset, Manifest]:
    """Build, and write the build."""
    with _progress(quiet) as progress:
        progress("load")
        curated = load(settings.paths or None)
        try:
            built = builder.build(
                curated,
                closure=closure,
                status=status,
                check=check,
                options=options_of(settings),
                reasoner=settings.reasoner,
                progress=progress,
            )
        except builder.BuildRefusedError as error:
            _print_findings(error.report)
            raise
        progress("write")
        made: dict[str, str | bool] = {"closure": closure, "status": status, "reasoner": settings.reasoner}
        return built, write_build(built, settings.output, **made)


def _writer(push: str | None, push_protocol: str | None, push_query: str | None) -> Writer | None:
    """Connect to the server that the dataset is to be brought to."""
    if push is None:
        if push_query is not None:
            raise click.UsageError("--push-query goes with --push.")
        return None
    from treatygraph.graph.stores.push import writer_to  # brings the HTTP client

    return writer_to(push, push_protocol or "gsp", push_query)


def _delivered(built: Dataset, store: Path | None, writer: Writer | None, quiet: bool) -> Iterator[str]:
    """Bring the dataset to a store on disk and to a server, and tell what was done."""
    if store is not None:
        from treatygraph.graph.stores.folder import write_store

        with _progress(quiet) as progress:
            progress("write the store")
            written = write_store(built, store)
        yield f"Store written to {store}." if written else f"The store in {store} is of this dataset already."
    if writer is not None:
        from treatygraph.graph.stores.push import push

        with _progress(quiet) as progress:
            done = push(built, writer, progress)
        removed = f", {done.dropped} removed" if done.dropped else ""
        yield f"Pushed: {done.sent} graphs sent ({done.statements:,} statements), {done.kept} were there{removed}."


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
