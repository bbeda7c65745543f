"""Table 8: literals and their datatypes."""

from __future__ import annotations

import pytest

from treatygraph.graph.reasoning import Derivation, Inconsistency, close, close_with_owlrl


def test_a_literal_is_in_the_datatypes_that_have_its_value_and_needs_no_premise_of_its_own(turtle):
    ontology = turtle(":Dated owl:someValuesFrom xsd:date . :Dated owl:onProperty :day .")
    data = turtle(':other :day "1956-10-19"^^xsd:date . :x :day "1956-10-19"^^xsd:date .')
    closure = close(ontology, data)
    (typed,) = turtle(":x a :Dated .")
    assert closure.derivations[typed] == Derivation("cls-svf1", (*ontology, data[1]))
    assert len(closure.derivations) == 2


def test_datatypes_hold_values_not_names_where_owlrl_goes_by_names(turtle):
    stated = turtle(":Counted owl:someValuesFrom xsd:integer ; owl:onProperty :count . :x :count 5.0 .")
    assert close(stated, ()).derivations.keys() == set(turtle(":x a :Counted ."))
    assert close_with_owlrl(stated, ()).derivations == {}


def test_a_malformed_literal_is_in_no_datatype(turtle):
    stated = turtle(':Dated owl:someValuesFrom xsd:date ; owl:onProperty :day . :x :day "1956-02-30"^^xsd:date .')
    closure = close(stated, ())
    assert closure.derivations == {}
    assert [found.rule for found in closure.inconsistencies] == ["dt-not-type"]


def test_a_malformed_literal_is_a_contradiction_in_each_statement(turtle):
    stated = turtle(':x :day "1956-02-30"^^xsd:date . :y :day "1956-02-30"^^xsd:date .')
    message = '"1956-02-30" is not a lexical form of xsd:date.'
    assert close((), stated).inconsistencies == tuple(
        Inconsistency("dt-not-type", (triple,), message) for triple in stated
    )
    assert close_with_owlrl((), stated).inconsistencies


def test_a_range_that_does_not_have_the_value_is_a_contradiction_that_owlrl_overlooks(turtle):
    stated = turtle(':day rdfs:range xsd:date . :x :day "1956" .')
    assert close(stated, ()).inconsistencies == (
        Inconsistency("dt-not-type", stated, '"1956" must be of the datatype xsd:date but is not.'),
    )
    assert close_with_owlrl(stated, ()).inconsistencies == ()


def test_a_functional_property_with_two_values_is_a_contradiction_that_owlrl_overlooks(turtle):
    stated = turtle(":number a owl:FunctionalProperty . :x :number 1 . :x :number 2 .")
    assert close(stated, ()).inconsistencies == (
        Inconsistency("eq-diff1", stated, '"1" and "2" are different values but turn out to be the same.'),
    )
    assert close_with_owlrl(stated, ()).inconsistencies == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (":tom :age 3 , 4 .", ":ann :height 4 , 5 ."),
        (":tom :age 3 , 4 .", ":ann :height 3 , 4 ."),
        (':tom :age 3 , "3" .', ":ann :age 4 , 4.5 ."),
    ],
)
def test_each_thing_with_two_values_is_told_of_these_alone(turtle, one, other):
    axioms = turtle(":age a owl:FunctionalProperty . :height a owl:FunctionalProperty .")
    stated = [turtle(one), turtle(other)]
    found = close(axioms, [*stated[0], *stated[1]]).inconsistencies
    assert [set(each.premises) - set(axioms) for each in found] == [set(each) for each in stated]


def test_forms_of_one_value_carry_no_contradiction_from_one_thing_to_another(turtle):
    axioms = turtle(":age a owl:FunctionalProperty .")
    tom, ann = turtle(':tom :age 3 , "3" .'), turtle(":ann :age 3 , 3.0 .")
    (found,) = close(axioms, [*tom, *ann]).inconsistencies
    assert found.message == '"3"^^xsd:integer and "3"^^xsd:string are different values but turn out to be the same.'
    assert set(found.premises) == {*axioms, *tom}


def test_a_functional_property_with_two_forms_of_a_value_is_none(turtle):
    stated = turtle(':number a owl:FunctionalProperty . :x :number 1 , 1.0 , "01"^^xsd:integer .')
    assert close(stated, ()).inconsistencies == ()


def test_a_literal_in_two_disjoint_classes_leads_to_the_statement_that_has_it(turtle):
    stated = turtle(":A owl:disjointWith :B . xsd:date rdfs:subClassOf :A , :B . :x :p '1956-10-19'^^xsd:date .")
    (found,) = close(stated, ()).inconsistencies
    assert found.rule == "cax-dw"
    assert set(found.premises) == set(stated)


@pytest.mark.parametrize(
    "literal",
    [
        '"2018-02-30"^^xsd:date',
        '"yes"^^xsd:boolean',
        '"1e3"^^xsd:decimal',
        '"300"^^xsd:byte',
        '"1.0"^^xsd:integer',
        '"zz"^^xsd:hexBinary',
        '"en_GB"^^xsd:language',
        '"T"^^xsd:base64Binary',
        '"2018-12-07T00:00:00"^^xsd:dateTimeStamp',
        '"1x"^^xsd:double',
        '"<b>"^^rdf:XMLLiteral',
        '"abc"^^rdf:PlainLiteral',
        '"abc"^^xsd:decimal',
        '""^^xsd:dateTime',
    ],
)
def test_every_malformed_literal_that_owlrl_finds_is_found(literal, turtle):
    stated = turtle(f":x :p {literal} .")
    assert close_with_owlrl(stated, ()).inconsistencies
    assert [found.rule for found in close(stated, ()).inconsistencies] == ["dt-not-type"]


@pytest.mark.parametrize(
    "literal",
    [
        '"0.0"^^xsd:double',
        '"INF"^^xsd:double',
        '"12018-01-01"^^xsd:date',
        '"2018-12-07T24:00:00"^^xsd:dateTime',
        '"?x=1"^^xsd:anyURI',
        '"%"^^xsd:anyURI',
        '"a <b/>"^^rdf:XMLLiteral',
        '""^^xsd:base64Binary',
    ],
)
def test_right_forms_that_owlrl_rejects_are_accepted(literal, turtle):
    stated = turtle(f":x :p {literal} .")
    assert close_with_owlrl(stated, ()).inconsistencies
    assert close(stated, ()).inconsistencies == ()


@pytest.mark.parametrize("literal", ['"TRUE"^^xsd:boolean', '"2018-1-5"^^xsd:date', '"56"^^xsd:gYear'])
def test_wrong_forms_that_owlrl_accepts_are_found(literal, turtle):
    stated = turtle(f":x :p {literal} .")
    assert close_with_owlrl(stated, ()).inconsistencies == ()
    assert [found.rule for found in close(stated, ()).inconsistencies] == ["dt-not-type"]
