from __future__ import annotations

import threading
from contextlib import ExitStack

import pytest

from treatygraph.server.pool.admission import Admission, Counts
from treatygraph.server.pool.errors import BusyError

PATIENCE = 0.05


def test_one_client_alone_gets_all_but_a_reserve() -> None:
    admission = Admission(Counts(1), 0, workers=12)
    with ExitStack() as stack:
        for _ in range(10):
            stack.enter_context(admission.entered("a", PATIENCE))
        with pytest.raises(BusyError), admission.entered("a", PATIENCE):
            pass
        stack.enter_context(admission.entered("b", PATIENCE))
    with admission.entered("a", PATIENCE):
        pass


def test_clients_share_what_there_is_across_processes() -> None:
    counts = Counts(2)
    first, second = Admission(counts, 0, workers=12), Admission(counts, 1, workers=12)
    with ExitStack() as stack:
        for _ in range(5):
            stack.enter_context(first.entered("a", PATIENCE))
        stack.enter_context(second.entered("b", PATIENCE))
        with pytest.raises(BusyError), second.entered("a", PATIENCE):
            pass


def test_a_process_that_ends_gives_back_what_it_held() -> None:
    counts = Counts(2)
    lost = Admission(counts, 0, workers=1)
    entered = lost.entered("a", PATIENCE)
    entered.__enter__()
    other = Admission(counts, 1, workers=1)
    with pytest.raises(BusyError), other.entered("b", PATIENCE):
        pass
    counts.clear(0)
    with other.entered("b", PATIENCE):
        pass


def test_who_waits_gets_in_when_another_leaves() -> None:
    admission = Admission(Counts(1), 0, workers=1)
    entered = threading.Event()

    def wait() -> None:
        with admission.entered("b", 10):
            entered.set()

    with admission.entered("a", PATIENCE):
        waiting = threading.Thread(target=wait)
        waiting.start()
        assert not entered.wait(PATIENCE)
    waiting.join()
    assert entered.is_set()


def test_clients_take_turns() -> None:
    admission = Admission(Counts(1), 0, workers=1)
    order: list[str] = []
    threads = []

    def wait(client: str) -> None:
        with admission.entered(client, 10):
            order.append(client)

    with admission.entered("x", PATIENCE):
        for client in ("a", "a", "a", "b"):
            threads.append(threading.Thread(target=wait, args=(client,)))
            threads[-1].start()
            while admission.waiting < len(threads):
                threading.Event().wait(0.001)
    for thread in threads:
        thread.join()
    assert order.index("b") == 1


def test_more_than_can_wait_are_sent_away_at_once() -> None:
    admission = Admission(Counts(1), 0, workers=1, most_waiting=2)
    with admission.entered("a", PATIENCE):
        thread = threading.Thread(target=lambda: _fails(admission))
        thread.start()
        while admission.waiting < 1:
            threading.Event().wait(0.001)
        with pytest.raises(BusyError) as raised, admission.entered("b", 10):
            pass
        thread.join()
    assert raised.value.headers == (("Retry-After", "10"),)


def _fails(admission: Admission) -> None:
    with pytest.raises(BusyError), admission.entered("b", 0.3):
        pass
