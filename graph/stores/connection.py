"""The way to a server: HTTP with bounded times, sizes and repetitions, to the one URL that the user gave.

No redirection is followed, no proxy and no ``.netrc`` of the environment is used, certificates are verified. Basic or
digest authentication is chosen by what the server asks for; a password goes in the clear to this machine alone.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from time import monotonic
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth
from urllib3.util import Retry

from treatygraph.graph.stores.failures import SlowStoreError, StoreError

__all__ = ["Connection", "Reply", "credentials"]

CONNECT_SECONDS = 10.0
MOST_BYTES = 1 << 30
MOST_RETRIES = 4
PAUSE = 0.25
LONGEST_PAUSE = 30
BUSY = frozenset((429, 502, 503, 504))
_UNAUTHORISED = 401
_CHUNK = 1 << 16
_STATUS_LINE = re.compile("[1-5][0-9]{2}(?: [A-Za-z -]+)?", re.ASCII)

_Fields = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered.

    :param status: the status.
    :param kind: the media type.
    :param body: the body, whole.
    :param limited: the number of rows at which the server says that it cuts answers off, or None.
    """

    status: int
    kind: str
    body: bytes
    limited: int | None = None

    @property
    def good(self) -> bool:
        """Whether the server did what it was asked."""
        return 200 <= self.status < 300

    @property
    def complaint(self) -> str:
        """The first line of what it says, for people; one that only repeats the status tells nothing."""
        said = (self._detail or self.body[:4096].decode("utf-8", "replace")).splitlines()
        lines = [line.strip() for line in said if line.strip()]
        if len(lines) > 1 and _STATUS_LINE.fullmatch(lines[0]):
            del lines[0]
        return " ".join(lines[0].split())[:300].rstrip(".") if lines else "no reason given"

    @property
    def _detail(self) -> str:
        """What it says as "Problem Details" (RFC 9457); empty where it says something else."""
        if self.kind != "application/problem+json":
            return ""
        try:
            said = json.loads(self.body)
        except ValueError:
            return ""
        detail = said.get("detail") if isinstance(said, dict) else None
        return detail if isinstance(detail, str) else ""


def credentials(prefix: str) -> tuple[str, str] | None:
    """Read user and password from the environment.

    :param prefix: what the names of the two variables begin with.
    :returns: user and password, or None where there is no user.
    """
    user = os.environ.get(f"{prefix}_USER", "")
    return (user, os.environ.get(f"{prefix}_PASSWORD", "")) if user else None


