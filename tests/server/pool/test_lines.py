"""Connections to workers: each is used again, or closed, whatever becomes of those who ask."""

from __future__ import annotations

import asyncio
import secrets
import socket
from collections.abc import Iterator
from time import monotonic

import pytest
import uvloop

from treatygraph.server.pool import Task
from treatygraph.server.pool.frames import CutOffError, FrameSink, read_task
from treatygraph.server.pool.lines import IDLE_SECONDS, Line, Lines
from treatygraph.server.pool.spool import Spool
from treatygraph.server.pool.tasks import Outcome

OUTCOME = Outcome("ask", "json").encoded()


class Worker:
    """The side of the workers, which answers when it is told to."""

    def __init__(self) -> None:
        self.address = f"\0treatygraph-test-{secrets.token_hex(8)}"
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(self.address)
        self._listener.listen(8)
        self._listener.settimeout(60)

    def accept(self) -> socket.socket:
        connection = self._listener.accept()[0]
        connection.settimeout(60)
        return connection

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()


def answer(connection: socket.socket, text: bytes) -> None:
    read_task(connection)
    sink = FrameSink(connection)
    sink.write(text)
    sink.end(OUTCOME)


async def closed(line: Line) -> None:
    """Close a connection, and let the event loop do it."""
    line.close()
    await asyncio.sleep(0.01)


async def ask(line: Line, seconds: float = 60) -> bytes:
    return (await line.ask(Task("ASK {}"), Spool(), seconds)).read()


@pytest.fixture
def worker() -> Iterator[Worker]:
    with Worker() as found:
        yield found


def test_a_connection_is_used_again_and_closed_when_it_is_not_wanted(worker: Worker) -> None:
    async def test() -> None:
        loop, lines = asyncio.get_running_loop(), Lines(worker.address)
        line = await lines.take(monotonic() + 60)
        with worker.accept() as connection:
            for text in (b"one", b"two"):
                answering = loop.run_in_executor(None, answer, connection, text)
                assert await ask(line) == text
                await answering
                lines.put(line)
                assert await lines.take(monotonic() + 60) is line
            lines.put(line)
            assert await loop.run_in_executor(None, connection.recv, 1) == b""
        await asyncio.sleep(0.01)
        assert not line.is_free

    uvloop.run(test())


def test_a_worker_that_ends_makes_no_answer(worker: Worker) -> None:
    async def test() -> None:
        lines = Lines(worker.address)
        line = await lines.take(monotonic() + 60)
        asking = asyncio.ensure_future(ask(line))
        await asyncio.sleep(0)
        worker.accept().close()
        with pytest.raises(CutOffError):
            await asking
        lines.put(line)
        # The next one is another connection.
        other = await lines.take(monotonic() + 60)
        assert other is not line
        await closed(other)

    uvloop.run(test())


def test_a_worker_that_has_ended_before_it_was_asked_makes_no_answer(worker: Worker) -> None:
    async def test() -> None:
        line = await Lines(worker.address).take(monotonic() + 60)
        worker.accept().close()
        while line.is_free:
            await asyncio.sleep(0.001)
        with pytest.raises(CutOffError):
            await ask(line)

    uvloop.run(test())


def test_a_worker_that_does_not_answer_is_waited_for_no_longer_than_is_wanted(worker: Worker) -> None:
    async def test() -> None:
        line = await Lines(worker.address).take(monotonic() + 60)
        with pytest.raises(TimeoutError):
            await ask(line, 0.05)
        assert not line.is_free
        await closed(line)

    uvloop.run(test())


def test_who_is_cancelled_while_a_connection_is_made_leaves_it_for_the_next(worker: Worker) -> None:
    async def test() -> None:
        lines = Lines(worker.address)
        taking = asyncio.ensure_future(lines.take(monotonic() + 60))
        await asyncio.sleep(0)
        taking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await taking
        # It is made to the end meanwhile.
        await asyncio.sleep(IDLE_SECONDS / 2)
        line = await lines.take(monotonic() + 60)
        with worker.accept() as connection:
            answering = asyncio.get_running_loop().run_in_executor(None, answer, connection, b"yes")
            assert await ask(line) == b"yes"
            await answering
        await closed(line)

    uvloop.run(test())


def test_nobody_waits_for_workers_beyond_the_deadline() -> None:
    async def test() -> None:
        with pytest.raises(TimeoutError):
            await Lines("\0treatygraph-test-nobody").take(monotonic() + 0.05)

    uvloop.run(test())
