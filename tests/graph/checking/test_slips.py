"""A slip in a namespace is one finding; the rest of the file is judged as it is meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Triple

from treatygraph.graph.checking import Severity, check
from treatygraph.graph.checking.options import Options
from treatygraph.graph.checking.selection import Selection
from treatygraph.graph.checking.slips import corrected, slip_of, slips_of

ARTICLE = Path(__file__).parents[2] / "second_article" / "nna-2024-05-14.trig"
XSD, WITHOUT_HASH = "http://www.w3.org/2001/XMLSchema#", "http://www.w3.org/2001/XMLSchema"


def places(path: Path, options: Options | None = None) -> list[str]:
    return [f"{each.line}:{each.column} {each.code}" for each in check([path], options=options).findings]


@pytest.mark.parametrize(
    ("declared", "place"),
    [
        ("tg: <https://w3id.org/treatygraph/ns/>", "22:1"),
        ("tg: <http://w3id.org/treatygraph/ns#>", "22:1"),
        ("c: <https://w3id.org/treatygraph/concepts/>", "3:1"),
        (": <https://w3id.org/treatygraph/id>", "2:1"),
        ("oa: <http://www.w3.org/ns/oa>", "9:1"),
        ("xsd: <http://www.w3.org/2001/XMLSchema>", "23:1"),
        ("schema: <http://schema.org/>", "17:1"),
    ],
)
def test_a_slip_in_a_namespace_has_no_consequences(tmp_path: Path, declared: str, place: str) -> None:
    prefix = declared.partition(":")[0]
    lines = [
        f"@prefix {declared} ." if line.startswith(f"@prefix {prefix}: ") else line
        for line in ARTICLE.read_text("utf-8").splitlines()
    ]
    path = tmp_path / "a.trig"
    path.write_text("\n".join(lines), "utf-8")
    [finding] = check([path]).findings
    assert (finding.code, f"{finding.line}:{finding.column}") == ("TG004", place)
    assert finding.severity is Severity.ERROR


def test_what_is_wrong_besides_is_told_at_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("@prefix foaf: <http://xmlns.com/foaf/0.1#> .\n<urn:a> foaf:nmae 'A' .\n")
    assert places(path, Options(builtin=False)) == ["1:1 TG004", "2:9 TG101"]


@pytest.mark.parametrize("option", ["--ignore", "comment"])
def test_who_ignores_the_slip_gets_the_consequences(tmp_path: Path, option: str) -> None:
    comment = " # treatygraph: ignore[TG004] as it is in the archive" if option == "comment" else ""
    selection = Selection() if comment else Selection(ignore=("TG004",))
    path = tmp_path / "a.trig"
    text = ARTICLE.read_text("utf-8").replace("treatygraph/ns#> .", f"treatygraph/ns/> .{comment}")
    path.write_text(text, "utf-8")
    found = places(path, Options(selection=selection))
    assert len(found) > 10
    assert not any(each.endswith("TG004") for each in found)


@pytest.mark.parametrize(
    ("prefix", "namespace", "meant"),
    [
        ("rdfs", "http://www.w3.org/2000/01/rdf-shema#", "http://www.w3.org/2000/01/rdf-schema#"),
        ("rdfs", "http://www.w3.org/2000/01/rdf-schema#", None),
        ("rdf", "http://www.w3.org/2000/01/rdf-schema#", None),
        ("org", "http://www.w3.org/ns/prov#", None),
        ("tg", "urn:e#", None),
        ("", "https://w3id.org/treatygraph/id/source/", None),
        ("ex", "http://example.org", None),
    ],
)
def test_a_namespace_that_is_known_or_far_off_is_no_slip(prefix: str, namespace: str, meant: str | None) -> None:
    assert slip_of(prefix, namespace, builtin=True) == meant


def test_other_people_may_use_our_prefixes_and_either_namespace_of_schema_org() -> None:
    assert slip_of("tg", "https://w3id.org/treatygraph/ns", builtin=False) is None
    assert slips_of("@prefix schema: <http://schema.org/> . <urn:a> a schema:Person .", builtin=True) == {}


def test_a_declaration_in_a_comment_is_none() -> None:
    assert slips_of(f"# @prefix xsd: <{WITHOUT_HASH}> .\n<urn:a> a <urn:b> .", builtin=True) == {}


def test_all_parts_of_a_statement_are_corrected_once() -> None:
    slips = {WITHOUT_HASH: XSD}
    wrong, right = NamedNode(f"{WITHOUT_HASH}date"), NamedNode(f"{XSD}date")
    assert corrected(wrong, slips) == corrected(right, slips) == right
    assert corrected(Literal("x", datatype=wrong), slips) == Literal("x", datatype=right)
    assert corrected(Literal("x", language="en"), slips) == Literal("x", language="en")
    assert corrected(Quad(wrong, wrong, Triple(right, wrong, wrong)), slips) == Quad(
        right, right, Triple(right, right, right)
    )
