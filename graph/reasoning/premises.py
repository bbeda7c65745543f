"""From the facts of the engine to the triples that a reader sees.

A derivation may lead through facts that are noise: a thing is in an unnamed class, a literal has a type.
Such a premise is replaced by its own premises, so that every premise shown was stated or is a useful
conclusion.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from treatygraph.graph.reasoning.engine import Reason
from treatygraph.graph.reasoning.literals import LITERAL_TYPE
from treatygraph.graph.reasoning.model import Fact
from treatygraph.graph.reasoning.noise import useful

__all__ = ["Premises"]


class Premises:
    """The premises to show for each fact.

    :param reasons: every fact with its reason, premises before conclusions.
    """

    def __init__(self, reasons: Mapping[Fact, Reason | None]) -> None:
        self._reasons = reasons
        self._witnesses: dict[Fact, tuple[Fact, ...]] = {}
        self._instead: dict[Fact, tuple[Fact, ...]] = {}
        for fact, reason in reasons.items():
            if reason is None:
                continue
            if reason.rule == LITERAL_TYPE:
                self._witnesses[fact] = reason.premises
            elif not useful(fact):
                self._instead[fact] = self._spell_out(reason.premises)

    def is_shown(self, fact: Fact) -> bool:
        """Tell whether a fact is among those that a reader sees.

        :param fact: a fact of the engine.
        :returns: whether it was told or is useful.
        """
        return fact not in self._instead and fact not in self._witnesses

    def shown(self, premises: Iterable[Fact]) -> tuple[Fact, ...]:
        """Replace premises that are noise by those that they follow from.

        The type of a literal follows from the literal alone: it needs no premise where another one has the
        literal, else a statement that has it.

        :param premises: facts of the engine.
        :returns: facts that were told or are useful, each once.
        """
        facts = self._spell_out(premises)
        if self._witnesses.keys().isdisjoint(facts):
            return facts
        literals = {fact[2] for fact in facts if fact not in self._witnesses}
        shown: dict[Fact, None] = {}
        for fact in facts:
            if fact not in self._witnesses:
                shown[fact] = None
            elif fact[0] not in literals:
                shown.update(dict.fromkeys(self._witnesses[fact]))
        return tuple(shown)

    def sources(self, premises: Iterable[Fact]) -> frozenset[Fact]:
        """Follow premises back to what was told.

        :param premises: facts of the engine.
        :returns: the facts from which all of them follow.
        """
        found = set(premises)
        waiting = list(found)
        while waiting:
            reason = self._reasons[waiting.pop()]
            new = [] if reason is None else [fact for fact in reason.premises if fact not in found]
            found.update(new)
            waiting.extend(new)
        return frozenset(fact for fact in found if self._reasons[fact] is None)

    def _spell_out(self, premises: Iterable[Fact]) -> tuple[Fact, ...]:
        facts = dict.fromkeys(premises)
        if self._instead.keys().isdisjoint(facts):
            return tuple(facts)
        return tuple(dict.fromkeys(fact for premise in facts for fact in self._instead.get(premise, (premise,))))