class Connection:
    """A connection to one URL.

    :param url: the URL.
    :param seconds: how long one request may take.
    :param account: user and password, used when the server asks for them.
    :param repeat: whether a request that got no answer is sent again. One that was refused because the server is
        busy, or that never reached it, is.
    :param patient: whether any request is sent again; if not, who asks is told at once.
    """

    def __init__(
        self,
        url: str,
        *,
        seconds: float = 60.0,
        account: tuple[str, str] | None = None,
        repeat: bool = True,
        patient: bool = True,
    ) -> None:
        _require_plain(url)
        self.url = url
        self._seconds = seconds
        self._account = account
        self._retry = Retry(
            total=MOST_RETRIES if patient else 0,
            read=2 if repeat else 0,
            redirect=0,
            status_forcelist=BUSY,
            allowed_methods=None,
            backoff_factor=PAUSE,
            backoff_max=LONGEST_PAUSE,
            retry_after_max=LONGEST_PAUSE,
            raise_on_status=False,
        )
        self._sessions: dict[int, requests.Session] = {}

    @property
    def _session(self) -> requests.Session:
        """The session of this process.

        One that a forked process has inherited stays as it is, unused: its sockets are those of the other process, and
        their numbers may be other files here.
        """
        found = self._sessions.get(os.getpid())
        if found is None:
            found = requests.Session()
            found.trust_env = False
            found.verify = os.environ.get("SSL_CERT_FILE") or True
            for scheme in ("http://", "https://"):
                found.mount(scheme, HTTPAdapter(max_retries=self._retry))
            self._sessions[os.getpid()] = found
        return found

    def send(
        self,
        method: str,
        *,
        parameters: _Fields | None = None,
        form: _Fields | None = None,
        body: bytes | None = None,
        kind: str = "",
        accept: str = "*/*",
    ) -> Reply:
        """Send a request.

        :param method: GET, PUT, POST or DELETE.
        :param parameters: what the query of the URL says.
        :param form: the fields of a form, as the body.
        :param body: the body, where it is no form.
        :param kind: the media type of the body.
        :param accept: the media types that can be read.
        :returns: the answer, whatever its status.
        :raises StoreError: if there is none.
        """
        headers = {"Accept": accept, "User-Agent": "treatygraph", "Accept-Encoding": "gzip"}
        headers |= {"Content-Type": kind} if kind else {}
        request = requests.Request(method, self.url, headers, data=form or body, params=parameters)
        reply = self._exchange(request)
        if reply.status_code == _UNAUTHORISED and self._session.auth is None and self._account is not None:
            reply.close()
            self._session.auth = self._scheme(reply.headers.get("WWW-Authenticate", ""), self._account)
            reply = self._exchange(request)
        return self._read(reply)

    def _exchange(self, request: requests.Request) -> requests.Response:
        """Send a request and read the head of the answer."""
        try:
            prepared = self._session.prepare_request(request)
            return self._session.send(
                prepared,
                stream=True,
                timeout=(CONNECT_SECONDS, self._seconds),
                allow_redirects=False,
                verify=self._session.verify,
            )
        except requests.exceptions.SSLError as error:
            raise StoreError(
                f"The certificate of {self._host} is not accepted: {_cause(error)}.",
                repair="SSL_CERT_FILE names the file with the authorities to trust.",
            ) from None
        except requests.exceptions.Timeout:
            raise self._too_slow() from None
        except (requests.exceptions.RequestException, ValueError) as error:
            if isinstance(_innermost(error), TimeoutError):
                raise self._too_slow() from None
            raise StoreError(
                f"The server {self._host} cannot be reached: {_cause(error)}.", repair="Is it running?"
            ) from None

    def _read(self, reply: requests.Response) -> Reply:
        """Read the body of an answer, so far as time and size allow."""
        pieces, size, end = [], 0, monotonic() + self._seconds
        try:
            for piece in reply.iter_content(_CHUNK):
                pieces.append(piece)
                size += len(piece)
                if size > MOST_BYTES:
                    raise StoreError(f"The answer is larger than {MOST_BYTES:,} bytes.", repair="Ask for less.")
                if monotonic() > end:
                    raise self._too_slow()
        except requests.exceptions.RequestException as error:
            raise StoreError(f"The answer of {self._host} breaks off: {_cause(error)}.") from None
        finally:
            reply.close()
        if reply.is_redirect:
            raise StoreError(
                f"{self.url} leads elsewhere, to {reply.headers.get('Location')}.",
                repair="Give that URL if you trust it.",
            )
        limit = reply.headers.get("X-SPARQL-MaxRows", "")
        kind = reply.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        return Reply(reply.status_code, kind, b"".join(pieces), int(limit) if limit.isdecimal() else None)

    def _scheme(self, challenge: str, account: tuple[str, str]) -> AuthBase:
        """Choose how to tell the server who we are."""
        if "digest" in challenge.lower():
            return HTTPDigestAuth(*account)
        if urlsplit(self.url).scheme != "https" and not _is_here(self._host):
            raise StoreError(
                f"{self._host} wants the password in the clear.", repair="Give a URL that begins with https."
            )
        return HTTPBasicAuth(*account)

    def _too_slow(self) -> SlowStoreError:
        """Say that time is over."""
        return SlowStoreError(f"The server {self._host} takes longer than {self._seconds:g} seconds.")

    @property
    def _host(self) -> str:
        return urlsplit(self.url).hostname or ""


def _require_plain(url: str) -> None:
    """Refuse what is no URL of a server, and passwords in URLs: they end up in logs and histories."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable:
        raise StoreError(f"{url!r} is no URL of a server.", repair="Write one such as https://example.org/sparql.")
    if parts.username is not None or parts.password is not None:
        raise StoreError("A URL must not hold a password.", repair="Give it in the environment.")


def _is_here(host: str) -> bool:
    """Tell whether a host is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _innermost(error: BaseException) -> BaseException:
    """Find what an error began with."""
    inner = error
    for _ in range(8):
        below = getattr(inner, "reason", None) or inner.__cause__ or inner.__context__
        if not isinstance(below, BaseException):
            break
        inner = below
    return inner


def _cause(error: BaseException) -> str:
    """Say what an error began with in a few words."""
    inner = _innermost(error)
    if isinstance(inner, OSError) and inner.strerror:
        return inner.strerror.rstrip(".")
    return (str(inner).rpartition(": ")[2] or type(inner).__name__).rstrip(".")[:200]
