"""Table 4 of the OWL 2 RL profile: equality (``eq-*``).

``eq-ref`` is not written out: that a thing is the same as itself is known to the engine and never stated. Equals are
put in the place of equals step by step, from one thing to the next that it is said to be the same as.
"""

from __future__ import annotations

from treatygraph.graph.reasoning.rules import Rule, clash, clash_of_pairs, rule

__all__ = ["EQUALITY_RULES"]

_SAME_MEMBERS = "{a} and {b} are listed as different but turn out to be the same."

EQUALITY_RULES: tuple[Rule, ...] = (
    rule("eq-sym", "", "?x owl:sameAs ?y", "?y owl:sameAs ?x"),
    rule("eq-trans", "", "?x owl:sameAs ?y . ?y owl:sameAs ?z", "?x owl:sameAs ?z"),
    rule("eq-rep-s", "?s owl:sameAs ?t", "?s ?p ?o", "?t ?p ?o", stepwise=True),
    rule("eq-rep-p", "?p owl:sameAs ?q", "?s ?p ?o", "?s ?q ?o", stepwise=True),
    rule("eq-rep-o", "?o owl:sameAs ?t", "?s ?p ?o", "?s ?p ?t", stepwise=True),
    clash(
        "eq-diff1",
        "?x owl:differentFrom ?y",
        "?x owl:sameAs ?y",
        "{x} and {y} are stated to be different but turn out to be the same.",
    ),
    clash_of_pairs("eq-diff2", "?all a owl:AllDifferent . ?all owl:members ?list", "?a owl:sameAs ?b", _SAME_MEMBERS),
    clash_of_pairs(
        "eq-diff3",
        "?all a owl:AllDifferent . ?all owl:distinctMembers ?list",
        "?a owl:sameAs ?b",
        _SAME_MEMBERS,
    ),
)
