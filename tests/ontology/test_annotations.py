"""Every term says what it is, with an example and a source, in one form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from treatygraph.ontology import ontology_files

Parser = Callable[[str], tuple[Triple, ...]]
Finding = tuple[str, str]

NS = "https://w3id.org/treatygraph/ns"
TG = NS + "#"
DCTERMS = "http://purl.org/dc/terms/"
OWL = "http://www.w3.org/2002/07/owl#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA = "https://schema.org/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
CLASS, PROPERTIES = OWL + "Class", {OWL + "ObjectProperty", OWL + "DatatypeProperty"}
ORDER = [
    {TYPE},
    {RDFS + "label"},
    {SKOS + "definition"},
    {SKOS + "example"},
    {SKOS + "scopeNote"},
    {SCHEMA + "domainIncludes"},
    {SCHEMA + "rangeIncludes"},
    {RDFS + "subClassOf", RDFS + "subPropertyOf"},
    {OWL + "disjointWith", OWL + "propertyChainAxiom", OWL + "propertyDisjointWith", RDFS + "seeAlso"},
    {DCTERMS + "source"},
    {DCTERMS + "bibliographicCitation"},
    {RDFS + "isDefinedBy"},
]


def terms(triples: Iterable[Triple]) -> dict[str, dict[str, list[NamedNode | BlankNode | Literal]]]:
    """The project's own classes and properties with their values by predicate."""
    found: dict[str, dict[str, list[NamedNode | BlankNode | Literal]]] = {}
    for each in triples:
        assert not isinstance(each.object, Triple)
        if isinstance(each.subject, NamedNode) and each.subject.value.startswith(TG):
            found.setdefault(each.subject.value, {}).setdefault(each.predicate.value, []).append(each.object)
    return found


def findings(triples: Iterable[Triple]) -> set[Finding]:
    """What is missing or malformed: (what, which term)."""
    known = terms(triples)
    return {(what, iri.removeprefix(TG)) for iri, values in known.items() for what in _of_term(iri, values)} | {
        ("shared label", iri.removeprefix(TG)) for iri in _shared_labels(known)
    }


def _of_term(iri: str, values: dict[str, list[NamedNode | BlankNode | Literal]]) -> Iterator[str]:
    kinds = {value.value for value in values.get(TYPE, [])} & ({CLASS} | PROPERTIES)
    if len(kinds) != 1:
        yield "kind"
    pattern = r"[A-Z][A-Za-z]*" if kinds == {CLASS} else r"[a-z][A-Za-z]*"
    if not re.fullmatch(pattern, iri.removeprefix(TG)):
        yield "name"
    for predicate, what in ((RDFS + "label", "label"), (SKOS + "definition", "definition")):
        if [_is_english(value) for value in values.get(predicate, [])] != [True]:
            yield what
    if not all(
        _is_sentence(value) for value in values.get(SKOS + "definition", []) + values.get(SKOS + "scopeNote", [])
    ):
        yield "sentence"
    examples = values.get(SKOS + "example", [])
    if not examples or not all(_is_english(value) and _is_sentence(value) for value in examples):
        yield "example"
    if kinds & PROPERTIES and not (values.get(SCHEMA + "domainIncludes") and values.get(SCHEMA + "rangeIncludes")):
        yield "domain and range"
    sources = values.get(DCTERMS + "source", [])
    if not sources or not all(isinstance(value, NamedNode) for value in sources):
        yield "source"
    if [_is_english(value) for value in values.get(DCTERMS + "bibliographicCitation", [])] != [True]:
        yield "citation"
    if values.get(RDFS + "isDefinedBy") != [NamedNode(NS)]:
        yield "isDefinedBy"


def _is_english(value: NamedNode | BlankNode | Literal) -> bool:
    return isinstance(value, Literal) and value.language == "en" and bool(value.value.strip())


def _is_sentence(value: NamedNode | BlankNode | Literal) -> bool:
    return value.value[:1].isupper() and value.value.endswith(".")


def _shared_labels(known: dict[str, dict[str, list[NamedNode | BlankNode | Literal]]]) -> Iterator[str]:
    seen: dict[tuple[bool, str], list[str]] = {}
    for iri, values in known.items():
        for label in values.get(RDFS + "label", []):
            seen.setdefault((NamedNode(CLASS) in values.get(TYPE, []), label.value.lower()), []).append(iri)
    for sharing in seen.values():
        if len(sharing) > 1:
            yield from sharing


def out_of_order(triples: Iterable[Triple]) -> set[str]:
    """Terms whose statements do not come in the fixed order, given the triples in the order of writing."""
    wrong = set()
    for iri, values in terms(triples).items():
        places = [place for predicate in values for place, group in enumerate(ORDER) if predicate in group]
        if places != sorted(places) or len(places) != len(values):
            wrong.add(iri.removeprefix(TG))
    return wrong


