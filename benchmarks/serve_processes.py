"""A server's processes: which they are, what they do, what they take."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from pathlib import Path
from time import sleep

IDLE = 0.03
TURNS = 60


def free_port() -> int:
    """Find a port that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def children(pid: int) -> list[int]:
    """Name the children of a process."""
    found = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += [int(each) for each in (task / "children").read_text("ascii").split()]
    return found


def processes(pid: int) -> list[int]:
    """Name a process and all that come from it."""
    return [pid, *(found for child in children(pid) for found in processes(child))]


def kinds(pid: int) -> dict[str, list[int]]:
    """Name the processes of `treatygraph serve` by what they do, from the process that a user starts down."""
    generations = children(pid)
    below = [each for generation in generations for each in children(generation)]
    zygotes = [each for each in below if children(each)]
    return {
        "generation": generations,
        "zygote": zygotes,
        "web process": [each for each in below if each not in zygotes],
        "worker": [each for zygote in zygotes for each in children(zygote)],
    }


def cpu_seconds(pid: int) -> float:
    """Add up the work of a server's processes."""
    ticks = 0
    for each in processes(pid):
        with suppress(OSError):
            fields = Path(f"/proc/{each}/stat").read_text("utf-8").rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> float:
    """Add up the memory of a server's processes, what they share counted once, in MB."""
    total = 0
    for each in processes(pid):
        with suppress(OSError):
            lines = Path(f"/proc/{each}/smaps_rollup").read_text("ascii").splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def wait_until_idle(pid: int) -> None:
    """Let a server finish what it does after its first answer, such as making pages ready."""
    for _ in range(TURNS):
        before = cpu_seconds(pid)
        sleep(1)
        if cpu_seconds(pid) - before < IDLE:
            return
