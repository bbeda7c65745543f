"""Every rule has examples that break it and examples that keep it, and the whole check finds exactly what they say."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from treatygraph.graph import load, verify
from treatygraph.graph.checking import all_rules, check
from treatygraph.graph.checking.explanation import example_files
from treatygraph.graph.checking.options import Options
from treatygraph.graph.checking.selection import Selection
from treatygraph.graph.terms import ID, PREFIXES, compact

FOLDER = Path(str(files("treatygraph.shapes.examples")))
BASE = FOLDER / "base.trig"
EXAMPLES = sorted(path for path in FOLDER.glob("TG*/*") if path.suffix in {".trig", ".rq", ".jsonld"})
COPIES = sorted(FOLDER.glob("TG*/*.txt"))
SOURCE, PASSAGE = ID + "source/gazette", ID + "passage/gazette/p01"
EXPECTATION = re.compile(
    r"^(?:# expect: |  \"expect\": \")(?P<code>TG\d{3})(?: (?P<focus>\S+))?(?:\",)?$", re.MULTILINE
)
PREFIX = re.compile(r"^@prefix (?P<prefix>[\w-]*): <(?P<iri>[^>]*)> \.$", re.MULTILINE)


def expected(path: Path) -> set[tuple[str, str]]:
    """Read the findings that an example announces; a copy of a text cannot, it would be another text."""
    if path.suffix == ".txt":
        code = path.parent.name
        return {("TG461", SOURCE), (code, PASSAGE if code != "TG461" else SOURCE)} if "invalid" in path.name else set()
    text = path.read_text("utf-8")
    prefixes = dict(PREFIXES) | {match["prefix"]: match["iri"] for match in PREFIX.finditer(text)}
    found = set()
    for match in EXPECTATION.finditer(text):
        prefix, _, local = (match["focus"] or "").partition(":")
        found.add((match["code"], prefixes[prefix] + local if match["focus"] else ""))
    return found


@cache
def found_in(text: str, path: Path, besides: tuple[str, ...]) -> set[tuple[str, str]]:
    """Check an example once, however many rules it is an example of."""
    shapes = (path,) if path.parent.name == "TG299" else ()
    violations = (path,) if path.parent.name == "TG511" else ()
    options = Options(shapes=shapes, violations=violations, selection=Selection(extend_select=besides))
    return {(finding.code, finding.focus) for finding in check([BASE, path], options=options).findings}


@cache
def firsts() -> dict[bytes, Path]:
    """The first of the examples that are the same, by what is written there."""
    return {path.read_bytes(): path for path in reversed(EXAMPLES)}


def found(path: Path) -> set[tuple[str, str]]:
    besides = () if all_rules()[path.parent.name].default else (path.parent.name,)
    if path.name.startswith("valid-") and path.suffix == ".trig" and not besides:
        first = firsts()[path.read_bytes()]
        return found_in(first.read_text("utf-8"), first, besides)
    return found_in(path.read_text("utf-8"), path, besides)


def readable(findings: set[tuple[str, str]]) -> list[str]:
    return sorted(f"{code} {compact(focus)}" for code, focus in findings)


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 2 * len(all_rules())


def test_the_base_of_the_examples_is_clean() -> None:
    assert check([BASE]).findings == ()


@pytest.mark.parametrize("path", EXAMPLES, ids=[f"{path.parent.name}/{path.name}" for path in EXAMPLES])
def test_the_whole_check_finds_exactly_what_an_example_announces(path: Path) -> None:
    assert readable(found(path)) == readable(expected(path))


@pytest.mark.parametrize("path", COPIES, ids=[f"{path.parent.name}/{path.name}" for path in COPIES])
def test_the_comparison_with_a_copy_finds_exactly_what_differs(path: Path) -> None:
    findings = verify(load([BASE]), path, source="gazette").findings
    assert readable({(finding.code, finding.focus) for finding in findings}) == readable(expected(path))


@pytest.mark.parametrize("code", all_rules())
def test_every_rule_has_an_example_that_breaks_it_and_one_that_keeps_it(code: str) -> None:
    broken, kept = example_files(code)
    assert all(code in {each for each, _ in expected(path)} for path in broken)
    assert all(expected(path) == set() for path in kept)
    assert broken
    assert kept


def test_no_folder_of_examples_lacks_its_rule() -> None:
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders == set(all_rules())


def test_no_file_of_an_example_folder_is_left_out() -> None:
    files_there = {path for path in FOLDER.glob("*/*") if path.is_file() and path.parent.name != "__pycache__"}
    assert files_there == {path for code in all_rules() for group in example_files(code) for path in group}
