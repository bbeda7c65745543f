"""The closure of an ontology and data under the rules of OWL 2 RL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Triple

from treatygraph.graph.reasoning.engine import Contradiction, Engine
from treatygraph.graph.reasoning.lists import Lists, spells_lists
from treatygraph.graph.reasoning.literals import (
    LITERAL_TYPE,
    LiteralTypes,
    contradictory_literals,
    ill_typed_literals,
)
from treatygraph.graph.reasoning.model import Closure, Derivation, Fact, Inconsistency, Term, as_triple
from treatygraph.graph.reasoning.premises import Premises
from treatygraph.graph.reasoning.tables import RULES
from treatygraph.graph.terms import OWL, RDF_TYPE, compact

__all__ = ["Reasoner", "close"]

_CLASS = NamedNode(OWL + "Class")
_AXIOMATIC = (("cls-thing", NamedNode(OWL + "Thing")), ("cls-nothing1", NamedNode(OWL + "Nothing")))


class Reasoner:
    """An ontology that is closed once, for any number of data to be closed under it.

    :param ontology: classes, properties and their axioms; may hold blank nodes for unnamed classes and lists.
    """

    def __init__(self, ontology: Iterable[Triple]) -> None:
        self._axioms = dict.fromkeys(_fact(triple) for triple in ontology)
        self._types = LiteralTypes(self._axioms)
        self._contradictory = tuple(ill_typed_literals(self._axioms))
        self._closed = self._start(self._axioms)

    def close(self, data: Iterable[Triple]) -> Closure:
        """Derive all useful triples and find all contradictions.

        :param data: statements about things; may hold axioms as well.
        :returns: the useful new triples with rule and premises, and the contradictions.
        """
        statements = dict.fromkeys(_fact(triple) for triple in data)
        engine = self._run(statements)
        premises = Premises(engine.reasons)
        contradictions = self._contradictions(statements, engine)
        return Closure(dict(_derivations(engine, premises)), tuple(_inconsistencies(contradictions, premises)))

    def accepts(self, data: Iterable[Triple]) -> bool:
        """Tell whether data are free of contradictions, which takes less than to find out what these are.

        :param data: statements about things; may hold axioms as well.
        :returns: whether :meth:`close` finds no contradiction.
        """
        statements = dict.fromkeys(_fact(triple) for triple in data)
        return next(self._contradictions(statements, self._run(statements)), None) is None

    def _start(self, told: Iterable[Fact]) -> Engine:
        """Close the ontology; lists are looked for in all that is told."""
        engine = Engine(RULES, Lists(told))
        engine.tell(self._axioms)
        for rule, built_in in _AXIOMATIC:
            engine.derive((built_in, RDF_TYPE, _CLASS), rule, ())
        engine.run()
        _type_literals(engine, self._types)
        return engine

    def _run(self, statements: Mapping[Fact, None]) -> Engine:
        """Close the data as well."""
        lists = spells_lists(statements)
        engine = self._start({**self._axioms, **statements}) if lists else self._closed.copy()
        engine.tell(statements)
        _type_literals(engine, LiteralTypes(statements, self._types))
        return engine

    def _contradictions(self, statements: Mapping[Fact, None], engine: Engine) -> Iterator[Contradiction]:
        """Find what contradicts itself or something else."""
        yield from self._contradictory
        yield from ill_typed_literals(fact for fact in statements if fact not in self._axioms)
        yield from engine.contradictions
        yield from contradictory_literals(engine.reasons)


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
    return Reasoner(ontology).close(data)


def _type_literals(engine: Engine, types: LiteralTypes) -> None:
    """Add the types of literals, and what follows."""
    for typing, fact in types.found.items():
        engine.derive(typing, LITERAL_TYPE, (fact,))
    engine.run()


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
    binding = contradiction.binding
    texts = Counter(term.value for term in binding.values() if isinstance(term, Literal))
    names = {variable.removeprefix("?"): _name(term, texts) for variable, term in binding.items()}
    return contradiction.sentence.format_map(names)


def _name(term: Term, texts: Mapping[str, int]) -> str:
    """Write a term; of literals with the same text the datatypes tell which is which."""
    if isinstance(term, NamedNode):
        return compact(term.value)
    if isinstance(term, Literal) and term.language is None:
        datatype = f"^^{compact(term.datatype.value)}" if texts[term.value] > 1 else ""
        return f'"{term.value}"{datatype}'
    return str(term)
