"""One connection of a client: HTTP/1.1 by uvicorn, with bounds for slow and for long requests.

What can be answered at once is: before uvicorn makes a task of it, which takes longer than the answer. What is no
request by RFC 9112, a head that is too long or too slow, or a URL that no parser takes, is refused here; all else is
uvicorn's.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any, Protocol, cast

import httptools
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from treatygraph.server.problems import Problem
from treatygraph.server.replies import Reply
from treatygraph.server.serving.refusals import (
    FAILED,
    MAX_HEAD_BYTES,
    TOO_LONG,
    TOO_MANY,
    fault_of,
    no_request,
    refusal,
)

__all__ = ["EXCHANGE", "REQUEST", "AtOnce", "Connection", "Exchange", "Head"]

EXCHANGE, REQUEST = "treatygraph.exchange", "treatygraph.request"
"""Where a scope keeps its :class:`Exchange`, and what :class:`AtOnce` has made of its head."""

HEAD_SECONDS = 10.0
"""How long a client may take to send the head of a request."""
MAX_DISCARDED = 8 * 1024 * 1024
SEND_SECONDS = 60.0
"""How long a client may take for one piece of an answer, and how far it may be behind the least rate."""
LEAST_RATE = 128 * 1024
"""How many bytes a second a client has to take: a long answer takes room until it is sent."""
FAREWELL_SECONDS = 2.0
"""How long and how much is taken from a client that was refused; if it were cut off, it would miss the answer."""


@dataclass(frozen=True, slots=True)
class Head:
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

    def is_lost(self) -> None:
        """Note that a connection has ended."""

    def at_once(self, head: Head) -> tuple[Any, Reply | None]:
        """Answer a request without a body.

        :param head: the request.
        :returns: what was made of the head, to be used again, and the answer if it is there.
        """


class Connection(HttpToolsProtocol):
    """The protocol that uvicorn makes for each connection; its application answers at once where it can."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._answers: AtOnce = config.loaded_app
        self._timer: asyncio.TimerHandle | None = None
        self._received = 0
        self._piece = b""
        self._is_in_head = True
        self._is_in_body = False
        self._is_done = False
        self._is_refused = False
        self._last_words: Reply | None = None
        self.leave: Callable[[], object] | None = None
        """Is called when the client leaves before it has its answer."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to wait for a request.

        :param transport: the connection.
        """
        super().connection_made(cast("asyncio.Transport", transport))
        self._timer = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell whoever works for this client that it has left.

        :param exc: why, if it was no orderly end.
        """
        self._stop_timer()
        self._answers.is_lost()
        if self.leave is not None:
            self.leave()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what the client sends.

        :param data: some bytes.
        """
        self._received += len(data)
        if self._is_refused:
            if self._received > MAX_DISCARDED:
                self.transport.abort()
            return
        self._piece = data
        super().data_received(data)
        if self._is_in_head and not (self._is_refused or self.transport.is_closing()):
            if self._received > MAX_HEAD_BYTES:
                self.refuse(TOO_LONG)
            elif self._timer is None:
                self._timer = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def on_message_begin(self) -> None:
        """Note that a request begins."""
        self._is_in_head = True
        self._received = 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Answer at once, refuse, or hand the request on."""
        self._stop_timer()
        self._is_in_head = self._is_done = False
        self._received = 0
        if self._is_refused:
            return
        fault = fault_of(self.url, self.headers, self.parser.get_http_version())
        if fault is not None:
            self.refuse(fault)
            return
        if self.url == b"*" and self.parser.get_method() == b"OPTIONS":
            # About the server as a whole (RFC 9110, section 9.3.7).
            self.url = self._answers.root
        if self._is_answered_at_once():
            return
        if len(self.connections) >= (self.limit_concurrency or sys.maxsize):
            self.refuse(TOO_MANY)
        else:
            super().on_headers_complete()
            self._is_in_body = True
            self._note(EXCHANGE, Exchange(self, self.cycle))
            self.cycle.keep_alive = self.cycle.keep_alive and not self._answers.is_draining

    def on_body(self, body: bytes) -> None:
        """Take a piece of a body, unless the request is answered already.

        :param body: the piece.
        """
        if not (self._is_done or self._is_refused):
            super().on_body(body)

    def on_message_complete(self) -> None:
        """Note that a request is whole."""
        if not (self._is_done or self._is_refused):
            super().on_message_complete()
        self._is_in_body = False
        # uvicorn tells no more of a message; what comes next is another head.
        self._is_in_head = False

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no request; what fails in here on one that is, is no mistake of the client.

        :param msg: what is wrong.
        """
        error = sys.exc_info()[1]
        cause = error.__context__ if isinstance(error, httptools.HttpParserCallbackError) else None
        if cause is not None and not isinstance(cause, httptools.HttpParserError):
            sys.excepthook(type(cause), cause, cause.__traceback__)
            self.refuse(FAILED)
        else:
            self.refuse(no_request(error, self._piece))

    def on_response_complete(self) -> None:
        """Go on to the next request, or say why there is none."""
        super().on_response_complete()
        if self._last_words is not None and not self.pipeline:
            self.take_leave(self._last_words)

    def _unsupported_upgrade_warning(self) -> None:
        """Pay no heed to the wish for another protocol (RFC 9110, section 7.8), which has ended uvicorn's parser."""
        error = sys.exc_info()[1]
        rest = self._piece[error.args[0] :] if isinstance(error, httptools.HttpParserUpgrade) else b""
        self.parser = httptools.HttpRequestParser(self)
        if rest:
            self.data_received(rest)

    def timeout_keep_alive_handler(self) -> None:
        """Hang up on a client that asks nothing more, and at once if it has not even taken its last answer."""
        if self.transport.get_write_buffer_size():
            self.transport.abort()
        super().timeout_keep_alive_handler()

    def _is_answered_at_once(self) -> bool:
        """Answer a request that has no body and needs no waiting."""
        method = self.parser.get_method()
        is_first = self.cycle is None or self.cycle.response_complete
        if method not in (b"GET", b"HEAD") or not is_first or self.flow.write_paused:
            return False
        if any(name in (b"content-length", b"transfer-encoding", b"upgrade") for name, _ in self.headers):
            return False
        version = self.parser.get_http_version()
        head = Head(method.decode("ascii"), self.url, self.headers, self.client, self.server, version)
        made, reply = self._answers.at_once(head)
        if reply is None:
            self._note(REQUEST, made)
            return False
        self._is_done = True
        is_kept = version != "1.0" and self.parser.should_keep_alive() and not self._answers.is_draining
        self.write_whole(reply, head.method, is_last=not is_kept)
        return True

    def _note(self, name: str, value: object) -> None:
        """Tell the application something besides the request."""
        scope: Any = self.scope
        scope[name] = value

    def write_whole(self, reply: Reply, method: str, *, is_last: bool) -> None:
        """Send a whole answer, with one call of the system; uvicorn would need two.

        :param reply: the answer.
        :param method: the method of its request.
        :param is_last: whether the connection ends with it.
        """
        self._write(reply, method, is_last=is_last)
        if is_last:
            self.transport.close()
        else:
            self.on_response_complete()

    def refuse(self, problem: Problem) -> None:
        """Read no more of what the client sends, and say why once its earlier requests are answered.

        :param problem: what is wrong.
        """
        self._read_no_more()
        unanswered = None if self.cycle is None or self.cycle.response_complete else self.cycle
        if unanswered is not None and (self.pipeline or not self._is_in_body):
            self._last_words = refusal(problem)
        else:
            self.take_leave(refusal(problem), unanswered)

    def take_leave(self, reply: Reply, cycle: RequestResponseCycle | None = None) -> None:
        """Send a last answer, and hear the client out.

        :param reply: the answer.
        :param cycle: the request that it answers, which nobody is to answer besides.
        """
        if cycle is not None:
            cycle.disconnected = True
            cycle.message_event.set()
        self._read_no_more()
        if self.transport.is_closing():
            return
        self._write(reply, self.parser.get_method().decode("ascii"), is_last=True)
        self.transport.write_eof()
        self._timer = self.loop.call_later(FAREWELL_SECONDS, self.transport.close)

    def _read_no_more(self) -> None:
        """Take what the client still sends, for a while, and look at none of it."""
        self._stop_timer()
        self._is_refused, self._received = True, 0

    def _write(self, reply: Reply, method: str, *, is_last: bool) -> None:
        """Write a whole answer."""
        parts = [reply.head]
        for name, value in self.server_state.default_headers:
            parts += (name, b": ", value, b"\r\n")
        parts.append(b"connection: close\r\n\r\n" if is_last else b"\r\n")
        if method != "HEAD":
            parts.append(reply.body)
        self.transport.write(b"".join(parts))

    def _give_up(self) -> None:
        """Hang up on a client that does not send its request."""
        self.transport.close()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
