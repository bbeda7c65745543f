"""Queries of other people over data of other people: each row is a finding, at the statement that it blames."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from treatygraph.graph.checking import Finding, Severity, check, violations
from treatygraph.graph.checking.options import Options
from treatygraph.graph.checking.selection import Selection
from treatygraph.graph.errors import InputError

EXAMPLE = "https://example.org/"
PREFIXES = {
    "": EXAMPLE,
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
DATA_HEAD = " ".join(f"@prefix {prefix}: <{iri}> ." for prefix, iri in PREFIXES.items()) + "\n"
QUERY_HEAD = " ".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in PREFIXES.items()) + "\n"
Found = Callable[..., list[Finding]]
Place = tuple[str, int | None, int | None]

WITHOUT_LABEL = """
SELECT ?entity ?property ?value
WHERE {
  VALUES ?property { rdfs:label }
  ?entity a owl:Class .
  FILTER NOT EXISTS { ?entity ?property ?label }
}
"""
TWO_CLASSES = ':Cat a owl:Class ;\n  rdfs:label "cat" .\n:Dog rdfs:comment "It barks." ;\n  a owl:Class .\n'


@pytest.fixture
def found(tmp_path: Path) -> Found:
    """Run one query over files, and return what it and rules on queries find."""

    def run(query: str, *data: str, name: str = "asked.rq", ontology: tuple[Path, ...] = ()) -> list[Finding]:
        (tmp_path / name).write_text(QUERY_HEAD + query)
        files = []
        for number, text in enumerate(data):
            files.append(tmp_path / f"data-{number}.trig")
            files[-1].write_text(DATA_HEAD + text)
        chosen = Selection(select=("TG5",))
        options = Options(builtin=False, ontology=ontology, violations=(tmp_path / name,), selection=chosen)
        return list(check(files, options=options).findings)

    return run


def place(finding: Finding) -> Place:
    return Path(finding.path or "").name, finding.line, finding.column


def test_a_class_without_a_label_is_told_at_its_type(found: Found) -> None:
    [finding] = found(f"#+ summary: A class has no label.{WITHOUT_LABEL}", TWO_CLASSES)
    assert (finding.code, finding.focus, finding.severity) == ("TG511", EXAMPLE + "Dog", Severity.ERROR)
    assert (finding.thing, finding.message) == (":Dog", "A class has no label (?property rdfs:label).")
    assert finding.repair == "Correct the data, or the query asked.rq."
    assert (finding.predicate, finding.value) == (PREFIXES["rdfs"] + "label", None)
    assert place(finding) == ("data-0.trig", 5, 5)
    assert (finding.end_line, finding.end_column) == (5, 14)


@pytest.mark.parametrize(
    ("query", "data", "expected"),
    [
        pytest.param(
            "SELECT ?entity ?property ?value { ?entity ?property ?value FILTER isLiteral(?value) }",
            ":a :p :b ;\n  :q 1 .",
            ("data-0.trig", 3, 6),
            id="a statement is told at its value",
        ),
        pytest.param(
            "SELECT ?entity ?property { ?entity ?property ?o FILTER isLiteral(?o) }",
            ":a :p :b ;\n  :q 1 , 2 .",
            ("data-0.trig", 3, 10),
            id="a property without a value, at the last of its values",
        ),
        pytest.param(
            "SELECT ?entity ?value { ?entity ?p ?value FILTER isLiteral(?value) }",
            ":a :p :b ;\n  :q 1 .",
            ("data-0.trig", 3, 6),
            id="a value without a property, where the thing has it",
        ),
        pytest.param(
            "SELECT ?entity { ?s :p ?entity }", ":a :p :b .", ("data-0.trig", 2, 7), id="a mere value, where it is one"
        ),
        pytest.param(
            "SELECT DISTINCT ?entity { ?s ?entity 1 }",
            ":a :p :b ;\n  :q 1 .",
            ("data-0.trig", 3, 3),
            id="a property, where it is used",
        ),
        pytest.param(
            "SELECT ?n ?x ?y { ?x :p ?y BIND (1 AS ?n) }",
            ":a :p :b .\n:b :q 1 .",
            ("data-0.trig", 2, 1),
            id="without the column entity, the first thing of a row",
        ),
        pytest.param(
            "SELECT ?property ?x { ?x ?property 1 }",
            ":a :q 1 .",
            ("data-0.trig", 2, 7),
            id="but not what stands in the column property",
        ),
        pytest.param(
            "SELECT ?x ?y { ?x :p ?y }", "[] :p :b .\n:b :q 1 .", ("data-0.trig", 3, 1), id="a thing with a name first"
        ),
        pytest.param(
            "SELECT ?entity ?s { ?s :q 1 OPTIONAL { ?s :r ?entity } }",
            ":a :q 1 .",
            ("data-0.trig", 2, 1),
            id="an entity without a value is none",
        ),
        pytest.param(
            "SELECT ?x { ?s ?p ?x FILTER isLiteral(?x) }", ":a :q 1 .", ("asked.rq", 2, 1), id="a literal, at the query"
        ),
        pytest.param(
            "# Why\nSELECT ?x { VALUES ?x { :nowhere } }", ":a :q 1 .", ("asked.rq", 3, 1), id="what no file tells"
        ),
        pytest.param("SELECT (1 AS ?n) { FILTER NOT EXISTS { ?s :r 2 } }", ":a :q 1 .", ("asked.rq", 2, 1), id="a row"),
        pytest.param(
            "SELECT ?entity { ?entity :q 1 }", ":g { :g :q 1 }", ("data-0.trig", 2, 6), id="a thing of a named graph"
        ),
    ],
)  # fmt: skip
def test_a_finding_stands_where_its_row_tells(found: Found, query: str, data: str, expected: Place) -> None:
    assert [place(each) for each in found(query, data)] == [expected]


def test_a_blank_node_is_told_at_its_place_and_under_its_label(found: Found) -> None:
    query = "SELECT ?entity ?value { ?entity :p ?value }"
    first, second = found(query, "[] :p 1 .\n_:it :p _:other . _:other :q 2 .")
    assert (first.thing, first.message, place(first)) == ("[…]", "asked (?value 1).", ("data-0.trig", 2, 7))
    assert (second.thing, second.message, place(second)) == (
        "_:it",
        "asked (?value _:other).",
        ("data-0.trig", 3, 9),
    )


def test_rows_that_come_twice_make_one_finding(found: Found) -> None:
    assert len(found("SELECT ?entity { ?entity ?p ?o }", ":a :p 1 , 2 ; :q 3 .", ":a :p 4 .")) == 1


def test_rows_that_differ_in_any_column_make_findings_of_their_own(found: Found) -> None:
    findings = found("SELECT ?entity ?o { ?entity ?p ?o } ORDER BY DESC(?o)", ":a :p 1 , 2 .")
    assert [each.message for each in findings] == ["asked (?o 1).", "asked (?o 2)."]
    assert len({place(each) for each in findings}) == 1


def test_the_yes_of_an_ask_is_a_violation(found: Found) -> None:
    [finding] = found("#+ summary: Is there a one?\nASK { ?s ?p 1 }", ":a :p 1 .")
    assert (finding.message, finding.focus, place(finding)) == ("Is there a one?", "", ("asked.rq", 3, 1))
    assert found("ASK { ?s ?p 2 }", ":a :p 1 .") == []


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("", "asked (?n 1)."),
        ("#+ summary: There is a one.\n", "There is a one (?n 1)."),
        ("#+ description: There is\n#+   a one\n", "There is a one (?n 1)."),
        ("#+ summary: One\n#+ description: There is a one\n", "One (?n 1)."),
        ("# A comment is no summary\n", "asked (?n 1)."),
    ],
)
def test_a_finding_has_the_words_of_the_query_or_its_name(found: Found, head: str, message: str) -> None:
    assert [each.message for each in found(f"{head}SELECT (1 AS ?n) {{}}", ":a :p 1 .")] == [message]


def test_values_are_told_short_and_as_the_files_write_them(found: Found) -> None:
    query = "SELECT ?entity ?property ?value ?more { ?entity ?property ?value BIND (:z AS ?more) }"
    data = f':a :p 1.50 , "é"@fr , "2001-05-10"^^xsd:date , <urn:b> , "{"x" * 99}" .'
    findings = found(query, data)
    assert {each.message for each in findings} == {
        'asked (?property :p, ?value "1.50"^^xsd:decimal, ?more :z).',
        'asked (?property :p, ?value "é"@fr, ?more :z).',
        'asked (?property :p, ?value "2001-05-10"^^xsd:date, ?more :z).',
        "asked (?property :p, ?value <urn:b>, ?more :z).",
        f'asked (?property :p, ?value "{"x" * 59}…, ?more :z).',
    }
    assert {each.column for each in findings} == {7, 14, 23, 48, 58}


@pytest.mark.parametrize(
    ("line", "severity"),
    [
        ("", Severity.ERROR),
        ("#+ severity: error\n", Severity.ERROR),
        ("#+ severity: warning\n", Severity.WARNING),
        ("#+ severity: info\n", Severity.INFO),
    ],
)
def test_a_query_says_how_grave_its_violations_are(found: Found, line: str, severity: Severity) -> None:
    assert [each.severity for each in found(f"{line}ASK {{}}", ":a :p 1 .")] == [severity]


@pytest.mark.parametrize(
    ("query", "code", "message", "expected"),
    [
        ("SELECT ?x\n{ ?x foo:a 1 }", "TG501", "The prefix 'foo:' is not declared.", (3, 6)),
        ("SELECT ?x { ?x :a 1", "TG501", "The query ends too early.", (2, 20)),
        ("SELECT ?x { ?x :a", "TG501", "The query ends too early.", (2, 18)),
        ("#+ severity: fatal\nASK {}", "TG501", "There is no severity 'fatal'.", (2, 14)),
        ("#+ mime: a\n#+ severety: a\n#+ view: b", "TG501", "The front matter has an unknown key 'severety'.", (3, 4)),
        ("#+ tags:\n#+   a: b\nASK {}", "TG501", "The front matter's 'tags' is no list.", (2, 4)),
        ("#+ tags: a\nASK {}", "TG501", "The front matter's 'tags' is no list.", (2, 10)),
        ("#+ tags:\n#+ - a\n#+ -  'b\nASK {}", "TG501", "The quotation has no end.", (4, 7)),
        ("ASK {}\n#defaultView:Pie", "TG501", "There is no view 'Pie'.", (3, 14)),
        ("  #+  summary: a\nASK {}", "TG501", "A line of front matter is 'key: value'.", (2, 7)),
        ("SELECT ?x { ?x :p ?_value_integer }", "TG501", "The parameter 'value' has no value.", (1, 1)),
        ("SELECT ?x { ?x :p ?y FILTER :f(?y) }", "TG501", "There is no function :f.", (2, 29)),
        (f"SELECT ?x {'{' * 101}{'}' * 101}", "TG501", "The query nests deeper than 100.", (2, 111)),
        ("ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "TG503", None, (2, 7)),
        ("INSERT DATA { :a :p 1 }", "TG501", "This is an update.", (2, 1)),
    ],
)  # fmt: skip
def test_a_query_that_cannot_be_used_is_a_finding_at_its_place(
    found: Found, query: str, code: str, message: str | None, expected: tuple[int, int]
) -> None:
    [finding] = found(query, ":a :p 1 .")
    assert finding.code == code
    assert message in (None, finding.message)
    assert place(finding) == ("asked.rq", *expected)


def test_parameters_take_their_defaults(found: Found) -> None:
    head = "#+ defaults:\n#+   number: 2\n"
    [finding] = found(f"{head}SELECT ?entity {{ ?entity :p ?_number_integer }}", ":a :p 1 . :b :p 2 .")
    assert finding.focus == EXAMPLE + "b"


def test_a_query_that_is_checked_itself_is_told_once(found: Found, tmp_path: Path) -> None:
    found("SELECT ?x { ?x foo:a 1 }", ":a :p 1 .")
    asked = tmp_path / "asked.rq"
    options = Options(builtin=False, violations=(asked,))
    findings = check([tmp_path / "data-0.trig", asked], options=options).findings
    assert [each.code for each in findings if each.path == str(asked)] == ["TG501"]


@pytest.mark.parametrize("form", ["CONSTRUCT { ?s ?p ?o }", "DESCRIBE ?s", "describe ?s"])
def test_a_query_without_rows_is_a_finding_with_what_to_do(found: Found, form: str) -> None:
    [finding] = found(f"# A comment\n{form} WHERE {{ ?s ?p ?o }}", ":a :p 1 .")
    assert (finding.code, place(finding)) == ("TG501", ("asked.rq", 3, 1))
    assert finding.message == f"{form.split()[0].upper()} makes a graph, and has no rows that could be violations."
    assert finding.repair == "Write SELECT, each of whose rows is a violation, or ASK, whose yes is one."


def test_a_blank_node_of_the_query_itself_is_not_told(found: Found) -> None:
    [finding] = found("SELECT (BNODE() AS ?entity) (BNODE() AS ?x) (1 AS ?y) {}", ":a :p 1 .")
    assert (finding.thing, finding.message, place(finding)) == ("", "asked (?y 1).", ("asked.rq", 2, 1))


def test_the_default_graph_is_the_union_and_graphs_have_names(found: Found) -> None:
    data = ":g { :a :p 1 } :h { :a :p 1 ; :q 2 } :b :p 1 ."
    [finding] = found("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", data)
    assert finding.message == "asked (?n 3)."
    findings = found("SELECT ?entity ?g { GRAPH ?g { ?entity :p 1 } }", data)
    assert {each.message for each in findings} == {"asked (?g :g).", "asked (?g :h)."}
    query = "SELECT ?entity ?property ?value { ?entity ?property ?value FILTER (?value > 1) }"
    assert [each.graph for each in found(query, data)] == [EXAMPLE + "h"]
    [finding] = found("SELECT (COUNT(*) AS ?n) FROM :g { ?s ?p ?o }", data)
    assert finding.message == "asked (?n 1)."


def test_subclasses_of_further_ontologies_count_and_nothing_else_of_them(found: Found, tmp_path: Path) -> None:
    ontology = tmp_path / "ontology.ttl"
    ontology.write_text(f"{DATA_HEAD}:Cat a owl:Class ; rdfs:subClassOf :Animal . :Animal a owl:Class .")
    query = "SELECT ?entity { ?entity a/rdfs:subClassOf* :Animal }"
    assert found(query, ":tom a :Cat .") == []
    [finding] = found(query, ":tom a :Cat .", ontology=(ontology,))
    assert finding.focus == EXAMPLE + "tom"
    assert found("SELECT ?entity { ?entity a owl:Class }", ":tom a :Cat .", ontology=(ontology,)) == []


def test_what_only_an_ontology_tells_is_told_at_the_query(found: Found, tmp_path: Path) -> None:
    ontology = tmp_path / "ontology.ttl"
    ontology.write_text(f"{DATA_HEAD}:Dog a owl:Class ; rdfs:subClassOf :Animal .")
    [finding] = found("SELECT ?entity { ?entity rdfs:subClassOf :Animal }", ":tom a :Cat .", ontology=(ontology,))
    assert (finding.thing, place(finding)) == (":Dog", ("asked.rq", 2, 1))


def test_rows_without_end_are_cut_and_this_is_told(found: Found, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(violations, "MOST_ROWS", 3)
    query = "#+ severity: info\nSELECT ?entity ?o { ?entity :p ?o } ORDER BY ?o"
    assert len(found(query, ":a :p 1 , 2 , 3 .")) == 3
    findings = found(query, ":a :p 1 , 2 , 3 , 4 .")
    assert [each.message for each in findings] == [
        "The query has more than 3 rows; the others are not told.",
        *(f"asked (?o {number})." for number in (1, 2, 3)),
    ]
    assert (place(findings[0]), findings[0].severity) == (("asked.rq", 3, 1), Severity.INFO)
    assert findings[0].repair == "Narrow the query, or write SELECT DISTINCT if rows come twice."


def test_more_rows_than_anybody_can_count_take_no_time(found: Found) -> None:
    pairs = " ".join(f"?s{number} ?p{number} ?o{number} ." for number in range(30))
    [_, finding] = found(f"SELECT ?s0 {{ {pairs} }}", ":a :p 1 , 2 , 3 , 4 .")
    assert "asked" in finding.message
    messages = [each.message for each in found(f"SELECT ?s0 {{ {pairs} }}", ":a :p 1 , 2 , 3 , 4 .")]
    assert "The query has more than 10,000 rows; the others are not told." in messages


CELLS = st.sampled_from(["UNDEF", ":a", ":b", ":p", ":nowhere", "1", "1.5", '"x"@en', '"y"'])
ROWS = st.lists(st.tuples(*[CELLS] * 4), min_size=1, max_size=6)


@settings(max_examples=20)
@given(rows=ROWS)
def test_any_rows_make_findings_with_places_whatever_their_order(
    rows: list[tuple[str, ...]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    data, query = folder / "data.ttl", folder / "asked.rq"
    data.write_text(f'{DATA_HEAD}:a :p :b , 1.50 , "y" .\n:b :p 1 .\n')
    options = Options(builtin=False, violations=(query,), selection=Selection(select=("TG5",)))
    told = []
    for each in (rows, [*reversed(rows), *rows]):
        values = "\n".join(f"({' '.join(row)})" for row in each)
        query.write_text(f"{QUERY_HEAD}SELECT * {{ VALUES (?other ?entity ?property ?value) {{ {values} }} }}")
        told.append(check([data], options=options).findings)
    assert told[0] == told[1]
    assert 1 <= len(told[0]) <= len(set(rows))
    assert all(each.code == "TG511" and each.path and each.line and each.end_line for each in told[0])
    at_query = {each.focus for each in told[0] if each.path == str(query)}
    assert at_query <= {"", EXAMPLE + "nowhere"}


def test_findings_of_two_queries_on_one_statement_have_identities_of_their_own(found: Found) -> None:
    [one] = found(WITHOUT_LABEL, TWO_CLASSES)
    [other] = found(WITHOUT_LABEL, TWO_CLASSES, name="also-asked.rq")
    [again] = found(f"#+ summary: Other words\n{WITHOUT_LABEL}", TWO_CLASSES)
    assert one.identity == again.identity != other.identity


def test_a_folder_stands_for_its_queries(tmp_path: Path) -> None:
    (tmp_path / "data.ttl").write_text("<urn:a> <urn:p> 1 .")
    folder = tmp_path / "checks"
    (folder / "deeper").mkdir(parents=True)
    for name in ("a.rq", "deeper/b.rq", "README.md", "c.sparql", ".hidden.rq"):
        (folder / name).write_text("ASK {}")

    def run(*paths: Path) -> list[str]:
        options = Options(builtin=False, violations=paths, selection=Selection(("TG511",)))
        return [Path(each.path or "").name for each in check([tmp_path / "data.ttl"], options=options).findings]

    assert run(folder) == ["a.rq", "b.rq"]
    assert run(folder, folder / "a.rq", folder / "c.sparql") == ["a.rq", "c.sparql", "b.rq"]


def test_without_a_query_there_is_nothing_to_hold_data_against(tmp_path: Path) -> None:
    (tmp_path / "data.ttl").write_text("<urn:a> <urn:p> 1 .")
    (tmp_path / "empty").mkdir()
    for name, message in {
        "empty": "empty: The folder holds no query (*.rq). Name the right file or folder, or leave the option out.",
        "absent.rq": "absent.rq: The query cannot be read: No such file or directory. Name the right file or folder",
    }.items():
        with pytest.raises(InputError) as caught:
            check([tmp_path / "data.ttl"], options=Options(violations=(tmp_path / name,)))
        assert message in str(caught.value)
