"""The HTTP side of treatygraph: a SPARQL endpoint, linked data, exports and plain pages over one dataset.

The application, which brings the framework and all pages, is imported when it is used: queries are answered before.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from treatygraph.graph.lazy import lazily

if TYPE_CHECKING:
    from treatygraph.server.application import Application, create_app

__all__ = ["MAX_BODY_BYTES", "Application", "create_app"]

MAX_BODY_BYTES = 1024 * 1024
"""How long the body of a request may be."""

_MODULES: Mapping[str, str] = MappingProxyType({"Application": "application", "create_app": "application"})

__getattr__ = lazily(__name__, _MODULES)
