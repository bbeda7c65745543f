"""One line of JSON for each request, on stderr; of a query its digest alone, so that logs keep no questions."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from granian.rsgi import Scope

__all__ = ["AccessLog"]

DIGITS = 16


class AccessLog:
    """Writes the lines.

    :param descriptor: the file to write to.
    """

    def __init__(self, descriptor: int = 2) -> None:
        self._descriptor = descriptor

    def write(
        self, scope: Scope, body: bytes, status: int, size: int, seconds: float, *, kept: bool = False, end: str = ""
    ) -> None:
        """Log a request.

        :param scope: the request.
        :param body: its body.
        :param status: the status of its answer.
        :param size: how many bytes its answer has.
        :param seconds: how long it took.
        :param kept: whether the answer had been kept.
        :param end: how its query ended; empty if it had none.
        """
        asked = scope.query_string.encode() + body
        line = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "client": scope.client.rpartition(":")[0].strip("[]"),
            "method": scope.method,
            "path": scope.path,
            "query": sha256(asked).hexdigest()[:DIGITS] if asked else None,
            "status": status,
            "bytes": size,
            "seconds": round(seconds, 6),
            "kept": kept or None,
            "end": end or None,
        }
        present = {name: value for name, value in line.items() if value is not None}
        # In one call, so that the lines of several processes do not mix.
        os.write(self._descriptor, json.dumps(present, ensure_ascii=False).encode() + b"\n")
