"""Real SPARQL servers, started on loopback for the tests and ended by them."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import pytest

__all__ = ["ACCOUNT", "VIRTUOSO", "Server", "oxigraph", "virtuoso"]

PATIENCE = 60.0
ACCOUNT = ("dba", "dba")
"""What each new Virtuoso has; ours listens on loopback alone."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server, by the URLs of its services."""

    name: str
    query: str
    store: str
    update: str

    def writers(self) -> Iterator[tuple[str, str, str | None]]:
        """The ways to write there: URL, protocol, and the URL for queries where it is another one."""
        yield self.store, "gsp", None
        yield self.update, "update", self.query


def find_virtuoso() -> str:
    """The program, or nothing."""
    named = os.environ.get("TREATYGRAPH_VIRTUOSO", "/usr/bin/virtuoso-t")
    return shutil.which(named) or ""


VIRTUOSO = find_virtuoso()

SETTINGS = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 5000
"""


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}?query=ASK%7B%7D", timeout=2) as reply:
            return reply.status == 200
    except OSError:
        return False


@contextmanager
def running(command: list[str], folder: Path, url: str) -> Iterator[None]:
    """Start a server, wait until it answers, and end it."""
    with (folder / "output.txt").open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output)
    try:
        end = monotonic() + PATIENCE
        while not answers(url):
            assert process.poll() is None, (folder / "output.txt").read_text()
            assert monotonic() < end, "the server does not answer"
            sleep(0.05)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def oxigraph(folder: Path) -> Iterator[Server]:
    base = f"http://127.0.0.1:{free_port()}"
    program = str(Path(sys.executable).parent / "oxigraph")
    with running([program, "serve", "--bind", base.removeprefix("http://")], folder, f"{base}/query"):
        yield Server("oxigraph", f"{base}/query", f"{base}/store", f"{base}/update")


@contextmanager
def virtuoso(folder: Path) -> Iterator[Server]:
    if not VIRTUOSO:
        pytest.skip("There is no Virtuoso: .ci/virtuoso installs one, or TREATYGRAPH_VIRTUOSO names it.")
    http, sql = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(SETTINGS.format(http=http, sql=sql))
    base = f"http://127.0.0.1:{http}"
    with running([VIRTUOSO, "+configfile", "virtuoso.ini", "+foreground"], folder, f"{base}/sparql"):
        yield Server("virtuoso", f"{base}/sparql", f"{base}/sparql-graph-crud-auth", f"{base}/sparql-auth")
