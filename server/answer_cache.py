"""Answers kept in front of the application: what is served never changes, so an answer stays right for ever.

A WSGI middleware. An answer has an ETag made of the version of the data and the request, so a client that has it
gets a 304 without anything being evaluated. Kept are the bytes as they are sent, compressed once for all.
"""

from __future__ import annotations

import re
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from hashlib import blake2b
from http import HTTPStatus
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from treatygraph.graph.sparql_text import is_steady
from treatygraph.server.parameters import pairs_of
from treatygraph.server.replies import Fields, Reply, Stream, close

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

__all__ = ["AnswerCache"]

_Key: TypeAlias = tuple[str, ...]
"""The request: method, scheme, host, prefix, path, query string, ``Accept``, type and digest of the body."""

_NO_ACCEPT = "\0"
"""Stands for a header that is not there, which is not the same as an empty one."""
MAX_ANSWER = 1024 * 1024
MAX_BYTES = 64 * 1024 * 1024
MAX_BODY = 1024 * 1024
MIN_COMPRESSED = 512
FRESH = "public, max-age=60"
"""A new build takes the place of this one at any time, and is then to be seen after a minute."""

_READING = frozenset({"GET", "HEAD", "POST", "QUERY"})
_FORBIDDEN = frozenset({"cache-control", "set-cookie", "etag", "content-encoding"})
"""Headers of answers that know themselves how they are kept, or are for one client."""
_HANDLED = frozenset({"accept", "accept-encoding"})
"""What of a request may make a difference to an answer besides its address."""
_PACKED = ("Content-Encoding", "gzip")
_REMEMBERED = 256
_TEXTS = re.compile(r"text/|application/(?:.*\+)?(?:json|xml|n-triples|n-quads|trig|javascript|sql)|image/svg")
_GZIP = 31


class _About(NamedTuple):
    """What the headers of an answer say about keeping it.

    :param may_be_kept: whether nothing in them speaks against it.
    :param is_text: whether compression is worth its while.
    :param fields: what is sent with it when it is kept, here or by the client, but for what it has alone.
    """

    may_be_kept: bool
    is_text: bool
    fields: Fields


class _Kept:
    """An answer, and the forms in which it is sent, each made when it is first wanted.

    :param etag: its name.
    :param about: what its headers say.
    :param body: its bytes.
    :param own: further headers.
    """

    def __init__(self, etag: str, about: _About, body: bytes, own: Fields) -> None:
        self.etag = etag
        self._about = about
        self._own = own
        self.body = body
        # More than half as much again is seldom needed for the compressed form.
        self.size = len(body) + len(body) // 2 + 2048

    @cached_property
    def plain(self) -> Reply:
        """The answer as it is."""
        own = (*self._own, _tag(self.etag), ("Content-Length", str(len(self.body))))
        return Reply(200, self._about.fields, self.body, own)

    @cached_property
    def packed(self) -> Reply:
        """The answer compressed, where that is worth while."""
        if not self._about.is_text or len(self.body) < MIN_COMPRESSED:
            return self.plain
        data = zlib.compress(self.body, 6, _GZIP)
        own = (*self._own, _tag(f"{self.etag}-gz"), _PACKED, ("Content-Length", str(len(data))))
        return Reply(200, self._about.fields, data, own)

    @cached_property
    def unchanged(self) -> Reply:
        """That the client has it."""
        return _unchanged(self.etag, self._about, self._own)

    def reply(self, environ: WSGIEnvironment) -> Reply:
        """Choose the form for a client.

        :param environ: its request.
        :returns: the answer.
        """
        if _has(environ, self.etag):
            return self.unchanged
        return self.packed if _takes_gzip(environ) else self.plain


