"""Reading the typed model from a dataset: what is curated, from any of its graphs, and nothing that was derived."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode

from treatygraph.graph.promises.fuzzy_time import Bounds, parse_xsd_date
from treatygraph.graph.promises.model import (
    Act,
    Commitment,
    Condition,
    GraphInfo,
    Graphs,
    Identity,
    Link,
    Model,
    Order,
    Perspective,
    Succession,
    TimeBound,
    TypeEdge,
)
from treatygraph.graph.terms import CONCEPT, ELI, ORG, RDF, TG, XSD, concept, tg

if TYPE_CHECKING:
    from treatygraph.graph.dataset import Dataset, GraphName

__all__ = ["read_model"]

SKIPPED_KINDS = frozenset({"inferred", "status", "ontology", "provenance", "editorial"})
"""What is derived would be counted twice; the others say nothing about promises."""

EVENT_CLASSES = frozenset(
    {
        "CommitmentAct",
        "ConsentToBeBound",
        "DiplomaticEvent",
        "EntryIntoForce",
        "Meeting",
        "Reservation",
        "Signature",
        "SpeechAct",
        "StateSuccession",
        "Termination",
    }
)
_TYPE = RDF + "type"
_PART_OF = ELI + "is_part_of"
_PREDECESSOR = ORG + "originalOrganization"
_SUCCESSOR = ORG + "resultingOrganization"
_DATE = XSD + "date"
_EVENT_MARKS = tuple(TG + name for name in ("realisation", "eventType", "effect", "precedes", "mayBeSameAs"))
_TYPE_PROPERTIES = ("eventType", "requiresEvent", "consequent", "specialises", "constitutingEvent", "countsAs")
_TYPE_MARKS = tuple(TG + name for name in _TYPE_PROPERTIES)
_CONDITION_MARKS = tuple(TG + name for name in ("requiresEvent", "allOf", "anyOf", "conditionKind"))

_Objects = Mapping[str, Graphs]


class _Facts:
    """The statements of the graphs that count, by predicate and subject; a predicate is read when it is asked for."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._found: dict[str, dict[str, dict[str, set[str]]]] = {}
        self._read: dict[tuple[str, str], _Objects] = {}
        self.graph_names = [name for name in dataset.graph_names if dataset.kind_of(name) not in SKIPPED_KINDS]
        self._counted = {name: _text(name) for name in self.graph_names}

    def objects(self, subject: str, predicate: str) -> _Objects:
        """Find the objects of a subject, each with its graphs, sorted."""
        found = self._of(predicate).get(subject)
        if found is None:
            return {}
        if (subject, predicate) not in self._read:
            self._read[subject, predicate] = {target: frozenset(found[target]) for target in sorted(found)}
        return self._read[subject, predicate]

    def subjects(self, predicate: str) -> Iterable[str]:
        """Find the subjects of a predicate."""
        return self._of(predicate)

    def pairs(self, predicate: str) -> Iterator[tuple[str, str, Graphs]]:
        """Find the statements of a predicate, sorted."""
        for subject in sorted(self.subjects(predicate)):
            for target, graphs in self.objects(subject, predicate).items():
                yield subject, target, graphs

    def targets(self, predicate: str) -> set[str]:
        """Find the objects of a predicate, whatever their subject."""
        return {target for _, target, _ in self.pairs(predicate)}

    def links(self, subject: str, predicate: str, strip: str = "") -> tuple[Link, ...]:
        """Find the objects of a subject as links, without a namespace where one is to be stripped."""
        objects = self.objects(subject, predicate)
        return tuple(
            Link(target.removeprefix(strip), graphs) for target, graphs in objects.items() if target.startswith(strip)
        )

    def _of(self, predicate: str) -> dict[str, dict[str, set[str]]]:
        """Find the statements of a predicate: their objects by their subjects, each object with its graphs."""
        if predicate not in self._found:
            found: dict[str, dict[str, set[str]]] = {}
            for quad in self._dataset.with_predicate(NamedNode(predicate)):
                name = self._counted.get(quad.graph_name)
                if name is not None:
                    found.setdefault(_text(quad.subject), {}).setdefault(_text(quad.object), set()).add(name)
            self._found[predicate] = found
        return self._found[predicate]

    def all_links(self, predicate: str) -> dict[str, tuple[Link, ...]]:
        """Find the links of all subjects of a predicate."""
        return {subject: self.links(subject, predicate) for subject in sorted(self.subjects(predicate))}


