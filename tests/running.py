"""A server as users start it, its processes, and what it answers."""

from __future__ import annotations

import http.client
import re
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import TypeAlias
from urllib.parse import quote

from treatygraph.server.serving.options import ServeOptions

SECONDS = 60.0


@dataclass
class Reply:
    """What a server answered."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


@dataclass
class Running:
    """A server that runs."""

    process: subprocess.Popen[str]
    port: int
    lines: list[str]

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Reply:
        """Ask on a connection of its own; headers are written with underscores."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        began = monotonic()
        try:
            fields = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, fields)
            answer = connection.getresponse()
            names = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(answer.status, names, answer.read(), monotonic() - began)
        finally:
            connection.close()

    def query(self, text: str, further: str = "", **headers: str) -> Reply:
        """Ask a query by GET."""
        return self.ask(f"/sparql?query={quote(text)}{further}", **{"Accept": "text/csv", **headers})

    def family(self) -> dict[int, int]:
        """Name the server's processes, each with its parent."""
        found, left = {self.process.pid: 0}, [self.process.pid]
        while left:
            parent = left.pop()
            for child in children(parent):
                found[child] = parent
                left.append(child)
        return found

    def workers(self) -> list[int]:
        """Name the processes that evaluate queries: the children of a child of the generation."""
        for _ in range(1000):
            # The kernel's list can miss processes while one of them ends.
            for generation in children(self.process.pid):
                for zygote in children(generation):
                    if found := children(zygote):
                        return found
            sleep(0.005)
        raise AssertionError("".join(self.lines))

    def lasting(self) -> list[int]:
        """Name the zygote and the web processes, when the one that answers before them has given way."""
        generation = children(self.process.pid)[0]
        self.wait_for(lambda: len(children(generation)) == ServeOptions().processes + 1)
        return children(generation)

    def wait_for(self, condition: Callable[[], bool], seconds: float = SECONDS) -> None:
        """Wait until something is so."""
        end = monotonic() + seconds
        while not condition():
            assert monotonic() < end, "".join(self.lines)
            sleep(0.01)

    def stop(self) -> int:
        """End it as systemd does."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(SECONDS)


Start: TypeAlias = Callable[..., Running]


def children(pid: int) -> list[int]:
    """Name the children of a process."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(each) for task in tasks for each in (task / "children").read_text("ascii").split()]
    except FileNotFoundError:
        return []


@contextmanager
def running(command: Sequence[str], folder: Path) -> Iterator[Running]:
    """Run a server, from its first answer to its end."""
    process = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    lines: list[str] = []
    listening: list[int] = []

    def read() -> None:
        for line in process.stderr or ():
            lines.append(line)
            if found := re.match(r"Listening on http://127\.0\.0\.1:(\d+)/\S* ", line):
                listening.append(int(found[1]))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        end = monotonic() + SECONDS
        while not listening and process.poll() is None and monotonic() < end:
            sleep(0.01)
        assert listening, "".join(lines)
        yield Running(process, listening[0], lines)
    finally:
        process.terminate()
        process.wait(SECONDS)
        reader.join()
        if process.stderr is not None:
            process.stderr.close()
