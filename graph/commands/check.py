"""``treatygraph check``: files, ontology, shapes, consistency, sources and queries."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

import click

from treatygraph.graph.cache_folder import default_folder
from treatygraph.graph.checking.baseline import Baseline, write_baseline
from treatygraph.graph.checking.findings import Finding, Report, Severity
from treatygraph.graph.checking.options import Options, options_of
from treatygraph.graph.checking.queries import ENDING
from treatygraph.graph.checking.reports import FORMATTERS, statistics, statistics_as_json, write_report
from treatygraph.graph.checking.runner import CHECKS, Progress, check
from treatygraph.graph.config import find_file, read_configuration
from treatygraph.graph.errors import TreatyGraphError
from treatygraph.graph.input_files import NOT_TEXT
from treatygraph.graph.output import refuse_to_overwrite, rewrite, write_result
from treatygraph.graph.path_type import PATH
from treatygraph.graph.printable import printable
from treatygraph.graph.rdf_files import FORMATS, default_paths
from treatygraph.graph.settings import SEVERITIES

if TYPE_CHECKING:
    from treatygraph.graph.settings import Configuration

__all__ = ["command"]

PATIENCE = 2.0
"""After how many seconds a terminal is shown how far the check is."""
_FOR_PEOPLE = ("full", "concise", "grouped")
"""The formats that are read by people, and may have colours."""
_Function = TypeVar("_Function", bound=Callable[..., object])


def _codes(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Read codes, or beginnings of codes, parted by commas."""
    return tuple(code.strip() for value in values for code in value.split(",") if code.strip())


def _rule_options(function: _Function) -> _Function:
    """Add the options that say which rules apply."""
    for option in (
        click.option("--ignore", multiple=True, callback=_codes, metavar="CODES", help="Leave these rules out."),
        click.option(
            "--extend-select", multiple=True, callback=_codes, metavar="CODES", help="Apply these rules besides."
        ),
        click.option(
            "--select", multiple=True, callback=_codes, metavar="CODES", help="Apply just these rules (TG2,TG401; ALL)."
        ),
    ):
        function = option(function)
    return function


def _subject_options(function: _Function) -> _Function:
    """Add the options that say what the files are held against."""
    for option in (
        click.option("--catalogue", type=PATH, help="An XML catalogue of local copies; nothing is ever fetched."),
        click.option(
            "--builtin/--no-builtin", default=None, help="Apply treatygraph's own ontology, shapes and model, or not."
        ),
        click.option(
            "--violations",
            multiple=True,
            type=PATH,
            help="A query whose rows are violations, or a folder of them; can be repeated.",
        ),
        click.option("--ontology", multiple=True, type=PATH, help="A further ontology; can be repeated."),
        click.option("--shapes", multiple=True, type=PATH, help="A file of further SHACL shapes; can be repeated."),
    ):
        function = option(function)
    return function


def _report_options(function: _Function) -> _Function:
    """Add the options that say how findings are told."""
    for option in (
        click.option("--no-color", "--no-colour", is_flag=True, help="Write without colours."),
        click.option("-v", "--verbose", is_flag=True, help="Say on stderr what is done, and how long it takes."),
        click.option("-q", "--quiet", is_flag=True, help="Write nothing when nothing is found."),
        click.option("--statistics", is_flag=True, help="Count the findings by rule instead."),
        click.option("-o", "--output-file", type=PATH, help="Write the findings to this file, not to stdout."),
        click.option("--output-format", "form", type=click.Choice(list(FORMATTERS)), default="full", show_default=True),
    ):
        function = option(function)
    return function


def _outcome_options(function: _Function) -> _Function:
    """Add the options that say what findings lead to."""
    for option in (
        click.option("--watch", is_flag=True, help="Check again whenever a file is saved."),
        click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing."),
        click.option("--fix", is_flag=True, help="Mend what can be mended without changing what is meant."),
        click.option("--no-cache", is_flag=True, help="Check even files that have not changed."),
        click.option("--write-baseline", type=PATH, help="Write all findings to this file, to be known from now on."),
        click.option("--baseline", type=PATH, help="Leave out the findings that this file knows."),
        click.option("--exit-zero", is_flag=True, help="Exit with 0 even when something is found."),
        click.option("--fail-on", type=click.Choice(SEVERITIES), help="Fail on findings that are at least so grave."),
    ):
        function = option(function)
    return function


