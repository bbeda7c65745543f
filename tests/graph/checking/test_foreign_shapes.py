"""Shapes of other people over data of other people: each result is a finding in the words of the shape."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from treatygraph.graph.checking import Finding, Severity, check
from treatygraph.graph.checking.options import Options
from treatygraph.graph.checking.selection import Selection
from treatygraph.graph.errors import InputError

EXAMPLE = "https://example.org/"
PREFIXES = f"""@prefix : <{EXAMPLE}> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
HEAD = len(PREFIXES.splitlines())
GREATER = "SELECT $this ?value { $this :p ?value FILTER (?value > 1) }"
Found = Callable[..., list[Finding]]


@pytest.fixture
def found(tmp_path: Path) -> Found:
    """Hold data against shapes; other rules are left out."""

    def run(shapes: str, *data: str) -> list[Finding]:
        (tmp_path / "shapes.ttl").write_text(PREFIXES + shapes)
        files = []
        for number, text in enumerate(data):
            files.append(tmp_path / f"data-{number}.ttl")
            files[-1].write_text(PREFIXES + text)
        options = Options(builtin=False, shapes=(tmp_path / "shapes.ttl",))
        return [each for each in check(files, options=options).findings if each.code == "TG299"]

    return run


def told(finding: Finding) -> tuple[str, str]:
    return finding.focus.removeprefix(EXAMPLE), finding.message


def test_a_result_is_told_in_the_words_of_the_shape_at_its_value(found: Found) -> None:
    shape = ":S a sh:NodeShape ; sh:targetClass :C ; sh:property [ sh:path :p ; sh:datatype xsd:integer ; %s ] ."
    text = 'sh:message "The number of a thing is whole." ; sh:severity sh:Warning'
    [finding] = found(shape % text, ':a a :C ;\n  :p 1 , "one" .')
    assert told(finding) == ("a", "The number of a thing is whole.")
    assert (finding.severity, finding.predicate, finding.value) == (Severity.WARNING, EXAMPLE + "p", '"one"')
    assert (finding.line, finding.column) == (HEAD + 2, 10)
    assert finding.path is not None
    assert finding.path.endswith("data-0.ttl")


def test_a_shape_without_words_is_named_with_what_it_wants(found: Found) -> None:
    [finding] = found(":S sh:targetClass :C ; sh:property [ sh:path :p ; sh:minCount 1 ] .", ":a a :C .")
    assert told(finding) == ("a", "There are too few values of :p; at least 1 must be (sh:minCount 1 of :S).")
    assert finding.severity is Severity.ERROR


@pytest.mark.parametrize(
    ("constraint", "message"),
    [
        ("sh:property [ sh:path :p ; sh:maxCount 1 ]", "There are too many values of :p; at most 1 may be"),
        ("sh:property [ sh:path :q ; sh:in ( :b 1 ) ]", "A value of :q is none of ( :b 1 ) (sh:in ( :b 1 ) of :S)."),
        ("sh:property [ sh:path ( :q :r ) ; sh:minCount 1 ]", "There are too few values of :q/:r; at least 1 must be"),
        ("sh:property [ sh:path [ sh:inversePath :q ] ; sh:minCount 1 ]", "There are too few values of ^:q; at least"),
        ("sh:property [ sh:path [ sh:zeroOrMorePath :q ] ; sh:maxCount 0 ]", "There are too many values of a path; at"),
        ("sh:property [ sh:path :q ; sh:not [ sh:nodeKind sh:IRI ] ]", "A value of :q keeps to a shape that"),
        ("sh:property [ sh:path :p ; sh:qualifiedMinCount 3 ; sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ]",
         "sh:qualifiedMinCount 3 of :S is violated."),
        ("sh:nodeKind sh:Literal", "The thing is not of the kind sh:Literal (sh:nodeKind sh:Literal of :S)."),
        ("sh:closed true ; sh:ignoredProperties ( :p rdf:type )",
         "The property :q with the value :c is not foreseen, and the shape is closed (sh:closed true of :S)."),
    ],
)  # fmt: skip
def test_a_shape_without_words_is_told_with_its_path_and_what_it_wants(
    found: Found, constraint: str, message: str
) -> None:
    prefix = "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . "
    [finding] = found(f"{prefix}:S sh:targetClass :C ; {constraint} .", ":a a :C ; :p 1 , 2 ; :q :c .")
    assert finding.message.startswith(message)
    assert finding.called == ":a"


