"""Where a thing of the wrong class is mentioned: mostly the mention is wrong, not the thing.

A shape that looks at the values of properties (``sh:targetObjectsOf``) tells of the value. That stands where it is
described, which may be another file. If just one statement makes it such a value, the finding belongs there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad

from treatygraph.graph.checking.findings import Finding
from treatygraph.graph.checking.shapes import read_shapes
from treatygraph.graph.terms import DCTERMS, SH

if TYPE_CHECKING:
    from treatygraph.graph.checking.material import Material

__all__ = ["at_mentions"]

_CODE, _OBJECTS_OF = NamedNode(DCTERMS + "identifier"), NamedNode(SH + "targetObjectsOf")


def at_mentions(findings: Iterable[Finding], material: Material) -> list[Finding]:
    """Place findings about values at the one statement that they are values of.

    :param findings: findings, not yet placed.
    :param material: what they were found in.
    :returns: the findings in the same order, some of them with their place.
    """
    properties = _properties() if material.options.builtin else {}
    return [
        _at_mention(each, properties[each.code], material) if each.code in properties and each.path is None else each
        for each in findings
    ]


def _at_mention(finding: Finding, properties: frozenset[NamedNode], material: Material) -> Finding:
    """Place one finding, if there is but one statement that it can be about."""
    if not finding.focus or finding.predicate is not None or finding.value not in (None, f"<{finding.focus}>"):
        return finding
    thing = NamedNode(finding.focus)
    mentions = [quad for quad in material.dataset.mentioning(thing) if quad.predicate in properties]
    if len(mentions) != 1 or not isinstance(mentions[0].subject, NamedNode):
        return finding
    [mention] = mentions
    for document in material.documents:
        if mention in document.quads:
            position = document.places.value(*_statement(mention))
            if position is not None:
                return replace(finding, path=str(document.path), line=position.line, column=position.column)
    return finding


def _statement(quad: Quad) -> tuple[str, str, str, str]:
    """Name the parts of a statement as the index of places does."""
    graph = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
    subject = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
    return subject, quad.predicate.value, str(quad.object), graph


@cache
def _properties() -> Mapping[str, frozenset[NamedNode]]:
    """Return, for each rule on values, the properties whose values it looks at."""
    shapes = read_shapes()
    found: defaultdict[str, set[NamedNode]] = defaultdict(set)
    for triple in shapes.triples:
        if triple.predicate == _OBJECTS_OF and isinstance(triple.object, NamedNode):
            for code in shapes.values(triple.subject, _CODE):
                found[getattr(code, "value", "")].add(triple.object)
    return {code: frozenset(properties) for code, properties in found.items()}
