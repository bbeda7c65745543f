"""The closure of an ontology and data under the rules of OWL 2 RL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from pyoxigraph import Literal, NamedNode, Triple

from treatygraph.graph.reasoning.engine import Contradiction, Engine
from treatygraph.graph.reasoning.lists import Lists
from treatygraph.graph.reasoning.literals import (
    LITERAL_TYPE,
    contradictory_literals,
    ill_typed_literals,
    literal_types,
)
from treatygraph.graph.reasoning.model import Closure, Derivation, Fact, Inconsistency, Term, as_triple
from treatygraph.graph.reasoning.premises import Premises
from treatygraph.graph.reasoning.tables import RULES
from treatygraph.graph.terms import OWL, RDF_TYPE, compact

__all__ = ["close"]

_CLASS = NamedNode(OWL + "Class")
_AXIOMATIC = (("cls-thing", NamedNode(OWL + "Thing")), ("cls-nothing1", NamedNode(OWL + "Nothing")))


def close(ontology: Iterable[Triple], data: Iterable[Triple]) -> Closure:
    """Derive all useful triples and find all contradictions.

    :param ontology: classes, properties and their axioms; may hold blank nodes for unnamed classes and lists.
    :param data: statements about things; may hold axioms as well.
    :returns: the useful new triples with rule and premises, and the contradictions.

    >>> state, agent = NamedNode("https://example.org/State"), NamedNode("https://example.org/Agent")
    >>> axiom = Triple(state, NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf"), agent)
    >>> closure = close([axiom], [Triple(NamedNode("https://example.org/x"), RDF_TYPE, state)])
    >>> [(str(triple.object), derivation.rule) for triple, derivation in closure.derivations.items()]
    [('<https://example.org/Agent>', 'cax-sco')]
    """
    axioms = dict.fromkeys(_fact(triple) for triple in ontology)
    statements = dict.fromkeys(_fact(triple) for triple in data)
    told = {**axioms, **statements}
    engine = Engine(RULES, Lists(told))
    engine.tell(axioms)
    for rule, built_in in _AXIOMATIC:
        engine.derive((built_in, RDF_TYPE, _CLASS), rule, ())
    engine.run()
    engine.tell(statements)
    for typing, fact in literal_types(told).items():
        engine.derive(typing, LITERAL_TYPE, (fact,))
    engine.run()
    premises = Premises(engine.reasons)
    contradictions = chain(ill_typed_literals(told), engine.contradictions, contradictory_literals(engine.reasons))
    return Closure(dict(_derivations(engine, premises)), tuple(_inconsistencies(contradictions, premises)))


def _fact(triple: Triple) -> Fact:
    return triple.subject, triple.predicate, triple.object


def _derivations(engine: Engine, premises: Premises) -> Iterator[tuple[Triple, Derivation]]:
    for fact, reason in engine.reasons.items():
        if reason is not None and premises.is_shown(fact):
            shown = tuple(as_triple(premise) for premise in premises.shown(reason.premises))
            yield as_triple(fact), Derivation(reason.rule, shown)


def _inconsistencies(contradictions: Iterable[Contradiction], premises: Premises) -> Iterator[Inconsistency]:
    """Word the contradictions, of those by one rule that rest on the same stated triples only the first.

    Once two things are the same, each contradiction between them comes back in every way to name them.
    """
    seen: set[tuple[str, frozenset[Fact]]] = set()
    for contradiction in contradictions:
        key = contradiction.rule, premises.sources(contradiction.premises)
        if key not in seen:
            seen.add(key)
            triples = tuple(as_triple(fact) for fact in premises.shown(contradiction.premises))
            yield Inconsistency(contradiction.rule, triples, _sentence(contradiction))


def _sentence(contradiction: Contradiction) -> str:
    names = {variable.removeprefix("?"): _name(term) for variable, term in contradiction.binding.items()}
    return contradiction.sentence.format_map(names)


def _name(term: Term) -> str:
    if isinstance(term, NamedNode):
        return compact(term.value)
    if isinstance(term, Literal) and term.language is None:
        return f'"{term.value}"'
    return str(term)
