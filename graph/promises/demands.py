"""Preconditions as somebody lays them down: what must come before what, who says so, and where.

They come from three places: the conditions of commitments, acts that add a condition to one, and propositions
(``tg:dependentEvent``, ``tg:hasPrecondition``) that somebody puts forward. Nothing here says that they hold.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import NamedNode, Triple

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.support import graphs_stating, passage_name, passages_under, speakers_of, stating
from treatygraph.graph.terms import RDF_TYPE, concept, tg

if TYPE_CHECKING:
    from treatygraph.graph.dataset import Term

__all__ = [
    "AllOf",
    "AnyOf",
    "Demand",
    "Occurs",
    "Requirement",
    "Scope",
    "demands",
    "occurred_events",
    "read_requirement",
    "refused_events",
    "required_events",
    "visible",
]

BINDING_FORCES = frozenset({"announce", "assert", "demand", "interpret", "promise", "refuse"})
"""Forces whose speaker stands by what is said; a plan, a hope or an expectation lays nothing down."""


@dataclass(frozen=True, slots=True)
class Occurs:
    """An event of this type must have occurred."""

    event: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of these must hold; with no members, something that time brings by itself."""

    members: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of these must hold."""

    members: tuple[Requirement, ...]


Requirement: TypeAlias = Occurs | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class Demand:
    """That an event of some type cannot come about before a requirement holds.

    :param dependent: the IRI of the event type that has to wait.
    :param requirement: what it waits for.
    :param who: the IRIs of those who lay it down, sorted; empty for a hypothesis.
    :param where: the passages that tell of it, as ``source/passage``.
    :param origin: the IRI of the commitment, act or proposition that it comes from, or the text of a hypothesis.
    """

    dependent: str
    requirement: Requirement
    who: tuple[str, ...]
    where: tuple[str, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose demands count.

    :param perspectives: the IRIs of perspectives; a demand counts when one of them recognises or makes it. Empty:
        the demands of everybody count.
    :param without: the IRIs of acts and propositions that are left out.
    """

    perspectives: tuple[str, ...] = ()
    without: Collection[str] = ()


def visible(dataset: Dataset, readings: Collection[str]) -> Dataset:
    """Leave out the readings that nobody chose, and what was derived from them.

    :param dataset: the graph.
    :param readings: the IRIs of the inference graphs that are taken as read.
    :returns: the curated graph without the other readings.
    """
    hidden = {
        name
        for name in dataset.graph_names
        if dataset.kind_of(name) in ("inferred", "status")
        or (isinstance(name, NamedNode) and name.value not in readings and _is_reading(dataset, name))
    }
    if not hidden:
        return dataset
    shown = (quad for name in dataset.graph_names if name not in hidden for quad in dataset.graph(name))
    return Dataset(tuple(shown), sources=dataset.sources)


def refused_events(dataset: Dataset, scope: Scope) -> dict[str, tuple[Demand, ...]]:
    """Find the event types that somebody refuses to bring about.

    :param dataset: the graph.
    :param scope: whose refusals count.
    :returns: by the IRI of the event type, who refuses and where, as demands that nothing can meet.
    """
    found: dict[str, list[Demand]] = {}
    for act in dataset.subjects(tg("force"), concept("refuse")):
        speakers = [NamedNode(each) for each in speakers_of(dataset, act)]
        for proposition in dataset.objects(act, tg("content")):
            if not isinstance(proposition, NamedNode) or proposition.value in scope.without:
                continue
            if _counts(dataset, proposition, speakers, scope):
                triples = [quad.triple for quad in stating(dataset, act, tg("content"))]
                for event in dataset.objects(proposition, tg("about")):
                    if isinstance(event, NamedNode) and tg("EventType") in dataset.objects(event, RDF_TYPE):
                        where = _where(dataset, triples)
                        refusal = Demand(event.value, AllOf(()), _iris(speakers), where, proposition.value)
                        found.setdefault(event.value, []).append(refusal)
    return {event: tuple(each) for event, each in found.items()}


