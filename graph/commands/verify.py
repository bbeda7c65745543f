"""``treatygraph verify``: compare the passages with a copy of the source's text."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from treatygraph.graph.loader import load
from treatygraph.graph.path_type import PATH
from treatygraph.graph.terms import local_name
from treatygraph.graph.verification import Verification, verify

__all__ = ["command"]


@click.command("verify")
@click.argument("copies", metavar="[FILE]...", nargs=-1, type=PATH)
@click.option("--source", help="The source that FILE is a copy of, by IRI or local name.")
@click.option("--data", multiple=True, type=PATH, help="Check the passages of this graph instead.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.pass_context
def command(
    context: click.Context, copies: tuple[Path, ...], source: str | None, data: tuple[Path, ...], form: str
) -> None:
    """Compare every passage of a source with FILE, a copy of its text.

    The graph holds no words, only positions and digests. Each passage is checked (offsets, digest, block), and
    the digest of the whole text. Exit code 0: all as curated; 1: something differs, and it is said what and
    how; 2: no copy, or one that cannot be read.
    """
    dataset = load(data or None)
    if not copies:
        verify(dataset)  # raises the error that says which texts are needed
    results = [verify(dataset, copy, source=source) for copy in copies]
    if form == "json":
        click.echo(json.dumps([_as_json(result) for result in results], indent=2))
    else:
        for result in results:
            _show(result)
    context.exit(1 if any(result.findings for result in results) else 0)


def _as_json(result: Verification) -> dict[str, object]:
    """Write a result as an object."""
    findings = [asdict(finding) | {"severity": finding.severity.value} for finding in result.findings]
    return {"source": result.source, "path": result.path, "passages": result.passages, "findings": findings}


def _show(result: Verification) -> None:
    """Write a result for people."""
    for finding in result.findings:
        where = "the whole text" if finding.focus == result.source else local_name(finding.focus)
        click.echo(f"{finding.position}: {finding.code} {where}: {finding.message} {finding.repair}")
    broken = {finding.focus for finding in result.findings} - {result.source}
    good = result.passages - len(broken)
    click.echo(f"{local_name(result.source)}: {good} of {result.passages} passages verified against {result.path}.")
