"""A query, its evaluation by the engine, and its answer written as it comes: the same in a worker and without one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from time import perf_counter
from types import MappingProxyType
from typing import IO, Protocol, TypeAlias, cast

from pyoxigraph import Quad, QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, Store, Triple

from treatygraph.graph.dataset import Dataset, Term
from treatygraph.graph.errors import InputError, QueryError
from treatygraph.graph.export import FORMATS, serialise
from treatygraph.graph.query_dataset import Selection, require_graphs, select
from treatygraph.graph.query_errors import explain_failure, explain_syntax_error, lacks_function
from treatygraph.graph.querying import MAX_NESTING, MAX_OPERATORS, Result, require_safe
from treatygraph.graph.results import write
from treatygraph.graph.stores.failures import StoreError
from treatygraph.graph.stores.interface import AnswersItself
from treatygraph.server.pool.errors import (
    CallFailedError,
    GaveUpError,
    NoRoomError,
    StoreFailedError,
    TooLargeError,
    UnwritableError,
    status_of,
)
from treatygraph.server.pool.tasks import MAX_QUERY_BYTES, Cut, Outcome, Task

__all__ = ["Calling", "Sink", "evaluate_task"]

_RESULTS = MappingProxyType(
    {
        "json": QueryResultsFormat.JSON,
        "xml": QueryResultsFormat.XML,
        "csv": QueryResultsFormat.CSV,
        "tsv": QueryResultsFormat.TSV,
    }
)
_BOUNDARIES = MappingProxyType({"json": (b"},{", 1), "xml": (b"<result>", 0), "csv": (b"\n", -1), "tsv": (b"\n", -1)})
"""What stands at least once between two rows, or for each; elsewhere too, so that it counts too many at worst.
With how many rows more there are than such places."""
_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_DOUBTFUL = ("service", "from", "graphs", "\\u")
"""Without these words a query calls nobody, has no dataset of its own, and takes no group of graphs for a graph."""
MAX_COMPLAINT = 300
"""Characters of what is wrong with an endpoint: what it said itself, a page perhaps, is among them."""


_Row: TypeAlias = tuple[Term | None, ...]


class Sink(Protocol):
    """Where an answer goes."""

    def write(self, data: bytes, /) -> int:
        """Take some bytes.

        :param data: the bytes.
        :returns: how many they are.
        """

    def restart(self) -> None:
        """Forget all that was written."""


@dataclass(frozen=True, slots=True)
class Calling:
    """Whom queries may call by SERVICE; by default nobody.

    :param hosts: the hosts, in lower case, each with a port or without.
    :param open_up: lets the process connect; called when a query is known to call these hosts alone.
    """

    hosts: tuple[str, ...] = ()
    open_up: Callable[[], object] = tuple


_NOBODY = Calling()


def evaluate_task(dataset: Dataset, task: Task, sink: Sink, calling: Calling = _NOBODY) -> Outcome:
    """Answer a query.

    :param dataset: the graph.
    :param task: the query.
    :param sink: takes the answer.
    :param calling: whom it may call.
    :returns: what is known of the answer.
    :raises QueryError: if it cannot be answered; what the sink has got then is nothing.
    """
    began = perf_counter()
    output = _Output(sink, task)
    with _faults_as_errors(task.text, output):
        if isinstance(dataset, AnswersItself):
            outcome = _pass_on(dataset, task, output)
        else:
            outcome = _answer_safely(dataset, task, output, calling)
    return outcome._replace(seconds=round(perf_counter() - began, 6))


class _Output:
    """Counts what goes to a sink, and stops what is too much."""

    def __init__(self, sink: Sink, task: Task) -> None:
        self._sink = sink
        self._task = task
        self._tail = self._end = b""
        self._boundary = b""
        self._is_xml = False
        self.bytes = 0
        self.rows = 0
        self.last = b""
        self.stopped: Callable[[], QueryError] | None = None
        self.too_many = False

    def begin(self, form: str, *, counting: bool = False) -> None:
        """Write from the beginning in a format, and count rows if there is a limit."""
        if self.bytes:
            self._sink.restart()
        self.bytes = self.rows = 0
        self._tail = self._end = b""
        self._boundary = b""
        if counting and self._task.max_rows is not None:
            self._boundary, self.rows = _BOUNDARIES[form]
        self._is_xml = form == "xml"

    def write(self, data: bytes) -> int:
        """Pass bytes on."""
        size = len(data)
        self.bytes += size
        if self._boundary:
            # First: cut off at the last row, the answer may be short enough.
            self._count(data)
        if self.bytes > self._task.max_bytes:
            self.stopped = lambda: TooLargeError(self._task.max_bytes)
            raise OSError
        if self._is_xml:
            if _NOT_XML.search(self._end + data):
                self.stopped = _not_xml
                raise OSError
            self._end = data[-2:]
            # A reader of XML takes a plain carriage return for a line feed (XML 1.0, section 2.11).
            data = data.replace(b"\r", b"&#13;")
        self.last = data[-1:] or self.last
        try:
            self._sink.write(data)
        except NoRoomError as error:
            full = error
            self.stopped = lambda: full
            raise OSError from None
        return size

    def flush(self) -> None:
        """Do nothing: the sink knows when."""

    def _count(self, data: bytes) -> None:
        seen = self._tail + data
        self.rows += seen.count(self._boundary)
        self._tail = seen[1 - len(self._boundary) :] if len(self._boundary) > 1 else b""
        if self._task.max_rows is not None and self.rows > self._task.max_rows:
            self.too_many = True
            raise OSError


def _not_xml() -> QueryError:
    """Say that a value cannot be written in XML."""
    return UnwritableError("A value has a character that XML does not have.", repair="Use another format.")


@contextmanager
def _faults_as_errors(text: str, output: _Output) -> Iterator[None]:
    """Make an error of the query of all that the engine throws."""
    try:
        yield
    except SyntaxError as error:
        raise explain_syntax_error(text, error.msg) from None
    except StoreError as error:
        raise StoreFailedError(error.message, repair=error.repair, status=status_of(error)) from None
    except MemoryError:
        raise GaveUpError from None
    except (RuntimeError, ValueError, OSError) as error:
        if output.stopped is not None:
            raise output.stopped() from None
        raise explain_failure(text, str(error)) from None
    except BaseException as error:
        # pyoxigraph's panics derive from BaseException, and their class cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise QueryError("The engine gave up on this query.", repair="Simplify it, and please report it.") from None


def _require_short(text: str) -> None:
    """Refuse a text for which the stack of a worker is not made."""
    if len(text) > MAX_QUERY_BYTES or (not text.isascii() and len(text.encode(errors="replace")) > MAX_QUERY_BYTES):
        raise QueryError(f"The query is longer than {MAX_QUERY_BYTES // 1024} KiB.", repair="Split it.")


def _pass_on(dataset: AnswersItself, task: Task, output: _Output) -> Outcome:
    """Let a server answer that has the graph, if the query is one that we would answer."""
    text = task.text
    _require_short(text)
    require_safe(text)
    with suppress(RuntimeError, ValueError, OSError):
        # On an empty store the query does no work; what is no query, such as an update, is not sent.
        Store().query(text)
    if task.default_graphs or task.named_graphs:
        require_graphs(cast("Dataset", dataset), (*task.default_graphs, *task.named_graphs))
    result = dataset.answer(text, task.default_graphs, task.named_graphs)
    if result.form == "graph":
        return _write_graph(iter(result.triples), task, output)
    name = task.solutions
    if name is None:
        raise _no_format(result.form)
    if result.form == "select":
        return _write_rows(result.variables, iter(result.rows), name, task, output)
    output.begin(name)
    output.write(write(result, name))
    return Outcome("ask", name)


def _answer_safely(dataset: Dataset, task: Task, output: _Output, calling: Calling) -> Outcome:
    """Refuse what is too long, too deep or calls others than it may, and let the engine answer all else."""
    text = task.text
    _require_short(text)
    folded = text.casefold()
    is_plain = not any(word in folded for word in _DOUBTFUL)
    # A short text without such words and with few brackets needs no tokeniser to be known as safe.
    if not is_plain or len(text) > MAX_OPERATORS or sum(map(text.count, "({[")) > MAX_NESTING:
        safe = require_safe(text, calling.hosts)
        # With its endpoints written whole it can be longer.
        _require_short(safe.text)
        task = task._replace(text=safe.text)
        if safe.calls_others:
            return _answer_with_others(dataset, task, output, calling)
    is_whole = is_plain and not task.default_graphs and not task.named_graphs
    return _answer(Selection(dataset.store) if is_whole else _selection(dataset, task), task, output)


def _selection(dataset: Dataset, task: Task) -> Selection:
    """Choose what the query sees."""
    if task.default_graphs or task.named_graphs:
        require_graphs(dataset, (*task.default_graphs, *task.named_graphs))
    return select(dataset, task.text, task.default_graphs, task.named_graphs)


def _answer_with_others(dataset: Dataset, task: Task, output: _Output, calling: Calling) -> Outcome:
    """Let the engine answer, and call endpoints for it."""
    selection = _selection(dataset, task)
    calling.open_up()
    try:
        return _answer(selection, task, output)
    except (RuntimeError, OSError) as error:
        message = str(error)
        if output.stopped is not None or lacks_function(message):
            raise
        what = message[:MAX_COMPLAINT].splitlines()[0] if message else "no answer"
        repair = "Ask it directly what is wrong, or leave it out."
        raise CallFailedError(f"An endpoint that the query calls fails: {what.rstrip('.')}.", repair=repair) from None


def _answer(selection: Selection, task: Task, output: _Output) -> Outcome:
    """Let the engine answer, to the last row: it works while rows are taken, and can fail late."""
    answer = _ask(selection, task.text)
    if isinstance(answer, QueryTriples):
        return _write_graph(answer, task, output)
    form = "ask" if isinstance(answer, QueryBoolean) else "select"
    name = task.solutions
    if name is None:
        raise _no_format(form)
    if task.first is not None and isinstance(answer, QuerySolutions):
        return _write_rows(*_table(answer), name, task, output)
    output.begin(name, counting=form == "select")
    try:
        answer.serialize(cast("IO[bytes]", output), _RESULTS[name])
    except OSError:
        if not output.too_many:
            raise
        # Perhaps too many: once more, and row by row.
        return _write_rows(*_table(cast("QuerySolutions", _ask(selection, task.text))), name, task, output)
    if output.last != b"\n":
        output.write(b"\n")
    return Outcome(form, name)


def _ask(selection: Selection, text: str) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Put the query to the engine."""
    return selection.store.query(text, default_graph=selection.default_graph, named_graphs=selection.named_graphs)