@pytest.mark.parametrize("thing", [":e", "_:e"])
@pytest.mark.parametrize("constraint", ["sh:not [ sh:class :C ]", "sh:or ( [ sh:class :D ] [ sh:class :E ] )"])
def test_a_thing_that_fails_itself_is_placed_at_its_type(constraint: str, thing: str, found: Found) -> None:
    data = f"{thing} :knows {thing} .\n{thing} a :C ."
    [finding] = found(f":S a sh:NodeShape ; sh:targetClass :C ; {constraint} .", data)
    assert (finding.line, finding.column) == (HEAD + 2, len(thing) + 4)


def test_all_files_are_one_graph(found: Found) -> None:
    shape = ":S sh:targetClass :C ; sh:property [ sh:path :p ; sh:minCount 1 ; sh:maxCount 1 ] ."
    assert found(shape, ":a a :C .", ":a :p 1 .") == []
    assert [each.focus for each in found(shape, ":a a :C ; :p 1 .", ":a :p 2 .")] == [EXAMPLE + "a"]


def test_classes_below_the_class_of_a_shape_are_meant_as_well(found: Found) -> None:
    shape = ":S sh:targetClass :C ; sh:property [ sh:path :p ; sh:minCount 1 ] ."
    assert found(shape, ":a a :D .") == []
    assert [each.focus for each in found(shape, ":a a :D . :D rdfs:subClassOf :C .")] == [EXAMPLE + "a"]


@pytest.mark.parametrize(
    ("shape", "wrong"),
    [
        ("sh:not [ sh:property [ sh:path :p ; sh:minCount 1 ] ]", {"a", "b"}),
        ("sh:or ( [ sh:path :p ; sh:hasValue 1 ] [ sh:path :p ; sh:hasValue 2 ] )", {"c"}),
        (f'sh:sparql [ sh:message "No {{?value}}." ; sh:prefixes :o ; sh:select "{GREATER}" ]', {"b"}),
        ("sh:property [ sh:path ( :q :r ) ; sh:maxCount 0 ]", {"c"}),
        ("sh:closed true ; sh:ignoredProperties ( <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> :p )", {"c"}),
        ("sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate :p ; sh:object 3 ] ; "
         "sh:property [ sh:path :p ; sh:minCount 1 ]", {"c"}),
        ("sh:deactivated true ; sh:property [ sh:path :none ; sh:minCount 1 ]", set()),
    ],
    ids=["not", "or", "sparql", "path", "closed", "rules are not applied", "deactivated"],
)  # fmt: skip
def test_the_core_of_shacl_and_constraints_in_sparql_are_applied(found: Found, shape: str, wrong: set[str]) -> None:
    shapes = f':o sh:declare [ sh:prefix "" ; sh:namespace "{EXAMPLE}"^^xsd:anyURI ] . :S sh:targetClass :C ; {shape} .'
    findings = found(shapes, ":a a :C ; :p 1 . :b a :C ; :p 2 . :c a :C ; :q [ :r 1 ] .")
    assert {each.focus.removeprefix(EXAMPLE) for each in findings} == wrong
    assert "No 2." in {each.message for each in findings} or "sparql" not in shape


@pytest.mark.parametrize(
    ("data", "called", "line", "column"),
    [
        ("[] a :C ;\n  :p 3 .", "[…]", 2, 6),
        (":x :knows [ a :C ; :p 3 ] .", "[…]", 1, 23),
        (":x :knows _:b .\n_:b a :C ; :p 3 .", "_:b", 2, 15),
        (":x :knows ( [ a :C ; :p 1 , 3 ] ) .", "[…]", 1, 29),
    ],
)
def test_what_is_wrong_with_a_blank_node_is_told_where_it_stands(
    found: Found, data: str, called: str, line: int, column: int
) -> None:
    [finding] = found(":S sh:targetClass :C ; sh:property [ sh:path :p ; sh:maxInclusive 2 ] .", data)
    assert (finding.called, finding.line, finding.column) == (called, HEAD + line, column)
    assert finding.focus.startswith("_:")
    assert finding.message == "A value of :p is more than 2 (sh:maxInclusive 2 of :S)."


