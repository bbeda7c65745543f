"""Numbers about a dataset, as VoID has them: how many things, classes and properties there are, and how often."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from treatygraph.graph.dataset import Resource, Term
from treatygraph.graph.terms import ID, RDF_TYPE

__all__ = ["Statistics", "statistics_of"]


@dataclass(frozen=True, slots=True)
class Statistics:
    """Numbers of the union of all graphs.

    :param triples: how many triples there are.
    :param subjects: how many subjects they have.
    :param objects: how many objects they have.
    :param entities: how many of the subjects are things of this graph.
    :param classes: how many things each class has.
    :param properties: how many triples each property has.
    :param of_classes: how many triples each property has whose subject is of a class.
    """

    triples: int
    subjects: int
    objects: int
    entities: int
    classes: Mapping[str, int]
    properties: Mapping[str, int]
    of_classes: Mapping[str, Mapping[str, int]]


def statistics_of(quads: Callable[[], Iterable[Quad]]) -> Statistics:
    """Count.

    :param quads: gives the triples of the union, none twice; it is called twice, so that no list is needed.
    :returns: the numbers; classes and properties are sorted by their IRIs.
    """
    classes_of: defaultdict[Resource, list[str]] = defaultdict(list)
    for quad in quads():
        if quad.predicate == RDF_TYPE and isinstance(quad.object, NamedNode):
            classes_of[quad.subject].append(quad.object.value)
    subjects: set[Resource] = set()
    objects: set[Term] = set()
    properties: Counter[str] = Counter()
    of_classes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for quad in quads():
        property_ = quad.predicate.value
        subjects.add(quad.subject)
        objects.add(quad.object)
        properties[property_] += 1
        for class_ in classes_of.get(quad.subject, ()):
            of_classes[class_][property_] += 1
    classes = Counter(class_ for found in classes_of.values() for class_ in found)
    entities = sum(1 for each in subjects if isinstance(each, NamedNode) and each.value.startswith(ID))
    return Statistics(
        properties.total(),
        len(subjects),
        len(objects),
        entities,
        dict(sorted(classes.items())),
        dict(sorted(properties.items())),
        {class_: dict(sorted(found.items())) for class_, found in sorted(of_classes.items())},
    )
