"""Rules are chosen as ruff chooses them: what is named more exactly wins."""

from __future__ import annotations

from pathlib import Path

import pytest

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.selection import Selection, require_codes
from treatygraph.graph.errors import ConfigurationError


def finding(code: str, path: str | None = None) -> Finding:
    return Finding(code, "a-name", Severity.ERROR, "m", "r", "", path=path)


@pytest.mark.parametrize(
    ("selection", "default", "applies"),
    [
        (Selection(), True, True),
        (Selection(), False, False),
        (Selection(select=("ALL",)), False, True),
        (Selection(select=("TG2",)), False, True),
        (Selection(select=("TG3",)), True, False),
        (Selection(extend_select=("TG203",)), False, True),
        (Selection(select=("TG3",), extend_select=("TG2",)), True, True),
        (Selection(ignore=("TG2",)), True, False),
        (Selection(ignore=("ALL",)), True, False),
        (Selection(select=("TG2",), ignore=("TG203",)), True, False),
        (Selection(select=("TG203",), ignore=("TG2",)), True, True),
        (Selection(select=("TG203",), ignore=("TG203",)), True, False),
        (Selection(select=("ALL",), ignore=("TG20",)), True, False),
    ],
)
def test_the_most_exact_choice_wins(selection: Selection, default: bool, applies: bool) -> None:
    assert selection.applies("TG203", default=default) is applies


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("old/a.trig", []),
        ("old/deep/a.trig", []),
        ("very/old/a.trig", ["TG203"]),
        ("new/a.trig", ["TG203"]),
        ("new/b.ttl", ["TG203"]),
        ("new/c.nt", []),
        ("new/deep/c.nt", []),
        ("new/bc.nt", ["TG203"]),
        (None, ["TG203"]),
    ],
)
def test_rules_are_left_out_in_files_that_match_a_pattern(path: str | None, kept: list[str]) -> None:
    here = Path.cwd()
    ignores = {f"{here}/old/*": ("TG20",), "*.ttl": ("TG4",), f"{here}/**/c.nt": ("TG2",)}
    selection = Selection(per_file_ignores=ignores)
    assert [each.code for each in selection.chosen([finding("TG203", path)])] == kept


def test_a_rule_that_is_off_by_default_is_not_heard() -> None:
    assert [each.code for each in Selection().chosen([finding("TG007"), finding("TG001")])] == ["TG001"]


def test_codes_that_no_rule_has_are_refused() -> None:
    require_codes(Selection(select=("ALL", "TG2"), ignore=("TG203",)))
    with pytest.raises(ConfigurationError, match=r"^No rule's code begins with 'TG9'\."):
        require_codes(Selection(ignore=("TG203", "TG9")))


@pytest.mark.parametrize(
    "selection", [Selection(ignore=("ALL",)), Selection(select=("TG203",), ignore=("TG203",))], ids=["all", "the one"]
)
def test_a_choice_of_no_rule_is_refused(selection: Selection) -> None:
    with pytest.raises(ConfigurationError, match=r"^No rule is left to apply: all are ignored\. Ignore fewer rules\.$"):
        require_codes(selection)
    require_codes(Selection(ignore=("ALL",), extend_select=("TG203",)))
