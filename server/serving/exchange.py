"""One request that is being worked on, and what a connection needs of whoever answers it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from treatygraph.server.problems import Problem
from treatygraph.server.replies import Reply
from treatygraph.server.serving.backlog import Backlog
from treatygraph.server.serving.refusals import refusal

if TYPE_CHECKING:
    from treatygraph.server.serving.connection import Connection

__all__ = ["AtOnce", "Exchange", "Head"]

SEND_SECONDS = 60.0
"""How long a client may take for one piece of an answer, and how far it may be behind the least rate."""
LEAST_RATE = 128 * 1024
"""How many bytes a second a client has to take: a long answer takes room until it is sent."""


class Head(NamedTuple):
    """The head of a request.

    :param method: its method.
    :param target: what it asks for, as it was sent.
    :param headers: names in lower case, and values.
    :param client: the address of the client, and its port.
    :param server: the address that it called, and the port.
    :param version: the version of HTTP.
    """

    method: str
    target: bytes
    headers: Sequence[tuple[bytes, bytes]]
    client: tuple[str, int] | None
    server: tuple[str, int | None] | None
    version: str = "1.1"


class Exchange:
    """One request that is being worked on, and its answer.

    :param connection: the connection.
    :param cycle: what uvicorn knows of it.
    """

    def __init__(self, connection: Connection, cycle: RequestResponseCycle) -> None:
        self._connection = connection
        self._cycle = cycle
        self._taken, self._waited = 0, 0.0
        self.is_too_slow = False
        """Whether the client was hung up on."""
        self.refusal: Reply | None = None
        """What the client was told in place of an answer."""

    def on_leave(self, act: Callable[[], object] | None) -> None:
        """Say what is to be done when the client leaves before it has its answer.

        :param act: is called then; None for nothing.
        """
        self._connection.leave = act

    @property
    def is_cut_off(self) -> bool:
        """Whether the client left before it had all of the answer."""
        cycle = self._cycle
        has_all = cycle.response_complete or (cycle.chunked_encoding is False and not cycle.expected_content_length)
        return cycle.disconnected and not has_all

    @asynccontextmanager
    async def hurry(self, size: int = 0) -> AsyncIterator[None]:
        """Hang up on a client that does not take a piece of its answer in time, or all pieces too slowly.

        :param size: how many bytes the piece has.
        :returns: a context in which the piece is sent.
        """
        behind = max(0.0, self._waited - self._taken / LEAST_RATE)
        began = monotonic()
        try:
            async with asyncio.timeout(SEND_SECONDS - behind):
                yield
        except TimeoutError:
            self._connection.transport.abort()
            self._cycle.disconnected = self.is_too_slow = True
        self._waited += monotonic() - began
        self._taken += size

    async def reply(self, reply: Reply) -> None:
        """Send a whole answer.

        :param reply: the answer.
        """
        cycle = self._cycle
        if cycle.flow.write_paused:
            async with self.hurry():
                await cycle.flow.drain()
        if not self.is_cut_off:
            cycle.response_started = cycle.response_complete = True
            cycle.message_event.set()
            self._connection.write_whole(reply, cycle.scope["method"], is_last=not cycle.keep_alive)

    def refuse(self, problem: Problem) -> None:
        """Say why there is no answer, or no more of it, and read nothing more from the client.

        :param problem: what is wrong.
        """
        if self._cycle.response_started:
            self._connection.transport.abort()
        else:
            self._connection.take_leave(refusal(problem), self._cycle)


class AtOnce(Protocol):
    """What answers at once where it can."""

    is_draining: bool
    """Whether clients are to connect anew after their next answers."""
    root: bytes
    """The path of the home page."""
    backlog: Backlog
    """What waits to be taken by clients."""

    def is_lost(self) -> None:
        """Note that a connection has ended."""

    def refused(self, problem: Problem, size: int, client: tuple[str, int] | None) -> None:
        """Note what was refused and is no request.

        :param problem: what is wrong.
        :param size: how many bytes the answer has.
        :param client: the address of the client, and its port.
        """

    def at_once(self, head: Head) -> tuple[Any, Reply | None]:
        """Answer a request without a body.

        :param head: the request.
        :returns: what was made of the head, to be used again, and the answer if it is there.
        """

    def remember(self, sent: bytes, client: tuple[str, int] | None, made: Any) -> None:
        """Keep what was made of a head.

        :param sent: the whole request, as it was sent.
        :param client: the address of the client, and its port.
        :param made: what :meth:`at_once` has made of it.
        """

    def again(self, sent: bytes, client: tuple[str, int] | None) -> tuple[str, Reply] | None:
        """Answer what was asked before in just these bytes.

        :param sent: what was sent.
        :param client: the address of the client, and its port.
        :returns: the method of the request, and the answer; None if it has to be read.
        """
