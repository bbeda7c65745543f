"""The one table of all rules of the check, wherever they are written down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.errors import UnknownNameError
from treatygraph.graph.names import near_names

__all__ = ["all_rules", "find_rule"]

_MODULES = (
    *("checking.annotations", "checking.consistency", "checking.contents", "checking.declarations", "checking.files"),
    *("checking.foreign_shapes", "checking.hierarchies", "checking.ignores"),
    *(
        "checking.imports",
        "checking.json_ld_keys",
        "checking.layout",
        "checking.literals",
        "checking.prefixes",
        "checking.publication",
        "checking.queries",
        "checking.query_form",
    ),
    *(
        "checking.query_terms",
        "checking.references",
        "checking.relative",
        "checking.shape_use",
        "checking.sourcing",
        "checking.structure",
        "checking.terms",
    ),
    *("checking.times", "checking.undefined_shapes", "checking.usage", "checking.violations"),
    *("promises.temporal", "verification"),
)
"""The modules that rules are written down in, as constants."""


@cache
def all_rules() -> Mapping[str, Rule]:
    """Collect the rules: those that are shapes from the shapes, the others from the modules that apply them.

    :returns: the rules by code, in the order of the codes.
    :raises ValueError: if two rules have the same code or the same name.

    >>> all_rules()["TG203"].name
    'same-as-asserted'
    """
    from treatygraph.graph.checking.shapes import read_shapes

    modules = [import_module(f"treatygraph.graph.{name}") for name in _MODULES]
    in_modules = dict.fromkeys(each for module in modules for each in vars(module).values() if isinstance(each, Rule))
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