def read_model(dataset: Dataset) -> Model:
    """Read commitments, acts, conditions and perspectives from all curated graphs of a dataset.

    :param dataset: the graph; what was derived in it is left out, so a build gives the same model.
    :returns: the model.
    """
    facts = _Facts(dataset)
    of_class: defaultdict[str, set[str]] = defaultdict(set)
    for subject, kind, _ in facts.pairs(_TYPE):
        of_class[kind.removeprefix(TG)].add(subject)
    set_out: defaultdict[str, list[Link]] = defaultdict(list)
    for subject, commitment, graphs in facts.pairs(TG + "setsOut"):
        set_out[commitment].append(Link(subject, graphs))
    return Model(
        commitments={iri: _commitment(facts, iri, set_out[iri]) for iri in sorted(of_class["Commitment"])},
        acts={iri: _act(facts, iri) for iri in sorted(_event_iris(facts, of_class))},
        conditions={iri: _condition(facts, iri) for iri in sorted(_condition_iris(facts, of_class))},
        perspectives={iri: _perspective(facts, iri) for iri in sorted(of_class["Perspective"])},
        parties=facts.all_links(TG + "party"),
        wholes=facts.all_links(_PART_OF),
        acts_for=facts.all_links(TG + "actsFor"),
        type_edges=tuple(_type_edges(facts)),
        orders=tuple(Order(*pair) for pair in facts.pairs(TG + "precedes")),
        identities=tuple(Identity(*pair) for pair in facts.pairs(TG + "mayBeSameAs")),
        successions=tuple(_successions(facts, of_class["StateSuccession"])),
        graphs={_text(name): _graph_info(dataset, name) for name in facts.graph_names},
        event_types=frozenset(of_class["EventType"].union(*map(facts.targets, _TYPE_MARKS))),
    )


def _event_iris(facts: _Facts, of_class: Mapping[str, set[str]]) -> set[str]:
    """Find what is an event: by its class, or by a property that only events have."""
    found = {iri for kind in EVENT_CLASSES for iri in of_class.get(kind, ())}
    for mark in _EVENT_MARKS:
        found.update(facts.subjects(mark))
    for mark in (TG + "precedes", TG + "mayBeSameAs"):
        found |= facts.targets(mark)
    return found


def _condition_iris(facts: _Facts, of_class: Mapping[str, set[str]]) -> set[str]:
    """Find what is a condition: by its class, or by a property that only conditions have."""
    found = {iri for kind, iris in of_class.items() if kind.endswith("Condition") for iri in iris}
    return found.union(*(facts.subjects(mark) for mark in _CONDITION_MARKS))


def _act(facts: _Facts, iri: str) -> Act:
    """Read one event."""
    return Act(
        iri=iri,
        kinds=facts.links(iri, _TYPE, TG),
        realisations=facts.links(iri, TG + "realisation", CONCEPT),
        agents=facts.links(iri, TG + "agent"),
        concerns=facts.links(iri, TG + "concerns"),
        event_types=facts.links(iri, TG + "eventType"),
        effects=facts.links(iri, TG + "effect", CONCEPT),
        adds=facts.links(iri, TG + "addsCondition"),
        removes=facts.links(iri, TG + "removesCondition"),
        means=facts.links(iri, TG + "means", CONCEPT),
        modifies=facts.links(iri, TG + "modifies"),
        effected_by=facts.links(iri, TG + "effectedBy"),
        times=tuple(_times(facts, iri)),
    )


