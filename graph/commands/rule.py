"""``treatygraph rule``: explain a rule of the check."""

from __future__ import annotations

import click

from treatygraph.graph.checking.explanation import explain_rule, reference
from treatygraph.graph.checking.registry import all_rules, find_rule

__all__ = ["command"]


@click.command("rule")
@click.argument("code", required=False)
@click.option("--all", "everything", is_flag=True, help="Write the reference of all rules, in Markdown.")
def command(code: str | None, everything: bool) -> None:
    """Explain the rule CODE, which may also be its name: what it does, why, an example and what to do instead."""
    if everything == (code is not None):
        both = "; not both" if everything else ""
        raise click.UsageError(f"Give the code of a rule, or --all{both}.")
    text = explain_rule(find_rule(code)) if code is not None else reference(all_rules().values())
    click.echo(text, nl=False)
