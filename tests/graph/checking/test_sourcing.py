from __future__ import annotations

from collections.abc import Callable

from treatygraph.graph.checking.sourcing import SOURCING_RULES, check_sourcing
from treatygraph.graph.dataset import Dataset

Read = Callable[[str], Dataset]

SOURCE = "https://w3id.org/treatygraph/id/passage/gazette/"


def passage(name: str, start: int, end: int, block: int | str, *, digest: str = "") -> str:
    return (
        f"p:{name} a tg:Passage ; oa:hasSource :gazette ; oa:hasSelector sel:{name} ; tg:block {block} ; "
        f'schema:sha256 "{digest or name}" . '
        f"sel:{name} oa:start {start} ; oa:end {end} . "
    )


def found(read: Read, *statements: str) -> list[tuple[str, str, str | None]]:
    text = f"@prefix p: <{SOURCE}> . @prefix sel: <urn:selector/> . graph:provenance {{ {' '.join(statements)} }}"
    return [(each.code, each.focus.rpartition("/")[2], each.value) for each in check_sourcing(read(text))]


def test_passages_in_their_order_are_sound(read: Read) -> None:
    assert found(read, passage("a", 0, 5, 1), passage("b", 5, 9, 1), passage("c", 11, 12, 2)) == []


def test_a_part_of_a_passage_is_sound_and_an_overlap_is_told(read: Read) -> None:
    assert found(read, passage("a", 0, 9, 1), passage("b", 0, 5, 1), passage("c", 3, 9, 1)) == [
        ("TG428", "c", '"3"^^<http://www.w3.org/2001/XMLSchema#integer>')
    ]


def test_an_earlier_block_for_a_later_passage_is_told_at_the_block(read: Read) -> None:
    integer = "^^<http://www.w3.org/2001/XMLSchema#integer>"
    assert found(read, passage("a", 0, 5, 2), passage("b", 7, 9, 1)) == [("TG427", "b", f'"1"{integer}')]


def test_a_copied_digest_is_told_at_the_second_passage(read: Read) -> None:
    assert found(read, passage("a", 0, 5, 1, digest="x"), passage("b", 7, 9, 1, digest="x")) == [("TG438", "b", '"x"')]


def test_what_is_no_passage_yet_is_left_to_the_shapes(read: Read) -> None:
    assert (
        found(read, "p:a a tg:Passage . p:b a tg:Passage ; oa:hasSelector sel:b . sel:b oa:start 3 ; oa:end 1 .") == []
    )
    assert found(read, passage("a", 0, 5, 2), passage("b", 7, 9, '"one"'), passage("c", 10, 12, 2)) == []


def test_the_rules_have_codes_of_the_family_of_sources() -> None:
    codes = [rule.code for rule in SOURCING_RULES]
    assert codes == sorted(set(codes))
    assert {code[:3] for code in codes} == {"TG4"}
