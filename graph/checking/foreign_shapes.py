"""Shapes of the caller (``--shapes``): all files together are held against them, each result is a finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from treatygraph.graph.checking.constraint_wording import sentence
from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.placement import only_graph
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.checking.written import written
from treatygraph.graph.printable import shortened
from treatygraph.graph.terms import RDF, SH, compact

if TYPE_CHECKING:
    from treatygraph.graph.checking.material import Document, Material
    from treatygraph.graph.checking.validator import Result
    from treatygraph.graph.dataset import Resource, Term

__all__ = ["ADVANCED", "SHAPE_VIOLATED", "check_foreign_shapes"]

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
_MESSAGE, _PROPERTY = NamedNode(SH + "message"), NamedNode(SH + "property")
ADVANCED = frozenset(NamedNode(SH + name) for name in ("expression", "js", "rule", "target"))
"""What leads to the advanced features of SHACL and to JavaScript; one engine passes over them, the other refuses."""
MOST_TOLD = 10
LONGEST_MESSAGE = 2000
"""How much of the words of a shape is told; values may have been put into them."""
_COMPONENT = "ConstraintComponent"
_CLOSED = f"{SH}Closed{_COMPONENT}"
_IN_SPARQL = f"{SH}SPARQL{_COMPONENT}"


def check_foreign_shapes(material: Material) -> Iterator[Finding]:
    """Hold data against the shapes that the caller names.

    :param material: the files and the options that name files with shapes.
    :returns: a finding for each result.
    :raises InputError: if a file cannot be read, or holds shapes that are none.
    """
    if not material.shapes or not material.dataset.quads:
        return
    from treatygraph.graph.checking.shape_use import unknown_terms
    from treatygraph.graph.checking.shapes_syntax import require_shapes
    from treatygraph.graph.checking.undefined_shapes import undefined_shapes
    from treatygraph.graph.checking.validator import validate

    told = dict.fromkeys(quad.triple for document in material.shapes for quad in document.quads)
    # One engine passes over terms that SHACL does not have, the other refuses them; both refuse property shapes of
    # which nothing is said. All these are findings anyway.
    unknown, undefined = unknown_terms(material.shapes, material.vocabulary), undefined_shapes(material.shapes)
    understood = [
        each
        for each in told
        if not {each.predicate, each.object} & unknown
        and not (each.predicate == _PROPERTY and each.object in undefined)
    ]
    require_shapes(material.shapes, understood)
    shapes = tuple(each for each in understood if each.predicate not in ADVANCED)
    index = _Shapes(shapes)
    for result in validate(_data(material), shapes):
        yield _finding(material, index, result)


def _data(material: Material) -> tuple[Triple, ...]:
    """Return all statements of all files, and the subclasses that ontologies at hand declare."""
    stated = (quad.triple for quad in material.dataset.quads)
    return tuple(dict.fromkeys((*stated, *material.vocabulary.hierarchy)))


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
            return f"{shortened(' / '.join(result.messages), LONGEST_MESSAGE).rstrip('.')}."
        local = result.component.removeprefix(SH).removesuffix(_COMPONENT)
        local = f"{local[:1].lower()}{local[1:]}"
        given = [each.object for each in about if each.predicate.value == SH + local]
        wanted = self._wanted(given[0]) if len(given) == 1 else ""
        constraint = f"sh:{local}{f' {wanted}' if wanted else ''}"
        of_shape = f"{constraint} of {self.name(shape) if shape is not None else 'a shape'}"
        path = "" if result.path is None else self._path(result.path, shape)
        if result.component == _CLOSED and result.value is not None and not isinstance(result.value, BlankNode):
            path = f"{path} with the value {written(result.value)}"
        said = sentence(local, wanted, path)
        return f"{said.rstrip('.')} ({of_shape})." if said else f"{of_shape} is violated."

    def _wanted(self, term: Term) -> str:
        """Write the value of a parameter; empty for a shape without a name."""
        members = self._members(term)
        if not members:
            return "" if isinstance(term, BlankNode) else written(term)
        more = " …" if len(members) > MOST_TOLD else ""
        return f"( {' '.join(map(written, members[:MOST_TOLD]))}{more} )"

    def _members(self, term: Term) -> list[Term]:
        """List the members of a list; none for anything else, and for a list of lists."""
        found: list[Term] = []
        seen: set[Term] = set()
        while isinstance(term, BlankNode) and term not in seen:
            seen.add(term)
            about = {each.predicate.value: each.object for each in self._about.get(term, [])}
            if about.keys() != {RDF + "first", RDF + "rest"} or isinstance(about[RDF + "first"], BlankNode):
                return []
            found.append(about[RDF + "first"])
            term = about[RDF + "rest"]
        return found

    def _path(self, path: Term, shape: Term | None) -> str:
        """Write a path: a property by its name, another one as the shape has it."""
        if isinstance(path, NamedNode):
            return compact(path.value)
        paths = (
            [each.object for each in self._about.get(shape, []) if each.predicate.value == SH + "path"] if shape else []
        )
        return self._longer_path(paths[0]) if len(paths) == 1 else "a path"

    def _longer_path(self, path: Term) -> str:
        """Write a path that is no property, as far as it is a sequence of properties or the way back along one."""
        members = self._members(path)
        if members and all(isinstance(each, NamedNode) for each in members):
            return "/".join(map(written, members))
        back = [each.object for each in self._about.get(path, []) if each.predicate.value == SH + "inversePath"]
        return f"^{written(back[0])}" if len(back) == 1 and isinstance(back[0], NamedNode) else "a path"


def _finding(material: Material, shapes: _Shapes, result: Result) -> Finding:
    """Make a finding of a result; one about a literal is told at the first thing that has it."""
    # A shape that a thing itself fails names the thing as the value; where it is a value of itself is another matter.
    focus, value = result.focus, None if result.path is None and result.value == result.focus else result.value
    if isinstance(focus, Literal):
        value, focus = focus, next((each.subject for each in material.dataset.mentioning(focus)), None)
    path, graph = result.path if isinstance(result.path, NamedNode) else None, None
    if path is not None and isinstance(focus, (NamedNode, BlankNode)):
        graph = only_graph(material.dataset, focus, path, value)
    finding = SHAPE_VIOLATED.finding(
        focus.value if isinstance(focus, NamedNode) else str(focus or ""),
        message=shapes.message(result),
        graph=graph,
        value=None if value is None else str(value),
        predicate=None if path is None else path.value,
    )
    told = replace(finding, severity=_SEVERITIES.get(result.severity, Severity.ERROR))
    return _at_property(told, material.documents) if result.component == _CLOSED else told


def _at_property(finding: Finding, documents: Iterable[Document]) -> Finding:
    """Place a finding at the property of its statement, since that is wrong, whatever the value."""
    for document in documents:
        position = document.places.predicate(finding.focus, finding.predicate or "", finding.graph, finding.value)
        if position is not None:
            return replace(finding, path=str(document.path), line=position.line, column=position.column)
    return finding
