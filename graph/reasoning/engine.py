"""The forward chaining engine: semi-naive, one fact at a time, with the first derivation of each.

A fact is taken from the agenda, put into the index, and matched against the conditions that listen for
facts of its kind; what a condition still needs is looked up in the index. Each combination of facts is thus
met when its last one arrives, not again in every round. An axiom that matches switches its rule on: the
rule is rewritten with the terms of the axiom and listens for ordinary facts, so that a fact meets only the
rules that an axiom has made of interest for its predicate or class.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from pyoxigraph import Literal, NamedNode

from treatygraph.graph.reasoning.index import Index
from treatygraph.graph.reasoning.joins import Binding, ground, join_order, match, solve, substitute
from treatygraph.graph.reasoning.lists import RdfList
from treatygraph.graph.reasoning.model import Fact, Term
from treatygraph.graph.reasoning.rules import LIST, Pattern, Rule
from treatygraph.graph.reasoning.values import integer
from treatygraph.graph.terms import OWL, RDF_TYPE

__all__ = ["Contradiction", "Engine", "Reason"]

_SAME_AS = NamedNode(OWL + "sameAs")


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


@dataclass(frozen=True, slots=True)
class _Listener:
    """Waits for facts that match a pattern, then looks for the facts that the rest of the condition needs."""

    pattern: Pattern
    rest: tuple[Pattern, ...]
    conclude: Callable[[Binding], None]


class Engine:
    """Facts, and the rules at work on them.

    :param rules: the rules.
    :param lists: the lists that axioms refer to.
    """

    def __init__(self, rules: Iterable[Rule], lists: Mapping[Term, RdfList]) -> None:
        self.reasons: dict[Fact, Reason | None] = {}
        """Every fact, premises before conclusions; None for those that were told."""
        self.contradictions: list[Contradiction] = []
        self._lists = lists
        self._agenda: deque[Fact] = deque()
        self._index = Index()
        self._for_predicate: defaultdict[Term, list[_Listener]] = defaultdict(list)
        self._for_class: defaultdict[Term, list[_Listener]] = defaultdict(list)
        self._for_subject: defaultdict[Term, list[_Listener]] = defaultdict(list)
        self._for_object: defaultdict[Term, list[_Listener]] = defaultdict(list)
        for rule in rules:
            self._listen(rule.axioms, partial(self._switch_on, rule))

    def tell(self, facts: Iterable[Fact]) -> None:
        """Add facts as they are given, without a reason.

        :param facts: the facts.
        """
        for fact in facts:
            if fact not in self.reasons:
                self.reasons[fact] = None
                self._agenda.append(fact)

    def run(self) -> None:
        """Add all that follows from the facts so far."""
        while self._agenda:
            self._process(self._agenda.popleft())

    def derive(self, fact: Fact, rule: str, premises: tuple[Fact, ...]) -> None:
        """Add a fact unless it is known already, or no statement because its predicate is a literal.

        :param fact: the fact.
        :param rule: the name of the rule.
        :param premises: known facts.
        """
        if not (fact in self.reasons or _is_reflexive(fact) or isinstance(fact[1], Literal)):
            self.reasons[fact] = Reason(rule, premises)
            self._agenda.append(fact)

    def _process(self, fact: Fact) -> None:
        subject, predicate, value = fact
        self._index.add(fact)
        self._notify(self._for_predicate.get(predicate), fact)
        if predicate == RDF_TYPE:
            self._notify(self._for_class.get(value), fact)
        self._notify(self._for_subject.get(subject), fact)
        self._notify(self._for_object.get(value), fact)

    def _notify(self, listeners: list[_Listener] | None, fact: Fact) -> None:
        for listener in listeners or ():
            binding = match(listener.pattern, fact, {})
            if binding is not None:
                for solution in solve(self._index, listener.rest, binding):
                    listener.conclude(solution)

    def _listen(self, body: tuple[Pattern, ...], conclude: Callable[[Binding], None]) -> None:
        """Watch for the facts of a condition; those that are in the index already count as well."""
        listeners = [_Listener(pattern, join_order(body, at), conclude) for at, pattern in enumerate(body)]
        for listener in listeners:
            self._register(listener)
        for fact in self._index.candidates(body[0]):
            self._notify(listeners[:1], fact)

    def _register(self, listener: _Listener) -> None:
        subject, predicate, value = listener.pattern
        if predicate == RDF_TYPE and not isinstance(value, str):
            self._for_class[value].append(listener)
        elif not isinstance(predicate, str):
            self._for_predicate[predicate].append(listener)
        elif not isinstance(subject, str):
            self._for_subject[subject].append(listener)
        elif not isinstance(value, str):
            self._for_object[value].append(listener)

    def _switch_on(self, rule: Rule, binding: Binding) -> None:
        """Rewrite a rule with the terms of the axioms that were found, and set it to work."""
        if rule.number is not None and integer(binding[rule.number[0]]) != rule.number[1]:
            return
        given: list[Fact] = [ground(axiom, binding) for axiom in rule.axioms]
        listed = RdfList()
        if LIST in binding:
            if binding[LIST] not in self._lists:
                return
            listed = self._lists[binding[LIST]]
        for consequence in rule.consequences(listed.members):
            known = {**binding, **consequence.binding}
            body = tuple(substitute(pattern, known) for pattern in consequence.body)
            body = tuple(pattern for pattern in body if not _is_reflexive(pattern))
            active = _ActiveRule(rule, (*given, *listed.cells), known, body, consequence.head)
            if body:
                self._listen(body, partial(self._conclude, active))
            else:
                self._conclude(active, {})

    def _conclude(self, active: _ActiveRule, binding: Binding) -> None:
        known = {**active.binding, **binding}
        if active.head is None:
            premises = self._premises(active, binding)
            self.contradictions.append(Contradiction(active.rule.name, premises, active.rule.sentence, known))
            return
        fact = ground(active.head, known)
        if fact not in self.reasons:
            self.derive(fact, active.rule.name, self._premises(active, binding))

    @staticmethod
    def _premises(active: _ActiveRule, binding: Binding) -> tuple[Fact, ...]:
        return (*active.given, *(ground(pattern, binding) for pattern in active.body))


def _is_reflexive(pattern: Pattern) -> bool:
    """Tell whether a pattern is an instance of eq-ref, which always holds and is never stated."""
    return pattern[1] == _SAME_AS and pattern[0] == pattern[2] and not isinstance(pattern[0], str)
