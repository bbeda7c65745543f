"""Rules on shapes, those of the caller (``--shapes``) and those in checked files: they are understood and they bite."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, Triple

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.foreign_shapes import ADVANCED
from treatygraph.graph.checking.material import Document
from treatygraph.graph.checking.published import published_terms
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.checking.shapes import read_shapes
from treatygraph.graph.checking.spelling import did_you_mean
from treatygraph.graph.checking.undefined_shapes import find_undefined_shapes
from treatygraph.graph.checking.vocabulary import DECLARING_TYPES, Vocabulary
from treatygraph.graph.terms import OWL, RDF, RDF_TYPE, RDFS, SH, compact

if TYPE_CHECKING:
    from treatygraph.graph.checking.material import Material
    from treatygraph.graph.dataset import Dataset, Resource, Term

__all__ = ["SHAPE_RULES", "check_shape_use", "unknown_terms"]

IDLE_SHAPE = Rule(
    code="TG293",
    name="shape-without-nodes",
    severity=Severity.WARNING,
    message="A shape with a target finds a node in the data that are checked with it.",
    repair="Correct the target; a class or a property is often misspelt, or the data say it otherwise.",
    what="Finds shapes of --shapes, and shapes in checked files, none of whose targets (sh:targetClass, sh:targetNode, "
    "sh:targetSubjectsOf, sh:targetObjectsOf, a shape that is a class) is in the data.",
    why="A shape that looks at nothing never fails: the data seem to conform.",
    references=("https://www.w3.org/TR/shacl/#targets",),
    options="`--shapes FILE` names shapes. Those of treatygraph are not judged: few graphs have things of all classes.",
)
NO_SHAPE = Rule(
    code="TG294",
    name="thing-without-shape",
    severity=Severity.INFO,
    message="Every thing with a type is the target of some shape.",
    repair="Write a shape for its class, or correct its type.",
    what="Finds the classes of the data whose things no shape looks at, at the first thing of each; only where shapes "
    "come with the data, by --shapes or in a checked file.",
    why="About such things anything may be said without a word from the check.",
    references=("https://www.w3.org/TR/shacl/#targets",),
    options="`--shapes FILE` names shapes.",
)
UNKNOWN_SHACL = Rule(
    code="TG295",
    name="unknown-shacl-term",
    severity=Severity.ERROR,
    message="What a shape says is said with terms of SHACL that are applied.",
    repair="Correct the spelling.",
    what="Finds terms in the namespace of SHACL that SHACL does not have, in shapes of --shapes and in checked files; "
    "and what leads from shapes of --shapes to JavaScript (sh:js) and to the advanced features (sh:rule, "
    "sh:expression, sh:target), which are not run: a warning.",
    why="Validators pass over what they do not know: a constraint that is misspelt forbids nothing.",
    references=("https://www.w3.org/TR/shacl/",),
    fixable=True,
)
SHAPE_RULES = (IDLE_SHAPE, NO_SHAPE, UNKNOWN_SHACL)

_NODE_SHAPE = NamedNode(SH + "NodeShape")
_CLASSES = (NamedNode(OWL + "Class"), NamedNode(RDFS + "Class"))
_TARGET_CLASS, _TARGET_NODE = SH + "targetClass", SH + "targetNode"
_SUBJECTS_OF, _OBJECTS_OF = SH + "targetSubjectsOf", SH + "targetObjectsOf"
_TARGETS = frozenset({_TARGET_CLASS, _TARGET_NODE, _SUBJECTS_OF, _OBJECTS_OF})
_TERMS = frozenset({*DECLARING_TYPES, OWL + "Ontology", OWL + "Restriction", RDF + "List"})


def check_shape_use(material: Material) -> Iterator[Finding]:
    """Look at the shapes that come with the data.

    :param material: the files.
    :returns: a finding for each unknown term of SHACL, each shape that is referred to and not described, each shape
        without nodes and each class without shape.
    """
    further = list(material.shapes)
    checked = [each for each in material.documents if any(map(_is_about_shapes, each.quads))]
    for document in further:
        # These are no files of the graph: nothing is written into them.
        yield from (replace(each, mendable=False) for each in _unknown_terms(document, material.vocabulary))
        yield from _not_run(document)
    for document in checked:
        yield from _unknown_terms(document, material.vocabulary)
    with_shapes = [*further, *checked]
    builtin = tuple(read_shapes().triples) if material.options.builtin and with_shapes else ()
    yield from find_undefined_shapes(further)
    described = {quad.subject for quad in material.dataset.quads} | {triple.subject for triple in builtin}
    yield from find_undefined_shapes(checked, described)
    things = _things(material.dataset)
    if with_shapes and things:
        data = _Data(material.dataset, material.vocabulary, things)
        for document in with_shapes:
            yield from _idle(document, data)
        quads = [quad for document in with_shapes for quad in document.quads]
        yield from _untargeted(data, [*(quad.triple for quad in quads), *builtin])


class _Data:
    """The things that shapes could look at."""

    def __init__(self, dataset: Dataset, vocabulary: Vocabulary, things: Mapping[str, Resource]) -> None:
        self.dataset = dataset
        self.vocabulary = vocabulary
        self.things = things
        self.classes = vocabulary.classes_of(things)
        self.predicates = {quad.predicate for quad in dataset.quads}

    def has(self, predicate: str, value: object) -> bool:
        """Tell whether a target finds anything."""
        if not isinstance(value, NamedNode):
            return predicate == _TARGET_NODE
        if predicate == _TARGET_CLASS:
            return value.value in self.classes
        if predicate == _TARGET_NODE:
            mentions = self.dataset.mentioning(value)
            return bool(self.dataset.about(value)) or not all(_is_shacl(each.predicate) for each in mentions)
        return value in self.predicates


def _shapes_in(quads: Iterable[Quad | Triple]) -> dict[Resource, list[tuple[str, Term]]]:
    """Find the node shapes of some statements, with their targets; a shape that is a class targets its things."""
    known = list(quads)
    shapes: dict[Resource, list[tuple[str, Term]]] = {
        each.subject: [] for each in known if each.predicate == RDF_TYPE and each.object == _NODE_SHAPE
    }
    for each in known:
        if each.predicate.value in _TARGETS:
            shapes.setdefault(each.subject, []).append((each.predicate.value, each.object))
        elif each.predicate == RDF_TYPE and each.object in _CLASSES and each.subject in shapes:
            shapes[each.subject].append((_TARGET_CLASS, each.subject))
    return shapes


def _things(dataset: Dataset) -> dict[str, Resource]:
    """Find the classes of the data, each with its first thing; shapes and declarations of terms are no data."""
    found: dict[str, Resource] = {}
    for quad in dataset.quads:
        if quad.predicate == RDF_TYPE and isinstance(quad.object, NamedNode):
            iri = quad.object.value
            if iri not in _TERMS and not iri.startswith((SH, OWL)):
                found.setdefault(iri, quad.subject)
    return found


def _idle(document: Document, data: _Data) -> Iterator[Finding]:
    """Find the shapes of a file whose targets are not in the data."""
    for shape, targets in _shapes_in(document.quads).items():
        if targets and not any(data.has(predicate, value) for predicate, value in targets):
            predicate, value = targets[0]
            name = shape.value if isinstance(shape, NamedNode) else str(shape)
            what = compact(value.value) if isinstance(value, NamedNode) else str(value)
            places = document.places
            position = places.wrong_value(name, predicate, str(value))
            yield IDLE_SHAPE.finding(
                name,
                message=f"The shape finds no node: nothing in the data is meant by {compact(predicate)} {what}.",
                predicate=predicate,
                value=str(value),
                path=str(document.path),
                line=position.line if position else None,
                column=position.column if position else None,
            )


def _untargeted(data: _Data, shapes: Iterable[Quad | Triple]) -> Iterator[Finding]:
    """Find the classes of the data that no shape looks at."""
    targets = [target for found in _shapes_in(shapes).values() for target in found]
    classes = {
        value.value for predicate, value in targets if predicate == _TARGET_CLASS and isinstance(value, NamedNode)
    }
    for iri, thing in data.things.items():
        others = {each.value for each in data.dataset.objects(thing, RDF_TYPE) if isinstance(each, NamedNode)}
        if not data.vocabulary.classes_of({iri, *others}) & classes and not _named(data, thing, targets):
            yield NO_SHAPE.finding(
                thing.value if isinstance(thing, NamedNode) else str(thing),
                message=f"No shape looks at things of the class {compact(iri)}.",
                predicate=RDF_TYPE.value,
                value=f"<{iri}>",
            )


def _named(data: _Data, thing: Resource, targets: Iterable[tuple[str, Term]]) -> bool:
    """Tell whether a thing is a target by its name or by its properties."""
    own = {quad.predicate for quad in data.dataset.about(thing)}
    theirs = {quad.predicate for quad in data.dataset.mentioning(thing)}
    return any(
        (predicate == _TARGET_NODE and value == thing)
        or (predicate == _SUBJECTS_OF and value in own)
        or (predicate == _OBJECTS_OF and value in theirs)
        for predicate, value in targets
    )


def unknown_terms(documents: Iterable[Document], vocabulary: Vocabulary) -> frozenset[NamedNode]:
    """Find the terms in the namespace of SHACL that SHACL does not have.

    :param documents: files.
    :param vocabulary: the terms that are known.
    :returns: the unknown ones among the predicates and the values of the files.
    """
    quads = (quad for document in documents for quad in document.quads)
    used = {term for quad in quads for term in (quad.predicate, quad.object) if _is_shacl(term)}
    unknown = [term for term in used if isinstance(term, NamedNode) and term.value not in vocabulary.mentioned]
    names = published_terms(SH) if unknown else frozenset()
    return frozenset(term for term in unknown if term.value.removeprefix(SH) not in names)


def _unknown_terms(document: Document, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Make findings of the terms of a file that SHACL does not have."""
    wrong = unknown_terms([document], vocabulary)
    if not wrong:
        return
    names = published_terms(SH)
    for quad in document.quads:
        for term in (quad.predicate, quad.object):
            if term in wrong and isinstance(term, NamedNode):
                finding = _unknown(document, quad, term, names)
                yield replace(finding, mendable=vocabulary.correction(term.value) is not None)


