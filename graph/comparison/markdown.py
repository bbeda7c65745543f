"""A comparison as GitHub Flavored Markdown (https://github.github.com/gfm/), short enough for a comment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from treatygraph.graph.comparison.wording import Words, day_text, heading, state_text

if TYPE_CHECKING:
    from treatygraph.graph.comparison.answers import AnswerChange
    from treatygraph.graph.comparison.difference import Difference
    from treatygraph.graph.comparison.statements import StatementChange
    from treatygraph.graph.comparison.statuses import StatusChange
    from treatygraph.graph.comparison.vocabulary import TermChange

__all__ = ["MOST_CHARACTERS", "as_markdown", "code"]

MOST_CHARACTERS = 15_000
"""The room of each of the four parts; a comment on GitHub holds 65,536 characters."""

_LEAST_FENCE = 3
_PLAIN = re.compile(r"[^`|\\\n\r]+")
_HARMLESS = re.compile(r"[A-Za-z0-9 ./,-]")
_PUNCTUATION = re.compile(r"([\\`*_{}\[\]()#+!|~<>&@:.-])")


def as_markdown(difference: Difference) -> str:
    """Write a comparison for a comment on a pull request.

    :param difference: the difference.
    :returns: the lines; each part that has no room ends by saying how much of it is left out.
    """
    between = f"from {code(difference.old)} to {code(difference.new)}"
    if not difference:
        text = f"### No difference {between}\n\nCompared: {', '.join(difference.parts)}.\n"
    else:
        words = Words(difference.prefixes)
        text = f"### What changes {between}\n\n{heading(difference)}.\n"
        text += _statements(difference.statements, words)
        text += _statuses(difference.statuses, words)
        text += _answers(difference.queries, words)
        text += _terms(difference.terms, words)
    if difference.skipped:
        names = ", ".join(code(each.query) for each in difference.skipped)
        text += f"\nNeither version can answer: {names}.\n"
    return text


def code(text: str) -> str:
    """Show a text as it is, in a table too: nothing in it is markup, a mention or a link.

    :param text: the text.
    :returns: a code span; where one could not hold it, an HTML element with character references.

    >>> code(":japan"), code("a|b")
    ('`:japan`', '<code>a&#124;b</code>')
    """
    if not text:
        return ""
    if _PLAIN.fullmatch(text) and text.strip() == text:
        return f"`{text}`"
    escaped = (each if _HARMLESS.fullmatch(each) else f"&#{ord(each)};" for each in text)
    return f"<code>{''.join(escaped)}</code>"


def _statements(changes: Sequence[StatementChange], words: Words) -> str:
    """Write statements as GitHub shows a diff, graph by graph."""
    if not changes:
        return ""
    lines = _kept(_diff(changes, words))
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(_LEAST_FENCE, longest + 1)
    return "\n#### Statements\n\n" + "".join(f"{line}\n" for line in [f"{fence}diff", *lines, fence])


def _diff(changes: Iterable[StatementChange], words: Words) -> Iterator[str]:
    """Write the lines of a diff."""
    for graph, within in groupby(changes, key=lambda change: change.graph):
        yield f"@@ {words.term(graph)} @@"
        for change in within:
            about = f"{words.term(change.subject)} {words.term(change.predicate)}"
            yield from (f"- {about} {words.term(value)}" for value in change.old)
            yield from (f"+ {about} {words.term(value)}" for value in change.new)


def _statuses(changes: Sequence[StatusChange], words: Words) -> str:
    """Write spans of days as a table."""
    rows = [
        [
            code(words.iri(each.commitment)),
            code(words.iri(each.perspective)),
            day_text(each.first),
            day_text(each.last),
            "" if each.days is None else f"{each.days:,}",
            code(state_text(each.old)),
            code(state_text(each.new)),
        ]
        for each in changes
    ]
    head = ["promise", "perspective", "from", "until", "days", "old", "new"]
    return "\n#### Statuses\n\n" + _lines(_kept(_table(head, rows))) if changes else ""


def _answers(changes: Sequence[AnswerChange], words: Words) -> str:
    """Write the rows of queries, a table for each query."""
    lines = _kept(line for change in changes for line in _answer(change, words))
    return "\n#### Answers of stored queries\n" + _lines(lines) if changes else ""


def _answer(change: AnswerChange, words: Words) -> Iterator[str]:
    """Write the rows of one query."""
    yield ""
    yield f"{code(change.query)}: {_escaped(change.summary)}"
    for version, problem in (("old", change.old_problem), ("new", change.new_problem)):
        if problem:
            yield ""
            yield f"The {version} version has no answer: {code(problem)}"
    signed = [("-", row) for row in change.removed] + [("+", row) for row in change.added]
    if signed:
        yield ""
        rows = [[sign, *(code(words.term(term)) for term in row)] for sign, row in signed]
        yield from _table(["", *map(_escaped, change.columns)], rows)


def _terms(changes: Sequence[TermChange], words: Words) -> str:
    """Write terms as a table."""
    rows = [
        [each.kind, code(words.iri(each.term)), ", ".join(code(words.iri(other)) for other in each.replacements)]
        for each in changes
    ]
    return "\n#### Terms\n\n" + _lines(_kept(_table(["change", "term", "use instead"], rows))) if changes else ""


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Write a table (https://github.github.com/gfm/#tables-extension-)."""
    for row in (head, ["---"] * len(head), *rows):
        yield f"| {' | '.join(row)} |"


def _kept(lines: Iterable[str]) -> list[str]:
    """Keep the lines that there is room for, and say how many are left out."""
    found = list(lines)
    room = MOST_CHARACTERS
    for number, line in enumerate(found):
        room -= len(line) + 1
        if room < 0:
            left = len(found) - number
            return [*found[:number], "", f"… {left:,} more lines: see `treatygraph diff` itself"]
    return found


def _lines(lines: Iterable[str]) -> str:
    """End each line."""
    return "".join(f"{line}\n" for line in lines)


def _escaped(text: str) -> str:
    """Write a text whose punctuation is no markup."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))
