"""What can go wrong for a user, and the text that tells it.

::

    TreatyGraphError            anything that the user can repair; exit code 2
    ├── InputError              a file or a text that cannot be read as what it should be
    ├── UnknownNameError        a name that nothing in the graph answers to, with its near matches
    ├── QueryError              a query that cannot be parsed or evaluated
    ├── ConfigurationError      a wrong setting in pyproject.toml, the environment or on the command line
    ├── NothingToCheckError     a check that would have looked at nothing
    └── ReasoningLimitError     statements from which more follows than anybody can wait for

Callers catch :class:`TreatyGraphError`; the command line shows ``Error: `` and the text, never a traceback.
"""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike, fspath

__all__ = [
    "ConfigurationError",
    "InputError",
    "NothingToCheckError",
    "QueryError",
    "ReasoningLimitError",
    "TreatyGraphError",
    "UnknownNameError",
]

_MOST_TOLD = 10
"""How many names are told at most where none looks like the one that was given."""


class TreatyGraphError(Exception):
    """An error that says what is wrong, where, and what to do about it.

    :param message: what is wrong, one sentence without a line break at its end.
    :param repair: what the user can do about it; empty when there is nothing to add.

    >>> print(TreatyGraphError("The graph is empty.", repair="Add a file to graph/data/."))
    The graph is empty. Add a file to graph/data/.
    """

    exit_code = 2

    def __init__(self, message: str, *, repair: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.repair = repair

    def __str__(self) -> str:
        return " ".join(part for part in (f"{self.where}{self.message}", self.repair) if part)

    @property
    def where(self) -> str:
        """The place of the error, ready to be put before the message; empty when there is none.

        :returns: for instance ``data.trig:3:7: ``.
        """
        return ""


class InputError(TreatyGraphError):
    """A file or a text cannot be read as what it should be.

    :param message: what is wrong.
    :param path: the file; None for a text that came from elsewhere.
    :param line: the line, counted from 1.
    :param column: the column, counted from 1.
    :param repair: what the user can do about it.

    >>> print(InputError("A statement has no full stop.", path="a.ttl", line=3, column=7))
    a.ttl:3:7: A statement has no full stop.
    """

    def __init__(
        self,
        message: str,
        *,
        path: str | PathLike[str] | None = None,
        line: int | None = None,
        column: int | None = None,
        repair: str = "",
    ) -> None:
        super().__init__(message, repair=repair)
        self.path = None if path is None else fspath(path)
        self.line = line
        self.column = column

    @property
    def where(self) -> str:
        """The place of the error as ``path:line:column: ``.

        :returns: the parts that are known.
        """
        return _place(self.path, self.line, self.column)


class UnknownNameError(TreatyGraphError):
    """A name was given that nothing of the wanted kind answers to.

    :param name: the name as the user wrote it.
    :param kind: what it should name, for instance ``perspective``.
    :param near: names that exist and look like it, best first.
    :param others: all names that exist, to be told where none looks like it and they are few.

    >>> print(UnknownNameError("jpan", "state", ["japan"]))
    There is no state named 'jpan'. Did you mean 'japan'?
    >>> print(UnknownNameError("atlantis", "state", [], ["japan", "ussr"]))
    There is no state named 'atlantis'. These exist: japan, ussr.
    """

    def __init__(self, name: str, kind: str, near: Sequence[str], others: Sequence[str] = ()) -> None:
        told = f"These exist: {', '.join(others)}." if 0 < len(others) <= _MOST_TOLD else ""
        super().__init__(f"There is no {kind} named {name!r}.", repair=_did_you_mean(near) or told)
        self.name = name
        self.kind = kind
        self.near = tuple(near)


class QueryError(TreatyGraphError):
    """A query cannot be parsed or evaluated.

    :param message: what is wrong.
    :param line: the line of the query, counted from 1.
    :param column: the column, counted from 1.
    :param repair: what the user can do about it.

    >>> print(QueryError("A closing brace is missing.", line=2, column=5))
    line 2, column 5: A closing brace is missing.
    """

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None, repair: str = "") -> None:
        super().__init__(message, repair=repair)
        self.line = line
        self.column = column

    @property
    def where(self) -> str:
        """The place of the error as ``line 2, column 5: ``.

        :returns: the parts that are known.
        """
        return _place(None, self.line, self.column)


class ConfigurationError(TreatyGraphError):
    """A setting in ``[tool.treatygraph]``, the environment or an option is wrong."""


class NothingToCheckError(TreatyGraphError):
    """A check would have looked at nothing, which must never count as success."""


class ReasoningLimitError(TreatyGraphError):
    """More follows from statements than anybody can wait for.

    :param number: how many statements had been derived.
    :param most: how many of these have the predicate and the rule that most of them have.
    :param rule: that rule of OWL 2 RL.
    :param predicate: the IRI of that predicate.
    :param called: its short name.

    >>> owl = "http://www.w3.org/2002/07/owl#"
    >>> print(ReasoningLimitError(300_000, 290_000, "eq-trans", f"{owl}sameAs", "owl:sameAs").message)
    Too much follows: 290,000 of 300,000 derived statements have owl:sameAs by the rule eq-trans.
    """

    def __init__(self, number: int, most: int, rule: str, predicate: str, called: str) -> None:
        super().__init__(
            f"Too much follows: {most:,} of {number:,} derived statements have {called} by the rule {rule}.",
            repair="Take the axiom away that they follow from, or leave out the closure (`build --no-closure`).",
        )
        self.rule = rule
        self.predicate = predicate


def _place(path: str | None, line: int | None, column: int | None) -> str:
    """Write a place as compilers do when there is a file, in words when there is none."""
    numbers = [] if line is None else [line] if column is None else [line, column]
    if path is not None:
        return ":".join([path, *map(str, numbers)]) + ": "
    words = [f"{word} {number}" for word, number in zip(("line", "column"), numbers, strict=False)]
    return ", ".join(words) + ": " if words else ""


def _did_you_mean(near: Sequence[str]) -> str:
    """Offer the near matches as a question."""
    if not near:
        return ""
    *others, last = (repr(name) for name in near)
    return f"Did you mean {', '.join(others) + ' or ' if others else ''}{last}?"
