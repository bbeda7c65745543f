"""Between uvicorn and the application: kept answers at once, queries to the pool, all else on threads."""

from __future__ import annotations

import asyncio
import sys
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from time import perf_counter
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from treatygraph.graph.errors import QueryError
from treatygraph.server import MAX_BODY_BYTES
from treatygraph.server.answer_cache import AnswerCache
from treatygraph.server.direct import Direct
from treatygraph.server.pool import Answer, Cancellation, Pool
from treatygraph.server.problems import Problem
from treatygraph.server.replies import Reply, Stream, close
from treatygraph.server.serving.access_log import AccessLog
from treatygraph.server.serving.backlog import Backlog
from treatygraph.server.serving.connection import EXCHANGE, REQUEST
from treatygraph.server.serving.environment import Surroundings
from treatygraph.server.serving.exchange import Exchange, Head
from treatygraph.server.serving.options import ServeOptions
from treatygraph.server.serving.refusals import FAILED
from treatygraph.server.tally import Tally
from treatygraph.server.tasks import CANCELLATION, END, REFUSED

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

__all__ = ["Answering", "Gateway"]

_Scope: TypeAlias = dict[str, Any]
_Receive: TypeAlias = Callable[[], Awaitable[dict[str, Any]]]
_Send: TypeAlias = Callable[[dict[str, Any]], Awaitable[None]]

MAX_DISCARDED = 8 * 1024 * 1024
"""Of a body that is too long so much is taken; a client that is still sending would miss the answer."""
BODY_SECONDS = 20.0
"""How long a client may take to send a body."""
SMALL = 1024 * 1024
THREADS_BESIDE = 16
LONGEST_REMEMBERED = 4096
MOST_REMEMBERED = 1024
"""How long requests may be that are known again by their bytes, and how many are."""


_BODILESS = frozenset({204, 304})
_TOO_SLOW = Problem(408, f"The body took longer than {BODY_SECONDS:g} s.", repair="Send it at once, or a shorter one.")


class Answering(Protocol):
    """A WSGI application with what is answered without it."""

    @property
    def kept(self) -> AnswerCache:
        """Answers that were given before."""

    @property
    def direct(self) -> Direct:
        """What is answered without the framework."""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse, /) -> Iterable[bytes]:
        """Answer a request.

        :param environ: the request.
        :param start_response: takes status and headers.
        :returns: the body.
        """


