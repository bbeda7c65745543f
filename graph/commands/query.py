"""``treatygraph query``: run a stored query, a file or a text, and write the answer."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from treatygraph.graph.errors import InputError, QueryError, TreatyGraphError, UnknownNameError
from treatygraph.graph.input_files import decode, read_bytes
from treatygraph.graph.output import refuse_to_overwrite, write_result
from treatygraph.graph.path_type import PATH
from treatygraph.graph.querying import Result, run
from treatygraph.graph.results import ENDINGS, FORMATS, formats_of, write
from treatygraph.graph.sparql_text import LARGEST_QUERY
from treatygraph.graph.stored_queries import TYPES, StoredQuery, find_query, read_query, stored_queries
from treatygraph.graph.stores.options import chosen_store, store_option

if TYPE_CHECKING:
    from treatygraph.graph.dataset import Dataset

__all__ = ["command"]

NO_ROWS = "No rows: nothing in the graph matches. That is no 'no': it holds only what its sources say."
SECONDS = 600.0
"""How long a server may take; who does not want to wait presses Ctrl-C."""
UNFINISHED = "A push to this server has not ended: the answer may mix two versions. `treatygraph build --push` ends it."
QUERY_ENDINGS = (".rq", ".sparql")
_BEGINNINGS = ("base ", "describe ", "prefix ")
"""How queries can begin that need no braces."""


@click.command("query")
@click.argument("what", metavar="[NAME | FILE.rq | TEXT | -]", required=False)
@click.option("-p", "--param", "given", metavar="NAME=VALUE", multiple=True, help="A value for a parameter.")
@click.option("-f", "--format", "form", type=click.Choice(FORMATS), help="[default: by FILE's ending; table or turtle]")
@click.option("-o", "--output", metavar="FILE", type=PATH, help="The file to write.")
@click.option("--list", "listing", is_flag=True, help="List the stored queries with their parameters.")
@click.option("--data", multiple=True, type=PATH, help="Ask these files as they are instead.")
@store_option
def command(
    what: str | None,
    given: tuple[str, ...],
    form: str | None,
    output: Path | None,
    listing: bool,
    data: tuple[Path, ...],
    store: str | None,
) -> None:
    """Ask the graph in SPARQL: a stored query by NAME, a FILE, or a TEXT, in quotes or on standard input.

    The default graph of the query is the union of all graphs; GRAPH ?g gives the graph, and so the passage, of a
    statement. Values are read by the type that the parameter's name ends with (?_state_iri, ?_on_date).
    """
    if listing:
        if what is not None or given or data or store:
            raise click.UsageError("--list lists all stored queries and takes no query, parameter, data or store.")
        write_result(_listing(form), output)
        return
    form = form or _by_ending(output)
    with _errors_named(what):
        stored = _read(what)
        _refuse_wrong_pairing(stored, form)
        asked = [Path(what)] if what is not None and _is_file(what) else []
        refuse_to_overwrite((*data, *asked), output)
        result = run(_dataset(data, store), stored, _pairs(given))
    write_result(write(result, form or formats_of(result)[0]), output)
    if result.form == "select" and not result.rows:
        click.echo(NO_ROWS, err=True)
    if result.form == "graph" and not result.triples:
        click.echo("No statements: nothing in the graph matches.", err=True)


def _is_file(what: str) -> bool:
    """Tell whether an argument names a file, not a stored query."""
    return what.endswith(QUERY_ENDINGS) or ("/" in what and not _is_text(what))


def _is_text(what: str) -> bool:
    """Tell whether an argument is the text of a query: names have neither braces nor a second word."""
    return not what.endswith(QUERY_ENDINGS) and ("{" in what or what.lower().startswith(_BEGINNINGS))


@contextmanager
def _errors_named(what: str | None) -> Iterator[None]:
    """Say of an error in a file in which file it is."""
    try:
        yield
    except QueryError as error:
        if what is None or not _is_file(what) or error.line is None:
            raise
        raise InputError(error.message, path=what, line=error.line, column=error.column, repair=error.repair) from None


def _read(what: str | None) -> StoredQuery:
    """Find the query: by name, in a file, on standard input."""
    if what is None and sys.stdin.isatty():
        raise click.UsageError("Name a stored query (--list shows them) or a file, or give a text.")
    if what is None or what == "-":
        return _parsed(sys.stdin.buffer.read(LARGEST_QUERY + 1), None)
    if _is_text(what):
        return _parsed(os.fsencode(what), None)
    if _is_file(what):
        path = Path(what)
        repair = "Name a file with a query, or - for stdin."
        return _parsed(read_bytes(path, what="query", repair=repair, most=LARGEST_QUERY), path)
    try:
        return find_query(what)
    except UnknownNameError as error:
        if not error.near:
            raise TreatyGraphError(error.message, repair="--list shows the stored queries.") from None
        raise


def _parsed(content: bytes, path: Path | None) -> StoredQuery:
    """Read the text of a query."""
    if len(content) > LARGEST_QUERY:
        raise QueryError(f"The query is larger than {LARGEST_QUERY:,} bytes.", repair="Split it.")
    text = decode(content, path, what="query")
    if not text.strip():
        raise QueryError("The query is empty.", repair="Name a stored query; --list shows them.")
    return read_query(text, path.stem if path else "")


def _refuse_wrong_pairing(stored: StoredQuery, form: str | None) -> None:
    """Refuse a format that cannot say such an answer, before any work is done."""
    kinds = {"construct": "graph", "describe": "graph", "select": "select", "ask": "ask"}
    if form is None or stored.form not in kinds:
        return
    possible = formats_of(Result(kinds[stored.form]))
    if form not in possible:
        raise click.UsageError(
            f"The answer to {stored.form.upper()} cannot be written as {form}. Possible are {', '.join(possible)}."
        )


def _by_ending(output: Path | None) -> str | None:
    """Tell the format by the ending of the file to write."""
    if output is None or output == Path("-"):
        return None
    if output.suffix not in ENDINGS:
        raise click.UsageError(f"The ending of {output} tells no format. Use --format, or one of {', '.join(ENDINGS)}.")
    return ENDINGS[output.suffix]


def _pairs(given: tuple[str, ...]) -> Mapping[str, str]:
    """Split the parameters into names and values."""
    pairs: dict[str, str] = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals or not name:
            raise click.UsageError(f"A parameter is NAME=VALUE, not {each!r}.")
        if name in pairs:
            raise click.UsageError(f"The parameter {name!r} is given twice.")
        pairs[name] = value
    return pairs


def _dataset(data: tuple[Path, ...], store: str | None) -> Dataset:
    """Open the graph: the files as they are, the store, or the build."""
    chosen = chosen_store(store, data)
    if chosen is not None:
        from treatygraph.graph.stores.opening import open_store

        dataset = open_store(chosen, seconds=SECONDS)
        if not getattr(dataset, "is_complete", True):
            click.echo(UNFINISHED, err=True)
        return dataset
    if data:
        from treatygraph.graph.loader import load

        return load(data)
    from treatygraph.graph.build_folder import open_dataset
    from treatygraph.graph.config import read_configuration

    settings = read_configuration()
    return open_dataset(settings.output, settings.paths)


def _listing(form: str | None) -> bytes:
    """Write the list of the stored queries."""
    if form not in (None, "table", "json"):
        raise click.UsageError("The list can be written as table or json.")
    found = stored_queries().values()
    if form == "json":
        return (json.dumps([_as_json(each) for each in found], indent=2, ensure_ascii=False) + "\n").encode()
    width = max(len(each.name) for each in found)
    lines = [line for each in found for line in _lines(each, width)]
    return "".join(f"{line}\n" for line in lines).encode()


def _lines(stored: StoredQuery, width: int) -> list[str]:
    """Write the lines of one stored query: name and summary, then its parameters."""
    lines = [f"{stored.name:<{width}}  {stored.summary}"]
    for each in stored.parameters:
        state = "may stay open" if each.optional else "required" if each.required else f"default {each.default}"
        lines.append(f"{'':<{width}}    {each.name}: {TYPES[each.type]} ({state})")
    return lines


def _as_json(stored: StoredQuery) -> dict[str, object]:
    """Write one stored query for programs."""
    return {
        "name": stored.name,
        "summary": stored.summary,
        "description": stored.description,
        "tags": list(stored.tags),
        "view": stored.view,
        "parameters": [
            {"name": each.name, "type": each.type, "default": each.default, "optional": each.optional}
            for each in stored.parameters
        ],
    }
