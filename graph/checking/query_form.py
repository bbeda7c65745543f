"""Rules on stored queries as others use them: found by a summary, called with parameters, tested by a golden result."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.query_variables import Role, roles
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.checking.spelling import did_you_mean
from treatygraph.graph.errors import QueryError
from treatygraph.graph.front_matter import FrontMatter, read_front_matter
from treatygraph.graph.sparql_text import Token, position, tokens
from treatygraph.graph.stored_queries import TYPES, parameters_of

if TYPE_CHECKING:
    from treatygraph.graph.checking.material import Material

__all__ = ["FORM_RULES", "check_query_form"]

_GRLC = ("https://github.com/CLARIAH/grlc#readme",)

NO_GOLDEN = Rule(
    code="TG505",
    name="query-without-golden",
    severity=Severity.WARNING,
    message="A stored query has an expected result that tests compare its answer with.",
    repair="Work the answer out by hand, and write it into a file with the name of the query.",
    what="Finds queries for which the folder of expected results has no JSON file with the name of the query. Without "
    "such a folder the rule finds nothing.",
    why="A query whose answer nobody has worked out can be wrong for years.",
    options="The folder is `goldens` in `[tool.treatygraph]`; by default `goldens/` beside the query, "
    "or `tests/queries/` beside a folder `queries/`, whichever holds files.",
)
NO_SUMMARY = Rule(
    code="TG506",
    name="query-without-summary",
    severity=Severity.WARNING,
    message="The front matter of a stored query has a summary.",
    repair="Add a line `#+ summary: …` that asks what the query asks.",
    what="Finds queries with front matter that lacks a summary, and queries without front matter beside others that "
    "have a summary.",
    why="Lists, pages and the command line show the summary; without one nobody finds the query.",
    references=_GRLC,
)
NO_TYPE = Rule(
    code="TG507",
    name="parameter-without-type",
    severity=Severity.ERROR,
    message="The name of a parameter ends with its type.",
    repair=f"Call it `?_name_type`; the types are {', '.join(sorted(TYPES))}.",
    what="Finds variables that begin with an underscore, as parameters do, and name no type.",
    why="Such a variable is no parameter: a value that is given for it is refused, and it matches anything.",
    references=_GRLC,
)
UNUSED_PARAMETER = Rule(
    code="TG508",
    name="unused-parameter",
    severity=Severity.ERROR,
    message="Every parameter that the front matter names is used in the query.",
    repair="Use it, or take the line away.",
    what="Finds defaults and choices (`defaults`, `enumerate`) of parameters that no variable of the query stands for.",
    why="Whoever gives a value for it expects another answer, and gets the same.",
    references=_GRLC,
)
UNBOUND = Rule(
    code="TG509",
    name="unbound-variable",
    severity=Severity.ERROR,
    message="A variable that a query selects, or that a condition needs, gets a value in it.",
    repair="Correct the name of the variable, or take another.",
    what="Finds variables in SELECT, FILTER and BIND that no pattern, no VALUES and no AS of the query gives a value.",
    why="The column is always empty, the condition is never met; mostly the name is misspelt in one of the two places.",
    references=("https://www.w3.org/TR/sparql11-query/#variableScope",),
)
STAR = Rule(
    code="TG510",
    name="select-star",
    severity=Severity.WARNING,
    message="A stored query names the columns of its answer.",
    repair="Write the variables instead of the star.",
    what="Finds SELECT * in queries.",
    why="The columns change with every change of the pattern, and their order from engine to engine; whoever reads the "
    "answer by column breaks.",
    references=("https://www.w3.org/TR/sparql11-query/#select",),
)
FORM_RULES = (NO_GOLDEN, NO_SUMMARY, NO_TYPE, UNUSED_PARAMETER, UNBOUND, STAR)

_PARAMETER_LIKE = re.compile(r"[?$]_{1,2}[A-Za-z]\w*")
_MATTER = re.compile(r"^[ \t]*#\+", re.MULTILINE)


def check_query_form(material: Material) -> Iterator[Finding]:
    """Look at the form of the queries.

    :param material: the queries, and the option that names the folder of expected results.
    :returns: the findings.
    """
    texts = {path: text for path in material.queries if (text := _text(path)) is not None}
    matters = {path: _matter(text) for path, text in texts.items()}
    summarised = {path.parent for path, matter in matters.items() if matter and "summary" in matter}
    goldens = {folder: _goldens(folder, material.options.goldens) for folder in {path.parent for path in texts}}
    for path, text in texts.items():
        matter = matters[path]
        if matter is not None and not matter.get("summary") and (_MATTER.search(text) or path.parent in summarised):
            yield NO_SUMMARY.finding("", path=str(path), line=1, column=1)
        folder, names = goldens[path.parent]
        if folder is not None and path.stem not in names:
            message = f"{folder} holds no expected result of {path.stem}."
            yield NO_GOLDEN.finding("", message=message, path=str(path), line=1, column=1)
        query = tokens(text)
        yield from _parameters(path, text, query, matter or FrontMatter())
        yield from _selection(path, text, query)


def _text(path: Path) -> str | None:
    """Read a query; None where another rule tells that it cannot be read."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _matter(text: str) -> FrontMatter | None:
    """Read the front matter; None where another rule tells that it cannot be read."""
    try:
        return read_front_matter(text)
    except QueryError:
        return None


