"""What a check tells: findings, how grave they are, and the report that holds them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from functools import total_ordering
from hashlib import sha256
from pathlib import Path

from treatygraph.graph.printable import shortened
from treatygraph.graph.terms import compact

__all__ = ["Finding", "Report", "Severity"]

_DIGITS = 32
"""How many hexadecimal digits an identity has: 128 bits, as many as a UUID."""


@total_ordering
class Severity(Enum):
    """How grave a finding is; a graver severity is the smaller one, so that it is sorted first.

    >>> sorted([Severity.INFO, Severity.ERROR, Severity.WARNING])[0].value
    'error'
    """

    ERROR = "error"
    """The data are wrong or without a source: it blocks a release."""
    WARNING = "warning"
    """The data are doubtful or out of date."""
    INFO = "info"
    """The data could be better."""

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Severity):
            return NotImplemented
        order = list(Severity)
        return order.index(self) < order.index(other)


@total_ordering
@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule of the check finds wrong, and how to mend it.

    :param code: the permanent code of the rule, ``TG203`` for instance.
    :param name: the name of the rule in kebab-case.
    :param severity: how grave it is.
    :param message: what is wrong, one sentence.
    :param repair: what to do about it, one sentence.
    :param focus: the IRI of the thing that it is about; empty when it is about a whole file.
    :param graph: the IRI of the named graph in which it was found; None when no single graph is to blame.
    :param path: the file.
    :param line: the line, counted from 1.
    :param column: the column, counted from 1.
    :param value: the value that is wrong, as N-Triples writes it.
    :param predicate: the IRI of the property that is missing or wrong, where it is one.
    :param mendable: False where ``check --fix`` leaves it alone, although it mends others of the rule: no correction is
        obvious.
    :param called: how its file names the thing that it is about; empty where the file has no short name for it.
    :param end_line: the line on which what it points at ends.
    :param end_column: the column after the last character of that.
    :param by: the name of the caller's query that finds it; empty for what a rule itself finds.
    :param always: True where it is told whatever is selected or ignored: because of it a file was not read or a
        query was not run, so that nothing could be found there.

    >>> print(Finding("TG201", "missing-agent", Severity.ERROR, "It has no agent.", "Add tg:agent.", ""))
    TG201 It has no agent. Add tg:agent.
    """

    code: str
    name: str
    severity: Severity
    message: str
    repair: str
    focus: str
    graph: str | None = None
    path: str | None = None
    line: int | None = None
    column: int | None = None
    value: str | None = None
    predicate: str | None = None
    mendable: bool = True
    called: str = ""
    end_line: int | None = None
    end_column: int | None = None
    by: str = ""
    always: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        subject = f"{self.thing}: " if self.focus else ""
        return f"{self.code} {subject}{self.message} {self.repair}".rstrip()

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Finding):
            return NotImplemented
        return self.sort_key < other.sort_key

    @property
    def sort_key(self) -> tuple[str, int, int, str, str, str, str, str, str]:
        """What findings are sorted by: place first, then code and focus; unknown places come first.

        :returns: a tuple that can be compared with that of any other finding.
        """
        return (
            self.path or "",
            self.line or 0,
            self.column or 0,
            self.code,
            self.focus,
            self.graph or "",
            self.predicate or "",
            self.value or "",
            self.message,
        )

    @property
    def thing(self) -> str:
        """How readers know the thing that it is about.

        :returns: a CURIE or an IRI in angle brackets; empty when it is about a whole file.
        """
        return self.called or (compact(self.focus) if self.focus else "")

    @property
    def shown_value(self) -> str:
        """The value as readers see it.

        :returns: its beginning, if it is long; empty for a blank node, which its place shows better than its label.
        """
        return "" if self.value is None or self.value.startswith("_:") else shortened(self.value)

    @property
    def position(self) -> str:
        """The place as ``path:line:column``, as far as it is known.

        :returns: the parts that are known; the empty string when the file is not.
        """
        if self.path is None:
            return ""
        parts = [self.path]
        if self.line is not None:
            parts.append(str(self.line))
            if self.column is not None:
                parts.append(str(self.column))
        return ":".join(parts)

    @property
    def identity(self) -> str:
        """What the finding is known by from one check to the next: in a baseline, in the reports for CI services.

        It follows from the code, the thing, the graph, the property, the value, the name of the file, and the query of
        the caller that finds it. The line, the folder, the wording and the labels of blank nodes do not count: they
        change while the finding stays.

        :returns: 32 hexadecimal digits.

        >>> Finding("TG203", "same-as-asserted", Severity.ERROR, "It is.", "Mend it.", "urn:x").identity
        'e14182e3fe92a90e8ae491952b23c2ab'
        """
        subject, value = (None if each is None else _without_label(each) for each in (self.focus, self.value))
        file = None if self.path is None else Path(self.path).name
        parts = [self.code, subject, self.graph, self.predicate, value, file, *filter(None, [self.by])]
        return sha256(json.dumps(parts).encode()).hexdigest()[:_DIGITS]


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a check.

    :param findings: all findings, sorted.
    :param files: how many files were checked.
    :param graphs: how many named graphs they hold.
    :param engine: what applied the shapes, name and version (``pyshacl 0.40.0``); empty where none did.
    :param ignored: how many findings comments ignore.
    :param known: how many findings the baseline knows.
    """

    findings: tuple[Finding, ...]
    files: int
    graphs: int
    engine: str = ""
    ignored: int = 0
    known: int = 0

    @classmethod
    def of(cls, findings: Iterable[Finding], *, files: int, graphs: int, engine: str = "", ignored: int = 0) -> Report:
        """Make a report of findings in any order; a finding that comes twice is kept once.

        :param findings: the findings.
        :param files: how many files were checked.
        :param graphs: how many named graphs they hold.
        :param engine: what applied the shapes.
        :param ignored: how many findings comments ignore.
        :returns: the report.
        """
        return cls(tuple(sorted(set(findings))), files, graphs, engine, ignored)

    def count(self, severity: Severity) -> int:
        """Count the findings of one severity.

        :param severity: the severity.
        :returns: how many there are.
        """
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that block a release.

        :returns: those with severity error, sorted.
        """
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)


def _without_label(term: str) -> str:
    """Write every blank node in the same way: its label is new in each reading of the file."""
    return "_:" if term.startswith("_:") else term
