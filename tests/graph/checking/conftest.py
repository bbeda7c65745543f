"""Small graphs for the tests of the check."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.loader import load
from treatygraph.graph.terms import PREFIXES

PRELUDE = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items()) + (
    "@prefix g: <https://w3id.org/treatygraph/id/graph/gazette/> .\n"
    "@prefix graph: <https://w3id.org/treatygraph/id/graph/> .\n"
    "@prefix t: <https://w3id.org/treatygraph/id/time/> .\n"
)

Write = Callable[..., Path]
Read = Callable[[str], Dataset]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a TriG file; the prefixes of treatygraph are declared for it."""

    def make(text: str, name: str = "data.trig") -> Path:
        path = tmp_path / name
        path.write_text(PRELUDE + text, encoding="utf-8")
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
