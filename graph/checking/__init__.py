"""The check of a graph: rules with permanent codes, and findings that say what to do.

:func:`check` runs all rules on files, :func:`check_dataset` on a dataset; :func:`find_rule` explains a code.
"""

from __future__ import annotations

from treatygraph.graph.checking.findings import Finding, Report, Severity
from treatygraph.graph.checking.registry import all_rules, find_rule
from treatygraph.graph.checking.rules import FAMILIES, Rule
from treatygraph.graph.checking.runner import check, check_dataset

__all__ = [
    "FAMILIES",
    "Finding",
    "Report",
    "Rule",
    "Severity",
    "all_rules",
    "check",
    "check_dataset",
    "find_rule",
]
