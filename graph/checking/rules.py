"""What a rule of the check is: its permanent code and the text that explains it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from treatygraph.graph.checking.findings import Finding, Severity

__all__ = ["ALWAYS_TOLD", "FAMILIES", "Rule"]

FAMILIES: Mapping[str, str] = MappingProxyType(
    {
        "TG0": "files and syntax",
        "TG1": "ontology",
        "TG2": "shapes of the model",
        "TG3": "reasoning and consistency",
        "TG4": "sources, passages, time",
        "TG5": "queries",
    }
)
"""The first three characters of a code name its family."""

ALWAYS_TOLD = (
    "None hides it: it is told whatever `--select`, `--ignore`, `per-file-ignores` and comments leave out, "
    "since the rules that do apply could find nothing there."
)
"""What is said of rules that tell what was not read or not run."""

_CODE = re.compile(r"TG[0-5][0-9]{2}")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the check. Code and name are for ever: never given to another rule, never changed.

    :param code: ``TG`` and three digits.
    :param name: two words or more in kebab-case that name what is wrong.
    :param severity: how grave a breach is.
    :param message: what is expected, one sentence; what a finding says unless it knows better.
    :param repair: what to do about a breach, one sentence.
    :param what: what the rule does.
    :param why: why a breach is bad.
    :param references: where the rule comes from, as IRIs.
    :param options: the settings that change what it finds; empty for none.
    :param fixable: whether ``check --fix`` can mend a breach.
    :param default: whether it applies when nothing is selected.
    :raises ValueError: if the code or the name is malformed.

    >>> rule = Rule("TG001", "syntax-error", Severity.ERROR, "It is broken.", "Mend it.", "", "")
    >>> rule.family
    'files and syntax'
    """

    code: str
    name: str
    severity: Severity
    message: str
    repair: str
    what: str
    why: str
    references: tuple[str, ...] = ()
    options: str = ""
    fixable: bool = False
    default: bool = True

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.code):
            raise ValueError(f"{self.code!r} is no code of a rule: TG and three digits are expected")
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"{self.name!r} is no name of a rule: words in kebab-case are expected")

    @property
    def family(self) -> str:
        """The family that the code belongs to.

        :returns: its title, ``shapes of the model`` for instance.
        """
        return FAMILIES[self.code[:3]]

    def finding(
        self,
        focus: str,
        *,
        message: str | None = None,
        repair: str | None = None,
        graph: str | None = None,
        value: str | None = None,
        predicate: str | None = None,
        path: str | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> Finding:
        """Make a finding of this rule.

        :param focus: the IRI of the thing that breaks the rule; empty for a whole file.
        :param message: what is wrong in this case; None for the text of the rule.
        :param repair: what to do in this case; None for the text of the rule.
        :param graph: the IRI of the named graph in which it was found.
        :param value: the value that is wrong, as N-Triples writes it.
        :param predicate: the IRI of the property that is missing or wrong.
        :param path: the file.
        :param line: the line, counted from 1.
        :param column: the column, counted from 1.
        :returns: the finding.
        """
        return Finding(
            code=self.code,
            name=self.name,
            severity=self.severity,
            message=self.message if message is None else message,
            repair=self.repair if repair is None else repair,
            focus=focus,
            graph=graph,
            path=path,
            line=line,
            column=column,
            value=value,
            predicate=predicate,
        )
