"""Evaluation of strangers' queries in processes of their own, which end at a deadline.

::

    web process ── Pool.ask ──> Unix socket <── accept ── worker  (limits of time, memory, files; low priority)
                                                            ↑ fork, and again for each that ends
                                                          zygote  (holds the graph, one thread)

:mod:`.zygote` starts it, :mod:`.client` is the way in, :mod:`.engine` what a worker does with a query.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from treatygraph.graph.lazy import lazily

if TYPE_CHECKING:
    from treatygraph.server.pool.client import Cancellation, Pool
    from treatygraph.server.pool.spool import Answer
    from treatygraph.server.pool.tasks import Cut, Limits, Task

__all__ = ["Answer", "Cancellation", "Cut", "Limits", "Pool", "Task"]

_MODULES: Mapping[str, str] = MappingProxyType(
    {
        "Answer": "spool",
        "Cancellation": "client",
        "Cut": "tasks",
        "Limits": "tasks",
        "Pool": "client",
        "Task": "tasks",
    }
)

__getattr__ = lazily(__name__, _MODULES)
