"""Small graphs for the tests of the check."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.loader import load
from treatygraph.graph.terms import PREFIXES

NAMESPACES = {
    **PREFIXES,
    "ex": "https://example.org/ns#",
    "g": "https://w3id.org/treatygraph/id/graph/gazette/",
    "graph": "https://w3id.org/treatygraph/id/graph/",
    "pv": "https://w3id.org/treatygraph/id/perspective/",
    "t": "https://w3id.org/treatygraph/id/time/",
}

Write = Callable[..., Path]
Read = Callable[[str], Dataset]


def prelude(text: str) -> str:
    """Declare the prefixes that a text uses, all in its first line, so that its own lines count from 2."""
    used = set(re.findall(r"(?<![\w:/])([a-z]*):(?=[\w-])", text))
    return " ".join(f"@prefix {prefix}: <{NAMESPACES[prefix]}> ." for prefix in sorted(used & NAMESPACES.keys())) + "\n"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a TriG file; the prefixes that it uses are declared for it, in its first line."""

    def make(text: str, name: str = "data.trig") -> Path:
        path = tmp_path / name
        path.write_text(prelude(text) + text, encoding="utf-8")
        return path

    return make


@pytest.fixture
def read(write: Write) -> Read:
    """Read a dataset from the text of a TriG file."""
    return lambda text: load([write(text)])


@pytest.fixture
def base(repository: Path) -> Path:
    """The clean graph that goes with the examples of the rules."""
    return repository / "tests" / "shapes" / "base.trig"
