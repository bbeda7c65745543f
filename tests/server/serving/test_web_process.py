"""A process that speaks HTTP, at its end."""

from __future__ import annotations

import asyncio
import socket

import uvloop

from treatygraph.graph.loader import load
from treatygraph.server import create_app
from treatygraph.server.pool import Limits, Pool
from treatygraph.server.pool.admission import Admission
from treatygraph.server.pool.counts import Counts
from treatygraph.server.pool.room import Room
from treatygraph.server.serving.gateway import Gateway
from treatygraph.server.serving.options import ServeOptions
from treatygraph.server.serving.web_process import Server
from treatygraph.server.tally import Tally

from ..conftest import PONTOON


def test_a_connection_that_is_accepted_just_before_the_end_is_answered() -> None:
    app = create_app(load([PONTOON]))

    async def serve(listener: socket.socket) -> bytes:
        counts, limits = Counts(1), Limits()
        pool = Pool("", limits, Admission(counts, 0, 1), Room(counts, 0, limits.max_bytes))
        tally = Tally(1, "")
        server = Server(Gateway(app, pool, ServeOptions(), tally), listener, tally)
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0)
        loop = asyncio.get_running_loop()
        with socket.create_connection(listener.getsockname()) as client:
            client.setblocking(False)
            client.send(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            # In the next turn of the loop the connection is accepted, and this calls for the turn after it.
            loop.call_soon(loop.call_soon, server.stop_accepting)
            async with asyncio.timeout(60):
                answer = await loop.sock_recv(client, 100)
        server.finish()
        await serving
        return answer

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        assert uvloop.run(serve(listener.dup())).startswith(b"HTTP/1.1 200")
