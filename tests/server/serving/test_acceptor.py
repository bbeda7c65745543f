"""Connections are shared out among the web processes."""

from __future__ import annotations

import asyncio
import socket
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import uvloop

from tests.running import children
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


class Echo(asyncio.Protocol):
    """Says that it was connected."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(b"here")


def test_a_process_that_has_more_takes_what_nobody_else_does() -> None:
    tally = Tally(2)
    tally.add("connections", 5)

    async def connect(listener: socket.socket) -> bytes:
        listener.setblocking(False)
        acceptor = Acceptor(listener, Echo, tally)
        acceptor.start()
        reader, writer = await asyncio.open_connection(*listener.getsockname())
        said = await asyncio.wait_for(reader.readexactly(4), 60)
        writer.close()
        acceptor.stop()
        return said

    with socket.create_server(("127.0.0.1", 0)) as listener:
        assert uvloop.run(connect(listener)) == b"here"
    assert (tally.own("connections"), tally.least("connections")) == (6, 0)


def test_one_that_was_stopped_takes_no_more() -> None:
    tally = Tally(2)
    tally.add("connections", 5)

    async def connect(listener: socket.socket) -> None:
        listener.setblocking(False)
        acceptor = Acceptor(listener, Echo, tally)
        acceptor.start()
        loop = asyncio.get_running_loop()
        reader, writer = await asyncio.open_connection(*listener.getsockname())
        # Just as it lets another one have its turn.
        loop.call_soon(partial(loop.call_soon, acceptor.stop))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(reader.readexactly(4), 0.2)
        writer.close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        uvloop.run(connect(listener))
    assert tally.own("connections") == 5


def test_the_next_process_of_a_number_begins_without_connections() -> None:
    tally = Tally(2)
    tally.begin(1)
    tally.add("connections", 3)
    tally.add("requests")
    tally.begin(1)
    assert (tally.own("connections"), tally.own("requests")) == (0, 1)
