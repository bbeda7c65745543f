"""Comments let findings pass, for a reason, and say so when they are in vain."""

from __future__ import annotations

from pathlib import Path

import pytest

from treatygraph.graph import check
from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.ignores import apply_ignores
from treatygraph.graph.checking.options import Options
from treatygraph.graph.checking.selection import Selection

HEAD = "@prefix : <urn:x:> .\n"


def finding(path: Path, line: int, code: str = "TG203") -> Finding:
    return Finding(code, "a-name", Severity.ERROR, "m", "r", "", path=str(path), line=line, column=1)


def left(tmp_path: Path, text: str, *lines: int, name: str = "a.ttl", selection: Selection | None = None) -> list[str]:
    path = tmp_path / name
    path.write_text(text)
    found, _ = apply_ignores([finding(path, line) for line in lines], [path], selection or Selection())
    return [f"{each.code} {each.line}:{each.column}" for each in found]


@pytest.mark.parametrize("codes", ["TG203", "TG2", "TG401, TG203", "tg203"])
def test_a_comment_at_the_end_of_a_line_is_about_that_line(tmp_path: Path, codes: str) -> None:
    text = f"{HEAD}:a :b :c . # treatygraph: ignore[{codes}] why not\n:d :e :f .\n"
    unused = ["TG009 2:12"] if "401" in codes else []
    assert left(tmp_path, text, 2, 3) == ["TG203 3:1", *unused]


def test_after_a_text_of_several_lines_a_comment_is_about_all_of_them(tmp_path: Path) -> None:
    text = (
        f'{HEAD}:a :b :c ;\n :d """one\ntwo""", """three\nfour""" . # treatygraph: ignore[TG203] why not\n:e :f :g .\n'
    )
    assert left(tmp_path, text, 2, 3, 4, 5, 6) == ["TG203 2:1", "TG203 3:1", "TG203 6:1"]
    query = "ASK {\n?s ?p '''one\ntwo''' } # treatygraph: ignore[TG203] why\n"
    assert left(tmp_path, query, 1, 2, 3, name="a.rq") == ["TG203 1:1"]


def test_a_comment_on_a_line_of_its_own_is_about_the_next_that_holds_anything(tmp_path: Path) -> None:
    text = f"{HEAD}# treatygraph: ignore[TG203] why not\n\n# another comment\n:a :b :c .\n:d :e :f .\n"
    assert left(tmp_path, text, 5, 6) == ["TG203 6:1"]


def test_a_comment_can_be_about_the_whole_file(tmp_path: Path) -> None:
    assert left(tmp_path, f"{HEAD}:a :b :c .\n# treatygraph: ignore-file[TG203] old\n", 1, 2) == []


def test_several_comments_may_cover_one_finding(tmp_path: Path) -> None:
    text = f"# treatygraph: ignore-file[TG203] old\n{HEAD}:a :b :c . # treatygraph: ignore[TG203] why not\n"
    assert left(tmp_path, text, 3) == []


def test_text_in_a_literal_is_no_comment(tmp_path: Path) -> None:
    text = f'{HEAD}:a :b "# treatygraph: ignore[TG203] why" .\n'
    assert left(tmp_path, text, 2) == ["TG203 2:1"]
    assert left(tmp_path, 'ASK { ?s ?p "# treatygraph: ignore[TG203] why" }', 1, name="a.rq") == ["TG203 1:1"]


def test_queries_have_comments_too(tmp_path: Path) -> None:
    text = "ASK { <urn:a#b> ?p ?o } # treatygraph: ignore[TG203] why\n"
    assert left(tmp_path, text, 1, name="a.rq") == []


@pytest.mark.parametrize(
    "comment",
    [
        "# treatygraph: ignore",
        "# treatygraph: ignore[]",
        "# treatygraph: ignore[TG203]",
        "# treatygraph: ignore[TG999] why",
        "# treatygraph: ignore[TG203,] why",
        "# treatygraph: noqa[TG203] why",
        "# treatygraph: TG203",
        "# treatygraph:",
    ],
)
def test_a_malformed_comment_ignores_nothing_and_is_told(tmp_path: Path, comment: str) -> None:
    assert left(tmp_path, f"{HEAD}:a :b :c . {comment}\n", 2) == ["TG203 2:1", "TG010 2:12"]


def test_an_unused_comment_is_told_at_its_place(tmp_path: Path) -> None:
    text = f"{HEAD}:a :b :c . # treatygraph: ignore[TG203] why\n"
    assert left(tmp_path, text) == ["TG009 2:12"]
    assert left(tmp_path, text, selection=Selection(ignore=("TG203",))) == []
    assert left(tmp_path, text, selection=Selection(select=("TG4",))) == []
    assert left(tmp_path, text, selection=Selection(ignore=("TG009",))) == []


def test_the_check_counts_what_is_ignored(repository: Path) -> None:
    folder = repository / "tests" / "shapes"
    paths = [folder / "base.trig", folder / "TG009" / "valid-ignored-finding.trig"]
    report = check(paths)
    assert (report.findings, report.ignored) == ((), 1)
    report = check(paths, options=Options(selection=Selection(ignore=("TG203",))))
    assert (report.findings, report.ignored) == ((), 0)


@pytest.mark.parametrize("code", ["TG299", "TG511", "TG203", "TG401", "TG011"])
def test_a_comment_is_not_in_vain_where_its_rule_has_nothing_to_work_with(tmp_path: Path, code: str) -> None:
    data, shapes, query = tmp_path / "a.ttl", tmp_path / "s.ttl", tmp_path / "q.rq"
    data.write_text(f"<urn:a> <urn:p> <urn:b> . # treatygraph: ignore[{code}] why\n")
    shapes.write_text("[] a <http://www.w3.org/ns/shacl#NodeShape> .")
    query.write_text("ASK { FILTER (false) }")
    only = Selection(select=("TG009", code[:3]))
    assert check([data], options=Options(builtin=False, selection=only)).findings == ()
    with_all = Options(builtin=True, shapes=(shapes,), violations=(query,), selection=only)
    assert [each.value for each in check([data], options=with_all).findings if each.code == "TG009"] == [code]
