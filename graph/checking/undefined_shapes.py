"""Shapes that other shapes refer to and that nothing is said of: everything conforms to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, Quad

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.terms import RDF, SH, compact

if TYPE_CHECKING:
    from treatygraph.graph.checking.material import Document
    from treatygraph.graph.dataset import Term

__all__ = ["UNDEFINED_SHAPE", "find_undefined_shapes", "undefined_shapes"]

UNDEFINED_SHAPE = Rule(
    code="TG298",
    name="undefined-shape",
    severity=Severity.ERROR,
    message="A shape that another one refers to is described.",
    repair="Describe the shape, correct its name, or name its file by --shapes as well.",
    what="Finds values of sh:property, sh:node, sh:not and sh:qualifiedValueShape, and members of the lists of sh:and, "
    "sh:or and sh:xone, that no shape of --shapes and no checked file says anything of. References by sh:property are "
    "left out when the shapes are applied; what shapes import is not fetched.",
    why="Everything conforms to a shape without constraints: what the author meant to forbid is allowed, without a "
    "word.",
    references=("https://www.w3.org/TR/shacl/#NodeConstraintComponent", "https://www.w3.org/TR/shacl/#property-shapes"),
    options="`--shapes FILE` names shapes.",
)

_DIRECT = frozenset(NamedNode(SH + name) for name in ("property", "node", "not", "qualifiedValueShape"))
_LISTS = frozenset(NamedNode(SH + name) for name in ("and", "or", "xone"))
_FIRST, _REST = NamedNode(RDF + "first"), NamedNode(RDF + "rest")


def undefined_shapes(documents: Iterable[Document], known: Set[Term] = frozenset()) -> frozenset[Term]:
    """Name the shapes that are referred to and not described.

    :param documents: files with shapes; a shape may be described in another one of them.
    :param known: what is described elsewhere.
    :returns: the shapes.
    """
    quads = [quad for document in documents for quad in document.quads]
    described = {quad.subject for quad in quads}
    used = {quad.object for quad in _references(quads) if isinstance(quad.object, NamedNode)}
    return frozenset(used - described - known)


def find_undefined_shapes(documents: Sequence[Document], known: Set[Term] = frozenset()) -> Iterator[Finding]:
    """Find references to shapes that are not described.

    :param documents: files with shapes.
    :param known: what is described elsewhere.
    :returns: a finding for each reference.
    """
    undefined = undefined_shapes(documents, known)
    for document in documents if undefined else ():
        yield from (_finding(document, quad) for quad in _references(document.quads) if quad.object in undefined)


def _finding(document: Document, quad: Quad) -> Finding:
    """Make a finding of a reference."""
    subject = quad.subject.value if isinstance(quad.subject, NamedNode) else str(quad.subject)
    graph = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else None
    position = document.places.wrong_value(subject, quad.predicate.value, str(quad.object), graph)
    return UNDEFINED_SHAPE.finding(
        subject,
        message=f"Nothing is said of the shape {compact(str(quad.object)[1:-1])}.",
        graph=graph,
        predicate=quad.predicate.value,
        value=str(quad.object),
        path=str(document.path),
        line=position.line if position else None,
        column=position.column if position else None,
    )


def _references(quads: Sequence[Quad]) -> Iterator[Quad]:
    """Find the statements that refer to shapes, those about the cells of lists among them."""
    cells: set[Term] = {quad.object for quad in quads if quad.predicate in _LISTS}
    rests: dict[Term, Term] = {quad.subject: quad.object for quad in quads if quad.predicate == _REST} if cells else {}
    agenda = list(cells)
    while agenda:
        rest = rests.get(agenda.pop())
        if isinstance(rest, BlankNode) and rest not in cells:
            cells.add(rest)
            agenda.append(rest)
    for quad in quads:
        if quad.predicate in _DIRECT or (quad.predicate == _FIRST and quad.subject in cells):
            yield quad