def _goldens(queries: Path, chosen: Path | None) -> tuple[Path | None, set[str]]:
    """Find the folder of the expected results of the queries of a folder, with their names."""
    usual = (queries / "goldens", queries.parent / "tests" / queries.name)
    for folder in (chosen,) if chosen is not None else usual:
        names = {each.stem for each in folder.iterdir() if each.suffix == ".json"} if folder.is_dir() else set()
        if names:
            return folder, names
    return None, set()


def _parameters(path: Path, text: str, query: tuple[Token, ...], matter: FrontMatter) -> Iterator[Finding]:
    """Look at parameters that have no type, and at those that are only in the front matter."""
    try:
        known = parameters_of(query)
    except QueryError:
        return
    variables = {each.variable for each in known}
    told: set[str] = set()
    for token in query:
        name = token.text[1:]
        if token.kind == "variable" and _PARAMETER_LIKE.fullmatch(token.text) and name not in variables | told:
            told.add(name)
            yield _at(NO_TYPE, path, text, token.start, f"{token.text} names no type, so it is no parameter.")
    names = {each.name for each in known}
    for key in ("defaults", "enumerate"):
        values = matter.get(key)
        for name in values if isinstance(values, dict) else ():
            if name not in names:
                match = re.search(rf"^[ \t]*#\+[ \t]*(?:-[ \t]+)?(?={re.escape(name)}:)", text, re.MULTILINE)
                message = f"The query has no parameter {name!r}."
                yield _at(UNUSED_PARAMETER, path, text, match.end() if match else 0, message)


def _selection(path: Path, text: str, query: tuple[Token, ...]) -> Iterator[Finding]:
    """Look at what the query selects; subqueries are looked at by their engines."""
    head = list(takewhile(lambda token: token.text != "{", query))
    found = list(roles(query))
    matched = {token.text[1:] for token, role in found if role is Role.MATCHED}
    yield from _without_value(path, text, found, matched)
    form = next((token for token in head if token.says("select", "ask", "construct", "describe")), None)
    if form is None or not form.says("select"):
        return
    depth = 0
    for token in head[head.index(form) + 1 :]:
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 and token.kind == "variable" and token.text[1:] not in matched:
            yield _unbound(path, text, token, matched)
        elif depth == 0 and token.text == "*":
            yield _at(STAR, path, text, token.start, STAR.message)


def _without_value(path: Path, text: str, found: Iterable[tuple[Token, Role]], matched: set[str]) -> Iterator[Finding]:
    """Find the variables of conditions that nothing gives a value; each is told once, parameters get theirs later."""
    told = set(matched)
    for token, role in found:
        name = token.text[1:]
        if role is Role.ASKED and name not in told and not name.startswith("_"):
            told.add(name)
            yield _unbound(path, text, token, matched)


def _unbound(path: Path, text: str, token: Token, matched: set[str]) -> Finding:
    """Make a finding of a variable without a value."""
    message = f"{token.text} gets no value in the query."
    return _at(UNBOUND, path, text, token.start, message, did_you_mean(token.text[1:], matched, "?{}".format) or None)


def _at(rule: Rule, path: Path, text: str, offset: int, message: str, repair: str | None = None) -> Finding:
    """Make a finding at a place of a query."""
    line, column = position(text, offset)
    return rule.finding("", message=message, repair=repair, value=None, path=str(path), line=line, column=column)
