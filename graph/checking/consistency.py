"""Contradictions: what a voice says that cannot all be true under the ontology, and things that it makes one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.checking.vocabulary import DECLARING_TYPES
from treatygraph.graph.errors import ReasoningLimitError
from treatygraph.graph.printable import shortened
from treatygraph.graph.terms import INFERRED_GRAPHS, OWL, RDF_TYPE, RDFS, compact

if TYPE_CHECKING:
    from treatygraph.graph.checking.material import Material
    from treatygraph.graph.closure import DatasetClosure
    from treatygraph.graph.dataset import Dataset, Term
    from treatygraph.graph.reasoning import Derivation, Inconsistency

__all__ = ["CONSISTENCY_RULES", "INCONSISTENCY", "check_consistency"]

_RULES_OF_OWL = ("https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules",)
_ONE_VOICE = (
    "What each voice says is closed under the rules of OWL 2 RL, together with the graphs that it rests on. Voices are "
    "never mixed: two of them may contradict each other."
)

INCONSISTENCY = Rule(
    code="TG301",
    name="contradiction-found",
    severity=Severity.ERROR,
    message="What one voice says does not contradict itself under the ontology.",
    repair="Correct one of the statements that contradict each other.",
    what=f"Finds contradictions, and tells the chain of rules and statements that leads to each. {_ONE_VOICE}",
    why="From a contradiction anything follows, so no answer can be trusted.",
    references=_RULES_OF_OWL,
)
DISJOINT = Rule(
    code="TG302",
    name="disjoint-classes",
    severity=Severity.ERROR,
    message="Nothing is, by the word of one voice, in two classes that have nothing in common.",
    repair="Correct one of the types, or the statement that a type follows from.",
    what=f"Finds things of two classes that the ontology calls disjoint (owl:disjointWith). {_ONE_VOICE}",
    why="One of the types is wrong, or one name stands for two things.",
    references=_RULES_OF_OWL,
)
MADE_ONE = Rule(
    code="TG303",
    name="identity-derived",
    severity=Severity.ERROR,
    message="No two things are made one by the axioms of an ontology.",
    repair="Correct one of the values, or take the axiom away; say what must be unique in a shape.",
    what="Finds owl:sameAs that follows from functional and inverse functional properties, from keys or from greatest "
    f"cardinalities. {_ONE_VOICE}",
    why="The axiom does not forbid a second value: it merges the two things, with all that is said of them.",
    references=_RULES_OF_OWL,
)
CHARACTERISTIC = Rule(
    code="TG304",
    name="property-characteristic-broken",
    severity=Severity.ERROR,
    message="A property is used as its characteristics allow: irreflexive, asymmetric, disjoint with another.",
    repair="Correct one of the statements.",
    what="Finds things that an irreflexive property relates to themselves, pairs that an asymmetric property relates "
    f"both ways, and pairs that two disjoint properties relate. {_ONE_VOICE}",
    why="One of the statements is wrong; mostly subject and value were interchanged.",
    references=_RULES_OF_OWL,
)
TOO_MUCH = Rule(
    code="TG305",
    name="too-much-follows",
    severity=Severity.ERROR,
    message="All that follows from the statements can be derived, and looked at for contradictions.",
    repair="Take the axiom away that so much follows from, or leave contradictions unlooked for (`--ignore TG3`).",
    what="Finds statements from which too many others follow: long chains of a transitive property or of owl:sameAs, "
    "things with hundreds of values of a functional property. The bound is a number of derived statements, not a time: "
    "250,000, and 20 more for each statement of the files. Contradictions are then not looked for.",
    why="A check that takes hours is not run, and what is derived in such numbers is mostly not meant.",
    references=_RULES_OF_OWL,
)
CONSISTENCY_RULES = (INCONSISTENCY, DISJOINT, MADE_ONE, CHARACTERISTIC, TOO_MUCH)

_BY_RULE = {
    "cax-dw": DISJOINT,
    "cax-adc": DISJOINT,
    "prp-irp": CHARACTERISTIC,
    "prp-asyp": CHARACTERISTIC,
    "prp-pdw": CHARACTERISTIC,
    "prp-adp": CHARACTERISTIC,
}
"""The rules of this check by those rules of OWL 2 RL whose conclusion is *false*."""
_SAID_OTHERWISE = frozenset({"dt-not-type"})
"""Rules of OWL 2 RL that find what a rule on literals finds too, with a better place."""
_MERGING = frozenset({"prp-fp", "prp-ifp", "prp-key", "cls-maxc2", "cls-maxqc3", "cls-maxqc4"})
_MERGING_AXIOMS = tuple(NamedNode(OWL + name) for name in ("FunctionalProperty", "InverseFunctionalProperty"))
_MERGING_PROPERTIES = tuple(NamedNode(OWL + name) for name in ("hasKey", "maxCardinality", "maxQualifiedCardinality"))
_SAME_AS, _DIFFERENT = NamedNode(OWL + "sameAs"), NamedNode(OWL + "differentFrom")
_DIFFERENT_VALUES = "eq-diff1"
"""The rule by which two values that differ turn out to be the same."""
_EQUALITY = "eq-"
"""How the names of the rules of equality begin."""
_TYPES_OF_TERMS = frozenset(DECLARING_TYPES)


def check_consistency(material: Material) -> Iterator[Finding]:
    """Close what each voice says, and report the contradictions.

    :param material: the files, and the options that name further ontologies.
    :returns: a finding for each contradiction, one that two voices share comes once, and for each derived identity.
    """
    try:
        yield from _contradictions(material)
    except ReasoningLimitError as error:
        yield _given_up(material, error)


def _given_up(material: Material, error: ReasoningLimitError) -> Finding:
    """Tell that too much follows, at the first statement that says what it mostly follows from."""
    cause = _SAME_AS.value if error.rule.startswith(_EQUALITY) else error.predicate
    stated = next((quad for quad in material.dataset.quads if quad.predicate.value == cause), None)
    subject = stated.subject if stated is not None else None
    return TOO_MUCH.finding(
        subject.value if isinstance(subject, NamedNode) else "",
        message=error.message,
        predicate=cause if stated is not None else None,
        value=None if stated is None else str(stated.object),
        path=None if stated is not None or not material.documents else str(material.documents[0].path),
    )


def _contradictions(material: Material) -> Iterator[Finding]:
    """Close what each voice says, and tell what contradicts itself."""
    from treatygraph.graph.closure import close_dataset, contradicts_itself

    dataset = material.dataset
    documents = (*material.ontologies, *material.imports)
    further = [quad.triple for document in documents for quad in document.quads]
    merging = _merges(dataset, further)
    if not merging and not contradicts_itself(dataset, further):
        return
    closure = close_dataset(dataset, further=further)
    chains = _Chains(dataset, closure)
    yield from chains.contradictions(each for _, each in closure.inconsistencies if each.rule not in _SAID_OTHERWISE)
    if merging:
        yield from chains.identities()


def _merges(dataset: Dataset, further: Iterable[Triple]) -> bool:
    """Tell whether any axiom can make two things one; the ontology of treatygraph has none."""
    return (
        any(dataset.subjects(RDF_TYPE, each) for each in _MERGING_AXIOMS)
        or any(quad.predicate in _MERGING_PROPERTIES for quad in dataset.quads)
        or any(each.object in _MERGING_AXIOMS or each.predicate in _MERGING_PROPERTIES for each in further)
    )


class _Chains:
    """Explains what was derived from the statements of a dataset."""

    def __init__(self, dataset: Dataset, closure: DatasetClosure) -> None:
        self.dataset = dataset
        self.reasons: Mapping[Triple, Derivation] = {
            quad.triple: derivation for quad, derivation in closure.derivations.items()
        }
        ontology = NamedNode(f"{INFERRED_GRAPHS}ontology")
        self.of_ontology = {quad.triple for quad in closure.derivations if quad.graph_name == ontology}

    def contradictions(self, found: Iterable[Inconsistency]) -> Iterator[Finding]:
        """Tell of the contradictions; of several that have one cause, of the one with the shortest chain."""
        shortest: dict[frozenset[Triple], tuple[int, Inconsistency]] = {}
        for each in found:
            ancestors = self.ancestors(each.premises)
            stated = (triple for triple in ancestors if self.dataset.graphs_of(triple) and not _is_axiom(triple))
            cause = frozenset(stated) or frozenset(ancestors)
            if cause not in shortest or len(ancestors) < shortest[cause][0]:
                shortest[cause] = (len(ancestors), each)
        ties = _Ties()
        for _, each in shortest.values():
            if each.rule != _DIFFERENT_VALUES or ties.tie(each.premises):
                yield self.contradiction(each)

    def contradiction(self, found: Inconsistency) -> Finding:
        """Tell of a contradiction with the statements that lead to it, so that one of them can be mended."""
        subjects = [each.subject.value for each in found.premises if isinstance(each.subject, NamedNode)]
        message = found.message.rstrip(".")
        for literal in (each.object for each in found.premises if isinstance(each.object, Literal)):
            message = message.replace(str(literal), shortened(str(literal)))
        return self.finding(
            _BY_RULE.get(found.rule, INCONSISTENCY),
            subjects[-1] if subjects else "",
            f"{message} ({found.rule})",
            found.premises,
        )

    def identities(self) -> Iterator[Finding]:
        """Tell of the things that an axiom makes one."""
        told, ties = set(), _Ties()
        for triple, derivation in self.reasons.items():
            pair = frozenset((triple.subject, triple.object))
            if triple.predicate == _SAME_AS and derivation.rule in _MERGING and len(pair) > 1 and pair not in told:
                told.add(pair)
                if not ties.tie(derivation.premises):
                    continue
                message = f"{' '.join(_told([triple]))} ({derivation.rule})"
                holder = derivation.premises[-1].subject
                focus = holder.value if isinstance(holder, NamedNode) else ""
                yield self.finding(MADE_ONE, focus, message, derivation.premises)

    def finding(self, rule: Rule, focus: str, message: str, premises: Iterable[Triple]) -> Finding:
        """Make a finding that stands at the last statement that leads to it."""
        ancestors = self.ancestors(premises)
        stated = [triple for triple in ancestors if self.dataset.graphs_of(triple)]
        steps = [self.step(triple) for triple in ancestors if triple in self.reasons and triple not in self.of_ontology]
        own = [triple for triple in stated if isinstance(triple.subject, NamedNode) and triple.subject.value == focus]
        last = next(reversed(own or stated), None)
        graphs = [] if last is None else [each for each in self.dataset.graphs_of(last) if isinstance(each, NamedNode)]
        at_focus = last is not None and last in own
        return rule.finding(
            focus,
            message="; ".join([message, *steps]) + ".",
            repair=f"Correct one of: {'; '.join(_told(stated))}." if stated else None,
            graph=graphs[-1].value if graphs else None,
            predicate=last.predicate.value if last is not None and at_focus else None,
            value=str(last.object) if last is not None and at_focus else None,
        )

    def step(self, triple: Triple) -> str:
        """Say what a derived statement follows from."""
        reason = self.reasons[triple]
        return f"{' '.join(_told([triple]))} follows from {' and '.join(_told(reason.premises))} ({reason.rule})"

    def ancestors(self, premises: Iterable[Triple]) -> tuple[Triple, ...]:
        """Follow triples back to what was stated; those that were derived are among the result."""
        found = dict.fromkeys(premises)
        waiting = list(found)
        while waiting:
            derivation = self.reasons.get(waiting.pop())
            new = [triple for triple in (derivation.premises if derivation else ()) if triple not in found]
            found.update(dict.fromkeys(new))
            waiting += new
        return tuple(found)


class _Ties:
    """Which values of one thing and property are tied by what was told: n of them in n - 1 pairs, not in all."""

    def __init__(self) -> None:
        self._tied: dict[tuple[NamedNode, object, object], object] = {}

    def tie(self, premises: tuple[Triple, ...]) -> bool:
        """Tie the two values whose difference or identity follows.

        :param premises: what it follows from; the last two statements give the values to the thing.
        :returns: False if they were tied before.
        """
        first, second = premises[-2:] if len(premises) > 1 else (premises[-1], premises[-1])
        property_ = first.predicate
        holder: Term
        one: Term
        other: Term
        if property_ != second.predicate or property_ == RDF_TYPE:
            return True
        if first.subject == second.subject:
            holder, one, other = first.subject, first.object, second.object
        elif first.object == second.object:
            holder, one, other = first.object, first.subject, second.subject
        else:
            return True
        ends = [self._end(property_, holder, each) for each in (one, other)]
        if ends[0] == ends[1]:
            return False
        self._tied[property_, holder, ends[1]] = ends[0]
        return True

    def _end(self, property_: NamedNode, holder: object, value: object) -> object:
        """Follow the ties of a value."""
        while (property_, holder, value) in self._tied:
            value = self._tied[property_, holder, value]
        return value


def _is_axiom(triple: Triple) -> bool:
    """Tell whether a statement is about terms, not about things."""
    if triple.predicate == RDF_TYPE:
        return isinstance(triple.object, NamedNode) and triple.object.value in _TYPES_OF_TERMS
    return triple.predicate.value.startswith((OWL, RDFS)) and triple.predicate not in (_SAME_AS, _DIFFERENT)


def _told(triples: Iterable[Triple]) -> list[str]:
    """Write statements for a reader: a list where it is used, not cell by cell."""
    from treatygraph.graph.reasoning.lists import Lists

    facts = [(each.subject, each.predicate, each.object) for each in triples]
    lists = Lists(facts)
    read = {fact: lists.read(fact[2]) for fact in facts if isinstance(fact[2], BlankNode)}
    found = {fact: listed.members for fact, listed in read.items() if listed is not None}
    cells = {cell for listed in read.values() if listed is not None for cell in listed.cells}
    told = []
    for fact in facts:
        members = " ".join(map(_written, found.get(fact, ())))
        last = f"( {members} )" if fact in found else _written(fact[2])
        if fact not in cells:
            told.append(f"{_written(fact[0])} {_written(fact[1])} {last}")
    return told


def _written(term: object) -> str:
    """Write a term for a reader."""
    return compact(term.value) if isinstance(term, NamedNode) else shortened(str(term))
