"""Facts in the order of arrival, found by any of the combinations of terms that rules ask for.

An index is also what bounds the reasoning: it counts the facts that are added and those that joins look at, so that the
same facts are always given up at the same point, on any machine.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from treatygraph.graph.reasoning.model import Fact, Term
from treatygraph.graph.reasoning.rules import Pattern

__all__ = ["FEWEST_FACTS", "FEWEST_LOOKS", "ExhaustedError", "Index"]

FEWEST_FACTS, FACTS_EACH = 250_000, 20
"""How many facts there may be in any case, and how many more for each that was told."""
FEWEST_LOOKS, LOOKS_EACH = 2_500_000, 200
"""How many facts joins may look at in any case, and how many more for each that was told."""


class ExhaustedError(Exception):
    """There are more facts than there may be, or joins have looked at more."""


class Index:
    """The facts that joins look at."""

    _LISTS = (
        "_by_object",
        "_by_predicate",
        "_by_predicate_object",
        "_by_subject",
        "_by_subject_predicate",
    )
    __slots__ = (*_LISTS, "_facts_left", "_looks_left")

    def __init__(self) -> None:
        self._facts_left = FEWEST_FACTS
        self._looks_left = FEWEST_LOOKS
        self._by_subject: defaultdict[Term, list[Fact]] = defaultdict(list)
        self._by_predicate: defaultdict[Term, list[Fact]] = defaultdict(list)
        self._by_object: defaultdict[Term, list[Fact]] = defaultdict(list)
        self._by_subject_predicate: defaultdict[tuple[Term, Term], list[Fact]] = defaultdict(list)
        self._by_predicate_object: defaultdict[tuple[Term, Term], list[Fact]] = defaultdict(list)

    def copy(self) -> Index:
        """Make an index with the same facts.

        :returns: the copy.
        """
        other = Index()
        for name in self._LISTS:
            lists = getattr(self, name)
            setattr(other, name, defaultdict(list, {key: facts.copy() for key, facts in lists.items()}))
        other._facts_left, other._looks_left = self._facts_left, self._looks_left
        return other

    def allow_for_one(self) -> None:
        """Let more follow, since one more fact was told."""
        self._facts_left += FACTS_EACH
        self._looks_left += LOOKS_EACH

    def add(self, fact: Fact) -> None:
        """Add a fact that is not there yet.

        :param fact: the fact.
        :raises ExhaustedError: if there are too many.
        """
        self._facts_left -= 1
        if self._facts_left < 0:
            raise ExhaustedError
        subject, predicate, value = fact
        self._by_subject[subject].append(fact)
        self._by_predicate[predicate].append(fact)
        self._by_object[value].append(fact)
        self._by_subject_predicate[subject, predicate].append(fact)
        self._by_predicate_object[predicate, value].append(fact)

    def candidates(self, pattern: Pattern) -> Sequence[Fact]:
        """Return facts among which are all that match a pattern.

        :param pattern: the pattern, with at least one term.
        :returns: the facts that have the terms for which there is an index, in their order of arrival.
        :raises ExhaustedError: if too many have been looked at.
        """
        found = self._find(pattern)
        self._looks_left -= len(found)
        if self._looks_left < 0:
            raise ExhaustedError
        return found

    def _find(self, pattern: Pattern) -> Sequence[Fact]:
        """Look into the list that fits a pattern best."""
        subject, predicate, value = pattern
        if isinstance(predicate, str):
            if not isinstance(subject, str):
                return self._by_subject.get(subject, ())
            return self._by_object.get(value, ()) if not isinstance(value, str) else ()
        if not isinstance(subject, str):
            return self._by_subject_predicate.get((subject, predicate), ())
        if not isinstance(value, str):
            return self._by_predicate_object.get((predicate, value), ())
        return self._by_predicate.get(predicate, ())
