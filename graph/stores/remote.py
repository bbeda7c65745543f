"""A dataset on a SPARQL 1.1 server, known by the URL of its query service.

What ``treatygraph build --push`` wrote there is asked just as in memory: the graph with the union of all graphs is the
default graph, and the graphs of the dataset alone are its named graphs, whatever else the server holds. A server
that was filled by other means is asked as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from treatygraph.graph.dataset import KINDS, Dataset, GraphName, Resource, Term
from treatygraph.graph.errors import QueryError
from treatygraph.graph.graph_groups import GROUPS, Group
from treatygraph.graph.query_dataset import clause_of, refuse_group_as_graph
from treatygraph.graph.query_errors import explain_syntax_error
from treatygraph.graph.querying import Result
from treatygraph.graph.reasoning import Derivation
from treatygraph.graph.sparql_text import term_text, tokens
from treatygraph.graph.stores import dialects
from treatygraph.graph.stores.connection import BUSY, Connection, Reply, credentials
from treatygraph.graph.stores.failures import BusyStoreError, RowLimitError, StoreError
from treatygraph.graph.stores.interface import AnswersItself
from treatygraph.graph.stores.limits import require_few
from treatygraph.graph.stores.records import Record
from treatygraph.graph.stores.reserved import (
    DEFAULT,
    NOTHING,
    RECORD,
    UNION,
    graph_from_server,
    graph_to_server,
    term_to_server,
    to_server,
    without_reserved,
)
from treatygraph.graph.terms import ONTOLOGY_IRI, PROVENANCE_GRAPH

__all__ = ["ACCOUNT", "Remote"]

ACCOUNT = "TREATYGRAPH_STORE"
"""What the variables with user and password begin with: ``…_USER`` and ``…_PASSWORD``."""
ROWS_AT_A_TIME = 4_000
"""How many quads of several graphs are read with one request; servers cut longer answers off."""
_SOLUTIONS = "application/sparql-results+json"
_TRIPLES = "application/n-triples"
_REFUSED = frozenset((400, 413, 414, 422, 500))
_DIFFERENCES = "docs/how-to/large-graphs.md tells what servers do differently."


class Remote(Dataset, AnswersItself):
    """A dataset on a server.

    :param url: the URL of its query service.
    :param seconds: how long a query may take.
    :param patient: whether a server that is busy, or not there, is asked again.
    :raises StoreError: if this is no URL of a server.
    """

    def __init__(self, url: str, *, seconds: float = 60.0, patient: bool = True) -> None:
        self._set("place", url)
        self._set("derivations", {})
        self._set("sources", ())
        account = credentials(ACCOUNT)
        self._set("_connection", Connection(url, seconds=seconds, account=account, repeat=False, patient=patient))

    place: str
    derivations: Mapping[Quad, Derivation]
    sources: tuple[Path, ...]
    _connection: Connection

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    def answer(self, text: str, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()) -> Result:
        """Answer a query.

        :param text: the query, safe and with its parameters in place.
        :param default_graphs: the graphs that make up the default graph, in place of the query's own FROM.
        :param named_graphs: the graphs that GRAPH can name, in place of the query's own FROM NAMED.
        :returns: the answer, complete.
        :raises QueryError: if the query is wrong, or the server cannot answer it.
        :raises StoreError: if the server does not answer as it should.
        """
        refuse_group_as_graph(self, text)
        given = (default_graphs, named_graphs) if default_graphs or named_graphs else clause_of(text)
        if given is not None:
            return self._ask(text, self._members(given[0]) or [NOTHING], self._members(given[1]) or [NOTHING])
        if UNION in self.record.graphs:
            names = self._names if any(token.says("graph") for token in tokens(text)) else []
            return self._ask(text, [UNION], names)
        return self._ask(text, [], [])

    @cached_property
    def record(self) -> Record:
        """What the last push wrote of itself."""
        # As a dataset it would have to be there: servers such as our own refuse names of graphs that they do not have.
        text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{RECORD}> {{ ?s ?p ?o }} }}"
        return Record.read(self._ask(text, [], []).triples)

    @property
    def is_complete(self) -> bool:
        """Whether no push to the server has begun that has not ended."""
        return bool(self.record.digest) or not self.record.graphs

    def sizes(self) -> dict[str, int]:
        """Count the quads of each graph.

        :returns: the numbers by the names of the graphs on the server.
        """
        names = [*self._names, DEFAULT]
        found = self._ask("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g", [NOTHING], names)
        return dict(sorted((_server_name(row["g"]), _number(row["n"])) for row in found.bindings()))

    @cached_property
    def quads(self) -> tuple[Quad, ...]:
        """All quads, read into memory.

        :raises StoreError: if they are too many.
        """
        require_few(self.size, "Ask with queries.")
        return tuple(self.read())

    def read(self) -> Iterator[Quad]:
        """Read all quads, many graphs with one request: there may be hundreds of small ones.

        :returns: the quads, none of which is kept here.
        :raises RowLimitError: if the server does not hand out as many rows as a graph has.
        """
        text = "SELECT ?g ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } }"
        for names in _batches(self._sizes):
            for row in self._ask(text, [NOTHING], names).bindings():
                yield _quad(row["s"], row["p"], row["o"], row["g"])

    @property
    def size(self) -> int:
        """The number of quads."""
        return sum(self._sizes.values())

    def size_of(self, name: GraphName) -> int:
        """Count the quads of one graph.

        :param name: the graph's name.
        :returns: their number; 0 for a name that names no graph.
        """
        return self._sizes.get(graph_to_server(name), 0)

    @cached_property
    def _sizes(self) -> dict[str, int]:
        return self.sizes()

    @cached_property
    def predicates(self) -> frozenset[NamedNode]:
        """The predicates of all quads."""
        found = (row["p"] for row in self._rows("SELECT DISTINCT ?p WHERE { ?s ?p ?o }"))
        return frozenset(each for each in found if isinstance(each, NamedNode))

    @property
    def version(self) -> str:
        """The digest of what was pushed; empty where something else is there, too little, or nothing."""
        return self.record.digest

    @cached_property
    def digest(self) -> str:
        """The digest of the dataset, by its record; else that of what was read."""
        return self.record.digest or super().digest

    @cached_property
    def graph_names(self) -> tuple[GraphName, ...]:
        """The names of the graphs, sorted; the default graph comes first."""
        names = self._names if DEFAULT not in self.record.graphs else [DEFAULT, *self._names]
        return tuple(sorted(map(graph_from_server, names), key=lambda name: getattr(name, "value", "")))

    @cached_property
    def iris(self) -> frozenset[str]:
        """The IRIs of all things that are the subject of a quad or the name of a graph.

        :raises StoreError: if they are too many.
        """
        require_few(self.size, "Give an IRI, or the whole name after /id/.")
        found = {row["s"] for row in self._rows("SELECT DISTINCT ?s WHERE { ?s ?p ?o }")}
        return frozenset(each.value for each in (*found, *self.graph_names) if isinstance(each, NamedNode))

    def graph(self, name: GraphName) -> tuple[Quad, ...]:
        """Return the quads of one graph.

        :param name: the graph's name.
        :returns: its quads; none for a name that names no graph.
        """
        server_name = graph_to_server(name)
        return self._graph(server_name) if server_name in self._sizes else ()

    def graphs_of(self, triple: Triple) -> tuple[GraphName, ...]:
        """Name the graphs that state a triple.

        :param triple: the triple.
        :returns: the graphs; none if nobody states it.
        """
        found = self._rows(f"SELECT ?g WHERE {{ GRAPH ?g {{ {to_server(triple)} }} }}")
        return tuple(graph_from_server(_server_name(row["g"])) for row in found)

    def about(self, subject: Resource) -> tuple[Quad, ...]:
        """Return the quads that have a subject.

        :param subject: the subject.
        :returns: its quads, of all graphs.
        """
        rows = self._rows(f"SELECT ?g ?p ?o WHERE {{ GRAPH ?g {{ {_written(subject)} ?p ?o }} }}")
        return tuple(_quad(subject, row["p"], row["o"], row["g"]) for row in rows)

    def mentioning(self, object_: Term) -> tuple[Quad, ...]:
        """Return the quads that have an object.

        :param object_: the object.
        :returns: its quads, of all graphs.
        """
        rows = self._rows(f"SELECT ?g ?s ?p WHERE {{ GRAPH ?g {{ ?s ?p {_written(object_)} }} }}")
        return tuple(_quad(row["s"], row["p"], object_, row["g"]) for row in rows)

    def with_predicate(self, predicate: NamedNode) -> tuple[Quad, ...]:
        """Return the quads that have a predicate.

        :param predicate: the predicate.
        :returns: its quads, of all graphs.
        """
        rows = self._rows(f"SELECT ?g ?s ?o WHERE {{ GRAPH ?g {{ ?s {predicate} ?o }} }}")
        return tuple(_quad(row["s"], predicate, row["o"], row["g"]) for row in rows)

    def knows(self, node: NamedNode) -> bool:
        """Tell whether the dataset says anything about a thing.

        :param node: the thing.
        :returns: True if it is a subject, an object, or the name of a graph.
        """
        if self.size_of(node):
            return True
        return self.answer(f"ASK {{ {{ {node} ?p ?o }} UNION {{ ?s ?q {node} }} }}").boolean

    def objects(self, subject: Term, predicate: NamedNode) -> tuple[Term, ...]:
        """Look up objects in the union of all graphs.

        :param subject: the subject.
        :param predicate: the predicate.
        :returns: the objects, none twice.
        """
        if isinstance(subject, Literal):
            return ()
        found = self._rows(f"SELECT DISTINCT ?o WHERE {{ {_written(subject)} {predicate} ?o }}")
        return tuple(sorted((row["o"] for row in found), key=str))

    def subjects(self, predicate: NamedNode, object_: Term) -> tuple[Resource, ...]:
        """Look up subjects in the union of all graphs.

        :param predicate: the predicate.
        :param object_: the object.
        :returns: the subjects, none twice.
        """
        rows = self._rows(f"SELECT DISTINCT ?s WHERE {{ ?s {predicate} {_written(object_)} }}")
        found = (row["s"] for row in rows)
        return tuple(sorted((each for each in found if not isinstance(each, Literal)), key=str))

    def kind_of(self, name: GraphName | str) -> str:
        """Tell what kind of graph this is.

        :param name: the graph's name.
        :returns: the kind.
        """
        iri = name if isinstance(name, str) else graph_to_server(name)
        fixed = {PROVENANCE_GRAPH: "provenance", ONTOLOGY_IRI: "ontology"}
        return fixed.get(iri, self._kinds.get(iri, "other"))

    def counts(self) -> dict[str, int]:
        """Count the quads by the kind of their graph.

        :returns: the number of quads of each kind that has any.
        """
        found: defaultdict[str, int] = defaultdict(int)
        for name, size in self._sizes.items():
            found[self.kind_of(name)] += size
        return dict(sorted(found.items()))

    @cached_property
    def _kinds(self) -> dict[str, str]:
        """The kinds of the graphs that say what they are, the first of :data:`KINDS` where there are several."""
        classes = " ".join(f"<{iri}>" for iri in KINDS)
        rows = self._rows(f"SELECT DISTINCT ?g ?class WHERE {{ VALUES ?class {{ {classes} }} ?g a ?class }}")
        declared = {(_server_name(row["class"]), _server_name(row["g"])) for row in rows}
        return {name: kind for iri, kind in reversed(tuple(KINDS.items())) for each, name in declared if each == iri}

    @cached_property
    def _names(self) -> list[str]:
        """The names of the named graphs that a query may see."""
        if self.record.graphs:
            return without_reserved(self.record.graphs)
        found = self._rows("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
        return without_reserved(_server_name(row["g"]) for row in found)

    def _graph(self, name: str) -> tuple[Quad, ...]:
        """Read one graph, by its name on the server."""
        found = self._ask("SELECT ?s ?p ?o WHERE { ?s ?p ?o }", [name], [])
        return tuple(_quad(row["s"], row["p"], row["o"], NamedNode(name)) for row in found.bindings())

    def _members(self, iris: Sequence[str]) -> list[str]:
        """Put the members of groups in the place of their names, none twice."""
        groups: Mapping[str, Group] = self.groups if any(iri.startswith(GROUPS) for iri in iris) else {}
        return list(dict.fromkeys(each for iri in iris for each in (groups[iri].members if iri in groups else (iri,))))

    def _rows(self, text: str) -> Iterator[dict[str, Term]]:
        """Ask for rows."""
        return self.answer(text).bindings()

    def _ask(self, text: str, default: Sequence[str], named: Sequence[str]) -> Result:
        """Send a query to the server, with the graphs that it is to see."""
        query = tokens(text)
        form = dialects.form_of(query)
        is_graph = form in ("construct", "describe")
        fields = {"query": dialects.for_server(text), "default-graph-uri": default, "named-graph-uri": named}
        reply = self._connection.send("POST", form=fields, accept=_TRIPLES if is_graph else _SOLUTIONS)
        if not reply.good:
            raise _failure(text, reply)
        if is_graph:
            return Result("graph", triples=dialects.described(text, dialects.read_graph(reply.body)))
        result = dialects.read_solutions(reply.body, form, dialects.boolean_columns(query))
        if reply.limited is not None and len(result) >= reply.limited:
            raise RowLimitError(
                f"The server hands out {reply.limited:,} rows at most, and there may be more.",
                repair="Use LIMIT and OFFSET, or raise ResultSetMaxRows in its settings.",
            )
        return result


def _batches(sizes: Mapping[str, int]) -> Iterator[list[str]]:
    """Put graphs together that are read at a time; one that is larger is read alone."""
    names: list[str] = []
    rows = 0
    for name, size in sizes.items():
        if names and rows + size > ROWS_AT_A_TIME:
            yield names
            names, rows = [], 0
        names.append(name)
        rows += size
    if names:
        yield names


def _failure(text: str, reply: Reply) -> StoreError | QueryError:
    """Say why a server does not answer a query."""
    if reply.status in (401, 403):
        return StoreError(
            f"The server wants to know who asks (status {reply.status}).",
            repair=f"Set {ACCOUNT}_USER and {ACCOUNT}_PASSWORD.",
        )
    if reply.status in BUSY:
        return BusyStoreError(f"The server has too much to do (status {reply.status}): {reply.complaint}.")
    if reply.status not in _REFUSED:
        return StoreError(f"The server answers with status {reply.status}: {reply.complaint}.")
    try:
        # Our own parser tells the place; on an empty store the query does no work.
        with suppress(RuntimeError, ValueError, OSError):
            Store().query(text)
    except SyntaxError as error:
        return explain_syntax_error(text, error.msg)
    return QueryError(f"The server cannot answer: {reply.complaint}.", repair=_DIFFERENCES)


def _written(term: Term) -> str:
    """Write a term for a query."""
    sent = term_to_server(term)
    return term_text(sent) if isinstance(sent, NamedNode | Literal) else str(sent)


def _quad(subject: Term, predicate: Term, object_: Term, graph: Term) -> Quad:
    """Make a quad of the parts that a server says."""
    if isinstance(subject, Literal) or not isinstance(predicate, NamedNode):
        raise StoreError("The server says what is no statement.")
    return Quad(subject, predicate, object_, graph_from_server(_server_name(graph)))


def _server_name(graph: Term) -> str:
    """Return the name of a graph on the server."""
    if isinstance(graph, Literal | Triple):
        raise StoreError("The server says what is no name of a graph.")
    return graph_to_server(graph)


def _number(term: Term) -> int:
    """Return a count."""
    if not isinstance(term, Literal) or not term.value.isdecimal():
        raise StoreError("The server says what is no number.")
    return int(term.value)
