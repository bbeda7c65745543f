from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from struct import pack

import pytest

from treatygraph.graph.errors import QueryError
from treatygraph.server.pool import Answer, Cut, Task
from treatygraph.server.pool.errors import TooLargeError, UnwritableError
from treatygraph.server.pool.frames import CutOffError, FrameSink, read_answer, read_task, send_task
from treatygraph.server.pool.spool import Spool
from treatygraph.server.pool.tasks import Outcome, encoded_error

OUTCOME = Outcome("select", "json", 3, Cut("max-rows", 3), 0.5)


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        for each in (ours, theirs):
            each.setblocking(False)
        yield ours, theirs


Pair = tuple[socket.socket, socket.socket]


def answer_of(connection: socket.socket) -> Answer:
    async def read() -> Answer:
        return await read_answer(connection, Spool())

    return asyncio.run(read())


def test_a_task_arrives_as_it_was_sent(pair: Pair) -> None:
    task = Task("ASK { 'é\ud7ff\x00' }", ("urn:a",), ("urn:b", "urn:c"), None, "turtle", 5, 0.5, 7, 9)
    asyncio.run(send_task(pair[0], task))
    assert read_task(pair[1]) == task


def test_an_answer_arrives_with_its_outcome(pair: Pair) -> None:
    sink = FrameSink(pair[0])
    sink.write(b"one ")
    sink.write(b"two")
    sink.end(OUTCOME.encoded())
    answer = answer_of(pair[1])
    assert answer.outcome == OUTCOME
    assert (answer.length, answer.read()) == (7, b"one two")


def test_what_is_taken_back_is_forgotten(pair: Pair) -> None:
    sink = FrameSink(pair[0])
    pair[0].sendall(pack(">I", 3) + b"bad")
    sink.has_sent = True
    sink.restart()
    sink.write(b"good")
    sink.end(OUTCOME.encoded())
    assert answer_of(pair[1]).read() == b"good"


@pytest.mark.parametrize("kept", range(0, 40, 3))
def test_an_answer_that_is_cut_anywhere_is_none(pair: Pair, kept: int) -> None:
    whole = pack(">I", 7) + b"one two" + pack(">II", 0, len(OUTCOME.encoded())) + OUTCOME.encoded()
    pair[0].sendall(whole[:kept])
    pair[0].close()
    with pytest.raises(CutOffError):
        answer_of(pair[1])


@pytest.mark.parametrize(
    "error",
    [
        QueryError("Wrong.", line=2, column=5, repair="Mend it."),
        TooLargeError(1234),
        UnwritableError("No.", repair="Ask for Turtle.", form="graph"),
    ],
)
def test_an_error_arrives_as_what_it_was(pair: Pair, error: QueryError) -> None:
    sink = FrameSink(pair[0])
    sink.write(b"begun")
    sink.restart()
    sink.end(encoded_error(error))
    with pytest.raises(QueryError) as raised:
        answer_of(pair[1])
    assert type(raised.value) is type(error)
    assert str(raised.value) == str(error)
    assert (raised.value.line, raised.value.column) == (error.line, error.column)
    assert getattr(raised.value, "form", None) == getattr(error, "form", None)
