"""Numbers for operators: what was asked and how it went, counted by all web processes together.

Each web process writes into its own row of a small table in shared memory; :mod:`.metrics` adds the rows up.
"""

from __future__ import annotations

import mmap
from bisect import bisect_left

__all__ = ["BOUNDS", "ENDS", "STATUSES", "Tally"]

_ERRORS = ("timeout", "busy", "no-room", "too-hard", "too-large", "unwritable", "store", "call", "client-left")
ENDS = ("answered", "query", *_ERRORS, "too-slow")
"""How a query can end: with an answer, by its own fault, as the errors of the pool are called, or with a client that
is too slow to take its answer."""
BOUNDS = (0.001, 0.005, 0.02, 0.1, 0.5, 2.0, 10.0)
"""Seconds that requests are counted within."""
STATUSES = tuple(range(100, 600))
# The statuses first: their places are counted from the beginning.
_NAMES = (
    *(f"status {status}" for status in STATUSES),
    *(f"end {end}" for end in ENDS),
    *(f"within {bound:g}" for bound in BOUNDS),
    "requests",
    "seconds",
    "bytes",
    "kept",
    "open",
    "connections",
)
_PLACES = {name: place for place, name in enumerate(_NAMES)}
_REQUESTS, _SECONDS, _BYTES, _KEPT = (_PLACES[name] for name in ("requests", "seconds", "bytes", "kept"))
_WITHIN = _PLACES[f"within {BOUNDS[0]:g}"]
NUMBER_BYTES = 8


class Tally:
    """The table of numbers.

    :param processes: how many web processes there are.
    :param version: the version of the data, shown with the numbers.
    :param more: how many there are besides that serve for a while alone; their numbers come last.
    """

    def __init__(self, processes: int = 1, version: str = "", *, more: int = 0) -> None:
        self._lasting = processes * len(_NAMES)
        self._table = memoryview(mmap.mmap(-1, (processes + more) * len(_NAMES) * NUMBER_BYTES)).cast("d")
        self.version = version
        self.process = 0

    def begin(self, process: int) -> None:
        """Count for a web process from now on, which has nothing to do yet; an earlier one of this number has ended.

        :param process: its number.
        """
        self.process = process
        for name in ("open", "connections"):
            self.add(name, -self.own(name))

    def add(self, name: str, number: float = 1.0) -> None:
        """Count something; from one thread of each process alone.

        :param name: what.
        :param number: how many.
        """
        self._table[self.process * len(_NAMES) + _PLACES[name]] += number

    def answered(self, status: int, seconds: float, size: int, *, kept: bool = False, end: str = "") -> None:
        """Count a request.

        :param status: the status of its answer.
        :param seconds: how long it took.
        :param size: how many bytes its answer has.
        :param kept: whether the answer had been kept.
        :param end: how its query ended; empty if it had none.
        """
        table, row = self._table, self.process * len(_NAMES)
        table[row + status - STATUSES[0]] += 1
        table[row + _REQUESTS] += 1
        table[row + _SECONDS] += seconds
        table[row + _BYTES] += size
        bound = bisect_left(BOUNDS, seconds)
        if bound < len(BOUNDS):
            table[row + _WITHIN + bound] += 1
        if kept:
            table[row + _KEPT] += 1
        if end in ENDS:
            self.add(f"end {end}")

    def total(self, name: str) -> float:
        """Add up what all processes have counted.

        :param name: what.
        :returns: how many.
        """
        return float(sum(self._table[_PLACES[name] :: len(_NAMES)]))

    def own(self, name: str) -> float:
        """Tell what this process has counted.

        :param name: what.
        :returns: how many.
        """
        return self._table[self.process * len(_NAMES) + _PLACES[name]]

    def least(self, name: str) -> float:
        """Tell what the process has counted that has counted least, of those that last.

        :param name: what.
        :returns: how many.
        """
        return min(self._table[_PLACES[name] : self._lasting : len(_NAMES)])
