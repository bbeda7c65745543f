"""Relations that are transitive, followed step by step, so that each pair of things is met once for each last step.

Of a relation that is transitive some facts are *steps*, all others are made of steps. A path is lengthened at its end
by a step only: the pairs of n things in a row are then found by n²/2 joins, where joining any two paths takes n³/6.
Equality is symmetric too: its steps are those that make two groups of things one, to and fro.

Source: F. Bancilhon, R. Ramakrishnan: An Amateur's Introduction to Recursive Query Processing Strategies, 1986
(linear recursion, semi-naive evaluation).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pyoxigraph import NamedNode

from treatygraph.graph.reasoning.model import Fact, Term
from treatygraph.graph.reasoning.rules import Pattern
from treatygraph.graph.terms import OWL

__all__ = ["SAME_AS", "Paths", "is_transitivity", "keeps_paths"]

SAME_AS = NamedNode(OWL + "sameAs")


class Paths:
    """The steps of the relations that are known to be transitive."""

    __slots__ = ("_composed", "_groups", "_relations", "_steps")

    def __init__(self) -> None:
        self._relations: set[Term] = set()
        self._composed: set[Fact] = set()
        self._steps: defaultdict[tuple[Term, Term], dict[Fact, None]] = defaultdict(dict)
        self._groups: dict[Term, Term] = {}

    def copy(self) -> Paths:
        """Make one that knows the same.

        :returns: the copy.
        """
        other = Paths()
        other._relations = self._relations.copy()
        other._composed = self._composed.copy()
        other._steps = defaultdict(dict, {key: steps.copy() for key, steps in self._steps.items()})
        other._groups = self._groups.copy()
        return other

    def follow(self, relation: Term, facts: Sequence[Fact]) -> bool:
        """Follow a relation from now on.

        :param relation: one that is transitive.
        :param facts: what has been stated with it so far.
        :returns: whether it was not followed before.
        """
        if relation in self._relations:
            return False
        self._relations.add(relation)
        for fact in facts:
            self.add(fact)
        return True

    def add(self, fact: Fact) -> None:
        """Take a fact into account: unless it is known to be made of steps, it is a step.

        :param fact: any fact, each once.
        """
        subject, relation, _ = fact
        if relation not in self._relations or fact in self._composed:
            return
        if relation == SAME_AS and not self._joins(fact):
            self._composed.add(fact)
        else:
            self._steps[relation, subject][fact] = None

    def compose(self, fact: Fact) -> None:
        """Note that a new fact is made of steps that are known.

        :param fact: the fact.
        """
        if fact[1] in self._relations:
            self._composed.add(fact)

    def is_composed(self, fact: Fact) -> bool:
        """Tell whether a fact is made of steps.

        :param fact: any fact.
        :returns: False for a step, and for what belongs to no transitive relation.
        """
        return fact in self._composed

    def steps(self, relation: Term, start: Term) -> tuple[Fact, ...]:
        """Return the steps from a thing.

        :param relation: a relation that is followed.
        :param start: the thing.
        :returns: the steps, in their order of arrival.
        """
        return tuple(self._steps.get((relation, start), ()))

    def _joins(self, equality: Fact) -> bool:
        """Tell whether two things were not known to be the same, or whether this is the way back of what said so."""
        subject, relation, value = equality
        first, second = self._group(subject), self._group(value)
        self._groups[first] = second
        return first != second or (value, relation, subject) in self._steps.get((relation, value), ())

    def _group(self, thing: Term) -> Term:
        """Return the thing that stands for all that are the same as a thing."""
        path = []
        while (above := self._groups.get(thing, thing)) != thing:
            path.append(thing)
            thing = above
        self._groups.update(dict.fromkeys(path, thing))
        return thing


def is_transitivity(body: tuple[Pattern, ...], head: Pattern | None) -> bool:
    """Tell whether a rule makes a relation transitive.

    :param body: the condition.
    :param head: the conclusion.
    :returns: whether it is ``?x p ?y . ?y p ?z`` and ``?x p ?z`` for a term p.
    """
    if head is None or len(body) != 2 or isinstance(head[1], str):
        return False
    (start, first, middle), (again, second, end) = body
    ends = {start, middle, end}
    return (
        first == second == head[1]
        and middle == again
        and (start, end) == (head[0], head[2])
        and len(ends) == len(body) + 1
        and all(isinstance(each, str) for each in ends)
    )


def keeps_paths(pattern: Pattern, head: Pattern) -> bool:
    """Tell whether what a rule makes of a path is the path of what it makes of its steps.

    :param pattern: the only condition.
    :param head: the conclusion.
    :returns: whether it turns the facts of one relation into those of another, either way round, or puts one thing in
        the place of another.
    """
    subject, relation, value = pattern
    if not isinstance(relation, str):
        ends = {subject, value}
        return all(isinstance(each, str) for each in ends) and ends == {head[0], head[2]} and len(ends) == 2
    if head[1] != relation:
        return False
    return (head[2] == value and isinstance(value, str)) or (head[0] == subject and isinstance(subject, str))
