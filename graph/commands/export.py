"""``treatygraph export``: write the curated graph, or things of it, in an RDF format."""

from __future__ import annotations

from pathlib import Path

import click
from pyoxigraph import Quad

from treatygraph.graph import rdf_files
from treatygraph.graph.dataset import KINDS, Dataset
from treatygraph.graph.errors import NothingToCheckError
from treatygraph.graph.export import FORMATS, describe, serialise
from treatygraph.graph.names import resolve
from treatygraph.graph.output import refuse_to_overwrite, write_result
from treatygraph.graph.path_type import PATH
from treatygraph.graph.stores.opening import in_memory
from treatygraph.graph.stores.options import chosen_store, store_option

__all__ = ["command"]

GRAPH_KINDS = sorted({*KINDS.values(), "provenance", "other"} - {"inferred", "status"})


@click.command("export")
@click.argument("things", metavar="[THING]...", nargs=-1)
@click.option("--format", "form", type=click.Choice(list(FORMATS)), help="[default: by FILE's ending, else trig]")
@click.option("-o", "--output", type=PATH, help="The file to write; - is stdout.")
@click.option("--kind", "kinds", type=click.Choice(GRAPH_KINDS), multiple=True, help="Only graphs of this kind.")
@click.option("--data", multiple=True, type=PATH, help="Export this graph instead.")
@store_option
def command(
    things: tuple[str, ...],
    form: str | None,
    output: Path | None,
    kinds: tuple[str, ...],
    data: tuple[Path, ...],
    store: str | None,
) -> None:
    """Write the curated graph exactly as it was curated, literal by literal.

    With THINGs (IRIs or local names), only what is said about them, with the provenance of the graphs that say
    it. Turtle, N-Triples and RDF/XML have no named graphs: they get the union.
    """
    chosen = form or _by_ending(output) or "trig"
    dataset = in_memory(data, chosen_store(store, data))
    refuse_to_overwrite(dataset.sources, output)
    quads = _chosen_quads(dataset, things, kinds)
    if not quads:
        raise NothingToCheckError("Nothing matches, so there is nothing to export.", repair="Ask for other graphs.")
    write_result(serialise(quads, FORMATS[chosen]), output)


def _by_ending(output: Path | None) -> str | None:
    """Tell the format by the ending of the file to write."""
    if output is None or output == Path("-"):
        return None
    by_ending = {
        ending: name for ending, known in rdf_files.FORMATS.items() for name, form in FORMATS.items() if form == known
    }
    if output.suffix not in by_ending:
        raise click.UsageError(
            f"The ending of {output} tells no format. Use --format, or one of {', '.join(by_ending)}."
        )
    return by_ending[output.suffix]


def _chosen_quads(dataset: Dataset, things: tuple[str, ...], kinds: tuple[str, ...]) -> list[Quad]:
    """Choose what to write."""
    if things:
        found = [quad for thing in things for quad in describe(dataset, resolve(dataset, thing).value)]
    else:
        found = list(dataset.quads)
    return list(dict.fromkeys(quad for quad in found if not kinds or dataset.kind_of(quad.graph_name) in kinds))
