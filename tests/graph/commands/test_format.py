"""``treatygraph format``."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from treatygraph.graph import load
from treatygraph.graph.commands import main

ROOT = Path(__file__).parents[3]
FILES = sorted(
    [*ROOT.glob("graph/data/*.trig"), *ROOT.glob("ontology/*.ttl"), *ROOT.glob("tests/second_article/*.trig")]
)


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["format", *arguments])
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_a_file_keeps_its_meaning_and_is_laid_out_once_and_for_all(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / path.name
    copy.write_text(path.read_text())
    assert run(str(copy))[0] == 0
    assert load([copy]).digest == load([path]).digest
    once = copy.read_bytes()
    assert run("--check", str(copy))[0] == 0
    assert run(str(copy))[0] == 0
    assert copy.read_bytes() == once


def test_check_changes_nothing_and_names_the_file(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text("<urn:b>   <urn:p> 1.\n<urn:a> <urn:p>   01.50 .\n")
    code, out, err = run("--check", str(file))
    assert (code, str(file) in out + err) == (1, True)
    assert file.read_text().startswith("<urn:b>   ")


def test_literals_and_comments_survive(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text("# of b\n<urn:b>   <urn:p> 1.\n\n# of a\n<urn:a> <urn:p>   01.50 .\n")
    assert run(str(file))[0] == 0
    text = file.read_text()
    assert text.index("# of a") < text.index("<urn:a>") < text.index("# of b") < text.index("<urn:b>")
    assert "01.50" in text


def test_what_is_no_turtle_is_exit_code_2(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text("not turtle")
    assert run(str(file))[0] == 2
    assert file.read_text() == "not turtle"
