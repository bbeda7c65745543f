"""A victim beside attackers, and a soak in which workers are killed: what of the server holds then.

Both are bounded: each attacker and each client asks a fixed number of times or until a fixed moment.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from statistics import quantiles
from time import monotonic, sleep
from urllib.parse import quote

from serve_clients import Client, Fetched, fetch

CROSS = " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(6))
HOSTILE = (
    f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}",
    f"SELECT DISTINCT * {{ {CROSS} }}",
    f"SELECT * {{ {CROSS} }} ORDER BY ?c5",
    f"SELECT (GROUP_CONCAT(STR(?c0)) AS ?n) {{ {CROSS} }}",
    f"SELECT * {{ {' '.join(f'?a{i} ?b ?c{i} .' for i in range(1000))} }}",
    f"SELECT * {{ {'?s ?p ?o . ' * 300} }}",
    "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?x{i} (!<urn:a>)* ?y{i} ." for i in range(5)) + " }",
    "ASK { " + "FILTER EXISTS { " * 850 + "?s ?p ?o" + " }" * 851,
    "SELECT * { " + "{ SELECT * { " * 1170 + "?s ?p ?o" + " } }" * 1170 + " }",
    "ASK " + "{" * 2200 + "}" * 2200,
)
ATTACKERS = 4
VICTIM = "SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {} }} }}"


def attack(port: int, deadline: float) -> None:
    """Measure how each attack ends, and how a victim fares meanwhile.

    :param port: the port of the server.
    :param deadline: its deadline.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        service = f"SELECT * {{ SERVICE SILENT <http://127.0.0.1:{listener.getsockname()[1]}/> {{ ?s ?p ?o }} }}"
        times: list[float] = []
        errors: Counter[str] = Counter()
        ended: list[tuple[int, float]] = []
        queries = [*HOSTILE, service]

        def attacker(number: int) -> None:
            for query in queries[number::ATTACKERS]:
                answer = post(port, query)
                ended.append((answer.status, answer.seconds))

        threads = [threading.Thread(target=attacker, args=(number,)) for number in range(ATTACKERS)]
        for each in threads:
            each.start()
        turn = 0
        while any(each.is_alive() for each in threads):
            turn += 1
            times.append(ask_right(port, turn, errors))
            sleep(0.005)
        calls = 0
        with suppress(BlockingIOError):
            listener.accept()
            calls = 1
    slowest = max(seconds for _, seconds in ended)
    print(f"attacks: {dict(Counter(status for status, _ in ended))}, the slowest ended {slowest - deadline:+.3f} s")
    cuts = quantiles(times, n=100)
    print(f"victim: {len(times)} answers, median {cuts[49] * 1000:.1f} ms, 95 % {cuts[94] * 1000:.1f} ms, ", end="")
    print(f"most {max(times) * 1000:.1f} ms, wrong: {dict(errors) or 'none'}; calls to others: {calls}")


def soak(port: int, workers: Callable[[], Sequence[int]], seconds: int) -> None:
    """Ask, and kill workers at work, and compare every answer.

    :param port: the port of the server.
    :param workers: names the processes that may be killed.
    :param seconds: how long.
    """
    end = monotonic() + seconds
    errors: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    descriptors = open_files(workers())

    def client(number: int) -> None:
        turn = number
        while monotonic() < end:
            turn += 2
            ask_right(port, turn, errors)
            asked["right or told"] += 1

    threads = [threading.Thread(target=client, args=(number,)) for number in range(2)]
    for each in threads:
        each.start()
    killed = 0
    while monotonic() < end:
        with suppress(ProcessLookupError, IndexError):
            os.kill(workers()[killed % 3], signal.SIGKILL)
            killed += 1
        if killed % 10 == 0:
            post(port, HOSTILE[killed // 10 % len(HOSTILE)])
        sleep(0.5)
    for each in threads:
        each.join()
    sleep(2)
    print(
        f"soak: {sum(asked.values())} answers in {seconds} s, {killed} workers killed, wrong: {dict(errors) or 'none'}"
    )
    print(f"workers: {len(workers())}, their open files before and after: {descriptors}, {open_files(workers())}")


def ask_right(port: int, turn: int, errors: Counter[str]) -> float:
    """Ask what has one right answer, on a connection of its own; how long it took."""
    number = turn % 40 + 1
    query = quote(VICTIM.format(" ".join(map(str, range(number)))) + f"#{turn}")
    try:
        answer = fetch(port, f"/sparql?query={query}", "text/csv")
    except OSError as error:
        errors[type(error).__name__] += 1
        return 0.0
    if (answer.status, answer.body) != (200, f"n\r\n{number}\r\n".encode()):
        errors[f"status {answer.status}" if answer.status != 200 else "wrong answer"] += 1
    return answer.seconds


def post(port: int, query: str) -> Fetched:
    """Send a query as a body."""
    client = Client(port)
    try:
        return client.send(query)
    finally:
        client.close()


def open_files(pids: Sequence[int]) -> int:
    """Count the open files of some processes."""
    count = 0
    for pid in pids:
        with suppress(OSError):
            count += len(list(Path(f"/proc/{pid}/fd").iterdir()))
    return count
