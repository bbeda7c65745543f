"""Answers that wait for their clients take a bounded room, at the cost of who has the most of it."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress

from treatygraph.server.serving.backlog import Backlog

from .test_connection import Endless, head, serving

LONG = 50_000_000
ADDRESSES = ("127.0.0.2", "127.0.0.1", "127.0.0.1")


class Slow:
    """A connection whose client takes nothing."""

    def __init__(self) -> None:
        self.is_open = True

    def hang_up(self) -> None:
        self.is_open = False


def test_who_has_the_most_is_hung_up_on_the_oldest_first() -> None:
    backlog = Backlog(100)
    modest, *greedy = (Slow() for _ in range(4))
    backlog.add(modest, "a", 40)
    for each in greedy:
        backlog.add(each, "b", 30)
    assert [each.is_open for each in (modest, *greedy)] == [True, False, True, True]
    backlog.remove(greedy[1], "b")
    backlog.remove(greedy[1], "b")
    backlog.add(Slow(), "c", 30)
    assert [each.is_open for each in (modest, *greedy)] == [True, False, True, True]
    backlog.add(modest, "a", 41)
    assert not modest.is_open


def test_a_client_with_many_answers_that_it_does_not_take_costs_others_none() -> None:
    async def test() -> list[int]:
        loop = asyncio.get_running_loop()
        async with serving(Endless()) as port:
            clients = [socket.create_connection(("127.0.0.1", port), source_address=(each, 0)) for each in ADDRESSES]
            for client in clients:
                client.setblocking(False)
                await loop.sock_sendall(client, head("/long"))
                # What is written by now waits.
                await loop.sock_recv(client, 100)
            sizes = [await rest(client) for client in clients]
            for client in clients:
                client.close()
            return sizes

    other, first, second = asyncio.run(test())
    assert [size >= LONG - 100 for size in (other, first, second)] == [True, False, True]


async def rest(client: socket.socket) -> int:
    """Read an answer to its end, or as far as it goes."""
    size = 0
    with suppress(ConnectionResetError):
        while size < LONG - 100 and (piece := await asyncio.get_running_loop().sock_recv(client, 1_000_000)):
            size += len(piece)
    return size
