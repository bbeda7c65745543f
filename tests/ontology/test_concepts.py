"""The code lists: one scheme a file, every concept whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from treatygraph.ontology import concept_files

Parser = Callable[[str], tuple[Triple, ...]]
Finding = tuple[str, str]

CONCEPT = "https://w3id.org/treatygraph/concept/"
SCHEME = CONCEPT + "scheme/"
DCTERMS = "http://purl.org/dc/terms/"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LISTS = {
    "force": "assert interpret demand announce promise plan hope expect report refuse",
    "quotation-mode": "direct-quotation indirect-speech headline editorial-insertion narrators-own-voice",
    "effect": "create add-condition remove-condition suspend resume withdraw reaffirm perform breach release",
    "means": "ratification acceptance approval accession definitive-signature exchange-of-instruments"
    " notification-of-succession denunciation termination-by-agreement suspension-of-operation"
    " interpretative-declaration",
    "realisation": "occurred planned hoped-for hypothetical claimed",
    "status": "not-made signed-not-binding conditional due suspended performed breached withdrawn released lapsed"
    " unknown disputed",
    "condition-kind": "suspensive resolutive",
    "instrument-kind": "joint-declaration peace-treaty security-treaty treaty convention agreement lease memorandum"
    " note protocol armistice",
    "action-kind": "hand-over conclude-treaty recognise-outcome withdraw-troops negotiate visit meet"
    " hold-news-conference end-war restore-relations resolve-dispute strengthen-negotiations return-control expire"
    " militarise comply cease-fire demarcate pay hold-referendum",
    "inference-kind": "anaphora dateline identification tense legal-effect narrative-order composition reading",
}


def findings(triples: Iterable[Triple]) -> set[Finding]:
    """What is missing or malformed in a code list: (what, which concept or scheme)."""
    known: dict[str, dict[str, list[NamedNode | Literal]]] = {}
    for each in triples:
        assert isinstance(each.subject, NamedNode)
        assert isinstance(each.object, NamedNode | Literal)
        known.setdefault(each.subject.value, {}).setdefault(each.predicate.value, []).append(each.object)
    schemes = {iri for iri, values in known.items() if NamedNode(SKOS + "ConceptScheme") in values[TYPE]}
    found = {(what, iri.removeprefix(CONCEPT)) for iri in known for what in _of_each(known[iri])}
    found |= {("name", iri) for iri in known if not re.fullmatch(CONCEPT + r"(scheme/)?[a-z]+(-[a-z]+)*", iri)}
    for iri in known.keys() - schemes:
        local = iri.removeprefix(CONCEPT)
        found |= {(what, local) for what in _of_concept(iri, known[iri], schemes, known)}
    labels = [known[iri][SKOS + "prefLabel"][0].value for iri in known if SKOS + "prefLabel" in known[iri]]
    return found | {("shared label", label) for label in labels if labels.count(label) > 1}


def _of_each(values: dict[str, list[NamedNode | Literal]]) -> Iterator[str]:
    for predicate in (SKOS + "prefLabel", SKOS + "definition", DCTERMS + "bibliographicCitation"):
        texts = values.get(predicate, [])
        if len(texts) != 1 or not isinstance(texts[0], Literal) or texts[0].language != "en":
            yield predicate.rpartition("/")[2].rpartition("#")[2]
    for text in values.get(SKOS + "definition", []) + values.get(SKOS + "scopeNote", []):
        if not re.fullmatch(r"[A-Z].*\.", text.value):
            yield "sentence"
    if not values.get(DCTERMS + "source") or not all(
        isinstance(each, NamedNode) for each in values[DCTERMS + "source"]
    ):
        yield "source"
    if values.get(RDFS + "isDefinedBy") != [NamedNode("https://w3id.org/treatygraph/ns")]:
        yield "isDefinedBy"


def _of_concept(
    iri: str,
    values: dict[str, list[NamedNode | Literal]],
    schemes: set[str],
    known: dict[str, dict[str, list[NamedNode | Literal]]],
) -> Iterator[str]:
    if values[TYPE] != [NamedNode(SKOS + "Concept")]:
        yield "type"
    if not [each for each in values.get(SKOS + "example", []) if isinstance(each, Literal) and each.language == "en"]:
        yield "example"
    (scheme,) = schemes
    if values.get(SKOS + "inScheme") != [NamedNode(scheme)] or values.get(SKOS + "topConceptOf") != [NamedNode(scheme)]:
        yield "scheme"
    if NamedNode(iri) not in known[scheme].get(SKOS + "hasTopConcept", []):
        yield "not a top concept of its scheme"
    if any(each.value != iri.removeprefix(CONCEPT) for each in values.get(SKOS + "notation", [])):
        yield "notation"


@pytest.mark.parametrize("path", concept_files(), ids=lambda path: path.stem)
def test_a_code_list_is_whole(path: Path) -> None:
    triples = [quad.triple for quad in parse(path=path, format=RdfFormat.TURTLE)]
    assert findings(triples) == set()
    schemes = {each.object for each in triples if each.predicate == NamedNode(SKOS + "inScheme")}
    assert schemes == {NamedNode(SCHEME + path.stem)}


def test_the_lists_have_exactly_the_concepts_that_data_may_use(concepts: tuple[Triple, ...]) -> None:
    found: dict[str, set[str]] = {}
    for each in concepts:
        if each.predicate == NamedNode(SKOS + "inScheme"):
            assert isinstance(each.subject, NamedNode)
            assert isinstance(each.object, NamedNode)
            scheme = each.object.value.removeprefix(SCHEME)
            found.setdefault(scheme, set()).add(each.subject.value.removeprefix(CONCEPT))
    assert found == {name: set(words.split()) for name, words in LISTS.items()}


def test_no_concept_is_in_two_lists(concepts: tuple[Triple, ...]) -> None:
    placed = [each.subject for each in concepts if each.predicate == NamedNode(SKOS + "inScheme")]
    assert len(placed) == len(set(placed)) == sum(len(words.split()) for words in LISTS.values())


def test_each_list_has_a_property_that_points_to_it(ontology: tuple[Triple, ...]) -> None:
    pointed = {each.object for each in ontology if each.predicate == NamedNode(RDFS + "seeAlso")}
    assert pointed == {NamedNode(SCHEME + name) for name in LISTS}


def test_each_status_has_the_notation_that_the_program_prints(concepts: tuple[Triple, ...]) -> None:
    notations = {each.object for each in concepts if each.predicate == NamedNode(SKOS + "notation")}
    assert notations == {Literal(name) for name in LISTS["status"].split()}


WHOLE = """
s:mood a skos:ConceptScheme ;
    skos:prefLabel "mood"@en ; skos:definition "A mood."@en ; skos:hasTopConcept c:calm ;
    dcterms:source <https://example.org/> ; dcterms:bibliographicCitation "Example"@en ;
    rdfs:isDefinedBy <https://w3id.org/treatygraph/ns> .
