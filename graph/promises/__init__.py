"""Promises over time: their status on a day and under a perspective, what it rests on, and deadlocks."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from treatygraph.graph.lazy import lazily

if TYPE_CHECKING:
    from treatygraph.graph.promises.answers import Dispute, StatusAnswer, disputes, to_records
    from treatygraph.graph.promises.asking import status
    from treatygraph.graph.promises.explanation import explain
    from treatygraph.graph.promises.preconditions import deadlocks
    from treatygraph.graph.promises.spans import status_quads

__all__ = [
    "Dispute",
    "StatusAnswer",
    "deadlocks",
    "disputes",
    "explain",
    "status",
    "status_quads",
    "to_records",
]

_MODULES: Mapping[str, str] = MappingProxyType(
    {
        "Dispute": "answers",
        "StatusAnswer": "answers",
        "deadlocks": "preconditions",
        "disputes": "answers",
        "explain": "explanation",
        "status": "asking",
        "status_quads": "spans",
        "to_records": "answers",
    }
)


__getattr__ = lazily(__name__, _MODULES)


def __dir__() -> list[str]:
    """Name what can be imported.

    :returns: the public names.
    """
    return list(__all__)