def _not_run(document: Document) -> Iterator[Finding]:
    """Make findings of what is left out when shapes are applied."""
    for quad in document.quads:
        if quad.predicate in ADVANCED:
            message = f"{compact(quad.predicate.value)} is not run: what it demands is not looked for."
            repair = "Say it in the core of SHACL, or as a query (sh:sparql)."
            yield replace(
                _told(document, quad, quad.predicate, message, repair), severity=Severity.WARNING, mendable=False
            )


def _unknown(document: Document, quad: Quad, term: NamedNode, names: Iterable[str]) -> Finding:
    """Make a finding of an unknown term in a statement."""
    name = term.value.removeprefix(SH)
    repair = did_you_mean(name, names, "sh:{}".format) or None
    return _told(document, quad, term, f"SHACL has no term {compact(term.value)}.", repair)


def _told(document: Document, quad: Quad, term: NamedNode, message: str, repair: str | None) -> Finding:
    """Make a finding of a term in a statement."""
    subject = quad.subject.value if isinstance(quad.subject, NamedNode) else str(quad.subject)
    graph = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else None
    as_predicate = term == quad.predicate
    if as_predicate:
        position = document.places.predicate(subject, term.value, graph or "")
    else:
        position = document.places.wrong_value(subject, quad.predicate.value, str(term), graph)
    return UNKNOWN_SHACL.finding(
        subject,
        message=message,
        repair=repair,
        graph=graph,
        predicate=quad.predicate.value,
        value=None if as_predicate else str(term),
        path=str(document.path),
        line=position.line if position else None,
        column=position.column if position else None,
    )


def _is_about_shapes(quad: Quad) -> bool:
    """Tell whether a statement uses a term of SHACL."""
    return _is_shacl(quad.predicate) or _is_shacl(quad.object)


def _is_shacl(term: object) -> bool:
    """Tell whether a term is in the namespace of SHACL, and is not that namespace."""
    return isinstance(term, NamedNode) and term.value.startswith(SH) and term.value != SH
