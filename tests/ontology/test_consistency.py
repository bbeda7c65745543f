"""What follows from the ontology, and what contradicts it, by both reasoners."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from pyoxigraph import NamedNode, Triple

from treatygraph.graph.reasoning import Closure, close, close_with_owlrl

Parser = Callable[[str], tuple[Triple, ...]]
Reasoner = Callable[[tuple[Triple, ...], tuple[Triple, ...]], Closure]

OWL = "http://www.w3.org/2002/07/owl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"

CANAL = """
:treaty a tg:Treaty ; tg:instrumentKind c:peace-treaty ; tg:party :north , :south .
:article a tg:Provision ; eli:is_part_of :treaty .
:paragraph a tg:Provision ; eli:is_part_of :article ; tg:setsOut :promise .
:promise a tg:Commitment ; tg:debtor :north ; tg:creditor :south ; tg:consequent :return ; tg:condition :after-peace .
:return a tg:EventType ; tg:actionKind c:hand-over ; tg:ofTerritory :zone .
:zone a tg:Territory ; geo:sfWithin :isthmus . :isthmus a tg:Territory ; geo:sfWithin :continent .
:north a tg:State . :south a tg:State .
:after-peace a tg:EventCondition ; tg:requiresEvent :peace .
:peace a tg:EventType ; tg:actionKind c:conclude-treaty ; tg:ofEntity :treaty .
:after-withdrawal a tg:EventCondition ; tg:requiresEvent :withdrawal .
:withdrawal a tg:EventType ; tg:actionKind c:withdraw-troops .
:after-visit a tg:EventCondition ; tg:requiresEvent :visit-type . :visit-type a tg:EventType ; tg:actionKind c:visit .
:signing a tg:Signature ; tg:realisation c:occurred ; tg:precedes :consent .
:consent a tg:ConsentToBeBound ; tg:realisation c:planned ; tg:precedes :ceremony .
:ceremony a tg:Meeting ; tg:realisation c:hoped-for ; tg:mayBeSameAs :feast . :feast a tg:Meeting .
:speech a tg:SpeechAct ; tg:speaker :minister ; tg:content :reading .
:reading a tg:Interpretation ; tg:interprets :article ; tg:dependentEvent :return ; tg:hasPrecondition :after-peace ;
    tg:constitutingEvent :peace ; tg:countsAs :withdrawal .
:minister a tg:Official .
:tenure a tg:OfficeHolding ; org:member :minister ; tg:office :ministry . :ministry a tg:Office ; org:postIn :north .
:objection a tg:Reservation ; tg:modifies :article .
:view a tg:Perspective ; tg:recognises :signing ; tg:rejects :consent .
:graph a tg:PassageGraph ; tg:supportedBy :passage ; tg:voice :north . :passage a tg:Passage .
"""

FOLLOWS = """
:article tg:setsOut :promise . :treaty tg:setsOut :promise . :treaty eli:has_part :paragraph .
:paragraph eli:is_part_of :treaty ; a tg:TerritorialClause . :article a tg:TerritorialClause .
:treaty a tg:Instrument , prov:Entity , eli:LegalResource .
:zone a geo:Feature , prov:Location ; geo:sfWithin :continent .
:after-peace a tg:PeaceTreatyCondition . :after-withdrawal a tg:TroopWithdrawalCondition .
:signing a prov:Activity ; tg:precedes :ceremony . :feast tg:mayBeSameAs :ceremony .
:speech tg:agent :minister ; a tg:DiplomaticEvent . :reading a tg:Proposition ;
    tg:about :article , :return , :after-peace , :peace , :withdrawal .
