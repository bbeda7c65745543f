"""Facts in the order of arrival, found by any of the combinations of terms that rules ask for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from treatygraph.graph.reasoning.model import Fact, Term
from treatygraph.graph.reasoning.rules import Pattern

__all__ = ["Index"]


class Index:
    """The facts that joins look at."""

    __slots__ = (
        "_by_object",
        "_by_predicate",
        "_by_predicate_object",
        "_by_subject",
        "_by_subject_predicate",
    )

    def __init__(self) -> None:
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
        for name in self.__slots__:
            lists = getattr(self, name)
            setattr(other, name, defaultdict(list, {key: facts.copy() for key, facts in lists.items()}))
        return other

    def add(self, fact: Fact) -> None:
        """Add a fact that is not there yet.

        :param fact: the fact.
        """
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
        """
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
