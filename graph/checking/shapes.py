"""Reading the shapes: the rules that they are, and the shapes graph of each pass.

A shape with a code (``dcterms:identifier``) is a rule. ``sh:message`` holds what is expected and, after
``Repair:``, what to do. ``tgsh:pass`` on a node shape says in which pass its targets are looked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import chain
from types import MappingProxyType

from pyoxigraph import BlankNode, NamedNode, Triple

from treatygraph.graph.checking.findings import Severity
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.dataset import Resource, Term
from treatygraph.graph.loader import read_quads
from treatygraph.graph.terms import DCTERMS, RDFS, SH
from treatygraph.shapes import shape_files

__all__ = ["PASSES", "TGSH", "Shapes", "read_shapes"]

TGSH = "https://w3id.org/treatygraph/shapes#"
"""The namespace of the shapes."""

PASSES = ("graph", "provenance", "union")
"""Each named graph of statements alone, the provenance graph alone, all curated graphs together."""

REPAIR = " Repair: "
"""What parts, in ``sh:message``, that which is expected from that which is to be done."""

_CODE = NamedNode(DCTERMS + "identifier")
_PASS = NamedNode(TGSH + "pass")
_FOR_READERS = {
    _CODE,
    _PASS,
    *(NamedNode(DCTERMS + "source"), NamedNode(RDFS + "seeAlso"), NamedNode(TGSH + "why")),
    *(NamedNode(SH + name) for name in ("name", "description", "severity")),
}
"""What no validator needs, since the rules know it; pyshacl looks at each property of a shape again and again."""
_SEVERITIES = {
    SH + "Violation": Severity.ERROR,
    SH + "Warning": Severity.WARNING,
    SH + "Info": Severity.INFO,
}


class Shapes:
    """The shapes graph, indexed by subject.

    :param triples: its triples.
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        found: defaultdict[Resource, list[Triple]] = defaultdict(list)
        for triple in triples:
            found[triple.subject].append(triple)
        self._about: Mapping[Resource, list[Triple]] = found

    @property
    def triples(self) -> Iterator[Triple]:
        """All triples of the shapes graph."""
        return chain.from_iterable(self._about.values())

    def about(self, subject: Resource) -> Sequence[Triple]:
        """Return what is said of a shape, or of another node of the shapes graph.

        :param subject: the node.
        :returns: its triples.
        """
        return self._about.get(subject, ())

    def values(self, subject: Resource, predicate: NamedNode) -> tuple[Term, ...]:
        """Look up the values of a property of a shape.

        :param subject: the shape.
        :param predicate: the property.
        :returns: the values.
        """
        return tuple(each.object for each in self._about.get(subject, ()) if each.predicate == predicate)

    def targeting(self, name: str) -> tuple[NamedNode, ...]:
        """Name the shapes that look for their targets in one pass.

        :param name: one of :data:`PASSES`.
        :returns: the shapes.
        """
        named = (node for node in self._about if isinstance(node, NamedNode))
        return tuple(node for node in named if name in _texts(self.values(node, _PASS)))

    def of_pass(self, name: str) -> tuple[Triple, ...]:
        """Return the part of the shapes graph that one pass needs.

        :param name: one of :data:`PASSES`.
        :returns: all that can be reached from the node shapes of the pass, but for what only readers look at.
        """
        return self._passes[name]

    @cached_property
    def _passes(self) -> Mapping[str, tuple[Triple, ...]]:
        return MappingProxyType({name: self._reached(name) for name in PASSES})

    def _reached(self, name: str) -> tuple[Triple, ...]:
        agenda: list[NamedNode | BlankNode] = list(self.targeting(name))
        reached = set(agenda)
        triples = []
        while agenda:
            for triple in self._about.get(agenda.pop(), ()):
                if triple.predicate in _FOR_READERS:
                    continue
                triples.append(triple)
                node = triple.object
                if isinstance(node, (NamedNode, BlankNode)) and node not in reached:
                    reached.add(node)
                    agenda.append(node)
        return tuple(triples)

    def rules(self) -> Mapping[str, Rule]:
        """Return the shapes that are rules.

        :returns: the rules by the IRI of their shape.
        """
        return self._rules

    @cached_property
    def _rules(self) -> Mapping[str, Rule]:
        coded = (each.subject for each in self.triples if each.predicate == _CODE)
        return MappingProxyType({node.value: self._rule(node) for node in coded if isinstance(node, NamedNode)})

    def _rule(self, shape: NamedNode) -> Rule:
        message, _, repair = self._text(shape, SH + "message").partition(REPAIR)
        return Rule(
            code=self._text(shape, DCTERMS + "identifier"),
            name=self._text(shape, SH + "name"),
            severity=_SEVERITIES[self._text(shape, SH + "severity")],
            message=message,
            repair=repair[:1].upper() + repair[1:],
            what=self._text(shape, SH + "description"),
            why=self._text(shape, TGSH + "why"),
            references=tuple(sorted(_texts(self.values(shape, NamedNode(DCTERMS + "source"))))),
        )

    def _text(self, shape: NamedNode, predicate: str) -> str:
        values = _texts(self.values(shape, NamedNode(predicate)))
        if len(values) != 1:
            raise ValueError(f"{shape.value}: exactly one {predicate} is expected, not {len(values)}")
        return values[0]


@cache
def read_shapes() -> Shapes:
    """Read the shapes that are shipped with the package.

    :returns: the shapes graph.
    """
    return Shapes(quad.triple for path in shape_files() for quad in read_quads(path))


def _texts(values: Iterable[Term]) -> tuple[str, ...]:
    """Return lexical forms and IRIs as text."""
    return tuple(value.value for value in values if not isinstance(value, Triple))
