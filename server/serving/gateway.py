"""Between granian and the application: kept answers at once, others on threads; who leaves ends what was begun."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from time import perf_counter
from typing import TYPE_CHECKING

from treatygraph.server import Application
from treatygraph.server.answer_cache import Headers, Reply
from treatygraph.server.evaluation import CANCELLATION, END
from treatygraph.server.pool import Cancellation
from treatygraph.server.serving.access_log import AccessLog
from treatygraph.server.serving.environment import Surroundings, behind_proxies
from treatygraph.server.serving.options import ServeOptions
from treatygraph.server.tally import Tally

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment
    from granian._granian import RSGIHTTPProtocol as HTTPProtocol
    from granian.rsgi import Scope

__all__ = ["Gateway"]

MAX_BODY = 1024 * 1024
"""The application refuses a longer body."""
MAX_DISCARDED = 8 * 1024 * 1024
"""Of a body that is too long so much is taken; a client that is still sending would miss the answer."""
BODY_SECONDS = 20.0
"""How long a client may take to send a body."""
SEND_SECONDS = 60.0
"""How long a client may take for one piece of an answer."""
WATCH_AFTER = 0.03
"""Most answers are there before it is worth while to look whether the client still is."""
SMALL = 1024 * 1024
THREADS_BESIDE = 16


@dataclass(slots=True)
class _Begun:
    """An answer of the application.

    :param status: its status.
    :param headers: its headers.
    :param body: its bytes, or what gives them.
    """

    status: int
    headers: Headers
    body: bytes | Iterable[bytes]


class Gateway:
    """The application as granian calls it, by the interface RSGI.

    :param app: the application.
    :param options: how the server is run.
    :param tally: counts.
    """

    def __init__(self, app: Application, options: ServeOptions, tally: Tally) -> None:
        self._app = behind_proxies(app, options.forwarded)
        # What proxies say changes the request, so it has to be read before an answer is looked for.
        self._kept = None if options.forwarded else app.kept
        self._surroundings = Surroundings(options)
        self._tally = tally
        self._log = AccessLog() if options.access_log else None
        threads = options.workers + options.most_waiting + THREADS_BESIDE
        self._threads = ThreadPoolExecutor(threads, "application")
        self.is_draining = False

    async def __rsgi__(self, scope: Scope, proto: HTTPProtocol) -> None:
        """Answer one request.

        :param scope: the request.
        :param proto: the connection.
        """
        began = perf_counter()
        headers = scope.headers
        if self._kept is not None and scope.method in ("GET", "HEAD"):
            encoding, known = headers.get("accept-encoding", ""), headers.get("if-none-match", "")
            reply = self._kept.find(self._surroundings.key(scope, headers), encoding, known)
            if reply is not None:
                self._send(reply, scope, proto)
                self._tell(scope, b"", reply.status, len(reply.body), began, kept=True)
                return
        await self._work(scope, proto, began)

    async def _work(self, scope: Scope, proto: HTTPProtocol, began: float) -> None:
        """Have the application answer."""
        environ = self._surroundings.environment(scope)
        try:
            body = b""
            if _has_body(environ):
                body = await asyncio.wait_for(_body(environ, proto), BODY_SECONDS)
        except TimeoutError:
            proto.response_str(408, [("Connection", "close")], "The body took too long.\n")
            self._tell(scope, b"", 408, 0, began)
            return
        cancellation = environ[CANCELLATION] = Cancellation()
        loop = asyncio.get_running_loop()
        work = loop.run_in_executor(self._threads, _begin, self._app, environ)
        watch = loop.call_later(WATCH_AFTER, _watch, proto, cancellation, work)
        self._tally.add("open")
        size = 0
        try:
            begun = await work
            size = await self._pass_on(begun, scope, proto)
        finally:
            watch.cancel()
            self._tally.add("open", -1)
        self._tell(scope, body, begun.status, size, began, end=environ.get(END, ""))

    async def _pass_on(self, begun: _Begun, scope: Scope, proto: HTTPProtocol) -> int:
        """Send an answer; a client that does not take it in time gets no more of it."""
        body = begun.body
        if isinstance(body, bytes):
            self._send(Reply(begun.status, begun.headers, body), scope, proto)
            return len(body)
        size = 0
        loop = asyncio.get_running_loop()
        pieces: Iterator[bytes] = iter(body)
        try:
            transport = proto.response_stream(begun.status, self._headers(begun.headers))
            while piece := await loop.run_in_executor(self._threads, next, pieces, b""):
                await asyncio.wait_for(transport.send_bytes(piece), SEND_SECONDS)
                size += len(piece)
        finally:
            _close(body)
        return size

    def _send(self, reply: Reply, scope: Scope, proto: HTTPProtocol) -> None:
        """Send a whole answer."""
        if scope.method == "HEAD" or reply.status in (204, 304):
            proto.response_empty(reply.status, self._headers(reply.headers))
        else:
            proto.response_bytes(reply.status, self._headers(reply.headers), reply.body)

    def _headers(self, headers: Headers) -> Headers:
        """Tell clients to connect anew when this process has to go."""
        return [*headers, ("Connection", "close")] if self.is_draining else headers

    def _tell(
        self, scope: Scope, body: bytes, status: int, size: int, began: float, *, kept: bool = False, end: str = ""
    ) -> None:
        """Count a request, and log it."""
        seconds = perf_counter() - began
        self._tally.answered(status, seconds, size, kept=kept, end=end)
        if self._log is not None:
            self._log.write(scope, body, status, size, seconds, kept=kept, end=end)


def _begin(app: WSGIApplication, environ: WSGIEnvironment) -> _Begun:
    """Call the application, and take what is short whole."""
    started: list[tuple[str, Headers]] = []

    def start_response(status: str, headers: Headers, exc_info: object = None, /) -> Callable[[bytes], object]:
        started[:] = [(status, headers)]
        return _refuse_to_write

    body: Iterable[bytes] = app(environ, start_response)
    status, headers = started[0]
    length = next((value for name, value in headers if name.lower() == "content-length"), "")
    begun = _Begun(int(status[:3]), headers, body)
    if isinstance(body, list) or (length.isdecimal() and int(length) <= SMALL):
        try:
            begun.body = b"".join(body)
        finally:
            _close(body)
    return begun


def _refuse_to_write(data: bytes) -> object:
    """Stand for the function of PEP 3333 that nobody here uses."""
    raise RuntimeError("The application has to return its body.")


def _has_body(environ: WSGIEnvironment) -> bool:
    """Tell whether a body follows the head of a request."""
    environ["wsgi.input"] = BytesIO()
    return environ.get("CONTENT_LENGTH", "0") != "0" or "HTTP_TRANSFER_ENCODING" in environ


async def _body(environ: WSGIEnvironment, proto: HTTPProtocol) -> bytes:
    """Read the body of a request; of one that is too long so much that the client can take the answer."""
    parts, size = [], 0
    async for part in proto:
        size += len(part)
        if size <= MAX_BODY:
            parts.append(part)
        elif size > MAX_DISCARDED:
            break
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    environ["CONTENT_LENGTH"] = str(size)
    body = b"".join(parts) if size <= MAX_BODY else b""
    environ["wsgi.input"] = BytesIO(body)
    return body


def _watch(proto: HTTPProtocol, cancellation: Cancellation, work: asyncio.Future[_Begun]) -> None:
    """Cancel the queries of a client that leaves while its answer is worked on."""

    async def wait() -> None:
        await proto.client_disconnect()
        cancellation.cancel()

    watching = asyncio.ensure_future(wait())
    work.add_done_callback(lambda _: watching.cancel())


def _close(body: Iterable[bytes]) -> None:
    """Tell a body that it is not used any more (PEP 3333)."""
    close = getattr(body, "close", None)
    if close is not None:
        close()
