from __future__ import annotations

import socket
from collections.abc import Iterator
from itertools import pairwise
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatygraph.graph.errors import QueryError
from treatygraph.server.pool import Answer, Cut, Task
from treatygraph.server.pool.errors import TooLargeError, UnwritableError
from treatygraph.server.pool.frames import AnswerReader, CutOffError, FrameSink, encoded_task, read_task
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


def answer_of(connection: socket.socket, size: int = 65536) -> Answer:
    """Read an answer in pieces of some size at most."""
    reader = AnswerReader(Spool())
    while reader.answer is None:
        reader.feed(connection.recv(size))
    return reader.answer


def test_a_task_arrives_as_it_was_sent(pair: Pair) -> None:
    task = Task("ASK { 'é\ud7ff\x00' }", ("urn:a",), ("urn:b", "urn:c"), None, "turtle", 5, 0.5, 7, 9)
    pair[0].sendall(encoded_task(task))
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


WHOLE = pack(">I", 7) + b"one two" + pack(">II", 0, len(OUTCOME.encoded())) + OUTCOME.encoded()


@given(st.sets(st.integers(0, len(WHOLE))))
def test_an_answer_that_comes_in_pieces_is_whole_with_the_last_one(places: set[int]) -> None:
    reader, cuts = AnswerReader(Spool()), [0, *sorted(places), len(WHOLE)]
    for begin, end in pairwise(cuts):
        assert reader.answer is None or begin == len(WHOLE)
        reader.feed(WHOLE[begin:end])
    assert reader.answer is not None
    assert (reader.answer.outcome, reader.answer.read()) == (OUTCOME, b"one two")


def test_what_follows_the_end_of_an_answer_makes_it_none() -> None:
    with pytest.raises(CutOffError):
        AnswerReader(Spool()).feed(WHOLE + b"\0")


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
