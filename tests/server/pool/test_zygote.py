"""Workers: what they have open, and what they can open, with a graph in memory and with one on disk."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from treatygraph.graph.loader import load
from treatygraph.graph.stores.folder import write_store

from ..conftest import PONTOON

SCRIPT = """
import asyncio, json, os, signal, sys
from contextlib import suppress
from pathlib import Path
from tests.running import children
from treatygraph.graph.errors import QueryError
from treatygraph.graph.loader import load
from treatygraph.graph.querying import SafeQuery
from treatygraph.graph.stores.disk import Disk
from treatygraph.graph.stores.memory import Memory
from treatygraph.server.pool import Limits, Task, engine
from treatygraph.server.pool.lines import connect
from treatygraph.server.pool.spool import Spool
from treatygraph.server.pool.zygote import start_zygote

place, kind, services, *queries = sys.argv[1:]
dataset = Disk(Path(place)) if kind == "disk" else Memory(load([Path(place)]))
# As if a trick had been found that this check does not see through.
engine.require_safe = lambda text, hosts: SafeQuery(text)
zygote = start_zygote(dataset, 1, Limits(services=tuple(services.split())))

async def ask(text):
    line = await connect(zygote.address, 60.0)
    try:
        return (await line.ask(Task(text, solutions="csv", timeout=20.0), Spool(), 60.0)).read().decode()
    except QueryError as error:
        return str(error)
    finally:
        line.close()

answers = [asyncio.run(ask(text)) for text in queries]
worker, = children(zygote.pid)
opened = {}
for each in Path(f"/proc/{worker}/fd").iterdir():
    # The worker is just closing its connection.
    with suppress(FileNotFoundError):
        opened[int(each.name)] = os.readlink(each)
zygote.stop()
print(json.dumps([answers, opened]), flush=True)
if kind == "memory":
    # Nothing but the limits of a worker keeps the engine from it; it waits for an answer that does not come.
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    dataset.store.query(queries[-1])
"""
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def asked(place: Path, kind: str, services: str, *queries: str) -> tuple[list[str], dict[str, str]]:
    """Ask one worker queries; the answers, and what it has open."""
    root = Path(__file__).parents[3]
    command = [sys.executable, "-c", SCRIPT, str(place), kind, services, *queries]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout, done.stderr
    found: list[Any] = json.loads(done.stdout.splitlines()[0])
    return found[0], found[1]


@pytest.mark.parametrize("services", ["", "127.0.0.1 example.org"])
@pytest.mark.parametrize("kind", ["memory", "disk"])
def test_a_worker_can_call_nobody_even_if_no_check_sees_that_it_is_to(kind: str, services: str, tmp_path: Path) -> None:
    dataset = load([PONTOON])
    if kind == "disk":
        write_store(dataset, tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        call = f"SELECT * {{ SERVICE <http://127.0.0.1:{listener.getsockname()[1]}/> {{ ?s ?p ?o }} }}"
        answers, opened = asked(tmp_path if kind == "disk" else PONTOON, kind, services, COUNT, call, COUNT, call)
        count = f"n\r\n{len({quad.triple for quad in dataset.quads})}\r\n"
        assert (answers[0], answers[2]) == (count, count)
        assert "Too many open files" in answers[1]
        assert answers[1] == answers[3]
        if kind == "memory":
            # What the engine did in the end without the limits shows that the test would have seen it.
            listener.accept()[0].close()
        with pytest.raises(BlockingIOError):
            listener.accept()
    tables = [path for number, path in opened.items() if int(number) > 5]
    assert [Path(path).suffix for path in tables] == [".sst"] * len(list(tmp_path.glob("store-*/*.sst")))
    assert (len(tables) > 0) == (kind == "disk")


WAITING = """
import os, socket, sys
from pathlib import Path
from time import sleep
from treatygraph.graph.loader import load
from treatygraph.graph.stores.memory import Memory
from treatygraph.server.pool import Limits
from treatygraph.server.pool.zygote import start_zygote

place = f"\\0treatygraph-test-{os.getpid()}"
(here, begun), (there, told) = os.pipe(), os.pipe()
if os.fork() == 0:
    # As a worker that takes its time to end: it has the socket of its zygote.
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(place)
        os.write(told, b"bound")
        os.read(here, 1)
        sleep(0.5)
    os._exit(0)
os.read(there, 5)
dataset = Memory(load([Path(sys.argv[1])]))
os.write(begun, b"x")
zygote = start_zygote(dataset, 1, Limits(), place)
print(zygote.address == place, flush=True)
zygote.stop()
"""


def test_a_zygote_waits_for_an_address_until_the_workers_of_the_former_one_are_gone() -> None:
    command = [sys.executable, "-c", WAITING, str(PONTOON)]
    root = Path(__file__).parents[3]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("True\n", "")
