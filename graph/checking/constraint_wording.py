"""What a constraint of SHACL without words of its own says to people: which property, what is expected."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["sentence"]

_THING, _VALUE = "The thing", "A value of {path}"
_OF_VALUES: Mapping[str, str] = MappingProxyType(
    {
        "class": "{one} is not in the class {wanted}.",
        "datatype": "{one} is not of the datatype {wanted}.",
        "nodeKind": "{one} is not of the kind {wanted}.",
        "in": "{one} is none of {wanted}.",
        "languageIn": "{one} is in none of the languages {wanted}.",
        "pattern": "{one} does not match {wanted}.",
        "minLength": "{one} is shorter than {wanted} characters.",
        "maxLength": "{one} is longer than {wanted} characters.",
        "minInclusive": "{one} is less than {wanted}.",
        "maxInclusive": "{one} is more than {wanted}.",
        "minExclusive": "{one} is not more than {wanted}.",
        "maxExclusive": "{one} is not less than {wanted}.",
        "node": "{one} does not keep to {wanted}.",
        "not": "{one} keeps to a shape that it must not keep to.",
        "or": "{one} keeps to none of several shapes.",
        "xone": "{one} does not keep to exactly one of several shapes.",
        "and": "{one} does not keep to all of several shapes.",
    }
)
"""Sentences on each value of a path, or on the thing itself where there is no path."""
_OF_PATHS: Mapping[str, str] = MappingProxyType(
    {
        "minCount": "There are too few values of {path}; at least {wanted} must be.",
        "maxCount": "There are too many values of {path}; at most {wanted} may be.",
        "uniqueLang": "Several values of {path} are in one language.",
        "hasValue": "{path} does not have the value {wanted}.",
        "equals": "{path} and {wanted} do not have the same values.",
        "disjoint": "{path} and {wanted} have a value in common.",
        "lessThan": "A value of {path} is not less than one of {wanted}.",
        "lessThanOrEquals": "A value of {path} is more than one of {wanted}.",
        "closed": "The property {path} is not foreseen, and the shape is closed.",
    }
)
"""Sentences on a path as a whole."""


def sentence(parameter: str, wanted: str, path: str) -> str:
    """Say in words what is violated.

    :param parameter: the local name of the parameter of the constraint.
    :param wanted: its value, as readers know it; empty where it is a shape without a name.
    :param path: the property or path; empty where the constraint is about the thing itself.
    :returns: a sentence; empty for a constraint that there are no words for.

    >>> sentence("minCount", "1", "ex:name")
    'There are too few values of ex:name; at least 1 must be.'
    >>> sentence("nodeKind", "sh:IRI", "")
    'The thing is not of the kind sh:IRI.'
    """
    form = _OF_VALUES.get(parameter) or (_OF_PATHS.get(parameter, "") if path else "")
    if not form or ("{wanted}" in form and not wanted):
        return ""
    one = _VALUE.format(path=path) if path else _THING
    return form.format(one=one, path=path, wanted=wanted)
