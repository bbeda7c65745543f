"""A server in a process of its own and a client that speaks plain HTTP to it: what is tested here is on the wire."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from werkzeug.datastructures import Headers, HeaderSet

PONTOON = Path(__file__).parent.parent / "data" / "pontoon.trig"
_LISTENING = re.compile(r"Listening on (http://\S+)")


@dataclass(frozen=True)
class Reply:
    """What came back.

    :param status_code: the status.
    :param headers: the headers.
    :param data: the body.
    """

    status_code: int
    headers: Headers
    data: bytes

    @property
    def content_type(self) -> str:
        return self.headers.get("Content-Type", "")

    @property
    def mimetype(self) -> str:
        return self.content_type.partition(";")[0]

    @property
    def text(self) -> str:
        return self.data.decode()

    @property
    def vary(self) -> HeaderSet:
        return HeaderSet(part.strip() for part in self.headers.get("Vary", "").split(","))

    def get_data(self, as_text: bool = False) -> str | bytes:
        return self.text if as_text else self.data

    def get_json(self) -> Any:
        return json.loads(self.data)


class Wire:
    """Sends requests as the client of Flask does, but over a socket.

    :param url: the address of the server.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._place = urlsplit(url).netloc

    def open(
        self,
        path: str,
        method: str = "GET",
        query_string: Mapping[str, object] | None = None,
        data: str | bytes | Mapping[str, object] | None = None,
        content_type: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        target = f"{path}?{urlencode(query_string, doseq=True)}" if query_string else path
        body = urlencode(data, doseq=True) if isinstance(data, Mapping) else data
        sent = dict(headers or {})
        if isinstance(data, Mapping):
            content_type = "application/x-www-form-urlencoded"
        if content_type is not None:
            sent["Content-Type"] = content_type
        connection = http.client.HTTPConnection(self._place, timeout=30)
        try:
            connection.request(method, target, body.encode() if isinstance(body, str) else body, sent)
            answer = connection.getresponse()
            return Reply(answer.status, Headers(answer.getheaders()), answer.read())
        finally:
            connection.close()

    def get(self, path: str, **options: Any) -> Reply:
        return self.open(path, "GET", **options)

    def post(self, path: str, **options: Any) -> Reply:
        return self.open(path, "POST", **options)

    def options(self, path: str, **options: Any) -> Reply:
        return self.open(path, "OPTIONS", **options)

    def head(self, path: str, **options: Any) -> Reply:
        return self.open(path, "HEAD", **options)


@pytest.fixture(scope="session")
def address(program: Path) -> Iterator[str]:
    """The address of a server that a user would start, with the graph of the tests."""
    with subprocess.Popen(
        [program, "serve", PONTOON, "--port", "0"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        told = []
        for line in process.stderr:
            told.append(line)
            found = _LISTENING.search(line)
            if found:
                break
        else:
            pytest.fail(f"The server did not start: {''.join(told)}")
        try:
            yield found[1].rstrip("/")
        finally:
            process.terminate()
            process.stderr.read()


@pytest.fixture(scope="session")
def client(address: str) -> Wire:
    return Wire(address)
