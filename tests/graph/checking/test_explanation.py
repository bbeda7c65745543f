from __future__ import annotations

from pathlib import Path

import pytest

from treatygraph.graph.checking import all_rules
from treatygraph.graph.checking.explanation import example_files, explain_rule, reference

SECTIONS = ["What it does", "Why is this bad?", "Example", "Use instead", "Options", "References"]


@pytest.mark.parametrize("code", all_rules())
def test_every_rule_has_all_sections_and_none_is_empty(code: str) -> None:
    text = explain_rule(all_rules()[code])
    assert text.startswith(f"## {code} ")
    parts = text.split("\n### ")[1:]
    assert [part.splitlines()[0] for part in parts] == SECTIONS
    assert all(part.partition("\n")[2].strip() for part in parts)
    assert text.count("```") == 4


@pytest.mark.parametrize("code", all_rules())
def test_an_example_is_a_file_and_not_retyped(code: str) -> None:
    broken, kept = example_files(code)
    text = explain_rule(all_rules()[code])
    for path in (broken[0], kept[0]):
        lines = path.read_text("utf-8").splitlines()
        shown = [line for line in lines if not line.startswith(("# expect", '  "expect"', "@prefix", "PREFIX"))]
        assert "\n".join(shown).strip() in text


def test_the_reference_in_the_documentation_is_current(repository: Path) -> None:
    written = (repository / "docs" / "reference" / "rules.md").read_text("utf-8")
    assert written == reference(all_rules().values()), "treatygraph rule --all > docs/reference/rules.md"