_OWN_GRAPH = "No PATHS are named, so the graph that comes with treatygraph is checked."
"""What is told where somebody may have forgotten to name the own files."""


@dataclass(frozen=True, slots=True)
class _Wishes:
    """What was asked for on the command line besides settings."""

    form: str
    output_file: Path | None
    statistics: bool
    quiet: bool
    verbose: bool
    no_color: bool
    exit_zero: bool
    write_baseline: Path | None
    no_cache: bool
    fix: bool
    diff: bool
    watch: bool

    @property
    def colour(self) -> bool:
        """Whether to write in colours: on a terminal, and where nobody minds (https://no-color.org)."""
        return not (self.no_color or self.output_file or os.environ.get("NO_COLOR")) and sys.stdout.isatty()


@click.command("check")
@click.argument("paths", metavar="[PATHS]...", nargs=-1, type=PATH)
@_rule_options
@_subject_options
@_report_options
@_outcome_options
@click.pass_context
def command(context: click.Context, /, paths: tuple[Path, ...], **given: Any) -> None:
    """Check PATHS: RDF files, queries (.rq), and folders of both.

    By default the graph that [tool.treatygraph] names, failing that the one that comes with treatygraph, with its
    stored queries. A comment `# treatygraph: ignore[TG203] reason` lets a finding on its line pass. Exit code 0:
    nothing found; 1: findings; 2: wrong usage, an unreadable file, nothing to check.
    """
    wishes = _Wishes(**{each.name: given.pop(each.name) for each in fields(_Wishes)})
    if wishes.watch and (wishes.fix or wishes.diff or wishes.write_baseline):
        raise click.UsageError("--watch only looks: leave --fix, --diff and --write-baseline out.")
    settings = read_configuration(paths=paths, **given)
    if wishes.watch:
        _watch(settings, wishes)
        return
    context.exit(_run(settings, wishes))


def _run(settings: Configuration, wishes: _Wishes) -> int:
    """Check once, and return the exit code."""
    started = monotonic()
    options = options_of(settings)
    _refuse_to_overwrite(settings, wishes)
    if not (settings.paths or wishes.quiet):
        click.echo(_OWN_GRAPH, err=True)
    if wishes.fix or wishes.diff:
        code = _mend(settings, options, wishes)
        if wishes.diff:
            return 0 if code == 1 and wishes.exit_zero else code
    with _progress(wishes) as progress:
        cache = None if wishes.no_cache else default_folder()
        report = check(settings.paths or None, options=options, progress=progress, cache=cache, parallel=True)
    if wishes.verbose:
        click.echo(f"{monotonic() - started:.2f} s. Shapes by {report.engine or 'nobody'}.", err=True)
    if wishes.write_baseline is not None:
        number = write_baseline(report.findings, wishes.write_baseline)
        click.echo(f"Written to {wishes.write_baseline}: {number} known finding{'' if number == 1 else 's'}.", err=True)
        return 0
    if settings.baseline is not None:
        new, known = Baseline.read(settings.baseline).new(report.findings)
        report = replace(report, findings=new, known=known)
    least = Severity(settings.fail_on)
    exit_code = 1 if any(each.severity <= least for each in report.findings) and not wishes.exit_zero else 0
    if _are_unread(report.findings):
        exit_code = 2
    _write(report, wishes, exit_code)
    return exit_code


def _refuse_to_overwrite(settings: Configuration, wishes: _Wishes) -> None:
    """Refuse to write to what is read; a baseline may be written anew."""
    besides = [each for each in (settings.catalogue, settings.baseline, find_file(Path())) if each is not None]
    inputs = (*(settings.paths or default_paths()), *_besides(settings))
    refuse_to_overwrite((*inputs, *besides), wishes.output_file)
    refuse_to_overwrite((*inputs, *(each for each in besides if each != settings.baseline)), wishes.write_baseline)


