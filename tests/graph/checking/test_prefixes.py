"""Prefixes are used, mean one thing, and mean what readers expect."""

from __future__ import annotations

from pathlib import Path

import pytest

from treatygraph.graph.checking.files import read_files
from treatygraph.graph.checking.material import Material
from treatygraph.graph.checking.options import Options
from treatygraph.graph.checking.prefixes import check_prefixes, prefixes_of
from treatygraph.graph.turtle.tokens import Text

RDFS = "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"


def found(
    tmp_path: Path, text: str, name: str = "a.ttl", *, builtin: bool = True
) -> list[tuple[str, int | None, int | None]]:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    dataset, documents, _ = read_files([path])
    findings = check_prefixes(Material(dataset, documents, (), Options(builtin=builtin)))
    return [(each.code, each.line, each.column) for each in findings]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (RDFS + "<urn:a> rdfs:label 'x' .", []),
        (RDFS + "<urn:a> <urn:p> 'rdfs:label' . # rdfs:label", [("TG002", 1, 1)]),
        ("<urn:a> a <urn:B> .\n  PREFIX e: <urn:e#>\n<urn:a> a <urn:C> .", [("TG002", 2, 3)]),
        ("@prefix e: <urn:e#> .\n@prefix e: <urn:e#> .\ne:a e:b e:c .", [("TG002", 1, 1)]),
        ("@prefix e: <urn:e#> .\ne:a e:b e:c .\n@prefix e: <urn:f#> .\ne:a e:b e:c .", [("TG003", 3, 1)]),
        ("@prefix rdfs: <http://www.w3.org/2000/01/rdf-shema#> .\n<urn:a> rdfs:label 'x' .", [("TG004", 1, 1)]),
        ("@prefix schema: <http://schema.org/> .\n<urn:a> schema:name 'x' .", []),
        ("@prefix : <urn:e#> . @prefix c: <urn:c#> .\n:a c:b :c .", []),
        ("@prefix tg: <urn:e#> .\ntg:a tg:b tg:c .", [("TG004", 1, 1)]),
        ("@prefix e: <urn:e#> .\n<urn:a> <urn:b> '5'^^e:number .", []),
    ],
)
def test_declarations_are_judged_at_their_places(tmp_path: Path, text: str, places: list[tuple[str, int, int]]) -> None:
    assert found(tmp_path, text) == places


def test_a_text_is_read_no_further_than_needed() -> None:
    used, *_ = prefixes_of(Text("PREFIX a: <urn:a#> a:x a:y a:z . ` no Turtle"))
    assert (used.prefix, used.namespace, used.start, used.end, used.used) == ("a", "urn:a#", 0, 18, True)


def test_other_people_may_use_our_prefix(tmp_path: Path) -> None:
    assert found(tmp_path, "@prefix tg: <urn:e#> .\ntg:a tg:b tg:c .", builtin=False) == []


def test_a_byte_order_mark_does_not_count(tmp_path: Path) -> None:
    assert found(tmp_path, "\ufeff@prefix e: <urn:e#> .\n<urn:a> a <urn:b> .") == [("TG002", 1, 1)]


def test_files_without_prefixes_are_passed_over(tmp_path: Path) -> None:
    assert found(tmp_path, '{"@id": "urn:a", "@type": "urn:b"}', "a.jsonld") == []
