"""The build in memory."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from treatygraph.graph import build, load
from treatygraph.graph.builder import BuildRefusedError
from treatygraph.graph.closure import ontology_quads
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.terms import PROV, RDF_TYPE, STATUS_GRAPH, tg

SECOND = Path(__file__).parents[1] / "second_article" / "nna-2024-05-14.trig"


@pytest.fixture(scope="module")
def curated() -> Dataset:
    return load([SECOND])


@pytest.fixture(scope="module")
def built(curated: Dataset) -> Dataset:
    return build(curated)


def test_a_build_has_what_was_curated_the_ontology_what_follows_and_the_statuses(
    curated: Dataset, built: Dataset
) -> None:
    counts = built.counts()
    derived = {kind: counts.pop(kind) for kind in ("inferred", "ontology", "status")}
    assert counts == curated.counts()
    assert derived["ontology"] == len(ontology_quads())
    assert all(derived.values())
    assert len(set(built.quads)) == len(built.quads)
    assert built.sources == curated.sources


def test_the_status_graph_names_what_it_was_made_from(built: Dataset) -> None:
    name = NamedNode(STATUS_GRAPH)
    assert tg("StatusGraph") in built.objects(name, RDF_TYPE)
    sources = built.objects(name, NamedNode(PROV + "wasDerivedFrom"))
    assert sources
    assert {built.kind_of(each) for each in sources if isinstance(each, NamedNode)} <= {
        "passage",
        "inference",
        "reference",
        "perspective",
    }


@pytest.mark.parametrize(
    ("options", "absent"),
    [({"closure": False}, {"inferred", "ontology"}), ({"status": False}, {"status"})],
    ids=["no closure", "no status"],
)
def test_steps_can_be_left_out(curated: Dataset, built: Dataset, options: dict[str, bool], absent: set[str]) -> None:
    found = build(curated, check=False, closure=options.get("closure", True), status=options.get("status", True))
    assert found.counts() == {kind: count for kind, count in built.counts().items() if kind not in absent}


def test_without_any_step_the_data_stay_raw(curated: Dataset) -> None:
    assert build(curated, closure=False, status=False, check=False) == curated


def test_the_same_graph_gives_the_same_build(curated: Dataset, built: Dataset) -> None:
    again = build(load([SECOND]), check=False)
    assert again.quads == built.quads
    assert again.derivations == built.derivations
    assert again.digest == built.digest


def test_errors_refuse_the_build_with_the_findings(curated: Dataset) -> None:
    graph = next(name for name in curated.graph_names if curated.kind_of(name) == "passage")
    wrong = Quad(NamedNode("urn:x"), RDF_TYPE, tg("Commitment"), graph)
    with pytest.raises(BuildRefusedError, match="was not built") as error:
        build(Dataset((*curated.quads, wrong)))
    assert error.value.exit_code == 1
    assert {finding.focus for finding in error.value.report.errors} == {"urn:x"}


def test_a_contradiction_refuses_the_build(curated: Dataset) -> None:
    graph = next(name for name in curated.graph_names if curated.kind_of(name) == "passage")
    state = next(each for each in curated.subjects(RDF_TYPE, tg("State")) if isinstance(each, NamedNode))
    with pytest.raises(BuildRefusedError) as error:
        build(Dataset((*curated.quads, Quad(state, RDF_TYPE, tg("Island"), graph))))
    assert "TG302" in {finding.code for finding in error.value.report.errors}


def test_each_step_is_told_when_it_begins(curated: Dataset) -> None:
    steps: list[str] = []
    build(curated, progress=steps.append)
    assert steps == ["check", "close", "derive statuses"]
    build(check=False, closure=False, status=False, progress=steps.append)
    assert steps[3:] == ["load"]


def test_the_shipped_graph_is_built_by_default() -> None:
    assert build(check=False, status=False, closure=False) == load()
