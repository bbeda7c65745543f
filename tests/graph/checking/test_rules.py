from __future__ import annotations

import pytest

from treatygraph.graph.checking.findings import Severity
from treatygraph.graph.checking.rules import FAMILIES, Rule


def rule(code: str = "TG201", name: str = "missing-label") -> Rule:
    return Rule(code, name, Severity.WARNING, "It has one.", "Add one.", "Finds those without.", "It is bad.")


@pytest.mark.parametrize("code", ["TG1", "TG2010", "tg201", "XX201", "TG601", "TG20x", ""])
def test_a_malformed_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="three digits"):
        rule(code=code)


@pytest.mark.parametrize("name", ["label", "Missing-label", "missing_label", "missing-", "missing label"])
def test_a_malformed_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="kebab-case"):
        rule(name=name)


@pytest.mark.parametrize("prefix", FAMILIES)
def test_each_family_has_codes(prefix: str) -> None:
    assert rule(code=f"{prefix}01").family == FAMILIES[prefix]


def test_a_finding_says_what_the_rule_says() -> None:
    found = rule().finding("urn:x", graph="urn:g", value='"a"')
    assert (found.code, found.name, found.severity) == ("TG201", "missing-label", Severity.WARNING)
    assert (found.message, found.repair) == ("It has one.", "Add one.")
    assert (found.focus, found.graph, found.value) == ("urn:x", "urn:g", '"a"')


def test_a_finding_can_say_more_than_the_rule() -> None:
    found = rule().finding("", message="This one.", repair="So.", path="a.trig", line=1, column=2)
    assert (found.message, found.repair, found.position) == ("This one.", "So.", "a.trig:1:2")
