"""The statements of a text are those of the strict parser, and stand where they are said to."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple

from treatygraph.graph.canonical import digest
from treatygraph.graph.errors import InputError
from treatygraph.graph.terms import RDF, RDF_TYPE
from treatygraph.graph.turtle.reading import FAMILY, form_of, parse_strictly, read_text
from treatygraph.graph.turtle.scanner import scan
from treatygraph.graph.turtle.tokens import Text, tokenise

REPOSITORY = Path(__file__).parents[3]
LISTED = subprocess.run(
    ["git", "ls-files", "-z", *(f"*{ending}" for ending in FAMILY)], cwd=REPOSITORY, capture_output=True, check=True
)
FILES = [name for name in LISTED.stdout.decode().split("\0") if (REPOSITORY / name).is_file()]
FIRST, REST, NIL = (NamedNode(RDF + name) for name in ("first", "rest", "nil"))
LIST_TERMS = {FIRST, REST}


def quads_of(text: Text, form: RdfFormat) -> list[Quad]:
    return [statement.quad for statement in scan(text, form).statements]


def test_there_are_files_to_compare() -> None:
    assert {Path(name).suffix for name in FILES} >= {".trig", ".ttl"}
    assert len(FILES) > 100


@pytest.mark.parametrize("name", FILES)
def test_a_file_says_what_the_strict_parser_reads(name: str) -> None:
    text, form = read_text(REPOSITORY / name), form_of(name)
    try:
        parsed = parse_strictly(text, form)
    except InputError:
        assert name.startswith("tests/"), "a file may be broken only to show that this is found"
        return
    assert digest(quads_of(text, form)) == digest(parsed)


@given(data=st.data())
def test_any_text_says_what_the_strict_parser_reads(
    data: st.DataObject, texts: st.SearchStrategy[tuple[str, str]]
) -> None:
    ending, text = data.draw(texts)
    form = FAMILY[f".{ending}"]
    parsed = parse_strictly(Text(text), form)
    scanned = quads_of(Text(text), form)
    assert len(set(scanned)) == len(set(parsed))
    assert digest(scanned) == digest(parsed)


@given(data=st.data())
def test_the_text_at_a_place_is_the_term(data: st.DataObject, texts: st.SearchStrategy[tuple[str, str]]) -> None:
    ending, text = data.draw(texts)
    found = scan(Text(text), FAMILY[f".{ending}"])
    tokens = tokenise(Text(text))
    written = dict(zip(tokens.starts, tokens.texts, strict=True))
    inner = {each.object for each in found.statements if each.predicate == REST} - {NIL}  # They stand at their items.
    at = -1
    for statement in found.statements:
        if statement.predicate not in LIST_TERMS:
            assert can_be(written[statement.subject_at], statement.subject)
            assert can_be(written[statement.predicate_at], statement.predicate)
        if statement.object not in inner:
            assert can_be(written[statement.object_at], statement.object)
        assert statement.object_at >= at, "statements come in the order of their objects"
        at = statement.object_at


def can_be(text: str, term: object) -> bool:
    """Tell whether a text may stand for a term; relative IRIs and prefixes are compared by their ends."""
    if isinstance(term, Literal):
        return text[0] in "\"'" or text == term.value
    if isinstance(term, BlankNode):
        return text in ("[", "(") or text == f"_:{term.value}"
    assert isinstance(term, NamedNode)
    if text in ("a", "(", ")"):
        return term == (RDF_TYPE if text == "a" else NIL)
    end = text[1:-1].rpartition("/")[2] if text[0] == "<" else text.partition(":")[2].replace("\\", "")
    return term.value.endswith(end)


@given(data=st.data())
def test_triples_in_triples_are_left_alone(data: st.DataObject, texts_with_triples: st.SearchStrategy[str]) -> None:
    text = Text(data.draw(texts_with_triples))
    plain = {quad for quad in parse_strictly(text, RdfFormat.TRIG) if not isinstance(quad.object, Triple)}
    named = {quad for quad in quads_of(text, RdfFormat.TRIG) if not any(isinstance(each, BlankNode) for each in quad)}
    assert named <= plain


def test_the_places_in_a_line_are_exact() -> None:
    text = "@prefix : <urn:x:> . :a  a :B ; :p 'é😀' , [ :q ( 1 :c ) ] ."
    places = [
        (text[each.subject_at], text[each.predicate_at :].split()[0], text[each.object_at :].split()[0])
        for each in scan(Text(text), RdfFormat.TURTLE).statements
    ]
    assert places == [
        (":", "a", ":B"),
        (":", ":p", "'é😀'"),
        (":", ":p", "["),
        ("[", ":q", "("),
        ("(", "1", "1"),
        ("(", ":c", ":c"),
        (":", ":c", ":c"),
        (":", ")", ")"),
    ]


def test_graphs_are_told_even_if_empty() -> None:
    found = scan(Text("<urn:g> { } GRAPH _:h { <urn:a> a <urn:b> } { }"), RdfFormat.TRIG)
    assert found.graphs == ((NamedNode("urn:g"), 0), (BlankNode("h"), 18))
    assert [each.graph for each in found.statements] == [BlankNode("h")]


def test_the_graphs_of_n_quads_are_told() -> None:
    found = scan(Text("<urn:a> <urn:p> 'x' <urn:g> .".replace("'", '"')), RdfFormat.N_QUADS)
    assert found.graphs == ((NamedNode("urn:g"), 20),)


def test_declarations_tell_whether_they_are_used() -> None:
    text = (
        "@prefix a: <urn:a:> .\nPREFIX b: <urn:b:>\n@base <http://e.org/x/> .\n@prefix c: <y/> .\n"
        "@prefix a: <urn:a:> .\na:1 a <z> , << b:s b:p b:o >> .\n@prefix a: <urn:other:> .\n@version '1.2' ."
    )
    declared = scan(Text(text), RdfFormat.TURTLE).declarations
    assert [(each.prefix, each.iri, each.used) for each in declared] == [
        ("a", "urn:a:", True),
        ("b", "urn:b:", True),
        (None, "http://e.org/x/", False),
        ("c", "http://e.org/x/y/", False),
        ("a", "urn:a:", False),
        ("a", "urn:other:", False),
    ]
    assert [text[each.at :].split()[0] for each in declared] == ["@prefix", "PREFIX", "@base", *["@prefix"] * 3]


def test_blank_nodes_without_labels_get_unused_ones() -> None:
    text = "_:anonymous1 <urn:p> [] , [] ."
    nodes = {each.object for each in scan(Text(text), RdfFormat.TURTLE).statements}
    assert len(nodes | {BlankNode("anonymous1")}) == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a:b a a:c .", "line 1, column 1: The prefix a: has not been declared"),
        ("<urn:a> a yes .", "line 1, column 11: Here 'yes'"),
        ("<urn:a> 1 <urn:b> .", "line 1, column 9: Here '1'"),
        ("1 a <urn:b> .", "line 1, column 1: Here '1'"),
        ("1 { }", "line 1, column 1: Here '1'"),
        ("<9:a> a <urn:b> .", "line 1, column 1: Invalid IRI"),
        ("<urn:a> a 'x'@toolonganguage .", "line 1, column 11: "),
    ],
)
def test_what_only_the_parser_refuses_is_no_traceback(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        scan(Text(text), RdfFormat.TRIG)