class AnswerCache:
    """Keeps answers of an application.

    :param app: the application.
    :param version: tells the version of the data; asked when the first answer is kept.
    :param max_bytes: how much is kept.
    """

    def __init__(self, app: WSGIApplication, version: Callable[[], str], max_bytes: int = MAX_BYTES) -> None:
        self._app = app
        self._version = version
        self._max_bytes = max_bytes
        self._kept: OrderedDict[_Key, _Kept] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def find(self, environ: WSGIEnvironment, body: bytes = b"") -> Reply | None:
        """Look for an answer.

        :param environ: the request.
        :param body: its body.
        :returns: the answer; None if it is not kept.
        """
        key = _key(environ, body)
        kept = self._kept.get(key)
        if kept is None:
            return None
        try:
            self._kept.move_to_end(key)
        except KeyError:
            # Another thread has just made room.
            return None
        return kept.reply(environ)

    def keep(
        self, environ: WSGIEnvironment, headers: Fields, whole: bytes, body: bytes = b"", own: Fields = ()
    ) -> Reply:
        """Keep an answer of status 200.

        :param environ: the request.
        :param headers: the headers of its answer, but for its length.
        :param whole: the answer.
        :param body: the body of the request.
        :param own: headers that no other answer has, and that say nothing about keeping it.
        :returns: the answer in the form that the client takes.
        """
        key = _key(environ, body)
        kept = _Kept(self._etag(key), _about(headers), whole, own)
        self._store(key, kept)
        return kept.reply(environ)

    def take(self, environ: WSGIEnvironment, answer: Stream, body: bytes = b"") -> Reply | Stream:
        """Keep an answer of status 200 where it stays right and is not too long.

        :param environ: the request.
        :param answer: its answer; it is closed here or by who gets it.
        :param body: the body of the request.
        :returns: the answer in the form that the client takes.
        """
        about = _about(answer.headers)
        if not (about.may_be_kept and _is_steady(environ, body)):
            return answer
        if environ["REQUEST_METHOD"] == "HEAD" or answer.length is None or answer.length > MAX_ANSWER:
            etag = self._etag(_key(environ, body))
            if not _has(environ, etag):
                return _streamed(answer, about, etag, environ)
            close(answer.pieces)
            return _unchanged(etag, about)
        try:
            whole = b"".join(answer.pieces)
        finally:
            close(answer.pieces)
        return self.keep(environ, answer.headers, whole, body)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request (PEP 3333).

        :param environ: the request.
        :param start_response: takes status and headers.
        :returns: the body.
        """
        body = _body(environ) if environ["REQUEST_METHOD"] in _READING else None
        if body is None:
            return self._app(environ, start_response)
        reply = self.find(environ, body)
        if reply is not None:
            start_response(_line(reply.status), list(reply.headers))
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [reply.body]
        status = ""
        headers: list[tuple[str, str]] = []
        written: list[bytes] = []

        def start(given: str, fields: list[tuple[str, str]], *_: object) -> Callable[[bytes], object]:
            nonlocal status, headers
            status, headers = given, fields
            return written.append

        content = self._app(environ, start)
        if status.startswith("200"):
            taken = self.take(environ, Stream.of(200, headers, _Joined(written, content)), body)
            status = _line(taken.status)
            if isinstance(taken, Reply):
                headers, content = list(taken.headers), [taken.body]
            else:
                headers, content = list(taken.fields), taken.pieces
        start_response(status, headers)
        return content

    def _etag(self, key: _Key) -> str:
        """Name an answer by what it is made of."""
        digest = blake2b("\0".join((self._version(), *key)).encode("utf-8", "surrogateescape"), digest_size=16)
        return digest.hexdigest()

    def _store(self, key: _Key, kept: _Kept) -> None:
        """Keep an answer, and forget those that were not asked for the longest."""
        with self._lock:
            former = self._kept.pop(key, None)
            self._size += kept.size - (0 if former is None else former.size)
            self._kept[key] = kept
            while self._size > self._max_bytes:
                self._size -= self._kept.popitem(last=False)[1].size


def _key(environ: WSGIEnvironment, body: bytes) -> _Key:
    """Name a request."""
    method = environ["REQUEST_METHOD"]
    return (
        "GET" if method == "HEAD" else method,
        environ["wsgi.url_scheme"],
        environ.get("HTTP_HOST", ""),
        environ.get("SCRIPT_NAME", ""),
        environ.get("PATH_INFO", ""),
        environ.get("QUERY_STRING", ""),
        environ.get("HTTP_ACCEPT", _NO_ACCEPT),
        environ.get("CONTENT_TYPE", "") if body else "",
        blake2b(body, digest_size=16).hexdigest() if body else "",
    )


def _body(environ: WSGIEnvironment) -> bytes | None:
    """Read the body so that the application can, too; None for one that is too long or of unknown length."""
    if environ["REQUEST_METHOD"] in {"GET", "HEAD"}:
        return b""
    length = environ.get("CONTENT_LENGTH", "")
    if not length.isdecimal() or int(length) > MAX_BODY:
        return None
    data: bytes = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = BytesIO(data)
    return data


def _is_steady(environ: WSGIEnvironment, body: bytes) -> bool:
    """Tell whether the same request has the same answer next time."""
    texts = [body.decode("utf-8", "replace")]
    try:
        for encoded in (environ.get("QUERY_STRING", "").encode("latin-1"), body):
            texts += [value for _, value in pairs_of(encoded)]
    except UnicodeDecodeError:
        return False
    return all(is_steady(text) for text in texts)


def _has(environ: WSGIEnvironment, etag: str) -> bool:
    """Tell whether a client has the answer already; for a POST that would not count (RFC 9110, section 13.1.2)."""
    names: str = environ.get("HTTP_IF_NONE_MATCH", "")
    return (etag in names or names.strip() == "*") and environ["REQUEST_METHOD"] != "POST"


@lru_cache(_REMEMBERED)
def _about(headers: Fields) -> _About:
    """Read headers; most answers have the same ones."""
    names = {name.lower(): value for name, value in headers}
    is_text = _TEXTS.match(names.get("content-type", "")) is not None
    vary = [name for each in names.get("vary", "").split(",") if (name := each.strip())]
    varying = {name.lower() for name in vary}
    if is_text and "accept-encoding" not in varying:
        vary.append("Accept-Encoding")
    fields = (
        *((name, value) for name, value in headers if name.lower() != "vary"),
        *([("Vary", ", ".join(vary))] if vary else []),
        ("Cache-Control", FRESH),
    )
    return _About(_FORBIDDEN.isdisjoint(names) and varying <= _HANDLED, is_text, fields)


def _tag(etag: str) -> tuple[str, str]:
    """Write the header that names an answer."""
    return "ETag", f'"{etag}"'


def _unchanged(etag: str, about: _About, own: Fields = ()) -> Reply:
    """Say that a client has the answer (RFC 9110, section 15.4.5)."""
    content = {"content-type", "content-disposition"}
    return Reply(304, tuple(pair for pair in about.fields if pair[0].lower() not in content), b"", (*own, _tag(etag)))


def _takes_gzip(environ: WSGIEnvironment) -> bool:
    """Read ``Accept-Encoding`` (RFC 9110, section 12.5.3) as far as gzip goes."""
    accepted: str = environ.get("HTTP_ACCEPT_ENCODING", "")
    if "gzip" not in accepted:
        return False
    for part in accepted.lower().split(","):
        name, _, quality = part.partition(";")
        if name.strip() == "gzip":
            return quality.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def _line(status: int) -> str:
    """Write a status as WSGI does."""
    return f"{status} {HTTPStatus(status).phrase}"


def _streamed(answer: Stream, about: _About, etag: str, environ: WSGIEnvironment) -> Stream:
    """Send an answer that is not kept, piece by piece."""
    if environ["REQUEST_METHOD"] != "HEAD" and about.is_text and _takes_gzip(environ):
        return Stream(200, (*about.fields, _tag(f"{etag}-gz"), _PACKED), _Compressed(answer.pieces))
    return Stream(200, (*about.fields, _tag(etag)), answer.pieces, answer.length)


class _Joined:
    """What an application has written and what it returns, as one body.

    :param written: what it has written.
    :param content: what it returns.
    """

    def __init__(self, written: list[bytes], content: Iterable[bytes]) -> None:
        self._written = written
        self._content = content

    def __iter__(self) -> Iterator[bytes]:
        yield from self._written
        yield from self._content

    def close(self) -> None:
        """Close what the application returned."""
        close(self._content)


class _Compressed:
    """A body that is compressed piece by piece; the end of a gzip stream shows that it is whole.

    :param body: the body; it is closed with this one, even if nobody began to read.
    """

    def __init__(self, body: Iterable[bytes]) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        packer = zlib.compressobj(1, zlib.DEFLATED, _GZIP)
        for piece in self._body:
            if data := packer.compress(piece):
                yield data
        yield packer.flush()

    def close(self) -> None:
        """Close what is compressed."""
        close(self._body)
