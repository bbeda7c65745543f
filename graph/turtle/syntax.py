"""The structure of a text: directives, graph blocks, subjects, predicates and objects, as trees over its tokens.

Nothing is resolved here, so that the same trees serve to place statements and to lay the text out anew. A leaf (an
IRI, a labelled blank node, a literal) is the index of its first token. Terms and annotations of RDF 1.2 that hold
triples are one node each, and are not looked into.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "Annotated",
    "Block",
    "Collection",
    "Directive",
    "Entry",
    "GraphBlock",
    "Item",
    "Node",
    "Opaque",
    "PropertyList",
    "first_token",
]


@dataclass(frozen=True, slots=True)
class PropertyList:
    """A blank node with its properties in square brackets, or none: ``[]``."""

    start: int
    end: int
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Collection:
    """A list in round brackets."""

    start: int
    end: int
    items: list[Node]


@dataclass(frozen=True, slots=True)
class Opaque:
    """A triple term or a reified triple of RDF 1.2."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Annotated:
    """An object with reifiers and annotations of its triple, which are the tokens from ``start`` to ``end``."""

    node: Node
    start: int
    end: int


Node = int | PropertyList | Collection | Opaque | Annotated
"""A term: a leaf by the index of its token, or something that has brackets."""
Entry = tuple[int, list[Node]]
"""A predicate, by the index of its token, with its objects."""


@dataclass(frozen=True, slots=True)
class Block:
    """A subject with its predicates and objects; ``graph`` is used by N-Quads alone."""

    subject: Node
    entries: list[Entry]
    graph: int | None = None


@dataclass(frozen=True, slots=True)
class Directive:
    """A declaration of a prefix, the base or the version, from its first token to its last."""

    start: int
    kind: str
    end: int


@dataclass(frozen=True, slots=True)
class GraphBlock:
    """A graph in braces; ``name`` is None for the default graph.

    ``start`` is its first token, ``open`` and ``close`` are its braces.
    """

    start: int
    name: Node | None
    open: int
    close: int
    blocks: list[Block]


Item = Directive | GraphBlock | Block
"""What a text consists of."""


def first_token(node: Node) -> int:
    """Return the token that a node begins with.

    :param node: the node.
    :returns: the index of the token.
    """
    while isinstance(node, Annotated):
        node = node.node
    return node if isinstance(node, int) else node.start
