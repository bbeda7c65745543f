"""The statements of a text with the places of their parts.

The statements are those of the strict parser, but for statements with triples in them (RDF 1.2), which are left out.
The nodes of a list stand where its items do, the last ``rdf:rest`` at the closing bracket.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat

from treatygraph.graph.terms import RDF
from treatygraph.graph.turtle.reader import read_items
from treatygraph.graph.turtle.syntax import (
    Annotated,
    Block,
    Collection,
    Directive,
    Entry,
    GraphBlock,
    Node,
    PropertyList,
    first_token,
)
from treatygraph.graph.turtle.term_reader import Declaration, Term, Terms
from treatygraph.graph.turtle.tokens import Text, Tokens, tokenise

__all__ = ["Scan", "Statement", "scan"]

_FIRST, _REST, _NIL = (NamedNode(RDF + name) for name in ("first", "rest", "nil"))
_DEFAULT_GRAPH = DefaultGraph()


class Statement(NamedTuple):
    """A statement, and where its parts begin: offsets in code points."""

    subject: NamedNode | BlankNode
    predicate: NamedNode
    object: Term
    graph: NamedNode | BlankNode | DefaultGraph
    subject_at: int
    predicate_at: int
    object_at: int

    @property
    def quad(self) -> Quad:
        """The statement without its places.

        :returns: the quad.
        """
        return Quad(self.subject, self.predicate, self.object, self.graph)


@dataclass(frozen=True, slots=True)
class Scan:
    """What a text says, and where.

    :param text: the text.
    :param statements: its statements in the order of their objects.
    :param declarations: its prefixes and bases, in their order.
    :param graphs: the names of its graph blocks (in N-Quads: of each statement), with the places of the names.
    """

    text: Text
    statements: tuple[Statement, ...]
    declarations: tuple[Declaration, ...]
    graphs: tuple[tuple[NamedNode | BlankNode, int], ...]


def scan(text: Text, form: RdfFormat) -> Scan:
    """Find the statements of a text.

    :param text: a text that the strict parser accepts.
    :param form: Turtle, TriG, N-Triples or N-Quads.
    :returns: its statements with their places; blank nodes without a label get one.
    :raises InputError: if it cannot be read, or lists are nested too deeply.

    >>> [statement] = scan(Text("<urn:a> a <urn:B> ."), RdfFormat.TURTLE).statements
    >>> statement.quad.predicate.value, statement.object_at
    ('http://www.w3.org/1999/02/22-rdf-syntax-ns#type', 10)
    """
    tokens = tokenise(text)
    scanner = _Scanner(tokens)
    for item in read_items(tokens, form):
        if isinstance(item, Directive):
            declared = scanner.terms.declaration(item)
            if declared is not None:
                scanner.terms.declare(declared)
        elif isinstance(item, GraphBlock):
            scanner.graph(item)
        else:
            scanner.block(item)
    return Scan(text, tuple(scanner.statements), scanner.terms.declarations, tuple(scanner.graphs))


class _Scanner:
    """Collects the statements of the items of a text."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.terms = Terms(tokens)
        self.statements: list[Statement] = []
        self.graphs: list[tuple[NamedNode | BlankNode, int]] = []
        self.name: NamedNode | BlankNode | DefaultGraph = _DEFAULT_GRAPH
        self.label = "anonymous"
        while f"_:{self.label}" in tokens.source.text:
            self.label += "x"
        self.labels = 0

    def graph(self, item: GraphBlock) -> None:
        """Collect the statements of a graph block."""
        if item.name is not None:
            self.enter(item.name)
        for block in item.blocks:
            self.block(block)
        self.name = _DEFAULT_GRAPH

    def enter(self, node: Node) -> None:
        """Take a graph for that of the statements that follow."""
        index = first_token(node)
        name = self.terms.leaf(index) if isinstance(node, int) else self.anonymous()
        if isinstance(name, Literal):
            raise self.tokens.error(index)
        self.name = name
        self.graphs.append((name, self.tokens.starts[index]))

    def block(self, block: Block) -> None:
        """Collect the statements about a subject."""
        if block.graph is not None:
            self.enter(block.graph)
        subject = self.node(block.subject)
        if isinstance(subject, Literal):
            raise self.tokens.error(first_token(block.subject))
        self.inside(block.subject, subject)
        self.entries(subject, first_token(block.subject), block.entries)
        if block.graph is not None:
            self.name = _DEFAULT_GRAPH

    def entries(self, subject: NamedNode | BlankNode | None, subject_at: int, entries: list[Entry]) -> None:
        """Collect the statements of predicates and objects; what has a triple for its subject is left out."""
        starts, texts = self.tokens.starts, self.tokens.texts
        terms, name, append = self.terms, self.name, self.statements.append
        known = terms.known
        for predicate, objects in entries:
            term = known.get(texts[predicate])
            verb = term if isinstance(term, NamedNode) else terms.iri(predicate)
            for node in objects:
                if isinstance(node, int) and subject is not None:
                    value = known.get(texts[node]) or terms.leaf(node)
                    append(Statement(subject, verb, value, name, starts[subject_at], starts[predicate], starts[node]))
                else:
                    self.nested(subject, subject_at, verb, predicate, node)

    def nested(
        self, subject: NamedNode | BlankNode | None, subject_at: int, verb: NamedNode, verb_at: int, node: Node
    ) -> None:
        """Collect the statement that has a node with brackets for its object, then those inside the brackets."""
        inner = node.node if isinstance(node, Annotated) else node
        term = self.node(inner)
        if subject is not None and term is not None:
            places = (self.tokens.starts[each] for each in (subject_at, verb_at, first_token(inner)))
            self.statements.append(Statement(subject, verb, term, self.name, *places))
        self.inside(inner, term)
        if isinstance(node, Annotated):
            self.terms.use(node.start, node.end)

    def node(self, node: Node) -> Term | None:
        """Return the term of a node; None for one that holds a triple."""
        if isinstance(node, int):
            return self.terms.leaf(node)
        if isinstance(node, Collection) and not node.items:
            return _NIL
        if isinstance(node, (Collection, PropertyList)):
            return self.anonymous()
        self.terms.use(node.start, node.end)
        return None

    def inside(self, node: Node, term: Term | None) -> None:
        """Collect the statements inside the brackets of a node."""
        if isinstance(term, BlankNode) and isinstance(node, PropertyList):
            self.entries(term, node.start, node.entries)
        elif isinstance(term, BlankNode) and isinstance(node, Collection):
            self.members(term, node)

    def members(self, cell: BlankNode, node: Collection) -> None:
        """Collect the statements of a list."""
        here = node.start
        nodes = [first_token(item) for item in node.items[1:]]
        for item, after in zip(node.items, [*nodes, node.end], strict=True):
            self.nested(cell, here, _FIRST, first_token(item), item)
            rest = _NIL if after == node.end else self.anonymous()
            places = (self.tokens.starts[each] for each in (here, after, after))
            self.statements.append(Statement(cell, _REST, rest, self.name, *places))
            if isinstance(rest, BlankNode):
                cell, here = rest, after

    def anonymous(self) -> BlankNode:
        """Make a blank node with a label that the text does not use."""
        self.labels += 1
        return BlankNode(f"{self.label}{self.labels}")
