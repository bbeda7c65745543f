"""Numbers for operators: what was asked and how it went, counted by all web processes together.

Each web process writes into its own row of a small table in shared memory; ``/metrics`` adds the rows up and has
them written by Prometheus's own library.
"""

from __future__ import annotations

import mmap
from bisect import bisect_left
from collections.abc import Iterable

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)

__all__ = ["ENDS", "Tally"]

_ERRORS = ("timeout", "busy", "no-room", "too-hard", "too-large", "unwritable", "store", "call", "client-left")
ENDS = ("answered", "query", *_ERRORS, "too-slow")
"""How a query can end: with an answer, by its own fault, as the errors of the pool are called, or with a client that
is too slow to take its answer."""
BOUNDS = (0.001, 0.005, 0.02, 0.1, 0.5, 2.0, 10.0)
_STATUSES = tuple(range(100, 600))
# The statuses first: their places are counted from the beginning.
_NAMES = (
    *(f"status {status}" for status in _STATUSES),
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
    """

    def __init__(self, processes: int = 1, version: str = "") -> None:
        self._table = memoryview(mmap.mmap(-1, processes * len(_NAMES) * NUMBER_BYTES)).cast("d")
        self._version = version
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
        table[row + status - _STATUSES[0]] += 1
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
        """Tell what the process has counted that has counted least.

        :param name: what.
        :returns: how many.
        """
        return min(self._table[_PLACES[name] :: len(_NAMES)])

    def collect(self) -> Iterable[Metric]:
        """Give the numbers to Prometheus's library.

        :returns: the families of metrics.
        """
        requests = CounterMetricFamily("treatygraph_requests", "Requests, by status.", labels=["status"])
        for status in _STATUSES:
            if number := self.total(f"status {status}"):
                requests.add_metric([str(status)], number)
        yield requests
        queries = CounterMetricFamily("treatygraph_queries", "Queries evaluated, by how they ended.", labels=["end"])
        for end in ENDS:
            queries.add_metric([end], self.total(f"end {end}"))
        yield queries
        yield self._durations()
        yield CounterMetricFamily("treatygraph_sent_bytes", "Bytes of answers.", self.total("bytes"))
        yield CounterMetricFamily("treatygraph_kept_answers", "Answers given from those kept.", self.total("kept"))
        yield GaugeMetricFamily("treatygraph_open_requests", "Requests being worked on.", self.total("open"))
        yield GaugeMetricFamily("treatygraph_open_connections", "Connections of clients.", self.total("connections"))
        yield InfoMetricFamily("treatygraph_data", "The version of the data.", {"digest": self._version})

    def written(self) -> bytes:
        """Write the numbers.

        :returns: the text in Prometheus's format.
        """
        registry = CollectorRegistry(auto_describe=False)
        registry.register(self)
        return generate_latest(registry)

    def _durations(self) -> Metric:
        """Make the histogram of how long requests took."""
        sums, number = [], 0.0
        for bound in BOUNDS:
            number += self.total(f"within {bound:g}")
            sums.append((f"{bound:g}", number))
        sums.append(("+Inf", self.total("requests")))
        family = HistogramMetricFamily("treatygraph_request_seconds", "How long requests took.")
        family.add_metric([], sums, self.total("seconds"))
        return family
