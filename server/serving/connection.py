"""One connection of a client: HTTP/1.1 by uvicorn, with bounds for slow and for long requests.

What can be answered at once is: before uvicorn makes a task of it, which takes longer than the answer. What is no
request by RFC 9112, a head that is too long or too slow, or a URL that no parser takes, is refused here; all else is
uvicorn's.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from typing import Any, cast

import httptools
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from treatygraph.server.problems import Problem
from treatygraph.server.replies import Reply
from treatygraph.server.serving.exchange import AtOnce, Exchange, Head
from treatygraph.server.serving.refusals import (
    FAILED,
    HEAD_SECONDS,
    MAX_HEAD_BYTES,
    TOO_LONG,
    TOO_MANY,
    TOO_SLOW,
    fault_of,
    no_request,
    refusal,
)

__all__ = ["EXCHANGE", "REQUEST", "Connection"]

EXCHANGE, REQUEST = "treatygraph.exchange", "treatygraph.request"
"""Where a scope keeps its :class:`Exchange`, and what :class:`AtOnce` has made of its head."""

MAX_DISCARDED = 8 * 1024 * 1024
LAST_SECONDS = 1.0
"""How long an answer may take for a client that has closed its side: most that do have left."""
FAREWELL_SECONDS = 2.0
"""How long and how much is taken from a client that was refused; if it were cut off, it would miss the answer."""


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
        self._has_begun = False
        self._is_in_body = False
        self._is_done = False
        self._is_refused = False
        # What was made of the head that came with the present piece, and how many heads begin in it.
        self._made: Any = None
        self._begun = 0
        self._asked_at = 0.0
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
        self._answers.backlog.remove(self, self._address)
        self._answers.is_lost()
        if self.leave is not None:
            self.leave()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Note that the client is slower than the server (called by asyncio)."""
        super().pause_writing()
        self._answers.backlog.add(self, self._address, self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        """Note that the client has taken what was written (called by asyncio)."""
        self._answers.backlog.remove(self, self._address)
        super().resume_writing()

    def hang_up(self) -> None:
        """End the connection at once, and drop what the client has not taken."""
        self.transport.abort()

    @property
    def _address(self) -> str:
        return self.client[0] if self.client else ""

    # A truth by asyncio.Protocol; uvicorn has none to tell.
    def eof_received(self) -> Any:
        """Go on for a moment with what was asked: a client that will say no more may wait for it, or have left.

        :returns: whether the connection stays open that long (called by asyncio).
        """
        if self._is_in_head or self._is_in_body or self._is_at_rest():
            return False
        self.cycle.keep_alive = False
        self.loop.call_later(LAST_SECONDS, self.transport.close)
        return True

    def data_received(self, data: bytes) -> None:
        """Take what the client sends.

        :param data: some bytes.
        """
        is_at_rest = self._is_at_rest()
        if is_at_rest and self._is_answered_again(data):
            return
        self._received += len(data)
        if self._is_refused:
            if self._received > MAX_DISCARDED:
                self.transport.abort()
            return
        self._piece, self._made, self._begun = data, None, 0
        super().data_received(data)
        if is_at_rest and self._made is not None and self._begun == 1 and self._is_at_rest():
            self._answers.remember(data, self.client, self._made)
        if self._is_in_head and not (self._is_refused or self.transport.is_closing()):
            if self._received > MAX_HEAD_BYTES:
                self.refuse(TOO_LONG)
            elif self._timer is None:
                self._timer = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def on_message_begin(self) -> None:
        """Note that a request begins."""
        self._is_in_head = self._has_begun = True
        self._begun += 1
        self._received = 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Answer at once, refuse, or hand the request on."""
        self._stop_timer()
        self._is_in_head = self._has_begun = self._is_done = False
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
        idle = self.loop.time() - self._asked_at
        if idle < self.timeout_keep_alive:
            left = self.timeout_keep_alive - idle
            self.timeout_keep_alive_task = self.loop.call_later(left, self.timeout_keep_alive_handler)
            return
        if self.transport.get_write_buffer_size():
            self.transport.abort()
        super().timeout_keep_alive_handler()

    def _is_at_rest(self) -> bool:
        """Tell whether what comes next is a request, and all before it are answered."""
        is_between = not (self._is_in_head or self._is_in_body or self._is_refused)
        return is_between and (self.cycle is None or self.cycle.response_complete)

    def _is_answered_again(self, data: bytes) -> bool:
        """Answer what was asked before in just these bytes, which nobody has to take apart again."""
        if self.flow.write_paused or self._answers.is_draining:
            return False
        answer = self._answers.again(data, self.client)
        if answer is None:
            return False
        method, reply = answer
        self._asked_at = self.loop.time()
        self._write(reply, method, is_last=False)
        return True

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
        try:
            made, reply = self._answers.at_once(head)
        except Problem as problem:
            self.refuse(problem)
            return True
        if reply is None:
            self._note(REQUEST, made)
            return False
        self._is_done = True
        is_kept = version != "1.0" and self.parser.should_keep_alive() and not self._answers.is_draining
        self.write_whole(reply, head.method, is_last=not is_kept)
        self._made = made if is_kept else None
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
        if self._is_refused:
            return
        self._read_no_more()
        reply = refusal(problem)
        unanswered = None if self.cycle is None or self.cycle.response_complete else self.cycle
        if unanswered is None or self.pipeline or not self._is_in_body:
            # Of what is unanswered the application tells itself.
            self._answers.refused(problem, len(reply.body), self.client)
        if unanswered is not None and (self.pipeline or not self._is_in_body):
            self._last_words = reply
        else:
            self.take_leave(reply, unanswered)

    def take_leave(self, reply: Reply, cycle: RequestResponseCycle | None = None) -> None:
        """Send a last answer, and hear the client out.

        :param reply: the answer.
        :param cycle: the request that it answers, which nobody is to answer besides.
        """
        if cycle is not None:
            exchange: Exchange = cast("dict[str, Any]", cycle.scope)[EXCHANGE]
            exchange.refusal = reply
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
        """Hang up on a client that does not send its request, in silence where it has not begun one."""
        if self._has_begun:
            self.refuse(TOO_SLOW)
        else:
            self.transport.close()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
