"""Words for the vocabularies: those that are reused, in our own words, and properties read from the other end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from treatygraph.graph.terms import PREFIXES
from treatygraph.server.description import DCAT

__all__ = ["INVERSE_WORDS", "REUSED_TERMS", "ReusedTerm"]

_PREFIXES = {
    **PREFIXES,
    "dcat": DCAT,
    "prof": "http://www.w3.org/ns/dx/prof/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
}
_REUSED = """
dcat:Dataset | dataset | Data that somebody publishes and looks after.
dcat:version | version | Which state of a work this is.
dcterms:bibliographicCitation | citation | How to cite a work.
dcterms:creator | creator | Who made a thing.
dcterms:description | description | What a work is about, in a few words.
dcterms:hasPart | has part | A whole, with something that it contains.
dcterms:isPartOf | is part of | A part, with the whole that contains it.
dcterms:language | language | The language in which a work is written.
dcterms:license | licence | The terms under which a work may be used.
dcterms:source | source | What a thing, or its definition, is taken from.
dcterms:title | title | The name that a work bears.
eli:LegalResource | legal resource | A law, a treaty or another text with legal effect, as a work.
eli:LegalResourceSubdivision | part of a legal resource | An article, a paragraph or another part of a legal text.
eli:has_part | has part | A legal text, with one of its parts.
eli:is_part_of | is part of | A part of a legal text, with the text that it belongs to.
eli:number | number | The number of a part of a legal text, as the text has it.
geo:Feature | feature | Something that lies somewhere on the Earth.
geo:Geometry | geometry | The place and the shape of a feature, in coordinates.
geo:asWKT | shape (WKT) | A geometry as Well-Known Text, longitude before latitude.
geo:hasGeometry | has geometry | A feature, with a description of where it lies.
geo:sfContains | contains | A feature, with another that lies in it.
geo:sfWithin | lies within | A feature, with another that it lies in.
np:Assertion | assertion | The graph of a nanopublication that holds what is stated.
oa:SpecificResource | specific resource | A stretch of a work, chosen by a selector.
oa:TextPositionSelector | position in a text | Where a stretch of a text begins and ends, counted in characters.
oa:end | ends before | The number of the first character after a stretch of a text, counted from 0.
oa:hasSelector | has selector | A stretch of a work, with what says where it is.
oa:hasSource | has source | A stretch of a work, with the work.
oa:start | starts at | The number of the first character of a stretch of a text, counted from 0.
org:ChangeEvent | change | An event by which organizations are made, joined or ended.
org:Membership | membership | That somebody holds a post or belongs to an organization, for a time.
org:Organization | organization | People organised for some purpose: a state organ, an agency, a project.
org:Post | post | A position in an organization, whoever fills it.
org:linkedTo | is linked to | An organization, with one that it has to do with.
org:member | member | A membership, with the one who is the member.
org:organization | organization | A membership, with what it is a membership of.
org:postIn | post in | A post, with the organization that it belongs to.
owl:Class | class | A kind of things.
owl:DatatypeProperty | property with a value | A property whose values are texts, numbers or days.
owl:ObjectProperty | property | A property whose values are things.
owl:Ontology | ontology | A set of terms with their definitions.
owl:inverseOf | inverse of | A property, with the one that says the same from the other end.
owl:versionInfo | version | Which version this is.
prof:ResourceDescriptor | description of a file | A file with something of a vocabulary: its terms, its shapes.
prov:Activity | activity | Something that goes on for a time and in which somebody takes part.
prov:Agent | agent | Somebody who acts, or bears responsibility.
prov:Entity | entity | A thing of which it can be told what it was made from.
prov:Location | location | A place.
prov:Person | person | A human being.
prov:atLocation | place | Where something was done or stands.
prov:hadPrimarySource | primary source | The work from which a thing was taken at first hand.
prov:wasAttributedTo | attributed to | Who is responsible for a thing.
prov:wasDerivedFrom | derived from | What a thing was made or concluded from.
rdf:type | type | What kind of thing it is.
rdfs:comment | comment | A remark on a thing, for people.
rdfs:isDefinedBy | defined by | The vocabulary that a term belongs to.
rdfs:label | label | What a thing is called here, for people.
rdfs:seeAlso | see also | Where there is more on a thing.
rdfs:subClassOf | subclass of | A kind, with a wider kind.
rdfs:subPropertyOf | subproperty of | A property, with a wider one.
schema:CreativeWork | work | A text, a map, a table or another work.
schema:NewsArticle | news article | An article that tells news.
schema:articleSection | section | The part of a paper or site in which an article appeared.
schema:dateCreated | date of writing | On which day a work was made.
schema:datePublished | date of publication | On which day a work came out.
schema:locationCreated | place of writing | Where a work was made.
schema:publisher | publisher | Who brought a work out.
schema:sha256 | SHA-256 | A digest of a text: another text has another one.
schema:url | address | Where a thing is found on the web.
sd:Graph | part of the data | A set of statements that a query can ask alone.
skos:Concept | concept | An idea with a definition: an entry of a code list.
skos:ConceptScheme | code list | A set of concepts that belong together.
skos:altLabel | other label | Another name for a concept.
skos:definition | definition | What a term means.
skos:example | example | A case to which a term applies.
skos:hasTopConcept | has entry | A code list, with an entry at its top.
skos:inScheme | in code list | A concept, with the code list that it belongs to.
skos:notation | code | The sign that stands for a concept in a code list.
skos:prefLabel | preferred label | The name that is used for a concept.
skos:scopeNote | note on its use | What a term is meant for, and what not.
skos:topConceptOf | entry of | A concept, with the code list at whose top it is.
skosxl:Label | label as a thing | A name of which more can be said, such as who uses it.
skosxl:literalForm | literal form | The letters of a name.
time:TemporalEntity | time | A day, or a stretch of days.
"""
_INVERSE = """
dcterms:creator | made
dcterms:hasPart | is part of
dcterms:isPartOf | has part
dcterms:license | is the licence of
dcterms:source | is the source of
eli:has_part | is part of
eli:is_part_of | has part
geo:hasGeometry | says where it lies
geo:sfContains | lies within
geo:sfWithin | contains
oa:hasSelector | says where it stands
oa:hasSource | is the source of
org:linkedTo | is linked to
org:member | is the member in
org:organization | is the organization in
org:postIn | has the post
prov:atLocation | is the place of
prov:hadPrimarySource | is the primary source of
prov:wasAttributedTo | is responsible for
prov:wasDerivedFrom | is what it was derived from
rdf:type | is the type of
rdfs:isDefinedBy | defines
rdfs:subClassOf | is wider than
rdfs:subPropertyOf | is wider than
schema:locationCreated | is the place of writing of
schema:publisher | published
skos:hasTopConcept | is an entry of
skos:inScheme | has the entry
skos:topConceptOf | has the entry
tg:about | is what it is about
tg:actionKind | is the action of
tg:actsFor | is represented by
tg:addressee | is addressed in
tg:addsCondition | is added by
tg:administeredBy | administers
tg:agent | is an agent in
tg:allOf | is needed for
tg:anyOf | is one way to
tg:byAgent | is the one who acts in
tg:claimant | makes the claim
tg:claimedTerritory | is claimed in
tg:concerns | is acted upon by
tg:condition | is a condition of
tg:conditionKind | is the kind of
tg:consequent | is what is promised in
tg:constitutingEvent | is the event of
tg:content | is what is said in
tg:countsAs | is what it counts as
tg:creditor | is creditor of
tg:debtor | is debtor of
tg:denotes | is named by
tg:dependentEvent | has to wait in
tg:depositary | keeps the text of
tg:effect | is the effect of
tg:effectedBy | brought about
tg:eventType | has the instance
tg:force | is the force of
tg:hasPrecondition | has to come first in
tg:heldBy | holds
tg:inferenceKind | is the kind of
tg:instrumentKind | is the kind of
tg:interprets | is interpreted in
tg:mayBeSameAs | may be the same as
tg:means | is the means of
tg:modifies | is modified by
tg:occasion | is the occasion of
tg:ofEntity | is the object in
tg:ofTerritory | is the territory in
tg:office | is the office in
tg:participant | takes part in
tg:party | is party to
tg:possibleStatus | is possible in
tg:possiblyUnmetCondition | is perhaps unmet in
tg:precedes | comes after
tg:providesFor | is provided for in
tg:quotationMode | is the mode of quotation of
tg:realisation | is the realisation of
tg:recognises | is recognised by
tg:rejects | is rejected by
tg:removesCondition | is removed by
tg:reports | is reported in
tg:requiresEvent | is required by
tg:setsOut | is set out in
tg:speaker | speaks in
tg:specialises | is wider than
tg:statusOf | has the status
tg:statusValue | is the status in
tg:supportedBy | supports
tg:toAgent | is the one to whom it is done in
tg:underPerspective | has the view
tg:unmetCondition | is unmet in
tg:usedBy | uses
tg:voice | vouches for
tg:when | is the time of
"""


@dataclass(frozen=True, slots=True)
class ReusedTerm:
    """A term of another vocabulary.

    :param iri: the term.
    :param name: its CURIE.
    :param label: what it is called here.
    :param definition: what it means, in our own words.
    """

    iri: str
    name: str
    label: str
    definition: str

    @property
    def anchor(self) -> str:
        """Its place on the page of the ontology."""
        return self.name.replace(":", "-")


def _rows(table: str) -> list[list[str]]:
    """Read a table: a term and its words, line by line."""
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def _iri(name: str) -> str:
    """Write out the name of a term."""
    prefix, _, local = name.partition(":")
    return _PREFIXES[prefix] + local


REUSED_TERMS: Mapping[str, ReusedTerm] = MappingProxyType(
    {_iri(name): ReusedTerm(_iri(name), name, label, definition) for name, label, definition in _rows(_REUSED)}
)
"""The terms of other vocabularies that are used here, by IRI."""

INVERSE_WORDS: Mapping[str, str] = MappingProxyType({_iri(name): words for name, words in _rows(_INVERSE)})
"""How properties are told from the other end: what a thing is in statements that point at it, by IRI."""
