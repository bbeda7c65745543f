"""``treatygraph check``: files, ontology, shapes, consistency, sources and queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import click

from treatygraph.graph.checking.findings import Finding, Report
from treatygraph.graph.checking.registry import all_rules
from treatygraph.graph.checking.reports import FORMATTERS
from treatygraph.graph.checking.runner import check
from treatygraph.graph.config import read_configuration
from treatygraph.graph.output import write_result

__all__ = ["command"]


def _prefixes(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Read codes, or beginnings of codes, parted by commas."""
    codes = tuple(code.strip().upper() for value in values for code in value.split(",") if code.strip())
    for code in codes:
        if not any(rule.startswith(code) for rule in all_rules()):
            raise click.BadParameter(
                f"no rule's code begins with {code!r}. `treatygraph rule --all` lists the rules.", context, parameter
            )
    return codes


@click.command("check")
@click.argument("paths", metavar="[PATHS]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--output-format", "form", type=click.Choice(list(FORMATTERS)), default="full", show_default=True, help="Format."
)
@click.option(
    "-o", "--output-file", type=click.Path(path_type=Path), help="Write the findings to this file, not to stdout."
)
@click.option("--select", multiple=True, callback=_prefixes, metavar="CODES", help="Keep only these rules (TG2,TG401).")
@click.option("--ignore", multiple=True, callback=_prefixes, metavar="CODES", help="Leave these rules out.")
@click.pass_context
def command(
    context: click.Context,
    paths: tuple[Path, ...],
    form: str,
    output_file: Path | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
) -> None:
    """Check PATHS: RDF files, queries (.rq), and folders of RDF files.

    By default the graph that [tool.treatygraph] names, failing that the one that comes with treatygraph, with its
    stored queries. Exit code 0: nothing found; 1: findings; 2: wrong usage, an unreadable file, nothing to check.
    """
    named = paths or read_configuration().paths
    report = _chosen(check(named or None), select, ignore)
    write_result(f"{FORMATTERS[form](report)}\n".encode(), output_file)
    context.exit(1 if report.findings else 0)


def _chosen(report: Report, select: Iterable[str], ignore: Iterable[str]) -> Report:
    """Keep the findings that were asked for."""
    wanted, unwanted = tuple(select) or ("",), tuple(ignore)

    def keep(finding: Finding) -> bool:
        return finding.code.startswith(wanted) and not (unwanted and finding.code.startswith(unwanted))

    return replace(report, findings=tuple(filter(keep, report.findings)))
