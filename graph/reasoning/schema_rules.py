"""Table 9 of the OWL 2 RL profile: what follows among classes and properties themselves (``scm-*``)."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode

from treatygraph.graph.reasoning.rules import Consequence, Members, Rule, list_rule, rule
from treatygraph.graph.terms import RDFS

__all__ = ["SCHEMA_RULES"]

_SUB_CLASS_OF = NamedNode(RDFS + "subClassOf")


def _below_each_member(members: Members) -> Iterable[Consequence]:
    return (Consequence((), ("?c", _SUB_CLASS_OF, member)) for member in members)


def _above_each_member(members: Members) -> Iterable[Consequence]:
    return (Consequence((), (member, _SUB_CLASS_OF, "?c")) for member in members)


def _restrictions(kind: str, differ_in: str) -> str:
    """Two restrictions of a kind that differ in their class only, or in their property only."""
    on_class, on_property = ("?d", "?p") if differ_in == "class" else ("?c", "?q")
    order = "?c rdfs:subClassOf ?d" if differ_in == "class" else "?p rdfs:subPropertyOf ?q"
    one = f"?r owl:{kind} ?c . ?r owl:onProperty ?p"
    other = f"?s owl:{kind} {on_class} . ?s owl:onProperty {on_property}"
    return f"{one} . {other} . {order}"


SCHEMA_RULES: tuple[Rule, ...] = (
    rule(
        "scm-cls",
        "",
        "?c a owl:Class",
        "?c rdfs:subClassOf ?c . ?c owl:equivalentClass ?c . ?c rdfs:subClassOf owl:Thing"
        " . owl:Nothing rdfs:subClassOf ?c",
    ),
    rule("scm-sco", "", "?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?e", "?c rdfs:subClassOf ?e"),
    rule("scm-eqc1", "", "?c owl:equivalentClass ?d", "?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?c"),
    rule("scm-eqc2", "", "?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?c", "?c owl:equivalentClass ?d"),
    rule("scm-op", "", "?p a owl:ObjectProperty", "?p rdfs:subPropertyOf ?p . ?p owl:equivalentProperty ?p"),
    rule("scm-dp", "", "?p a owl:DatatypeProperty", "?p rdfs:subPropertyOf ?p . ?p owl:equivalentProperty ?p"),
    rule("scm-spo", "", "?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?r", "?p rdfs:subPropertyOf ?r"),
    rule("scm-eqp1", "", "?p owl:equivalentProperty ?q", "?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?p"),
    rule("scm-eqp2", "", "?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?p", "?p owl:equivalentProperty ?q"),
    rule("scm-dom1", "", "?p rdfs:domain ?c . ?c rdfs:subClassOf ?d", "?p rdfs:domain ?d"),
    rule("scm-dom2", "", "?q rdfs:domain ?c . ?p rdfs:subPropertyOf ?q", "?p rdfs:domain ?c"),
    rule("scm-rng1", "", "?p rdfs:range ?c . ?c rdfs:subClassOf ?d", "?p rdfs:range ?d"),
    rule("scm-rng2", "", "?q rdfs:range ?c . ?p rdfs:subPropertyOf ?q", "?p rdfs:range ?c"),
    rule("scm-hv", "", _restrictions("hasValue", "property"), "?r rdfs:subClassOf ?s"),
    rule("scm-svf1", "", _restrictions("someValuesFrom", "class"), "?r rdfs:subClassOf ?s"),
    rule("scm-svf2", "", _restrictions("someValuesFrom", "property"), "?r rdfs:subClassOf ?s"),
    rule("scm-avf1", "", _restrictions("allValuesFrom", "class"), "?r rdfs:subClassOf ?s"),
    rule("scm-avf2", "", _restrictions("allValuesFrom", "property"), "?s rdfs:subClassOf ?r"),
    list_rule("scm-int", "?c owl:intersectionOf ?list", _below_each_member),
    list_rule("scm-uni", "?c owl:unionOf ?list", _above_each_member),
)
