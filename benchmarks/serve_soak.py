"""A soak: clients ask for all kinds of things while the server's processes are killed, and compare every answer.

A client whose connection breaks knows that it has no answer; it asks again. What must never come is an answer that
looks whole and is wrong. What the server holds is compared before and after, for leaks.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import quote

from hostile_queries import ENDED
from serve_clients import Client, fetch

CLIENTS = 3
PAUSE = 0.5
SETTLING = 3.0
STRIDE = 7
"""Clients begin at different places of the list."""

Kinds = Callable[[], Mapping[str, Sequence[int]]]


def soak(port: int, paths: Sequence[str], kinds: Kinds, memory: Callable[[], float], seconds: int) -> None:
    """Print how many answers were right, wrong and broken off, and what the server held before and after.

    :param port: the port of the server.
    :param paths: what is asked for; each always has the same answer.
    :param kinds: names the server's processes by what they do; one of each kind is killed in turn.
    :param memory: tells the memory of all processes in MB.
    :param seconds: how long.
    """
    right = {path: _first(port, path) for path in paths}
    found: Counter[str] = Counter()
    end = monotonic() + seconds
    # What is kept for the next time is there before it is measured.
    _ask(port, paths, right, monotonic() + SETTLING, 0, Counter())
    before = _held(kinds, memory)
    threads = [
        threading.Thread(target=_ask, args=(port, paths, right, end, number, found)) for number in range(CLIENTS)
    ]
    for each in threads:
        each.start()
    killed = _kill(port, kinds, end)
    for each in threads:
        each.join()
    sleep(SETTLING)
    after = _held(kinds, memory)
    print(f"soak of {seconds} s: killed {dict(killed)}; answers {dict(found)}")
    for name in before:
        print(f"{name} before and after: {before[name]:.0f}, {after[name]:.0f}")


def _first(port: int, path: str) -> bytes:
    """Get the answer that all others are compared to."""
    answer = fetch(port, path)
    if answer.status != 200:
        raise SystemExit(f"{path} is answered with {answer.status}.")
    return answer.body


def _ask(
    port: int, paths: Sequence[str], right: Mapping[str, bytes], end: float, number: int, found: Counter[str]
) -> None:
    """Be a client: compare each answer, and connect again when the connection breaks."""
    client = None
    for turn, path in enumerate(cycle(paths[number * STRIDE % len(paths) :] + paths[: number * STRIDE % len(paths)])):
        if monotonic() > end:
            break
        # Every other one is asked anew, so that it does not come from what is kept.
        asked = f"{path}%20%23{number}-{turn}" if "query=" in path and turn % 2 else path
        try:
            client = client or Client(port)
            answer = client.ask(asked)
        except OSError:
            found["broken off"] += 1
            client = None
            continue
        if answer.status == 503:
            found["told to come again"] += 1
        elif (answer.status, answer.body) == (200, right[path]):
            found["right"] += 1
        else:
            found[f"WRONG: status {answer.status} for {asked.partition('?')[0]}"] += 1
    if client is not None:
        client.close()


def _kill(port: int, kinds: Kinds, end: float) -> Counter[str]:
    """Kill processes, mostly workers, and send attacks; how many of each kind were killed."""
    killed: Counter[str] = Counter()
    attacks = cycle(ENDED.values())
    plan = cycle(["worker"] * 6 + ["web process"] + ["worker"] * 6 + ["zygote"] + ["worker"] * 6 + ["generation"])
    while monotonic() < end:
        kind = next(plan)
        with suppress(ProcessLookupError, IndexError):
            pids = kinds().get(kind, ())
            os.kill(pids[sum(killed.values()) % len(pids) if pids else 0], signal.SIGKILL)
            killed[kind] += 1
        if kind != "worker":
            with suppress(OSError):
                client = Client(port)
                client.ask(f"/sparql?query={quote(next(attacks))}")
                client.close()
        sleep(PAUSE)
    return killed


def _held(kinds: Kinds, memory: Callable[[], float]) -> dict[str, float]:
    """Tell what the server holds."""
    numbers = {f"{kind} processes": float(len(pids)) for kind, pids in kinds().items()}
    files = {f"open files of each {kind}": _open_files(pids) for kind, pids in kinds().items()}
    return {**numbers, **files, "memory of all processes, MB": memory()}


def _open_files(pids: Sequence[int]) -> float:
    """Count the open files of some processes, on average."""
    count = 0
    for pid in pids:
        with suppress(OSError):
            count += len(list(Path(f"/proc/{pid}/fd").iterdir()))
    return count / max(len(pids), 1)
