"""One layout for one meaning: sorted, comments where they belong, never another statement."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat

from treatygraph.graph.canonical import digest
from treatygraph.graph.errors import InputError
from treatygraph.graph.turtle.formatting import format_text
from treatygraph.graph.turtle.reading import FAMILY, form_of, parse_strictly, read_text
from treatygraph.graph.turtle.tokens import Text, tokenise

REPOSITORY = Path(__file__).parents[3]
LISTED = subprocess.run(
    ["git", "ls-files", "-z", *(f"*{ending}" for ending in FAMILY)], cwd=REPOSITORY, capture_output=True, check=True
)
FILES = [name for name in LISTED.stdout.decode().split("\0") if (REPOSITORY / name).is_file()]
PREFIX = "@prefix : <urn:x:> .\n"
Layout = Callable[..., str]


def comments_of(text: str) -> list[str]:
    return sorted(each.text.rstrip() for each in tokenise(Text(text)).comments)


def test_there_are_files_to_lay_out() -> None:
    assert {Path(name).suffix for name in FILES} >= {".trig", ".ttl"}
    assert len(FILES) > 100


@pytest.mark.parametrize("name", FILES)
def test_a_file_keeps_its_meaning_and_its_comments(name: str, formatted: Layout) -> None:
    text, form = read_text(REPOSITORY / name), form_of(name)
    try:
        before = parse_strictly(text, form)
    except InputError:
        assert name.startswith("tests/"), "a file may be broken only to show that this is found"
        return
    result = formatted(text.text, form)
    assert digest(parse_strictly(Text(result, text.path), form)) == digest(before)
    assert comments_of(result) == comments_of(text.text)


@given(data=st.data())
def test_any_text_keeps_its_meaning_and_its_comments(
    data: st.DataObject, texts: st.SearchStrategy[tuple[str, str]], formatted: Layout
) -> None:
    ending, text = data.draw(texts)
    form = FAMILY[f".{ending}"]
    result = formatted(text, form)
    assert digest(parse_strictly(Text(result), form)) == digest(parse_strictly(Text(text), form))
    assert comments_of(result) == comments_of(text)
    assert not re.search(r"\n\n\n|\A\n|\n\n\Z", result)
    assert result == "" or result.endswith("\n")


@given(data=st.data())
def test_triples_in_triples_are_kept(
    data: st.DataObject, texts_with_triples: st.SearchStrategy[str], formatted: Layout
) -> None:
    text = data.draw(texts_with_triples)
    result = formatted(text)
    assert digest(parse_strictly(Text(result), RdfFormat.TRIG)) == digest(parse_strictly(Text(text), RdfFormat.TRIG))


def test_everything_is_sorted_types_first(formatted: Layout) -> None:
    text = """\
        PREFIX e: <urn:e:>
        :b :q 2, 1 ; a :C; :p "x" . e:a :p :z , :y , "v" , _:l, "u"@en .
        _:l a :D, :C . :b :p "w"; :q 1 .
        """
    assert formatted(PREFIX + dedent(text)) == dedent("""\
        @prefix : <urn:x:> .
        @prefix e: <urn:e:> .

        e:a :p :y , :z , _:l , "u"@en , "v" .

        :b a :C ;
            :p "w" , "x" ;
            :q 1 , 2 .

        _:l a :C , :D .
        """)


def test_what_a_term_is_and_means_comes_first_and_its_source_last(formatted: Layout) -> None:
    prefixes = """\
        @prefix : <urn:x:> .
        @prefix dcterms: <http://purl.org/dc/terms/> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix schema: <https://schema.org/> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        """
    properties = """\
        a owl:ObjectProperty
        rdfs:label "cedes"@en
        skos:definition "Relates a treaty to a territory."@en
        skos:example "An example."@en
        skos:scopeNote "A note."@en
        schema:domainIncludes :Treaty
        schema:rangeIncludes :Territory
        rdfs:subPropertyOf :concerns
        dcterms:title "A title"@en
        rdfs:seeAlso :more
        owl:inverseOf :cededBy
        :p 1
        dcterms:source <urn:book>
        dcterms:bibliographicCitation "A book"@en
        rdfs:isDefinedBy <urn:ontology>
        """
    lines = dedent(properties).splitlines()
    joined = " ;\n    ".join(lines)
    text = f"{dedent(prefixes)}\n:cedes {joined} .\n"
    assert formatted(text) == text
    assert formatted(f"{dedent(prefixes)}\n:cedes {' ; '.join(reversed(lines))} .") == text


def test_graphs_and_their_subjects_are_put_together_and_sorted(body: Layout) -> None:
    text = ":h { :b a :C . } GRAPH :g { :b a :C } :z a :C . :h { :a a :C ; :p 1 . :b a :D . } { :y a :C }"
    assert body(text) == dedent("""\
        :z a :C .

        {
          :y a :C .
        }

        :g {
          :b a :C .
        }

        :h {
          :a a :C ;
            :p 1 .
          :b a :C , :D .
        }
        """)


