"""Table 5 of the OWL 2 RL profile: axioms about properties (``prp-*``)."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode

from treatygraph.graph.reasoning.rules import (
    Consequence,
    Members,
    Pattern,
    Rule,
    clash,
    clash_of_pairs,
    list_rule,
    rule,
)
from treatygraph.graph.terms import OWL, RDF_TYPE

__all__ = ["PROPERTY_RULES"]

_SAME_AS = NamedNode(OWL + "sameAs")


def _chain(members: Members) -> Iterable[Consequence]:
    """Follow the properties one after another: the first thing has the super-property to the last."""
    if members:
        links: list[Pattern] = [(f"?u{step}", link, f"?u{step + 1}") for step, link in enumerate(members)]
        yield Consequence(tuple(links), ("?u0", "?p", f"?u{len(members)}"))


def _key(members: Members) -> Iterable[Consequence]:
    """Equate two members of the class that share a value of every key property."""
    if members:
        body: list[Pattern] = []
        for thing in ("?x", "?y"):
            body.append((thing, RDF_TYPE, "?c"))
            body.extend((thing, key, f"?z{number}") for number, key in enumerate(members))
        yield Consequence(tuple(body), ("?x", _SAME_AS, "?y"))


PROPERTY_RULES: tuple[Rule, ...] = (
    rule("prp-dom", "?p rdfs:domain ?c", "?x ?p ?y", "?x a ?c"),
    rule("prp-rng", "?p rdfs:range ?c", "?x ?p ?y", "?y a ?c"),
    rule("prp-fp", "?p a owl:FunctionalProperty", "?x ?p ?y . ?x ?p ?z", "?y owl:sameAs ?z"),
    rule("prp-ifp", "?p a owl:InverseFunctionalProperty", "?x ?p ?z . ?y ?p ?z", "?x owl:sameAs ?y"),
    clash(
        "prp-irp",
        "?p a owl:IrreflexiveProperty",
        "?x ?p ?x",
        "{x} has {p} to itself, but {p} is irreflexive: nothing has it to itself.",
    ),
    rule("prp-symp", "?p a owl:SymmetricProperty", "?x ?p ?y", "?y ?p ?x"),
    clash(
        "prp-asyp",
        "?p a owl:AsymmetricProperty",
        "?x ?p ?y . ?y ?p ?x",
        "{x} and {y} have {p} to each other, but {p} is asymmetric: it holds one way only.",
    ),
    rule("prp-trp", "?p a owl:TransitiveProperty", "?x ?p ?y . ?y ?p ?z", "?x ?p ?z"),
    rule("prp-spo1", "?p rdfs:subPropertyOf ?q", "?x ?p ?y", "?x ?q ?y"),
    list_rule("prp-spo2", "?p owl:propertyChainAxiom ?list", _chain),
    rule("prp-eqp1", "?p owl:equivalentProperty ?q", "?x ?p ?y", "?x ?q ?y"),
    rule("prp-eqp2", "?p owl:equivalentProperty ?q", "?x ?q ?y", "?x ?p ?y"),
    clash(
        "prp-pdw",
        "?p owl:propertyDisjointWith ?q",
        "?x ?p ?y . ?x ?q ?y",
        "{x} has both {p} and {q} to {y}, but these two properties are disjoint.",
    ),
    clash_of_pairs(
        "prp-adp",
        "?all a owl:AllDisjointProperties . ?all owl:members ?list",
        "?x ?a ?y . ?x ?b ?y",
        "{x} has both {a} and {b} to {y}, but these two properties are disjoint.",
    ),
    rule("prp-inv1", "?p owl:inverseOf ?q", "?x ?p ?y", "?y ?q ?x"),
    rule("prp-inv2", "?p owl:inverseOf ?q", "?x ?q ?y", "?y ?p ?x"),
    list_rule("prp-key", "?c owl:hasKey ?list", _key),
    clash(
        "prp-npa1",
        "?n owl:sourceIndividual ?x . ?n owl:assertionProperty ?p . ?n owl:targetIndividual ?y",
        "?x ?p ?y",
        "{x} has {p} to {y}, but it is stated that it has not.",
    ),
    clash(
        "prp-npa2",
        "?n owl:sourceIndividual ?x . ?n owl:assertionProperty ?p . ?n owl:targetValue ?y",
        "?x ?p ?y",
        "{x} has the value {y} of {p}, but it is stated that it has not.",
    ),
)
