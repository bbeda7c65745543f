"""Each mapping to a foreign term is one of three relations, exists where that can be looked up, and has its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path

import pytest
import rdflib.namespace
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from treatygraph.ontology import alignment_files

Parser = Callable[[str], tuple[Triple, ...]]
Finding = tuple[str, str]
Mapping = tuple[str, str, str]

OWN = ("https://w3id.org/treatygraph/ns#", "https://w3id.org/treatygraph/concept/")
CONCEPT = OWN[1]
OWL = "http://www.w3.org/2002/07/owl#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SSSOM = "https://w3id.org/sssom/"
RELATIONS = {SKOS + "closeMatch", SKOS + "relatedMatch", RDFS + "subClassOf"}
ENDS = ("annotatedSource", "annotatedProperty", "annotatedTarget")


def mappings(triples: Iterable[Triple]) -> set[Mapping]:
    """The mappings: own term, relation, foreign term."""
    return {
        (each.subject.value, each.predicate.value, each.object.value)
        for each in triples
        if isinstance(each.subject, NamedNode)
        and isinstance(each.object, NamedNode)
        and each.subject.value.startswith(OWN)
    }


def reasons(triples: Iterable[Triple]) -> list[tuple[Mapping, dict[str, str]]]:
    """The annotated axioms: the mapping that each is about, and what it says of it."""
    axioms: dict[BlankNode, dict[str, str]] = {}
    for each in triples:
        if isinstance(each.subject, BlankNode) and isinstance(each.object, NamedNode | Literal):
            axioms.setdefault(each.subject, {})[each.predicate.value] = each.object.value
    return [((said[OWL + ENDS[0]], said[OWL + ENDS[1]], said[OWL + ENDS[2]]), said) for said in axioms.values()]


def findings(triples: Iterable[Triple]) -> set[Finding]:
    """What is wrong with the mappings: (what, which own term)."""
    triples = tuple(triples)
    stated, explained = mappings(triples), reasons(triples)
    found = {("relation", own) for own, relation, _ in stated if relation not in RELATIONS}
    found |= {("reason", mapping[0]) for mapping in stated if [each for each, _ in explained].count(mapping) != 1}
    found |= {("reason without mapping", mapping[0]) for mapping, _ in explained if mapping not in stated}
    for (own, _, _), said in explained:
        if not said.get(RDFS + "comment", "").endswith("."):
            found.add(("comment", own))
        if not Decimal(0) < Decimal(said.get(SSSOM + "confidence", "0")) <= 1:
            found.add(("confidence", own))
        if SSSOM + "mapping_justification" not in said:
            found.add(("justification", own))
    pairs = [(own, foreign) for own, _, foreign in stated]
    return found | {("two relations", own) for own, foreign in pairs if pairs.count((own, foreign)) > 1}


@pytest.mark.parametrize("path", alignment_files(), ids=lambda path: path.stem)
def test_each_mapping_has_one_reason(path: Path) -> None:
    triples = [quad.triple for quad in parse(path=path, format=RdfFormat.TURTLE)]
    assert len(mappings(triples)) >= 3
    assert findings(triples) == set()


@pytest.mark.parametrize("path", alignment_files(), ids=lambda path: path.stem)
def test_a_file_is_about_one_foreign_vocabulary(path: Path) -> None:
    triples = [quad.triple for quad in parse(path=path, format=RdfFormat.TURTLE)]
    hosts = {foreign.split("/")[2] for _, _, foreign in mappings(triples)}
    assert len(hosts) == 1


def test_all_own_terms_are_declared(
    ontology: tuple[Triple, ...], concepts: tuple[Triple, ...], alignments: tuple[Triple, ...]
) -> None:
    declared = {each.subject.value for each in ontology + concepts if isinstance(each.subject, NamedNode)}
    assert {own for own, _, _ in mappings(alignments)} - declared == set()


def test_a_subclass_is_claimed_of_classes_only(ontology: tuple[Triple, ...], alignments: tuple[Triple, ...]) -> None:
    classes = {str(each.subject) for each in ontology if each.object == NamedNode(OWL + "Class")}
    claimed = {own for own, relation, _ in mappings(alignments) if relation == RDFS + "subClassOf"}
    assert claimed
    assert {str(NamedNode(own)) for own in claimed} - classes == set()


def test_foreign_terms_exist_in_the_vocabularies_that_are_at_hand(
    ontology: tuple[Triple, ...], alignments: tuple[Triple, ...]
) -> None:
    names = ("GEO", "ODRL2", "ORG", "PROF", "PROV", "SDO", "SKOS", "TIME", "VANN")
    spaces = [getattr(rdflib.namespace, name) for name in names]
    used = {
        node.value
        for each in ontology + alignments
        for node in (each.subject, each.predicate, each.object)
        if isinstance(node, NamedNode)
    }
    checked = [(iri, space) for space in spaces for iri in used if iri.startswith(str(space)) and iri != str(space)]
    assert {str(space) for _, space in checked} == {str(space) for space in spaces}
    assert sorted(iri for iri, space in checked if rdflib.URIRef(iri) not in space) == []


WHOLE = """
tg:Commitment skos:closeMatch odrl:Duty .
[] a owl:Axiom ; owl:annotatedSource tg:Commitment ; owl:annotatedProperty skos:closeMatch ;
    owl:annotatedTarget odrl:Duty ; rdfs:comment "Both oblige."@en ;
    sssom:mapping_justification <https://example.org/by-hand> ; sssom:confidence 0.8 .
"""
COMMITMENT = OWN[0] + "Commitment"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("tg:Commitment skos:closeMatch odrl:Duty .", "", {"reason without mapping"}),
        ("tg:Commitment skos:closeMatch odrl:Duty", "tg:Commitment skos:closeMatch odrl:Duty , odrl:Rule", {"reason"}),
        ("closeMatch odrl:Duty", "exactMatch odrl:Duty", {"relation", "reason", "reason without mapping"}),
        ('rdfs:comment "Both oblige."@en ;', "", {"comment"}),
        ("; sssom:confidence 0.8", "", {"confidence"}),
        ("0.8", "1.8", {"confidence"}),
        ("sssom:mapping_justification <https://example.org/by-hand> ;", "", {"justification"}),
        ("odrl:Duty .", "odrl:Duty . tg:Commitment skos:relatedMatch odrl:Duty .", {"reason", "two relations"}),
    ],
)
def test_a_broken_mapping_gives_exactly_these_findings(turtle: Parser, old: str, new: str, expected: set[str]) -> None:
    assert findings(turtle(WHOLE)) == set()
    assert WHOLE.count(old) == 1
    assert findings(turtle(WHOLE.replace(old, new))) == {(what, COMMITMENT) for what in expected}
