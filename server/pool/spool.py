"""Answers as they arrive: whole before their first byte is sent on, in memory while they are short."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from typing import IO

from treatygraph.server.pool.errors import NoRoomError
from treatygraph.server.pool.room import Account
from treatygraph.server.pool.tasks import Cut, Outcome

__all__ = ["Answer", "Spool"]

IN_MEMORY = 1024 * 1024
"""From this size on an answer waits in an unlinked temporary file, so that many long ones do not fill the memory."""
CHUNK = 256 * 1024


class Spool:
    """Collects the bytes of an answer; it is a sink for them.

    :param account: counts what is in a file; None where nobody shares the room.
    """

    def __init__(self, account: Account | None = None) -> None:
        self._account = account
        self._parts: list[bytes] = []
        self._open: ExitStack | None = None
        self._file: IO[bytes] | None = None
        self.length = 0

    def write(self, data: bytes, /) -> int:
        """Take some bytes.

        :param data: the bytes.
        :returns: how many they are.
        :raises NoRoomError: if there is no room for them.
        """
        self.length += len(data)
        if self._file is None and self.length <= IN_MEMORY:
            self._parts.append(data)
            return len(data)
        if self._account is not None:
            self._account.grow(self.length)
        with _told_if_full():
            if self._file is None:
                self._open = ExitStack()
                self._file = self._open.enter_context(_unlinked_file())
                self._file.writelines(self._parts)
                self._parts = []
            return self._file.write(data)

    def flush(self) -> None:
        """Make sure that all is there to be read.

        :raises NoRoomError: if there is no room for it.
        """
        if self._file is not None:
            with _told_if_full():
                self._file.flush()

    def restart(self) -> None:
        """Forget all that was written."""
        self.close()
        self.length = 0

    def close(self) -> None:
        """Give the memory and the file back."""
        self._parts = []
        self._file = None
        # What is not written yet is not wanted any more, whether there is room for it or not.
        if self._open is not None:
            with suppress(OSError):
                self._open.close()
        if self._account is not None:
            self._account.close()

    def chunks(self) -> Iterator[bytes]:
        """Read what was written.

        :returns: pieces of it, in order.
        """
        if self._file is None:
            yield from self._parts
        else:
            self._file.seek(0)
            while piece := self._file.read(CHUNK):
                yield piece


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a query, whole.

    :param outcome: what is known of it.
    :param spool: its bytes.
    """

    outcome: Outcome
    spool: Spool = field(repr=False)

    @property
    def form(self) -> str:
        """What it is: select, ask or graph."""
        return self.outcome.form

    @property
    def name(self) -> str:
        """The name of its format."""
        return self.outcome.name

    @property
    def cut(self) -> Cut | None:
        """Where it was cut off, or None."""
        return self.outcome.cut

    @property
    def total(self) -> int | None:
        """How many rows or triples there are, where they were counted."""
        return self.outcome.total

    @property
    def seconds(self) -> float:
        """How long its evaluation took."""
        return self.outcome.seconds

    @property
    def length(self) -> int:
        """How many bytes it has."""
        return self.spool.length

    def chunks(self) -> Iterator[bytes]:
        """Read its bytes, and give their room back.

        :returns: pieces, in order; once.
        """
        try:
            yield from self.spool.chunks()
        finally:
            self.spool.close()

    def read(self) -> bytes:
        """Read its bytes at once, and give their room back.

        :returns: the bytes.
        """
        return b"".join(self.chunks())

    def close(self) -> None:
        """Give the room back unread."""
        self.spool.close()


@contextmanager
def _told_if_full() -> Iterator[None]:
    """Tell the operator that the folder for long answers takes no more, and the client that it is no fault of its."""
    try:
        yield
    except OSError as error:
        sys.stderr.write(
            f"An answer could not be kept in the folder for temporary files: {error.strerror}. "
            "Make room there, or name another one by TMPDIR.\n"
        )
        raise NoRoomError("The server has no room on its disk for this answer.") from None


def _unlinked_file() -> IO[bytes]:
    """Open a file that has no name, and ends with its last user."""
    from tempfile import TemporaryFile  # no short answer needs it

    return TemporaryFile("w+b")