:tenure org:organization :north . :objection tg:concerns :article .
:graph prov:wasDerivedFrom :passage ; prov:wasAttributedTo :north ; a np:Assertion .
"""

FOLLOWS_NOT = """
:consent a prov:Activity . :ceremony a prov:Activity . :feast a prov:Activity . :speech a prov:Activity .
:treaty a tg:TerritorialClause . :after-visit a tg:PeaceTreatyCondition , tg:TroopWithdrawalCondition .
:after-withdrawal a tg:PeaceTreatyCondition . :after-peace a tg:TroopWithdrawalCondition .
:ceremony tg:precedes :consent . :ceremony owl:sameAs :feast . :return tg:specialises :peace . :zone a tg:State .
"""

CONTRADICTIONS = [
    ":x a tg:State , tg:Official",
    ":x a tg:State , tg:Island",
    ":x a tg:Treaty , tg:Signature",
    ":x a tg:Treaty , tg:UnilateralInstrument",
    ":x a tg:Place , tg:Official",
    ":x a tg:Interpretation , tg:SpeechAct",
    ":x a tg:Commitment , tg:CommitmentAct",
    ":x a tg:EventType , tg:Meeting",
    ":x a tg:Matter , tg:State",
    ":x a tg:Matter , tg:Meeting",
    ":x a tg:Perspective , tg:State",
    ":x a tg:Island , tg:IslandGroup",
    ":x a tg:EventCondition , tg:DateCondition",
    ":x a tg:Passage , tg:PassageGraph",
    ":x a tg:PassageGraph , tg:InferenceGraph",
    ":x a tg:PassageGraph , tg:StatusGraph",
    ":x a tg:ReferenceGraph , tg:PerspectiveGraph",
    ":x a tg:InferredGraph , tg:StatusGraph",
    ":x a tg:NameUsage , tg:Territory",
    ":x tg:recognises :y ; tg:rejects :y",
]


@pytest.fixture(scope="session")
def logic(ontology: tuple[Triple, ...]) -> tuple[Triple, ...]:
    """The triples from which something can follow: all but annotations."""
    spaces = (OWL, RDF, RDFS)
    quiet = {NamedNode(RDFS + name) for name in ("label", "comment", "isDefinedBy", "seeAlso")}
    return tuple(each for each in ontology if each.predicate.value.startswith(spaces) and each.predicate not in quiet)


@pytest.fixture(params=["builtin", "owlrl"], scope="session")
def reasoner(request: pytest.FixtureRequest) -> Reasoner:
    return {"builtin": close, "owlrl": close_with_owlrl}[str(request.param)]


def test_the_ontology_alone_is_consistent(
    ontology: tuple[Triple, ...], concepts: tuple[Triple, ...], reasoner: Reasoner
) -> None:
    assert reasoner(ontology, concepts).inconsistencies == ()


def test_what_should_follow_follows_and_nothing_else_of_note(
    logic: tuple[Triple, ...], turtle: Parser, reasoner: Reasoner
) -> None:
    closure = reasoner(logic, turtle(CANAL))
    assert closure.inconsistencies == ()
    assert set(turtle(FOLLOWS)) - set(closure.derivations) == set()
    assert set(turtle(FOLLOWS_NOT)) & set(closure.derivations) == set()


@pytest.fixture(scope="session")
def found(logic: tuple[Triple, ...], turtle: Parser, reasoner: Reasoner) -> list[str]:
    """What is found in all contradictions together, each about things of its own."""
    texts = (re.sub(r":([xy])\b", rf":\1-{number}-", text) for number, text in enumerate(CONTRADICTIONS))
    return [each.message for each in reasoner(logic, turtle(" . ".join(texts) + " .")).inconsistencies]


@pytest.mark.parametrize("number", range(len(CONTRADICTIONS)), ids=CONTRADICTIONS)
def test_a_contradiction_is_found(found: list[str], number: int) -> None:
    assert [message for message in found if f"id/x-{number}-" in message]


def test_nothing_else_contradicts_itself(found: list[str]) -> None:
    assert [message for message in found if "id/x-" not in message] == []


def test_no_two_different_things_are_ever_equated(
    logic: tuple[Triple, ...], turtle: Parser, reasoner: Reasoner
) -> None:
    rival = ":promise tg:debtor :south . :zone tg:administeredBy :north , :south . :signing tg:realisation c:claimed ."
    closure = reasoner(logic, turtle(CANAL + rival))
    assert closure.inconsistencies == ()
    same = NamedNode(OWL + "sameAs")
    assert [each for each in closure.derivations if each.predicate == same and each.subject != each.object] == []
