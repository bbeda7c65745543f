"""Statements in RDF/XML have places, the same statements as those of the strict parser."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, serialize

from treatygraph.graph import load
from treatygraph.graph.canonical import digest
from treatygraph.graph.checking import check
from treatygraph.graph.checking.options import Options
from treatygraph.graph.checking.rdf_xml import places_in_rdf_xml
from treatygraph.graph.errors import InputError
from treatygraph.graph.loader import read_quads

HEAD = """<?xml version="1.0"?>
<!DOCTYPE rdf:RDF [ <!ENTITY ex "http://example.org/"> ]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="http://example.org/"
         xmlns:foaf="http://xmlns.com/foaf/0.1/" xml:base="http://example.org/doc" xml:lang="en">
"""
FIRST = len(HEAD.splitlines()) + 1
WHOLE = {
    "a typed node": '<ex:A rdf:about="&ex;a"/>',
    "names relative to the base": '<rdf:Description rdf:about="#a"><ex:p rdf:resource="b"/></rdf:Description>',
    "an ID": '<ex:A rdf:ID="a"/>',
    "texts": '<ex:A rdf:about="a"><ex:p>x &amp; é</ex:p><ex:p xml:lang="de-AT">z</ex:p><ex:p/></ex:A>',
    "a datatype": '<ex:A rdf:about="a"><ex:p rdf:datatype="http://www.w3.org/2001/XMLSchema#int">1</ex:p></ex:A>',
    "nodes in one another": '<ex:A rdf:about="a"><ex:p><ex:B rdf:about="b"><ex:q>1</ex:q></ex:B></ex:p></ex:A>',
    "blank nodes": '<ex:A rdf:about="a"><ex:p><ex:B><ex:q>1</ex:q></ex:B></ex:p><ex:p><ex:C/></ex:p></ex:A><ex:D/>',
    "labelled nodes": '<ex:A rdf:nodeID="n"><ex:p rdf:nodeID="m"/></ex:A><ex:B rdf:nodeID="m"/>',
    "attributes": '<ex:A rdf:about="a" ex:p="1" rdf:type="&ex;B"><ex:q rdf:resource="b" ex:r="2"/></ex:A>',
    "a resource": '<ex:A rdf:about="a"><ex:p rdf:parseType="Resource"><ex:q>1</ex:q></ex:p></ex:A>',
    "a list": '<ex:A rdf:about="a"><ex:p rdf:parseType="Collection"><ex:B rdf:about="b"/><ex:C/></ex:p></ex:A>',
    "an empty list": '<ex:A rdf:about="a"><ex:p rdf:parseType="Collection"/></ex:A>',
    "a container": '<rdf:Bag rdf:about="a"><rdf:li>1</rdf:li><rdf:li rdf:resource="b"/></rdf:Bag>',
    "a property of a blank node by attributes": '<ex:A rdf:about="a"><ex:p ex:q="1"/></ex:A>',
}


def write(folder: Path, body: str) -> Path:
    path = folder / "a.rdf"
    path.write_text(f"{HEAD}{body}\n</rdf:RDF>", "utf-8")
    return path


@pytest.mark.parametrize("body", WHOLE.values(), ids=WHOLE.keys())
def test_every_statement_is_placed(tmp_path: Path, body: str) -> None:
    path = write(tmp_path, body)
    found = {each.quad for each in places_in_rdf_xml(path).statements}
    assert len(found) == len(read_quads(path))
    assert digest(found) == digest(read_quads(path))


def test_every_statement_of_the_article_is_placed(tmp_path: Path) -> None:
    quads = {Quad(each.subject, each.predicate, each.object) for each in load().quads}
    path = tmp_path / "article.rdf"
    path.write_bytes(serialize(quads, format=RdfFormat.RDF_XML) or b"")
    assert {each.quad for each in places_in_rdf_xml(path).statements} == quads


@pytest.mark.parametrize(
    ("body", "placed"),
    [
        ('<ex:A rdf:about="a"><ex:p rdf:parseType="Literal"><b>x</b></ex:p><ex:q>1</ex:q></ex:A>', 2),
        ('<ex:A rdf:about="a"><ex:p rdf:ID="s">1</ex:p></ex:A>', 2),
    ],
    ids=["an XML literal", "a statement about a statement"],
)
def test_what_is_not_placed_takes_no_place_from_others(tmp_path: Path, body: str, placed: int) -> None:
    assert len(places_in_rdf_xml(write(tmp_path, body)).statements) == placed


@pytest.mark.parametrize(
    ("body", "places"),
    [
        (
            '<foaf:Persn rdf:about="a">\n<foaf:nmae>é</foaf:nmae>\n</foaf:Persn>',
            [(FIRST, 2, "TG101"), (FIRST + 1, 2, "TG101")],
        ),
        (
            '<ex:A rdf:about="é" ex:p="é">\n'
            '<ex:p>é</ex:p><ex:q rdf:datatype="http://www.w3.org/2001/XMLSchema#date">1.5.</ex:q></ex:A>',
            [(FIRST + 1, 74, "TG107")],
        ),
        ("<ex:A><ex:q>\n<foaf:Persn/></ex:q></ex:A>", [(FIRST + 1, 2, "TG101")]),
        ('<ex:A rdf:about="a"><foaf:nmae rdf:parseType="Literal"><b/></foaf:nmae></ex:A>', [(FIRST, 2, "TG101")]),
    ],
    ids=["class and property", "a text", "in blank nodes", "beside an XML literal"],
)
def test_findings_have_line_and_column(
    tmp_path: Path, body: str, places: list[tuple[int | None, int | None, str]]
) -> None:
    findings = check([write(tmp_path, body)], options=Options(builtin=False)).findings
    assert [(each.line, each.column, each.code) for each in findings] == places


def test_what_protege_writes_is_rdf_xml_too(tmp_path: Path) -> None:
    path = write(tmp_path, '<foaf:Persn rdf:about="a"/>').rename(tmp_path / "a.owl")
    findings = check([tmp_path], options=Options(builtin=False)).findings
    assert [(each.path, each.line, each.column, each.code) for each in findings] == [(str(path), FIRST, 2, "TG101")]


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "windows-1252", "UTF-16"])
def test_other_encodings_are_read_and_findings_keep_their_places(tmp_path: Path, encoding: str) -> None:
    head = HEAD.replace('"1.0"', f'"1.0" encoding="{encoding}"')
    path = tmp_path / "a.rdf"
    path.write_bytes(
        f'{head}<foaf:Person rdf:about="a"><ex:p>\u00e9</ex:p><foaf:nmae>x</foaf:nmae></foaf:Person></rdf:RDF>'.encode(
            encoding
        )
    )
    assert "\u00e9" in {each.object.value for each in read_quads(path)}
    [finding] = check([path], options=Options(builtin=False)).findings
    assert (finding.code, finding.line, finding.column) == ("TG101", FIRST, 43)


@pytest.mark.parametrize(
    ("encoding", "message"),
    [("x-none", "The encoding 'x-none' is not known."), ("us-ascii", "The file is not ascii text.")],
)
def test_an_encoding_that_is_unknown_or_untrue_is_told(tmp_path: Path, encoding: str, message: str) -> None:
    path = tmp_path / "a.rdf"
    path.write_text(f'<?xml version="1.0" encoding="{encoding}"?><!-- \u00e9 -->', "utf-8")
    with pytest.raises(InputError) as caught:
        read_quads(path)
    assert caught.value.message == message
