"""What the status engine answers: one commitment, one perspective, one day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from treatygraph.graph.promises.cases import Case
from treatygraph.graph.promises.index import Index
from treatygraph.graph.promises.life import BINDING, VALUES, Outcome
from treatygraph.graph.promises.model import Commitment, Graphs, Perspective
from treatygraph.graph.terms import GRAPH, ID, local_name

__all__ = ["UNKNOWN", "Dispute", "Former", "StatusAnswer", "answer", "disputes", "short", "summary", "to_records"]

UNKNOWN = "unknown"
"""The status where completions do not agree."""


@dataclass(frozen=True, slots=True)
class Former:
    """What the answer is without the assumptions.

    :param status: the status.
    :param possible: the exact set of possible statuses.
    :param unmet: the conditions that are certainly unmet where it is conditional.
    :param possibly_unmet: those that may be.
    """

    status: str
    possible: tuple[str, ...]
    unmet: tuple[str, ...]
    possibly_unmet: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatusAnswer:
    """The status of a commitment on a day, under a perspective.

    :param commitment: the IRI of the commitment.
    :param perspective: the IRI of the perspective.
    :param on: the day.
    :param status: the status that every completion gives, or ``unknown``.
    :param possible: the exact set of statuses that completions give, in the order of the code list.
    :param unmet: the conditions that are unmet in every completion in which it is conditional.
    :param possibly_unmet: the conditions that are unmet in some of these completions only.
    :param holds: what is true in every completion: ``binding``, and ``not-due`` and the like.
    :param because: the passages that the answer rests on; a reference graph stands for itself.
    :param inferences: the inference graphs without which the answer would be another.
    :param inferred: whether it rests on such a graph, or takes consents for an entry into force.
    :param force_assumed: whether consents are taken for an entry into force that nobody records.
    :param assumed: what was assumed or left out, as ``EVENT_TYPE=DATE`` and ``without ACT``.
    :param without_inference: the possible statuses without the inferences that the perspective recognises, where
        these make a difference; None where they make none.
    :param changed: the answer without the assumptions, where these make a difference; otherwise None.
    """

    commitment: str
    perspective: str
    on: date
    status: str
    possible: tuple[str, ...]
    unmet: tuple[str, ...] = ()
    possibly_unmet: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    inferences: tuple[str, ...] = ()
    inferred: bool = False
    force_assumed: bool = False
    assumed: tuple[str, ...] = ()
    without_inference: tuple[str, ...] | None = None
    changed: Former | None = None

    def to_record(self) -> dict[str, object]:
        """Write the answer with short names, ready for JSON or a data frame.

        :returns: the fields by name; things are named by what follows their kind in the IRI.
        """
        former = self.changed
        return {
            "commitment": local_name(self.commitment),
            "perspective": local_name(self.perspective),
            "on": self.on.isoformat(),
            "status": self.status,
            "possible": list(self.possible),
            "unmet": list(map(local_name, self.unmet)),
            "possibly_unmet": list(map(local_name, self.possibly_unmet)),
            "holds": list(self.holds),
            "because": list(map(short, self.because)),
            "inferred": self.inferred,
            "force_assumed": self.force_assumed,
            "inferences": list(map(short, self.inferences)),
            "without_inference": None if self.without_inference is None else list(self.without_inference),
            "assumed": list(self.assumed),
            "changed": None
            if former is None
            else {
                "status": former.status,
                "possible": list(former.possible),
                "unmet": list(map(local_name, former.unmet)),
                "possibly_unmet": list(map(local_name, former.possibly_unmet)),
            },
        }


@dataclass(frozen=True, slots=True)
class Dispute:
    """Perspectives give different known statuses of one commitment on one day.

    :param commitment: the IRI of the commitment.
    :param on: the day.
    :param statuses: the known status of each perspective that has one, by IRI.
    """

    commitment: str
    on: date
    statuses: tuple[tuple[str, str], ...]


def answer(index: Index, commitment: Commitment, perspective: Perspective, on: date) -> StatusAnswer:
    """Tell the status of a commitment on a day, under a perspective.

    :param index: the model's look-ups.
    :param commitment: the commitment.
    :param perspective: the perspective.
    :param on: the day; what happens on it counts.
    :returns: the answer.
    """
    case, day = Case(index, commitment, perspective), on.toordinal()
    outcome = case.outcome(day)
    used = _used(case, day)
    return StatusAnswer(
        commitment=commitment.iri,
        perspective=perspective.iri,
        on=on,
        status=summary(outcome),
        possible=outcome.possible,
        unmet=outcome.unmet,
        possibly_unmet=outcome.possibly_unmet,
        holds=_holds(outcome),
        because=_because(index, case.graphs(day), used),
        inferences=tuple(sorted(used)),
        inferred=bool(used) or outcome.force_assumed,
        force_assumed=outcome.force_assumed,
        without_inference=_without_inference(case, day),
    )


def summary(outcome: Outcome) -> str:
    """Sum an outcome up.

    :param outcome: the outcome.
    :returns: the status that every completion gives, or ``unknown``.
    """
    return outcome.possible[0] if len(outcome.possible) == 1 else UNKNOWN


def disputes(answers: Iterable[StatusAnswer]) -> tuple[Dispute, ...]:
    """Find the commitments on whose status perspectives differ; who does not know it does not differ.

    :param answers: answers for several perspectives.
    :returns: the disputes, by commitment and day.
    """
    known: dict[tuple[str, date], dict[str, str]] = {}
    for each in answers:
        if each.status != UNKNOWN:
            known.setdefault((each.commitment, each.on), {})[each.perspective] = each.status
    return tuple(
        Dispute(commitment, on, tuple(sorted(statuses.items())))
        for (commitment, on), statuses in sorted(known.items())
        if len(set(statuses.values())) > 1
    )


def to_records(answers: Iterable[StatusAnswer]) -> list[dict[str, object]]:
    """Write answers as records, for ``json.dumps`` or ``pandas.DataFrame``.

    :param answers: the answers.
    :returns: a dictionary for each.
    """
    return [each.to_record() for each in answers]


def short(iri: str) -> str:
    """Shorten the IRI of a passage, a graph or an inference.

    :param iri: the IRI.
    :returns: what follows the kind: source and number of a passage, for instance.

    >>> short("https://w3id.org/treatygraph/id/passage/tass-2018-12-07/p09b")
    'tass-2018-12-07/p09b'
    """
    for prefix in (GRAPH, ID + "passage/", ID + "inference/", ID):
        if iri.startswith(prefix):
            return iri.removeprefix(prefix)
    return iri


def _used(case: Case, day: int) -> Graphs:
    """Find the inference graphs without which the outcome would be another.

    Where each of several would do, none is needed by itself; then all that can matter are named.
    """
    if not case.inferences:
        return frozenset()
    outcome = case.outcome(day)

    def differs(left_out: Graphs) -> bool:
        other = Case(case.index, case.commitment, case.perspective, left_out).outcome(day)
        return _content(other) != _content(outcome)

    if not differs(case.inferences):
        return frozenset()
    needed = frozenset(graph for graph in case.inferences if differs(frozenset((graph,))))
    return case.inferences if differs(case.inferences - needed) else needed


def _content(outcome: Outcome) -> Mapping[str, tuple[str, ...]]:
    """Take from an outcome what it says about the commitment."""
    return {
        "possible": outcome.possible,
        "unmet": outcome.unmet,
        "possibly unmet": outcome.possibly_unmet,
    }


def _without_inference(case: Case, day: int) -> tuple[str, ...] | None:
    """Find what would be possible without the recognised inferences, where that is something else."""
    recognised = case.inferences & case.view.recognises
    if not recognised:
        return None
    other = Case(case.index, case.commitment, case.perspective, recognised).outcome(day).possible
    return None if other == case.outcome(day).possible else other


def _holds(outcome: Outcome) -> tuple[str, ...]:
    """Say what is true in every completion."""
    binding = ("binding",) if BINDING.issuperset(outcome.possible) else ()
    return binding + tuple(_opposite(value) for value in VALUES if value not in outcome.possible)


def _opposite(value: str) -> str:
    """Name what is true when a status is not possible."""
    return "made" if value == "not-made" else f"not-{value}"


def _because(index: Index, graphs: Graphs, used: Graphs) -> tuple[str, ...]:
    """Name the passages of graphs; a graph that has none, as one from a reference work, names itself."""
    found: set[str] = set()
    for graph in graphs | used:
        info = index.model.graphs.get(graph)
        if info is not None and (info.kind != "inference" or graph in used):
            found.update(info.passages or ((graph,) if graph and info.kind != "inference" else ()))
    return tuple(sorted(found))
