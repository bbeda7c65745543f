"""What properties take: things or literals, and literals of which datatype, as their vocabularies declare."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from treatygraph.graph.checking.published_kinds import LITERALS, THINGS
from treatygraph.graph.checking.vocabulary import Vocabulary
from treatygraph.graph.terms import OWL, RDF_TYPE, RDFS, compact

__all__ = ["Sort", "is_outside", "sorts_of", "stated_datatypes"]

_OBJECT_PROPERTY, _DATATYPE_PROPERTY = OWL + "ObjectProperty", OWL + "DatatypeProperty"
_SORTS: Mapping[str, str] = MappingProxyType(
    {
        _OBJECT_PROPERTY: _OBJECT_PROPERTY,
        _DATATYPE_PROPERTY: _DATATYPE_PROPERTY,
        OWL + "InverseFunctionalProperty": _OBJECT_PROPERTY,
        OWL + "SymmetricProperty": _OBJECT_PROPERTY,
        OWL + "TransitiveProperty": _OBJECT_PROPERTY,
    }
)
_RANGE = NamedNode(RDFS + "range")


class Sort(NamedTuple):
    """What a property takes.

    :param takes_things: whether its values are things; otherwise they are literals.
    :param words: how that is told.
    """

    takes_things: bool
    words: str


def sorts_of(vocabulary: Vocabulary) -> Mapping[str, Sort]:
    """Find the properties that take things alone, or literals alone, but for treatygraph's own.

    :param vocabulary: what is declared.
    :returns: the sorts of properties by IRI; what is declared counts more than what is known of published vocabularies.
    """
    found: dict[str, Sort] = dict.fromkeys(THINGS, Sort(True, "takes things"))
    found |= dict.fromkeys(LITERALS, Sort(False, "takes literals"))
    declared: defaultdict[str, set[str]] = defaultdict(set)
    for triple in vocabulary.further:
        kind = triple.object.value if isinstance(triple.object, NamedNode) else ""
        if triple.predicate == RDF_TYPE and kind in _SORTS and isinstance(triple.subject, NamedNode):
            declared[triple.subject.value].add(_SORTS[kind])
    for iri, sorts in declared.items():
        if len(sorts) > 1:
            found.pop(iri, None)
        else:
            [sort] = sorts
            found[iri] = Sort(sort == _OBJECT_PROPERTY, f"is an {compact(sort)}")
    return found


def stated_datatypes(vocabulary: Vocabulary) -> Mapping[str, frozenset[NamedNode]]:
    """Find the datatypes that all values of a property have (rdfs:range), as far as their values are known.

    :param vocabulary: what is declared; an ontology that uses rdfs:range says by it what follows, and of literals
        nothing can follow that they are not.
    :returns: the datatypes by property.
    """
    from treatygraph.graph.reasoning.datatypes import DATATYPES

    found: defaultdict[str, set[NamedNode]] = defaultdict(set)
    for triple in vocabulary.further:
        subject, value = triple.subject, triple.object
        if triple.predicate == _RANGE and isinstance(subject, NamedNode) and isinstance(value, NamedNode):
            found[subject.value] |= {value} & DATATYPES.keys()
    return {iri: frozenset(datatypes) for iri, datatypes in found.items() if datatypes}


def is_outside(literal: Literal, datatype: NamedNode) -> bool:
    """Tell whether the value of a literal is none of those that a datatype has.

    :param literal: the literal; one that is ill-formed, or of an unknown datatype, has no value to judge.
    :param datatype: a datatype whose values are known.
    :returns: True for "five" where a number is wanted; not for the integer 5 where xsd:decimal or xsd:byte is.
    """
    from treatygraph.graph.reasoning.values import holds, value_of

    value = value_of(literal)
    return value is not None and not holds(datatype, value)
