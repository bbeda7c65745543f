"""``treatygraph diff``."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Program = Callable[..., "subprocess.CompletedProcess[str]"]
ARTICLE = Path(__file__).parents[3] / "graph" / "data" / "tass-2018-12-07.trig"


@pytest.fixture
def versions(tmp_path: Path) -> Path:
    """A folder with three small files."""
    (tmp_path / "old.ttl").write_text('<urn:a> <urn:p> "1" ; <urn:q> [ <urn:r> "x" ] .')
    (tmp_path / "same.ttl").write_text('_:z <urn:r> "x" . <urn:a> <urn:q> _:z ; <urn:p> "1" .')
    (tmp_path / "new.ttl").write_text('<urn:a> <urn:p> "2" ; <urn:q> [ <urn:r> "x" ] .')
    return tmp_path


@pytest.fixture
def repository(versions: Path) -> Path:
    """The same folder as a git repository whose last commit changes one value."""

    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=versions, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    settings = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    (versions / "graph" / "data").mkdir(parents=True)
    for name in ("old", "new"):
        (versions / "graph" / "data" / "a.ttl").write_text((versions / f"{name}.ttl").read_text())
        git("add", "graph")
        git(*settings, "commit", "-q", "-m", name)
    return versions


def test_a_difference_is_shown_and_ends_with_1(treatygraph: Program, versions: Path) -> None:
    answer = treatygraph("diff", "old.ttl", "new.ttl", "--only", "statements")
    assert (answer.returncode, answer.stderr) == (1, "")
    assert answer.stdout == (
        "From old.ttl to new.ttl: 1 statement.\n\nStatements\n══════════\n"
        'in default graph\n  <urn:a>\n    ~ <urn:p>  "1" → "2"\n'
    )


def test_no_difference_ends_with_0(treatygraph: Program, versions: Path) -> None:
    answer = treatygraph("diff", "old.ttl", "same.ttl")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.startswith("No difference between old.ttl and same.ttl")


def test_what_is_not_asked_for_does_not_count(treatygraph: Program, versions: Path) -> None:
    assert treatygraph("diff", "old.ttl", "new.ttl", "--only", "terms", "--only", "statuses").returncode == 0


def test_the_same_comparison_is_the_same_text(treatygraph: Program, started: Program, tmp_path: Path) -> None:
    (tmp_path / "new.trig").write_text(ARTICLE.read_text("utf-8").replace('"1960-01-27"', '"1960-01-20"'), "utf-8")
    for form in ("table", "json", "markdown"):
        one, other = (run("diff", str(ARTICLE), "new.trig", "--format", form) for run in (treatygraph, started))
        assert (one.returncode, one.stdout) == (1, other.stdout)


def test_the_report_is_written_to_a_file(treatygraph: Program, versions: Path) -> None:
    answer = treatygraph("diff", "old.ttl", "new.ttl", "--format", "json", "-o", "out.json")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert json.loads((versions / "out.json").read_text())["counts"]["statements"] == 1


@pytest.mark.parametrize(
    "arguments",
    [["HEAD~1..HEAD"], ["HEAD~1.."], ["HEAD~1...main", "graph"], ["HEAD~1", "HEAD"], ["HEAD~1", "graph/data"]],
)
def test_revisions_are_compared(treatygraph: Program, repository: Path, arguments: list[str]) -> None:
    answer = treatygraph("diff", *arguments, "--only", "statements", "--format", "json")
    assert answer.returncode == 1, answer.stderr
    (change,) = json.loads(answer.stdout)["statements"]
    assert (change["old"], change["new"]) == (['"1"'], ['"2"'])


def test_the_work_tree_is_compared_with_a_revision_either_way(treatygraph: Program, repository: Path) -> None:
    assert treatygraph("diff", "HEAD", "graph/data").returncode == 0
    answer = treatygraph("diff", "graph/data", "HEAD~1", "--only", "statements", "--format", "json")
    (change,) = json.loads(answer.stdout)["statements"]
    assert (change["old"], change["new"]) == (['"2"'], ['"1"'])


def test_the_paths_of_the_settings_are_compared_in_the_words_of_their_files(
    treatygraph: Program, repository: Path
) -> None:
    (repository / "pyproject.toml").write_text('[tool.treatygraph]\npaths = ["things"]\nontology = ["terms.ttl"]\n')
    (repository / "things").mkdir()
    for term, value in (("p", "short"), ("q", "long " * 400)):
        (repository / "things" / "a.ttl").write_text(f'@prefix ex: <http://example.org/> .\nex:a ex:{term} "{value}" .')
        (repository / "terms.ttl").write_text(
            f"@prefix ex: <http://example.org/> .\n@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
            f"ex:{term} a owl:ObjectProperty ."
        )
        for arguments in (
            ["add", "-A"],
            ["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", term],
        ):
            subprocess.run(["git", *arguments], cwd=repository, check=True, capture_output=True)
    answer = treatygraph("diff", "HEAD~1..HEAD", "--only", "statements")
    assert (answer.returncode, answer.stderr) == (1, "")
    assert answer.stdout == (
        "From HEAD~1 to HEAD: 4 statements.\n\nStatements\n══════════\nin default graph\n"
        '  ex:a\n    - ex:p  "short"\n    + ex:q  "' + "long " * 16 + '…"\n'
        "  ex:p\n    - rdf:type  owl:ObjectProperty\n  ex:q\n    + rdf:type  owl:ObjectProperty\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Name two versions"),
        (["old.ttl"], "Two versions are compared, not 1."),
        (["old.ttl", "new.ttl", "same.ttl"], "Two versions are compared, not 3."),
        (["old.ttl", "nothing.ttl"], "nothing.ttl: The file cannot be opened"),
        (["nowhere..HEAD"], "git knows no revision 'nowhere'"),
        (["--", "-x..HEAD"], "'-x' is no revision"),
        (["HEAD~1..", "nothing"], "Neither revision has an RDF file at nothing"),
        (["HEAD~1..", "../.."], "is outside repository"),
        (["old.ttl", "new.ttl", "-o", "no/such/folder"], "cannot be written"),
        (["old.ttl", "new.ttl", "--only", "words"], "'words' is not one of"),
    ],
)
def test_what_cannot_be_compared_ends_with_2(
    treatygraph: Program, repository: Path, arguments: list[str], message: str
) -> None:
    answer = treatygraph("diff", *arguments)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert message in answer.stderr
    assert "Traceback" not in answer.stderr
