"""Evaluation of strangers' queries in processes of their own, which end at a deadline.

::

    web process ── Pool.ask ──> Unix socket <── accept ── worker  (limits of time, memory, files; low priority)
                                                            ↑ fork, and again for each that ends
                                                          zygote  (holds the graph, one thread)

:mod:`.zygote` starts it, :mod:`.client` is the way in, :mod:`.engine` what a worker does with a query.
"""

from __future__ import annotations

from treatygraph.server.pool.client import Cancellation, Pool
from treatygraph.server.pool.spool import Answer
from treatygraph.server.pool.tasks import Cut, Limits, Task

__all__ = ["Answer", "Cancellation", "Cut", "Limits", "Pool", "Task"]