def _besides(settings: Configuration) -> tuple[Path, ...]:
    """Name the files and folders that the files are held against."""
    return (*settings.shapes, *settings.ontology, *settings.violations)


def _write(report: Report, wishes: _Wishes, exit_code: int) -> None:
    """Write a report as it was asked for."""
    if wishes.quiet and not report.findings and wishes.form in _FOR_PEOPLE and wishes.output_file is None:
        return
    if wishes.statistics:
        text = f"{(statistics if wishes.form in _FOR_PEOPLE else statistics_as_json)(report)}\n"
    else:
        text = write_report(report, wishes.form, colour=wishes.colour, exit_code=exit_code)
    write_result(text.encode(), wishes.output_file)


def _mend(settings: Configuration, options: Options, wishes: _Wishes) -> int:
    """Mend what can be mended, or show it; 1 if there is anything, or what cannot be parsed; 2 if any is no text."""
    from treatygraph.graph.checking.mending import mend

    changes, broken = mend(settings.paths or None, options)
    for change in changes:
        if wishes.diff:
            click.echo(change.as_diff(), nl=False)
        else:
            rewrite(change.path, change.after.encode())
    if (changes or wishes.diff) and not wishes.quiet:
        what = "would be mended" if wishes.diff else "mended"
        click.echo(f"{len(changes) or 'No'} file{'s' if len(changes) > 1 else ''} {what}.", err=True)
    for finding in broken if wishes.diff else ():
        click.echo(printable(f"Error: {finding.position}: {finding.message} {finding.repair}"), err=True)
    return 2 if _are_unread(broken) else int(bool(changes or broken))


def _are_unread(findings: Iterable[Finding]) -> bool:
    """Tell whether a file is no text: what is in it was not checked at all, though other files were."""
    return any(each.message.endswith(NOT_TEXT) for each in findings)


def _watch(settings: Configuration, wishes: _Wishes) -> None:
    """Check whenever a file is saved, until the user stops it."""
    from watchfiles import watch

    started: list[float] = []

    def run() -> None:
        click.clear()
        try:
            _run(settings, wishes)
        except TreatyGraphError as error:
            click.echo(f"Error: {error}", err=True)
        click.echo("Watching for changes; Ctrl+C ends.", err=True)

    named = (*settings.paths, *_besides(settings)) or default_paths()
    known = {path.absolute() for path in named}

    def is_input(change: object, path: str) -> bool:
        return Path(path) in known or _is_input(Path(path))

    # Editors put a new file in the place of the old one, so it is the folder that has to be watched.
    folders = {(path if path.is_dir() else path.parent).absolute() for path in named}
    # The first time-out tells that the watcher is at work: what is saved from then on is not missed.
    for changes in watch(*folders, watch_filter=is_input, rust_timeout=200, yield_on_timeout=True):
        if changes or not started:
            started.append(monotonic())
            run()


def _is_input(path: Path) -> bool:
    """Tell whether a file that was saved can be one that is checked; reports are written too."""
    return path.suffix.lower() in {*FORMATS, ENDING, ".toml"} and not path.name.startswith(".")


@contextmanager
def _progress(wishes: _Wishes) -> Iterator[Progress]:
    """Show on a terminal how far a check is that takes its time; say each step with --verbose."""
    steps = {each.step: number for number, each in enumerate(CHECKS, 2)}
    started = monotonic()
    shown = sys.stderr.isatty() and not wishes.quiet

    def tell(step: str) -> None:
        if wishes.verbose:
            click.echo(f"{monotonic() - started:6.2f} s {step}", err=True)
        elif shown and monotonic() - started > PATIENCE:
            done = steps.get(step, 1) - 1
            bar = "█" * done + "░" * (len(CHECKS) + 1 - done)
            click.echo(f"\r\x1b[K{bar} {step} …", err=True, nl=False)

    try:
        yield tell
    finally:
        if shown:
            click.echo("\r\x1b[K", err=True, nl=False)
