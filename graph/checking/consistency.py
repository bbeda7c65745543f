"""Contradictions: what a voice says that cannot all be true under the ontology."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.terms import compact

if TYPE_CHECKING:
    from treatygraph.graph.reasoning import Inconsistency

__all__ = ["INCONSISTENCY", "check_consistency", "inconsistency_findings"]

INCONSISTENCY = Rule(
    code="TG301",
    name="contradiction-found",
    severity=Severity.ERROR,
    message="What one voice says does not contradict itself under the ontology.",
    repair="Correct one of the statements that contradict each other.",
    what="Closes what each voice says under the rules of OWL 2 RL, together with the graphs that it rests on, and "
    "finds the contradictions: a thing of two disjoint classes, for instance. Voices are never mixed: two of them "
    "may contradict each other.",
    why="From a contradiction anything follows, so no answer can be trusted.",
    references=("https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules",),
)


def check_consistency(dataset: Dataset) -> Iterator[Finding]:
    """Close a dataset, voice by voice, and report the contradictions.

    :param dataset: the dataset.
    :returns: a finding for each contradiction.
    """
    from treatygraph.graph.closure import close_dataset

    yield from inconsistency_findings(dataset, close_dataset(dataset).inconsistencies)


def inconsistency_findings(
    dataset: Dataset, inconsistencies: Iterable[tuple[str, Inconsistency]]
) -> Iterator[Finding]:
    """Make findings of contradictions that a closure found.

    :param dataset: the dataset that was closed.
    :param inconsistencies: the contradictions, with the voices that contradict themselves.
    :returns: one finding for each; a contradiction that two voices share comes once.
    """
    seen = set()
    for _, each in inconsistencies:
        key = (each.rule, frozenset(each.premises))
        if key not in seen:
            seen.add(key)
            yield _finding(dataset, each)


def _finding(dataset: Dataset, inconsistency: Inconsistency) -> Finding:
    """Tell of a contradiction at the thing and in the graph where it can be mended."""
    curated = [premise for premise in inconsistency.premises if dataset.graphs_of(premise)]
    blamed = (curated or list(inconsistency.premises))[-1:]
    graphs = [name.value for each in blamed for name in dataset.graphs_of(each) if isinstance(name, NamedNode)]
    return INCONSISTENCY.finding(
        next((each.subject.value for each in blamed if isinstance(each.subject, NamedNode)), ""),
        message=f"{inconsistency.message.rstrip('.')} ({inconsistency.rule}).",
        repair=f"Correct one of: {'; '.join(map(_written, curated))}." if curated else None,
        graph=next(iter(graphs), None),
    )


def _written(triple: Triple) -> str:
    """Write a statement for a reader."""
    terms = (triple.subject, triple.predicate, triple.object)
    return " ".join(compact(term.value) if isinstance(term, NamedNode) else str(term) for term in terms)
