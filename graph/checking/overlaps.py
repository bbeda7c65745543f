"""One defect, one finding: where several rules find the same, the one that says most is kept."""

from __future__ import annotations

from collections.abc import Iterable

from treatygraph.graph.checking.findings import Finding

__all__ = ["without_consequences"]

_CLASS_COMPLAINT = "not-a"
"""How the names of the rules begin that expect a class of a thing: they fail for every misspelt class or thing."""
_GENERAL = frozenset({"TG105", "TG106", "TG108", "TG113", "TG115"})
"""Rules that know a property from the ontology alone, or from its name; a rule of the model on the same statement says
more."""
_OF_MODEL = ("TG2", "TG4")
_DANGLING, _UNDECLARED, _ILL_FORMED, _LANGUAGE = "TG290", "TG101", "TG107", "TG109"
_UNUSED_PARAMETER, _QUERY_SYNTAX = "TG508", "TG501"
_WHOLE = (None, 1)
"""The lines of what is wrong with a query as a whole, its front matter for instance."""


def without_consequences(findings: Iterable[Finding]) -> list[Finding]:
    """Leave out the findings that only follow from others.

    They are: what rules of the model say of a thing that nobody describes, or whose class is misspelt; what they say of
    a literal that is ill-formed, or of a text in no language; what a general rule says of a statement that a rule of
    the model finds fault with; and that a query cannot be read because it has no parameter of a name.

    :param findings: all findings of a check.
    :returns: those that are to be told, in their order.
    """
    found = list(findings)
    dangling = {each.value for each in found if each.code == _DANGLING}
    misspelt = {each.focus for each in found if each.code == _UNDECLARED and each.value is not None}
    ill_formed = {(each.focus, each.value) for each in found if each.code == _ILL_FORMED}
    in_no_language = {(each.focus, each.predicate) for each in found if each.code == _LANGUAGE}
    of_model = {(each.focus, each.predicate) for each in found if each.code.startswith(_OF_MODEL)}
    values = {f"<{each.focus}>" for each in found if each.name.startswith(_CLASS_COMPLAINT)}
    unused = {each.path for each in found if each.code == _UNUSED_PARAMETER}

    def follows(each: Finding) -> bool:
        if each.code.startswith(_OF_MODEL) and each.code != _DANGLING:
            return (
                f"<{each.focus}>" in dangling
                or (each.value in dangling and each.value is not None)
                or (each.focus in misspelt and each.name.startswith(_CLASS_COMPLAINT))
                or (each.value is not None and (each.focus, each.value) in ill_formed)
                or (each.focus, each.predicate) in in_no_language
            )
        if each.code in _GENERAL:
            said = {(each.focus, each.predicate), (each.focus, None)} & of_model
            return bool(said) or (each.code == "TG106" and each.value in values)
        return each.code == _QUERY_SYNTAX and each.line in _WHOLE and each.path in unused

    return [each for each in found if not follows(each)]
