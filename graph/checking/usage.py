"""Rules on properties: their subjects and values are of the classes that the ontology names for them.

The ontology says so by schema:domainIncludes and schema:rangeIncludes. Judged are things all of whose types the
vocabulary declares: of others nobody knows what they are besides. Of datatypes, rdfs:range counts as well: from it
nothing follows that could make another literal of a literal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.property_sorts import is_outside, sorts_of, stated_datatypes
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.checking.shapes import Shapes, read_shapes
from treatygraph.graph.checking.vocabulary import Vocabulary
from treatygraph.graph.terms import OWL, RDF, RDF_TYPE, RDFS, SH, SKOS, XSD, compact

if TYPE_CHECKING:
    from treatygraph.graph.checking.material import Document, Material
    from treatygraph.graph.dataset import Dataset, Resource, Term

__all__ = ["USAGE_RULES", "check_usage"]

WRONG_SUBJECT = Rule(
    code="TG105",
    name="property-of-wrong-class",
    severity=Severity.ERROR,
    message="A property stands on things of the classes that the ontology names for it.",
    repair="Correct the property, or the type of the thing.",
    what="Compares the types of a thing, in all graphs, with the classes that the ontology names for each of its "
    "properties (schema:domainIncludes); subclasses will do. A thing without a type, or with a type that the ontology "
    "does not declare, is left alone.",
    why="Questions look for the property on things of those classes; on another thing it is not found, or the thing is "
    "not what its type says.",
    references=("https://schema.org/domainIncludes",),
)
WRONG_VALUE = Rule(
    code="TG106",
    name="value-of-wrong-class",
    severity=Severity.ERROR,
    message="The values of a property are of the classes that the ontology names for it.",
    repair="Correct the value, or its type.",
    what="Compares the types of a value, in all graphs, with the classes that the ontology names for the property "
    "(schema:rangeIncludes); subclasses will do. A literal is of no class, and no value of an owl:ObjectProperty, or "
    "of a property of a well-known vocabulary that takes things, such as skos:broader. A value without a type, or with "
    "a type that the ontology does not declare, is left alone, and so is one that a shape finds fault with.",
    why="Whoever follows the property expects such a thing and finds another.",
    references=("https://schema.org/rangeIncludes",),
)
WRONG_DATATYPE = Rule(
    code="TG108",
    name="wrong-datatype",
    severity=Severity.ERROR,
    message="The values of a property are literals of the datatype that the ontology names for it.",
    repair="Write the value with that datatype.",
    what="Compares the datatype of a value with the one that the ontology names for the property "
    "(schema:rangeIncludes): a year instead of a day, a text with a language tag instead of a plain string, a thing "
    "instead of a literal, also of any other owl:DatatypeProperty, and of properties of well-known vocabularies that "
    "take literals, such as rdfs:label. Where an ontology names a datatype by rdfs:range, literals that mean one of "
    "its values will do, an integer for xsd:decimal. Properties whose values a shape checks are left to the shape.",
    why="Values of two datatypes are never equal and are compared with nothing: a query drops such rows silently.",
    references=(
        "https://schema.org/rangeIncludes",
        "https://www.w3.org/TR/rdf-schema/#ch_range",
        "https://www.w3.org/TR/sparql11-query/#OperatorMapping",
    ),
)
USAGE_RULES = (WRONG_SUBJECT, WRONG_VALUE, WRONG_DATATYPE)

_ANYTHING = frozenset({OWL + "Thing", RDFS + "Resource"})
_ANY_LITERAL = frozenset({RDFS + "Literal"})
_DATATYPES = (XSD, RDF + "langString", RDF + "HTML", RDF + "XMLLiteral", RDFS + "Literal")
_WHOLE_NUMBERS = (
    *("integer", "long", "int", "short", "byte", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
    *("nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"),
)
_OBJECTS_OF, _CLASS = NamedNode(SH + "targetObjectsOf"), NamedNode(SH + "class")
_PATH, _DATATYPE = NamedNode(SH + "path"), NamedNode(SH + "datatype")


def check_usage(material: Material) -> Iterator[Finding]:
    """Compare subjects and values with what the ontology names for their properties.

    :param material: the files.
    :returns: a finding for each subject or value of the wrong class, and for each literal of the wrong datatype.
    """
    judge = _Judge(material.vocabulary, material.dataset)
    for document in material.documents:
        wrong: defaultdict[Resource, list[Quad]] = defaultdict(list)
        for quad in document.quads:
            if quad.predicate.value in judge.domains and judge.is_wrong_subject(quad):
                wrong[quad.subject].append(quad)
            if quad.predicate.value in judge.ranges:
                yield from judge.value(quad)
            else:
                yield from judge.sort(quad)
        for quads in wrong.values():
            yield from judge.subject(quads, document)


class _Judge:
    """Knows the vocabulary, and the classes of the things of a dataset."""

    def __init__(self, vocabulary: Vocabulary, dataset: Dataset) -> None:
        self.vocabulary = vocabulary
        self.dataset = dataset
        self.domains = {iri: classes for iri, classes in vocabulary.domains.items() if not classes & _ANYTHING}
        self.ranges = {iri: classes for iri, classes in vocabulary.ranges.items() if not classes & _ANYTHING}
        self.sorts = sorts_of(vocabulary)
        self.datatypes = stated_datatypes(vocabulary)
        self.by_shapes: Mapping[str, frozenset[str]] = _classes_in_shapes() if vocabulary.builtin else {}
        self.datatypes_by_shapes = _datatype_paths() if vocabulary.builtin else frozenset()
        self._types: dict[Term, frozenset[str]] = {}

    def types(self, thing: Term) -> frozenset[str]:
        """Return the types of a thing; none where the vocabulary does not declare all of them."""
        found = self._types.get(thing)
        if found is None:
            stated = self.dataset.objects(thing, RDF_TYPE)
            named = {each.value for each in stated if isinstance(each, NamedNode)}
            known = all("class" in self.vocabulary.kinds.get(each, ()) for each in named)
            found = self._types[thing] = frozenset(named) if known and len(named) == len(stated) else frozenset()
        return found

    def is_wrong_subject(self, quad: Quad) -> bool:
        """Compare the subject of a statement with what its property is for."""
        types = self.types(quad.subject)
        return bool(types) and not self.vocabulary.classes_of(types) & self.domains[quad.predicate.value]

    def subject(self, quads: list[Quad], document: Document) -> Iterator[Finding]:
        """Tell of the wrong properties of a thing; where one other class would have all of them, its type is wrong."""
        thing, types = quads[0].subject, self.types(quads[0].subject)
        predicates = dict.fromkeys(quad.predicate.value for quad in quads)
        others = self.fitting(predicates) if len(predicates) > 1 else frozenset()
        if others:
            yield WRONG_SUBJECT.finding(
                _name(thing),
                message=f"{', '.join(map(compact, predicates))} are properties of {_listed(others)}, "
                f"and this is {_listed(types)}.",
                repair="Correct the type of the thing, or its properties.",
                predicate=RDF_TYPE.value,
                value=f"<{min(types)}>",
            )
            return
        for quad in quads:
            yield self.wrong_property(quad, document)

    def fitting(self, predicates: Iterable[str]) -> frozenset[str]:
        """Find the classes, named for some properties, whose things may have all of them."""
        wanted = [self.domains[each] for each in predicates]
        named = {each for classes in wanted for each in classes}
        return frozenset(
            each for each in named if all(self.vocabulary.classes_of((each,)) & classes for classes in wanted)
        )

    def wrong_property(self, quad: Quad, document: Document) -> Finding:
        """Tell of a single property that is not for its subject."""
        subject, graph = _name(quad.subject), _name(quad.graph_name) or None
        position = document.places.predicate(subject, quad.predicate.value, graph or "")
        name, wanted = compact(quad.predicate.value), self.domains[quad.predicate.value]
        return WRONG_SUBJECT.finding(
            subject,
            message=f"{name} is a property of {_listed(wanted)}, and this is {_listed(self.types(quad.subject))}.",
            graph=graph,
            predicate=quad.predicate.value,
            path=str(document.path),
            line=position.line if position else None,
            column=position.column if position else None,
        )

    def value(self, quad: Quad) -> Iterator[Finding]:
        """Compare the value of a statement with what its property takes."""
        wanted = self.ranges[quad.predicate.value]
        datatypes = {each for each in wanted if each.startswith(_DATATYPES)}
        if isinstance(quad.object, Literal):
            rule, what = self._literal(quad.object, quad.predicate.value, datatypes)
        elif datatypes == wanted:
            rule, what = WRONG_DATATYPE, "" if quad.predicate.value in self.datatypes_by_shapes else "no literal"
        else:
            rule, what = WRONG_VALUE, self._thing(quad, wanted)
        if what:
            yield rule.finding(
                _name(quad.subject),
                message=f"{compact(quad.predicate.value)} takes {_listed(wanted)}, and this is {what}.",
                graph=_name(quad.graph_name) or None,
                predicate=quad.predicate.value,
                value=str(quad.object),
            )

    def sort(self, quad: Quad) -> Iterator[Finding]:
        """Compare a value with what its property takes: things or literals, and literals of which datatype."""
        iri, value = quad.predicate.value, quad.object
        sort = self.sorts.get(iri)
        wanted = self.datatypes.get(iri, frozenset())
        if sort is not None and sort.takes_things == isinstance(value, Literal):
            rule, words = WRONG_VALUE if sort.takes_things else WRONG_DATATYPE, sort.words
            what = "a literal" if sort.takes_things else "no literal"
        elif wanted and (not isinstance(value, Literal) or any(is_outside(value, each) for each in wanted)):
            rule, words = WRONG_DATATYPE, f"takes {_listed(each.value for each in wanted)}"
            what = _kind_of(value) if isinstance(value, Literal) else "no literal"
        else:
            return
        yield rule.finding(
            _name(quad.subject),
            message=f"{compact(iri)} {words}, and this is {what}.",
            graph=_name(quad.graph_name) or None,
            predicate=iri,
            value=str(value),
        )

    def _literal(self, literal: Literal, predicate: str, wanted: set[str]) -> tuple[Rule, str]:
        """Say what a literal is, if that is wrong and no shape says so."""
        if not wanted:
            return WRONG_VALUE, "" if predicate in self.by_shapes else "a literal"
        datatype = literal.datatype.value
        whole = datatype.removeprefix(XSD) in _WHOLE_NUMBERS and XSD + "integer" in wanted
        if datatype in wanted or whole or wanted & _ANY_LITERAL or predicate in self.datatypes_by_shapes:
            return WRONG_DATATYPE, ""
        return WRONG_DATATYPE, _kind_of(literal)

    def _thing(self, quad: Quad, wanted: frozenset[str]) -> str:
        """Say of what class a value is, if that is wrong and no shape says so."""
        types = self._concept(quad.object) or self.types(quad.object)
        classes = self.vocabulary.classes_of(types)
        shape = self.by_shapes.get(quad.predicate.value)
        if not types or classes & wanted or (shape and not classes & shape):
            return ""
        return _listed(types)

    def _concept(self, value: Resource | Literal) -> frozenset[str]:
        """Return the class of a term of a vocabulary."""
        kinds = self.vocabulary.kinds.get(_name(value), frozenset())
        names = {"concept": SKOS + "Concept", "class": OWL + "Class", "property": RDF + "Property"}
        return frozenset(names[kind] for kind in kinds if kind in names)


@cache
def _classes_in_shapes() -> Mapping[str, frozenset[str]]:
    """Return, for each property whose values a shape looks at, the classes that the shape accepts."""
    shapes = read_shapes()
    found: dict[str, frozenset[str]] = {}
    for triple in shapes.triples:
        if triple.predicate == _OBJECTS_OF and isinstance(triple.object, NamedNode):
            classes = _reachable_classes(shapes, triple.subject)
            if classes:
                found[triple.object.value] = found.get(triple.object.value, frozenset()) | classes
    return found


def _reachable_classes(shapes: Shapes, shape: Resource) -> frozenset[str]:
    """Collect the classes that a shape, or one that it is made of, names."""
    seen, agenda = {shape}, [shape]
    classes: set[str] = set()
    while agenda:
        for triple in shapes.about(agenda.pop()):
            node = triple.object
            if triple.predicate == _CLASS and isinstance(node, NamedNode):
                classes.add(node.value)
            elif isinstance(node, (NamedNode, BlankNode)) and node not in seen:
                seen.add(node)
                agenda.append(node)
    return frozenset(classes)


@cache
def _datatype_paths() -> frozenset[str]:
    """Name the properties whose values a shape requires to be of some datatype."""
    paths: dict[object, str] = {}
    shapes = set()
    for triple in read_shapes().triples:
        if triple.predicate == _PATH and isinstance(triple.object, NamedNode):
            paths[triple.subject] = triple.object.value
        elif triple.predicate == _DATATYPE:
            shapes.add(triple.subject)
    return frozenset(paths[shape] for shape in shapes if shape in paths)


def _kind_of(literal: Literal) -> str:
    """Write the language or the datatype of a literal for a reader."""
    return f"text in the language {literal.language}" if literal.language else compact(literal.datatype.value)


def _listed(iris: Iterable[str]) -> str:
    """Write classes for a reader."""
    return " or ".join(compact(iri) for iri in sorted(iris))


def _name(term: object) -> str:
    """Name a term as findings do."""
    if isinstance(term, BlankNode):
        return str(term)
    return term.value if isinstance(term, NamedNode) else ""