def test_what_is_missing_of_a_blank_node_is_told_at_its_type(found: Found) -> None:
    [finding] = found(":S sh:targetClass :C ; sh:property [ sh:path :p ; sh:minCount 1 ] .", ":x :q [ :r 1 ; a :C ] .")
    assert (finding.called, finding.line, finding.column) == ("[…]", HEAD + 1, 18)


def test_a_literal_that_is_wrong_is_told_at_the_thing_that_has_it(found: Found) -> None:
    [finding] = found(":S sh:targetObjectsOf :p ; sh:nodeKind sh:IRI .", ":x :q [ :p 1 ] .")
    assert (finding.called, finding.line, finding.column) == ("[…]", HEAD + 1, 12)


def test_a_property_that_is_not_foreseen_is_told_at_itself(found: Found) -> None:
    closed = ":S sh:targetClass :C ; sh:closed true ; sh:ignoredProperties ( rdf:type ) ."
    prefix = "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . "
    data = ":x a :C .", ":x\n  :p [ a :D ] ."
    [finding] = found(prefix + closed, *data)
    assert (finding.thing, finding.line, finding.column) == (":x", HEAD + 2, 3)
    assert finding.path is not None
    assert finding.path.endswith("data-1.ttl")


def test_each_value_of_a_property_that_is_not_foreseen_is_told_at_its_own_statement(found: Found) -> None:
    closed = ":S sh:targetClass :C ; sh:closed true ; sh:ignoredProperties ( rdf:type ) ."
    prefix = "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . "
    findings = found(prefix + closed, ':x :p "one" .\n:x a :C .\n:x   :p "two" , _:b .')
    assert [(each.line, each.column) for each in findings] == [(HEAD + 1, 4), (HEAD + 3, 6), (HEAD + 3, 6)]
    assert {each.message.partition(" is not foreseen")[0] for each in findings} == {
        'The property :p with the value "one"',
        'The property :p with the value "two"',
        "The property :p",
    }


def test_the_graph_is_told_where_a_statement_stands_in_one(tmp_path: Path) -> None:
    shapes, data = tmp_path / "shapes.ttl", tmp_path / "data.trig"
    shapes.write_text(f"{PREFIXES}:S sh:targetClass :C ; sh:property [ sh:path :p ; sh:datatype xsd:integer ] .")
    data.write_text(f"{PREFIXES}:g {{ :a a :C ; :p 'g' , 'both' }} :h {{ :a :p 'both' }} :a :p 'none' .")
    report = check([data], options=Options(builtin=False, shapes=(shapes,), selection=Selection(select=("TG299",))))
    assert {each.value: each.graph for each in report.findings} == {
        '"g"': EXAMPLE + "g",
        '"both"': None,
        '"none"': None,
    }


def test_a_long_list_of_values_takes_no_longer(found: Found) -> None:
    values = " ".join(f":v{number}" for number in range(500))
    shape = f":S sh:targetClass :C ; sh:property [ sh:path :p ; sh:in ( {values} ) ] ."
    assert [each.value for each in found(shape, ":a a :C ; :p :v1 , :v499 , :other .")] == [f"<{EXAMPLE}other>"]


def test_what_shapes_import_is_not_fetched(found: Found) -> None:
    shape = ":o owl:imports <http://127.0.0.1:9/none> . :S sh:targetClass :C ; sh:nodeKind sh:IRI ."
    assert found(shape, ":a a :C .") == []


