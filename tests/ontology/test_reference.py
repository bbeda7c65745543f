"""The reference page is generated, up to date and whole."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from pyoxigraph import NamedNode, Triple

from treatygraph.ontology.reference import reference_page

TG = "https://w3id.org/treatygraph/ns#"
CONCEPT = "https://w3id.org/treatygraph/concept/"


def test_the_page_in_the_documentation_is_the_generated_one(repository: Path) -> None:
    written = (repository / "docs" / "reference" / "ontology.md").read_text("utf-8")
    assert written == reference_page(), "run: python -m treatygraph.ontology.reference > docs/reference/ontology.md"


def test_the_first_line_says_that_the_page_is_generated() -> None:
    first = reference_page().splitlines()[0]
    assert first.startswith("<!-- Generated")
    assert "python -m treatygraph.ontology.reference" in first


def test_the_command_writes_the_page(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "treatygraph.ontology.reference"], capture_output=True, check=True, cwd=tmp_path
    )
    assert done.stdout.decode() == reference_page()
    assert done.stderr == b""


def test_each_term_and_each_concept_has_a_row(ontology: tuple[Triple, ...], concepts: tuple[Triple, ...]) -> None:
    page = reference_page()
    terms = {
        each.subject.value.removeprefix(TG)
        for each in ontology
        if isinstance(each.subject, NamedNode) and each.subject.value.startswith(TG)
    }
    kept = {
        each.subject.value.removeprefix(CONCEPT)
        for each in concepts
        if isinstance(each.subject, NamedNode) and "/scheme/" not in each.subject.value
    }
    assert terms
    assert kept
    assert [local for local in terms if page.count(f"`tg:{local}` | ") < 1] == []
    assert [local for local in kept if page.count(f"| `c:{local}` | ") < 1] == []


def test_links_within_the_page_lead_somewhere_and_to_one_place() -> None:
    page = reference_page()
    anchors = re.findall(r'<a id="([^"]+)">', page)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r"\]\(#([^)]+)\)", page)) <= set(anchors)


def test_every_row_of_a_table_has_as_many_cells_as_its_heading() -> None:
    width = 0
    rows = 0
    for line in reference_page().splitlines():
        if not line.startswith("|"):
            width = 0
            continue
        cells = len(re.findall(r"(?<!\\)\|", line)) - 1
        width = width or cells
        assert cells == width, line
        rows += 1
    assert rows > 200
