"""The table as a whole."""

from __future__ import annotations

from string import Formatter

import pytest

from treatygraph.graph.reasoning.rules import LIST
from treatygraph.graph.reasoning.tables import RULES
from treatygraph.graph.terms import RDF_TYPE

# OWL 2 Profiles, section 4.3, tables 4 to 7 and 9, in their order.
SPECIFIED = [
    "eq-ref",
    "eq-sym",
    "eq-trans",
    "eq-rep-s",
    "eq-rep-p",
    "eq-rep-o",
    "eq-diff1",
    "eq-diff2",
    "eq-diff3",
    "prp-ap",
    "prp-dom",
    "prp-rng",
    "prp-fp",
    "prp-ifp",
    "prp-irp",
    "prp-symp",
    "prp-asyp",
    "prp-trp",
    "prp-spo1",
    "prp-spo2",
    "prp-eqp1",
    "prp-eqp2",
    "prp-pdw",
    "prp-adp",
    "prp-inv1",
    "prp-inv2",
    "prp-key",
    "prp-npa1",
    "prp-npa2",
    "cls-thing",
    "cls-nothing1",
    "cls-nothing2",
    "cls-int1",
    "cls-int2",
    "cls-uni",
    "cls-com",
    "cls-svf1",
    "cls-svf2",
    "cls-avf",
    "cls-hv1",
    "cls-hv2",
    "cls-maxc1",
    "cls-maxc2",
    "cls-maxqc1",
    "cls-maxqc2",
    "cls-maxqc3",
    "cls-maxqc4",
    "cls-oo",
    "cax-sco",
    "cax-eqc1",
    "cax-eqc2",
    "cax-dw",
    "cax-adc",
    "scm-cls",
    "scm-sco",
    "scm-eqc1",
    "scm-eqc2",
    "scm-op",
    "scm-dp",
    "scm-spo",
    "scm-eqp1",
    "scm-eqp2",
    "scm-dom1",
    "scm-dom2",
    "scm-rng1",
    "scm-rng2",
    "scm-hv",
    "scm-svf1",
    "scm-svf2",
    "scm-avf1",
    "scm-avf2",
    "scm-int",
    "scm-uni",
]
WITHOUT_A_PATTERN = {"eq-ref", "prp-ap", "cls-thing", "cls-nothing1"}


def test_the_table_has_every_rule_of_the_specification_in_its_order():
    assert [rule.name for rule in RULES] == [name for name in SPECIFIED if name not in WITHOUT_A_PATTERN]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_heads_and_sentences_use_known_variables(rule):
    axioms = {part for pattern in rule.axioms for part in pattern if isinstance(part, str)}
    members = (RDF_TYPE, RDF_TYPE) if LIST in axioms else ()
    consequences = list(rule.consequences(members))
    assert consequences
    for consequence in consequences:
        body = {part for pattern in consequence.body for part in pattern if isinstance(part, str)}
        known = axioms | body | consequence.binding.keys()
        assert {part for part in consequence.head or () if isinstance(part, str)} <= known
        assert bool(rule.sentence) is (consequence.head is None)
        named = {f"?{name}" for _, name, _, _ in Formatter().parse(rule.sentence) if name}
        assert named <= known
