"""Rules on queries: both engines can read them, and they fetch nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.rules import ALWAYS_TOLD, Rule
from treatygraph.graph.errors import InputError, QueryError
from treatygraph.graph.input_files import decode, read_bytes
from treatygraph.graph.interrupts import at_once
from treatygraph.graph.rdf_files import walk
from treatygraph.graph.sparql_text import LARGEST_QUERY, position, tokens

__all__ = [
    "ENDING",
    "NOT_PORTABLE",
    "QUERY_FETCHES",
    "QUERY_SYNTAX",
    "check_queries",
    "fetches",
    "queries_below",
    "refused",
    "refused_by_pyoxigraph",
]

ENDING = ".rq"
"""What the name of a query file ends with."""

QUERY_SYNTAX = Rule(
    code="TG501",
    name="query-syntax",
    severity=Severity.ERROR,
    message="A query is SPARQL 1.1 with all its prefixes declared, and its front matter can be read.",
    repair="Mend the query at this place.",
    what="Finds queries that pyoxigraph, the engine of the endpoint, does not accept, and front matter that cannot be "
    "read, and files that are no text in UTF-8.",
    why="Such a query answers nobody.",
    references=("https://www.w3.org/TR/sparql11-query/",),
    options=ALWAYS_TOLD,
)
NOT_PORTABLE = Rule(
    code="TG502",
    name="query-not-portable",
    severity=Severity.ERROR,
    message="A query is read by rdflib as well as by pyoxigraph.",
    repair="Write it in SPARQL 1.1, without extensions.",
    what="Finds queries that pyoxigraph accepts and rdflib does not.",
    why="People run the stored queries in notebooks and in other stores; an extension of one engine fails there.",
    references=("https://www.w3.org/TR/sparql11-query/",),
)
QUERY_FETCHES = Rule(
    code="TG503",
    name="query-fetches",
    severity=Severity.ERROR,
    message="A query asks this graph and no other endpoint.",
    repair="Leave SERVICE out; bring what it asked for into a reference graph.",
    what="Finds queries with SERVICE.",
    why="Nothing is fetched at run time: an answer must not depend on whether another machine is up today.",
    references=("https://www.w3.org/TR/sparql11-federated-query/",),
    options=f"In a query of `--violations`, which is then not run, {ALWAYS_TOLD[0].lower()}{ALWAYS_TOLD[1:]}",
)


def check_queries(paths: Iterable[Path]) -> Iterator[Finding]:
    """Check query files.

    :param paths: the files.
    :returns: a finding for each query that cannot be used.
    :raises InputError: if a file cannot be read.
    """
    for path in paths:
        content = read_bytes(path, what="query", most=LARGEST_QUERY)
        try:
            text = decode(content, path, what="query")
        except InputError as error:
            yield refused(error, path)
            continue
        finding = fetches(text, path) or refused_by_pyoxigraph(text, path) or _refused_by_rdflib(text, path)
        if finding is not None:
            yield finding


def queries_below(folder: Path) -> list[Path]:
    """Name the files with queries that a folder stands for.

    :param folder: the folder.
    :returns: those below it but hidden ones, sorted.
    :raises InputError: if a folder cannot be read.
    """
    return sorted(each for each in walk(folder) if each.suffix == ENDING)


def fetches(text: str, path: Path) -> Finding | None:
    """Look for SERVICE; such a query is not handed to an engine, which could already send a request.

    :param text: the query.
    :param path: its file.
    :returns: a finding at the first one; None for a query without.
    """
    found = next((token for token in tokens(text) if token.says("service")), None)
    if found is None:
        return None
    line, column = position(text, found.start)
    return QUERY_FETCHES.finding("", path=str(path), line=line, column=column)


def refused_by_pyoxigraph(text: str, path: Path) -> Finding | None:
    """Let the front matter be read, and let pyoxigraph answer the query on an empty store.

    :param text: the query, without SERVICE.
    :param path: its file.
    :returns: a finding where it cannot be run; None for a query that can.
    """
    from pyoxigraph import Store

    from treatygraph.graph.query_errors import explain_syntax_error
    from treatygraph.graph.querying import require_safe
    from treatygraph.graph.stored_queries import read_query

    try:
        read_query(text)
        require_safe(text)
        with at_once():
            Store().query(text)
    except QueryError as error:
        return refused(error, path)
    except SyntaxError as error:
        return refused(explain_syntax_error(text, error.msg), path)
    except (RuntimeError, ValueError) as error:
        return refused(QueryError(f"{str(error).rstrip('.')}."), path)
    return None


def refused(error: InputError | QueryError, path: Path) -> Finding:
    """Make a finding of what is wrong with a query.

    :param error: what is wrong.
    :param path: the file of the query.
    :returns: the finding; where the place is not known, at the first character.
    """
    wrong = QUERY_SYNTAX.finding(
        "",
        message=error.message,
        repair=error.repair or None,
        path=str(path),
        line=error.line or 1,
        column=error.column or 1,
    )
    return replace(wrong, always=True)


def _refused_by_rdflib(text: str, path: Path) -> Finding | None:
    """Let rdflib read the query."""
    from treatygraph.graph.checking.portability import refusal

    found = refusal(text)
    if found is None:
        return None
    return NOT_PORTABLE.finding("", message=f"{found.message}.", path=str(path), line=found.line, column=found.column)
