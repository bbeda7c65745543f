"""What several formats say in the same way: places, messages, the page of a rule, the last lines."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from treatygraph.graph.checking.findings import Finding, Report, Severity
from treatygraph.graph.printable import one_line, printable

__all__ = [
    "NO_FILE",
    "about",
    "by_file",
    "fixable_codes",
    "message_of",
    "place_of",
    "rule_page",
    "shown_path",
    "summary",
]

NO_FILE = "(no file)"
"""Stands for the name of the file where a finding has none."""

_PAGES = "https://w3id.org/treatygraph/rule/"
_PLURALS = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.INFO: "infos"}


def rule_page(code: str) -> str:
    """Return the address of the page that explains a rule.

    :param code: the code of the rule.
    :returns: its address.

    >>> rule_page("TG203")
    'https://w3id.org/treatygraph/rule/TG203'
    """
    return _PAGES + code


def shown_path(path: str) -> str:
    """Write the name of a file, relative to the current folder where it lies below it.

    :param path: the file, absolute or relative to the current folder.
    :returns: its name with slashes.
    """
    file, folder = Path(path), Path.cwd()
    return (file.relative_to(folder) if file.is_relative_to(folder) else file).as_posix()


def by_file(report: Report) -> Mapping[str | None, list[Finding]]:
    """Gather the findings of each file.

    :param report: the report.
    :returns: the findings by the shown names of the files, in the order of the report; None has those without a file.
    """
    files: dict[str | None, list[Finding]] = {}
    for finding in report.findings:
        files.setdefault(None if finding.path is None else shown_path(finding.path), []).append(finding)
    return files


def place_of(finding: Finding) -> str:
    """Write the place of a finding.

    :param finding: the finding.
    :returns: file, line and column with colons, as far as they are known; empty where the file is not.
    """
    if finding.path is None:
        return ""
    return printable(f"{shown_path(finding.path)}{finding.position.removeprefix(finding.path)}")


def about(finding: Finding) -> str:
    """Name the thing that a finding is about, before its message.

    :param finding: the finding.
    :returns: a CURIE or an IRI with a colon and a space; empty for a whole file.
    """
    return f"{one_line(finding.thing)}: " if finding.focus else ""


def message_of(finding: Finding) -> str:
    """Write what a finding says, with the thing that it is about.

    :param finding: the finding.
    :returns: one line.
    """
    return about(finding) + one_line(finding.message)


def fixable_codes(report: Report) -> frozenset[str]:
    """Tell of which of the rules that are broken ``treatygraph check --fix`` can mend a breach.

    :param report: the report.
    :returns: their codes.
    """
    if not report.findings:
        return frozenset()
    from treatygraph.graph.checking.registry import all_rules

    rules = all_rules()
    return frozenset(
        each.code for each in report.findings if each.mendable and each.code in rules and rules[each.code].fixable
    )


def summary(report: Report, fixable: Collection[str]) -> list[str]:
    """Write the last lines: what was found, or what was checked, by which engine, and what can be fixed.

    :param report: the report.
    :param fixable: the codes of the rules whose breaches can be mended by the command.
    :returns: one line or two.
    """
    notes = [one_line(report.engine)] if report.engine else []
    notes += [f"{number} {what}" for number, what in ((report.ignored, "ignored"), (report.known, "known")) if number]
    more = f" ({'; '.join(notes)})" if notes else ""
    if not report.findings:
        return [f"All checks passed: {_counted(report.files, 'files')}, {_counted(report.graphs, 'graphs')}{more}."]
    counts = {plural: report.count(severity) for severity, plural in _PLURALS.items()}
    found = ", ".join(_counted(number, plural) for plural, number in counts.items() if number)
    lines = [f"Found {found}{more}."]
    can_be_fixed = sum(each.mendable and each.code in fixable for each in report.findings)
    return [*lines, f"[*] {can_be_fixed} fixable with `--fix`."] if can_be_fixed else lines


def _counted(number: int, plural: str) -> str:
    """Write a number with its noun."""
    return f"{number} {plural if number != 1 else plural.removesuffix('s')}"
