"""The forward chaining engine: semi-naive, one fact at a time, with the first derivation of each.

A fact is taken from the agenda, put into the index, and matched against the conditions that listen for
facts of its kind; what a condition still needs is looked up in the index. Each combination of facts is thus
met when its last one arrives, not again in every round. An axiom that matches switches its rule on: the
rule is rewritten with the terms of the axiom and listens for ordinary facts, so that a fact meets only the
rules that an axiom has made of interest for its predicate or class. What makes a relation transitive is not
joined but followed step by step (module ``paths``).
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode

from treatygraph.graph.errors import ReasoningLimitError
from treatygraph.graph.reasoning.index import ExhaustedError, Index
from treatygraph.graph.reasoning.joins import Binding, ground, join_order, match, projection, solve, substitute
from treatygraph.graph.reasoning.lists import Lists, RdfList
from treatygraph.graph.reasoning.model import Fact, Term
from treatygraph.graph.reasoning.paths import SAME_AS, Paths, is_transitivity, keeps_paths
from treatygraph.graph.reasoning.rules import LIST, Consequence, Pattern, Rule
from treatygraph.graph.reasoning.values import are_different, integer
from treatygraph.graph.terms import RDF_TYPE, compact

__all__ = ["Contradiction", "Engine", "Reason"]

_DIFFERENT_VALUES = "{x} and {y} are different values but turn out to be the same."


@dataclass(frozen=True, slots=True)
class Reason:
    """The rule and the facts from which a fact follows."""

    rule: str
    premises: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Facts that must not hold together, with the values that the sentence is about."""

    rule: str
    premises: tuple[Fact, ...]
    sentence: str
    binding: Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class _ActiveRule:
    """A rule that axioms have switched on: its remaining variables stand for ordinary things."""

    rule: Rule
    given: tuple[Fact, ...]
    binding: Binding
    body: tuple[Pattern, ...]
    head: Pattern | None
    keeps_paths: bool = False


_Listener: TypeAlias = Callable[["Engine", Fact], None]
"""Is called with the engine and every fact of the kind that it waits for; it belongs to no engine, so that copies
of one share it."""

_Conclude: TypeAlias = Callable[["Engine", Binding], None]
"""Is called with the engine and each way in which a condition is fulfilled."""


