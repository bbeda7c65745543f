"""What the terms of well-known vocabularies are: classes, properties or datatypes; what their properties take.

In these vocabularies capital letters begin classes and small letters properties; exceptions are listed. Of what a
property takes only that is told which its specification says by a declaration or a range that leaves no doubt: of
rdfs:seeAlso or dcterms:creator, which many use with texts, nothing is told.

Sources: OWL 2 mapping to RDF graphs (tables 3 and 4), RDF Schema 1.1 (chapters 2 to 5), SKOS reference (appendix B),
FOAF 0.99, DCMI Metadata Terms (2020-01-20), PROV-O (W3C 2013), ORG (W3C 2014), Time Ontology in OWL, GeoSPARQL 1.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from treatygraph.graph.terms import DCTERMS, GEO, ORG, OWL, PROV, RDF, RDFS, SCHEMA, SKOS, TIME, XSD

__all__ = ["LITERALS", "THINGS", "published_kind"]

CLASS, PROPERTY, DATATYPE = "class", "property", "datatype"
FOAF, DC = "http://xmlns.com/foaf/0.1/", "http://purl.org/dc/elements/1.1/"

_BY_CASE = frozenset(
    {
        *(OWL, RDF, RDFS, SKOS, PROV, ORG, DCTERMS, TIME, GEO, FOAF, DC),
        "http://www.w3.org/ns/dcat#",
        "http://purl.org/linked-data/cube#",
        "http://rdfs.org/ns/void#",
        "http://usefulinc.com/ns/doap#",
        "http://www.w3.org/ns/sosa/",
        "http://www.w3.org/ns/ssn/",
    }
)
_PROPERTIES_BY_CASE = frozenset({SCHEMA, "http://schema.org/"})
"""Vocabularies in which capital letters begin classes and the members of their lists."""


def _named(kind: str, namespace: str, names: str) -> dict[str, str]:
    return dict.fromkeys((namespace + name for name in names.split()), kind)


_EXCEPTIONS: Mapping[str, str] = MappingProxyType(
    {
        **_named(DATATYPE, OWL, "rational real"),
        **_named(DATATYPE, RDF, "HTML JSON PlainLiteral XMLLiteral langString dirLangString"),
        **_named("", RDF, "nil li ID RDF Description about bagID datatype nodeID parseType resource"),
        **_named(DATATYPE, DCTERMS, "Box ISO3166 ISO639-2 ISO639-3 Period Point RFC1766 RFC3066 RFC4646 RFC5646"),
        **_named(DATATYPE, DCTERMS, "URI W3CDTF"),
        **_named("", DCTERMS, "DCMIType DDC IMT LCC LCSH MESH NLM TGN UDC"),
        **_named("", ORG, "Head"),
        **_named("", XSD, "Assertions bounded cardinality enumeration explicitTimezone fractionDigits length"),
        **_named("", XSD, "maxExclusive maxInclusive maxLength minExclusive minInclusive minLength numeric ordered"),
        **_named("", XSD, "pattern totalDigits whiteSpace day hour minute month second timezoneOffset year"),
        **_named("", TIME, "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
        **_named("", TIME, "unitSecond unitMinute unitHour unitDay unitWeek unitMonth unitYear"),
        **_named(DATATYPE, TIME, "generalDay generalMonth generalYear"),
        **_named(DATATYPE, GEO, "wktLiteral gmlLiteral geoJSONLiteral kmlLiteral dggsLiteral"),
    }
)


def published_kind(namespace: str, name: str) -> str:
    """Tell what a term of a well-known vocabulary is.

    :param namespace: the namespace of the vocabulary.
    :param name: the local name of one of its terms.
    :returns: class, property or datatype; empty where it may be anything.

    >>> published_kind("http://xmlns.com/foaf/0.1/", "Person"), published_kind("http://xmlns.com/foaf/0.1/", "name")
    ('class', 'property')
    """
    if namespace + name in _EXCEPTIONS:
        return _EXCEPTIONS[namespace + name]
    if namespace == XSD:
        return DATATYPE
    if namespace in _PROPERTIES_BY_CASE:
        return PROPERTY if name[:1].islower() else ""
    if namespace not in _BY_CASE or not name[:1].isalpha():
        return ""
    return CLASS if name[0].isupper() else PROPERTY


def _of(namespace: str, names: str) -> frozenset[str]:
    return frozenset(namespace + name for name in names.split())


THINGS = frozenset().union(
    _of(RDF, "type rest"),
    _of(RDFS, "domain range subClassOf subPropertyOf"),
    _of(
        OWL,
        "allValuesFrom annotatedProperty assertionProperty complementOf datatypeComplementOf differentFrom "
        "disjointUnionOf disjointWith distinctMembers equivalentClass equivalentProperty hasKey imports "
        "intersectionOf inverseOf members onClass onDataRange onDatatype onProperties onProperty oneOf "
        "propertyChainAxiom propertyDisjointWith sameAs someValuesFrom sourceIndividual targetIndividual unionOf "
        "versionIRI withRestrictions",
    ),
    _of(
        SKOS,
        "broadMatch broader broaderTransitive closeMatch exactMatch hasTopConcept inScheme mappingRelation member "
        "memberList narrowMatch narrower narrowerTransitive related relatedMatch semanticRelation topConceptOf",
    ),
    _of(
        FOAF,
        "account accountServiceHomepage currentProject depiction depicts focus homepage img interest "
        "isPrimaryTopicOf knows logo made maker mbox member openid page pastProject primaryTopic publications "
        "schoolHomepage thumbnail tipjar topic topic_interest weblog workInfoHomepage workplaceHomepage",
    ),
    _of(
        PROV,
        "actedOnBehalfOf activity agent alternateOf atLocation entity generated hadActivity hadGeneration hadMember "
        "hadPlan hadPrimarySource hadRole hadUsage influenced influencer invalidated qualifiedAssociation "
        "qualifiedAttribution qualifiedCommunication qualifiedDelegation qualifiedDerivation qualifiedEnd "
        "qualifiedGeneration qualifiedInfluence qualifiedInvalidation qualifiedPrimarySource qualifiedQuotation "
        "qualifiedRevision qualifiedStart qualifiedUsage specializationOf used wasAssociatedWith wasAttributedTo "
        "wasDerivedFrom wasEndedBy wasGeneratedBy wasInfluencedBy wasInformedBy wasInvalidatedBy wasQuotedFrom "
        "wasRevisionOf wasStartedBy",
    ),
    _of(
        ORG,
        "basedAt changedBy hasMember hasMembership hasPost hasPrimarySite hasRegisteredSite hasSite hasSubOrganization "
        "hasUnit headOf heldBy holds linkedTo member memberDuring memberOf organization originalOrganization postIn "
        "reportsTo resultedFrom resultingOrganization role siteOf subOrganizationOf transitiveSubOrganizationOf unitOf",
    ),
    _of(TIME, "after before hasBeginning hasEnd hasTime inDateTime inside intervalBefore intervalAfter intervalMeets"),
    _of(GEO, "defaultGeometry hasDefaultGeometry hasGeometry sfContains sfIntersects sfTouches sfWithin"),
)
"""Properties whose values are things, by IRI."""
LITERALS = frozenset().union(
    _of(RDFS, "comment label"),
    _of(OWL, "cardinality deprecated maxCardinality maxQualifiedCardinality minCardinality minQualifiedCardinality"),
    _of(OWL, "hasSelf qualifiedCardinality targetValue"),
    _of(SKOS, "altLabel hiddenLabel notation prefLabel"),
    _of(FOAF, "accountName age birthday familyName firstName gender lastName mbox_sha1sum name nick surname"),
    _of(DCTERMS, "alternative available bibliographicCitation created date dateAccepted dateCopyrighted dateSubmitted"),
    _of(DCTERMS, "identifier issued modified title valid"),
    _of(PROV, "atTime endedAtTime generatedAtTime invalidatedAtTime startedAtTime"),
    _of(TIME, "inXSDDate inXSDDateTime inXSDDateTimeStamp inXSDgYear inXSDgYearMonth numericDuration"),
    _of(GEO, "asGML asGeoJSON asKML asWKT"),
)
"""Properties whose values are literals, by IRI."""
