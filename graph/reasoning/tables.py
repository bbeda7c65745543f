"""The rules of OWL 2 RL, in the order of the tables.

Left out are the rules that only add what :func:`treatygraph.graph.reasoning.useful` would take away again:
eq-ref (known to the engine), prp-ap and dt-type1 (types of built-in terms), dt-eq (other forms of the same
value). Those about values (dt-type2, dt-diff, dt-not-type) need no pattern and stand in the module
``literals``; cls-thing and cls-nothing1 are given to the engine at the start.
"""

from __future__ import annotations

from treatygraph.graph.reasoning.class_rules import CLASS_RULES
from treatygraph.graph.reasoning.equality_rules import EQUALITY_RULES
from treatygraph.graph.reasoning.property_rules import PROPERTY_RULES
from treatygraph.graph.reasoning.rules import Rule
from treatygraph.graph.reasoning.schema_rules import SCHEMA_RULES

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = EQUALITY_RULES + PROPERTY_RULES + CLASS_RULES + SCHEMA_RULES
"""The rules by which facts follow from facts."""
