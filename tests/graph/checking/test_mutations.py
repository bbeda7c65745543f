"""The shipped graph with one statement changed: the check notices, unless only the source could tell."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from treatygraph.graph.checking.findings import Severity
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.loader import load
from treatygraph.graph.terms import ID, RDF_TYPE, tg

SHARES = {"delete": 9, "retarget": 9, "retype": 7, "date": 7, "literal": 8}
LEAST = {"delete": 0.6, "retarget": 0.9, "retype": 0.7, "date": 0.7, "literal": 0.1}
"""How much of each kind has to be found: most texts can only be judged by people."""


@pytest.fixture(scope="module")
def mutations() -> ModuleType:
    """The benchmark, which makes mutations."""
    path = Path(__file__).parents[3] / "benchmarks" / "mutations.py"
    spec = spec_from_file_location("mutations", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["mutations"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def graph() -> Dataset:
    return load()


def test_the_graph_is_sound_before_it_is_mutated(mutations: ModuleType, graph: Dataset, tmp_path: Path) -> None:
    assert mutations.findings(graph.quads, tmp_path) == ()


def test_the_same_seed_makes_the_same_mutations(mutations: ModuleType, graph: Dataset) -> None:
    first, second, other = (mutations.Mutator(graph, seed).several("delete", 5) for seed in (1, 1, 2))
    assert list(first) == list(second) != list(other)


@pytest.mark.parametrize("kind", SHARES)
def test_a_mutation_changes_one_statement_or_two_bounds(kind: str, mutations: ModuleType, graph: Dataset) -> None:
    before = set(graph.quads)
    for mutation in mutations.Mutator(graph, 4).several(kind, SHARES[kind]):
        after = set(mutation.apply(graph.quads))
        assert before - after == {mutation.before, *mutation.dropped}
        assert len(before - after) <= 2
        assert len(after - before) <= len(before - after)
        assert mutation.kind == kind


@pytest.mark.parametrize("kind", SHARES)
def test_most_mutations_are_found_and_the_others_have_a_reason(
    kind: str, mutations: ModuleType, graph: Dataset, tmp_path: Path
) -> None:
    tried = list(mutations.Mutator(graph, 4).several(kind, SHARES[kind]))
    missed = [each for each in tried if not mutations.findings(each.apply(graph.quads), tmp_path)]
    assert len(tried) == SHARES[kind]
    assert 1 - len(missed) / len(tried) >= LEAST[kind], [str(each) for each in missed]
    reasons = {mutations.reason(each, graph.quads) for each in missed}
    assert "a thing of another class" not in reasons


@pytest.mark.parametrize(
    ("subject", "predicate", "before", "after", "code"),
    [
        ("perspective/narrator", tg("recognises"), "ratification-by-ussr-1956", "abe-visit-2019", "TG200"),
        (
            "perspective/russia",
            tg("recognises"),
            "ratification-by-japan-1956",
            "proposition/tass-2018-12-07/no-treaty-without-talks",
            "TG200",
        ),
    ],
)
def test_what_cannot_be_recognised_with_effect_is_found(
    subject: str,
    predicate: NamedNode,
    before: str,
    after: str,
    code: str,
    mutations: ModuleType,
    graph: Dataset,
    tmp_path: Path,
) -> None:
    [quad] = [each for each in graph.about(NamedNode(ID + subject)) if each.object == NamedNode(ID + before)]
    assert quad.predicate == predicate
    changed = Quad(quad.subject, predicate, NamedNode(ID + after), quad.graph_name)
    found = mutations.findings(mutations.Mutation("retarget", quad, (changed,)).apply(graph.quads), tmp_path)
    assert {finding.code for finding in found} == {code}


def test_a_source_that_was_written_after_it_was_published_is_found(
    mutations: ModuleType, graph: Dataset, tmp_path: Path
) -> None:
    wanted = NamedNode("https://schema.org/dateCreated")
    [quad] = [each for each in graph.with_predicate(wanted) if "2018" in str(each.object)]
    later = Literal("2027-02-15", datatype=quad.object.datatype)
    changed = Quad(quad.subject, wanted, later, quad.graph_name)
    found = mutations.findings(mutations.Mutation("date", quad, (changed,)).apply(graph.quads), tmp_path)
    assert [finding.message for finding in found] == ["It is of 2027-02-15, and was published on 2018-12-07."]


def test_a_thing_that_a_property_takes_besides_is_a_reason(mutations: ModuleType, graph: Dataset) -> None:
    [quad, *_] = [each for each in graph.with_predicate(tg("usedBy")) if each.object == NamedNode(ID + "tass")]
    for thing, expected in (
        ("ussr", "the property takes such things too: only the source can tell"),
        ("hand-over-1956", "a thing of another class"),
    ):
        changed = Quad(quad.subject, quad.predicate, NamedNode(ID + thing), quad.graph_name)
        assert mutations.reason(mutations.Mutation("retarget", quad, (changed,)), graph.quads) == expected


@pytest.mark.parametrize(
    ("subject", "predicate", "code"),
    [
        ("hand-over-1956", tg("condition"), "TG296"),
        ("hand-over-1956", tg("debtor"), "TG252"),
        ("hand-over-1956", tg("consequent"), "TG254"),
        ("speech-act/tass-2018-12-07/p04b-demand", tg("content"), "TG276"),
        ("speech-act/tass-2018-12-07/p04b-demand", tg("force"), "TG274"),
        ("ratification-by-japan-1956", tg("concerns"), "TG239"),
        ("peace-treaty-concluded", tg("requiresEvent"), "TG261"),
        ("graph/tass-2018-12-07/p04b", tg("voice"), "TG402"),
        ("withdrawal-1960", RDF_TYPE, "TG289"),
    ],
)
def test_what_a_graph_cannot_do_without_is_missed(
    subject: str, predicate: NamedNode, code: str, mutations: ModuleType, graph: Dataset, tmp_path: Path
) -> None:
    left = [quad for quad in graph.quads if (quad.subject, quad.predicate) != (NamedNode(ID + subject), predicate)]
    assert len(left) < len(graph.quads)
    found = mutations.findings(left, tmp_path)
    assert code in {finding.code for finding in found if finding.severity is Severity.ERROR}