def test_every_term_is_annotated(ontology: tuple[Triple, ...]) -> None:
    known = terms(ontology)
    assert sum(NamedNode(CLASS) in values[TYPE] for values in known.values()) >= 45
    assert sum(NamedNode(OWL + "ObjectProperty") in values[TYPE] for values in known.values()) >= 60
    assert sum(NamedNode(OWL + "DatatypeProperty") in values[TYPE] for values in known.values()) >= 8
    assert findings(ontology) == set()


@pytest.mark.parametrize("path", ontology_files(), ids=lambda path: path.stem)
def test_statements_about_a_term_come_in_the_fixed_order(path: Path) -> None:
    assert out_of_order(quad.triple for quad in parse(path=path, format=RdfFormat.TURTLE)) == set()


def test_each_topic_is_short_enough_to_read() -> None:
    assert {path.name: len(path.read_text("utf-8").splitlines()) for path in ontology_files()}
    assert [path.name for path in ontology_files() if len(path.read_text("utf-8").splitlines()) > 600] == []


def test_every_term_that_is_mentioned_is_declared(
    ontology: tuple[Triple, ...], concepts: tuple[Triple, ...], alignments: tuple[Triple, ...]
) -> None:
    known = set(terms(ontology))
    mentioned = {
        node.value
        for each in ontology + concepts + alignments
        for node in (each.subject, each.predicate, each.object)
        if isinstance(node, NamedNode) and node.value.startswith(TG)
    }
    in_text = {
        TG + local
        for each in ontology + concepts
        if isinstance(each.object, Literal)
        for local in re.findall(r"\btg:(\w+)", each.object.value)
    }
    assert in_text
    assert mentioned | in_text == known


WHOLE = """
tg:cedes a owl:ObjectProperty ;
    rdfs:label "cedes"@en ;
    skos:definition "Relates a treaty to a territory."@en ;
    skos:example "One treaty cedes an island."@en ;
    schema:domainIncludes tg:Treaty ;
    schema:rangeIncludes tg:Territory ;
    dcterms:source <https://example.org/> ;
    dcterms:bibliographicCitation "Example, article 1"@en ;
    rdfs:isDefinedBy <https://w3id.org/treatygraph/ns> .
"""


def test_a_whole_term_has_no_finding(turtle: Parser) -> None:
    assert findings(turtle(WHOLE)) == set()
    assert out_of_order(turtle(WHOLE)) == set()


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('rdfs:label "cedes"@en ;', "", "label"),
        ('rdfs:label "cedes"@en ;', 'rdfs:label "cedes"@en , "gives"@en ;', "label"),
        ('rdfs:label "cedes"@en ;', 'rdfs:label "cedes" ;', "label"),
        ('skos:definition "Relates a treaty to a territory."@en ;', "", "definition"),
        ('"Relates a treaty to a territory."@en', '"Relates."@en , "Links."@en', "definition"),
        ("Relates a treaty to a territory.", "relates a treaty to a territory.", "sentence"),
        ("Relates a treaty to a territory.", "Relates a treaty to a territory", "sentence"),
        ('skos:example "One treaty cedes an island."@en ;', "", "example"),
        ('"One treaty cedes an island."@en', '"Un traite."@fr', "example"),
        ("schema:domainIncludes tg:Treaty ;", "", "domain and range"),
        ("schema:rangeIncludes tg:Territory ;", "", "domain and range"),
        ("dcterms:source <https://example.org/> ;", "", "source"),
        ("<https://example.org/>", '"a book"', "source"),
        ('dcterms:bibliographicCitation "Example, article 1"@en ;', "", "citation"),
        ("<https://w3id.org/treatygraph/ns> .", "<https://example.org/> .", "isDefinedBy"),
        ("a owl:ObjectProperty", "a owl:ObjectProperty , owl:DatatypeProperty", "kind"),
        ("a owl:ObjectProperty", "a owl:NamedIndividual", "kind"),
    ],
)
def test_a_broken_term_gives_exactly_this_finding(turtle: Parser, old: str, new: str, what: str) -> None:
    assert WHOLE.count(old) == 1
    assert findings(turtle(WHOLE.replace(old, new))) == {(what, "cedes")}


@pytest.mark.parametrize(
    ("kind", "local"), [("Class", "cedes"), ("ObjectProperty", "Cedes"), ("ObjectProperty", "ce_des")]
)
def test_a_name_of_the_wrong_form_is_found(turtle: Parser, kind: str, local: str) -> None:
    text = WHOLE.replace("tg:cedes", f"tg:{local}").replace("owl:ObjectProperty", f"owl:{kind}")
    assert findings(turtle(text)) == {("name", local)}


def test_two_terms_of_one_kind_with_one_label_are_found_whatever_their_order(turtle: Parser) -> None:
    triples = turtle(WHOLE + WHOLE.replace("tg:cedes", "tg:gives"))
    assert findings(triples) == findings(triples[::-1]) == {("shared label", "cedes"), ("shared label", "gives")}


def test_a_definition_before_its_label_is_out_of_order(turtle: Parser) -> None:
    label = 'rdfs:label "cedes"@en ;'
    moved = WHOLE.replace(label, "").replace("skos:example", f"{label} skos:example")
    assert out_of_order(turtle(moved)) == {"cedes"}
