"""The whole way from stated triples to a derived one."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Triple

from treatygraph.graph.reasoning.model import Closure

__all__ = ["Step", "chain"]


@dataclass(frozen=True, slots=True)
class Step:
    """A triple with the steps that lead to it.

    :param triple: the triple.
    :param rule: the rule by which it follows; None if it was stated.
    :param premises: the steps that end in its premises.
    """

    triple: Triple
    rule: str | None = None
    premises: tuple[Step, ...] = ()


def chain(closure: Closure, triple: Triple) -> Step:
    """Follow a triple back to what was stated.

    :param closure: the closure that holds the triple.
    :param triple: a derived triple, or a stated one, which is a step without premises.
    :returns: the last step; steps that several others rest on are shared.
    """
    needed = _ancestors(closure, triple)
    steps: dict[Triple, Step] = {}
    for derived, derivation in closure.derivations.items():
        if derived in needed:
            premises = tuple(steps.get(premise) or Step(premise) for premise in derivation.premises)
            steps[derived] = Step(derived, derivation.rule, premises)
    return steps.get(triple) or Step(triple)


def _ancestors(closure: Closure, triple: Triple) -> set[Triple]:
    found = {triple}
    waiting = [triple]
    while waiting:
        derivation = closure.derivations.get(waiting.pop())
        if derivation is not None:
            new = [premise for premise in derivation.premises if premise not in found]
            found.update(new)
            waiting.extend(new)
    return found