class Gateway:
    """The application as uvicorn calls it, by the interface ASGI.

    :param app: the application.
    :param pool: answers queries.
    :param options: how the server is run.
    :param tally: counts.
    """

    def __init__(self, app: Answering, pool: Pool, options: ServeOptions, tally: Tally) -> None:
        self._app = app
        self._pool = pool
        self._surroundings = Surroundings(options)
        self._tally = tally
        self._log = AccessLog() if options.access_log else None
        threads = options.workers + options.most_waiting + THREADS_BESIDE
        self._threads = ThreadPoolExecutor(threads, "application")
        # The oldest first.
        self._remembered: OrderedDict[tuple[str, bytes], WSGIEnvironment] = OrderedDict()
        self.backlog = Backlog()
        self.is_draining = False
        self.root = self._surroundings.root

    def is_lost(self) -> None:
        """Note that a connection has ended."""
        self._tally.add("connections", -1)

    def refused(self, problem: Problem, size: int, client: tuple[str, int] | None) -> None:
        """Count and log what was refused and is no request.

        :param problem: what is wrong.
        :param size: how many bytes the answer has.
        :param client: the address of the client, and its port.
        """
        status = problem.code or 500
        self._tally.answered(status, 0.0, size)
        if self._log is not None:
            self._log.write_refused(client[0] if client else "", status, size, problem.message)

    def at_once(self, head: Head) -> tuple[WSGIEnvironment, Reply | None]:
        """Answer a request without a body, if its answer is kept or as quickly made.

        :param head: the request.
        :returns: its environment, and the answer or None.
        :raises Problem: if it cannot be what a client asked for.
        """
        began = perf_counter()
        environ = self._surroundings.environment(head)
        reply = self._app.kept.find(environ)
        is_kept = reply is not None
        if reply is None:
            document = self._app.direct.document(environ)
            if document is None:
                return environ, None
            reply = self._app.kept.keep(environ, document.common, document.body, own=document.own)
        self._tell(environ, b"", reply.status, len(reply.body), began, kept=is_kept)
        return environ, reply

    def remember(self, sent: bytes, client: tuple[str, int] | None, made: WSGIEnvironment) -> None:
        """Keep what was made of a head whose answer is kept.

        :param sent: the whole request, as it was sent.
        :param client: the address of the client, and its port.
        :param made: its environment.
        """
        if len(sent) <= LONGEST_REMEMBERED:
            self._remembered[_place(client), sent] = made
            if len(self._remembered) > MOST_REMEMBERED:
                self._remembered.popitem(last=False)

    def again(self, sent: bytes, client: tuple[str, int] | None) -> tuple[str, Reply] | None:
        """Answer what was asked before in just these bytes, if the answer is still kept.

        :param sent: what was sent.
        :param client: the address of the client, and its port.
        :returns: the method of the request, and the answer; None if it has to be read.
        """
        environ = self._remembered.get((_place(client), sent))
        if environ is None:
            return None
        began = perf_counter()
        reply = self._app.kept.find(environ)
        if reply is None:
            return None
        self._tell(environ, b"", reply.status, len(reply.body), began, kept=True)
        return environ["REQUEST_METHOD"], reply

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        """Answer one request.

        :param scope: the request.
        :param receive: gives its body.
        :param send: takes the answer.
        """
        began = perf_counter()
        exchange: Exchange = scope[EXCHANGE]
        environ = scope.get(REQUEST) or self._read(scope, exchange)
        if environ is None:
            return
        body = await _body_in_time(environ, receive, exchange) if _has_body(environ) else b""
        if exchange.refusal is not None:
            self._tell(environ, b"", exchange.refusal.status, len(exchange.refusal.body), began)
            return
        self._tally.add("open")
        status, size = 499, 0
        try:
            answer = await self._asked(environ, body, exchange) or await self._on_thread(environ, exchange)
            status = answer.status
            if isinstance(answer, Reply):
                await exchange.reply(answer)
                size = len(answer.body)
            else:
                size = await self._stream(answer, exchange, send)
            if exchange.is_cut_off:
                environ[END] = "too-slow" if exchange.is_too_slow else "client-left"
        except asyncio.CancelledError:
            # Its client has left. Nobody else cancels what is begun.
            environ[END] = "client-left"
        except BaseException:
            # uvicorn would tell it to a log that is not written.
            sys.excepthook(*sys.exc_info())
            status = 500
            exchange.refuse(FAILED)
        finally:
            self._tally.add("open", -1)
            self._tell(environ, body, status, size, began, end=environ.get(END, ""))

    def _read(self, scope: _Scope, exchange: Exchange) -> WSGIEnvironment | None:
        """Read a head that nobody has looked at, and refuse what cannot be."""
        try:
            return self._surroundings.environment(_head(scope))
        except Problem as problem:
            exchange.refuse(problem)
            self.refused(problem, len(problem.as_text().encode()), scope["client"])
            return None

    async def _asked(self, environ: WSGIEnvironment, body: bytes, exchange: Exchange) -> Reply | Stream | None:
        """Have the pool answer a query; None if the application has to answer, errors among all else."""
        question = self._app.direct.question(environ, body)
        if question is None:
            return None
        kept = self._app.kept.find(environ, body) if body else None
        if kept is not None:
            return kept
        task = asyncio.current_task()
        exchange.on_leave(None if task is None else task.cancel)
        try:
            found = await self._pool.answer(question.task, environ["REMOTE_ADDR"])
        except QueryError as error:
            environ[REFUSED] = error
            return None
        finally:
            exchange.on_leave(None)
        environ[END] = "answered"
        answer = Stream(200, question.headers(found), _Chunks(found), found.length)
        return self._app.kept.take(environ, answer, body)

    async def _on_thread(self, environ: WSGIEnvironment, exchange: Exchange) -> Reply | Stream:
        """Have the application answer."""
        cancellation = environ[CANCELLATION] = Cancellation()
        exchange.on_leave(cancellation.cancel)
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, _begin, self._app, environ)
        finally:
            exchange.on_leave(None)

    async def _stream(self, answer: Stream, exchange: Exchange, send: _Send) -> int:
        """Send a long answer."""
        headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in answer.fields]
        size, piece = 0, b" "
        loop = asyncio.get_running_loop()
        pieces = iter(answer.pieces)
        try:
            await send({"type": "http.response.start", "status": answer.status, "headers": headers})
            while piece and not exchange.is_cut_off:
                piece = await loop.run_in_executor(self._threads, next, pieces, b"")
                async with exchange.hurry(len(piece)):
                    await send({"type": "http.response.body", "body": piece, "more_body": bool(piece)})
                size += len(piece)
        finally:
            close(answer.pieces)
        return size

    def _tell(
        self,
        environ: WSGIEnvironment,
        body: bytes,
        status: int,
        size: int,
        began: float,
        *,
        kept: bool = False,
        end: str = "",
    ) -> None:
        """Count a request, and log it."""
        seconds = perf_counter() - began
        self._tally.answered(status, seconds, size, kept=kept, end=end)
        if self._log is not None:
            self._log.write(environ, body, status, size, seconds, kept=kept, end=end)


