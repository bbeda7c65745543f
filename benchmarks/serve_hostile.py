"""A victim beside attackers: how each attack ends, and what the server is for everybody else meanwhile.

Bounded: each attacker sends each query of its part once, and the victim stops when they have.
"""

from __future__ import annotations

import socket
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from statistics import quantiles
from time import sleep
from urllib.parse import quote

from hostile_queries import ENDED, REFUSED
from serve_clients import Client, fetch

ATTACKERS = 4
VICTIM = "SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {} }} }}"


@dataclass
class _Seen:
    """What was seen.

    :param attacks: each attack with the status it got and how long it took.
    :param times: how long the victim waited for each answer.
    :param errors: what the victim got that was not right.
    :param memory: what the server took at most, in MB.
    """

    attacks: list[tuple[str, int, float]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    memory: float = 0.0


def attack(port: int, deadline: float, memory: Callable[[], float]) -> None:
    """Print how each attack ended, and how a victim fared meanwhile.

    :param port: the port of the server.
    :param deadline: its deadline.
    :param memory: tells the memory of its processes in MB.
    """
    seen = _Seen()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        _run(port, [*(ENDED | REFUSED | _calls(listener.getsockname()[1])).items()], seen, memory)
        calls = 0
        with suppress(BlockingIOError):
            listener.accept()
            calls = 1
    print("| attack | status | ended, s after the deadline |\n|---|---|---|")
    for name, status, seconds in sorted(seen.attacks, key=lambda each: -each[2]):
        print(f"| {name} | {status} | {seconds - deadline:+.2f} |")
    cuts = quantiles(seen.times, n=100)
    statuses = dict(Counter(status for _, status, _ in seen.attacks))
    print(f"\n{len(seen.attacks)} attacks by {ATTACKERS} at once: {statuses}; calls to others: {calls}")
    print(
        f"victim: {len(seen.times)} answers, median {cuts[49] * 1000:.1f} ms, 95 % {cuts[94] * 1000:.1f} ms, ", end=""
    )
    print(f"most {max(seen.times) * 1000:.1f} ms, wrong: {dict(seen.errors) or 'none'}")
    print(f"memory of all processes at most: {seen.memory:.0f} MB")


def _calls(port: int) -> dict[str, str]:
    """Write queries that ask the server to call somebody."""
    url = f"http://127.0.0.1:{port}/"
    return {
        "call": f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
        "silent call": f"SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
        "data from elsewhere": f"ASK FROM <{url}> {{ ?s ?p ?o }}",
    }


def _run(port: int, queries: list[tuple[str, str]], seen: _Seen, memory: Callable[[], float]) -> None:
    """Let attackers loose, and be the victim until they have finished."""

    def attacker(number: int) -> None:
        for name, query in queries[number::ATTACKERS]:
            client = Client(port)
            answer = client.send(query)
            client.close()
            seen.attacks.append((name, answer.status, answer.seconds))

    threads = [threading.Thread(target=attacker, args=(number,)) for number in range(ATTACKERS)]
    for each in threads:
        each.start()
    turn = 0
    while any(each.is_alive() for each in threads):
        turn += 1
        seen.times.append(_ask_right(port, turn, seen.errors))
        if turn % 20 == 0:
            seen.memory = max(seen.memory, memory())
        sleep(0.005)


def _ask_right(port: int, turn: int, errors: Counter[str]) -> float:
    """Ask what has one right answer, on a connection of its own; how long it took."""
    number = turn % 40 + 1
    query = quote(VICTIM.format(" ".join(map(str, range(number)))) + f"#{turn}")
    answer = fetch(port, f"/sparql?query={query}", "text/csv")
    if (answer.status, answer.body) != (200, f"n\r\n{number}\r\n".encode()):
        errors[f"status {answer.status}" if answer.status != 200 else "wrong answer"] += 1
    return answer.seconds
