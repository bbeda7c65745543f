"""What can end a query besides its own mistakes, each with the HTTP status that tells it.

::

    QueryError                  the query itself is wrong; 400
    └── PoolError               the limits of the server, or what the client can take
        ├── BusyError           503, with Retry-After
        ├── NoRoomError         503, with Retry-After: nowhere to keep the answer until it is sent
        ├── TimedOutError       503: the deadline
        ├── GaveUpError         400: the query broke the process that worked on it
        ├── TooLargeError       400: the answer has too many bytes
        ├── UnwritableError     406: no format that the client takes can say the answer
        ├── CallFailedError     502: an endpoint that the query calls does not answer as it should
        ├── StoreFailedError    502, 503 or 504: the server that has the graph does not answer; 403: too much is wanted
        └── ClientLeftError     499: nobody waits for the answer any more
"""

from __future__ import annotations

from treatygraph.graph.errors import QueryError
from treatygraph.graph.stores.failures import BusyStoreError, SlowStoreError, StoreError, TooManyError

__all__ = [
    "BusyError",
    "CallFailedError",
    "ClientLeftError",
    "GaveUpError",
    "NoRoomError",
    "PoolError",
    "StoreFailedError",
    "TimedOutError",
    "TooLargeError",
    "UnwritableError",
    "in_bytes",
    "status_of",
]

_STATUSES = ((TooManyError, 403), (BusyStoreError, 503), (SlowStoreError, 504))


def status_of(error: StoreError) -> int:
    """Choose the HTTP status that tells what is wrong with a store.

    :param error: what is wrong.
    :returns: the status; 502 for a server that does not answer as it should.
    """
    return next((status for kind, status in _STATUSES if isinstance(error, kind)), 502)


NO_ROOM_SECONDS = 10
"""After how many seconds there may be room for an answer."""


class PoolError(QueryError):
    """A query ended without an answer for a reason that is not in its text."""

    status = 400
    code = "query"

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """Further headers of the answer that tells the error."""
        return ()


class BusyError(PoolError):
    """All workers are busy, and so many wait already that this query cannot.

    :param retry_after: after how many seconds it makes sense to come again.
    """

    status = 503
    code = "busy"

    def __init__(self, retry_after: int) -> None:
        super().__init__("The server has more queries than it can answer.", repair=f"Try again in {retry_after} s.")
        self.retry_after = retry_after

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """When to come again."""
        return (("Retry-After", str(self.retry_after)),)


class NoRoomError(PoolError):
    """There is no room to keep an answer until its client has taken it.

    :param message: what takes the room.
    """

    status = 503
    code = "no-room"

    def __init__(self, message: str) -> None:
        super().__init__(message, repair=f"Try again in {NO_ROOM_SECONDS} s, or ask for less at a time.")

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """When to come again."""
        return (("Retry-After", str(NO_ROOM_SECONDS)),)


class TimedOutError(PoolError):
    """A query was not answered before its deadline, and was ended.

    :param seconds: the time that it had.
    """

    status = 503
    code = "timeout"

    def __init__(self, seconds: float) -> None:
        repair = "Ask for less at a time: bind more of its variables, or split it."
        super().__init__(f"The query was ended after {seconds:g} s, its deadline.", repair=repair)
        self.seconds = seconds


class GaveUpError(PoolError):
    """The process that worked on a query ended: it wanted too much memory, or nested too deep for the engine."""

    code = "too-hard"

    def __init__(self) -> None:
        message = "The query needs more memory than it may have, or nests too deep for the engine."
        super().__init__(message, repair="Simplify it, or split it.")


def in_bytes(number: int) -> str:
    """Write a number of bytes as people do.

    :param number: the number.
    :returns: the number with the largest unit of which it is a whole number.

    >>> in_bytes(256 * 1024 * 1024), in_bytes(64 * 1024), in_bytes(4000)
    ('256 MiB', '64 KiB', '4,000 bytes')
    """
    for unit, size in (("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)):
        if number and number % size == 0:
            return f"{number // size:,} {unit}"
    return f"{number:,} bytes"


class TooLargeError(PoolError):
    """An answer has more bytes than the server hands out at once.

    :param limit: how many bytes are allowed.
    """

    code = "too-large"

    def __init__(self, limit: int) -> None:
        repair = "Add LIMIT and OFFSET; CSV and TSV take less room than other formats."
        super().__init__(f"The answer is longer than {in_bytes(limit)}, the limit of this server.", repair=repair)
        self.limit = limit


class UnwritableError(PoolError):
    """No format that the client takes can say the answer.

    :param message: what is wrong.
    :param repair: what to do about it.
    :param form: what the answer is: select, ask or graph.
    """

    status = 406
    code = "unwritable"

    def __init__(self, message: str, *, repair: str = "", form: str = "") -> None:
        super().__init__(message, repair=repair)
        self.form = form


class CallFailedError(PoolError):
    """An endpoint that the query calls by SERVICE does not answer as it should.

    :param message: what is wrong.
    :param repair: what to do about it.
    """

    status = 502
    code = "call"


class StoreFailedError(PoolError):
    """The server that has the graph does not answer.

    :param message: what is wrong.
    :param repair: what to do about it.
    :param status: the status that tells it.
    """

    code = "store"

    def __init__(self, message: str, *, repair: str = "", status: int = 502) -> None:
        super().__init__(message, repair=repair)
        self.status = status


class ClientLeftError(PoolError):
    """The client closed its connection; its query was ended."""

    status = 499
    code = "client-left"

    def __init__(self) -> None:
        super().__init__("The client left before its query was answered.")
