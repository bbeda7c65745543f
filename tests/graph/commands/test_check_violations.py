"""``treatygraph check --violations``: queries of one's own in settings and formats, with all that goes with it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from treatygraph.graph.commands import main

from .watching import watching

Program = Callable[..., "subprocess.CompletedProcess[str]"]
Run = Callable[..., Result]

DATA = """\
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix zoo: <https://example.org/zoo#> .

zoo:Cat a owl:Class ;
  rdfs:comment "It purrs."@en .
zoo:Dog a owl:Class ;
  rdfs:label "dog"@en .
"""
QUERY = """\
#+ summary: A class has no label
#+ severity: warning
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?entity ?property
WHERE {
  VALUES ?property { rdfs:label }
  ?entity a owl:Class .
  FILTER NOT EXISTS { ?entity ?property ?label }
}
"""
SETTINGS = """\
[tool.treatygraph]
paths = ["zoo.ttl"]
builtin = false
select = ["TG009", "TG5"]
violations = ["checks"]
"""
TOLD = (
    "zoo.ttl:5:11: TG511 zoo:Cat: A class has no label (?property rdfs:label). Correct the data, or the query label.rq."
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder that the program runs in, with an ontology and a query that finds something in it."""
    (tmp_path / "zoo.ttl").write_text(DATA)
    (tmp_path / "pyproject.toml").write_text(SETTINGS)
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "label.rq").write_text(QUERY)
    return tmp_path


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in the folder, without a process of its own and with what it remembers there."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("TREATYGRAPH_CACHE", str(folder / ".cache"))
    return lambda *arguments: CliRunner().invoke(main, arguments)


def concise(run: Run, *options: str) -> tuple[int, list[str]]:
    """Check, and return the exit code and the lines with findings."""
    result = run("check", "--output-format", "concise", *options)
    assert result.stderr == ""
    return result.exit_code, [line for line in result.stdout.splitlines() if ": TG" in line]


def test_queries_are_named_in_the_settings_or_on_the_command_line(run: Run, folder: Path) -> None:
    assert concise(run) == (1, [TOLD])
    (folder / "pyproject.toml").write_text(SETTINGS.replace('["checks"]', "[]"))
    assert concise(run) == (0, [])
    assert concise(run, "--violations", "checks/label.rq") == (1, [TOLD])
    (folder / "other.sparql").write_text("ASK {}")
    found = [TOLD, "other.sparql:1:1: TG511 other. Correct the data, or the query other.sparql."]
    assert concise(run, "--violations", "checks", "--violations", "other.sparql") == (1, found)


def test_queries_among_the_files_are_not_run(run: Run, folder: Path) -> None:
    (folder / "pyproject.toml").write_text(SETTINGS.replace('violations = ["checks"]', ""))
    (folder / "checks" / "label.rq").rename(folder / "checks" / "label-violation.rq")
    code, lines = concise(run, "zoo.ttl", "checks")
    assert (code, lines) == (0, [])


def test_a_query_that_is_also_checked_has_one_name(run: Run, folder: Path) -> None:
    (folder / "checks" / "label.rq").write_text("# treatygraph: ignore[TG511] not yet\nASK {}")
    assert concise(run, "zoo.ttl", "checks") == (0, [])
    (folder / "checks" / "label.rq").write_text("ASK { ?s foo:p 1 }")
    told = "checks/label.rq:1:10: TG501 The prefix 'foo:' is not declared. Add PREFIX foo: <…>."
    assert concise(run, "zoo.ttl", "checks") == (1, [told])


def test_people_are_shown_the_place_and_what_to_do(treatygraph: Program, folder: Path) -> None:
    result = treatygraph("check")
    assert result.stdout == (
        "TG511 violation-found (warning): zoo:Cat: A class has no label (?property rdfs:label).\n"
        " --> zoo.ttl:5:11\n"
        "  |\n"
        "5 | zoo:Cat a owl:Class ;\n"
        "  |           ^^^^^^^^^\n"
        "  |\n"
        "help: Correct the data, or the query label.rq.\n"
        "\n"
        "Found 1 warning.\n"
    )


def test_programs_are_told_the_same_in_each_format(run: Run, folder: Path) -> None:
    told = {each: run("check", "--output-format", each).stdout for each in ("json", "json-lines", "sarif")}
    told |= {each: run("check", "--output-format", each).stdout for each in ("github", "gitlab", "junit")}
    [entry] = json.loads(told["json"])
    assert entry == json.loads(told["json-lines"])
    assert entry["focus"] == "https://example.org/zoo#Cat"
    assert entry["predicate"] == "http://www.w3.org/2000/01/rdf-schema#label"
    assert (entry["code"], entry["name"], entry["severity"]) == ("TG511", "violation-found", "warning")
    assert (entry["location"], entry["end_location"]) == ({"row": 5, "column": 11}, {"row": 5, "column": 20})
    assert "file=zoo.ttl,line=5,col=11,endLine=5,endColumn=20::zoo.ttl:5:11: TG511" in told["github"]
    assert told["github"].startswith("::warning ")
    [of_gitlab] = json.loads(told["gitlab"])
    assert (of_gitlab["severity"], of_gitlab["fingerprint"]) == ("minor", entry["identity"])
    [run] = json.loads(told["sarif"])["runs"]
    assert (run["results"][0]["ruleId"], run["results"][0]["level"]) == ("TG511", "warning")
    assert [each["id"] for each in run["tool"]["driver"]["rules"]] == ["TG511"]
    assert [each.get("type") for each in ElementTree.fromstring(told["junit"]).iter("failure")] == ["warning"]