def test_graphs_without_a_name_stay_apart(body: Layout) -> None:
    unnamed = "[] {\n  :a :p 1 .\n}\n"
    assert body("[] { :a :p 1 } [ ] { :a :p 1 } :g { }") == f":g {{}}\n\n{unnamed}\n{unnamed}"


def test_what_fits_stands_on_one_line(body: Layout) -> None:
    names = [f":value-{number:02}" for number in range(11)]
    line = f":a :p {' , '.join(names)} .\n"
    assert len(line) <= 141
    assert body(line) == line
    longer = [*names, ":value-11"]
    assert body(f":a :p {' , '.join(longer)} .") == ":a :p " + " ,\n        ".join(longer) + " .\n"


def test_a_single_value_may_be_long(body: Layout) -> None:
    line = f':a :p "{"x" * 200}"@en .\n'
    assert body(line) == line


def test_lists_are_broken_when_they_are_long(body: Layout) -> None:
    item = f'[ :p "{"x" * 60}" ; :q 1 ]'
    assert body(f":a :p ( {item} {item} ) , [ :r {item} ; :s {item} ] .") == dedent(f"""\
        :a :p
                (
                    {item}
                    {item}
                ) ,
                [
                    :r {item} ;
                    :s {item} ;
                ] .
        """)
    assert body(f":a :p ( {item} {item} ) .") == f":a :p (\n        {item}\n        {item}\n    ) .\n"


def test_lists_keep_their_order_and_their_brackets(body: Layout) -> None:
    assert body(":a :p ( 3 [ :b 2 ; :a 1 ] ( ) [ ] ) ; :q _:x . _:x :r 1 .") == (
        ":a :p ( 3 [ :a 1 ; :b 2 ] () [] ) ;\n    :q _:x .\n\n_:x :r 1 .\n"
    )


def test_subjects_in_brackets_are_written_in_one_way(body: Layout) -> None:
    assert body("[ :p 1 ] :q 2 . [] :q 3 . [ :q 4 ] . ( 1 2 ) :p :o .") == (
        "( 1 2 ) :p :o .\n\n[] :p 1 ;\n    :q 2 .\n\n[] :q 3 .\n[] :q 4 .\n"
    )


def test_the_word_of_another_version_is_kept(body: Layout) -> None:
    assert body(":a :p :b ~ :r {| :q 1 |} , << :s :p :o >> .") == ":a :p :b ~ :r {| :q 1 |} , << :s :p :o >> .\n"


def test_lines_are_sorted_and_each_comes_once(formatted: Layout) -> None:
    text = '# on b\n_:b <urn:p> "x" . # after b\n<urn:a>\t<urn:p>  _:b.\n\n# heading\n\n<urn:a> <urn:p> "x"@en .\n'
    assert formatted(text + text.splitlines()[-1], RdfFormat.N_TRIPLES) == dedent("""\
        <urn:a> <urn:p> _:b .
        # on b
        _:b <urn:p> "x" . # after b

        # heading

        <urn:a> <urn:p> "x"@en .
        """)
    quads = '<urn:a> <urn:p> <urn:o> <urn:g> .\n<urn:a> <urn:p> "1"^^<urn:t> .\n'
    assert formatted(quads, RdfFormat.N_QUADS) == "".join(sorted(quads.splitlines(keepends=True)))


def test_deep_lists_are_laid_out_up_to_the_bound(formatted: Layout) -> None:
    text = f"<urn:a> <urn:p> {'[ <urn:p> ' * 100}1{' ]' * 100} ."
    assert formatted(text).count("[") == 100
    with pytest.raises(InputError, match="More than 100 lists"):
        format_text(Text(f"<urn:a> <urn:p> {'( ' * 101}1{' )' * 101} ."), RdfFormat.TRIG)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("ex:x\\,y a ex:C .", "ex:x\\,y a ex:C ."),
        ("ex:x\\-y a ex:C .", "ex:x-y a ex:C ."),
        ("<http://e.org/x,y> a ex:C .", "<http://e.org/x,y> a ex:C ."),
        ("<http://e.org/x,y> a ex:C . ex:C a ex:x\\,y .", "ex:C a ex:x\\,y .\nex:x\\,y a ex:C ."),
        ("ex:a ex:p '1'^^ex:b\\/c .", 'ex:a ex:p "1"^^ex:b\\/c .'),
        ("@prefix : <http://e.org/x/> . ex:x\\/y a ex:C .", ":y a ex:C ."),
    ],
)
def test_names_that_need_escapes_keep_their_prefix_where_they_are_written_so(written: str, kept: str) -> None:
    text = Text(f"@prefix ex: <http://e.org/> .\n\n{written}")
    result = format_text(text, RdfFormat.TURTLE)
    assert result.partition("\n\n")[2] == f"{kept}\n"
    assert format_text(Text(result), RdfFormat.TURTLE) == result


def test_quotes_become_double_where_nothing_in_a_string_would_change() -> None:
    written = """<urn:a> <urn:p> 'single' , 'a "b"' , 'a\\u0041' , \'\'\'long\'\'\' ."""
    result = format_text(Text(written), RdfFormat.TURTLE)
    assert result == """<urn:a> <urn:p> 'a "b"' , "a\\u0041" , \"\"\"long\"\"\" , "single" .\n"""
