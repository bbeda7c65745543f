"""Connections are shared out among the web processes."""

from __future__ import annotations

import asyncio
import socket
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
import uvloop

from tests.running import children
from treatygraph.server.serving import acceptor
from treatygraph.server.serving.acceptor import Acceptor
from treatygraph.server.tally import Tally

if TYPE_CHECKING:
    from tests.running import Running, Start

CONNECTIONS = 20
HEALTH = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"


def connections_of(pid: int, ports: set[int]) -> int:
    """Count the connections of a process that come from some ports."""
    inodes = set()
    for line in Path(f"/proc/{pid}/net/tcp").read_text("ascii").splitlines()[1:]:
        fields = line.split()
        if int(fields[2].rpartition(":")[2], 16) in ports:
            inodes.add(f"socket:[{fields[9]}]")
    return sum(str(each.readlink()) in inodes for each in Path(f"/proc/{pid}/fd").iterdir() if each.is_symlink())


def shares(server: Running, ports: set[int]) -> list[int]:
    generation = children(server.process.pid)[0]
    web = [pid for pid in children(generation) if not children(pid)]
    return sorted(connections_of(pid, ports) for pid in web)


@pytest.fixture
def server(start: Start) -> Running:
    return start("--workers", "2")


def test_each_web_process_has_its_part_of_the_connections(server: Running) -> None:
    with ExitStack() as stack:
        clients = [
            stack.enter_context(socket.create_connection(("127.0.0.1", server.port))) for _ in range(CONNECTIONS)
        ]
        for each in clients:
            each.sendall(HEALTH)
        for each in clients:
            assert each.recv(4096).startswith(b"HTTP/1.1 200")
        found = shares(server, {each.getsockname()[1] for each in clients})
        assert sum(found) == CONNECTIONS
        # How many depends on who has the time; without turns all may be with one.
        assert found[-1] < CONNECTIONS
    server.wait_for(lambda: "treatygraph_open_connections 1.0" in server.ask("/metrics").body.decode())


class Here(asyncio.Protocol):
    """Says that it was connected, and hangs up."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        told = cast("asyncio.Transport", transport)
        told.write(b"here")
        told.close()


def said(tally: Tally, patience: float, stop_after: float | None = None) -> bytes:
    """Connect to a process that has five connections, while another one has none; what is said, as far as patience."""
    tally.add("connections", 5)

    async def connect(listener: socket.socket) -> bytes:
        accepting = Acceptor(listener, Here, tally)
        accepting.start()
        reader, writer = await asyncio.open_connection(*listener.getsockname())
        if stop_after is not None:
            asyncio.get_running_loop().call_later(stop_after, accepting.stop)
        try:
            async with asyncio.timeout(patience):
                return await reader.read()
        except TimeoutError:
            return b""
        finally:
            accepting.stop()
            writer.close()
            await writer.wait_closed()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        return uvloop.run(connect(listener))


def test_a_process_that_has_more_takes_what_nobody_else_does() -> None:
    tally = Tally(2)
    assert said(tally, patience=60) == b"here"
    assert (tally.own("connections"), tally.least("connections")) == (6, 0)


def test_one_that_was_stopped_takes_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acceptor, "TURN_SECONDS", 0.3)
    tally = Tally(2)
    # Just while it lets the other one have a try.
    assert said(tally, patience=0.5, stop_after=0.05) == b""
    assert tally.own("connections") == 5


def test_the_next_process_of_a_number_begins_without_connections() -> None:
    tally = Tally(2)
    tally.begin(1)
    tally.add("connections", 3)
    tally.add("requests")
    tally.begin(1)
    assert (tally.own("connections"), tally.own("requests")) == (0, 1)
