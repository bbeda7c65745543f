"""What becomes of a query whose worker ends: asked again, if it would get as far again before its deadline."""

from __future__ import annotations

import secrets
import socket
import threading
from collections.abc import Sequence
from time import sleep

import pytest
import uvloop

from treatygraph.graph.errors import QueryError
from treatygraph.server.pool import Limits, Pool, Task
from treatygraph.server.pool.admission import Admission, Counts
from treatygraph.server.pool.errors import GaveUpError, TimedOutError
from treatygraph.server.pool.frames import read_task
from treatygraph.server.pool.room import Room


def ended_after(lives: Sequence[float], timeout: float) -> tuple[QueryError, list[float]]:
    """Ask workers that end after so many seconds; what the client is told, and what time each of them was given."""
    address, given = f"\0treatygraph-test-{secrets.token_hex(8)}", []
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen(8)

        def work() -> None:
            for seconds in lives:
                with listener.accept()[0] as connection:
                    given.append(read_task(connection).timeout)
                    sleep(seconds)

        async def ask() -> QueryError:
            pool = Pool(address, Limits(timeout=timeout), Admission(Counts(1), 0, 1), Room(Counts(1), 0, 1))
            with pytest.raises(QueryError) as raised:
                await pool.answer(Task("ASK {}"))
            return raised.value

        workers = threading.Thread(target=work)
        workers.start()
        error = uvloop.run(ask())
        workers.join()
    return error, given


def test_a_query_that_ends_three_workers_is_told_so() -> None:
    error, given = ended_after((0, 0, 0), 60)
    assert isinstance(error, GaveUpError)
    assert given[0] == 60 > given[1] > given[2]


def test_a_query_that_has_no_time_to_get_as_far_again_is_not_asked_again() -> None:
    error, given = ended_after((2.6,), 5)
    assert isinstance(error, GaveUpError)
    assert given == [5]


def test_the_deadline_that_is_told_is_that_of_the_query() -> None:
    error, given = ended_after((0, 2.1), 2)
    assert isinstance(error, TimedOutError)
    assert error.seconds == 2
    assert len(given) == 2
    assert given[1] < 2


def test_a_worker_that_is_not_ended_in_time_is_not_waited_for() -> None:
    error, given = ended_after((3.5,), 1)
    assert isinstance(error, TimedOutError)
    assert (error.seconds, given) == (1, [1])
