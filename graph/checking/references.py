"""Rules on the things of the graph and their IRIs: described somewhere, told apart, and named in one way."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.checking.spelling import did_you_mean
from treatygraph.graph.checking.vocabulary import namespace_of
from treatygraph.graph.printable import shortened
from treatygraph.graph.terms import ID, RDF_TYPE, RDFS_LABEL, SCHEMA, TG, compact

if TYPE_CHECKING:
    from treatygraph.graph.checking.material import Material
    from treatygraph.graph.dataset import Dataset

__all__ = ["DANGLING", "REFERENCE_RULES", "check_references"]

DANGLING = Rule(
    code="TG290",
    name="dangling-iri",
    severity=Severity.ERROR,
    message="What a statement mentions is described by some graph.",
    repair="Describe it, or correct its name.",
    what="Finds IRIs in the namespace of treatygraph's things that are values of statements and that no statement of "
    "the checked files is about. What other rules would say of such a thing is left out.",
    why="It leads nowhere: mostly the name is misspelt, and the statement is missing from what is known of the thing "
    "that was meant.",
    references=("https://www.w3.org/TR/ld-bp/#HTTP-URIS",),
)
SAME_LABEL = Rule(
    code="TG291",
    name="duplicate-label",
    severity=Severity.WARNING,
    message="Two things of one class have different labels.",
    repair="Make one thing of them, or tell them apart in the label, by a year for instance.",
    what="Finds things of the same class that have the same label in the same language; capital letters and spaces do "
    "not count.",
    why="In a table or on a page nobody can tell them apart; often one of them was entered twice.",
    references=("https://robot.obolibrary.org/report_queries/duplicate_label",),
)
UNUSUAL_NAME = Rule(
    code="TG292",
    name="unusual-iri",
    severity=Severity.WARNING,
    message="The IRI of a thing is written in kebab-case, and has the segment of its kind.",
    repair="Rename the thing while nobody cites it yet.",
    what="Finds things in treatygraph's namespace whose IRI has other characters than a-z, 0-9 and single hyphens "
    "between slashes, and passages, selectors, graphs, inferences, perspectives, sources and times whose IRI lacks the "
    "segment of their kind (id/perspective/NAME).",
    why="One way of writing means that nobody has to look a name up; the segments keep things apart that share a local "
    "name, such as a state and its perspective.",
    references=("https://www.w3.org/TR/ld-bp/#HTTP-URIS",),
)
REFERENCE_RULES = (DANGLING, SAME_LABEL, UNUSUAL_NAME)

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*")
_SEGMENTS: Mapping[str, str] = MappingProxyType(
    {
        TG + "Perspective": "perspective",
        TG + "Passage": "passage",
        "http://www.w3.org/ns/oa#TextPositionSelector": "selector",
        TG + "PassageGraph": "graph",
        TG + "PerspectiveGraph": "graph",
        TG + "EditorialGraph": "graph",
        TG + "ReferenceGraph": "graph",
        TG + "InferenceGraph": "inference",
        TG + "FuzzyTime": "time",
        SCHEMA + "NewsArticle": "source",
    }
)


def check_references(material: Material) -> Iterator[Finding]:
    """Look at the names of things.

    :param material: the files.
    :returns: a finding for each mention of what nobody describes, for each thing that has the label of another one,
        and for each unusual IRI.
    """
    dataset = material.dataset
    yield from _same_labels(dataset)
    if material.options.builtin:
        yield from _dangling(dataset)
        yield from _unusual(dataset)


def _dangling(dataset: Dataset) -> Iterator[Finding]:
    """Find mentions of what nobody describes."""
    known = dataset.iris
    wanted = {
        quad.object
        for quad in dataset.quads
        if isinstance(quad.object, NamedNode) and quad.object.value.startswith(ID) and quad.object.value not in known
    }
    names: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for iri in known if wanted else ():
        namespace = namespace_of(iri)
        names[namespace][iri[len(namespace) :]] = _written(iri)
    for node in sorted(wanted, key=str):
        iri = node.value
        namespace = namespace_of(iri)
        question = did_you_mean(iri[len(namespace) :], names[namespace], names[namespace].__getitem__)
        for quad in dataset.mentioning(node):
            yield DANGLING.finding(
                quad.subject.value if isinstance(quad.subject, NamedNode) else str(quad.subject),
                message=f"Nothing is said of {_written(iri)}.",
                repair=question or None,
                graph=_graph(quad.graph_name),
                predicate=quad.predicate.value,
                value=str(node),
            )


def _same_labels(dataset: Dataset) -> Iterator[Finding]:
    """Find things of one class that have the same label."""
    bearers: defaultdict[tuple[str, str], dict[NamedNode, Literal]] = defaultdict(dict)
    for quad in dataset.quads:
        if quad.predicate == RDFS_LABEL and isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode):
            key = (" ".join(quad.object.value.casefold().split()), quad.object.language or "")
            bearers[key].setdefault(quad.subject, quad.object)
    for things in bearers.values():
        if len(things) > 1:
            yield from _rivals(dataset, things)


def _rivals(dataset: Dataset, things: Mapping[NamedNode, Literal]) -> Iterator[Finding]:
    """Find those of some things with one label that share a class with one before them."""
    first: dict[object, NamedNode] = {}
    for thing in sorted(things, key=str):
        types = dataset.objects(thing, RDF_TYPE)
        other = next((first[each] for each in types if each in first), None)
        for each in types:
            first.setdefault(each, thing)
        if other is not None:
            yield SAME_LABEL.finding(
                thing.value,
                message=f"{_written(other.value)} has the same label, {shortened(str(things[thing]))}.",
                predicate=RDFS_LABEL.value,
                value=str(things[thing]),
            )


def _unusual(dataset: Dataset) -> Iterator[Finding]:
    """Find things whose IRI breaks the rules."""
    described = {quad.subject for quad in dataset.quads if isinstance(quad.subject, NamedNode)}
    for thing in sorted((each for each in described if each.value.startswith(ID)), key=str):
        path = thing.value.removeprefix(ID)
        if not _NAME.fullmatch(path):
            name = "-".join(re.findall(r"[a-z0-9]+|/", re.sub(r"(?<=[a-z])(?=[A-Z])", "-", path).lower()))
            better = name.replace("-/-", "/")
            repair = f"Call it {_written(ID + better)}." if _NAME.fullmatch(better) else None
            yield UNUSUAL_NAME.finding(thing.value, message=f"{path!r} is not in kebab-case.", repair=repair)
            continue
        types = dataset.objects(thing, RDF_TYPE)
        segments = {_SEGMENTS[each.value] for each in types if isinstance(each, NamedNode) and each.value in _SEGMENTS}
        missing = {each for each in segments if not path.startswith(f"{each}/")}
        if missing:
            wanted = " or ".join(f"id/{each}/" for each in sorted(missing))
            yield UNUSUAL_NAME.finding(thing.value, message=f"The IRI of such a thing begins with {wanted}.")


def _graph(name: object) -> str | None:
    """Return the IRI of a graph."""
    return name.value if isinstance(name, NamedNode) else None


def _written(iri: str) -> str:
    """Write an IRI for a reader: without what all things of the graph have in common."""
    short = compact(iri)
    return short if not short.startswith("<") or not iri.startswith(ID) else f"id/{iri.removeprefix(ID)}"
