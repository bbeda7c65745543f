"""``treatygraph verify``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from treatygraph.graph.commands import main

SECOND = Path(__file__).parents[2] / "second_article"
DATA = ["--data", str(SECOND / "nna-2024-05-14.trig")]
TEXT = SECOND / "nna-2024-05-14.txt"
ARTICLE = Path(__file__).parents[4] / "shared" / "sources" / "tass-2018-12-07.txt"


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["verify", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_green_on_a_true_copy() -> None:
    code, out, _ = run(str(TEXT), *DATA)
    assert (code, "8 of 8 passages verified" in out) == (0, True)


def test_red_on_a_copy_with_one_character_changed(tmp_path: Path) -> None:
    copy = tmp_path / TEXT.name
    copy.write_text(TEXT.read_text().replace("1999. Both", "1998. Both"))
    code, out, _ = run(str(copy), *DATA)
    assert code == 1
    assert "TG461 the whole text" in out
    assert "TG462 p04a" in out
    assert "7 of 8 passages verified" in out


def test_json_has_the_findings(tmp_path: Path) -> None:
    copy = tmp_path / TEXT.name
    copy.write_text(TEXT.read_text().replace("1999. Both", "1998. Both"))
    code, out, _ = run(str(copy), *DATA, "--format", "json")
    (result,) = json.loads(out)
    assert code == 1
    assert [each["code"] for each in result["findings"]] == ["TG461", "TG462"]


def test_without_a_copy_it_tells_which_text_is_needed() -> None:
    code, _, err = run()
    assert code == 2
    assert "tass-2018-12-07" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("path", ["missing.txt", "."])
def test_an_unreadable_copy_is_exit_code_2(tmp_path: Path, path: str) -> None:
    code, _, err = run(str(tmp_path / path), *DATA)
    assert (code, err.startswith("Error: ")) == (2, True)


if ARTICLE.is_file():  # the article's words are not ours to ship: where a copy is at hand, it is checked

    def test_the_article_is_green() -> None:
        code, out, _ = run(str(ARTICLE))
        assert (code, "19 of 19 passages verified" in out) == (0, True)

    def test_the_article_with_one_character_changed_is_red(tmp_path: Path) -> None:
        copy = tmp_path / ARTICLE.name
        copy.write_text(ARTICLE.read_text().replace("1956. Article", "1957. Article"))
        code, out, _ = run(str(copy))
        assert (code, "TG462 p09a" in out) == (1, True)
