"""One line of JSON for each request, on stderr; of a query its digest alone, so that logs keep no questions."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from treatygraph.server.serving.environment import SENT

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

__all__ = ["AccessLog"]

DIGITS = 16


class AccessLog:
    """Writes the lines.

    :param descriptor: the file to write to.
    """

    def __init__(self, descriptor: int = 2) -> None:
        self._descriptor = descriptor

    def write(
        self,
        environ: WSGIEnvironment,
        body: bytes,
        status: int,
        size: int,
        seconds: float,
        *,
        kept: bool = False,
        end: str = "",
    ) -> None:
        """Log a request.

        :param environ: the request.
        :param body: its body.
        :param status: the status of its answer.
        :param size: how many bytes its answer has.
        :param seconds: how long it took.
        :param kept: whether the answer had been kept.
        :param end: how its query ended; empty if it had none.
        """
        asked = environ["QUERY_STRING"].encode("latin-1") + body
        line = {
            "client": environ["REMOTE_ADDR"],
            "method": environ["REQUEST_METHOD"],
            "path": environ[SENT].encode("latin-1").decode("utf-8", "replace"),
            "query": sha256(asked).hexdigest()[:DIGITS] if asked else None,
            "status": status,
            "bytes": size,
            "seconds": round(seconds, 6),
            "kept": kept or None,
            "end": end or None,
        }
        self._write({name: value for name, value in line.items() if value is not None})

    def write_refused(self, client: str, status: int, size: int, reason: str) -> None:
        """Log what is no request, of which nothing else is known for sure.

        :param client: the address of the client.
        :param status: the status of the answer.
        :param size: how many bytes the answer has.
        :param reason: what is wrong.
        """
        self._write({"client": client, "status": status, "bytes": size, "refused": reason})

    def _write(self, members: dict[str, Any]) -> None:
        """Write a line."""
        line = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), **members}
        # In one call, so that the lines of several processes do not mix.
        os.write(self._descriptor, json.dumps(line, ensure_ascii=False).encode() + b"\n")
