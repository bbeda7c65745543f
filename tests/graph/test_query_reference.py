"""The reference page of the stored queries is generated, up to date and whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from treatygraph.graph.query_reference import reference_page
from treatygraph.graph.stored_queries import stored_queries

COMMAND = "python -m treatygraph.graph.query_reference > docs/reference/queries.md"


def test_the_page_in_the_documentation_is_the_generated_one(repository: Path) -> None:
    assert (repository / "docs/reference/queries.md").read_text("utf-8") == reference_page(), f"run: {COMMAND}"


def test_the_first_line_says_that_the_page_is_generated() -> None:
    assert COMMAND in reference_page().splitlines()[0]


def test_the_command_writes_the_page(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "treatygraph.graph.query_reference"], capture_output=True, check=True, cwd=tmp_path
    )
    assert done.stdout.decode() == reference_page()


def test_each_query_is_there_with_parameters_columns_and_text() -> None:
    page = reference_page()
    for query in stored_queries().values():
        section = page.partition(f"\n## {query.name}\n")[2].partition("\n## ")[0]
        assert query.summary in section
        assert query.body.strip() in section
        assert all(f"| `{each.name}` |" in section for each in query.parameters)
        assert "Columns: `" in section