@pytest.mark.parametrize(
    ("shapes", "column", "message"),
    [
        (":S sh:targetClass :C ; sh:property :P . :P sh:minCount 1 .", 41,
         "/P>: it is a property shape without sh:path. Mend"),
        (":S sh:targetClass :C ; sh:property [ sh:path :p ; sh:minCount -1 ] .", 63,
         "sh:minCount is -1, and nothing has fewer than none. Mend"),
        (":S sh:targetClass :C ; sh:or :no-list .", 30, "/S>: "),
        (":S sh:targetClass :C ; sh:in ( 1 2 3 4 5 6 7 8 9 10 11 12 ) , ( 1 ) .", 63, "/S>: "),
        (":S sh:targetClass :C ; sh:in ( 1 2 3 [ ] 5 6 7 8 9 10 11 12 ) ; sh:nodeKind 3 .", 77, "sh:nodeKind"),
        (":S sh:targetClass :C ; sh:property [ sh:path :p ; sh:minCount true ] .", 63, "sh:minCount"),
        (':S sh:targetClass :C ; sh:property :P . :P sh:path :p ; sh:pattern "(" .', 68, "is no regular expression"),
        (
            ':S sh:targetClass :C ; sh:sparql :Q . :Q sh:select "SELECT $this {" .',
            52,
            "its query cannot be read: line 1, column ",
        ),
        (
            ':S sh:targetClass :C ; sh:sparql :Q . :Q sh:select "SELECT $this { $this x:p 1 }" .',
            52,
            "column 22: The prefix 'x:' is not declared. Declare it in the query, or by sh:prefixes.",
        ),
        (
            ':S sh:sparql :Q . :Q sh:select "SELECT $this { SERVICE <urn:x> { $this ?p 1 } }" .',
            32,
            "nothing is ever fetched",
        ),
        (':S sh:sparql :Q . :Q sh:select "SELECT $this FROM <urn:x> { $this ?p 1 }" .', 32, "nothing is ever fetched"),
    ],
)  # fmt: skip
def test_shapes_that_are_none_are_refused_at_their_place(found: Found, shapes: str, column: int, message: str) -> None:
    with pytest.raises(InputError) as caught:
        found(shapes, ":a a :C ; :p 1 .")
    assert f"shapes.ttl:{HEAD + 1}:{column}: The shapes cannot be used: " in str(caught.value)
    assert message in str(caught.value)
    assert str(caught.value).endswith("Mend the shapes graph.")


def test_all_faults_are_told_the_first_with_its_place(found: Found, tmp_path: Path) -> None:
    shapes = ':A sh:targetClass :C ; sh:nodeKind 3 .\n:B sh:property [ sh:path :p ; sh:pattern "(" ] .'
    with pytest.raises(InputError) as caught:
        found(shapes, ":a a :C .")
    file = tmp_path / "shapes.ttl"
    assert str(caught.value) == (
        f"{file}:{HEAD + 1}:36: The shapes cannot be used: <{EXAMPLE}A>: sh:nodeKind "
        '"3"^^<http://www.w3.org/2001/XMLSchema#integer> is not as SHACL wants it (sh:in). '
        f"Further: {file}:{HEAD + 2}:42: its sh:pattern is no regular expression "
        "(missing ), unterminated subpattern at position 0). Mend the shapes graph."
    )


def test_of_very_many_faults_the_first_are_told(found: Found) -> None:
    shapes = " ".join(f":S{number} sh:pattern '(' ." for number in range(30))
    with pytest.raises(InputError, match=r"… and 9 more\. Mend the shapes graph\.$"):
        found(shapes, ":a a :C .")


def test_misspelt_terms_of_shacl_are_findings_and_the_rest_is_applied(tmp_path: Path) -> None:
    shapes, data = tmp_path / "shapes.ttl", tmp_path / "data.ttl"
    shapes.write_text(
        f"{PREFIXES}:S a sh:NodeShap ; sh:targetClass :C ; sh:minCnt 1 ;\n"
        "  sh:property [ sh:path :p ; sh:minCount 1 ; sh:nodeKind sh:Iri ] ."
    )
    data.write_text(f"{PREFIXES}:a a :C .")
    findings = check([data], options=Options(builtin=False, shapes=(shapes,))).findings
    assert [(each.code, each.line, each.column) for each in findings if each.code != "TG002"] == [
        ("TG299", HEAD + 1, 6),
        ("TG295", HEAD + 1, 6),
        ("TG295", HEAD + 1, 40),
        ("TG295", HEAD + 2, 58),
    ]


def test_a_file_of_shapes_that_cannot_be_parsed_is_told_with_its_place(found: Found) -> None:
    with pytest.raises(InputError, match=rf"shapes\.ttl:{HEAD + 1}:\d+: "):
        found(":S sh:targetClass", ":a a :C .")


def test_without_shapes_nothing_is_applied(tmp_path: Path) -> None:
    file = tmp_path / "data.ttl"
    file.write_text(PREFIXES + ":a a :C .")
    report = check([file], options=Options(builtin=False))
    assert "TG299" not in {each.code for each in report.findings}
