"""Look-ups over the model that no perspective changes, made once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from treatygraph.graph.promises.model import Act, Identity, Model, Order, Succession, TypeEdge

__all__ = ["Index", "components"]

_Item = TypeVar("_Item")
_Node = TypeVar("_Node", bound=Hashable)


@dataclass(frozen=True)
class Index:
    """Where to find what in a model.

    :param model: the model.
    :param concerning: the acts upon each instrument, provision or commitment; reservations also by what they modify.
    :param of_type: the events of each event type.
    :param narrower: the steps to each event type from those whose events are also its own.
    :param succeeding: the successions to each successor.
    :param components: for each event, all events that orders and identities tie it to.
    :param orders: the orders by their earlier event.
    :param identities: the identities by their first event.
    :param stances: the perspectives that recognise or reject each thing.
    """

    model: Model
    concerning: Mapping[str, tuple[Act, ...]] = field(init=False)
    of_type: Mapping[str, tuple[Act, ...]] = field(init=False)
    narrower: Mapping[str, tuple[TypeEdge, ...]] = field(init=False)
    succeeding: Mapping[str, tuple[Succession, ...]] = field(init=False)
    components: Mapping[str, frozenset[str]] = field(init=False)
    orders: Mapping[str, tuple[Order, ...]] = field(init=False)
    identities: Mapping[str, tuple[Identity, ...]] = field(init=False)
    stances: Mapping[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        concerning: defaultdict[str, dict[str, Act]] = defaultdict(dict)
        of_type: defaultdict[str, list[Act]] = defaultdict(list)
        for act in self.model.acts.values():
            for link in act.concerns + act.modifies:
                concerning[link.target][act.iri] = act
            for link in act.event_types:
                of_type[link.target].append(act)
        narrower: defaultdict[str, list[TypeEdge]] = defaultdict(list)
        for edge in self.model.type_edges:
            narrower[edge.target].append(edge)
        succeeding: defaultdict[str, list[Succession]] = defaultdict(list)
        for succession in self.model.successions:
            succeeding[succession.successor].append(succession)
        orders: defaultdict[str, list[Order]] = defaultdict(list)
        for order in self.model.orders:
            orders[order.earlier].append(order)
        identities: defaultdict[str, list[Identity]] = defaultdict(list)
        for identity in self.model.identities:
            identities[identity.one].append(identity)
        stances: defaultdict[str, list[str]] = defaultdict(list)
        for perspective in self.model.perspectives.values():
            for thing in perspective.recognises | perspective.rejects:
                stances[thing].append(perspective.iri)
        values: Mapping[str, object] = {
            "concerning": {key: tuple(acts.values()) for key, acts in concerning.items()},
            "of_type": _frozen(of_type),
            "narrower": _frozen(narrower),
            "succeeding": _frozen(succeeding),
            "orders": _frozen(orders),
            "identities": _frozen(identities),
            "stances": _frozen(stances),
            "components": components(
                [(order.earlier, order.later) for order in self.model.orders]
                + [(identity.one, identity.other) for identity in self.model.identities]
            ),
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def tied(self, events: Iterable[str]) -> list[str]:
        """Add the events that orders and identities tie to given ones.

        :param events: some events.
        :returns: these and all tied to them, sorted.
        """
        found: set[str] = set()
        for event in events:
            if event not in found:
                found |= self.components.get(event, frozenset((event,)))
        return sorted(found)


def _frozen(lists: Mapping[str, list[_Item]]) -> dict[str, tuple[_Item, ...]]:
    """Turn lists into tuples."""
    return {key: tuple(items) for key, items in lists.items()}


def components(pairs: Iterable[tuple[_Node, _Node]]) -> dict[_Node, frozenset[_Node]]:
    """Find the connected components of a graph.

    :param pairs: its edges.
    :returns: for each node that has an edge, all nodes that it is connected with, itself included.
    """
    parent: dict[_Node, _Node] = {}

    def root(node: _Node) -> _Node:
        while parent.setdefault(node, node) != node:
            parent[node] = node = parent[parent[node]]
        return node

    for one, other in pairs:
        parent[root(one)] = root(other)
    members: defaultdict[_Node, set[_Node]] = defaultdict(set)
    for node in list(parent):
        members[root(node)].add(node)
    together = {key: frozenset(nodes) for key, nodes in members.items()}
    return {node: together[root(node)] for node in parent}
