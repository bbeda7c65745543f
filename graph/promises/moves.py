"""The moves of a case: everything that can change the life of one commitment, as one perspective sees it.

A move is one effect of one act: a side's signature, a condition's being added, a withdrawal. It is filed under a
key that says what it changes. The keys are those of :class:`Key`; :mod:`treatygraph.graph.promises.life` says what
the status is when moves have happened.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from treatygraph.graph.promises.index import Index
from treatygraph.graph.promises.model import Act, Commitment, Condition, Graphs, Link, TypeEdge
from treatygraph.graph.promises.view import ALWAYS, NEVER, View, Ways, reach

__all__ = ["Draft", "Key", "Moves", "Route", "gather"]

SUSPENSION = "suspension-of-operation"
DECLARATION = "interpretative-declaration"
ANYBODY = ""
"""Stands for the one side of a promise whose debtor and creditor nobody names."""
BILATERAL = 2


class Key(StrEnum):
    """What a move changes. Most keys go together with a route, a side or a condition."""

    SIGNED = "signed"
    CONSENTED = "consented"
    IN_FORCE = "in force"
    IN_FORCE_FOR_CONSENTING = "in force for those who have consented"
    EXCLUDED = "excluded by a reservation"
    ENDED = "ended with the instrument"
    CREATED = "created"
    WITHDRAWN = "withdrawn"
    BREACHED = "breached"
    STANDING = "standing again"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    PERFORMED = "performed by an act on the commitment"
    CONSEQUENT = "performed by an event of the type owed"
    RELEASED = "released"
    ADDED = "condition in force"
    REMOVED = "condition not in force"
    HAPPENED = "what a condition requires has happened"
    REACHED = "the date of a condition is reached"


EFFECTS = {
    "create": (Key.CREATED, Key.STANDING),
    "withdraw": (Key.WITHDRAWN,),
    "breach": (Key.BREACHED,),
    "reaffirm": (Key.STANDING,),
    "suspend": (Key.SUSPENDED,),
    "resume": (Key.RESUMED,),
    "perform": (Key.PERFORMED,),
    "release": (Key.RELEASED,),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A move whose day is not worked out yet.

    :param event: the IRI of the act, or of the condition whose date is reached; empty for what held from the start.
    :param ways: the ways in which it is effective.
    :param graphs: the graphs it rests on.
    """

    event: str
    ways: Ways
    graphs: Graphs


@dataclass(frozen=True, slots=True)
class Route:
    """An instrument that sets the commitment out: one way in which it can come to bind.

    :param instrument: the instrument.
    :param targets: the instrument and the provisions that set the commitment out, with all between them.
    :param parties: the parties of the instrument that are known.
    :param sides: the states that must be bound.
    """

    instrument: str
    targets: frozenset[str]
    parties: frozenset[str]
    sides: tuple[str, ...]

    @property
    def is_bilateral(self) -> bool:
        """Whether no more than two states are known to be involved."""
        return len(self.parties.union(self.sides)) <= BILATERAL


@dataclass(frozen=True)
class Moves:
    """All moves of a case.

    :param routes: the instruments that set the commitment out.
    :param conditions: the conditions that can be in force, by IRI.
    :param filed: the moves under their keys.
    :param touched: the acts, propositions and inference graphs on which a stance would matter.
    :param graphs: the graphs that the commitment itself rests on.
    """

    routes: tuple[Route, ...]
    conditions: dict[str, Condition]
    filed: dict[tuple[Key, str, str], list[Draft]] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    graphs: Graphs = frozenset()


def gather(index: Index, view: View, commitment: Commitment) -> Moves:
    """Find everything that can change the life of a commitment.

    :param index: the model's look-ups.
    :param view: the perspective.
    :param commitment: the commitment.
    :returns: its moves.
    """
    return _Gatherer(index, view, commitment).gathered()


