"""Times checked against one another: exactly the findings that a graph deserves."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, parse

from treatygraph.graph.checking.findings import Finding
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.loader import load
from treatygraph.graph.promises.temporal import TEMPORAL_RULES, check_chronology
from treatygraph.graph.terms import PREFIXES, compact

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
PROMISE = """
:g {
  :promise a tg:Commitment ; tg:debtor :a ; tg:creditor :b ; tg:consequent :t . :treaty tg:setsOut :promise .
  :signing a tg:Signature ; tg:concerns :treaty ; tg:agent :a , :b ; tg:realisation c:occurred ; tg:when :t1950 .
}
"""
READING = "<https://w3id.org/treatygraph/id/graph/provenance> { :i a tg:InferenceGraph ; tg:inferenceKind c:reading . }"


def years(*pairs: tuple[str, int | None, int | None], graph: str = ":times") -> str:
    """Write times that are years, or spans of years."""
    lines = []
    for name, first, last in pairs:
        bounds = [f'tg:notBefore "{first}-01-01"^^xsd:date'] if first else []
        bounds += [f'tg:notAfter "{last}-12-31"^^xsd:date'] if last else []
        lines.append(f"{name} {' ; '.join(bounds)} .")
    return f"{graph} {{ {' '.join(lines)} }}\n"


TIMES = years(*((f":t{year}", year, year) for year in range(1940, 1970)))


def findings(text: str) -> list[Finding]:
    return sorted(check_chronology(Dataset(tuple(parse(input=(HEAD + TIMES + text).encode(), format=RdfFormat.TRIG)))))


def found(text: str) -> list[tuple[str, str]]:
    return [(each.code, compact(each.focus)) for each in findings(text)]


def event(name: str, when: str, more: str = "") -> str:
    return f"{name} a tg:Meeting ; tg:realisation c:occurred ; tg:when {when} {more} ."


def test_the_article_is_clean() -> None:
    assert list(check_chronology(load())) == []


def test_codes_are_distinct_and_in_the_family_of_time() -> None:
    codes = [rule.code for rule in TEMPORAL_RULES]
    assert codes == sorted(set(codes))
    assert all(code.startswith("TG44") for code in codes)


def test_an_act_on_a_promise_that_was_not_made_yet() -> None:
    act = ":g {{ :act a tg:CommitmentAct ; tg:concerns :promise ; tg:effect c:withdraw ; tg:when :t{} . }}"
    assert found(PROMISE + act.format(1949)) == [("TG441", ":act")]
    assert found(PROMISE + act.format(1950)) == []


@pytest.mark.parametrize("kind", ["tg:EntryIntoForce", "tg:Termination"])
def test_a_treaty_that_starts_or_ends_before_it_was_signed(kind: str) -> None:
    act = f":g {{ :act a {kind} ; tg:concerns :treaty ; tg:when :t1940 . }}"
    assert found(PROMISE + act) == [("TG441", ":act")]


def test_that_an_act_is_too_early_is_told_with_the_day() -> None:
    act = ":g { :act a tg:CommitmentAct ; tg:concerns :promise ; tg:effect c:breach ; tg:when :t1940 . }"
    (finding,) = findings(PROMISE + act)
    assert "promise, was not made before 1950-01-01" in finding.message


def test_an_order_against_the_dates() -> None:
    told = event(":a", ":t1960", "; tg:precedes :b") + event(":b", ":t1950")
    assert found(f":g {{ {told} }}") == [("TG443", ":a")]
    told = event(":a", ":t1950", "; tg:precedes :b") + event(":b", ":t1950")
    assert found(f":g {{ {told} }}") == []


def test_an_order_against_the_dates_over_an_undated_event() -> None:
    told = event(":a", ":t1960", "; tg:precedes :b") + ":b tg:precedes :c ." + event(":c", ":t1950")
    (finding,) = findings(f":g {{ {told} }}")
    assert (finding.code, compact(finding.focus), compact(finding.graph or "")) == ("TG443", ":b", ":g")


def test_an_order_that_only_a_reading_gives_is_no_contradiction() -> None:
    told = event(":a", ":t1960") + event(":b", ":t1950")
    assert found(f":g {{ {told} }} :i {{ :a tg:precedes :b . }} {READING}") == []


def test_orders_in_a_circle() -> None:
    assert found(":g { :b tg:precedes :c . :c tg:precedes :b . :c tg:precedes :d . }") == [("TG444", ":b")]
    assert found(":g { :a tg:precedes :a . }") == [("TG444", ":a")]
    assert found(":g { :a tg:precedes :b . :b tg:precedes :c . :a tg:precedes :c . }") == []


def test_times_of_one_event_that_exclude_each_other() -> None:
    assert found(f":g {{ {event(':a', ':t1950 , :t1951')} }}") == [("TG445", ":a")]
    wide = years((":wide", 1949, 1952), graph=":g")
    assert found(f"{wide} :g {{ {event(':a', ':t1950 , :wide')} }}") == []


def test_a_time_that_excludes_itself_is_left_to_its_shape() -> None:
    assert found(years((":wrong", 1960, 1950), graph=":g") + f":g {{ {event(':a', ':wrong , :t1950')} }}") == []


def test_events_that_cannot_be_one() -> None:
    told = event(":a", ":t1960") + event(":b", ":t1950") + event(":c", ":t1950")
    (finding,) = findings(f":g {{ {told} }} :i {{ :a tg:mayBeSameAs :b . :b tg:mayBeSameAs :c . }} {READING}")
    assert (finding.code, compact(finding.focus), compact(finding.graph or "")) == ("TG447", ":a", ":i")


TENURE = """
:g {{ :tenure a tg:OfficeHolding ; org:member :person ; tg:office :office ; tg:when :span .
      :span tg:edtf "{edtf}" ; tg:notBefore "1950-01-01"^^xsd:date ; tg:notAfter "1955-12-31"^^xsd:date .
      :speech a tg:SpeechAct ; tg:speaker {speaker} ; tg:realisation c:{real} ; tg:when :t{year} . }}
"""


@pytest.mark.parametrize("speaker", [":person", ":tenure"])
def test_an_office_outside_its_tenure(speaker: str) -> None:
    case = {"edtf": "1950/1955", "speaker": speaker, "real": "occurred"}
    assert found(TENURE.format(**case, year=1960)) == [("TG446", ":speech")]
    assert found(TENURE.format(**case, year=1953)) == []


def test_a_tenure_that_is_only_attested_excludes_nothing() -> None:
    text = TENURE.format(edtf="1950-01-01", speaker=":person", real="occurred", year=1960)
    assert found(text) == []
    assert found(TENURE.format(edtf="1950/1955", speaker=":stranger", real="occurred", year=1960)) == []


def test_what_is_only_planned_needs_no_tenure() -> None:
    assert found(TENURE.format(edtf="1950/1955", speaker=":person", real="planned", year=1960)) == []


def test_a_second_tenure_counts_too() -> None:
    second = """
    :g { :again a tg:OfficeHolding ; org:member :person ; tg:office :other ; tg:when :later .
         :later tg:edtf "1958/1962" ; tg:notBefore "1958-01-01"^^xsd:date ; tg:notAfter "1962-12-31"^^xsd:date . }
    """
    text = TENURE.format(edtf="1950/1955", speaker=":person", real="occurred", year=1960)
    assert found(text + second) == []
