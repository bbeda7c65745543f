"""``treatygraph diff``."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from treatygraph.graph.commands import main

SECOND = Path(__file__).parents[2] / "second_article" / "nna-2024-05-14.trig"


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["diff", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_a_file_does_not_differ_from_itself() -> None:
    code, out, _ = run(str(SECOND), str(SECOND))
    assert (code, out.startswith("No difference between")) == (0, True)


def test_a_changed_day_changes_statements_and_statuses(tmp_path: Path) -> None:
    new = tmp_path / "new.trig"
    new.write_text(SECOND.read_text().replace('1999-03-01"', '1999-03-02"'))
    code, out, _ = run(str(SECOND), str(new), "--only", "statements", "--only", "statuses")
    assert code == 1
    assert '~ tg:notBefore  "1999-03-01"^^xsd:date → "1999-03-02"^^xsd:date' in out
    assert ":return-of-port-alder  :perspective/lease-text  1999-03-01  1999-03-01" in out


def test_json_and_markdown_can_be_asked_for(tmp_path: Path) -> None:
    new = tmp_path / "new.trig"
    new.write_text(SECOND.read_text().replace('1999-03-01"', '1999-03-02"'))
    arguments = [str(SECOND), str(new), "--only", "statements"]
    assert json.loads(run(*arguments, "--format", "json")[1])
    assert "1999-03-02" in run(*arguments, "--format", "markdown")[1]


def test_a_missing_version_is_exit_code_2(tmp_path: Path) -> None:
    code, _, err = run(str(SECOND), str(tmp_path / "none.trig"))
    assert (code, err.startswith("Error: ")) == (2, True)
