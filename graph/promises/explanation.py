"""Explanations: why a promise has a status, who says so, and on which passages it rests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from treatygraph.graph.errors import InputError, TreatyGraphError, UnknownNameError
from treatygraph.graph.names import near_names, resolve
from treatygraph.graph.passages import SourceCopy
from treatygraph.graph.promises.evidence import Evidence, Step, independent_supports, label
from treatygraph.graph.terms import ELI, ID, RDF_TYPE, expand, local_name, tg

if TYPE_CHECKING:
    from treatygraph.graph.dataset import Dataset, Resource, Term
    from treatygraph.graph.promises.answers import StatusAnswer

__all__ = ["Explanation", "explain", "explain_statement", "explain_status", "explain_thing"]

_PART_OF = NamedNode(ELI + "is_part_of")
_EVENT_CLASSES = frozenset(
    map(tg, ("Signature", "ConsentToBeBound", "EntryIntoForce", "Reservation", "Termination", "CommitmentAct"))
)


_ASKING_FOR = frozenset(map(tg, ("condition", "addsCondition", "allOf", "anyOf")))


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why something is so.

    :param tree: the answer at the root, then what it rests on, down to passages.
    :param supports: how many independent passages support it.
    """

    tree: Step
    supports: int

    @property
    def inferred(self) -> bool:
        """Whether any step of it is inferred."""
        return any(step.inferred for step in self.tree.walk())


def explain(
    dataset: Dataset,
    *names: str,
    on: date | str | None = None,
    perspective: str | None = None,
    copies: Mapping[str, SourceCopy] | None = None,
) -> tuple[Explanation, ...]:
    """Explain a status, a statement or a thing.

    :param dataset: the graph; a built one traces what was derived, too.
    :param names: one name: a promise, whose status is explained, or any other thing. Three: subject, predicate
        and object of a statement.
    :param on: the day of a status, as a date or as ``1956-10-19``; by default today.
    :param perspective: IRI or local name of the perspective; by default all that pertain to the promise.
    :param copies: copies of sources by the IRI of the source, for the words.
    :returns: the explanations, one for each perspective of a status.
    :raises UnknownNameError: if nothing has that name.
    :raises TreatyGraphError: if there are neither one name nor three, or nobody makes the statement.
    """
    evidence = Evidence(dataset, copies)
    if len(names) == 3:
        subject, predicate = resolve(dataset, names[0]), _predicate(dataset, names[1])
        return (
            explain_statement(evidence, Triple(subject, predicate, _object(dataset, subject, predicate, names[2]))),
        )
    if len(names) != 1:
        raise TreatyGraphError(
            f"{len(names)} names are neither a thing nor a statement.", repair="Give one name, or three."
        )
    thing = resolve(dataset, names[0])
    if tg("Commitment") in dataset.objects(thing, RDF_TYPE):
        from treatygraph.graph.promises.asking import status

        answers = status(dataset, thing.value, on=on, perspective=perspective)
        return tuple(explain_status(evidence, answer) for answer in answers)
    return (explain_thing(evidence, thing),)


def explain_statement(evidence: Evidence, triple: Triple) -> Explanation:
    """Explain a statement.

    :param evidence: what statements rest on.
    :param triple: the statement.
    :returns: the explanation.
    :raises InputError: if nobody makes the statement, with what is stated instead.
    """
    step = evidence.of_triple(triple)
    if not step.steps:
        others = [label(evidence.dataset, each) for each in evidence.dataset.objects(triple.subject, triple.predicate)]
        raise InputError(
            f"Nobody states that: {step.text}.",
            repair=f"What is stated: {', '.join(others)}." if others else "Look at `treatygraph explain SUBJECT`.",
        )
    return _explanation(evidence, step)


def explain_thing(evidence: Evidence, thing: NamedNode) -> Explanation:
    """Explain a thing: which passages, inferences and curators speak of it.

    :param evidence: what statements rest on.
    :param thing: the thing.
    :returns: the explanation, a step for each graph that says something of it.
    """
    counts: dict[NamedNode, int] = {}
    for quad in (*evidence.dataset.about(thing), *evidence.dataset.mentioning(thing)):
        if isinstance(quad.graph_name, NamedNode):
            counts[quad.graph_name] = counts.get(quad.graph_name, 0) + 1
    found = [evidence.of_graph(name, thing) for name in counts]
    numbered = tuple(
        Step(f"{_number(count)} in {step.text}", step.kind, step.iri, step.inferred, step.steps)
        for step, count in zip(found, counts.values(), strict=True)
    )
    types = ", ".join(sorted(local_name(getattr(each, "value", "")) for each in _types(evidence.dataset, thing)))
    text = f"{label(evidence.dataset, thing)} ({types})"
    steps = (*_supported(evidence, thing), *numbered)
    return _explanation(evidence, Step(text, "answer", thing.value, steps=steps))


