"""Literals are kept, and each IRI has one name."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent

import pytest

Layout = Callable[..., str]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("'x'", '"x"'),
        ("'''x\n'y'''", '"""x\n\'y"""'),
        ("'\"'", "'\"'"),
        ("'it\\'s'@en-GB", '"it\\\'s"@en-GB'),
        ('"\\u00e9 é"', '"\\u00e9 é"'),
        ('"""a\r\nb"""', '"""a\r\nb"""'),
        ('"1"^^<http://www.w3.org/2001/XMLSchema#integer>', '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ('"x" ^^ <urn:x:t>', '"x"^^:t'),
        ('"x"@en--ltr', '"x"@en--ltr'),
        ("+01", "+01"),
        ("1.50", "1.50"),
        ("1.E0", "1.E0"),
        ("true", "true"),
    ],
)
def test_literals_are_kept_but_for_their_quotes(written: str, kept: str, body: Layout) -> None:
    assert body(f":a :p {written} .") == f":a :p {kept} .\n"


def test_an_iri_has_one_name(formatted: Layout) -> None:
    text = dedent("""\
        @prefix : <urn:x:> .
        @prefix long: <urn:x:long:> .
        @prefix same: <urn:x:> .
        <urn:x:a> <urn:x:p> <urn:x:long:b> , :long:b , same:c , <urn:x:> , <urn:y> , :d\\/e , :%41 , <urn:x:long:.f> ;
            <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> .
        """)
    assert formatted(text).split("\n\n")[1] == (
        ":a a <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ;\n"
        "    :p <urn:x:> , :%41 , :c , :d\\/e , :long:.f , long:b , <urn:y> .\n"
    )


def test_prefixes_that_change_their_meaning_keep_the_first(formatted: Layout) -> None:
    text = "@prefix a: <urn:1:> . a:x a a:C . @prefix a: <urn:2:> . a:x a a:D . @prefix b: <urn:2:b:> . a:b:y a b:z ."
    assert formatted(text) == dedent("""\
        @prefix a: <urn:1:> .
        @prefix b: <urn:2:b:> .

        a:x a a:C .
        b:y a b:z .
        <urn:2:x> a <urn:2:D> .
        """)


def test_relative_iris_stay_relative_to_the_first_base(formatted: Layout) -> None:
    text = "BASE <http://e.org/a/b> PREFIX p: <c#> <x> a p:C ; <#q> <../d> . @base <http://f.org/> . <x> a <C> ."
    assert formatted(text) == dedent("""\
        @base <http://e.org/a/b> .
        @prefix p: <c#> .

        <x> a p:C ;
            <#q> <../d> .

        <http://f.org/x> a <http://f.org/C> .
        """)
