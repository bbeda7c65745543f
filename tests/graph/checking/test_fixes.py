"""Corrections mend what is obvious, and never break a file or change what else it says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from tests.examples import examples
from treatygraph.graph.checking.files import read_files
from treatygraph.graph.checking.fixes import Fix, apply, fixes
from treatygraph.graph.checking.material import Material
from treatygraph.graph.checking.options import Options
from treatygraph.graph.checking.prefixes import check_prefixes
from treatygraph.graph.checking.runner import examine
from treatygraph.graph.checking.selection import Selection
from treatygraph.graph.checking.shape_use import check_shape_use
from treatygraph.graph.checking.terms import check_terms

TG = "@prefix tg: <https://w3id.org/treatygraph/ns#> .\n"
Write = Callable[..., Path]


def mended(path: Path) -> str:
    """Correct a file as often as there is something to correct."""
    dataset, documents, broken = read_files([path])
    assert broken == ()
    material = Material(dataset, documents)
    findings = [*check_prefixes(material), *check_terms(material), *check_shape_use(material)]
    return apply(documents[0].text, fixes(material, findings))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("@prefix e: <urn:e#> .\n<urn:a> a <urn:b> .\n", "<urn:a> a <urn:b> .\n"),
        ("@prefix e: <urn:e#> .\r\n<urn:a> a <urn:b> .", "<urn:a> a <urn:b> ."),
        ("<urn:a> a <urn:b> .\n  PREFIX e: <urn:e#>  ", "<urn:a> a <urn:b> .\n"),
        ("@prefix e: <urn:e#> . # old\n<urn:a> a <urn:b> .", " # old\n<urn:a> a <urn:b> ."),
        ("\ufeff@prefix e: <urn:e#> .\n<urn:a> a <urn:b> .", "\ufeff<urn:a> a <urn:b> ."),
        (TG + "<urn:a> a tg:Sate .", TG + "<urn:a> a tg:State ."),
        (TG + "<urn:a> tg:debter [] , <urn:b> .", TG + "<urn:a> tg:debtor [] , <urn:b> ."),
        (
            "<urn:a> <https://w3id.org/treatygraph/ns#debter> _:b .",
            "<urn:a> <https://w3id.org/treatygraph/ns#debtor> _:b .",
        ),
        (
            "@prefix x: <http://www.w3.org/2001/XMLSchema#> .\n<urn:a> <urn:p> '''5'''^^x:dat .",
            "@prefix x: <http://www.w3.org/2001/XMLSchema#> .\n<urn:a> <urn:p> '''5'''^^x:dat .",
        ),
        (
            "@prefix x: <http://www.w3.org/2001/XMLSchema#> .\n<urn:a> <urn:p> '''5'''^^x:intger .",
            "@prefix x: <http://www.w3.org/2001/XMLSchema#> .\n<urn:a> <urn:p> '''5'''^^x:integer .",
        ),
        (
            "@prefix s: <http://www.w3.org/ns/shacl#> .\n<urn:S> s:targetClas <urn:T> .",
            "@prefix s: <http://www.w3.org/ns/shacl#> .\n<urn:S> s:targetClass <urn:T> .",
        ),
        (
            "@prefix w: <https://w3id.org/treatygraph/> .\n<urn:a> a w:ns\\#Sate .",
            "@prefix w: <https://w3id.org/treatygraph/> .\n<urn:a> a w:ns\\#Sate .",
        ),
        (TG + "<urn:a> a tg:Sttxe .", TG + "<urn:a> a tg:Sttxe ."),
    ],
)
def test_what_is_obvious_is_corrected_and_nothing_else(tmp_path: Path, before: str, after: str) -> None:
    path = tmp_path / "a.ttl"
    path.write_bytes(before.encode())
    assert mended(path) == after


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("ex:A a owl:Class ; owl:complementOf ex:B .\nex:i a ex:B .", "Did you mean ex:A?"),
        ("ex:Visit2018 a owl:Class ; rdfs:label 'visit' .\nex:j a ex:Visit2019 .", "Did you mean ex:Visit2018?"),
        ("ex:hasPart a owl:ObjectProperty ; rdfs:label 'part' .\nex:j ex:hasPort ex:k .", "Did you mean ex:hasPart?"),
        ("<urn:a> foaf:nam 'A' .", "Did you mean foaf:name?"),
        ("<urn:a> a schema:Artcle .", "Did you mean schema:Article?"),
    ],
    ids=["one letter", "digits", "a word", "short", "a vocabulary that grows"],
)
def test_a_term_that_may_be_meant_is_asked_about_and_left(tmp_path: Path, text: str, question: str) -> None:
    prefixes = (
        "@prefix ex: <https://example.org/ns#> .\n@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n"
        "@prefix schema: <https://schema.org/> .\n"
    )
    path = tmp_path / "a.ttl"
    path.write_text(prefixes + text)
    options = Options(builtin=False, selection=Selection(select=("TG101",)))
    material, report = examine([path], options)
    assert [(each.repair, each.mendable) for each in report.findings] == [(question, False)]
    assert fixes(material, report.findings) == ()


def test_a_misspelt_term_that_stands_twice_is_corrected_twice(tmp_path: Path) -> None:
    path = tmp_path / "a.trig"
    path.write_text(TG + "<urn:g> { <urn:a> a tg:Sate , tg:Teritory . <urn:b> a tg:Sate . }")
    assert mended(path) == TG + "<urn:g> { <urn:a> a tg:State , tg:Territory . <urn:b> a tg:State . }"


def test_findings_of_other_rules_and_without_a_place_have_no_correction(write: Write) -> None:
    dataset, documents, _ = read_files([write(":a tg:State :b .")])
    material = Material(dataset, documents)
    assert fixes(material, check_terms(material)) == ()


@pytest.mark.parametrize(
    "found",
    [
        [Fix("a.ttl", 0, 8, "")],
        [Fix("a.ttl", 0, 7, "<urn:c>")],
        [Fix("a.ttl", 8, 9, "<urn:p>", "urn:q", "urn:r")],
        [],
    ],
)
def test_what_would_break_a_file_or_change_it_is_not_carried_out(found: list[Fix]) -> None:
    assert apply("<urn:a> a <urn:b> .", found) == "<urn:a> a <urn:b> ."


def test_a_bad_correction_does_not_keep_the_good_ones_back() -> None:
    text = "PREFIX e: <urn:e>\n<urn:a> a <urn:b> ."
    assert apply(text, [Fix("a.ttl", 0, 18, ""), Fix("a.ttl", 18, 25, "<urn:c>")]) == "<urn:a> a <urn:b> ."


def test_of_two_that_overlap_the_first_is_carried_out() -> None:
    text = "PREFIX e: <urn:e>\n<urn:a> a <urn:b> ."
    assert apply(text, [Fix("a.ttl", 0, 18, ""), Fix("a.ttl", 0, 17, "")]) == "\n<urn:a> a <urn:b> ."


NAMES = st.sampled_from(["tg:State", "tg:Sate", "tg:debtor", "tg:debter", "e:x", "e:y", "<urn:z>", "f:q"])
VALUES = st.one_of(NAMES, st.sampled_from(["'tg:Sate'", "[]", "[ a tg:Sate ]", "( tg:Sate 1 )", "_:b", "1.5"]))
LINES = st.lists(st.tuples(NAMES, NAMES, VALUES), max_size=4)
HEADS = st.lists(st.sampled_from(["@prefix g: <urn:g#> .", "PREFIX h: <urn:h#>", "# tg: comment"]), max_size=3)


@examples(60)
@given(HEADS, LINES)
def test_corrected_files_parse_and_need_no_second_correction(
    heads: list[str], lines: list[tuple[str, str, str]]
) -> None:
    text = TG + "PREFIX e: <urn:e#> PREFIX f: <urn:f#>\n" + "\n".join(heads) + "\n"
    text += "\n".join(f"{' '.join(line)} ." for line in lines)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.ttl"
        path.write_text(text)
        once = mended(path)
        path.write_text(once)
        assert mended(path) == once
    before = len(list(parse(text.encode(), format=RdfFormat.TURTLE)))
    assert len(list(parse(once.encode(), format=RdfFormat.TURTLE))) == before
    assert "tg:debter" not in once.replace("'tg:debter'", "")