def test_what_fails_is_a_matter_of_the_severity_that_the_query_names(run: Run, folder: Path) -> None:
    assert concise(run, "--fail-on", "error") == (0, [TOLD])
    query = folder / "checks" / "label.rq"
    query.write_text(QUERY.replace("severity: warning", "severity: error"))
    assert concise(run, "--fail-on", "error") == (1, [TOLD])


def test_rules_are_left_out_as_all_others(run: Run, folder: Path) -> None:
    assert concise(run, "--ignore", "TG511") == (0, [])
    assert concise(run, "--ignore", "TG5") == (0, [])
    assert concise(run, "--select", "TG009") == (0, [])
    assert concise(run, "--select", "TG511") == (1, [TOLD])
    (folder / "pyproject.toml").write_text(f'{SETTINGS}per-file-ignores = {{"zoo.*" = ["TG511"]}}\n')
    assert concise(run) == (0, [])


def test_comments_let_findings_pass_in_the_data_and_in_the_query(run: Run, folder: Path) -> None:
    (folder / "zoo.ttl").write_text(DATA.replace("zoo:Cat", "# treatygraph: ignore[TG511] no word for it\nzoo:Cat"))
    assert concise(run) == (0, [])
    (folder / "zoo.ttl").write_text(DATA.replace("zoo:Dog", "# treatygraph: ignore[TG511] in vain\nzoo:Dog"))
    code, lines = concise(run)
    assert (code, [line.partition(" ")[0] for line in lines]) == (1, ["zoo.ttl:5:11:", "zoo.ttl:7:1:"])
    (folder / "zoo.ttl").write_text(DATA)
    (folder / "checks" / "label.rq").write_text("# treatygraph: ignore[TG511] not yet\nASK {}")
    assert concise(run) == (0, [])
    (folder / "checks" / "label.rq").write_text("# treatygraph: ignore[TG511] in vain\nASK { FILTER (false) }")
    code, lines = concise(run)
    assert (code, [line.partition(" [")[0] for line in lines]) == (
        1,
        ["checks/label.rq:1:1: TG009 The comment ignores TG511, but nothing is found for it here. Take the comment, or "
         "the code, away."],
    )  # fmt: skip


def test_a_baseline_knows_violations_by_their_query(run: Run, folder: Path) -> None:
    run("check", "--write-baseline", "known.json")
    (folder / "zoo.ttl").write_text(f"\n{DATA}")
    assert concise(run, "--baseline", "known.json") == (0, [])
    (folder / "checks" / "label.rq").rename(folder / "checks" / "another.rq")
    code, lines = concise(run, "--baseline", "known.json")
    assert (code, [line.partition(" ")[0] for line in lines]) == (1, ["zoo.ttl:6:11:"])


def test_what_is_remembered_is_forgotten_when_a_query_changes_comes_or_goes(run: Run, folder: Path) -> None:
    assert concise(run) == concise(run) == (1, [TOLD])
    query = folder / "checks" / "label.rq"
    query.write_text(QUERY.replace("A class has no label", "No label"))
    assert concise(run) == (1, [TOLD.replace("A class has no label", "No label")])
    (folder / "checks" / "deeper").mkdir()
    (folder / "checks" / "deeper" / "always.rq").write_text("ASK {}")
    assert len(concise(run)[1]) == 2
    query.unlink()
    assert len(concise(run)[1]) == 1
    (folder / "checks" / "deeper" / "always.rq").unlink()
    assert run("check").exit_code == 2


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "absent.rq",
            "absent.rq: The query cannot be read: No such file or directory. Name the right file or folder, or leave "
            "the option out.",
        ),
        (
            "empty",
            "empty: The folder holds no query (*.rq). Name the right file or folder, or leave the option out.",
        ),
    ],
)
def test_what_is_not_there_is_a_message_and_not_a_finding(run: Run, folder: Path, name: str, message: str) -> None:
    (folder / "empty").mkdir()
    for options in ((), ("--no-cache",)):
        result = run("check", "--violations", name, *options)
        assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"Error: {message}\n")


def test_a_report_does_not_take_the_place_of_a_query(run: Run, folder: Path) -> None:
    result = run("check", "-o", "checks/label.rq")
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: checks/label.rq: This file is read")
    assert (folder / "checks" / "label.rq").read_text() == QUERY


def test_a_build_is_refused_for_what_is_an_error(run: Run, folder: Path) -> None:
    (folder / "pyproject.toml").write_text(SETTINGS.replace("violations", "output = 'made'\nviolations"))
    assert run("build").exit_code == 0
    (folder / "checks" / "label.rq").write_text(QUERY.replace("severity: warning", "severity: error"))
    result = run("build")
    assert result.exit_code == 1
    assert "zoo.ttl:5:11: TG511 " in result.stderr


def test_the_same_findings_come_in_the_same_order(treatygraph: Program, started: Program, folder: Path) -> None:
    classes = "".join(f"zoo:Animal-{number} a owl:Class . [] a owl:Class .\n" for number in range(50))
    (folder / "zoo.ttl").write_text(DATA + classes)
    first, second = (run("check", "--no-cache").stdout for run in (treatygraph, started))
    assert first.count("TG511") == 101
    assert first == second


def test_watch_checks_again_when_a_query_is_saved(program: Path, folder: Path) -> None:
    (folder / "elsewhere").mkdir()
    other = folder / "elsewhere" / "other.txt"
    other.write_text("ASK { FILTER (false) }")
    with watching(program, folder, "--violations", "checks", "--violations", other) as seen:
        assert any(line.strip() == TOLD for line in seen)
        assert any("Watching" in line for line in seen)
        (folder / "checks" / "label.rq").write_text("ASK { FILTER (false) }")
        assert any("All checks passed" in line for line in seen)
        assert any("Watching" in line for line in seen)
        other.write_text("ASK {}")
        assert any("other.txt:1:1: TG511 other." in line for line in seen)
