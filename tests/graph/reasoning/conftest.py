"""How these tests write triples, and what each rule of the tables must do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from treatygraph.graph.reasoning import Derivation, Inconsistency, close, close_with_owlrl

Turtle = Callable[[str], tuple[Triple, ...]]

PREFIXES = """
@prefix : <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def read(text: str) -> tuple[Triple, ...]:
    return tuple(
        Triple(quad.subject, quad.predicate, quad.object) for quad in parse(PREFIXES + text, format=RdfFormat.TURTLE)
    )


@pytest.fixture(scope="session")
def turtle() -> Turtle:
    """Read triples in their order; names without a prefix are in https://example.org/."""
    return read


@pytest.fixture(scope="session")
def assert_derives() -> Callable[[str, str, str], None]:
    """Check that a rule derives a triple from exactly the stated ones, in the order of its row in the table."""

    def check(rule: str, stated: str, conclusion: str) -> None:
        premises, (derived,) = read(stated), read(conclusion)
        closure = close(premises, ())
        assert closure.derivations[derived] == Derivation(rule, premises)
        assert closure.inconsistencies == ()
        assert set(closure.derivations) == set(close_with_owlrl(premises, ()).derivations)

    return check


@pytest.fixture(scope="session")
def assert_contradicts() -> Callable[[str, str, str], None]:
    """Check that a rule finds exactly the stated triples contradictory, and the sentence that says so."""

    def check(rule: str, stated: str, message: str) -> None:
        premises = read(stated)
        assert close(premises, ()).inconsistencies == (Inconsistency(rule, premises, message),)

    return check
