"""Running queries on a dataset: SPARQL 1.1 on pyoxigraph, read-only and without the network.

The default graph of a query is the union of all graphs; ``GRAPH ?g`` gives the graph of a statement. ``FROM`` and
``FROM NAMED`` choose among the graphs of the dataset and fetch nothing; :mod:`treatygraph.graph.query_dataset` tells
how. ``SERVICE`` is refused, but for the hosts that a server allows (:mod:`treatygraph.graph.federation`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from pyoxigraph import QueryBoolean, QuerySolutions, Store, Triple

from treatygraph.graph.errors import QueryError
from treatygraph.graph.federation import with_allowed_calls
from treatygraph.graph.interrupts import at_once
from treatygraph.graph.parameters import Given, as_terms
from treatygraph.graph.query_dataset import Selection, select
from treatygraph.graph.query_errors import explain_failure, explain_syntax_error, without_service
from treatygraph.graph.sparql_text import Token, bind, position, service_calls, tokens
from treatygraph.graph.stored_queries import StoredQuery, find_query, read_query
from treatygraph.graph.stores.interface import AnswersItself

if TYPE_CHECKING:
    from treatygraph.graph.dataset import Dataset, Term

__all__ = ["Result", "SafeQuery", "prepare", "query", "require_safe", "run"]

MAX_NESTING = 100
MAX_OPERATORS = 500
"""Far more than people write; the engine's parser is recursive, and what nests deeper can end the process."""

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_OPERATORS = frozenset(("||", "&&", "+", "-", "*", "/", "|", "!", "^"))
_NO_SERVICE = "Queries never call out: ask this graph, and join with others where you are."


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to a query.

    :param form: select, ask or graph (of CONSTRUCT and DESCRIBE).
    :param variables: the names of the columns of SELECT.
    :param rows: the rows of SELECT, each with a term or None for each column.
    :param boolean: the answer of ASK.
    :param triples: the graph of CONSTRUCT or DESCRIBE, none twice.
    """

    form: str
    variables: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    boolean: bool = False
    triples: tuple[Triple, ...] = ()

    def __len__(self) -> int:
        return {"select": len(self.rows), "graph": len(self.triples)}.get(self.form, 1)

    def bindings(self) -> Iterator[dict[str, Term]]:
        """Go through the rows as mappings.

        :returns: for each row the terms of the variables that are bound.
        """
        for row in self.rows:
            yield {name: term for name, term in zip(self.variables, row, strict=True) if term is not None}


@dataclass(frozen=True, slots=True)
class SafeQuery:
    """A query that is safe to run.

    :param text: the query; the endpoints that it calls stand there as whole IRIs.
    :param calls_others: whether it calls endpoints, all of them on allowed hosts.
    """

    text: str
    calls_others: bool = False


def query(dataset: Dataset, name_or_text: str, parameters: Mapping[str, Given] | None = None) -> Result:
    """Ask a dataset a stored query, or one of your own.

    :param dataset: the graph.
    :param name_or_text: the name of a stored query, or SPARQL.
    :param parameters: the values of its parameters, by name.
    :returns: the answer.
    :raises QueryError: if the query or a value is wrong.
    :raises UnknownNameError: if there is no such stored query, or no thing of a name that was given.

    >>> from treatygraph.graph import load
    >>> query(load(), "ASK { ?s ?p ?o }").boolean
    True
    """
    named = _NAME.fullmatch(name_or_text) is not None
    return run(dataset, find_query(name_or_text) if named else name_or_text, parameters)


def run(
    dataset: Dataset,
    text: str | StoredQuery,
    parameters: Mapping[str, Given] | None = None,
    *,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
    most_rows: int | None = None,
) -> Result:
    """Run a query.

    :param dataset: the graph.
    :param text: SPARQL, with front matter or without, or a stored query.
    :param parameters: the values of its parameters, by name.
    :param default_graphs: the graphs that make up the default graph, in place of the query's own FROM.
    :param named_graphs: the graphs that GRAPH can name, in place of the query's own FROM NAMED.
    :param most_rows: how many rows of SELECT are taken; None for all.
    :returns: the answer, complete but for these.
    :raises QueryError: if the query or a value is wrong, or the engine cannot answer.
    :raises UnknownNameError: if a local name that was given names nothing.
    :raises StoreError: if the dataset is on a server that does not answer.
    """
    with _panics_as_errors():
        prepared = prepare(dataset, text, parameters)
        if isinstance(dataset, AnswersItself):
            whole = dataset.answer(prepared, default_graphs, named_graphs)
            return replace(whole, rows=whole.rows[:most_rows])
        chosen = select(dataset, prepared, default_graphs, named_graphs)
        try:
            with at_once():
                return _answer(chosen, prepared, most_rows)
        except SyntaxError as error:
            raise explain_syntax_error(prepared, error.msg) from None
        except (RuntimeError, ValueError, OSError) as error:
            raise explain_failure(prepared, str(error)) from None


def prepare(dataset: Dataset, text: str | StoredQuery, parameters: Mapping[str, Given] | None = None) -> str:
    """Put the values in place, and make sure that the query is safe to run.

    :param dataset: the graph that local names are looked up in.
    :param text: SPARQL, or a stored query.
    :param parameters: the values of its parameters, by name.
    :returns: the query as the engine gets it.
    :raises QueryError: if a value is wrong, or the query would call out or nests too deep.
    :raises UnknownNameError: if a local name that was given names nothing.
    """
    stored = read_query(text) if isinstance(text, str) else text
    bound = bind(stored.text, as_terms(dataset, stored.parameters, parameters or {}))
    require_safe(bound)
    return bound


def require_safe(text: str, hosts: Sequence[str] = ()) -> SafeQuery:
    """Refuse a query that would call an endpoint that it may not, or that could bring the engine down.

    The engine itself is asked whether SERVICE is a keyword of the query, on a text in which it cannot be one and
    on an empty store, so no trick with strings, comments and ``<`` can hide it; that query calls nobody.

    :param text: the query.
    :param hosts: the hosts that may be called, in lower case, each with a port or without.
    :returns: the query as the engine is to get it.
    :raises QueryError: if it is not safe.
    """
    found = tokens(text)
    _refuse_what_nests(text, found)
    calls = service_calls(found)
    if calls and not hosts:
        line, column = position(text, calls[0].keyword.start)
        raise QueryError("SERVICE is refused.", line=line, column=column, repair=_NO_SERVICE)
    whole = with_allowed_calls(text, calls, hosts) if calls else text
    harmless = without_service(whole)
    if harmless != whole:
        try:
            # What else is wrong with it comes out when it runs.
            with suppress(RuntimeError, ValueError, OSError), at_once():
                Store().query(harmless)
        except SyntaxError as error:
            raise explain_syntax_error(text, error.msg) from None
    return SafeQuery(whole, calls_others=bool(calls))


@contextmanager
def _panics_as_errors() -> Iterator[None]:
    """Make an error of the query of what the engine throws when it has a fault of its own."""
    try:
        yield
    except BaseException as error:
        # pyoxigraph's panics derive from BaseException, and their class cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise QueryError("The engine gave up on this query.", repair="Simplify it, and please report it.") from None


def _answer(chosen: Selection, text: str, most_rows: int | None) -> Result:
    """Let the engine answer, to the last row that is wanted: it works while rows are taken, and can fail late."""
    answer = chosen.store.query(text, default_graph=chosen.default_graph, named_graphs=chosen.named_graphs)
    if isinstance(answer, QueryBoolean):
        return Result("ask", boolean=bool(answer))
    if isinstance(answer, QuerySolutions):
        variables = tuple(variable.value for variable in answer.variables)
        rows = islice(answer, most_rows)
        return Result("select", variables, tuple(tuple(row[name] for name in variables) for row in rows))
    return Result("graph", triples=tuple(dict.fromkeys(answer)))


def _refuse_what_nests(text: str, found: tuple[Token, ...]) -> None:
    """Refuse what is too deep or too long for a recursive parser."""
    depth = operators = 0
    for token in found:
        depth += (token.text in ("(", "{", "[")) - (token.text in (")", "}", "]"))
        operators += token.text in _OPERATORS or token.says("union", "optional", "minus", "filter", "bind")
        if depth > MAX_NESTING or operators > MAX_OPERATORS:
            line, column = position(text, token.start)
            what = f"nests deeper than {MAX_NESTING}" if depth > MAX_NESTING else f"has over {MAX_OPERATORS} operators"
            raise QueryError(f"The query {what}.", line=line, column=column, repair="Split it, or use VALUES or IN.")
