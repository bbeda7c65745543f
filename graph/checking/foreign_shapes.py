"""Shapes of the caller (``--shapes``): all files together are held against them, each result is a finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.terms import RDFS, SH, XSD, compact

if TYPE_CHECKING:
    from treatygraph.graph.checking.material import Material
    from treatygraph.graph.checking.validator import Result
    from treatygraph.graph.dataset import Dataset, Resource, Term

__all__ = ["SHAPE_VIOLATED", "check_foreign_shapes"]

SHAPE_VIOLATED = Rule(
    code="TG299",
    name="shape-violated",
    severity=Severity.ERROR,
    message="The data keep to the shapes that the caller names.",
    repair="Correct the data, or the shape.",
    what="Applies the shapes of `--shapes` to all files together, in the core of SHACL and with constraints in SPARQL "
    "but without its advanced features, and passes on what they say, with their severity. Nothing is inferred but the "
    "classes above a class, and nothing that the shapes import is fetched.",
    why="Whoever wrote the shapes relies on them.",
    references=("https://www.w3.org/TR/shacl/",),
)

_SEVERITIES = {SH + "Warning": Severity.WARNING, SH + "Info": Severity.INFO}
_SUBCLASS = NamedNode(RDFS + "subClassOf")
_MESSAGE = NamedNode(SH + "message")
_ADVANCED = frozenset(NamedNode(SH + name) for name in ("expression", "js", "rule", "target"))
"""What leads to the advanced features of SHACL and to JavaScript; one engine passes over them, the other refuses."""
_BARE = (XSD + "integer", XSD + "boolean")
_COMPONENT = "ConstraintComponent"
_IN_SPARQL = f"{SH}SPARQL{_COMPONENT}"


def check_foreign_shapes(material: Material) -> Iterator[Finding]:
    """Hold data against the shapes that the caller names.

    :param material: the files and the options that name files with shapes.
    :returns: a finding for each result.
    :raises InputError: if a file cannot be read, or holds shapes that are none.
    """
    if not material.shapes or not material.dataset.quads:
        return
    from treatygraph.graph.checking.shapes_syntax import require_shapes
    from treatygraph.graph.checking.validator import validate

    files = {document.path: tuple(quad.triple for quad in document.quads) for document in material.shapes}
    require_shapes(files)
    everything = dict.fromkeys(triple for triples in files.values() for triple in triples)
    shapes = tuple(triple for triple in everything if triple.predicate not in _ADVANCED)
    index = _Shapes(shapes)
    for result in validate(_data(material), shapes):
        yield _finding(material.dataset, index, result)


def _data(material: Material) -> tuple[Triple, ...]:
    """Return all statements of all files, and the subclasses that ontologies at hand declare."""
    above = (triple for triple in material.vocabulary.triples if triple.predicate == _SUBCLASS)
    return tuple(dict.fromkeys((*(quad.triple for quad in material.dataset.quads), *above)))


class _Shapes:
    """What messages need of the shapes.

    :param triples: the shapes.
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._about: dict[Term, list[Triple]] = {}
        self._above: dict[Term, Resource] = {}
        for triple in triples:
            self._about.setdefault(triple.subject, []).append(triple)
            if isinstance(triple.object, BlankNode):
                self._above.setdefault(triple.object, triple.subject)

    def name(self, shape: Term) -> str:
        """Name a shape, or the nearest one above it that has a name."""
        seen = set()
        while not isinstance(shape, NamedNode) and shape in self._above and shape not in seen:
            seen.add(shape)
            shape = self._above[shape]
        return compact(shape.value) if isinstance(shape, NamedNode) else "a shape without a name"

    def message(self, result: Result) -> str:
        """Say what a result is about: in the words of the shape, else in ours, since each engine has its own."""
        shape = result.shape
        about = self._about.get(shape, []) if shape is not None else []
        if result.messages and (result.component == _IN_SPARQL or any(each.predicate == _MESSAGE for each in about)):
            return f"{' / '.join(result.messages).rstrip('.')}."
        local = result.component.removeprefix(SH).removesuffix(_COMPONENT)
        parameter = f"sh:{local[:1].lower()}{local[1:]}"
        given = [each.object for each in about if each.predicate.value == SH + parameter[3:]]
        value = f" {_written(given[0])}" if len(given) == 1 and not isinstance(given[0], BlankNode) else ""
        return f"{parameter}{value} of {self.name(shape) if shape is not None else 'a shape'} is violated."


def _finding(dataset: Dataset, shapes: _Shapes, result: Result) -> Finding:
    """Make a finding of a result; one about a blank node or a literal is told at the thing that has it."""
    focus, value = result.focus, result.value
    if focus is not None and not isinstance(focus, NamedNode):
        value, focus = value or focus, _holder(dataset, focus)
    finding = SHAPE_VIOLATED.finding(
        "" if focus is None else focus.value,
        message=shapes.message(result),
        value=None if value is None else str(value),
        predicate=result.path.value if isinstance(result.path, NamedNode) else None,
    )
    return replace(finding, severity=_SEVERITIES.get(result.severity, Severity.ERROR))


def _holder(dataset: Dataset, term: Term) -> NamedNode | None:
    """Find the nearest thing with a name that has a term as a value, directly or through blank nodes."""
    seen: set[Term] = {term}
    level: list[Term] = [term]
    while level:
        holders = [quad.subject for each in level for quad in dataset.mentioning(each)]
        named = next((each for each in holders if isinstance(each, NamedNode)), None)
        if named is not None:
            return named
        level = [each for each in dict.fromkeys(holders) if each not in seen]
        seen.update(level)
    return None


def _written(term: Term) -> str:
    """Write a term for a reader."""
    if isinstance(term, Literal) and term.datatype.value in _BARE:
        return term.value
    return compact(term.value) if isinstance(term, NamedNode) else str(term)
