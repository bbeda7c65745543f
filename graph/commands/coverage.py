"""``treatygraph coverage``: passage by passage, what the graph takes from a source."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from treatygraph.graph.coverage import as_markdown, coverage
from treatygraph.graph.errors import NothingToCheckError
from treatygraph.graph.loader import load
from treatygraph.graph.path_type import PATH

__all__ = ["command"]


@click.command("coverage")
@click.option(
    "--data",
    multiple=True,
    type=PATH,
    help="Look at this graph instead of the packaged one.",
)
@click.option("--format", "form", type=click.Choice(["markdown", "json"]), default="markdown", show_default=True)
def command(data: tuple[Path, ...], form: str) -> None:
    """Count, passage by passage, the statements that rest on it.

    A statement that the curators inferred is counted at every passage that it rests on. Passages that support
    nothing are named.
    """
    rows = coverage(load(data or None))
    if not rows:
        raise NothingToCheckError("The graph has no passages.", repair="Name other files with --data.")
    click.echo(as_markdown(rows) if form == "markdown" else json.dumps([asdict(row) for row in rows], indent=2))