class _Gatherer:
    """The work of :func:`gather`."""

    def __init__(self, index: Index, view: View, commitment: Commitment) -> None:
        self.index, self.model, self.view, self.commitment = index, index.model, view, commitment
        self.filed: defaultdict[tuple[Key, str, str], list[Draft]] = defaultdict(list)
        self.touched: set[str] = set()
        self.conditions: dict[str, Condition] = {}
        self._stands_for: dict[str, dict[str, Ways]] = {}

    def gathered(self) -> Moves:
        """Look at the instruments, the acts on the commitment, and what performs or satisfies it."""
        commitment, view = self.commitment, self.view
        routes = tuple(self._routes())
        for route in routes:
            for act in self._acts_on(route.targets):
                self._instrument_act(route, act)
        for act in self._acts_on((commitment.iri,)):
            self._commitment_act(act)
        for link in commitment.conditions:
            self._file(Key.ADDED, "", view.ways(link.graphs), [link], link.target)
        for link in commitment.consequents:
            for event, ways, links in self._events_of_type(link):
                self._file(Key.CONSEQUENT, event, ways, links)
        for iri in sorted(one for key, one, _ in self.filed if key is Key.ADDED):
            self._condition(iri)
        sides = (*commitment.debtors, *commitment.creditors)
        graphs = view.support((*commitment.kinds, *sides, *commitment.consequents, *commitment.set_out_by))
        return Moves(routes, self.conditions, dict(self.filed), self.touched, graphs)

    def _file(self, key: Key, event: str, ways: Ways, links: Iterable[Link], one: str = "", other: str = "") -> None:
        """File a move under its key, unless it is never effective."""
        used = tuple(links)
        self._touch(used)
        if ways:
            self.filed[key, one, other].append(Draft(event, ways, self.view.support(used)))

    def _touch(self, links: Iterable[Link]) -> None:
        """Remember the inferences that statements rest on."""
        self.touched.update(graph for link in links for graph in link.graphs if self.view.is_inference(graph))

    def _acts_on(self, targets: Iterable[str]) -> list[Act]:
        """Find the acts upon any of several things."""
        found = {act.iri: act for target in targets for act in self.index.concerning.get(target, ())}
        return [found[iri] for iri in sorted(found)]

    def _routes(self) -> Iterator[Route]:
        """Find the instruments that set the commitment out, with the sides that must be bound."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for provision in self.view.certain(self.commitment.set_out_by):
            wholes = self._wholes(provision)
            for top in sorted(each for each in wholes if not self._wholes(each) - {each}):
                found[top] |= {each for each in wholes if top in self._wholes(each)}
        debtors, creditors = self._states(self.commitment.debtors), self._states(self.commitment.creditors)
        for instrument, targets in sorted(found.items()):
            party_links = [link for each in sorted(targets) for link in self.model.parties.get(each, ())]
            self._touch(party_links)
            parties = frozenset(self.view.certain(party_links))
            # What is promised in a treaty to a state outside it needs no consent of that state (VCLT art. 36).
            sides = debtors | (creditors & parties or creditors)
            if len(parties | sides) <= BILATERAL:
                sides |= parties
            yield Route(instrument, frozenset(targets), parties, tuple(sorted(sides)) or (ANYBODY,))

    def _wholes(self, provision: str) -> set[str]:
        """Find all that a provision is part of, itself included."""
        found, pending = {provision}, [provision]
        while pending:
            for whole in self.view.certain(self.model.wholes.get(pending.pop(), ())):
                if whole not in found:
                    found.add(whole)
                    pending.append(whole)
        return found

    def _states(self, links: Iterable[Link]) -> frozenset[str]:
        """Find the states that debtors or creditors are or act for."""
        found: set[str] = set()
        for agent in self.view.certain(links):
            found.update(self.view.certain(self.model.acts_for.get(agent, ())) or (agent,))
        return frozenset(found)

    def _instrument_act(self, route: Route, act: Act) -> None:
        """File what an act upon an instrument or a provision does."""
        concerns = [link for link in act.concerns if link.target in route.targets]
        if concerns and act.is_a("Signature"):
            self._by_side(Key.SIGNED, route, act, "Signature", concerns, all_if_nobody=True)
        if concerns and act.is_a("ConsentToBeBound"):
            self._by_side(Key.CONSENTED, route, act, "ConsentToBeBound", concerns)
        if concerns and act.is_a("EntryIntoForce"):
            general = not self._agents(act) and not route.is_bilateral
            key = Key.IN_FORCE_FOR_CONSENTING if general else Key.IN_FORCE
            self._by_side(key, route, act, "EntryIntoForce", concerns, all_if_nobody=True)
        if concerns and act.is_a("Termination"):
            self._termination(route, act, concerns)
        modified = [link for link in act.modifies if link.target in route.targets]
        if modified and act.is_a("Reservation") and not self.view.has_means(act, (DECLARATION,)):
            self._by_side(Key.EXCLUDED, route, act, "Reservation", modified)

    def _by_side(
        self, key: Key, route: Route, act: Act, kind: str, concerns: list[Link], all_if_nobody: bool = False
    ) -> None:
        """File an act for each side that it is an act of; one without a known agent may be everybody's."""
        view = self.view
        nobody = all_if_nobody and not self._agents(act)
        base = view.all_ways(self._effective(act, kind), view.any_way(concerns))
        for side in route.sides:
            links = [link for link in act.agents if side in self._stood_for(link.target) or side == ANYBODY]
            acting = [view.all_ways(view.ways(link.graphs), self._standing(link.target, side)) for link in links]
            ways = base if nobody else view.all_ways(base, tuple(each for ways in acting for each in ways))
            other = "" if key is Key.EXCLUDED else side
            self._file(key, act.iri, ways, (*_of_kind(act, kind), *concerns, *links), route.instrument, other)

    def _agents(self, act: Act) -> list[str]:
        """Find the agents of an act, as far as the perspective does not reject that they are."""
        self._touch(act.agents)
        return [link.target for link in act.agents if self.view.ways(link.graphs)]

    def _standing(self, agent: str, side: str) -> Ways:
        """Tell in which ways an agent's act is the act of a side."""
        return ALWAYS if side == ANYBODY else self._stood_for(agent).get(side, ())

    def _stood_for(self, agent: str) -> dict[str, Ways]:
        """Find the states that an agent acts for or takes the place of, with the ways in which it does."""
        if agent not in self._stands_for:
            self._stands_for[agent] = reach(agent, self._steps_to_states, self.view)
        return self._stands_for[agent]

    def _steps_to_states(self, agent: str) -> Iterator[tuple[str, Ways]]:
        """From an agent to whom it acts for, and from a successor to its predecessor."""
        for link in self.model.acts_for.get(agent, ()):
            self._touch((link,))
            yield link.target, self.view.ways(link.graphs)
        for succession in self.index.succeeding.get(agent, ()):
            self._touch(succession.links)
            effective = self._effective(self.model.acts[succession.act], "StateSuccession")
            yield succession.predecessor, self.view.all_ways(effective, self.view.all_steps(succession.links))

    def _termination(self, route: Route, act: Act, concerns: list[Link]) -> None:
        """File the end or the suspension of a treaty; one party leaving many ends nothing among the others."""
        view = self.view
        agents = self._agents(act)
        by_side = any(side in self._stood_for(agent) for agent in agents for side in route.sides)
        if agents and not (route.is_bilateral or by_side):
            return
        ways = view.all_ways(self._effective(act, "Termination"), view.any_way(concerns))
        links = (*_of_kind(act, "Termination"), *concerns)
        if view.has_means(act, (SUSPENSION,)):
            self._file(Key.SUSPENDED, act.iri, ways, links)
        else:
            self._file(Key.ENDED, act.iri, ways, links, route.instrument)

    def _commitment_act(self, act: Act) -> None:
        """File what an act upon the commitment itself does."""
        view = self.view
        concerns = [link for link in act.concerns if link.target == self.commitment.iri]
        if act.is_a("Termination"):
            ways = view.all_ways(self._effective(act, "Termination"), view.any_way(concerns))
            key = Key.SUSPENDED if view.has_means(act, (SUSPENSION,)) else Key.ENDED
            self._file(key, act.iri, ways, (*_of_kind(act, "Termination"), *concerns))
        if not act.is_a("CommitmentAct"):
            return
        base = view.all_ways(self._effective(act, "CommitmentAct"), view.any_way(concerns))
        links = (*_of_kind(act, "CommitmentAct"), *concerns)
        for effect in act.effects:
            for key in EFFECTS.get(effect.target, ()):
                ways = view.all_ways(base, view.ways(effect.graphs))
                self._file(key, act.iri, ways, (*links, effect))
        for key, changed in ((Key.ADDED, act.adds), (Key.REMOVED, act.removes)):
            for link in changed:
                ways = view.all_ways(base, view.ways(link.graphs))
                self._file(key, act.iri, ways, (*links, link), link.target)

    def _effective(self, act: Act, kind: str | None = None) -> Ways:
        """Tell in which ways an act is effective, and remember that a stance on it matters."""
        self.touched.add(act.iri)
        self.touched.update(link.target for link in act.effected_by)
        return self.view.act_ways(act, kind)

    def _condition(self, iri: str) -> None:
        """File what satisfies a condition, and its members'."""
        if iri in self.conditions:
            return
        condition = self.conditions[iri] = self.view.condition(iri)
        composite = condition.all_of + condition.any_of
        self._touch((*composite, *condition.kinds))
        for link in condition.requires:
            for event, ways, links in self._events_of_type(link):
                self._file(Key.HAPPENED, event, ways, links, iri)
        if condition.dates and not condition.requires and not composite:
            self._file(Key.REACHED, iri, self.view.any_way(condition.dates), condition.dates, iri)
        for link in composite:
            self._condition(link.target)

    def _events_of_type(self, wanted: Link) -> Iterator[tuple[str, Ways, list[Link]]]:
        """Find the events of a type and of those that specialise it or count as it."""
        view = self.view
        self._touch((wanted,))
        for kind, reached in reach(wanted.target, self._steps_to_narrower, view).items():
            for act in self.index.of_type.get(kind, ()):
                typed = [link for link in act.event_types if link.target == kind]
                ways = view.all_ways(self._effective(act), view.any_way(typed), reached, view.ways(wanted.graphs))
                yield act.iri, ways, [*act.kinds, *act.realisations, *typed, wanted]

    def _steps_to_narrower(self, kind: str) -> Iterator[tuple[str, Ways]]:
        """From an event type to those whose events are also its own, as far as the perspective counts it."""
        for edge in self.index.narrower.get(kind, ()):
            self._touch(edge.links)
            yield edge.source, self._edge_ways(edge)

    def _edge_ways(self, edge: TypeEdge) -> Ways:
        """Tell in which ways a step between event types holds: what a proposition says is for each to recognise."""
        view, proposition = self.view, edge.proposition
        if proposition is None:
            return view.all_steps(edge.links)
        self.touched.add(proposition)
        if proposition in view.rejects:
            return NEVER
        stance = ALWAYS if proposition in view.recognises else (frozenset((proposition,)),)
        return view.all_ways(view.all_steps(edge.links), stance)


def _of_kind(act: Act, kind: str) -> tuple[Link, ...]:
    """Choose the statements which say that an act is of a class, and that it took place."""
    return (*(link for link in act.kinds if link.target == kind), *act.realisations)
