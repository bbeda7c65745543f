"""Literals have a value, and languages exist."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from treatygraph.graph.checking.literals import check_literals
from treatygraph.graph.checking.material import Material

Find = Callable[..., list[tuple[str, int, int]]]


@pytest.mark.parametrize(
    "literal",
    [
        '"1956-13-40"^^xsd:date',
        '"1956-2-3"^^xsd:date',
        '" 1956-10-19"^^xsd:date',
        '"x"^^xsd:integer',
        '"1.5"^^xsd:integer',
        '"yes"^^xsd:boolean',
        '"TRUE"^^xsd:boolean',
        '"1,5"^^xsd:decimal',
        '"2018-12-07"^^xsd:dateTime',
        '"1956-10"^^xsd:gYear',
    ],
)
def test_an_ill_formed_literal_is_found_at_its_place(find: Find, literal: str) -> None:
    assert find(check_literals, f":a ex:p 1 ;\n  ex:q {literal} .") == [("TG107", 3, 8)]


def test_of_a_long_literal_the_beginning_is_told(material: Callable[..., Material]) -> None:
    [finding] = check_literals(material(f':a ex:p "{"9" * 5000}x"^^xsd:integer .'))
    assert finding.message == f"'{'9' * 60}…' is no xsd:integer."
    assert finding.shown_value == f'"{"9" * 59}…'


@pytest.mark.parametrize(
    "literal",
    [
        '"1956-10-19"^^xsd:date',
        '"-5"^^xsd:integer',
        '"1"^^xsd:boolean',
        '"x"^^ex:unheard',
        '"plain"',
        '"x"@en',
        '"x"@de-CH-1996',
        '"x"@grc',
        '"x"@x-private',
        '"x"@zh-yue-Hant-HK',
        '"x"@en-GB-oed',
        '"x"@es-419',
        '"x"@ru-SU',
        '"x"@de-1996',
        '"x"@en-x-uk',
        '"x"@i-klingon',
        "1e3",
    ],
)
def test_a_sound_literal_is_let_alone(find: Find, literal: str) -> None:
    assert find(check_literals, f":a ex:p {literal} .") == []


@pytest.mark.parametrize(
    ("tag", "repair"),
    [
        ("jp", "Did you mean @ja?"),
        ("gr-Latn", "Did you mean @el-Latn?"),
        ("english", "Did you mean @en?"),
        ("rus", "Did you mean @ru?"),
        ("GER-AT", "Did you mean @de-AT?"),
        ("en-UK", "Did you mean @en-GB?"),
        ("zh-Hant-JA", "Did you mean @zh-Hant-JP?"),
        ("en-yz-1996", "Write the code of the language (ISO 639), not that of the country: ja, not jp."),
        ("klingon", "Write the code of the language (ISO 639), not that of the country: ja, not jp."),
        ("xx", "Write the code of the language (ISO 639), not that of the country: ja, not jp."),
    ],
)
def test_a_language_that_there_is_not_is_found(material: Callable[..., Material], tag: str, repair: str) -> None:
    [finding] = check_literals(material(f':a rdfs:label "x"@{tag} .'))
    assert (finding.code, finding.repair) == ("TG109", repair)


@pytest.mark.parametrize(
    ("tag", "message"),
    [
        ("jp", "There is no language 'jp'."),
        ("rus", "The code of the language 'rus' is 'ru'."),
        ("en-UK", "There is no region 'UK'."),
    ],
)
def test_what_is_wrong_with_a_language_tag_is_told(material: Callable[..., Material], tag: str, message: str) -> None:
    [finding] = check_literals(material(f':a rdfs:label "x"@{tag} .'))
    assert finding.message == message


def test_a_wrong_language_tag_is_told_at_its_literal(find: Find) -> None:
    assert find(check_literals, ':a rdfs:label "x"@en , "x"@en-UK .') == [("TG109", 2, 24)]


def test_the_same_literal_is_found_wherever_it_stands(find: Find) -> None:
    text = ':a ex:p "x"^^xsd:integer .\n:b ex:p "x"^^xsd:integer .'
    assert find(check_literals, text) == [("TG107", 2, 9), ("TG107", 3, 9)]