def _table(answer: QuerySolutions) -> tuple[tuple[str, ...], Iterator[_Row]]:
    """Name the columns, and give the rows."""
    variables = tuple(variable.value for variable in answer.variables)
    return variables, (tuple(row[variable] for variable in variables) for row in answer)


def _write_rows(variables: tuple[str, ...], answer: Iterator[_Row], name: str, task: Task, output: _Output) -> Outcome:
    """Write the first rows, and count the others as far as the limit."""
    rows = tuple(islice(answer, _most(task)))
    total, cut = _counted(len(rows), answer, task)
    output.begin(name)
    output.write(_with_note(write(Result("select", variables, rows), name), name, cut))
    return Outcome("select", name, total, cut)


def _write_graph(answer: Iterator[Triple], task: Task, output: _Output) -> Outcome:
    """Write a graph: sorted, none of its triples twice."""
    name = task.triples
    if name is None:
        raise _no_format("graph")
    triples = tuple(islice(answer, _most(task)))
    total, cut = _counted(len(triples), answer, task)
    output.begin(name)
    try:
        output.write(serialise((Quad(*triple) for triple in triples), FORMATS[name]))
    except InputError as error:
        raise UnwritableError(error.message, repair=error.repair, form="graph") from None
    return Outcome("graph", name, total, cut)


def _most(task: Task) -> int | None:
    """Tell how many rows are wanted at most; None for all."""
    return min((each for each in (task.first, task.max_rows) if each is not None), default=None)


def _counted(have: int, others: Iterator[object], task: Task) -> tuple[int, Cut | None]:
    """Count what there is besides, one further than is allowed at most."""
    if task.max_rows is None:
        return have + sum(1 for _ in others), None
    total = have + sum(1 for _ in islice(others, task.max_rows - have + 1))
    return min(total, task.max_rows), Cut("max-rows", task.max_rows) if total > task.max_rows else None


def _with_note(data: bytes, name: str, cut: Cut | None) -> bytes:
    """Say in JSON that rows are missing: before the rows, since strict readers expect nothing after them."""
    if cut is None or name != "json":
        return data
    note = f'{{"truncated":{{"limit":"{cut.limit}","value":{cut.value}}},'
    return note.encode() + data.removeprefix(b"{")


def _no_format(form: str) -> QueryError:
    """Say that the client takes no format for what the query asks for."""
    is_what = {"graph": "a graph", "ask": "true or false", "select": "rows"}[form]
    return UnwritableError(f"The answer is {is_what}, for which no format was asked that can say it.", form=form)