def _commitment(facts: _Facts, iri: str, set_out_by: Iterable[Link]) -> Commitment:
    """Read one commitment."""
    return Commitment(
        iri=iri,
        kinds=tuple(link for link in facts.links(iri, _TYPE, TG) if link.target == "Commitment"),
        debtors=facts.links(iri, TG + "debtor"),
        creditors=facts.links(iri, TG + "creditor"),
        consequents=facts.links(iri, TG + "consequent"),
        conditions=facts.links(iri, TG + "condition"),
        set_out_by=tuple(set_out_by),
    )


def _condition(facts: _Facts, iri: str) -> Condition:
    """Read one condition."""
    classes = (link for link in facts.links(iri, _TYPE, TG) if link.target == "DateCondition")
    return Condition(
        iri=iri,
        kinds=facts.links(iri, TG + "conditionKind", CONCEPT),
        requires=facts.links(iri, TG + "requiresEvent"),
        all_of=facts.links(iri, TG + "allOf"),
        any_of=facts.links(iri, TG + "anyOf"),
        dates=(*classes, *facts.links(iri, TG + "when")),
        times=tuple(_times(facts, iri)),
    )


def _perspective(facts: _Facts, iri: str) -> Perspective:
    """Read one perspective; what it both recognises and rejects is left open."""
    recognises = facts.objects(iri, TG + "recognises").keys()
    rejects = facts.objects(iri, TG + "rejects").keys()
    return Perspective(iri, frozenset(recognises - rejects), frozenset(rejects - recognises))


def _times(facts: _Facts, iri: str) -> Iterator[TimeBound]:
    """Read the bounds on the day of an event or a condition."""
    for time, link in facts.objects(iri, TG + "when").items():
        for text, value in facts.objects(time, TG + "notBefore").items():
            if (day := parse_xsd_date(text)) is not None:
                yield TimeBound(Bounds(first=day), link, value, time)
        for text, value in facts.objects(time, TG + "notAfter").items():
            if (day := parse_xsd_date(text)) is not None:
                yield TimeBound(Bounds(last=day), link, value, time)


def _type_edges(facts: _Facts) -> Iterator[TypeEdge]:
    """Read which event types are also others, outright or according to a proposition."""
    for source, target, graphs in facts.pairs(TG + "specialises"):
        yield TypeEdge(source, target, (Link(target, graphs),))
    for proposition, target, graphs in facts.pairs(TG + "countsAs"):
        for link in facts.links(proposition, TG + "constitutingEvent"):
            yield TypeEdge(link.target, target, (Link(target, graphs), link), proposition)


def _successions(facts: _Facts, iris: Iterable[str]) -> Iterator[Succession]:
    """Read which states take the place of others."""
    for iri in sorted(iris):
        for predecessor in facts.links(iri, _PREDECESSOR):
            for successor in facts.links(iri, _SUCCESSOR):
                yield Succession(iri, predecessor.target, successor.target, (predecessor, successor))


def _graph_info(dataset: Dataset, name: GraphName) -> GraphInfo:
    """Read what the provenance says of a graph."""
    passages = dataset.objects(name, tg("supportedBy")) if isinstance(name, NamedNode) else ()
    kinds = dataset.objects(name, tg("inferenceKind")) if isinstance(name, NamedNode) else ()
    return GraphInfo(
        iri=_text(name),
        kind=dataset.kind_of(name),
        is_reading=concept("reading") in kinds,
        passages=tuple(sorted(each.value for each in passages if isinstance(each, NamedNode))),
    )


def _text(term: object) -> str:
    """Turn a term into a string: the IRI, the lexical form of a date, or a form that is taken for neither."""
    if isinstance(term, NamedNode):
        return term.value
    if isinstance(term, Literal):
        return term.value if term.datatype.value == _DATE else str(term)
    return str(term) if isinstance(term, BlankNode) else ""
