"""The statuses of promises over a stretch of time, as records; and records as comma-separated values."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeAlias

from treatygraph.graph.errors import TreatyGraphError
from treatygraph.graph.promises.asking import Question
from treatygraph.graph.promises.spans import spans_of

__all__ = ["Record", "as_csv", "history"]

Record: TypeAlias = Mapping[str, object]


def history(question: Question, first: date | None = None, last: date | None = None) -> list[Record]:
    """Make a record of each span within bounds; what it says is said of its first day.

    :param question: what is asked for.
    :param first: the first day of interest; None for all before.
    :param last: the last day of interest; None for all after.
    :returns: the records, with ``from`` and ``until`` in place of the day.
    :raises TreatyGraphError: if the bounds are in the wrong order.
    """
    if first is not None and last is not None and first > last:
        raise TreatyGraphError(f"{last} is before {first}.", repair="Exchange --from and --until.")
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


def as_csv(records: Sequence[Record]) -> str:
    """Write records as comma-separated values (RFC 4180), the members of a list separated by spaces.

    :param records: the records, one or more.
    :returns: the text, with the names of the fields in its first line.
    """
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