def occurred_events(dataset: Dataset, scope: Scope) -> set[str]:
    """Find the event types of which an event has occurred; what a perspective rejects has not occurred for it.

    :param dataset: the graph.
    :param scope: whose view counts, and which events are left out.
    :returns: the IRIs of the event types.
    """
    rejected = {each for view in scope.perspectives for each in dataset.objects(NamedNode(view), tg("rejects"))}
    return {
        kind.value
        for event in dataset.subjects(tg("realisation"), concept("occurred"))
        if isinstance(event, NamedNode) and event.value not in scope.without and event not in rejected
        for kind in dataset.objects(event, tg("eventType"))
        if isinstance(kind, NamedNode)
    }


def demands(dataset: Dataset, scope: Scope) -> tuple[Demand, ...]:
    """Read what somebody lays down as a precondition.

    :param dataset: the graph.
    :param scope: whose demands count.
    :returns: the demands, sorted by what waits.
    """
    found = {
        *_of_commitments(dataset, scope),
        *_of_acts(dataset, scope),
        *_of_propositions(dataset, scope),
    }
    return tuple(sorted(found, key=lambda each: (each.dependent, each.origin, str(each.requirement))))


def read_requirement(dataset: Dataset, condition: Term, seen: tuple[Term, ...] = ()) -> Requirement:
    """Read a condition as what events it asks for.

    :param dataset: the graph.
    :param condition: the condition.
    :param seen: the conditions that it is part of; one inside itself asks for nothing more.
    :returns: the requirement; a date is one that time brings.
    """
    if condition in seen:
        return AllOf(())
    inner = (*seen, condition)
    members = [(kind, _members(dataset, condition, kind)) for kind in ("requiresEvent", "allOf", "anyOf")]
    events = tuple(Occurs(each.value) for each in members[0][1])
    every = tuple(read_requirement(dataset, each, inner) for each in members[1][1])
    some = tuple(read_requirement(dataset, each, inner) for each in members[2][1])
    parts: tuple[Requirement, ...] = (*events, *every, *((AnyOf(some),) if some else ()))
    return parts[0] if len(parts) == 1 else AllOf(parts)


def required_events(requirement: Requirement) -> Iterator[str]:
    """Name the event types that a requirement mentions.

    :param requirement: the requirement.
    :returns: their IRIs.
    """
    if isinstance(requirement, Occurs):
        yield requirement.event
    else:
        for member in requirement.members:
            yield from required_events(member)


def _members(dataset: Dataset, condition: Term, kind: str) -> list[NamedNode]:
    """Find the parts of a condition."""
    return sorted((o for o in dataset.objects(condition, tg(kind)) if isinstance(o, NamedNode)), key=str)


def _of_commitments(dataset: Dataset, scope: Scope) -> Iterator[Demand]:
    """Read the conditions that the texts of commitments lay down, agreed by both sides."""
    for commitment in dataset.subjects(RDF_TYPE, tg("Commitment")):
        sides = [*dataset.objects(commitment, tg("debtor")), *dataset.objects(commitment, tg("creditor"))]
        removed = set(_removed(dataset, commitment, scope))
        for condition in dataset.objects(commitment, tg("condition")):
            resolutive = concept("resolutive") in dataset.objects(condition, tg("conditionKind"))
            if not resolutive and condition not in removed:
                triple = Triple(commitment, tg("condition"), condition)
                yield from _demands_on(dataset, commitment, condition, sides, [triple], commitment, scope)


def _removed(dataset: Dataset, commitment: Term, scope: Scope) -> Iterator[Term]:
    """Find the conditions of a commitment that acts removed: acts that occurred, or that a perspective recognises."""
    for act in dataset.subjects(tg("concerns"), commitment):
        named = isinstance(act, NamedNode) and act.value not in scope.without
        occurred = concept("occurred") in dataset.objects(act, tg("realisation"))
        if named and occurred and _counts(dataset, act, dataset.objects(act, tg("agent")), scope):
            yield from dataset.objects(act, tg("removesCondition"))


