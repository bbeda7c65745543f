"""The formats for people: full, concise, grouped."""

from __future__ import annotations

from collections.abc import Collection

import click

from treatygraph.graph.checking.findings import Finding, Report, Severity
from treatygraph.graph.checking.reports.source import Excerpt, Sources
from treatygraph.graph.checking.reports.wording import (
    NO_FILE,
    by_file,
    fixable_codes,
    message_of,
    place_of,
    summary,
)
from treatygraph.graph.printable import one_line, printable
from treatygraph.graph.terms import compact

__all__ = ["as_concise", "as_full", "as_grouped"]

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_FRAME = "blue"
_MARK = "[*] "


def as_full(report: Report, *, colour: bool = False) -> str:
    """Write each finding with the line that it points at and all that is known about it.

    :param report: the report.
    :param colour: write for a terminal that shows colours.
    :returns: a block of lines for each finding, and the summary.
    """
    sources, fixable = Sources(report.findings), fixable_codes(report)
    blocks = ["\n".join(_block(each, sources.excerpt(each), fixable, colour)) for each in report.findings]
    return "\n\n".join([*blocks, _ending(report, fixable, colour)])


def as_concise(report: Report, *, colour: bool = False) -> str:
    """Write each finding on one line.

    :param report: the report.
    :param colour: write for a terminal that shows colours.
    :returns: the lines, and the summary.
    """
    fixable = fixable_codes(report)
    lines = []
    for each in report.findings:
        place = place_of(each)
        lines.append((_paint(place, colour, bold=True) + ": " if place else "") + _sentence(each, fixable, colour))
    return "\n".join([*lines, _ending(report, fixable, colour)])


def as_grouped(report: Report, *, colour: bool = False) -> str:
    """Write the findings file by file.

    :param report: the report.
    :param colour: write for a terminal that shows colours.
    :returns: for each file its name and a line for each finding; then the summary.
    """
    fixable = fixable_codes(report)
    groups = []
    for path, findings in by_file(report).items():
        named = [(_line_and_column(each), each) for each in findings]
        width = max(len(place) for place, _ in named)
        head = f"{NO_FILE if path is None else printable(path)}:"
        lines = [f"  {place:<{width}} {_sentence(each, fixable, colour)}".rstrip() for place, each in named]
        groups.append("\n".join([_paint(head, colour, bold=True, underline=True), *lines]))
    return "\n\n".join([*groups, _ending(report, fixable, colour)])


def _block(finding: Finding, source: Excerpt | None, fixable: Collection[str], colour: bool) -> list[str]:
    """Write one finding on several lines; what is not known has no line."""
    code = _paint(finding.code, colour, fg=_COLOURS[finding.severity], bold=True)
    grave = "" if finding.severity is Severity.ERROR else f" ({finding.severity.value})"
    fix = _MARK if finding.mendable and finding.code in fixable else ""
    lines = [f"{code} {fix}{finding.name}{grave}: {message_of(finding)}"]
    gutter = " " * len(str(finding.line)) if source is not None else " "
    if place := place_of(finding):
        lines.append(f"{gutter}{_paint('-->', colour, fg=_FRAME)} {place}")
    if source is not None:
        lines += _drawn(source, finding, gutter, colour)
    details = {"graph": finding.graph and compact(finding.graph), "value": finding.shown_value}
    edge = _paint("=", colour, fg=_FRAME)
    lines += [f"{gutter} {edge} {name}: {one_line(text)}" for name, text in details.items() if text]
    if finding.repair:
        lines.append(f"{_paint('help:', colour, fg='cyan', bold=True)} {one_line(finding.repair)}")
    return lines


def _drawn(source: Excerpt, finding: Finding, gutter: str, colour: bool) -> list[str]:
    """Draw the line of a finding with its number, and carets under what it points at."""
    bar = _paint("|", colour, fg=_FRAME)
    number = _paint(str(finding.line), colour, fg=_FRAME)
    lines = [f"{gutter} {bar}", f"{number} {bar} {source.text}".rstrip()]
    if source.indent is not None:
        caret = _paint("^" * source.width, colour, fg=_COLOURS[finding.severity], bold=True)
        lines.append(f"{gutter} {bar} {' ' * source.indent}{caret}")
    return [*lines, f"{gutter} {bar}"]


def _sentence(finding: Finding, fixable: Collection[str], colour: bool) -> str:
    """Write code, message and repair on one line."""
    code = _paint(finding.code, colour, fg=_COLOURS[finding.severity], bold=True)
    fix = _MARK if finding.mendable and finding.code in fixable else ""
    return f"{code} {fix}{message_of(finding)} {one_line(finding.repair)}".rstrip()


def _line_and_column(finding: Finding) -> str:
    """Write the place of a finding in its file, as far as it is known."""
    return (finding.position.removeprefix(finding.path) if finding.path else "").removeprefix(":") or "-"


def _ending(report: Report, fixable: Collection[str], colour: bool) -> str:
    """Write the summary; its first line is green when nothing was found."""
    first, *others = summary(report, fixable)
    shown = first if report.findings else _paint(first, colour, fg="green")
    return "\n".join([shown, *others])


def _paint(text: str, colour: bool, *, fg: str | None = None, bold: bool = False, underline: bool = False) -> str:
    """Colour a text, where that is wanted."""
    if not colour:
        return text
    return click.style(text, fg=fg, bold=bold or None, underline=underline or None)
