"""Contradictions: what a voice says that cannot all be true under the ontology."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.terms import compact

if TYPE_CHECKING:
    from treatygraph.graph.reasoning import Derivation, Inconsistency

__all__ = ["INCONSISTENCY", "check_consistency"]

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
    :returns: a finding for each contradiction; one that two voices share comes once.
    """
    from treatygraph.graph.closure import close_dataset, contradicts_itself

    if not contradicts_itself(dataset):
        return
    closure = close_dataset(dataset)
    reasons = {quad.triple: derivation for quad, derivation in closure.derivations.items()}
    seen = set()
    for _, each in closure.inconsistencies:
        key = (each.rule, frozenset(each.premises))
        if key not in seen:
            seen.add(key)
            yield _finding(dataset, each, reasons)


def _finding(dataset: Dataset, inconsistency: Inconsistency, reasons: Mapping[Triple, Derivation]) -> Finding:
    """Tell of a contradiction with the statements that lead to it, so that one of them can be mended."""
    stated = [triple for triple in _ancestors(inconsistency.premises, reasons) if dataset.graphs_of(triple)]
    subjects = [triple.subject.value for triple in inconsistency.premises if isinstance(triple.subject, NamedNode)]
    graphs = [name.value for each in stated for name in dataset.graphs_of(each) if isinstance(name, NamedNode)]
    return INCONSISTENCY.finding(
        subjects[-1] if subjects else "",
        message=f"{inconsistency.message.rstrip('.')} ({inconsistency.rule}).",
        repair=f"Correct one of: {'; '.join(map(_written, stated))}." if stated else None,
        graph=graphs[-1] if graphs else None,
    )


def _ancestors(premises: Iterable[Triple], reasons: Mapping[Triple, Derivation]) -> tuple[Triple, ...]:
    """Follow triples back to what was stated; those that were derived are among the result."""
    found = dict.fromkeys(premises)
    waiting = list(found)
    while waiting:
        derivation = reasons.get(waiting.pop())
        new = [triple for triple in (derivation.premises if derivation else ()) if triple not in found]
        found.update(dict.fromkeys(new))
        waiting += new
    return tuple(found)


def _written(triple: Triple) -> str:
    """Write a statement for a reader."""
    terms = (triple.subject, triple.predicate, triple.object)
    return " ".join(compact(term.value) if isinstance(term, NamedNode) else str(term) for term in terms)