def explain_status(evidence: Evidence, answer: StatusAnswer) -> Explanation:
    """Explain a status: the acts that made it, those it leaves out, the conditions, the inferences.

    :param evidence: what statements rest on.
    :param answer: the status.
    :returns: the explanation.
    """
    commitment, perspective = NamedNode(answer.commitment), NamedNode(answer.perspective)
    possible = f" (possible: {', '.join(answer.possible)})" if len(answer.possible) > 1 else ""
    text = (
        f"{label(evidence.dataset, commitment)}, on {answer.on.isoformat()}, "
        f"{label(evidence.dataset, perspective)}: {answer.status}{possible}"
    )
    steps = (
        *_promise_steps(evidence, commitment),
        *_act_steps(evidence, commitment, perspective, answer.on),
        *_condition_steps(evidence, answer),
        *(evidence.of_graph(NamedNode(each)) for each in answer.inferences),
    )
    return _explanation(evidence, Step(text, "answer", answer.commitment, answer.inferred, steps), answer.because)


def _explanation(evidence: Evidence, step: Step, passages: Iterable[str] | None = None) -> Explanation:
    """Count the independent supports of a tree, or of the passages that an answer names."""
    wanted = step.passages if passages is None else tuple(passages)
    return Explanation(step, independent_supports(evidence.dataset, wanted))


def _supported(evidence: Evidence, passage: NamedNode) -> tuple[Step, ...]:
    """Show a passage itself, and the graphs that rest on it; nothing for what is no passage."""
    graphs = [each for each in evidence.dataset.subjects(tg("supportedBy"), passage) if isinstance(each, NamedNode)]
    told = []
    for graph in graphs:
        kind, count = evidence.dataset.kind_of(graph), _number(len(evidence.dataset.graph(graph)))
        text = f"{count} of the {kind} graph {local_name(graph.value)} rest on it"
        told.append(Step(text, "note", graph.value, kind == "inference"))
    return (evidence.of_passage(passage.value), *told) if told else ()


def _promise_steps(evidence: Evidence, commitment: NamedNode) -> list[Step]:
    """Show where the promise stands."""
    places = evidence.dataset.subjects(tg("setsOut"), commitment)
    return [evidence.of_triple(Triple(place, tg("setsOut"), commitment)) for place in places]


def _act_steps(evidence: Evidence, commitment: NamedNode, perspective: NamedNode, on: date) -> list[Step]:
    """Show each act upon the promise or its instrument, and how the perspective takes it."""
    dataset = evidence.dataset
    steps = []
    for act in _acts_upon(dataset, commitment):
        kinds = [each for each in dataset.objects(act, RDF_TYPE) if each in _EVENT_CLASSES]
        when = ", ".join(sorted(_edtf(dataset, act)))
        stance = _stance(dataset, perspective, act)
        triples = [Triple(act, RDF_TYPE, kind) for kind in kinds]
        triples += [Triple(act, tg(p), value) for p in ("agent", "concerns") for value in dataset.objects(act, tg(p))]
        grounds = _together(evidence, act, triples)
        inferred = any(step.inferred for step in grounds)
        text = f"{stance}: {label(dataset, act)}{f' ({when})' if when else ''}"
        steps.append(Step(text, "act", getattr(act, "value", ""), inferred, grounds))
    return steps


def _together(evidence: Evidence, act: Resource, triples: Iterable[Triple]) -> tuple[Step, ...]:
    """Put statements about an act that rest on the same into one step, which names the act once."""
    groups: dict[tuple[Step, ...], dict[str, list[str]]] = {}
    for triple in triples:
        word = "kind" if triple.predicate == RDF_TYPE else local_name(triple.predicate.value)
        said = groups.setdefault(evidence.of_triple(triple).steps, {})
        said.setdefault(word, []).append(label(evidence.dataset, triple.object))
    subject = label(evidence.dataset, act)
    found = []
    for steps, said in groups.items():
        words = "; ".join(f"{word} {' and '.join(values)}" for word, values in said.items())
        inferred = all(step.inferred for step in steps)
        found.append(Step(f"{subject}: {words}", "statement", inferred=inferred, steps=steps))
    return tuple(found)