def _place(client: tuple[str, int] | None) -> str:
    """Tell from where a client asks."""
    return "" if client is None else client[0]


def _head(scope: _Scope) -> Head:
    """Read the head of a request that was not looked at before."""
    target = scope["raw_path"] + (b"?" + scope["query_string"] if scope["query_string"] else b"")
    headers = list(scope["headers"])
    return Head(scope["method"], target, headers, scope["client"], scope["server"], scope["http_version"])


def _begin(app: WSGIApplication, environ: WSGIEnvironment) -> Reply | Stream:
    """Call the application, and take what is short whole."""
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(
        status: str, headers: list[tuple[str, str]], exc_info: object = None, /
    ) -> Callable[[bytes], object]:
        started[:] = [(status, headers)]
        return _refuse_to_write

    body: Iterable[bytes] = app(environ, start_response)
    status, headers = started[0]
    answer = Stream.of(int(status[:3]), headers, body)
    is_short = isinstance(body, list) or (answer.length is not None and answer.length <= SMALL)
    return _read(answer) if is_short else answer


def _read(answer: Stream) -> Reply:
    """Read an answer that is short."""
    try:
        whole = b"".join(answer.pieces)
    finally:
        close(answer.pieces)
    # A status without a body must not tell its length (RFC 9110, section 8.6).
    length = len(whole) if answer.length is None else answer.length
    told = answer.length is not None or answer.status not in _BODILESS
    return Reply(answer.status, answer.headers, whole, (("Content-Length", str(length)),) if told else ())


class _Chunks:
    """An answer of the pool as the body of a response."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.chunks()

    def close(self) -> None:
        """Give its room back."""
        self._answer.close()


def _refuse_to_write(data: bytes) -> object:
    """Stand for the function of PEP 3333 that nobody here uses."""
    raise RuntimeError("The application has to return its body.")


def _has_body(environ: WSGIEnvironment) -> bool:
    """Tell whether a body follows the head of a request."""
    return environ.get("CONTENT_LENGTH", "0") != "0" or "HTTP_TRANSFER_ENCODING" in environ


async def _body_in_time(environ: WSGIEnvironment, receive: _Receive, exchange: Exchange) -> bytes:
    """Read the body of a request; one that takes too long is refused."""
    try:
        return await asyncio.wait_for(_body(environ, receive), BODY_SECONDS)
    except TimeoutError:
        exchange.refuse(_TOO_SLOW)
        return b""


async def _body(environ: WSGIEnvironment, receive: _Receive) -> bytes:
    """Read the body of a request; of one that is too long so much that the client can take the answer."""
    parts, size, is_whole = [], 0, False
    while not is_whole and size <= MAX_DISCARDED:
        message = await receive()
        if message["type"] != "http.request":
            break
        size += len(message["body"])
        is_whole = not message["more_body"]
        if size <= MAX_BODY_BYTES:
            parts.append(message["body"])
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    environ["CONTENT_LENGTH"] = str(size)
    body = b"".join(parts) if size <= MAX_BODY_BYTES else b""
    environ["wsgi.input"] = BytesIO(body)
    return body