class Engine:
    """Facts, and the rules at work on them.

    :param rules: the rules.
    :param lists: the lists that axioms refer to.
    """

    def __init__(self, rules: Iterable[Rule], lists: Lists) -> None:
        self.reasons: dict[Fact, Reason | None] = {}
        """Every fact, premises before conclusions; None for those that were told."""
        self.contradictions: list[Contradiction] = []
        self._lists = lists
        self._agenda: deque[Fact] = deque()
        self._index = Index()
        self._paths = Paths()
        self._for_predicate: defaultdict[Term, list[_Listener]] = defaultdict(list)
        self._for_class: defaultdict[Term, list[_Listener]] = defaultdict(list)
        self._for_subject: defaultdict[Term, list[_Listener]] = defaultdict(list)
        self._for_object: defaultdict[Term, list[_Listener]] = defaultdict(list)
        for rule in rules:
            if rule.axioms:
                self._listen(rule.axioms, partial(_switch_on, rule))
            else:
                self._switch_on(rule, {})

    def copy(self) -> Engine:
        """Make an engine that knows what this one knows; what either learns from now on, the other does not.

        :returns: the copy.
        """
        other = Engine((), self._lists)
        other.reasons = self.reasons.copy()
        other.contradictions = self.contradictions.copy()
        other._agenda = self._agenda.copy()
        other._index = self._index.copy()
        other._paths = self._paths.copy()
        other._for_predicate = _copied(self._for_predicate)
        other._for_class = _copied(self._for_class)
        other._for_subject = _copied(self._for_subject)
        other._for_object = _copied(self._for_object)
        return other

    def tell(self, facts: Iterable[Fact]) -> None:
        """Add facts as they are given, without a reason; one that was derived before needs its reason no more.

        :param facts: the facts.
        """
        for fact in facts:
            if fact not in self.reasons:
                self._agenda.append(fact)
            self.reasons[fact] = None
            self._index.allow_for_one()

    def run(self) -> None:
        """Add all that follows from the facts so far.

        :raises ReasoningLimitError: if that is more than anybody can wait for.
        """
        try:
            while self._agenda:
                self._process(self._agenda.popleft())
        except ExhaustedError:
            raise self._given_up() from None

    def derive(self, fact: Fact, rule: str, premises: tuple[Fact, ...]) -> None:
        """Add a fact unless it is known already.

        That two literals are the same is never added: literals of equal values stay as written (dt-eq), and where the
        values differ that is a contradiction (dt-diff), which must not spread to whatever else has one of them.

        :param fact: the fact.
        :param rule: the name of the rule.
        :param premises: known facts.
        """
        subject, predicate, value = fact
        if predicate == SAME_AS and isinstance(subject, Literal) and isinstance(value, Literal):
            if are_different(subject, value):
                binding: Binding = {"?x": subject, "?y": value}
                self.contradictions.append(Contradiction("eq-diff1", premises, _DIFFERENT_VALUES, binding))
        elif not (fact in self.reasons or _is_reflexive(fact)):
            self.reasons[fact] = Reason(rule, premises)
            self._agenda.append(fact)

    def _given_up(self) -> ReasoningLimitError:
        """Say what it is that there is too much of."""
        number = Counter((reason.rule, fact[1]) for fact, reason in self.reasons.items() if reason is not None)
        (rule, predicate), most = number.most_common(1)[0]
        iri = predicate.value if isinstance(predicate, NamedNode) else str(predicate)
        return ReasoningLimitError(number.total(), most, rule, iri, compact(iri))

    def _process(self, fact: Fact) -> None:
        subject, predicate, value = fact
        self._index.add(fact)
        self._paths.add(fact)
        for listener in self._for_predicate.get(predicate, ()):
            listener(self, fact)
        if predicate == RDF_TYPE:
            for listener in self._for_class.get(value, ()):
                listener(self, fact)
        if predicate == SAME_AS:
            # Of equality itself eq-sym and eq-trans find all that replacing equals by equals would find again.
            return
        for listener in self._for_subject.get(subject, ()):
            listener(self, fact)
        for listener in self._for_object.get(value, ()):
            listener(self, fact)

    def _listen(self, body: tuple[Pattern, ...], conclude: _Conclude) -> None:
        """Wait for the facts of a condition; those that are in the index already count as well."""
        listeners = [partial(_join, pattern, join_order(body, at), conclude) for at, pattern in enumerate(body)]
        # The last pattern is tried first, so that the premises of a conclusion come in their order of arrival.
        for pattern, listener in reversed(list(zip(body, listeners, strict=True))):
            self._register(pattern, listener)
        for fact in self._index.candidates(body[0]):
            listeners[0](self, fact)

    def _follow(self, active: _ActiveRule) -> None:
        """Follow a relation that a rule makes transitive; another rule that makes it so adds nothing."""
        pattern = active.body[0]
        facts = self._index.candidates(pattern)
        if not isinstance(pattern[1], str) and self._paths.follow(pattern[1], facts):
            listener = partial(_lengthen, active)
            self._register(pattern, listener)
            for fact in facts:
                listener(self, fact)

    def _listen_for_one(self, active: _ActiveRule, project: Callable[[Fact], Fact]) -> None:
        """Wait for single facts each of which has a conclusion, by far the most frequent kind of condition."""
        (pattern,) = active.body
        listener = partial(_project, active, project)
        self._register(pattern, listener)
        for fact in self._index.candidates(pattern):
            listener(self, fact)

    def _register(self, pattern: Pattern, listener: _Listener) -> None:
        subject, predicate, value = pattern
        if predicate == RDF_TYPE and not isinstance(value, str):
            self._for_class[value].append(listener)
        elif not isinstance(predicate, str):
            self._for_predicate[predicate].append(listener)
        elif not isinstance(subject, str):
            self._for_subject[subject].append(listener)
        elif not isinstance(value, str):
            self._for_object[value].append(listener)
        else:
            raise ValueError(f"A pattern needs a term by which to find facts: {' '.join((subject, predicate, value))}")

    def _switch_on(self, rule: Rule, binding: Binding) -> None:
        """Rewrite a rule with the terms of the axioms that were found, and set it to work."""
        if rule.number is not None and integer(binding[rule.number[0]]) != rule.number[1]:
            return
        given: list[Fact] = [ground(axiom, binding) for axiom in rule.axioms]
        if rule.stepwise and any(map(self._paths.is_composed, given)):
            return
        listed = self._lists.read(binding[LIST]) if LIST in binding else RdfList()
        if listed is None:
            return
        for consequence in rule.consequences(listed.members):
            self._activate(rule, (*given, *listed.cells), {**binding, **consequence.binding}, consequence)

    def _activate(self, rule: Rule, given: tuple[Fact, ...], known: Binding, consequence: Consequence) -> None:
        body = tuple(substitute(pattern, known) for pattern in consequence.body)
        body = tuple(pattern for pattern in body if not _is_reflexive(pattern))
        head = None if consequence.head is None else substitute(consequence.head, known)
        project = projection(body, head)
        keeping = project is not None and head is not None and keeps_paths(body[0], head)
        active = _ActiveRule(rule, given, known, body, head, keeping)
        if not body:
            self._conclude(active, {})
        elif project is not None:
            self._listen_for_one(active, project)
        elif is_transitivity(body, head):
            self._follow(active)
        elif head not in body:
            self._listen(body, partial(_conclude, active))

    def _conclude(self, active: _ActiveRule, binding: Binding) -> None:
        if active.head is None:
            premises, known = self._premises(active, binding), {**active.binding, **binding}
            self.contradictions.append(Contradiction(active.rule.name, premises, active.rule.sentence, known))
            return
        fact = ground(active.head, binding)
        if fact not in self.reasons:
            self.derive(fact, active.rule.name, self._premises(active, binding))

    @staticmethod
    def _premises(active: _ActiveRule, binding: Binding) -> tuple[Fact, ...]:
        return (*active.given, *(ground(pattern, binding) for pattern in active.body))


