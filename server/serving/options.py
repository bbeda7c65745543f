"""How the server is run."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from treatygraph.server.pool import Limits

__all__ = ["ServeOptions"]

WORKERS_PER_CORE = 6


def _default_workers() -> int:
    """Choose so many workers that some are free while others work on what takes long."""
    return WORKERS_PER_CORE * max(1, min(_cores(), 8))


def _default_processes() -> int:
    """Choose one web process for each core, up to four; two, so that one that is busy holds up nobody."""
    return max(2, min(_cores(), 4))


def _cores() -> int:
    """Count the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class ServeOptions(NamedTuple):
    """How the server is run.

    :param workers: how many processes evaluate queries.
    :param processes: how many processes speak HTTP.
    :param limits: what one query may cost.
    :param url_prefix: the path that everything is under, such as ``/graph``; empty for none.
    :param public_url: the URL that clients know the server by; empty to take what they send.
    :param forwarded: how many proxies in front are to be believed.
    :param access_log: whether each request is told on stderr.
    :param most_waiting: how many queries may wait for a worker in each web process.
    :param sources: folders with copies of sources, from which pages show the words.
    """

    workers: int = _default_workers()
    processes: int = _default_processes()
    limits: Limits = Limits()
    url_prefix: str = ""
    public_url: str = ""
    forwarded: int = 0
    access_log: bool = False
    most_waiting: int = 32
    sources: tuple[Path, ...] = ()
