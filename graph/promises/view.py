"""How one perspective sees the model: which statements hold for it, and which choices it leaves open.

What a perspective is silent on can be taken both ways. Each such choice has a name (the IRI of the act or of the
reading), and a statement or an act holds when all the choices that it *needs* are taken. It can have several such
sets of needs, of which one is enough; a set that is empty means: holds in any case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import product
from typing import TypeAlias

from treatygraph.graph.promises.model import ASSUMED, Act, Condition, Graphs, Link, Model, Perspective, TimeBound

__all__ = ["ALWAYS", "EFFECTIVE", "NEVER", "Needs", "View", "Ways", "reach"]

Needs: TypeAlias = frozenset[str]
"""The choices that must be taken for something to hold."""
Ways: TypeAlias = tuple[Needs, ...]
"""The sets of needs of which one is enough; no set contains another."""

ALWAYS: Ways = (frozenset(),)
NEVER: Ways = ()

EFFECTIVE = frozenset({"occurred", "claimed", "hypothetical"})
"""The realisations of acts that have an effect for those who recognise them: plans and hopes have none."""


class View:
    """The model as a perspective sees it.

    :param model: the model.
    :param perspective: the perspective.
    :param left_out: graphs that are taken away, to find out what an answer rests on.
    """

    def __init__(self, model: Model, perspective: Perspective, left_out: Graphs = frozenset()) -> None:
        self.model = model
        self.perspective = perspective
        self.recognises = perspective.recognises
        self.rejects = perspective.rejects
        self.left_out = left_out
        self._ways: dict[Graphs, Ways] = {}

    def ways(self, graphs: Graphs) -> Ways:
        """Tell in which ways a statement of these graphs holds.

        :param graphs: the graphs that make the statement.
        :returns: always, unless all of them are rejected or are readings that it is silent on.
        """
        found = self._ways.get(graphs)
        if found is None:
            # One certain graph is enough, and a time that many graphs describe has many.
            if any(self._counts(graph) and not self._is_open(graph) for graph in graphs):
                found = ALWAYS
            else:
                found = tuple(frozenset((graph,)) for graph in sorted(filter(self._counts, graphs)))
            self._ways[graphs] = found
        return found

    def holds(self, link: Link) -> bool:
        """Tell whether a statement holds in any case.

        :param link: the statement.
        :returns: whether it holds whatever choices are taken.
        """
        return self.ways(link.graphs) == ALWAYS

    def certain(self, links: Iterable[Link]) -> list[str]:
        """Choose the objects of the statements that hold in any case.

        :param links: the statements.
        :returns: the objects.
        """
        return [link.target for link in links if self.holds(link)]

    def usable(self, links: Iterable[Link]) -> tuple[Link, ...]:
        """Choose the statements that hold in some way.

        :param links: the statements.
        :returns: those that it does not reject altogether.
        """
        return tuple(link for link in links if self.ways(link.graphs))

    def told(self, time: TimeBound) -> bool:
        """Tell whether a bound holds in any case.

        :param time: the bound.
        :returns: whether it holds whatever choices are taken.
        """
        return self.ways(time.link) == self.ways(time.value) == ALWAYS

    def condition(self, iri: str) -> Condition:
        """Look at a condition.

        :param iri: its IRI.
        :returns: the condition, without the statements that do not count.
        """
        found = self.model.conditions.get(iri, Condition(iri))
        return Condition(
            iri=iri,
            kinds=self.usable(found.kinds),
            requires=self.usable(found.requires),
            all_of=self.usable(found.all_of),
            any_of=self.usable(found.any_of),
            dates=self.usable(found.dates),
            times=tuple(time for time in found.times if self._comes_with(time, self.any_way(found.dates))),
        )

    def has_means(self, act: Act, means: Iterable[str]) -> bool:
        """Tell whether an act has one of several legal forms.

        :param act: the act.
        :param means: the local names of the forms.
        :returns: whether it has.
        """
        return any(link.target in means for link in self.usable(act.means))

    def all_steps(self, links: Iterable[Link]) -> Ways:
        """Tell in which ways several statements hold together.

        :param links: the statements.
        :returns: the ways.
        """
        return self.all_ways(*(self.ways(link.graphs) for link in links))

    def any_way(self, links: Iterable[Link]) -> Ways:
        """Tell in which ways at least one of several statements holds.

        :param links: the statements.
        :returns: the ways.
        """
        return _minimal(needs for link in links for needs in self.ways(link.graphs))

    def all_ways(self, *several: Ways) -> Ways:
        """Tell in which ways several things hold together.

        :param several: the ways of each.
        :returns: the ways of all.
        """
        uncertain = [ways for ways in several if ways != ALWAYS]
        if not uncertain:
            return ALWAYS
        return _minimal(frozenset[str]().union(*choice) for choice in product(*uncertain))

    def act_ways(self, act: Act, kind: str | None = None) -> Ways:
        """Tell in which ways an act is effective.

        :param act: the act.
        :param kind: the class that it must be of; None for any.
        :returns: never for a plan, a hope, what is rejected, or what no graph that counts states.
        """
        kinds = act.kinds if kind is None else [link for link in act.kinds if link.target == kind]
        real = ALWAYS
        if act.realisations:
            real = self.any_way(link for link in act.realisations if link.target in EFFECTIVE)
        there = self.any_way(kinds) if kinds or kind is not None else ALWAYS
        return self.all_ways(self._stance(act), there, real)

    def support(self, links: Iterable[Link]) -> Graphs:
        """Name the graphs that statements rest on for this perspective.

        :param links: statements that it counts.
        :returns: for each the passages that make it; only where there are none, the inferences.
        """
        found: set[str] = set()
        for link in links:
            usable = link.graphs - self.left_out - self.rejects - {ASSUMED}
            told = {graph for graph in usable if not self.is_inference(graph)}
            found |= told or usable
        return frozenset(found)

    def is_inference(self, graph: str) -> bool:
        """Tell whether a graph is an inference of the curators.

        :param graph: its name.
        :returns: whether it is.
        """
        info = self.model.graphs.get(graph)
        return info is not None and info.kind == "inference"

    def _counts(self, graph: str) -> bool:
        """Tell whether the statements of a graph are neither rejected nor left out."""
        return graph not in self.left_out and graph not in self.rejects

    def _is_open(self, graph: str) -> bool:
        """Tell whether a graph is a reading that the perspective is silent on."""
        info = self.model.graphs.get(graph)
        return info is not None and info.is_reading and graph not in self.recognises

    def _comes_with(self, time: TimeBound, ways: Ways) -> bool:
        """Tell whether a bound holds whenever one of several ways is taken."""
        bound = self.all_ways(self.ways(time.link), self.ways(time.value))
        return all(any(needs <= way for needs in bound) for way in ways)

    def _stance(self, act: Act) -> Ways:
        """Tell in which ways the perspective counts an act that it finds stated."""
        own = act.iri
        if own in self.rejects:
            return NEVER
        stated_by = frozenset[str]().union(*(link.graphs for link in act.kinds + act.realisations)) - self.left_out
        if own in self.recognises or ASSUMED in stated_by or stated_by & self.recognises:
            return ALWAYS
        effected_by = {link.target for link in self.usable(act.effected_by)}
        if bool(effected_by & self.rejects) != bool(effected_by & self.recognises):
            return NEVER if effected_by & self.rejects else ALWAYS
        # An act that only readings state is taken or left together with the reading.
        return ALWAYS if stated_by and all(map(self._is_open, stated_by)) else (frozenset((own,)),)


def reach(start: str, steps: Callable[[str], Iterable[tuple[str, Ways]]], view: View) -> dict[str, Ways]:
    """Follow steps that hold in certain ways, as far as they lead.

    :param start: where to begin.
    :param steps: the steps from a thing, each with the ways in which it can be taken.
    :param view: the view that puts ways together.
    :returns: what is reached, the start included, with the ways in which it is.
    """
    found: dict[str, Ways] = {start: ALWAYS}
    pending = [start]
    while pending:
        current = pending.pop()
        for following, ways in steps(current):
            before = found.get(following, NEVER)
            after = _minimal((*before, *view.all_ways(found[current], ways)))
            if set(after) != set(before):
                found[following] = after
                pending.append(following)
    return found


def _minimal(several: Iterable[Needs]) -> Ways:
    """Drop the sets that contain another one."""
    unique = sorted(set(several), key=lambda needs: (len(needs), sorted(needs)))
    kept: list[Needs] = []
    for needs in unique:
        if not any(other <= needs for other in kept):
            kept.append(needs)
    return tuple(kept)
