"""Queries of the caller (``--violations``): each row of an answer is a violation, and becomes a finding.

The columns ``entity``, ``property`` and ``value`` say which statement is to blame, as in the reports of ROBOT
(https://robot.obolibrary.org/report); another query blames the first thing in its row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.placement import only_graph
from treatygraph.graph.checking.queries import fetches, queries_below, refused, refused_by_pyoxigraph
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.checking.written import written
from treatygraph.graph.errors import InputError, QueryError
from treatygraph.graph.input_files import read_text, require_regular
from treatygraph.graph.printable import shortened
from treatygraph.graph.sparql_text import LARGEST_QUERY, position, tokens

if TYPE_CHECKING:
    from treatygraph.graph.checking.material import Material
    from treatygraph.graph.dataset import Dataset, Term
    from treatygraph.graph.querying import Result
    from treatygraph.graph.stored_queries import StoredQuery

__all__ = ["VIOLATION", "ViolationQuery", "check_violations", "read_violation_queries", "violation_files"]

MOST_ROWS = 10_000
"""How many rows of one query are told."""
LONGEST_TITLE = 200
LONGEST_DETAILS = 1000
"""How many characters of its words, and of the values of a row, a message repeats."""

VIOLATION = Rule(
    code="TG511",
    name="violation-found",
    severity=Severity.ERROR,
    message="The queries that the caller names with --violations find nothing.",
    repair="Correct the data, or the query.",
    what="Runs the queries of `--violations` on all files together: the default graph is the union of their statements "
    "and of the subclasses that ontologies declare, `GRAPH` names their graphs. Each row of an answer is a finding, "
    "and so is the yes of an ASK. The finding is about `?entity`, or about the first thing in the row if there is no "
    "such column, and stands at the statement that `?entity`, `?property` and `?value` tell, else where the thing is "
    "described, else at the query. It has the words of the summary in the front matter of the query, and the severity "
    f"if that names one. Of one query at most {MOST_ROWS:,} rows are told. The engine writes numbers in their shortest "
    "form, so a query cannot tell `1.50` from `1.5`.",
    why="Whoever wrote the query relies on it.",
    references=(
        "https://robot.obolibrary.org/verify",
        "https://robot.obolibrary.org/report",
        "https://www.w3.org/TR/sparql11-query/",
    ),
    options="`--violations`, or `violations` in `[tool.treatygraph]`, names the queries, or folders of them (`*.rq`). "
    "A line `#+ severity: warning` (or `info`) in a query makes its findings less grave.",
)

_ENTITY, _PROPERTY, _VALUE = "entity", "property", "value"
_FORMS = ("select", "ask", "construct", "describe")
_GRAPHS = ("construct", "describe")
_NAME_IT = "Name the right file or folder, or leave the option out."
_TOO_MANY = "Narrow the query, or write SELECT DISTINCT if rows come twice."


@dataclass(frozen=True, slots=True)
class ViolationQuery:
    """A query of the caller.

    :param path: its file.
    :param text: its text.
    :param line: the line on which it says what it asks for.
    :param column: the column.
    :param form: select, ask, construct or describe; empty where it does not say.
    """

    path: Path
    text: str
    line: int
    column: int
    form: str


def violation_files(paths: Iterable[Path], known: Iterable[Path] = ()) -> tuple[Path, ...]:
    """Name the files that the caller's paths stand for.

    :param paths: files with queries, and folders, which stand for the queries (``*.rq``) below them.
    :param known: files that have names already, which they keep.
    :returns: the files, none twice; whether they are queries is not known yet.
    :raises InputError: if a folder holds no query or cannot be read, or a path names no regular file.
    """
    names = {file.resolve(): file for file in known}
    found = {file.resolve(): file for path in paths for file in _files_of(path)}
    return tuple(names.get(real, file) for real, file in found.items())


def _files_of(path: Path) -> list[Path]:
    """Name the files that one path stands for."""
    found = queries_below(path) if path.is_dir() else [path]
    if not found:
        raise InputError("The folder holds no query (*.rq).", path=path, repair=_NAME_IT)
    for each in found:
        require_regular(each, what="query", repair=_NAME_IT)
    return found


def read_violation_queries(paths: Iterable[Path], known: Iterable[Path] = ()) -> tuple[ViolationQuery, ...]:
    """Read the queries of the caller.

    :param paths: files and folders.
    :param known: the files with queries that are checked themselves.
    :returns: the queries; whether they are SPARQL is not known yet.
    :raises InputError: if one cannot be read.
    """
    return tuple(map(_read, violation_files(paths, known)))


def _read(path: Path) -> ViolationQuery:
    """Read one query."""
    text = read_text(path, what="query", most=LARGEST_QUERY)
    form = next((token for token in tokens(text) if token.says(*_FORMS)), None)
    line, column = position(text, 0 if form is None else form.start)
    return ViolationQuery(path, text, line, column, "" if form is None else form.text.lower())


def check_violations(material: Material) -> Iterator[Finding]:
    """Run the queries of the caller.

    :param material: the files, and the options that name queries.
    :returns: a finding for each violation, and for each query that cannot be used.
    :raises InputError: if a query cannot be read.
    """
    if not material.violations:
        return
    if not material.options.selection.applies(VIOLATION.code, default=VIOLATION.default):
        # Nobody would hear what they find; that they cannot be run is always heard.
        yield from filter(
            None, (_unusable(each) or refused_by_pyoxigraph(each.text, each.path) for each in material.violations)
        )
        return
    above = (Quad(*triple) for triple in material.vocabulary.hierarchy)
    dataset = material.dataset.extended(above)
    for query in material.violations:
        unusable = _unusable(query)
        yield from _of_query(material, dataset, query) if unusable is None else [unusable]


def _unusable(query: ViolationQuery) -> Finding | None:
    """Say why a query is not even handed to the engine; None for one that is."""
    from treatygraph.graph.stored_queries import read_query

    call = fetches(query.text, query.path)
    if call is not None:
        return replace(call, always=True)
    try:
        _require_rows(query)
        _require_values(read_query(query.text))
    except QueryError as error:
        return refused(error, query.path)
    return None


def _of_query(material: Material, dataset: Dataset, query: ViolationQuery) -> Iterator[Finding]:
    """Run one query."""
    from treatygraph.graph.querying import run
    from treatygraph.graph.stored_queries import read_query

    stored = read_query(query.text, query.path.stem)
    try:
        answer = run(dataset, stored, most_rows=MOST_ROWS + 1)
    except QueryError as error:
        yield refused(error, query.path)
        return
    severity = Severity(stored.severity or VIOLATION.severity)
    for finding in _told(material, query, _title(stored), answer):
        yield replace(finding, severity=severity, by=query.path.name)


def _require_rows(query: ViolationQuery) -> None:
    """Refuse a query whose answer is a graph."""
    if query.form in _GRAPHS:
        raise QueryError(
            f"{query.form.upper()} makes a graph, and has no rows that could be violations.",
            line=query.line,
            column=query.column,
            repair="Write SELECT, each of whose rows is a violation, or ASK, whose yes is one.",
        )


def _require_values(stored: StoredQuery) -> None:
    """Refuse a query with a parameter that has no value, since nobody gives one here."""
    for each in stored.parameters:
        if each.required:
            repair = f"Name one in its front matter: `#+ defaults:`, then `#+   {each.name}: …`."
            raise QueryError(f"The parameter {each.name!r} has no value.", repair=repair)


def _title(stored: StoredQuery) -> str:
    """Say what a query finds: in its own words, else by its name."""
    return shortened(" ".join((stored.summary or stored.description or stored.name).split()), LONGEST_TITLE)


def _told(material: Material, query: ViolationQuery, title: str, answer: Result) -> Iterator[Finding]:
    """Make findings of an answer; rows that are the same make one."""
    if answer.boolean:
        yield _at_query(query, _sentence(title))
    for row in dict.fromkeys(answer.rows[:MOST_ROWS]):
        cells = {name: term for name, term in zip(answer.variables, row, strict=True) if term is not None}
        yield _of_row(material, query, title, cells)
    if len(answer.rows) > MOST_ROWS:
        message = f"The query has more than {MOST_ROWS:,} rows; the others are not told."
        yield replace(_at_query(query, message), repair=_TOO_MANY)


def _of_row(material: Material, query: ViolationQuery, title: str, row: Mapping[str, Term]) -> Finding:
    """Make a finding of a row, with the place of what it blames unless that stands where all rules look for it."""
    row = {name: term for name, term in row.items() if not _is_made_up(material.dataset, term)}
    column, entity = _blamed(row)
    predicate, value = row.get(_PROPERTY), row.get(_VALUE)
    property_ = predicate if isinstance(predicate, NamedNode) else None
    if isinstance(value, Literal) and property_ is not None and entity is not None:
        value = _as_in_files(material.dataset, entity, property_, value)
    cells = {**row, _VALUE: value} if value is not None else row
    details = ", ".join(f"?{name} {written(term)}" for name, term in cells.items() if name != column)
    finding = replace(
        _at_query(query, _sentence(title, details)),
        focus=_name(entity),
        graph=None if entity is None or property_ is None else only_graph(material.dataset, entity, property_, value),
        predicate=property_ and property_.value,
        value=None if value is None else str(value),
    )
    return finding if entity is None else _placed(material, entity, finding)


def _is_made_up(dataset: Dataset, term: Term) -> bool:
    """Tell whether a term is a blank node of the query itself, whose label means nothing to anybody."""
    if not isinstance(term, BlankNode):
        return False
    return not (dataset.about(term) or dataset.mentioning(term) or dataset.size_of(term))


def _blamed(row: Mapping[str, Term]) -> tuple[str, NamedNode | BlankNode | None]:
    """Find the thing that a row blames, with its column; a thing with a name comes before a blank node."""
    entity = row.get(_ENTITY)
    if isinstance(entity, (NamedNode, BlankNode)):
        return _ENTITY, entity
    others = [(name, term) for name, term in row.items() if name not in (_PROPERTY, _VALUE)]
    things = [(name, term) for name, term in others if isinstance(term, (NamedNode, BlankNode))]
    return min(things, key=lambda each: isinstance(each[1], BlankNode), default=("", None))


def _as_in_files(dataset: Dataset, subject: NamedNode | BlankNode, predicate: NamedNode, value: Term) -> Term:
    """Find how the files write a value that the engine writes in another form."""
    from treatygraph.graph.stores.contents import Contents

    if value in dataset.objects(subject, predicate):
        return value
    stated = [quad for quad in dataset.about(subject) if quad.predicate == predicate]
    forms = Contents.of(stated).written
    return next((quads[0].object for form, quads in forms.items() if form.object == value), value)


def _placed(material: Material, entity: NamedNode | BlankNode, finding: Finding) -> Finding:
    """Leave a finding to those who place all findings, or place it where its thing is used as a property."""
    dataset = material.dataset
    if dataset.about(entity) or dataset.mentioning(entity) or dataset.size_of(entity):
        return replace(finding, path=None, line=None, column=None)
    uses = dataset.with_predicate(entity) if isinstance(entity, NamedNode) else ()
    for document in material.documents if uses else ():
        position = document.places.predicate(_name(uses[0].subject), finding.focus)
        if position is not None:
            return replace(finding, path=str(document.path), line=position.line, column=position.column)
    return finding


def _at_query(query: ViolationQuery, message: str) -> Finding:
    """Make a finding at a query, whose words need not tell where it is."""
    repair = f"Correct the data, or the query {query.path.name}."
    return VIOLATION.finding(
        "", message=message, repair=repair, path=str(query.path), line=query.line, column=query.column
    )


def _sentence(title: str, details: str = "") -> str:
    """Write a message."""
    told = title.rstrip(".")
    if details:
        return f"{told} ({shortened(details, LONGEST_DETAILS)})."
    return told if told.endswith(("?", "!")) else f"{told}."


def _name(term: Term | None) -> str:
    """Name a thing as findings do."""
    return term.value if isinstance(term, NamedNode) else str(term or "")
