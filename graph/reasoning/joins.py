"""Matching patterns with facts, one pattern or several that share variables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import TypeAlias, cast

from treatygraph.graph.reasoning.index import Index
from treatygraph.graph.reasoning.model import Fact, Term
from treatygraph.graph.reasoning.rules import Pattern
from treatygraph.graph.terms import RDF_TYPE

__all__ = ["Binding", "ground", "join_order", "match", "projection", "solve", "substitute"]

Binding: TypeAlias = dict[str, Term]
"""The values of variables."""


def match(pattern: Pattern, fact: Fact, binding: Binding) -> Binding | None:
    """Extend a binding so that the pattern becomes the fact.

    :param pattern: the pattern.
    :param fact: the fact.
    :param binding: the values known so far.
    :returns: the extended binding; None where the fact does not fit.
    """
    extended = binding.copy()
    for part, term in zip(pattern, fact, strict=True):
        if isinstance(part, str):
            if extended.setdefault(part, term) != term:
                return None
        elif part != term:
            return None
    return extended


def substitute(pattern: Pattern, binding: Binding) -> Pattern:
    """Put the known values in the place of variables.

    :param pattern: the pattern.
    :param binding: the values.
    :returns: the pattern with the terms; variables without a value stay.
    """
    subject, predicate, value = pattern
    return (
        binding.get(subject, subject) if isinstance(subject, str) else subject,
        binding.get(predicate, predicate) if isinstance(predicate, str) else predicate,
        binding.get(value, value) if isinstance(value, str) else value,
    )


def ground(pattern: Pattern, binding: Binding) -> Fact:
    """Turn a pattern into a fact.

    :param pattern: the pattern.
    :param binding: the value of each of its variables.
    :returns: the fact.
    """
    subject, predicate, value = pattern
    return (
        binding[subject] if isinstance(subject, str) else subject,
        binding[predicate] if isinstance(predicate, str) else predicate,
        binding[value] if isinstance(value, str) else value,
    )


def join_order(body: tuple[Pattern, ...], start: int) -> tuple[Pattern, ...]:
    """Order the other patterns of a condition so that each shares variables with those before it.

    :param body: the condition.
    :param start: the place of the pattern that is matched first.
    :returns: the others, the most constrained first.
    """
    bound = _variables(body[start])
    waiting = [*body[:start], *body[start + 1 :]]
    order: list[Pattern] = []
    while waiting:
        tightest = max(waiting, key=lambda pattern: _constraint(pattern, bound))
        waiting.remove(tightest)
        order.append(tightest)
        bound = bound | _variables(tightest)
    return tuple(order)


def projection(body: tuple[Pattern, ...], head: Pattern | None) -> Callable[[Fact], Fact] | None:
    """Turn a rule with one condition into a function from a fact to its conclusion, where no more is to be checked.

    :param body: the condition.
    :param head: the conclusion.
    :returns: the function; None if there are several patterns, no conclusion, or if not every fact fits that has
        the terms by which facts are indexed.
    """
    if head is None or len(body) != 1 or body[0] == head:
        return None
    (pattern,) = body
    variables = [part for part in pattern if isinstance(part, str)]
    typed = pattern[1] == RDF_TYPE and not isinstance(pattern[2], str)
    if len(set(variables)) != (1 if typed else 2) or len(variables) != (1 if typed else 2):
        return None
    constants = tuple(part for part in head if not isinstance(part, str))
    sources = (*pattern, *constants)
    pick = itemgetter(*(sources.index(part) for part in head))
    return lambda fact: cast("Fact", pick(fact + constants))


def solve(index: Index, body: tuple[Pattern, ...], binding: Binding) -> Iterator[Binding]:
    """Find every way in which facts fulfil a condition.

    :param index: the facts.
    :param body: the patterns, in the order in which to match them.
    :param binding: the values known so far.
    :returns: the extended bindings.
    """
    if not body:
        yield binding
        return
    pattern, rest = substitute(body[0], binding), body[1:]
    candidates = index.candidates(pattern)
    if candidates and not any(isinstance(part, str) for part in pattern):
        # A pattern without variables holds or does not; there is nothing to bind.
        if pattern in candidates:
            yield from solve(index, rest, binding)
        return
    for fact in candidates:
        extended = match(pattern, fact, binding)
        if extended is not None:
            if rest:
                yield from solve(index, rest, extended)
            else:
                yield extended


def _constraint(pattern: Pattern, bound: set[str]) -> tuple[int, int]:
    variables = _variables(pattern)
    return len(variables & bound), -len(variables)


def _variables(pattern: Pattern) -> set[str]:
    return {part for part in pattern if isinstance(part, str)}
