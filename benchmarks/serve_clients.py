"""Clients for the benchmark of the server: plain HTTP/1.1 on kept connections, with as little work as can be."""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from time import perf_counter

SECONDS = 120.0
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Fetched:
    """An answer.

    :param status: its status.
    :param body: its bytes.
    :param seconds: how long it took.
    :param whole: whether it has the length that it promised.
    """

    status: int
    body: bytes
    seconds: float
    whole: bool = True


class Client:
    """A client with one connection.

    :param port: the port of the server.
    """

    def __init__(self, port: int) -> None:
        self._connection = socket.create_connection(("127.0.0.1", port), SECONDS)
        self._connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, path: str, accept: str = "*/*") -> Fetched:
        """Ask for one thing.

        :param path: the path.
        :param accept: the header of this name.
        :returns: the answer.
        """
        return self._exchange(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {accept}\r\n\r\n".encode())

    def send(self, query: str) -> Fetched:
        """Send a query to ``/sparql`` as a body.

        :param query: the query.
        :returns: the answer.
        """
        body = query.encode()
        head = f"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n"
        return self._exchange(f"{head}Content-Type: application/sparql-query\r\n\r\n".encode() + body)

    def _exchange(self, request: bytes) -> Fetched:
        began = perf_counter()
        self._connection.sendall(request)
        data = self._receive(b"")
        while b"\r\n\r\n" not in data:
            data = self._receive(data)
        head_bytes, _, body = data.partition(b"\r\n\r\n")
        status = int(head_bytes[9:12])
        length = _LENGTH.search(head_bytes)
        parts, have = [body], len(body)
        if length is not None:
            while have < int(length[1]):
                parts.append(self._receive(b""))
                have += len(parts[-1])
        else:
            tail = body[-5:]
            while not tail.endswith(b"0\r\n\r\n"):
                parts.append(self._receive(b""))
                tail = (tail + parts[-1])[-5:]
        return Fetched(status, b"".join(parts), perf_counter() - began)

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _receive(self, before: bytes) -> bytes:
        data = self._connection.recv(1 << 20)
        if not data:
            raise ConnectionResetError("The answer is not whole.")
        return before + data


def fetch(port: int, path: str, accept: str = "*/*") -> Fetched:
    """Ask once, on a connection of its own.

    :param port: the port of the server.
    :param path: the path.
    :param accept: the header of this name.
    :returns: the answer.
    """
    client = Client(port)
    try:
        return client.ask(path, accept)
    finally:
        client.close()
