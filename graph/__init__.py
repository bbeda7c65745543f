"""The core of treatygraph: who promised what to whom, on which conditions, according to whom.

Each public name is imported from its module when it is used, so that importing this package costs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from treatygraph.graph.lazy import lazily

if TYPE_CHECKING:
    from treatygraph.graph.build_folder import read_build, write_build
    from treatygraph.graph.builder import build
    from treatygraph.graph.checking import Finding, Report, check
    from treatygraph.graph.dataset import Dataset
    from treatygraph.graph.errors import (
        ConfigurationError,
        InputError,
        NothingToCheckError,
        QueryError,
        ReasoningLimitError,
        TreatyGraphError,
        UnknownNameError,
    )
    from treatygraph.graph.loader import load
    from treatygraph.graph.promises import deadlocks, explain, status
    from treatygraph.graph.querying import query
    from treatygraph.graph.verification import verify

__all__ = [
    "ConfigurationError",
    "Dataset",
    "Finding",
    "InputError",
    "NothingToCheckError",
    "QueryError",
    "ReasoningLimitError",
    "Report",
    "TreatyGraphError",
    "UnknownNameError",
    "build",
    "check",
    "deadlocks",
    "explain",
    "load",
    "query",
    "read_build",
    "status",
    "verify",
    "write_build",
]

_MODULES: Mapping[str, str] = MappingProxyType(
    {
        "ConfigurationError": "errors",
        "Dataset": "dataset",
        "Finding": "checking",
        "InputError": "errors",
        "NothingToCheckError": "errors",
        "QueryError": "errors",
        "ReasoningLimitError": "errors",
        "Report": "checking",
        "TreatyGraphError": "errors",
        "UnknownNameError": "errors",
        "build": "builder",
        "check": "checking",
        "deadlocks": "promises",
        "explain": "promises",
        "load": "loader",
        "query": "querying",
        "read_build": "build_folder",
        "status": "promises",
        "verify": "verification",
        "write_build": "build_folder",
    }
)


__getattr__ = lazily(__name__, _MODULES)


def __dir__() -> list[str]:
    """Name what can be imported.

    :returns: the public names.
    """
    return list(__all__)
