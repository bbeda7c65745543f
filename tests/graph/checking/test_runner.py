from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from treatygraph.graph import NothingToCheckError, check, load
from treatygraph.graph.checking import check_dataset
from treatygraph.graph.checking.consistency import CONSISTENCY_RULES
from treatygraph.graph.checking.options import Options
from treatygraph.graph.checking.runner import find_inputs
from treatygraph.graph.checking.selection import Selection
from treatygraph.graph.errors import InputError
from treatygraph.graph.rdf_files import default_paths
from treatygraph.queries import query_files

Write = Callable[..., Path]


def test_the_graph_that_is_shipped_is_clean() -> None:
    report = check()
    assert report.findings == ()
    assert report.files == len(default_paths()) + len(query_files())
    assert report.graphs > 10


def test_a_second_article_is_clean_too(repository: Path) -> None:
    report = check([repository / "tests" / "second_article" / "nna-2024-05-14.trig"])
    assert report.findings == ()


def test_both_articles_together_are_clean(repository: Path) -> None:
    folders = [repository / "graph" / "data", repository / "tests" / "second_article"]
    assert check(folders).findings == ()


def test_findings_name_their_file(base: Path, write: Write) -> None:
    path = write("g:p01 { :arcadia owl:sameAs :borduria . }")
    [finding] = check([base, path]).findings
    assert (finding.code, finding.path) == ("TG203", str(path))


def test_a_broken_file_does_not_stop_the_check_of_the_others(base: Path, write: Write) -> None:
    broken = write(":a :b", "broken.trig")
    other = write("g:p01 { :arcadia owl:sameAs :borduria . }")
    report = check([base, broken, other])
    assert [finding.code for finding in report.findings] == ["TG001", "TG203"]
    assert report.files == 3


def test_a_broken_file_alone_is_a_finding(write: Write) -> None:
    assert [finding.code for finding in check([write(":a :b")]).findings] == ["TG001"]


def test_a_query_alone_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "a.rq"
    path.write_text("SELECT")
    report = check([path])
    assert [finding.code for finding in report.findings] == ["TG501"]
    assert report.files == 1


@pytest.mark.parametrize("text", ["", "# nothing but prefixes and a comment"])
def test_files_without_a_statement_are_nothing_to_check(write: Write, text: str) -> None:
    with pytest.raises(NothingToCheckError):
        check([write(text)])


def test_no_path_and_an_empty_folder_are_nothing_to_check(tmp_path: Path) -> None:
    with pytest.raises(NothingToCheckError):
        check([tmp_path])
    with pytest.raises(NothingToCheckError):
        check([])


def test_a_file_that_is_missing_stops_the_check(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        check([tmp_path / "missing.trig"])


def test_a_dataset_is_checked_as_its_files_are(base: Path, write: Write) -> None:
    paths = [base, write("g:p01 { :arcadia owl:sameAs :borduria . }")]
    assert check_dataset(load(paths)).findings == check(paths).findings


@pytest.mark.parametrize("module", ["checking", "promises.temporal", "verification", "checking.registry"])
def test_modules_that_need_each_other_can_be_imported_in_any_order(module: str) -> None:
    subprocess.run([sys.executable, "-c", f"import treatygraph.graph.{module}"], check=True)


def test_progress_is_told(base: Path) -> None:
    steps: list[str] = []
    check([base], progress=steps.append)
    assert steps[0] == "syntax"
    assert "shapes" in steps


def test_the_reasoner_is_not_asked_where_nobody_wants_to_hear_it(write: Write) -> None:
    path = write("ex:a a owl:Nothing .")
    for ignored, steps in ((), True), (("TG3",), False), (("TG301",), True):
        told: list[str] = []
        options = Options(builtin=False, selection=Selection(ignore=ignored))
        check([path], options=options, progress=told.append)
        assert ("consistency" in told) is steps
    assert all(rule.code.startswith("TG3") for rule in CONSISTENCY_RULES)


def test_a_folder_stands_for_its_queries_too(tmp_path: Path) -> None:
    (tmp_path / "deep" / ".hidden").mkdir(parents=True)
    for name in ("deep/a.rq", "deep/.hidden/b.rq"):
        (tmp_path / name).write_text("SELECT")
    assert find_inputs([tmp_path]) == ((), (tmp_path / "deep" / "a.rq",))
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:p> 1 .")
    assert find_inputs([tmp_path, tmp_path / "deep" / "a.rq"]) == (
        (tmp_path / "a.ttl",),
        (tmp_path / "deep" / "a.rq",),
    )
