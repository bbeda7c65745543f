"""JSON-LD for people who read JSON: short names from a context that is made of the ontology.

A document has the part of the context that it needs in itself, so nobody has to fetch one to read it. Values stay
as they were written: a number is a text with its datatype and never a number of JSON.
Source: JSON-LD 1.1 (https://www.w3.org/TR/json-ld11/), sections 4.1 and 4.2.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from treatygraph.graph.errors import InputError
from treatygraph.graph.terms import ONTOLOGY_IRI, OWL, PREFIXES, RDF_TYPE, RDFS, SCHEMA, TG, XSD

if TYPE_CHECKING:
    from treatygraph.graph.dataset import Dataset, GraphName, Term

__all__ = ["Context", "context_of", "write"]

Context: TypeAlias = Mapping[str, Any]
"""The terms of a context with their definitions."""

_ALIASES: Context = MappingProxyType(
    {
        "id": "@id",
        "type": "@type",
        "label": {"@id": RDFS + "label", "@language": "en"},
        "comment": {"@id": RDFS + "comment", "@language": "en"},
    }
)
_XSD_STRING = XSD + "string"
_RANGE = NamedNode(SCHEMA + "rangeIncludes")


def context_of(dataset: Dataset) -> Context:
    """Make the context of the words of the ontology: a term for each class and each property.

    :param dataset: a dataset with the ontology in its own graph.
    :returns: the context: ``id``, ``type``, ``label`` and ``comment``, our prefixes, and the local names of terms;
        a property says whether its values are things or of which datatype they are.
    """
    found: dict[str, Any] = {"@version": 1.1, **_ALIASES}
    found |= {prefix: iri for prefix, iri in PREFIXES.items() if prefix}
    ontology = {quad.subject for quad in dataset.graph(NamedNode(ONTOLOGY_IRI))}
    for term in sorted(each.value for each in ontology if isinstance(each, NamedNode) and each.value.startswith(TG)):
        name = term.removeprefix(TG)
        if name not in found:
            found[name] = _definition(dataset, NamedNode(term))
    return MappingProxyType(found)


def write(quads: Iterable[Quad], context: Context) -> bytes:
    """Write quads as JSON-LD with short names.

    :param quads: the quads; named graphs stay.
    :param context: the context to use.
    :returns: a document in UTF-8 that holds the part of the context that it uses.
    :raises InputError: for a quad that JSON-LD cannot say.
    """
    return _Writer(context).document(sorted(set(quads), key=str))


def _definition(dataset: Dataset, term: NamedNode) -> str | dict[str, str]:
    """Define a term: a property by what its values are."""
    curie = f"tg:{term.value.removeprefix(TG)}"
    types = {getattr(each, "value", "") for each in dataset.objects(term, RDF_TYPE)}
    if OWL + "ObjectProperty" in types:
        return {"@id": curie, "@type": "@id"}
    ranges = [each.value for each in dataset.objects(term, _RANGE) if isinstance(each, NamedNode)]
    if OWL + "DatatypeProperty" in types and len(ranges) == 1 and ranges[0] != _XSD_STRING:
        return {"@id": curie, "@type": f"xsd:{ranges[0].removeprefix(XSD)}"} if ranges[0].startswith(XSD) else curie
    return curie


class _Writer:
    """Writes one document, and remembers which terms of the context it uses."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._used: set[str] = {"@version", "id"}
        self._terms = {self._iri_of(value): name for name, value in context.items() if name not in PREFIXES}
        self._prefixes = {prefix: iri for prefix, iri in PREFIXES.items() if prefix in context}

    def document(self, quads: list[Quad]) -> bytes:
        """Write the document."""
        # An IRI of the scheme «geo» would be read as a name with our prefix «geo», so such a prefix is not used.
        schemes = {iri.partition(":")[0] for quad in quads for iri in _iris_of(quad)}
        self._prefixes = {prefix: iri for prefix, iri in self._prefixes.items() if prefix not in schemes}
        graphs: dict[GraphName, list[Quad]] = {}
        for quad in quads:
            graphs.setdefault(quad.graph_name, []).append(quad)
        nodes: list[dict[str, Any]] = []
        for name, its in graphs.items():
            inside = self._nodes(its)
            nodes += inside if isinstance(name, DefaultGraph) else [{"id": _name(name), "@graph": inside}]
        body = nodes[0] if len(nodes) == 1 else {"@graph": nodes}
        return (json.dumps({"@context": self._used_context(), **body}, ensure_ascii=False, indent=1) + "\n").encode()

    def _used_context(self) -> dict[str, Any]:
        """Return the part of the context that the document uses, with the prefixes of that part."""
        used = {name: value for name, value in self._context.items() if name in self._used}
        prefixes = {each.partition(":")[0] for value in used.values() for each in _strings(value)}
        wanted = self._used | prefixes
        return {name: value for name, value in self._context.items() if name in wanted}

    def _nodes(self, quads: list[Quad]) -> list[dict[str, Any]]:
        """Write the things of one graph."""
        nodes: dict[str, dict[str, Any]] = {}
        for quad in quads:
            node = nodes.setdefault(_name(quad.subject), {"id": _name(quad.subject)})
            if quad.predicate == RDF_TYPE and isinstance(quad.object, NamedNode):
                self._used.add("type")
                node.setdefault("type", []).append(self._key(quad.object.value))
                continue
            key = self._key(quad.predicate.value)
            node.setdefault(key, []).append(self._value(quad.object, self._context.get(key)))
        return [{key: _plain(value) for key, value in node.items()} for node in nodes.values()]

    def _key(self, iri: str) -> str:
        """Shorten the IRI of a property, a class or a datatype."""
        term = self._terms.get(iri)
        if term is not None and self._stands(term):
            self._used.add(term)
            return term
        for prefix, namespace in self._prefixes.items():
            local = iri.removeprefix(namespace)
            if local != iri and local and not local.startswith("//"):
                self._used.add(prefix)
                return f"{prefix}:{local}"
        return iri

    def _stands(self, term: str) -> bool:
        """Tell whether a term means what it should where some prefixes are not used."""
        prefixes = {each.partition(":")[0] for each in _strings(self._context[term])}
        return all(each in self._prefixes for each in prefixes if each in PREFIXES)

    def _value(self, term: Term, definition: Any) -> Any:
        """Write a value; where the definition of the property says what it is, the text alone."""
        kind = definition if isinstance(definition, dict) else {}
        if isinstance(term, NamedNode | BlankNode):
            return _name(term) if kind.get("@type") == "@id" else {"id": _name(term)}
        if not isinstance(term, Literal):
            raise _unsayable(term)
        if term.language is not None:
            direction = getattr(term, "direction", None)
            if kind.get("@language") == term.language and direction is None:
                return term.value
            tagged = {"@value": term.value, "@language": term.language}
            return tagged if direction is None else tagged | {"@direction": str(direction)}
        if term.datatype.value == _XSD_STRING:
            return {"@value": term.value} if kind.keys() & {"@type", "@language"} else term.value
        if "@type" in kind and self._expand(kind["@type"]) == term.datatype.value:
            return term.value
        return {"@value": term.value, "@type": self._key(term.datatype.value)}

    def _iri_of(self, definition: Any) -> str:
        """Return the IRI that a term stands for."""
        return self._expand(definition["@id"] if isinstance(definition, dict) else str(definition))

    def _expand(self, name: str) -> str:
        """Spell out a name with one of our prefixes."""
        prefix, _, local = name.partition(":")
        return PREFIXES[prefix] + local if prefix in PREFIXES and not local.startswith("//") else name


def _iris_of(quad: Quad) -> Iterable[str]:
    """List the IRIs of a quad that could be taken for a prefix and a local name."""
    for term in (*quad.triple, quad.graph_name):
        if isinstance(term, NamedNode) and not term.value.partition(":")[2].startswith("//"):
            yield term.value
        if isinstance(term, Literal):
            yield from (iri for iri in [term.datatype.value] if not iri.partition(":")[2].startswith("//"))


def _name(term: Term | GraphName) -> str:
    """Return what stands for a thing."""
    if isinstance(term, NamedNode):
        return term.value
    if isinstance(term, BlankNode):
        return str(term)
    raise _unsayable(term)


def _unsayable(term: object) -> InputError:
    """Say that there is no JSON-LD for a triple in the place of a thing."""
    return InputError(f"JSON-LD cannot say {term}.", repair="Use another format.")


def _strings(value: Any) -> Iterable[str]:
    """List the names in the definition of a term."""
    return [each for each in value.values() if isinstance(each, str)] if isinstance(value, dict) else [str(value)]


def _plain(value: Any) -> Any:
    """Write one value without a list."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value
