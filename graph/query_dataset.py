"""The dataset that a query sees: its own FROM and FROM NAMED, or what the caller says in their place.

Several default graphs are merged, each triple once (SPARQL 1.1, section 13.2); the engine itself would find a triple
once for each graph that states it. A group of graphs (:mod:`treatygraph.graph.graph_groups`) stands for its members.
As the source says (SPARQL 1.1 Protocol, section 2.1.4), what the caller says replaces what the query says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Store

from treatygraph.graph.errors import QueryError
from treatygraph.graph.names import near_names
from treatygraph.graph.query_names import names_in
from treatygraph.graph.sparql_text import Token, position, tokens
from treatygraph.graph.stores.reserved import is_reserved

if TYPE_CHECKING:
    from treatygraph.graph.dataset import Dataset

__all__ = ["Selection", "clause_of", "refuse_group_as_graph", "require_graphs", "select"]

_NEAR = 3
_GROUP_SIGN = "graphs"
"""What is in every text that names a group."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The dataset of a query, as the engine takes it.

    :param store: the store to ask.
    :param default_graph: the engine's argument of this name; None for the store's own default graph.
    :param named_graphs: the engine's argument of this name; None for all.
    """

    store: Store
    default_graph: list[NamedNode | BlankNode | DefaultGraph] | None = None
    named_graphs: list[NamedNode | BlankNode] | None = None


def select(
    dataset: Dataset, text: str, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()
) -> Selection:
    """Choose the dataset of a query.

    :param dataset: the graph.
    :param text: the query.
    :param default_graphs: the graphs that make up the default graph, in place of the query's own FROM.
    :param named_graphs: the graphs that GRAPH can name, in place of the query's own FROM NAMED.
    :returns: the dataset. Without any clause the default graph is the union of all graphs, and GRAPH names any;
        where one part is given, the other one is empty.
    :raises QueryError: if the name of a graph is no IRI, or GRAPH names a group.
    """
    refuse_group_as_graph(dataset, text)
    if not default_graphs and not named_graphs:
        clause = clause_of(text)
        if clause is None:
            return Selection(dataset.store)
        default_graphs, named_graphs = clause
    default, named = _members(dataset, default_graphs), _members(dataset, named_graphs)
    graphs: list[NamedNode | BlankNode | DefaultGraph] = [_named(iri) for iri in default]
    names: list[NamedNode | BlankNode] = [_named(iri) for iri in named]
    if len(graphs) > 1:
        return Selection(dataset.merged(default, named), [DefaultGraph()], names)
    return Selection(dataset.store, graphs, names)


def clause_of(text: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Read the dataset clause of a query.

    :param text: the query.
    :returns: the IRIs of FROM and of FROM NAMED, as the engine resolves them; None for a query without the clause,
        or one that cannot be read: the engine tells what is wrong with it.

    >>> clause_of("PREFIX g: <http://example.org/> SELECT * FROM g:a FROM NAMED <http://example.org/b> {}")
    (('http://example.org/a',), ('http://example.org/b',))
    """
    query = tokens(text)
    default: list[Token] = []
    named: list[Token] = []
    for index, token in enumerate(query):
        if token.says("from"):
            following = query[index + 1 : index + 3]
            if following and following[0].says("named"):
                named += following[1:]
            else:
                default += following[:1]
    if not default and not named:
        return None
    resolved = names_in(text, [*default, *named])
    if resolved is None:
        return None
    return resolved[: len(default)], resolved[len(default) :]


def refuse_group_as_graph(dataset: Dataset, text: str) -> None:
    """Refuse GRAPH with the name of a group: no graph is called so, and an empty answer would look like a no.

    :param dataset: the graph.
    :param text: the query.
    :raises QueryError: for the first such name, with what to write instead.
    """
    if _GROUP_SIGN not in text:
        return
    found = [after for token, after in pairwise(tokens(text)) if token.says("graph") and after.kind in ("iri", "name")]
    names = names_in(text, found) or () if found else ()
    for token, iri in zip(found, names, strict=False):
        if iri in dataset.groups:
            line, column = position(text, token.start)
            repair = f"Write FROM NAMED <{iri}> before WHERE, and GRAPH ?g."
            raise QueryError(f"<{iri}> is a group of graphs, no graph.", line=line, column=column, repair=repair)


def require_graphs(dataset: Dataset, iris: Iterable[str]) -> None:
    """Refuse names of graphs that do not exist: an empty answer would look like a no.

    :param dataset: the graph.
    :param iris: the names; those that another treatygraph asks its store with are always of empty graphs.
    :raises QueryError: for the first that names neither a graph nor a group of graphs, with those that are near.
    """
    for iri in iris:
        if iri not in dataset.groups and not is_reserved(iri) and not dataset.size_of(_named(iri)):
            known = {name.value for name in dataset.graph_names if isinstance(name, NamedNode)}
            near = near_names(iri, sorted({*known, *dataset.groups}))[:_NEAR]
            repair = f"Did you mean {' or '.join(f'<{each}>' for each in near)}?" if near else ""
            raise QueryError(f"There is no graph <{iri}>.", repair=repair)


def _named(iri: str) -> NamedNode:
    """Make a node of the name of a graph."""
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise QueryError(f"The name of a graph {iri!r} is no IRI: {error}.") from None


def _members(dataset: Dataset, iris: Sequence[str]) -> tuple[str, ...]:
    """Put the members of groups in the place of their names, none twice."""
    groups = dataset.groups
    members = (member for iri in iris for member in (groups[iri].members if iri in groups else (iri,)))
    return tuple(dict.fromkeys(members))
