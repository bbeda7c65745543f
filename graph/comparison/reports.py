"""A comparison as text for a terminal and as JSON; Markdown has a module of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING

from treatygraph.graph.comparison.markdown import as_markdown
from treatygraph.graph.comparison.wording import Words, day_text, heading, state_text
from treatygraph.graph.tables import text_table

if TYPE_CHECKING:
    from treatygraph.graph.comparison.answers import AnswerChange, Row
    from treatygraph.graph.comparison.difference import Difference
    from treatygraph.graph.comparison.statements import StatementChange
    from treatygraph.graph.comparison.statuses import State, StatusChange
    from treatygraph.graph.comparison.vocabulary import TermChange

__all__ = ["FORMATS", "as_json", "as_table", "write"]

LONGEST_LITERAL = 80
"""How much of a literal is shown on a terminal."""
STATUS_HEAD = ("promise", "perspective", "from", "until", "days", "old", "new")
_DAYS_COLUMN = 4


def as_table(difference: Difference) -> str:
    """Write a comparison for people.

    :param difference: the difference.
    :returns: the lines: how much differs, then each part.
    """
    if not difference:
        compared = ", ".join(difference.parts)
        lines = [f"No difference between {difference.old} and {difference.new} ({compared}).\n"]
    else:
        lines = [f"From {difference.old} to {difference.new}: {heading(difference)}.\n"]
        words = Words(difference.prefixes, LONGEST_LITERAL)
        parts = {
            "Statements": _statements(difference.statements, words),
            "Statuses": _statuses(difference.statuses, words) if difference.statuses else (),
            "Answers of stored queries": (_answer(each, words) for each in difference.queries),
            "Terms": _terms(difference.terms, words) if difference.terms else (),
        }
        lines += [_section(title, found) for title, found in parts.items()]
    if difference.skipped:
        names = ", ".join(each.query for each in difference.skipped)
        lines += [f"\nNeither version can answer {names}; --format json says why.\n"]
    return "".join(lines)


def as_json(difference: Difference) -> str:
    """Write a comparison for programs: terms as in N-Triples, days as in ISO 8601, null for what is open or missing.

    :param difference: the difference.
    :returns: one JSON object.
    """
    content: dict[str, object] = {
        "old": difference.old,
        "new": difference.new,
        "compared": list(difference.parts),
        "counts": dict(difference.counts()),
        "statements": [_statement_record(each) for each in difference.statements],
        "statuses": [_status_record(each) for each in difference.statuses],
        "queries": [_answer_record(each) for each in difference.queries],
        "terms": [
            {"kind": each.kind, "term": each.term, "replacements": list(each.replacements)} for each in difference.terms
        ],
        "not_answered": [{"query": each.query, "reason": each.reason} for each in difference.skipped],
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


FORMATS: Mapping[str, Callable[[Difference], str]] = MappingProxyType(
    {"table": as_table, "json": as_json, "markdown": as_markdown}
)
"""How a comparison can be written."""


def write(difference: Difference, form: str) -> bytes:
    """Write a comparison.

    :param difference: the difference.
    :param form: one of :data:`FORMATS`.
    :returns: the text in UTF-8; what UTF-8 lacks (half a character in a file's name) is escaped.
    """
    return FORMATS[form](difference).encode("utf-8", "backslashreplace")


def _section(title: str, lines: Iterable[str]) -> str:
    """Put a title over lines, if there are any."""
    text = "".join(lines)
    return f"\n{title}\n{'═' * len(title)}\n{text}" if text else ""


def _statements(changes: Iterable[StatementChange], words: Words) -> Iterator[str]:
    """Write statements by graph and subject."""
    for graph, within in groupby(changes, key=lambda change: change.graph):
        yield f"in {words.term(graph)}\n"
        for subject, about in groupby(within, key=lambda change: change.subject):
            yield f"  {words.term(subject)}\n"
            for change in about:
                sign = {"added": "+", "removed": "-", "changed": "~"}[change.kind]
                sides = ((change.old, change.new), (change.new, change.old))
                values = " → ".join(words.values(some, others) for some, others in sides if some)
                yield f"    {sign} {words.term(change.predicate)}  {values}\n"


def _statuses(changes: Iterable[StatusChange], words: Words) -> str:
    """Write spans of days."""
    rows = [
        [
            words.iri(each.commitment),
            words.iri(each.perspective),
            day_text(each.first),
            day_text(each.last),
            "" if each.days is None else f"{each.days:,}",
            state_text(each.old),
            state_text(each.new),
        ]
        for each in changes
    ]
    return text_table(STATUS_HEAD, rows, right=[_DAYS_COLUMN])


def _answer(change: AnswerChange, words: Words) -> str:
    """Write the rows of one query."""
    lines = f"{change.query}: {change.summary}\n"
    for version, problem in (("old", change.old_problem), ("new", change.new_problem)):
        lines += f"  The {version} version has no answer: {problem}\n" if problem else ""
    signed = [("-", row) for row in change.removed] + [("+", row) for row in change.added]
    rows = [[sign, *map(words.term, row)] for sign, row in signed]
    return lines + (text_table(["", *change.columns], rows) if rows else "") + "\n"


def _terms(changes: Iterable[TermChange], words: Words) -> str:
    """Write terms."""
    rows = [[each.kind, words.iri(each.term), ", ".join(map(words.iri, each.replacements))] for each in changes]
    return text_table(["change", "term", "use instead"], rows)


def _statement_record(change: StatementChange) -> dict[str, object]:
    """Make a record of one change of statements."""
    graph = str(change.graph)
    return {
        "kind": change.kind,
        "graph": None if graph == "DEFAULT" else graph,
        "subject": str(change.subject),
        "predicate": str(change.predicate),
        "old": [str(value) for value in change.old],
        "new": [str(value) for value in change.new],
    }


def _status_record(change: StatusChange) -> dict[str, object]:
    """Make a record of one span."""
    return {
        "commitment": change.commitment,
        "perspective": change.perspective,
        "from": change.first and change.first.isoformat(),
        "until": change.last and change.last.isoformat(),
        "days": change.days,
        "old": _state_record(change.old),
        "new": _state_record(change.new),
    }


def _state_record(state: State | None) -> dict[str, object] | None:
    """Make a record of a status."""
    if state is None:
        return None
    return {
        "status": state.status,
        "possible": list(state.possible),
        "unmet": list(state.unmet),
        "possibly_unmet": list(state.possibly_unmet),
    }


def _answer_record(change: AnswerChange) -> dict[str, object]:
    """Make a record of the rows of one query."""

    def rows(found: Iterable[Row]) -> list[list[str | None]]:
        return [[None if term is None else str(term) for term in row] for row in found]

    return {
        "query": change.query,
        "columns": list(change.columns),
        "removed": rows(change.removed),
        "added": rows(change.added),
        "old_problem": change.old_problem or None,
        "new_problem": change.new_problem or None,
    }
