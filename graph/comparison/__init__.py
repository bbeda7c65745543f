"""Comparing two versions of a graph: their statements, and what changed in meaning."""

from __future__ import annotations

from treatygraph.graph.comparison.difference import PARTS, Difference, compare
from treatygraph.graph.comparison.versions import Version, read_version

__all__ = ["PARTS", "Difference", "Version", "compare", "read_version"]
