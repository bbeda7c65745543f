from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from time import sleep

import pytest

from treatygraph.server.pool.admission import Admission
from treatygraph.server.pool.counts import Counts
from treatygraph.server.pool.errors import BusyError

PATIENCE = 0.05


@asynccontextmanager
async def entered(admission: Admission, client: str, patience: float = PATIENCE) -> AsyncIterator[None]:
    """Be in for as long as the context lasts."""
    await admission.enter(client, patience)
    try:
        yield
    finally:
        admission.leave(client)


async def is_refused(admission: Admission, client: str, patience: float = PATIENCE) -> bool:
    try:
        async with entered(admission, client, patience):
            return False
    except BusyError:
        return True


async def wait_in_line(admission: Admission, clients: str, order: list[str]) -> list[asyncio.Task[None]]:
    """Have clients wait, one after the other; each notes when it gets in."""

    async def wait(client: str) -> None:
        async with entered(admission, client, 10):
            order.append(client)

    tasks = []
    for client in clients:
        tasks.append(asyncio.create_task(wait(client)))
        while admission.waiting < len(tasks):
            await asyncio.sleep(0)
    return tasks


def test_one_client_alone_gets_all_but_a_reserve() -> None:
    async def test() -> None:
        admission = Admission(Counts(1), 0, workers=12)
        async with AsyncExitStack() as stack:
            for _ in range(10):
                await stack.enter_async_context(entered(admission, "a"))
            assert await is_refused(admission, "a")
            await stack.enter_async_context(entered(admission, "b"))
        assert not await is_refused(admission, "a")

    asyncio.run(test())


def test_clients_share_what_there_is_across_processes() -> None:
    async def test() -> None:
        counts = Counts(2)
        first, second = Admission(counts, 0, workers=12), Admission(counts, 1, workers=12)
        async with AsyncExitStack() as stack:
            for _ in range(5):
                await stack.enter_async_context(entered(first, "a"))
            await stack.enter_async_context(entered(second, "b"))
            assert await is_refused(second, "a")

    asyncio.run(test())


def test_a_process_that_ends_gives_back_what_it_held() -> None:
    async def test() -> None:
        counts = Counts(2)
        async with entered(Admission(counts, 0, workers=1), "a"):
            other = Admission(counts, 1, workers=1)
            assert await is_refused(other, "b")
            counts.clear(0)
            assert not await is_refused(other, "b")

    asyncio.run(test())


def test_what_another_process_finishes_lets_in_who_waits() -> None:
    async def test() -> None:
        counts, order = Counts(2), list[str]()
        other = AsyncExitStack()
        await other.enter_async_context(entered(Admission(counts, 0, workers=1), "a"))
        tasks = await wait_in_line(Admission(counts, 1, workers=1), "b", order)
        await asyncio.sleep(PATIENCE)
        assert order == []
        await other.aclose()
        await asyncio.gather(*tasks)
        assert order == ["b"]

    asyncio.run(test())


def test_clients_take_turns() -> None:
    async def test() -> None:
        admission, order = Admission(Counts(1), 0, workers=1), list[str]()
        async with entered(admission, "x"):
            tasks = await wait_in_line(admission, "aaab", order)
        await asyncio.gather(*tasks)
        assert order == ["a", "b", "a", "a"]

    asyncio.run(test())


def test_more_than_can_wait_are_sent_away_at_once() -> None:
    async def test() -> None:
        admission = Admission(Counts(1), 0, workers=1, most_waiting=2)
        async with entered(admission, "a"):
            refused = asyncio.create_task(is_refused(admission, "b", 0.3))
            while not admission.waiting:
                await asyncio.sleep(0)
            with pytest.raises(BusyError) as raised:
                async with entered(admission, "b", 10):
                    pass
            assert await refused
        assert raised.value.headers == (("Retry-After", "10"),)

    asyncio.run(test())


@pytest.mark.parametrize("is_let_in", [False, True])
def test_who_leaves_the_line_holds_up_nobody(is_let_in: bool) -> None:
    async def test() -> None:
        admission, order = Admission(Counts(1), 0, workers=1), list[str]()
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(entered(admission, "x"))
            first, second = await wait_in_line(admission, "ab", order)
            if is_let_in:
                await stack.aclose()
            first.cancel()
            with suppress(asyncio.CancelledError):
                await first
        await second
        assert (order, admission.waiting) == (["b"], 0)
        assert not await is_refused(admission, "c")

    asyncio.run(test())


def test_whose_time_is_over_as_a_worker_becomes_free_is_told_so_and_forgotten() -> None:
    async def test() -> None:
        admission = Admission(Counts(1), 0, 1)
        await admission.enter("first", PATIENCE)
        late = asyncio.ensure_future(is_refused(admission, "second"))
        await asyncio.sleep(0)
        # Both are due when the loop looks at its timers again.
        asyncio.get_running_loop().call_later(PATIENCE, admission.leave, "first")
        sleep(2 * PATIENCE)
        assert await late
        assert admission.waiting == 0
        assert not await is_refused(admission, "third")

    asyncio.run(test())
