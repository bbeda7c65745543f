"""The numbers for operators as ``/metrics`` shows them, written by Prometheus's own library."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)

from treatygraph.server.tally import BOUNDS, ENDS, STATUSES, Tally

__all__ = ["written"]


def written(tally: Tally) -> bytes:
    """Write the numbers.

    :param tally: the numbers.
    :returns: the text in Prometheus's format.
    """
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Metrics(tally))
    return generate_latest(registry)


@dataclass(frozen=True, slots=True)
class _Metrics:
    """The numbers as Prometheus's library collects them.

    :param tally: the numbers.
    """

    tally: Tally

    def collect(self) -> Iterable[Metric]:
        """Give the numbers to Prometheus's library.

        :returns: the families of metrics.
        """
        total = self.tally.total
        requests = CounterMetricFamily("treatygraph_requests", "Requests, by status.", labels=["status"])
        for status in STATUSES:
            if number := total(f"status {status}"):
                requests.add_metric([str(status)], number)
        yield requests
        queries = CounterMetricFamily("treatygraph_queries", "Queries evaluated, by how they ended.", labels=["end"])
        for end in ENDS:
            queries.add_metric([end], total(f"end {end}"))
        yield queries
        yield self._durations()
        yield CounterMetricFamily("treatygraph_sent_bytes", "Bytes of answers.", total("bytes"))
        yield CounterMetricFamily("treatygraph_kept_answers", "Answers given from those kept.", total("kept"))
        yield GaugeMetricFamily("treatygraph_open_requests", "Requests being worked on.", total("open"))
        yield GaugeMetricFamily("treatygraph_open_connections", "Connections of clients.", total("connections"))
        yield InfoMetricFamily("treatygraph_data", "The version of the data.", {"digest": self.tally.version})

    def _durations(self) -> Metric:
        """Make the histogram of how long requests took."""
        sums, number = [], 0.0
        for bound in BOUNDS:
            number += self.tally.total(f"within {bound:g}")
            sums.append((f"{bound:g}", number))
        sums.append(("+Inf", self.tally.total("requests")))
        family = HistogramMetricFamily("treatygraph_request_seconds", "How long requests took.")
        family.add_metric([], sums, self.tally.total("seconds"))
        return family
