"""The typed model that the status engine works on: commitments, acts, conditions, perspectives.

Nothing here is RDF but the IRIs, which are plain strings. Each statement that the engine uses is a :class:`Link`
or another small record that names the graphs which state it, because a perspective may reject one of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from treatygraph.graph.promises.fuzzy_time import Bounds

__all__ = [
    "ASSUMED",
    "Act",
    "Commitment",
    "Condition",
    "GraphInfo",
    "Graphs",
    "Identity",
    "Link",
    "Model",
    "Order",
    "Perspective",
    "Succession",
    "TimeBound",
    "TypeEdge",
]

Graphs = frozenset[str]
"""The names of the graphs that state something."""

ASSUMED = "assumed"
"""Stands for the graph of what the user assumes; it is no IRI, so no graph can have this name."""


@dataclass(frozen=True, slots=True)
class Link:
    """The object of a statement, and the graphs that make the statement.

    :param target: the object: an IRI, or the local name of a class or concept.
    :param graphs: the graphs.
    """

    target: str
    graphs: Graphs


@dataclass(frozen=True, slots=True)
class TimeBound:
    """Outer bounds on a day.

    :param bounds: the bounds.
    :param link: the graphs which say that this time is the thing's.
    :param value: the graphs which give the time these bounds.
    :param time: the IRI of the time, where it has one.
    """

    bounds: Bounds
    link: Graphs
    value: Graphs
    time: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """An event or an act, whatever its kind.

    :param iri: its IRI.
    :param kinds: local names of its classes: ``Signature``, ``CommitmentAct`` and so on.
    :param realisations: local names of concepts: ``occurred``, ``claimed`` and so on.
    :param agents: who did it.
    :param concerns: the instruments, provisions or commitments that it is an act upon.
    :param event_types: the event types that it instantiates.
    :param effects: local names of the effects of an act on a commitment.
    :param adds: the conditions that it adds.
    :param removes: the conditions that it removes.
    :param means: local names of its legal form.
    :param modifies: the provisions whose effect a reservation excludes.
    :param effected_by: the instruments and speech acts by which it was done.
    :param times: bounds on its day.
    """

    iri: str
    kinds: tuple[Link, ...] = ()
    realisations: tuple[Link, ...] = ()
    agents: tuple[Link, ...] = ()
    concerns: tuple[Link, ...] = ()
    event_types: tuple[Link, ...] = ()
    effects: tuple[Link, ...] = ()
    adds: tuple[Link, ...] = ()
    removes: tuple[Link, ...] = ()
    means: tuple[Link, ...] = ()
    modifies: tuple[Link, ...] = ()
    effected_by: tuple[Link, ...] = ()
    times: tuple[TimeBound, ...] = ()

    def is_a(self, kind: str) -> bool:
        """Tell whether any graph says that it is of a class.

        :param kind: the local name of the class.
        :returns: whether it is.
        """
        return any(link.target == kind for link in self.kinds)

    @property
    def bounds(self) -> Bounds:
        """The bounds on its day, all graphs taken together."""
        return Bounds.meeting(time.bounds for time in self.times)


@dataclass(frozen=True, slots=True)
class Commitment:
    """A promise.

    :param iri: its IRI.
    :param kinds: its class, with the graphs that state it.
    :param debtors: who owes.
    :param creditors: to whom.
    :param consequents: the event type that is owed.
    :param conditions: the conditions it had from the start.
    :param set_out_by: the provisions or instruments that set it out.
    """

    iri: str
    kinds: tuple[Link, ...] = ()
    debtors: tuple[Link, ...] = ()
    creditors: tuple[Link, ...] = ()
    consequents: tuple[Link, ...] = ()
    conditions: tuple[Link, ...] = ()
    set_out_by: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition: an event, a date, all of several or any of several.

    :param iri: its IRI.
    :param kinds: ``suspensive``: the promise waits for it, as it does where nothing is said; or ``resolutive``: it
        ends the promise when it comes about.
    :param requires: the event types of which one must have happened.
    :param all_of: members that must all hold.
    :param any_of: members of which one must hold.
    :param dates: what says that it holds from a date on.
    :param times: bounds on that date; none when nothing is known of it.
    """

    iri: str
    kinds: tuple[Link, ...] = ()
    requires: tuple[Link, ...] = ()
    all_of: tuple[Link, ...] = ()
    any_of: tuple[Link, ...] = ()
    dates: tuple[Link, ...] = ()
    times: tuple[TimeBound, ...] = ()


@dataclass(frozen=True, slots=True)
class TypeEdge:
    """An event of one type is also one of another.

    :param source: the narrower type.
    :param target: the wider type, or the type that it counts as.
    :param links: the statements that make it up.
    :param proposition: the proposition that says so; None where it is stated outright.
    """

    source: str
    target: str
    links: tuple[Link, ...]
    proposition: str | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """One event precedes another.

    :param earlier: the one.
    :param later: the other.
    :param graphs: the graphs that state it.
    """

    earlier: str
    later: str
    graphs: Graphs


@dataclass(frozen=True, slots=True)
class Identity:
    """Two events may be one.

    :param one: the one.
    :param other: the other.
    :param graphs: the inference graphs that say so.
    """

    one: str
    other: str
    graphs: Graphs


@dataclass(frozen=True, slots=True)
class Succession:
    """One state takes the place of another.

    :param act: the IRI of the event.
    :param predecessor: the former state.
    :param successor: the latter.
    :param links: the statements that make it up.
    """

    act: str
    predecessor: str
    successor: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Perspective:
    """A point of view. On what it neither recognises nor rejects it is silent.

    :param iri: its IRI.
    :param recognises: the acts, propositions and inference graphs that it treats as effective.
    :param rejects: those that it treats as without effect.
    """

    iri: str
    recognises: frozenset[str] = frozenset()
    rejects: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class GraphInfo:
    """What the provenance says of a graph.

    :param iri: its name.
    :param kind: passage, inference, reference, perspective or other.
    :param is_reading: whether it is a reading, which nobody need share.
    :param passages: the passages that support it.
    """

    iri: str
    kind: str = "other"
    is_reading: bool = False
    passages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Model:
    """All that the engine knows.

    :param commitments: by IRI.
    :param acts: events of every kind, by IRI.
    :param conditions: by IRI.
    :param perspectives: by IRI.
    :param parties: the parties of each instrument.
    :param wholes: the wholes that each provision is part of.
    :param acts_for: the states that each agent acts for.
    :param type_edges: which event types are also others.
    :param orders: which events precede others.
    :param identities: which events may be one.
    :param successions: which states may stand for others.
    :param graphs: the graphs, by name.
    :param event_types: the IRIs of all event types.
    """

    commitments: Mapping[str, Commitment] = field(default_factory=dict)
    acts: Mapping[str, Act] = field(default_factory=dict)
    conditions: Mapping[str, Condition] = field(default_factory=dict)
    perspectives: Mapping[str, Perspective] = field(default_factory=dict)
    parties: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)
    wholes: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)
    acts_for: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)
    type_edges: tuple[TypeEdge, ...] = ()
    orders: tuple[Order, ...] = ()
    identities: tuple[Identity, ...] = ()
    successions: tuple[Succession, ...] = ()
    graphs: Mapping[str, GraphInfo] = field(default_factory=dict)
    event_types: frozenset[str] = frozenset()

    def with_acts(self, acts: Mapping[str, Act]) -> Model:
        """Add acts.

        :param acts: further acts, by IRI.
        :returns: a model that has them too.
        """
        return replace(self, acts={**self.acts, **acts})
