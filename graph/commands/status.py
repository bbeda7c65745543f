"""``treatygraph status``: the status of promises on a day, per perspective."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from treatygraph.graph.errors import NothingToCheckError
from treatygraph.graph.path_type import PATH
from treatygraph.graph.promises.answers import UNKNOWN, StatusAnswer, disputes
from treatygraph.graph.promises.asking import Question
from treatygraph.graph.promises.fuzzy_time import parse_day
from treatygraph.graph.promises.history import Record, as_csv, history
from treatygraph.graph.stores.opening import in_memory
from treatygraph.graph.stores.options import chosen_store, store_option
from treatygraph.graph.tables import text_table
from treatygraph.graph.terms import local_name

__all__ = ["command"]

FORMATS = ("table", "json", "csv")


@click.command("status")
@click.argument("commitments", nargs=-1, metavar="[COMMITMENT]...")
@click.option("--on", metavar="DATE", help="The day, 1956-10-19 for instance.  [default: today]")
@click.option("--perspective", "perspectives", multiple=True, metavar="P", help="Ask for this perspective.")
@click.option("--from", "first", metavar="DATE", help="Show all spans from this day on.")
@click.option("--until", "last", metavar="DATE", help="Show all spans until this day.")
@click.option("--assume", multiple=True, metavar="EVENT_TYPE=DATE", help="What if: this happened on that day.")
@click.option("--without", multiple=True, metavar="ACT", help="What if: this act or reading does not count.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option("--data", multiple=True, type=PATH, help="Look at this graph instead.")
@store_option
def command(
    commitments: tuple[str, ...],
    on: str | None,
    perspectives: tuple[str, ...],
    first: str | None,
    last: str | None,
    assume: tuple[str, ...],
    without: tuple[str, ...],
    form: str,
    data: tuple[Path, ...],
    store: str | None,
) -> None:
    """Tell the status of promises on a day, per perspective: of all promises when none is named.

    Unknown is an answer: it comes with the exact set of what the status can be. Without --perspective those
    are asked that take a stance on something that matters to the promise. Options can be repeated; days are
    written 1956-10-19.
    """
    if on is not None and (first is not None or last is not None):
        raise click.UsageError("--on asks for one day, --from and --until for a span. Use one or the other.")
    question = Question.of(in_memory(data, chosen_store(store, data)), commitments, perspectives, assume, without)
    if not question.pairs:
        raise _nothing(question)
    if first is None and last is None:
        answers = question.answers(date.today() if on is None else parse_day(on))
        click.echo(_written([each.to_record() for each in answers], form, answers), nl=False)
    else:
        days = [None if day is None else parse_day(day) for day in (first, last)]
        click.echo(_written(history(question, days[0], days[1]), form), nl=False)


def _nothing(question: Question) -> NothingToCheckError:
    """Say why there is nothing to tell."""
    if question.plain.model.commitments:
        message = "No perspective takes a stance on anything that matters to the promise."
        return NothingToCheckError(message, repair="Name one with --perspective.")
    return NothingToCheckError("The graph holds no promise.", repair="Name other files with --data.")


def _written(records: Sequence[Record], form: str, answers: Iterable[StatusAnswer] = ()) -> str:
    """Write records in a format."""
    if form == "json":
        return json.dumps(records, indent=2, ensure_ascii=False) + "\n"
    return as_csv(records) if form == "csv" else _as_table(records, answers)


def _as_table(records: Sequence[Record], answers: Iterable[StatusAnswer]) -> str:
    """Write records for people: a table, and under it what is inferred, disputed, assumed and changed."""
    spans = ["from", "until"] if "from" in records[0] else []
    rows = [
        [
            str(record["commitment"]),
            str(record["perspective"]),
            *(str(record[name] or "…") for name in spans),
            _status(record),
            ", ".join(_unmet(record)),
            _by_source(record["because"]),
        ]
        for record in records
    ]
    drawn = text_table(["promise", "perspective", *spans, "status", "unmet", "because"], rows)
    notes = [*_inferred(records), *_disputed(answers), *_what_if(records)]
    if any(record["possibly_unmet"] for record in records):
        notes.append("A condition with a question mark is unmet in some completions only.")
    return drawn + "".join(f"\n{note}" for note in notes) + ("\n" if notes else "")


def _status(record: Record) -> str:
    """Write a status, and what an unknown one can be."""
    return (
        f"unknown: {' or '.join(_names(record['possible']))}" if record["status"] == UNKNOWN else str(record["status"])
    )


def _unmet(record: Record) -> list[str]:
    """Name the conditions that are unmet, with a question mark those that are in some completions only."""
    return [*_names(record["unmet"]), *(f"{name}?" for name in _names(record["possibly_unmet"]))]


def _names(value: object) -> list[str]:
    """Take the members of what is a list in a record."""
    return list(map(str, value)) if isinstance(value, (list, tuple)) else []


def _who(record: Record) -> str:
    """Name the perspective, the promise, and the first day where the record is of a span."""
    start = f" from {record['from']}" if record.get("from") else ""
    return f"{record['perspective']}, {record['commitment']}{start}"


def _inferred(records: Iterable[Record]) -> Iterator[str]:
    """Say what is inferred, and what would be possible without it."""
    for record in records:
        force = ["in force by the consents"] if record["force_assumed"] else []
        words = [*force, *_names(record["inferences"])]
        without = _names(record["without_inference"])
        alternative = f"; without it {' or '.join(without)}" if without else ""
        if words:
            yield f"{_who(record)}: inferred: {', '.join(words)}{alternative}."


def _disputed(answers: Iterable[StatusAnswer]) -> Iterator[str]:
    """Say on which promises perspectives differ."""
    for dispute in disputes(answers):
        told = ", ".join(f"{status} for {local_name(each)}" for each, status in dispute.statuses)
        yield f"{local_name(dispute.commitment)} is disputed: {told}."


def _what_if(records: Sequence[Record]) -> Iterator[str]:
    """Say what was assumed, and what that changed against the graph as it is."""
    assumed = _names(records[0]["assumed"])
    if not assumed:
        return
    yield f"Assumed: {', '.join(assumed)}."
    changes = [(record, record["changed"]) for record in records]
    for record, former in changes:
        if isinstance(former, dict):
            yield f"{_who(record)}: was {_state(former)}; is {_state(record)}."
    if not any(former for _, former in changes):
        on = f" on {records[0]['on']}" if "on" in records[0] else ""
        yield f"That changes nothing{on}."


def _state(record: Record) -> str:
    """Write a status with the conditions that are unmet."""
    unmet = _unmet(record)
    return f"{_status(record)}, unmet {', '.join(unmet)}" if unmet else _status(record)


def _by_source(names: object) -> str:
    """Name passages source by source."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name in _names(names):
        source, _, passage = name.rpartition("/")
        found[source].append(passage)
    return "; ".join(f"{source} {', '.join(passages)}".strip() for source, passages in found.items())
