"""A case: one commitment as one perspective sees it, over the whole time line.

Between two neighbouring days on which a node's first or last day falls nothing changes. Status on a day and the
spans of the status graph are both read off these stretches, so they cannot disagree. What decides a status is imported
when one is asked for: the check looks at days only.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from treatygraph.graph.promises.chronology import Chronology, Floor, chronology
from treatygraph.graph.promises.fuzzy_time import AFTER_ALL_DAYS, BEFORE_ALL_DAYS, Bounds
from treatygraph.graph.promises.index import Index, components
from treatygraph.graph.promises.model import Commitment, Graphs, Perspective
from treatygraph.graph.promises.moves import Draft, Key, Moves, gather
from treatygraph.graph.promises.view import View

if TYPE_CHECKING:
    from treatygraph.graph.promises.formula import Move, Timeline
    from treatygraph.graph.promises.life import Outcome
    from treatygraph.graph.promises.situation import Setting

__all__ = ["Case"]

CONFIRMING = frozenset({"ratification", "acceptance", "approval"})
"""Means of consent that confirm a signature given before (VCLT art. 14)."""

_FOUNDING = (Key.SIGNED, Key.CONSENTED, Key.CREATED)
_UPON = (
    Key.EXCLUDED,
    Key.ENDED,
    Key.WITHDRAWN,
    Key.BREACHED,
    Key.STANDING,
    Key.SUSPENDED,
    Key.RESUMED,
    Key.PERFORMED,
    Key.RELEASED,
    Key.ADDED,
    Key.REMOVED,
)


class Case:
    """A commitment as a perspective sees it.

    :param index: the model's look-ups.
    :param commitment: the commitment.
    :param perspective: the perspective.
    :param left_out: graphs that are taken away, to find out what an answer rests on.
    """

    def __init__(
        self, index: Index, commitment: Commitment, perspective: Perspective, left_out: Graphs = frozenset()
    ) -> None:
        self.index = index
        self.commitment = commitment
        self.perspective = perspective
        self.view = View(index.model, perspective, left_out)
        self.drafts: Moves = gather(index, self.view, commitment)
        self._outcomes: dict[int, Outcome] = {}

    def outcome(self, day: int) -> Outcome:
        """Find what the completions come to on a day.

        :param day: the day, as an ordinal.
        :returns: the outcome.
        """
        from treatygraph.graph.promises.life import outcome

        start = self.starts[bisect_right(self.starts, day) - 1]
        if start not in self._outcomes:
            self._outcomes[start] = outcome(self._setting, self._timeline(start))
        return self._outcomes[start]

    @cached_property
    def starts(self) -> list[int]:
        """The first days of the stretches on which nothing changes; the first stretch has no beginning."""
        times = self.chronology
        nodes = {times.node_of[draft.event] for draft in self._all_drafts() if draft.event}
        days = {day for node in nodes for day in (times.first[node], times.last[node])}
        return sorted({BEFORE_ALL_DAYS, *days} - {AFTER_ALL_DAYS})

    def graphs(self, day: int) -> Graphs:
        """Name the graphs that the outcome of a day rests on: those of whatever can have happened by then.

        :param day: the day, as an ordinal.
        :returns: the graphs of the commitment, of these moves and of their days.
        """
        found = set(self.drafts.graphs)
        times = self.chronology
        for draft in self._all_drafts():
            if not draft.event:
                found |= draft.graphs
                continue
            node = times.node_of[draft.event]
            if times.first[node] <= day:
                found |= draft.graphs | times.why[node][times.last[node] <= day]
        return frozenset(found)

    @cached_property
    def inferences(self) -> Graphs:
        """The inference graphs that the case can rest on for this perspective."""
        view = self.view
        events = self.index.tied(draft.event for draft in self._all_drafts() if draft.event in self.index.model.acts)
        found = set(self.drafts.touched)
        for event in events:
            found.update(graph for time in self.index.model.acts[event].times for graph in time.link | time.value)
            found.update(graph for order in self.index.orders.get(event, ()) for graph in order.graphs)
            found.update(graph for each in self.index.identities.get(event, ()) for graph in each.graphs)
        return frozenset(graph for graph in found if view.is_inference(graph)) - view.rejects - view.left_out

    @cached_property
    def chronology(self) -> Chronology:
        """The possible days of the events that matter."""
        dates = {}
        for draft in self._all_drafts():
            condition = self.drafts.conditions.get(draft.event)
            if condition is not None:
                dates[draft.event] = Bounds.meeting(time.bounds for time in condition.times)
        acts = {draft.event for draft in self._all_drafts()} - {"", *dates}
        return chronology(self.index, self.view, acts, dates, self.floors)

    def _all_drafts(self) -> Iterator[Draft]:
        """Go through the moves."""
        for drafts in self.drafts.filed.values():
            yield from drafts

    def _events(self, *keys: Key) -> tuple[str, ...]:
        """Find the events of the moves under some keys."""
        found = {draft.event for (key, *_), drafts in self.drafts.filed.items() if key in keys for draft in drafts}
        return tuple(sorted(found - {""}))

    @cached_property
    def floors(self) -> list[Floor]:
        """Which acts presuppose which: a promise must have been made before anybody can act upon it."""
        acts = self.index.model.acts
        consents = self._events(Key.CONSENTED)
        confirming = (act for act in consents if self.view.has_means(acts[act], CONFIRMING))
        founding = self._events(*_FOUNDING)
        upon = set(self._events(*_UPON)) - set(founding)
        return [
            Floor(tuple(confirming), self._events(Key.SIGNED)),
            Floor(self._events(Key.IN_FORCE, Key.IN_FORCE_FOR_CONSENTING), self._events(Key.SIGNED, Key.CONSENTED)),
            Floor(tuple(sorted(upon)), founding),
        ]

    @cached_property
    def _setting(self) -> Setting:
        """The case with the moves put on their nodes."""
        from treatygraph.graph.promises.formula import Move
        from treatygraph.graph.promises.situation import Setting

        scopes = self._scopes()
        moves: dict[tuple[Key, str, str], tuple[Move, ...]] = {}
        for key, drafts in self.drafts.filed.items():
            moves[key] = tuple(
                Move(node, needs, scopes[node])
                for draft in drafts
                for node in (self._node(draft),)
                for needs in draft.ways
            )
        choices = {name: scope for name, scope in scopes.items() if isinstance(name, str)}
        return Setting(self.view, self.drafts.routes, self.drafts.conditions, moves, choices)

    def _node(self, draft: Draft) -> int:
        """Find the node of a move; what held from the start has the one after all others."""
        return self.chronology.node_of[draft.event] if draft.event else len(self.chronology.first)

    def _scopes(self) -> Mapping[int | str, int]:
        """Tell nodes, by number, and choices apart that have nothing to do with one another."""
        ties: list[tuple[int | str, int | str]] = []
        for draft in self._all_drafts():
            node = self._node(draft)
            ties += [(node, node), *((node, choice) for needs in draft.ways for choice in needs)]
        for node, mask in enumerate(self.chronology.before):
            ties += [(node, other) for other in range(node) if mask >> other & 1]
            ties += [(node, other) for other in range(node, mask.bit_length()) if mask >> other & 1]
        for condition in self.drafts.conditions.values():
            for link in condition.kinds + condition.all_of + condition.any_of:
                choices = [choice for needs in self.view.ways(link.graphs) for choice in needs]
                ties += [(choices[0], choice) for choice in choices]
        numbers: dict[frozenset[int | str], int] = {}
        together = components(ties)
        return {each: 1 << numbers.setdefault(part, len(numbers)) for each, part in together.items()}

    def _timeline(self, day: int) -> Timeline:
        """See the nodes from a day; one more node stands for what held from the start, before all others."""
        from treatygraph.graph.promises.formula import Timeline

        times = self.chronology
        origin = len(times.first)
        first, last = (*times.first, BEFORE_ALL_DAYS), (*times.last, BEFORE_ALL_DAYS)
        before = (*(mask | 1 << origin for mask in times.before), 0)
        settled = sum(1 << node for node, end in enumerate(last) if end <= day)
        return Timeline(day, first, last, before, settled)
