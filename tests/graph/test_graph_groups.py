"""Groups of graphs: exactly the graphs that they say, from what the graph tells of its graphs."""

from __future__ import annotations

from treatygraph.graph.dataset import KINDS, Dataset
from treatygraph.graph.graph_groups import GROUPS, KIND_TEXTS, groups_of
from treatygraph.graph.loader import load
from treatygraph.graph.terms import GRAPH, ID, INFERRED_GRAPHS, STATUS_GRAPH

READINGS = {"talks-about-anything-literally", "habomai-names-the-chain", "memorandum-replaces-condition"}


def members(dataset: Dataset, name: str) -> set[str]:
    return set(groups_of(dataset)[GROUPS + name].members)


def kinds(dataset: Dataset, name: str) -> set[str]:
    return {dataset.kind_of(each) for each in members(dataset, name)}


def test_the_general_groups_have_the_kinds_that_they_are_for(built: Dataset) -> None:
    assert kinds(built, "stated") == {"passage", "reference"}
    assert kinds(built, "curated") == {"editorial", "inference", "passage", "perspective", "provenance", "reference"}
    assert kinds(built, "derived") == {"inferred", "status"}
    assert {STATUS_GRAPH, f"{INFERRED_GRAPHS}tass"} < members(built, "derived")


def test_each_kind_has_a_group_and_a_text() -> None:
    assert set(KIND_TEXTS) == {*KINDS.values(), "provenance", "ontology", "other"}


def test_the_groups_of_kinds_share_out_all_graphs(built: Dataset) -> None:
    groups = [group for iri, group in groups_of(built).items() if "/kind/" in iri]
    found = [member for group in groups for member in group.members]
    assert sorted(found) == sorted(name.value for name in built.graph_names if hasattr(name, "value"))


def test_a_voice_says_what_it_vouches_for_and_not_what_follows(built: Dataset) -> None:
    assert members(built, "voice/tass") == members(built, "kind/passage")
    assert members(built, "voice/treatygraph") == members(built, "kind/inference")


def test_a_perspective_takes_the_readings_that_it_recognises(built: Dataset) -> None:
    inferences = f"{ID}inference/tass-2018-12-07/"
    everything = members(built, "stated") | members(built, "kind/inference")
    left_out = {
        name: {each.removeprefix(inferences) for each in everything - members(built, f"perspective/{name}")}
        for name in ("narrator", "japan")
    }
    assert left_out == {"narrator": READINGS, "japan": READINGS | {"withdrawal-is-memorandum"}}


def test_groups_without_members_do_not_exist() -> None:
    assert not groups_of(Dataset(()))
    assert GROUPS + "derived" not in groups_of(load())
    assert GRAPH not in groups_of(load())
