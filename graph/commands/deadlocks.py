"""``treatygraph deadlocks``: find preconditions that wait for each other."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from treatygraph.graph.names import resolve
from treatygraph.graph.path_type import PATH
from treatygraph.graph.promises.demands import AllOf, Demand, Occurs, Requirement
from treatygraph.graph.promises.hypotheses import hypothesis
from treatygraph.graph.stores.opening import in_memory
from treatygraph.graph.stores.options import chosen_store, store_option
from treatygraph.graph.terms import local_name, tg

if TYPE_CHECKING:
    from treatygraph.graph.promises.preconditions import Deadlocks, Relaxation

__all__ = ["command"]


@click.command("deadlocks")
@click.option("--perspective", "perspectives", multiple=True, metavar="P", help="Count only the demands of P.")
@click.option(
    "--assume",
    multiple=True,
    metavar="EVENT_TYPE[=DATE]",
    help="Take this event as come about (the day does not matter).",
)
@click.option(
    "--demand",
    "hypotheses",
    multiple=True,
    metavar="[WHO:]EVENT_TYPE=REQUIRED",
    help="Suppose that somebody demands REQUIRED before EVENT_TYPE.",
)
@click.option("--without", multiple=True, metavar="THING", help="Leave out this act, promise or proposition.")
@click.option("--reading", "readings", multiple=True, metavar="INFERENCE", help="Take this reading.")
@click.option("--data", multiple=True, type=PATH, help="Look at this graph instead.")
@store_option
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.pass_context
def command(
    context: click.Context,
    perspectives: tuple[str, ...],
    assume: tuple[str, ...],
    hypotheses: tuple[str, ...],
    without: tuple[str, ...],
    readings: tuple[str, ...],
    data: tuple[Path, ...],
    store: str | None,
    form: str,
) -> None:
    """Find preconditions that wait for each other for ever, and the smallest ways out.

    Without --perspective everybody's demands count. A refusal is no deadlock and is told apart. Readings of a
    passage are choices: those that are taken are named. Exit code 0 whether or not there is a deadlock.
    """
    from treatygraph.graph.promises.preconditions import deadlocks  # brings networkx, which --help does not need

    dataset = in_memory(data, chosen_store(store, data))

    def named(names: Iterable[str], kind: str | None = None) -> list[str]:
        return [resolve(dataset, name, tg(kind) if kind else None).value for name in names]

    result = deadlocks(
        dataset,
        perspectives=named(perspectives, "Perspective"),
        assume=named((each.partition("=")[0] for each in assume), "EventType"),
        hypotheses=[hypothesis(dataset, each) for each in hypotheses],
        without=named(without),
        readings=named(readings, "InferenceGraph"),
    )
    click.echo(json.dumps(result.to_record(), indent=2) if form == "json" else _told(result))


def _told(result: Deadlocks) -> str:
    """Tell a result in words."""
    lines = [f"Demands that count: {len(result.demands)}."]
    lines += [f"  {_demand(each)}" for each in result.demands]
    lines.append(f"Readings taken: {_names(result.readings)}.")
    if result.assumed:
        lines.append(f"Assumed: {_names(result.assumed)}.")
    lines.append("No deadlock." if not result.cores else f"Deadlocks: {len(result.cores)}.")
    for core in result.cores:
        lines.append(f"  These wait for each other: {_names(core.events)}")
        lines += [f"    {_demand(each)}" for each in core.demands]
    if result.waiting:
        lines.append(f"Waiting for a deadlock: {_names(result.waiting)}.")
    for refusal in result.refusals:
        waiting = f"; with it wait {_names(refusal.waiting)}" if refusal.waiting else ""
        lines.append(
            f"Blocked by a refusal: {local_name(refusal.event)}, refused by {_names(refusal.who)}"
            f"{_places(refusal.where)}{waiting}."
        )
    if result.relaxations:
        lines.append("Each of these dissolves it:")
        lines += [f"  {_relaxation(each)}" for each in result.relaxations]
    return "\n".join(lines)


def _demand(demand: Demand) -> str:
    """Tell a demand in one line."""
    if "://" not in demand.origin:
        who = f"supposed of {_names(demand.who)}" if demand.who else "supposed"
    else:
        who = f"by {_names(demand.who)}" if demand.who else "by inference"
    return f"{local_name(demand.dependent)} only after {_required(demand.requirement)} ({who}{_places(demand.where)})"


def _required(requirement: Requirement) -> str:
    """Tell a requirement in words."""
    if isinstance(requirement, Occurs):
        return local_name(requirement.event)
    word = " and " if isinstance(requirement, AllOf) else " or "
    parts = [_required(each) for each in requirement.members]
    return parts[0] if len(parts) == 1 else f"({word.join(parts)})" if parts else "some day"


def _relaxation(relaxation: Relaxation) -> str:
    """Tell a way out."""
    if relaxation.drop:
        return "drop " + " and ".join(_demand(each) for each in relaxation.drop)
    return f"bring about {_names(relaxation.bring_about)} in another way"


def _names(iris: Iterable[str]) -> str:
    return ", ".join(local_name(each) for each in iris) or "none"


def _places(where: Iterable[str]) -> str:
    return f", {', '.join(where)}" if where else ""
