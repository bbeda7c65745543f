"""No work is written after it is published."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from treatygraph.graph.checking.material import Material
from treatygraph.graph.checking.publication import check_publication

Read = Callable[..., Material]
PUBLISHED = ":a schema:datePublished '2018-12-07T16:37:00'^^xsd:dateTime .\n"


@pytest.mark.parametrize(
    ("created", "found"),
    [
        ("'2018-12-08'^^xsd:date", 1),
        ("'2018-12-07T18:00:00'^^xsd:dateTime", 0),
        ("'2018-12'^^xsd:gYearMonth", 0),
        ("'2019'^^xsd:gYear", 1),
        ("'--12-31'^^xsd:gMonthDay", 0),
        ("'-0044-03-15'^^xsd:date", 0),
        ("'tomorrow', '2019', :b", 0),
    ],
)
def test_a_work_is_compared_with_its_day_of_publication(material: Read, created: str, found: int) -> None:
    findings = list(check_publication(material(f"{PUBLISHED}:a schema:dateCreated {created} .").dataset))
    assert [each.code for each in findings] == ["TG448"] * found


def test_the_older_namespace_of_schema_org_counts_by_itself(material: Read) -> None:
    old = "<http://schema.org/datePublished> '2017-01-01'^^xsd:date"
    assert list(check_publication(material(f":a schema:dateCreated '2018'^^xsd:gYear ; {old} .").dataset)) == []
    [finding] = check_publication(material(f":a <http://schema.org/dateCreated> '2018'^^xsd:gYear ; {old} .").dataset)
    assert finding.message == "It is of 2018, and was published on 2017-01-01."


def test_of_several_days_of_publication_the_last_counts(material: Read) -> None:
    text = PUBLISHED + ":a schema:datePublished '2020-01-01'^^xsd:date ; schema:dateCreated '2019-01-01'^^xsd:date ."
    assert list(check_publication(material(text).dataset)) == []


def test_the_finding_stands_at_the_day(find: Callable[..., list[tuple[str, int, int]]]) -> None:
    def check(material: Material) -> object:
        return check_publication(material.dataset)

    assert find(check, PUBLISHED + ":a schema:dateCreated '2019'^^xsd:gYear .") == [("TG448", 3, 23)]
