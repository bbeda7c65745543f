"""The tree from a statement down to the passages that support it, and how many of them are independent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from treatygraph.graph.passages import SourceCopy, read_passage
from treatygraph.graph.support import passage_name, speaker_chain
from treatygraph.graph.terms import ONTOLOGY_IRI, PROV, RDF, RDFS, RDFS_LABEL, compact, local_name, tg

if TYPE_CHECKING:
    from treatygraph.graph.dataset import Dataset, GraphName, Term

__all__ = ["Evidence", "Step", "independent_supports", "label"]

ALIKE = 0.8
"""Two passages of one source whose graphs share this part of their statements tell the same thing twice."""

_DERIVED = NamedNode(PROV + "wasDerivedFrom")
_CELL = (_FIRST, _REST) = (NamedNode(RDF + "first"), NamedNode(RDF + "rest"))
_SOURCE = NamedNode("http://www.w3.org/ns/oa#hasSource")
_CURATED = {
    "editorial": "written by the curators",
    "perspective": "a perspective, written by the curators",
    "provenance": "provenance, recorded by the curators",
    "ontology": "an axiom of the ontology",
    "other": "stated without a passage",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an explanation.

    :param text: what it says.
    :param kind: answer, act, condition, statement, passage, inference, rule, reference, choice or note.
    :param iri: the thing that it is about; empty where there is none.
    :param inferred: whether this step is inferred and not stated.
    :param steps: what it rests on.
    """

    text: str
    kind: str
    iri: str = ""
    inferred: bool = False
    steps: tuple[Step, ...] = ()

    def walk(self) -> Iterable[Step]:
        """Visit this step and all below it.

        :returns: the steps, each before those that it rests on.
        """
        yield self
        for step in self.steps:
            yield from step.walk()

    @property
    def passages(self) -> tuple[str, ...]:
        """The IRIs of all passages below this step, sorted."""
        return tuple(sorted({step.iri for step in self.walk() if step.kind == "passage"}))


class Evidence:
    """What statements rest on, with the words where a copy of the source is at hand.

    :param dataset: the graph; with derivations, inferred statements are traced through their rules.
    :param copies: copies of sources, by the IRI of the source.
    """

    def __init__(self, dataset: Dataset, copies: Mapping[str, SourceCopy] | None = None) -> None:
        self.dataset = dataset
        self.copies = copies or {}

    def of_triple(self, triple: Triple, above: frozenset[Triple] = frozenset()) -> Step:
        """Trace a statement.

        :param triple: the statement.
        :param above: statements that are being traced already.
        :returns: the step of the statement, with what it rests on; without steps if nobody states it.
        """
        graphs = self.dataset.graphs_of(triple)
        own = [name for name in graphs if self.dataset.kind_of(name) != "inferred"]
        steps = [self.of_graph(name, triple.subject) for name in own]
        if not own and triple not in above:
            named = [name for name in graphs if isinstance(name, NamedNode)]
            steps = [self._of_derivation(triple, name, above | {triple}) for name in named]
        derived = bool(steps) and all(step.inferred for step in steps)
        return Step(self._sentence(triple), "statement", _iri(triple.subject), derived, tuple(steps))

    def of_graph(self, name: GraphName, subject: Term | None = None) -> Step:
        """Trace a graph down to its passages.

        :param name: the graph.
        :param subject: the thing of whose statements it is asked; a speech act shows its chain of speakers.
        :returns: the step of the graph.
        """
        kind = self.dataset.kind_of(name)
        if kind == "inference" and isinstance(name, NamedNode):
            return self._of_inference(name)
        if kind == "passage" and isinstance(name, NamedNode):
            return self._of_passage_graph(name, subject)
        if kind == "reference" and isinstance(name, NamedNode):
            return self._of_reference(name)
        return Step(_CURATED.get(kind, "derived by the build"), "note", _iri(name), kind == "status")

    def of_passage(self, iri: str, voices: Iterable[str] = ()) -> Step:
        """Show a passage: its place, who speaks, and its words where they are at hand.

        :param iri: the passage.
        :param voices: the chain of speakers, outermost first.
        :returns: the step, without further steps.
        """
        chain = " > ".join(voices)
        text = f"{passage_name(iri)}{f', {chain}' if chain else ''}{self._locator(iri)}"
        return Step(text, "passage", iri)

    def _of_passage_graph(self, name: NamedNode, subject: Term | None) -> Step:
        """Show the passage of a graph, with the speakers of the act that is asked for."""
        voices = self._chain(subject) or [label(self.dataset, v) for v in self.dataset.objects(name, tg("voice"))]
        passages = self.dataset.objects(name, tg("supportedBy"))
        steps = [self.of_passage(_iri(each), voices) for each in passages]
        return steps[0] if len(steps) == 1 else Step("passages", "note", name.value, steps=tuple(steps))

    def _of_inference(self, name: NamedNode) -> Step:
        """Show an inference of the curators: its kind, its reason, and what it rests on."""
        kinds = ", ".join(local_name(_iri(each)) for each in self.dataset.objects(name, tg("inferenceKind")))
        reason = self.dataset.value(name, NamedNode(RDFS + "comment"))
        why = f": {reason.value}" if isinstance(reason, Literal) else ""
        grounds = [each for each in self.dataset.objects(name, _DERIVED) if isinstance(each, NamedNode)]
        steps = tuple(self.of_graph(each) for each in grounds)
        return Step(
            f"inferred by the curators ({kinds}), {local_name(name.value)}{why}", "inference", name.value, True, steps
        )

    def _of_reference(self, name: NamedNode) -> Step:
        """Show a reference work: its title and where in it."""
        sources = self.dataset.objects(name, NamedNode(PROV + "hadPrimarySource"))
        titles = ", ".join(label(self.dataset, each) for each in sources)
        where = ", ".join(each.value for each in self.dataset.objects(name, tg("locator")) if isinstance(each, Literal))
        return Step(", ".join(part for part in (titles, where) if part) or "a reference work", "reference", name.value)

    def _of_derivation(self, triple: Triple, name: NamedNode, above: frozenset[Triple]) -> Step:
        """Show the rule that gave a statement, and its premises: what passages say first, then the axioms.

        The lists of axioms are shown where they are used, not cell by cell.
        """
        why = self.dataset.derivations.get(Quad(triple.subject, triple.predicate, triple.object, name))
        if why is None:
            return Step("derived by OWL RL", "rule", _iri(name), True)
        said = [each for each in why.premises if not self._is_axiom(each)]
        axioms = [each for each in why.premises if self._is_axiom(each) and each.predicate not in _CELL]
        premises = tuple(self.of_triple(premise, above) for premise in (*said, *axioms))
        return Step(f"by rule {why.rule} of OWL RL from", "rule", _iri(name), True, premises)

    def _is_axiom(self, triple: Triple) -> bool:
        """Tell whether a statement is one of the ontology alone."""
        return {self.dataset.kind_of(name) for name in self.dataset.graphs_of(triple)} == {"ontology"}

    def _sentence(self, triple: Triple) -> str:
        """Write a statement so that people can read it."""
        parts = (
            label(self.dataset, triple.subject),
            compact(triple.predicate.value),
            label(self.dataset, triple.object),
        )
        return " ".join(parts)

    def _chain(self, subject: Term | None) -> list[str]:
        """Name the speakers of a speech act from the outermost report inwards."""
        if not isinstance(subject, NamedNode) or not self.dataset.objects(subject, tg("force")):
            return []
        chain = speaker_chain(self.dataset, subject)
        return [" and ".join(label(self.dataset, NamedNode(each)) for each in speakers) or "?" for speakers in chain]

    def _locator(self, iri: str) -> str:
        """Say where in the source a passage stands, and quote it where a copy has it."""
        source = self.dataset.value(NamedNode(iri), _SOURCE)
        if source is None:
            return ""
        passage, copy = read_passage(self.dataset, NamedNode(iri)), self.copies.get(_iri(source))
        words = copy.words(passage) if copy else None
        quoted = f": “{words}”" if words else ""
        return f" (block {passage.block}, characters {passage.start} to {passage.end}){quoted}"


