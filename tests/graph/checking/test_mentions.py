"""A thing of the wrong class is told where it is mentioned, if that is one place."""

from __future__ import annotations

from pathlib import Path

import pytest

from treatygraph.graph.checking import check

HEAD = (
    "@prefix : <https://w3id.org/treatygraph/id/> . @prefix tg: <https://w3id.org/treatygraph/ns#> .\n"
    "<https://w3id.org/treatygraph/id/graph/gazette/p01> {\n"
)


def found(base: Path, path: Path, text: str) -> list[tuple[str, str, int | None, int | None]]:
    path.write_text(f"{HEAD}{text}\n}}")
    return [(each.code, Path(each.path or "").name, each.line, each.column) for each in check([base, path]).findings]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("  :accord tg:depositary :cove-island .", ("TG206", "a.trig", 3, 25)),
        ("  :promise tg:creditor :borduria , :cove-island .", ("TG206", "a.trig", 3, 36)),
        (
            "  :accord tg:depositary :cove-island .\n  :promise tg:creditor :cove-island .",
            ("TG206", "base.trig", 30, 18),
        ),
    ],
)
def test_the_finding_stands_at_the_one_mention_and_else_at_the_type(
    base: Path, tmp_path: Path, text: str, place: tuple[str, str, int, int]
) -> None:
    assert found(base, tmp_path / "a.trig", text) == [place]


def test_what_is_said_in_two_files_belongs_to_the_file_that_says_it(base: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.trig"
    path.write_text("@prefix : <https://w3id.org/treatygraph/id/> .\n:g2 { :cove-island <urn:p> 1 }")
    assert [(each.code, each.path, each.line) for each in check([base, path]).findings] == [("TG421", str(path), 2)]
