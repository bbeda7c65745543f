"""``treatygraph status``: the status of promises on a day, per perspective."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import click

from treatygraph.graph.errors import NothingToCheckError, TreatyGraphError
from treatygraph.graph.loader import load
from treatygraph.graph.promises.answers import StatusAnswer, disputes
from treatygraph.graph.promises.asking import Question
from treatygraph.graph.promises.fuzzy_time import parse_day
from treatygraph.graph.promises.spans import spans_of
from treatygraph.graph.terms import local_name

__all__ = ["command"]

Record = Mapping[str, object]

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
@click.option("--data", multiple=True, type=click.Path(path_type=Path), help="Look at this graph instead.")
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
) -> None:
    """Tell the status of promises on a day, per perspective: of all promises when none is named.

    Unknown is an answer: it comes with the exact set of what the status can be. Without --perspective those
    are asked that take a stance on something that matters to the promise. Options can be repeated; days are
    written 1956-10-19.
    """
    if on is not None and (first is not None or last is not None):
        raise click.UsageError("--on asks for one day, --from and --until for a span. Use one or the other.")
    question = Question.of(load(data or None), commitments, perspectives, assume, without)
    if not question.pairs:
        raise _nothing(question)
    if first is None and last is None:
        answers = question.answers(date.today() if on is None else parse_day(on))
        click.echo(_written([each.to_record() for each in answers], form, answers), nl=False)
    else:
        days = [None if day is None else parse_day(day) for day in (first, last)]
        click.echo(_written(_history(question, days[0], days[1]), form), nl=False)


def _nothing(question: Question) -> NothingToCheckError:
    """Say why there is nothing to tell."""
    if question.plain.model.commitments:
        message = "No perspective takes a stance on anything that matters to the promise."
        return NothingToCheckError(message, repair="Name one with --perspective.")
    return NothingToCheckError("The graph holds no promise.", repair="Name other files with --data.")


def _history(question: Question, first: date | None, last: date | None) -> list[Record]:
    """Make a record of each span within bounds; what it says is said of its first day."""
    if first is not None and last is not None and first > last:
        raise TreatyGraphError(f"{first} is after {last}.", repair="Exchange --from and --until.")
    records: list[Record] = []
    for commitment, perspective in question.pairs:
        for span in spans_of(question.case(commitment, perspective)):
            start = max((day for day in (span.first, first) if day is not None), default=None)
            end = min((day for day in (span.last, last) if day is not None), default=None)
            if start is not None and end is not None and start > end:
                continue
            record = question.answer(commitment, perspective, start or end or date.min).to_record()
            records.append(
                {**record, "on": None, "from": start and start.isoformat(), "until": end and end.isoformat()}
            )
    return records


def _written(records: Sequence[Record], form: str, answers: Iterable[StatusAnswer] = ()) -> str:
    """Write records in a format."""
    if form == "json":
        return json.dumps(records, indent=2, ensure_ascii=False) + "\n"
    return _as_csv(records) if form == "csv" else _as_table(records, answers)


def _as_csv(records: Sequence[Record]) -> str:
    """Write records as comma-separated values (RFC 4180), the members of a list separated by spaces."""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(records[0]))
    writer.writeheader()
    for record in records:
        writer.writerow({name: _cell(value) for name, value in record.items()})
    return text.getvalue()


def _cell(value: object) -> str:
    """Write one value into a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _as_table(records: Sequence[Record], answers: Iterable[StatusAnswer]) -> str:
    """Write records for people: a block for each promise and day, a line for each perspective."""
    blocks: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        when = f" on {record['on']}" if record["on"] else ""
        blocks[f"{record['commitment']}{when}"].append(record)
    lines: list[str] = []
    for title, members in blocks.items():
        lines += ["", title] if lines else [title]
        width = max(len(str(member["perspective"])) for member in members)
        for member in members:
            lines += _told(member, width)
    for dispute in disputes(answers):
        told = ", ".join(f"{status} for {local_name(each)}" for each, status in dispute.statuses)
        lines += ["", f"{local_name(dispute.commitment)} is disputed: {told}."]
    return "\n".join(lines) + "\n"


def _told(record: Record, width: int) -> list[str]:
    """Tell one record in a few lines."""
    span = f"  {record['from'] or '…'} to {record['until'] or '…'}" if "from" in record else ""
    lines = [f"  {record['perspective']!s:<{width}}{span}  {record['status']}"]
    details = [
        ("possible", record["possible"] if record["status"] == "unknown" else ()),
        ("waits for", record["unmet"]),
        ("may wait for", record["possibly_unmet"]),
        ("holds", record["holds"] if record["status"] == "unknown" else ()),
        ("inferred", _inferred(record)),
        ("because", _by_source(record["because"])),
        ("assumed", record["assumed"]),
        ("as it is", _former(record["changed"])),
    ]
    for name, value in details:
        words = value if isinstance(value, str) else ", ".join(map(str, _list(value)))
        if words:
            lines.append(f"  {'':<{width}}    {name}: {words}")
    return lines


def _list(value: object) -> list[object]:
    """Take the members of what is a list in a record."""
    return list(value) if isinstance(value, (list, tuple)) else []


def _inferred(record: Record) -> str:
    """Say what is inferred, and what would be possible without it."""
    if not record["inferred"]:
        return ""
    force = ["in force, from the consents"] if record["force_assumed"] else []
    words = ", ".join(map(str, [*force, *_list(record["inferences"])]))
    without = record["without_inference"]
    return f"{words}; without it {' or '.join(map(str, _list(without)))}" if without else words


def _by_source(names: object) -> str:
    """Name passages source by source."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name in _list(names):
        source, _, passage = str(name).rpartition("/")
        found[source].append(passage)
    return "; ".join(f"{source} {' '.join(passages)}".strip() for source, passages in found.items())


def _former(changed: object) -> str:
    """Tell what the answer is without the assumptions."""
    if not isinstance(changed, dict):
        return ""
    possible = f" ({' or '.join(changed['possible'])})" if changed["status"] == "unknown" else ""
    waits = f", waits for {', '.join(changed['unmet'])}" if changed["unmet"] else ""
    return f"{changed['status']}{possible}{waits}"
