from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Program = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.mark.parametrize("name", ["TG203", "tg203", "same-as-asserted"])
def test_a_rule_is_explained_by_code_or_name(treatygraph: Program, name: str) -> None:
    result = treatygraph("rule", name)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("## TG203 same-as-asserted\n")
    assert ":arcadia owl:sameAs :borduria ." in result.stdout


def test_all_rules_are_the_reference(treatygraph: Program, repository: Path) -> None:
    result = treatygraph("rule", "--all")
    assert result.returncode == 0
    assert result.stdout == (repository / "docs" / "reference" / "rules.md").read_text("utf-8")


def test_an_unknown_rule_is_an_error_with_near_matches(treatygraph: Program) -> None:
    result = treatygraph("rule", "TG2O3")
    assert (result.returncode, result.stdout) == (2, "")
    assert "Did you mean" in result.stderr


@pytest.mark.parametrize(("arguments", "more"), [([], ""), (["TG203", "--all"], "; not both")])
def test_wrong_usage(treatygraph: Program, arguments: list[str], more: str) -> None:
    result = treatygraph("rule", *arguments)
    assert result.returncode == 2
    assert f"Give the code of a rule, or --all{more}.\n" in result.stderr
