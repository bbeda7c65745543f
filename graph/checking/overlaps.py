"""One defect, one finding: where several rules find the same, the one that says most is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from treatygraph.graph.checking.findings import Finding, Severity

__all__ = ["without_consequences"]

_CLASS_COMPLAINT = "not-a"
"""How the names of the rules begin that expect a class of a thing: they fail for every misspelt class or thing."""
_GENERAL = frozenset({"TG105", "TG106", "TG108", "TG113", "TG115"})
"""Rules that know a property from the ontology alone, or from its name; a rule of the model on the same statement says
more."""
_OF_MODEL = ("TG2", "TG4")
_FOREIGN = "TG299"
_DANGLING, _UNDECLARED, _ILL_FORMED, _LANGUAGE = "TG290", "TG101", "TG107", "TG109"
_UNUSED_PARAMETER, _QUERY_SYNTAX = "TG508", "TG501"
_WHOLE = (None, 1)
"""The lines of what is wrong with a query as a whole, its front matter for instance."""


def without_consequences(findings: Iterable[Finding]) -> list[Finding]:
    """Leave out the findings that only follow from others.

    They are: what rules of the model say of a thing that nobody describes, or whose class is misspelt; what they say of
    a literal that is ill-formed, or of a text in no language; what a general rule says of a statement that a rule of
    the model finds fault with; and that a query cannot be read because it has no parameter of a name. What the shapes
    of users find always stays, and nothing follows from a finding that is less grave.

    :param findings: all findings of a check.
    :returns: those that are to be told, in their order.
    """
    found = list(findings)
    graver = {severity: _Causes.of(each for each in found if each.severity <= severity) for severity in Severity}
    return [each for each in found if not graver[each.severity].bring(each)]


def _is_of_model(finding: Finding) -> bool:
    """Tell whether a rule of the model found it; the shapes of users say what no other rule can know."""
    return finding.code.startswith(_OF_MODEL) and finding.code != _FOREIGN


@dataclass(frozen=True, slots=True)
class _Causes:
    """What other findings can follow from.

    :param dangling: things that nobody describes, as N-Triples writes them.
    :param misspelt: things whose class is misspelt.
    :param ill_formed: things with their ill-formed literals.
    :param in_no_language: things with the properties that have a text in no language.
    :param of_model: things with the properties that rules of the model find fault with.
    :param values: things of the wrong class, as N-Triples writes them.
    :param unused: files of queries with a parameter that they do not use.
    """

    dangling: frozenset[str | None]
    misspelt: frozenset[str]
    ill_formed: frozenset[tuple[str, str | None]]
    in_no_language: frozenset[tuple[str, str | None]]
    of_model: frozenset[tuple[str, str | None]]
    values: frozenset[str]
    unused: frozenset[str | None]

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> _Causes:
        """Gather the causes among findings."""
        found = list(findings)
        return cls(
            dangling=frozenset(each.value for each in found if each.code == _DANGLING),
            misspelt=frozenset(each.focus for each in found if each.code == _UNDECLARED and each.value is not None),
            ill_formed=frozenset((each.focus, each.value) for each in found if each.code == _ILL_FORMED),
            in_no_language=frozenset((each.focus, each.predicate) for each in found if each.code == _LANGUAGE),
            of_model=frozenset((each.focus, each.predicate) for each in found if _is_of_model(each)),
            values=frozenset(f"<{each.focus}>" for each in found if each.name.startswith(_CLASS_COMPLAINT)),
            unused=frozenset(each.path for each in found if each.code == _UNUSED_PARAMETER),
        )

    def bring(self, each: Finding) -> bool:
        """Tell whether a finding follows from one of them."""
        if _is_of_model(each) and each.code != _DANGLING:
            return (
                f"<{each.focus}>" in self.dangling
                or (each.value in self.dangling and each.value is not None)
                or (each.focus in self.misspelt and each.name.startswith(_CLASS_COMPLAINT))
                or (each.value is not None and (each.focus, each.value) in self.ill_formed)
                or (each.focus, each.predicate) in self.in_no_language
            )
        if each.code in _GENERAL:
            said = {(each.focus, each.predicate), (each.focus, None)} & self.of_model
            return bool(said) or (each.code == "TG106" and each.value in self.values)
        return each.code == _QUERY_SYNTAX and each.line in _WHOLE and each.path in self.unused
