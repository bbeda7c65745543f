"""``treatygraph explain``: what a status, a statement or a thing rests on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from treatygraph.graph.build_folder import open_dataset
from treatygraph.graph.builder import build
from treatygraph.graph.config import read_configuration
from treatygraph.graph.passages import copies_of
from treatygraph.graph.path_type import PATH
from treatygraph.graph.promises.evidence import Step
from treatygraph.graph.promises.explanation import Explanation, explain
from treatygraph.graph.stores.opening import in_memory
from treatygraph.graph.stores.options import chosen_store, store_option

__all__ = ["command"]


@click.command("explain")
@click.argument("names", metavar="NAME | SUBJECT PREDICATE OBJECT", nargs=-1, required=True)
@click.option("--on", metavar="DATE", help="The day of a status.  [default: today]")
@click.option("--perspective", metavar="P", help="The perspective of a status.  [default: all that pertain]")
@click.option(
    "--sources",
    "folders",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with copies of the sources (NAME.txt), to show the words.",
)
@click.option("--data", multiple=True, type=PATH, help="Look at this graph instead.")
@store_option
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def command(
    names: tuple[str, ...],
    on: str | None,
    perspective: str | None,
    folders: tuple[Path, ...],
    data: tuple[Path, ...],
    store: str | None,
    form: str,
) -> None:
    """Show what a status, a statement or a thing rests on, down to passages and their speakers.

    NAME is a promise, whose status is explained, or any other thing; SUBJECT PREDICATE OBJECT is a statement. A step
    that is inferred and not stated is marked with *. Passages of one source that say the same count once.
    """
    settings = read_configuration(sources=folders)
    chosen = chosen_store(store, data)
    if chosen is None:
        dataset = open_dataset(settings.output, data or settings.paths, derivations=True)
    else:
        # Rules and premises are in no store: what is derived is derived again.
        dataset = build(in_memory((), chosen), check=False)
    found = explain(
        dataset,
        *names,
        on=on,
        perspective=perspective,
        copies=copies_of(dataset, settings.sources),
    )
    if form == "json":
        click.echo(json.dumps([asdict(each) | {"inferred": each.inferred} for each in found], indent=2))
    else:
        click.echo("\n\n".join("\n".join(_lines(each)) for each in found))


def _lines(explanation: Explanation) -> Iterator[str]:
    """Draw the tree."""
    yield from _drawn(explanation.tree, "", "")
    count = explanation.supports
    yield f"{count} independent passage{'' if count == 1 else 's'}; * = inferred."


def _drawn(step: Step, first: str, rest: str) -> Iterator[str]:
    """Draw a step and those below it."""
    yield f"{first}{'* ' if step.inferred else ''}{step.text}"
    for number, each in enumerate(step.steps):
        last = number == len(step.steps) - 1
        yield from _drawn(each, f"{rest}{'└─ ' if last else '├─ '}", f"{rest}{'   ' if last else '│  '}")
