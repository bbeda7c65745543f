"""What the supervisor does when it is told to load anew, and when those that serve end, at any moment."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path
from typing import TYPE_CHECKING

from tests.running import children
from treatygraph.graph.loader import load

from ..conftest import PONTOON

if TYPE_CHECKING:
    from tests.running import Running, Start

COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
AGAIN = "It is served again.\n"


def rows_of(server: Running) -> int:
    """Count what is served."""
    return int(server.query(COUNT).body.split()[1])


def loading(server: Running) -> int:
    """Begin to load the data anew, and hold the process that does so; its number."""
    (present,) = children(server.process.pid)
    server.process.send_signal(signal.SIGHUP)
    server.wait_for(lambda: len(children(server.process.pid)) == 2)
    successor = max(set(children(server.process.pid)) - {present})
    os.kill(successor, signal.SIGSTOP)
    return successor


def test_what_is_told_while_data_is_loaded_is_not_forgotten(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "graph.trig"
    shutil.copy(PONTOON, file)
    server = start("--workers", "2", files=(file,))
    successor = loading(server)
    file.write_text("<urn:a> <urn:b> <urn:c> .\n", "utf-8")
    server.process.send_signal(signal.SIGHUP)
    os.kill(successor, signal.SIGCONT)
    server.wait_for(lambda: server.lines.count("The new data is served.\n") == 2)
    assert rows_of(server) == 0
    assert server.query("ASK { <urn:a> <urn:b> <urn:c> }").body.startswith(b"true")
    assert server.stop() == 0


def test_all_that_serve_can_end_while_others_are_made(start: Start) -> None:
    server = start("--workers", "2")
    (present,) = children(server.process.pid)
    successor = loading(server)
    os.kill(present, signal.SIGKILL)
    server.wait_for(lambda: "The processes that served have ended; starting them anew.\n" in server.lines)
    os.kill(successor, signal.SIGKILL)
    server.wait_for(lambda: AGAIN in server.lines)
    told = "It cannot be served, and is tried again in 1 s: The process that was to serve ended before it could.\n"
    assert told in server.lines
    assert rows_of(server) == load([PONTOON]).size
    assert server.stop() == 0


def test_a_successor_takes_over_from_one_that_has_ended(start: Start) -> None:
    server = start("--workers", "2")
    (present,) = children(server.process.pid)
    successor = loading(server)
    os.kill(present, signal.SIGKILL)
    os.kill(successor, signal.SIGCONT)
    server.wait_for(lambda: AGAIN in server.lines or "The new data is served.\n" in server.lines)
    assert rows_of(server) == load([PONTOON]).size
    assert server.stop() == 0


def test_data_that_cannot_be_read_is_tried_again_when_nothing_else_serves(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "graph.trig"
    shutil.copy(PONTOON, file)
    server = start("--workers", "2", files=(file,))
    rows = rows_of(server)
    file.write_text("this is no TriG", "utf-8")
    os.kill(children(server.process.pid)[0], signal.SIGKILL)
    server.wait_for(lambda: any(line.startswith("It cannot be served, and is tried") for line in server.lines))
    assert any("graph.trig:1:" in line for line in server.lines)
    shutil.copy(PONTOON, file)
    server.wait_for(lambda: AGAIN in server.lines)
    assert rows_of(server) == rows
    assert server.stop() == 0