def _join(pattern: Pattern, rest: tuple[Pattern, ...], conclude: _Conclude, engine: Engine, fact: Fact) -> None:
    """Find the other facts of a condition one of whose patterns a fact has met."""
    binding = match(pattern, fact, {})
    if binding is not None:
        for solution in solve(engine._index, rest, binding):
            conclude(engine, solution)


def _project(active: _ActiveRule, project: Callable[[Fact], Fact], engine: Engine, fact: Fact) -> None:
    """Add the conclusion from a single fact."""
    conclusion = project(fact)
    if conclusion not in engine.reasons:
        engine.derive(conclusion, active.rule.name, (*active.given, fact))
        if active.keeps_paths and engine._paths.is_composed(fact):
            engine._paths.compose(conclusion)


def _lengthen(active: _ActiveRule, engine: Engine, fact: Fact) -> None:
    """Add what follows from a path and one more step: after the fact, and if it is a step before it as well."""
    subject, relation, value = fact
    found = [(fact, step) for step in engine._paths.steps(relation, value)]
    if not engine._paths.is_composed(fact):
        found += [(path, fact) for path in engine._index.candidates(("?", relation, subject))]
    for path, step in found:
        conclusion = path[0], relation, step[2]
        if conclusion not in engine.reasons:
            engine.derive(conclusion, active.rule.name, (*active.given, path, step))
            engine._paths.compose(conclusion)


def _switch_on(rule: Rule, engine: Engine, binding: Binding) -> None:
    """Set a rule to work whose axioms have been found."""
    engine._switch_on(rule, binding)


def _conclude(active: _ActiveRule, engine: Engine, binding: Binding) -> None:
    """Add the conclusion from the facts of a condition."""
    engine._conclude(active, binding)


def _copied(lists: Mapping[Term, list[_Listener]]) -> defaultdict[Term, list[_Listener]]:
    """Copy lists by their keys."""
    return defaultdict(list, {key: each.copy() for key, each in lists.items()})


def _is_reflexive(pattern: Pattern) -> bool:
    """Tell whether a pattern is an instance of eq-ref, which always holds and is never stated."""
    return pattern[1] == SAME_AS and pattern[0] == pattern[2] and not isinstance(pattern[0], str)
