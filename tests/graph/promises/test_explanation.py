"""Explanations: from an answer down to passages and their speakers."""

from __future__ import annotations

from pathlib import Path

import pytest

from treatygraph.graph import load
from treatygraph.graph.builder import build
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import InputError, TreatyGraphError, UnknownNameError
from treatygraph.graph.passages import read_copy
from treatygraph.graph.promises.evidence import Step, independent_supports
from treatygraph.graph.promises.explanation import Explanation, explain
from treatygraph.graph.terms import ID

SECOND = Path(__file__).parents[2] / "second_article"
PASSAGES = ID + "passage/tass-2018-12-07/"


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load()


def one(dataset: Dataset, *names: str, **options: str) -> Explanation:
    (found,) = explain(dataset, *names, **options)
    return found


def texts(step: Step) -> list[str]:
    return [each.text for each in step.walk()]


def test_a_stated_fact_leads_to_its_passages_and_repetition_counts_once(dataset: Dataset) -> None:
    found = one(dataset, "signature-of-joint-declaration-1956", "agent", "ussr")
    assert found.tree.passages == (PASSAGES + "p03", PASSAGES + "p09a")
    assert (found.supports, found.inferred) == (1, False)


def test_an_inferred_fact_is_marked_and_gives_its_reason(dataset: Dataset) -> None:
    found = one(dataset, "ratification-by-ussr-1956", "tg:agent", "ussr")
    assert found.inferred
    (inference,) = found.tree.steps
    assert (inference.kind, inference.iri) == ("inference", ID + "inference/tass-2018-12-07/the-two-states")
    assert "anaphora" in inference.text


def test_what_is_said_shows_the_chain_of_speakers_outermost_first(dataset: Dataset) -> None:
    found = one(dataset, "p05a-announcement", "content", "agreed-to-give-impetus")
    assert "TASS > Sergey Lavrov > Shinzo Abe and Vladimir Putin" in found.tree.steps[0].text


def test_a_derived_fact_is_traced_through_rule_and_premises(dataset: Dataset) -> None:
    found = one(build(dataset, check=False), "withdrawal-1960", "rdf:type", "DiplomaticEvent")
    rule = found.tree.steps[0]
    assert (rule.kind, rule.text) == ("rule", "by rule cax-sco of OWL RL from")
    assert {"an axiom of the ontology"} <= set(texts(rule))
    assert found.tree.passages == (PASSAGES + "p10a",)


def test_passages_come_before_axioms_whose_lists_are_not_shown_cell_by_cell() -> None:
    found = one(build(load()), "article-9", "tg:setsOut", "hand-over-1956")
    [rule] = found.tree.steps
    assert [each.text for each in rule.steps] == [
        "Article 9 of the Soviet-Japanese Joint Declaration eli:has_part territorial clause of Article 9",
        "territorial clause of Article 9 tg:setsOut promise of 1956 to hand over islands to Japan",
        "tg:setsOut owl:propertyChainAxiom ( eli:has_part tg:setsOut )",
    ]
    assert [each.passages != () for each in rule.steps] == [True, True, False]


def test_a_value_is_found_as_it_is_written(dataset: Dataset) -> None:
    assert one(dataset, "islets-of-the-lesser-kuril-chain", "inhabited", "false").supports == 1


def test_what_nobody_states_is_refused_with_what_is_stated(dataset: Dataset) -> None:
    with pytest.raises(InputError, match=r"Nobody states that: .* tg:debtor Russia\. What is stated: USSR\."):
        explain(dataset, "hand-over-1956", "debtor", "russia")


def test_a_thing_lists_the_graphs_of_all_sources_that_speak_of_it(dataset: Dataset) -> None:
    found = one(dataset, "shikotan")
    assert found.tree.text == "Shikotan (Island)"
    assert [step.kind for step in found.tree.steps] == ["note", "inference", "passage"]


def test_a_passage_lists_the_graphs_that_rest_on_it(dataset: Dataset) -> None:
    found = one(dataset, "tass-2018-12-07/p09c")
    assert found.tree.steps[0].text == "tass-2018-12-07/p09c (block 9, characters 2221 to 2281)"
    assert "14 statements of the passage graph p09c rest on it" in texts(found.tree)
    assert "2 statements of the inference graph the-two-states rest on it" in texts(found.tree)


@pytest.mark.parametrize(
    ("perspective", "status", "stance"),
    [
        ("narrator", "withdrawn", "recognises: withdrawal of the promise"),
        ("agreed-text", "conditional", "rejects: withdrawal of the promise"),
        ("japan", "unknown", "silent on: withdrawal of the promise"),
    ],
)
def test_a_status_shows_how_its_perspective_takes_each_act(
    dataset: Dataset, perspective: str, status: str, stance: str
) -> None:
    found = one(dataset, "hand-over-1956", on="1960-02-01", perspective=perspective)
    assert f": {status}" in found.tree.text
    assert any(text.startswith(stance) for text in texts(found.tree))


def test_a_status_shows_the_conditions_that_are_unmet_and_who_lays_them_down(dataset: Dataset) -> None:
    found = one(dataset, "hand-over-1956", on="1960-02-01", perspective="memorandum")
    conditions = {step.text: step.passages for step in found.tree.walk() if step.kind == "condition"}
    assert PASSAGES + "p10b" in conditions["unmet: withdrawal of all foreign troops from Japan"]
    assert conditions["perhaps unmet: conclusion of a peace treaty as condition"] == (PASSAGES + "p09b",)


def test_without_a_perspective_every_one_that_pertains_is_explained(dataset: Dataset) -> None:
    assert len(explain(dataset, "hand-over-1956", on="1957-01-01")) == 5


def test_the_words_are_shown_only_from_a_copy_whose_digest_matches(tmp_path: Path) -> None:
    dataset = load([SECOND / "nna-2024-05-14.trig"])
    source = ID + "source/nna-2024-05-14"
    text = SECOND / "nna-2024-05-14.txt"
    names = ("port-alder-lease-article-4", "setsOut", "return-of-port-alder")
    shown = explain(dataset, *names, copies={source: read_copy(text)})[0]
    assert "Veska has paid for the quays." in shown.tree.steps[0].text
    changed = tmp_path / "copy.txt"
    changed.write_text(text.read_text().replace("Alderhavn", "Alderhaven"))
    assert "quays" not in explain(dataset, *names, copies={source: read_copy(changed)})[0].tree.steps[0].text


def test_passages_of_different_content_are_independent(dataset: Dataset) -> None:
    assert independent_supports(dataset, [PASSAGES + "p03", PASSAGES + "p09a", PASSAGES + "p09b"]) == 2


def test_unknown_names_and_wrong_numbers_of_names_are_refused(dataset: Dataset) -> None:
    with pytest.raises(UnknownNameError, match=r"no property named 'debtr'\. Did you mean 'debtor'"):
        explain(dataset, "hand-over-1956", "debtr", "ussr")
    with pytest.raises(TreatyGraphError, match="2 names are neither a thing nor a statement"):
        explain(dataset, "hand-over-1956", "debtor")