def _condition_steps(evidence: Evidence, answer: StatusAnswer) -> list[Step]:
    """Show the conditions that are unmet, for certain or perhaps, and who lays them down."""
    steps = []
    for word, conditions in (("unmet", answer.unmet), ("perhaps unmet", answer.possibly_unmet)):
        for condition in conditions:
            node = NamedNode(condition)
            quads = [
                quad
                for quad in evidence.dataset.mentioning(node)
                if quad.predicate in _ASKING_FOR and evidence.dataset.kind_of(quad.graph_name) != "status"
            ]
            grounds = tuple(evidence.of_triple(triple) for triple in dict.fromkeys(quad.triple for quad in quads))
            steps.append(Step(f"{word}: {label(evidence.dataset, node)}", "condition", condition, steps=grounds))
    return steps


def _acts_upon(dataset: Dataset, commitment: NamedNode) -> list[Resource]:
    """Find the acts upon a promise, its provisions and their instrument, in the order of their days."""
    things: dict[Term, None] = {commitment: None}
    pending: list[Term] = list(dataset.subjects(tg("setsOut"), commitment))
    while pending:
        thing = pending.pop()
        if thing not in things:
            things[thing] = None
            pending += dataset.objects(thing, _PART_OF)
    acts = {act for thing in things for act in dataset.subjects(tg("concerns"), thing)}
    upon = [act for act in acts if _EVENT_CLASSES & set(dataset.objects(act, RDF_TYPE))]
    return sorted(upon, key=lambda act: (_first_day(dataset, act), str(act)))


def _first_day(dataset: Dataset, act: Term) -> str:
    """Return the first day that an act can be of, for sorting."""
    days = [
        day.value
        for time in dataset.objects(act, tg("when"))
        for day in dataset.objects(time, tg("notBefore"))
        if isinstance(day, Literal)
    ]
    return max(days, default="")


def _edtf(dataset: Dataset, act: Term) -> set[str]:
    """Return the times of an act as EDTF strings."""
    times = dataset.objects(act, tg("when"))
    return {each.value for time in times for each in dataset.objects(time, tg("edtf")) if isinstance(each, Literal)}


def _stance(dataset: Dataset, perspective: NamedNode, act: Term) -> str:
    """Say how a perspective takes an act."""
    recognised = act in dataset.objects(perspective, tg("recognises"))
    rejected = act in dataset.objects(perspective, tg("rejects"))
    return "silent on" if recognised == rejected else "recognises" if recognised else "rejects"


def _types(dataset: Dataset, thing: NamedNode) -> set[Term]:
    """Find the classes that curated graphs give a thing."""
    quads = [quad for quad in dataset.about(thing) if quad.predicate == RDF_TYPE]
    return {quad.object for quad in quads if dataset.kind_of(quad.graph_name) != "inferred"}


def _predicate(dataset: Dataset, name: str) -> NamedNode:
    """Find the property that a name means: a CURIE, an IRI, or the local name of one that is used; "a" is rdf:type."""
    if name == "a":
        return RDF_TYPE
    used = {predicate.value for predicate in dataset.predicates}
    found = [iri for iri in sorted(used) if name in (iri, f"<{iri}>", local_name(iri)) or expand(name) == iri]
    if not found:
        raise UnknownNameError(name, "property", near_names(name.rpartition(":")[2], map(local_name, used)))
    return NamedNode(found[0])


def _object(dataset: Dataset, subject: NamedNode, predicate: NamedNode, text: str) -> Term:
    """Find the object that a text means: a value as it is written, or a thing."""
    for each in dataset.objects(subject, predicate):
        if isinstance(each, Literal) and each.value == text:
            return each
        if isinstance(each, NamedNode) and text in (each.value, local_name(each.value), each.value.removeprefix(ID)):
            return each
    try:
        return resolve(dataset, text)
    except UnknownNameError:
        return Literal(text)


def _number(count: int) -> str:
    return f"{count} statement{'' if count == 1 else 's'}"
