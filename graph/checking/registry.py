"""The one table of all rules of the check, wherever they are written down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.errors import UnknownNameError
from treatygraph.graph.names import near_names

__all__ = ["all_rules", "find_rule"]


@cache
def all_rules() -> Mapping[str, Rule]:
    """Collect the rules: those that are shapes from the shapes, the others from the modules that apply them.

    :returns: the rules by code, in the order of the codes.
    :raises ValueError: if two rules have the same code or the same name.

    >>> all_rules()["TG203"].name
    'same-as-asserted'
    """
    from treatygraph.graph.checking.consistency import CONSISTENCY_RULES
    from treatygraph.graph.checking.declarations import DECLARATION_RULES
    from treatygraph.graph.checking.files import SYNTAX_ERROR
    from treatygraph.graph.checking.ignores import MALFORMED_IGNORE, UNUSED_IGNORE
    from treatygraph.graph.checking.imports import IMPORT_NOT_FOUND, REMOTE_CONTEXT
    from treatygraph.graph.checking.layout import UNFORMATTED
    from treatygraph.graph.checking.literals import LITERAL_RULES
    from treatygraph.graph.checking.prefixes import PREFIX_RULES
    from treatygraph.graph.checking.queries import NOT_PORTABLE, QUERY_FETCHES, QUERY_SYNTAX
    from treatygraph.graph.checking.query_form import FORM_RULES
    from treatygraph.graph.checking.query_terms import UNKNOWN_IN_QUERY
    from treatygraph.graph.checking.references import REFERENCE_RULES
    from treatygraph.graph.checking.shape_use import SHAPE_RULES
    from treatygraph.graph.checking.shapes import read_shapes
    from treatygraph.graph.checking.structure import BLANK_NODE, OUTSIDE_GRAPHS, UNTYPED
    from treatygraph.graph.checking.terms import TERM_RULES
    from treatygraph.graph.checking.times import CONTRADICTORY_EDTF, MALFORMED_EDTF
    from treatygraph.graph.checking.usage import USAGE_RULES
    from treatygraph.graph.promises.temporal import TEMPORAL_RULES
    from treatygraph.graph.verification import COPY_RULES

    in_modules = (
        SYNTAX_ERROR,
        REMOTE_CONTEXT,
        IMPORT_NOT_FOUND,
        UNFORMATTED,
        UNUSED_IGNORE,
        MALFORMED_IGNORE,
        BLANK_NODE,
        UNTYPED,
        OUTSIDE_GRAPHS,
        UNKNOWN_IN_QUERY,
        *PREFIX_RULES,
        *TERM_RULES,
        *LITERAL_RULES,
        *USAGE_RULES,
        *DECLARATION_RULES,
        *REFERENCE_RULES,
        *SHAPE_RULES,
        *CONSISTENCY_RULES,
        *FORM_RULES,
        CONTRADICTORY_EDTF,
        MALFORMED_EDTF,
        QUERY_SYNTAX,
        NOT_PORTABLE,
        QUERY_FETCHES,
        *TEMPORAL_RULES,
        *COPY_RULES,
    )
    return MappingProxyType(_table([*in_modules, *read_shapes().rules().values()]))


def find_rule(name: str) -> Rule:
    """Find a rule by its code or its name.

    :param name: ``TG203``, ``tg203`` or ``same-as-asserted``.
    :returns: the rule.
    :raises UnknownNameError: if there is no such rule.

    >>> find_rule("same-as-asserted").code
    'TG203'
    """
    rules = all_rules()
    by_name = {rule.name: rule for rule in rules.values()}
    found = rules.get(name.upper()) or by_name.get(name.lower())
    if found is None:
        near = near_names(name.upper(), rules) or near_names(name.lower(), by_name)
        raise UnknownNameError(name, "rule", near)
    return found


def _table(rules: Iterable[Rule]) -> dict[str, Rule]:
    """Sort rules by code, and refuse codes and names that come twice."""
    table: dict[str, Rule] = {}
    names: set[str] = set()
    for rule in sorted(rules, key=lambda each: each.code):
        if rule.code in table or rule.name in names:
            raise ValueError(f"{rule.code} {rule.name}: the code or the name is taken")
        table[rule.code] = rule
        names.add(rule.name)
    return table
