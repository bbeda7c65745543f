"""SHACL validation in three passes, so that no graph hides the gap of another.

pyshacl validates the union of a dataset. Therefore a pass looks at

- ``graph``: each named graph of statements alone. One run serves them all: the things of each graph get names of
  their own before, so that no statement of one graph is about a thing of another (classes, properties and
  concepts keep their names);
- ``provenance``: the provenance graph alone, with a mark on each named graph that holds statements;
- ``union``: all curated graphs together, and the statuses that were derived from them.

The closure is left out: what a reasoner adds would satisfy shapes that the curated data break. Of the ontology
the data get the hierarchy of classes and the membership of concepts in code lists, and nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from treatygraph.graph.checking.conformance import is_clean
from treatygraph.graph.checking.findings import Finding
from treatygraph.graph.checking.preselection import idle_constraints
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.checking.shapes import TGSH, read_shapes
from treatygraph.graph.closure import ontology_quads
from treatygraph.graph.dataset import Dataset, GraphName, Term
from treatygraph.graph.terms import CONCEPT, PROVENANCE_GRAPH, RDF_TYPE, RDFS, SKOS, TG

if TYPE_CHECKING:
    import rdflib

    from treatygraph.graph.checking.validator import Engine, Result

__all__ = ["Origin", "Pass", "check_shapes", "passes"]

_OWN = "urn:x-treatygraph:"
_USED_GRAPH = NamedNode(TGSH + "UsedGraph")
_GRAPH_KIND = NamedNode(TGSH + "graphKind")
_PROVENANCE = NamedNode(PROVENANCE_GRAPH)
_NOT_CHECKED = {"inferred", "ontology"}
_SELF_DESCRIBED = {"inferred", "status"}
_KEPT_OF_ONTOLOGY = {NamedNode(RDFS + "subClassOf"), NamedNode(SKOS + "inScheme")}


@dataclass(frozen=True, slots=True)
class Origin:
    """What a name of the data handed to pyshacl stands for.

    :param term: the term of the dataset.
    :param graph: the IRI of the graph that it was looked at in; None for several graphs.
    """

    term: Term
    graph: str | None


@dataclass(frozen=True, slots=True)
class Pass:
    """What one pass looks at.

    :param name: its name.
    :param triples: the data.
    :param origins: what the names that were made for it stand for.
    :param graph: the IRI of the one graph that it looks at; None for several graphs.
    """

    name: str
    triples: tuple[Triple, ...]
    origins: Mapping[str, Origin]
    graph: str | None = None


def check_shapes(dataset: Dataset, *, by: Engine | None = None) -> Iterator[Finding]:
    """Validate a dataset against the shapes that are shipped with the package.

    :param dataset: the dataset.
    :param by: the validator; by default the fastest one that is installed, and none where nothing violates a shape.
    :returns: a finding for each result of a shape that has a code.
    """
    for each in passes(dataset):
        yield from _run(dataset, each, by)


def passes(dataset: Dataset) -> tuple[Pass, ...]:
    """Prepare the data of the passes.

    :param dataset: the dataset.
    :returns: the passes, in the order of :data:`treatygraph.graph.checking.shapes.PASSES`.
    """
    names = [name for name in dataset.graph_names if dataset.kind_of(name) not in _NOT_CHECKED]
    union = (quad.triple for name in names for quad in dataset.graph(name))
    return (
        _each_graph(dataset, [name for name in names if name != _PROVENANCE]),
        _whole("provenance", _provenance(dataset), PROVENANCE_GRAPH),
        _whole("union", union, None),
    )


def _each_graph(dataset: Dataset, names: Iterable[GraphName]) -> Pass:
    """Give the things of each graph names of their own, and note what they stand for."""
    triples: list[Triple] = []
    origins: dict[str, Origin] = {}
    for number, name in enumerate(names):
        kind = Literal(dataset.kind_of(name))
        graph = name.value if isinstance(name, NamedNode) else None
        known: dict[Term, Any] = {}
        subjects: dict[Any, None] = {}
        for quad in dataset.graph(name):
            for term in (quad.subject, quad.object):
                if term not in known:
                    known[term] = _renamed(term, f"{_OWN}{number}:", graph, origins)
            subject, predicate, value = known[quad.subject], quad.predicate, quad.object
            triples.append(Triple(subject, predicate, value if predicate == RDF_TYPE else known[value]))
            subjects[subject] = None
        triples += [Triple(subject, _GRAPH_KIND, kind) for subject in subjects]
    return Pass("graph", tuple(triples), origins)


def _whole(name: str, triples: Iterable[Triple], graph: str | None) -> Pass:
    """Take triples as they are, but for blank nodes, which pyshacl refuses to compare with anything."""
    origins: dict[str, Origin] = {}
    renamed: dict[Triple, None] = {}
    for triple in triples:
        subject, value = triple.subject, triple.object
        if isinstance(subject, BlankNode) or isinstance(value, BlankNode):
            ends = (_without_blank(term, graph, origins) for term in (subject, value))
            renamed[Triple(next(ends), triple.predicate, next(ends))] = None
        else:
            renamed[triple] = None
    return Pass(name, tuple(renamed), origins, graph)


def _without_blank(term: Any, graph: str | None, origins: dict[str, Origin]) -> Any:
    """Give a blank node an IRI; other terms stay as they are."""
    return _renamed(term, _OWN, graph, origins) if isinstance(term, BlankNode) else term


def _renamed(term: Any, prefix: str, graph: str | None, origins: dict[str, Origin]) -> Any:
    """Give a thing a name of its own; terms of the vocabularies, literals and triples stay as they are."""
    if not isinstance(term, (NamedNode, BlankNode)) or term.value.startswith((CONCEPT, TG)):
        return term
    name = f"{prefix}{'_:' if isinstance(term, BlankNode) else ''}{term.value}"
    origins[name] = Origin(term, graph)
    return NamedNode(name)


def _provenance(dataset: Dataset) -> Iterator[Triple]:
    """Return what is said about graphs, with a mark on each named graph that holds statements."""
    yield from (quad.triple for quad in dataset.graph(_PROVENANCE))
    for name in dataset.graph_names:
        kind = dataset.kind_of(name)
        if isinstance(name, NamedNode) and kind not in {"provenance", "ontology"}:
            yield Triple(name, RDF_TYPE, _USED_GRAPH)
        if kind in _SELF_DESCRIBED:
            yield from (quad.triple for quad in dataset.graph(name) if quad.subject == name)


def _run(dataset: Dataset, pass_: Pass, by: Engine | None) -> Iterator[Finding]:
    """Run one pass and turn its results into findings."""
    shapes = read_shapes()
    data = (*pass_.triples, *_vocabulary())
    idle = idle_constraints(shapes.of_pass(pass_.name), data)
    if by is None and is_clean(shapes.of_pass(pass_.name), data, idle):
        return
    from treatygraph.graph.checking.comparisons import only_of_one_kind
    from treatygraph.graph.checking.validator import validate

    results = validate(data, _shapes_graph(pass_.name, idle), by=by)
    for result in only_of_one_kind(results, pass_.triples, shapes.values):
        rule = shapes.rules().get(getattr(result.shape, "value", ""))
        if rule is not None:
            yield _finding(dataset, rule, pass_, result)


def _finding(dataset: Dataset, rule: Rule, pass_: Pass, result: Result) -> Finding:
    """Make a finding of a result, in the names of the dataset."""
    focus, value = (None if term is None else _origin(pass_, term) for term in (result.focus, result.value))
    thing, wrong = focus.term if focus else None, value.term if value else None
    if thing is not None and not isinstance(thing, NamedNode):
        # A literal or blank node that is a value where a thing is expected: the thing that has it is to be mended.
        wrong = thing
        holders = (quad.subject for quad in dataset.mentioning(thing))
        thing = next((each for each in holders if isinstance(each, NamedNode)), None)
    return rule.finding(
        "" if thing is None else thing.value,
        graph=focus.graph if focus else pass_.graph,
        value=None if wrong is None else str(wrong),
        predicate=result.path.value if isinstance(result.path, NamedNode) else None,
    )


def _origin(pass_: Pass, term: Term) -> Origin:
    """Say what a term of the data stands for."""
    name = term.value if isinstance(term, NamedNode) else ""
    return pass_.origins.get(name, Origin(term, pass_.graph))


@cache
def _shapes_graph(name: str, idle: frozenset[Triple]) -> rdflib.Graph:
    """Return the shapes of one pass without the constraints that nothing can violate."""
    from treatygraph.graph.checking.rdflib_graph import to_graph

    return to_graph(triple for triple in read_shapes().of_pass(name) if triple not in idle)


@cache
def _vocabulary() -> tuple[Triple, ...]:
    """Return what the data need of the ontology: subclasses, and which code list a concept is in."""
    return tuple(quad.triple for quad in ontology_quads() if quad.predicate in _KEPT_OF_ONTOLOGY)