def _of_acts(dataset: Dataset, scope: Scope) -> Iterator[Demand]:
    """Read the conditions that acts add to commitments; readings are not acts that anybody did."""
    for act in dataset.subjects(RDF_TYPE, tg("CommitmentAct")):
        left_out = getattr(act, "value", "") in scope.without
        if left_out or concept("hypothetical") in dataset.objects(act, tg("realisation")):
            continue
        agents = dataset.objects(act, tg("agent"))
        for commitment in dataset.objects(act, tg("concerns")):
            for condition in dataset.objects(act, tg("addsCondition")):
                if _counts(dataset, act, agents, scope):
                    triples = [quad.triple for quad in stating(dataset, act, tg("addsCondition"))]
                    yield from _demands_on(dataset, commitment, condition, agents, triples, act, scope)


def _demands_on(
    dataset: Dataset,
    commitment: Term,
    condition: Term,
    who: Iterable[Term],
    triples: Iterable[Triple],
    origin: Term,
    scope: Scope,
) -> Iterator[Demand]:
    """Make what a commitment promises wait for a condition."""
    for event in dataset.objects(commitment, tg("consequent")):
        if isinstance(event, NamedNode) and isinstance(origin, NamedNode) and origin.value not in scope.without:
            requirement = read_requirement(dataset, condition)
            yield Demand(event.value, requirement, _iris(who), _where(dataset, triples), origin.value)


def _of_propositions(dataset: Dataset, scope: Scope) -> Iterator[Demand]:
    """Read the preconditions that somebody puts forward, or that an inference of the curators states."""
    for proposition in sorted(_with(dataset, "hasPrecondition"), key=str):
        acts = [act for act in dataset.subjects(tg("content"), proposition) if _stands_by(dataset, act)]
        speakers = [NamedNode(each) for act in acts for each in speakers_of(dataset, act)]
        inferred = not dataset.subjects(tg("content"), proposition)
        counts = inferred or (bool(acts) and _counts(dataset, proposition, speakers, scope))
        if proposition.value in scope.without or not counts:
            continue
        triples = [quad.triple for quad in stating(dataset, proposition, tg("hasPrecondition"))]
        for event in dataset.objects(proposition, tg("dependentEvent")):
            for condition in dataset.objects(proposition, tg("hasPrecondition")):
                if isinstance(event, NamedNode):
                    requirement = read_requirement(dataset, condition)
                    where = _where(dataset, triples)
                    yield Demand(event.value, requirement, _iris(speakers), where, proposition.value)


def _with(dataset: Dataset, predicate: str) -> set[NamedNode]:
    """Find the things that have a property."""
    wanted = tg(predicate)
    return {quad.subject for quad in dataset.with_predicate(wanted) if isinstance(quad.subject, NamedNode)}


def _stands_by(dataset: Dataset, act: Term) -> bool:
    """Tell whether the speaker of an act stands by what is said."""
    forces = {getattr(each, "value", "") for each in dataset.objects(act, tg("force"))}
    return any(concept(force).value in forces for force in BINDING_FORCES)


def _counts(dataset: Dataset, thing: Term, makers: Iterable[Term], scope: Scope) -> bool:
    """Tell whether one of the perspectives recognises a demand, or is of those who make it, and none is needed else."""
    if not scope.perspectives:
        return True
    wanted = [NamedNode(each) for each in scope.perspectives]
    if any(thing in dataset.objects(each, tg("rejects")) for each in wanted):
        return any(thing in dataset.objects(each, tg("recognises")) for each in wanted)
    holders = {holder for each in wanted for holder in dataset.objects(each, tg("heldBy"))}
    acting = {state for maker in makers for state in (maker, *dataset.objects(maker, tg("actsFor")))}
    return bool(holders & acting) or any(thing in dataset.objects(each, tg("recognises")) for each in wanted)


def _is_reading(dataset: Dataset, name: NamedNode) -> bool:
    """Tell whether a graph is one possible reading among others."""
    return concept("reading") in dataset.objects(name, tg("inferenceKind"))


def _iris(terms: Iterable[Term]) -> tuple[str, ...]:
    return tuple(sorted({each.value for each in terms if isinstance(each, NamedNode)}))


def _where(dataset: Dataset, triples: Iterable[Triple]) -> tuple[str, ...]:
    """Name the passages that tell of statements."""
    return tuple(map(passage_name, passages_under(dataset, graphs_stating(dataset, triples))))
