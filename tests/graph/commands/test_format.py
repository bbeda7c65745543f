"""``treatygraph format``: what it changes, what it tells, how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from treatygraph.graph.commands import main

UNTIDY = "@prefix : <urn:x:> .\n:b a :C.\n:a a :C .\n"
TIDY = "@prefix : <urn:x:> .\n\n:a a :C .\n:b a :C .\n"
BROKEN = "@prefix : <urn:x:> .\n:b a ."


def run(*arguments: str | Path, stdin: str | bytes = "") -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["format", *map(str, arguments)], input=stdin)
    return result.exit_code, result.stdout, result.stderr


def written(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, newline="")
    return file


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_files_are_laid_out_in_place(folder: Path) -> None:
    untidy, tidy = written(folder, "a.ttl", UNTIDY), written(folder, "b.trig", TIDY)
    untidy.chmod(0o640)
    before = tidy.stat().st_mtime_ns
    assert run(untidy, tidy) == (0, f"Reformatted: {untidy}\n", "1 file reformatted, 1 file left unchanged.\n")
    assert untidy.read_text() == TIDY
    assert untidy.stat().st_mode & 0o777 == 0o640
    assert tidy.stat().st_mtime_ns == before
    assert run(untidy, tidy) == (0, "", "2 files left unchanged.\n")
    assert sorted(file.name for file in folder.iterdir()) == ["a.ttl", "b.trig"]


def test_a_link_stays_a_link(folder: Path) -> None:
    file = written(folder, "a.ttl", UNTIDY)
    link = folder / "link.ttl"
    link.symlink_to(file)
    assert run(link)[0] == 0
    assert link.is_symlink()
    assert file.read_text() == TIDY


def test_the_files_of_a_folder_are_found_but_not_those_of_other_families(folder: Path) -> None:
    (folder / "below").mkdir()
    for name in ("a.ttl", "below/b.trig", "c.nt", "d.nq"):
        written(folder, name, "" if name[0] in "cd" else UNTIDY)
    written(folder, "e.jsonld", "{}")
    code, out, _ = run(folder)
    assert (code, out.count("Reformatted: ")) == (0, 2)


def test_check_changes_nothing_and_names_what_would_change(folder: Path) -> None:
    untidy, tidy = written(folder, "a.ttl", UNTIDY), written(folder, "b.ttl", TIDY)
    code, out, err = run("--check", untidy, tidy)
    assert (code, out) == (1, f"Would reformat: {untidy}\n")
    assert err == "1 file would be reformatted, 1 file already formatted.\n"
    assert untidy.read_text() == UNTIDY
    assert run("--check", tidy) == (0, "", "1 file already formatted.\n")


def test_diff_changes_nothing_and_shows_what_would_change(folder: Path) -> None:
    untidy, tidy = written(folder, "a.ttl", UNTIDY.rstrip()), written(folder, "b.ttl", TIDY)
    code, out, _ = run("--diff", untidy, tidy)
    assert code == 1
    assert out.splitlines() == [
        f"--- {untidy}",
        f"+++ {untidy}",
        "@@ -1,3 +1,4 @@",
        " @prefix : <urn:x:> .",
        "-:b a :C.",
        "-:a a :C .",
        "\\ No newline at end of file",
        "+",
        "+:a a :C .",
        "+:b a :C .",
    ]
    assert untidy.read_text() == UNTIDY.rstrip()
    assert run("--diff", tidy)[:2] == (0, "")


def test_line_ends_and_byte_order_marks_are_made_alike(folder: Path) -> None:
    for text in (TIDY.replace("\n", "\r\n"), f"\ufeff{TIDY}"):
        file = written(folder, "a.ttl", text)
        assert run("--check", file)[0] == 1
        assert run(file)[0] == 0
        assert file.read_bytes() == TIDY.encode()


def test_quiet_says_nothing(folder: Path) -> None:
    assert run("-q", written(folder, "a.ttl", UNTIDY)) == (0, "", "")


def test_standard_input_goes_to_standard_output() -> None:
    assert run("-", stdin=UNTIDY) == (0, TIDY, "")
    assert run("-", "--check", stdin=UNTIDY) == (1, "", "")
    assert run("-", "--check", stdin=TIDY) == (0, "", "")
    code, out, _ = run("-", "--diff", stdin=UNTIDY)
    assert (code, out.splitlines()[0]) == (1, "--- -")


def test_standard_input_is_what_its_name_says() -> None:
    quads = "<urn:b> <urn:p> <urn:o> <urn:g> .\n<urn:a> <urn:p> <urn:o> <urn:g> .\n"
    assert run("-", "--stdin-filename", "x.nq", stdin=quads)[1] == "".join(reversed(quads.splitlines(keepends=True)))
    assert "x.ttl:2:6: " in run("-", "--stdin-filename", "x.ttl", stdin=BROKEN)[2]
    assert "no file of the Turtle family" in run("-", "--stdin-filename", "x.rdf", stdin="")[2]


def test_a_broken_file_keeps_no_other_from_being_laid_out(folder: Path) -> None:
    broken, untidy = written(folder, "a.ttl", BROKEN), written(folder, "b.ttl", UNTIDY)
    code, out, err = run(broken, untidy)
    assert (code, out) == (2, f"Reformatted: {untidy}\n")
    assert f"Error: {broken}:2:6: " in err
    assert "1 file reformatted, 1 file could not be formatted." in err
    assert (broken.read_text(), untidy.read_text()) == (BROKEN, TIDY)
    assert run("--check", broken)[0] == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "There is no file to lay out. Name files that end in .nq, .nt, .trig, .ttl, .turtle."),
        (("none.ttl",), "none.ttl: The file cannot be opened: No such file or directory."),
        (("a.jsonld",), "a.jsonld: This is no file of the Turtle family."),
        (("-", "a.ttl"), "- cannot stand beside other paths."),
    ],
)
def test_wrong_usage_is_told(arguments: tuple[str, ...], message: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert message in err


def test_bytes_that_are_no_text_are_told(folder: Path) -> None:
    (folder / "a.ttl").write_bytes(b"\xff")
    assert "not UTF-8 text" in run("a.ttl")[2]
    assert run("-", stdin=b"\xff")[::2] == (2, "Error: Standard input is not UTF-8 text. Convert it to UTF-8.\n")


def test_a_file_that_cannot_be_written_stays_as_it_is(folder: Path) -> None:
    (folder / ("x" * 248 + ".ttl")).write_text(UNTIDY)
    [file] = folder.iterdir()
    code, _, err = run(file)  # The file beside it that takes its place would have too long a name.
    assert (code, file.read_text()) == (2, UNTIDY)
    assert "cannot be written" in err


def test_the_files_of_the_settings_are_laid_out(folder: Path) -> None:
    (folder / "data").mkdir()
    file = written(folder, "data/a.ttl", UNTIDY)
    (folder / "pyproject.toml").write_text('[tool.treatygraph]\npaths = ["data"]\n')
    assert run()[0] == 0
    assert file.read_text() == TIDY


def test_names_of_files_stay_on_their_line(folder: Path) -> None:
    untidy = written(folder, "a\nb.ttl", UNTIDY)
    shown = f"{folder}/a\\u000Ab.ttl"
    assert run("--check", untidy)[1] == f"Would reformat: {shown}\n"
    assert run("--diff", untidy)[1].splitlines()[:2] == [f"--- {shown}", f"+++ {shown}"]
    assert f"Error: {folder}/broken\\u000A.ttl:" in run(written(folder, "broken\n.ttl", BROKEN))[2]