def label(dataset: Dataset, term: Term) -> str:
    """Name a thing for people.

    :param dataset: the graph.
    :param term: the thing, or a value.
    :returns: its label, its CURIE where it has none, the members of a list, the text of a value.
    """
    if isinstance(term, BlankNode):
        members = _members(dataset, term)
        return f"( {' '.join(label(dataset, each) for each in members)} )" if members else str(term)
    if not isinstance(term, NamedNode):
        return term.value if isinstance(term, Literal) else str(term)
    found = dataset.value(term, RDFS_LABEL)
    own = isinstance(found, Literal) and not term.value.startswith(ONTOLOGY_IRI)
    return found.value if isinstance(found, Literal) and own else compact(term.value)


def _members(dataset: Dataset, term: Term) -> list[Term]:
    """List the members of a list, if a blank node is one without lists or blank nodes in it."""
    members: list[Term] = []
    seen: set[Term] = set()
    while isinstance(term, BlankNode) and term not in seen:
        seen.add(term)
        first, rest = (dataset.value(term, predicate) for predicate in (_FIRST, _REST))
        if first is None or rest is None or isinstance(first, BlankNode):
            return []
        members.append(first)
        term = rest
    return members


def independent_supports(dataset: Dataset, passages: Iterable[str]) -> int:
    """Count the passages that support something independently.

    Two passages of one source that state nearly the same (the summary under a headline and the sentence of the
    text that it repeats) are one support.

    :param dataset: the graph.
    :param passages: the IRIs of the passages.
    :returns: how many are left when those that repeat another are not counted.
    """
    counted: list[tuple[frozenset[Term], frozenset[Triple]]] = []
    for iri in sorted(set(passages)):
        source = frozenset(dataset.objects(NamedNode(iri), _SOURCE))
        said = frozenset(_said(dataset, iri))
        if not any(source == other and _alike(said, saying) for other, saying in counted):
            counted.append((source, said))
    return len(counted)


def _said(dataset: Dataset, passage: str) -> Iterable[Triple]:
    """Find the statements of the graphs of a passage."""
    for graph in dataset.subjects(tg("supportedBy"), NamedNode(passage)):
        if dataset.kind_of(graph) == "passage":
            yield from (quad.triple for quad in dataset.graph(graph))


def _alike(one: frozenset[Triple], other: frozenset[Triple]) -> bool:
    """Tell whether two sets of statements are nearly the same."""
    return len(one & other) >= ALIKE * len(one | other)


def _iri(term: Term | DefaultGraph) -> str:
    return term.value if isinstance(term, NamedNode) else ""
