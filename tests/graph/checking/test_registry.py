from __future__ import annotations

import re
from pathlib import Path

import pytest

from treatygraph.graph.checking import all_rules, find_rule
from treatygraph.graph.checking.shapes import read_shapes
from treatygraph.graph.errors import UnknownNameError


def test_the_rules_are_in_the_order_of_their_codes() -> None:
    assert list(all_rules()) == sorted(all_rules())


def test_the_shapes_are_among_the_rules() -> None:
    assert {rule.code for rule in read_shapes().rules().values()} <= set(all_rules())


def test_every_rule_that_code_writes_down_is_registered(repository: Path) -> None:
    written = {
        code
        for path in (repository / "graph").rglob("*.py")
        for code in re.findall(r"^\s+code=\"(TG\d{3})\"", path.read_text("utf-8"), re.MULTILINE)
    }
    assert written
    assert written <= set(all_rules())


@pytest.mark.parametrize("name", ["TG203", "tg203", "same-as-asserted", "Same-As-Asserted"])
def test_a_rule_is_found_by_code_and_by_name(name: str) -> None:
    assert find_rule(name).code == "TG203"


@pytest.mark.parametrize(("name", "near"), [("TG2033", "TG203"), ("same-as-aserted", "same-as-asserted")])
def test_a_near_match_is_offered(name: str, near: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        find_rule(name)
    assert near in caught.value.near


def test_texts_are_whole_sentences() -> None:
    for rule in all_rules().values():
        for text in (rule.message, rule.repair, rule.what, rule.why):
            assert re.fullmatch(r"\S.*[.?]", text, re.DOTALL), rule