c:calm a skos:Concept ;
    skos:prefLabel "calm"@en ; skos:definition "Quiet."@en ; skos:example "The sea at dawn."@en ;
    skos:inScheme s:mood ; skos:topConceptOf s:mood ;
    dcterms:source <https://example.org/calm> ; dcterms:bibliographicCitation "Example, calm"@en ;
    rdfs:isDefinedBy <https://w3id.org/treatygraph/ns> .
"""


def test_a_whole_list_has_no_finding_in_any_order(turtle: Parser) -> None:
    assert findings(turtle(WHOLE)) == findings(turtle(WHOLE)[::-1]) == set()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('skos:prefLabel "calm"@en ;', "", ("prefLabel", "calm")),
        ('"calm"@en', '"calm"@en , "still"@en', ("prefLabel", "calm")),
        ('"Quiet."@en', '"quiet"@en', ("sentence", "calm")),
        ('skos:definition "A mood."@en ;', "", ("definition", "scheme/mood")),
        ('skos:example "The sea at dawn."@en ;', "", ("example", "calm")),
        ("skos:inScheme s:mood ;", "", ("scheme", "calm")),
        ("skos:topConceptOf s:mood ;", "", ("scheme", "calm")),
        ("skos:hasTopConcept c:calm ;", "", ("not a top concept of its scheme", "calm")),
        ("dcterms:source <https://example.org/calm> ;", "", ("source", "calm")),
        ('dcterms:bibliographicCitation "Example, calm"@en ;', "", ("bibliographicCitation", "calm")),
        ('"calm"@en', '"mood"@en', ("shared label", "mood")),
        ("skos:inScheme", 'skos:notation "still" ; skos:inScheme', ("notation", "calm")),
    ],
)
def test_a_broken_list_gives_exactly_this_finding(turtle: Parser, old: str, new: str, expected: Finding) -> None:
    assert WHOLE.count(old) == 1
    assert findings(turtle(WHOLE.replace(old, new))) == {expected}


def test_a_name_that_is_not_kebab_case_is_found(turtle: Parser) -> None:
    assert findings(turtle(WHOLE.replace("c:calm", "c:veryCalm"))) == {("name", CONCEPT + "veryCalm")}
