"""Whatever a file is, and wherever an answer has to go: a message and exit code 2, never a traceback, never a hang."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.forks import Done, Forks

from .hostile_files import HOSTILE, binary, dangling, endless_line, folder, forbidden, missing, pipe
from .readers import READERS

BASE = Path(__file__).parents[2] / "shapes" / "base.trig"
QUERY = Path(__file__).parents[3] / "queries" / "order-of-events.rq"


class Runner:
    """The program, run again and again in processes of their own."""

    def __init__(self, forks: Forks, folder: Path) -> None:
        self.forks, self.folder, self.cache = forks, folder, folder / "cache"

    def __call__(self, *arguments: str, stdin: str = "", unprivileged: bool = False) -> Done:
        return self.forks.run(
            *arguments,
            folder=self.folder,
            environment={"TREATYGRAPH_CACHE": str(self.cache)},
            stdin=stdin,
            unprivileged=unprivileged,
        )


@pytest.fixture
def run(forks: Forks, tmp_path: Path) -> Runner:
    """The program in an empty folder but for a sound graph; the user called nobody can get there."""
    for above in (tmp_path, *(each for each in tmp_path.parents if "pytest-of-" in str(each))):
        above.chmod(0o755)
    (tmp_path / "base.trig").write_bytes(BASE.read_bytes())
    return Runner(forks, tmp_path)


AT_LENGTH = {
    "check",
    "check a query",
    "check --baseline",
    "check --catalogue",
    "check --shapes",
    "check --violations",
    "export",
    "format",
    "query",
    "serve",
    "serve --build",
    "verify",
}
"""The commands that are tried with everything: one at least for each way of reading."""
AT_ALL = {binary, folder, pipe, missing, forbidden}
"""What all commands are tried with."""


def assert_told(done: Done, codes: tuple[int, ...] = (2,)) -> None:
    assert "Traceback" not in done.stderr
    assert "Internal error" not in done.stderr
    assert done.code in codes, done
    if done.code == 1:
        assert "TG001" in done.stdout or "Error: " in done.stderr
    elif "is not UTF-8 text." not in done.stdout:
        assert done.stdout == ""
        assert "Error: " in done.stderr


@pytest.mark.parametrize(
    ("name", "hostile"),
    [(name, hostile) for name in READERS for hostile in HOSTILE if hostile in AT_ALL or name in AT_LENGTH],
    ids=lambda each: each if isinstance(each, str) else each.__name__,
)
def test_no_file_brings_a_command_down(name: str, hostile: Callable[[Path], None], run: Runner) -> None:
    arguments = [each.replace("{}", "hostile") for each in READERS[name]]
    path = run.folder / next(each for each in arguments if each.startswith("hostile"))
    hostile(path)
    before = set(run.folder.iterdir())
    done = run(*arguments, unprivileged=hostile is forbidden)
    finds = name in {"check", "check --diff", "check --fix"} and hostile is endless_line
    assert_told(done, (1,) if finds else (2,))
    if not (name.startswith("serve --build") or hostile is folder or finds):
        assert path.name in done.stdout + done.stderr
    assert set(run.folder.iterdir()) - before <= {run.cache}


def locked(path: Path) -> None:
    path.mkdir()
    forbidden(path / "a.trig")
    path.chmod(0)


@pytest.mark.parametrize(
    ("command", "hostile", "name", "message"),
    [
        (command, *how)
        for command in (["check"], ["format"], ["diff", "base.trig"])
        for how in (
            (locked, "below", "The folder cannot be read: Permission denied."),
            (dangling, "below.ttl", "The file cannot be opened: No such file or directory."),
            (pipe, "below.ttl", "This is no regular file."),
        )
    ],
    ids=lambda each: each[0] if isinstance(each, list) else getattr(each, "__name__", ""),
)
def test_nothing_in_a_folder_is_passed_over(
    command: list[str], hostile: Callable[[Path], None], name: str, message: str, run: Runner
) -> None:
    data = run.folder / "data"
    data.mkdir()
    (data / "base.trig").write_bytes(BASE.read_bytes())
    hostile(data / name)
    done = run(*command, "data", unprivileged=True)
    if hostile is locked:
        (data / name).chmod(0o755)
    assert_told(done)
    assert f"data/{name}: {message}" in done.stderr


@pytest.mark.parametrize("name", [name for name in READERS if "--shapes" not in name and "--ontology" not in name])
def test_an_empty_file_is_no_success(name: str, run: Runner) -> None:
    arguments = [each.replace("{}", "hostile") for each in READERS[name]]
    (run.folder / next(each for each in arguments if each.startswith("hostile"))).write_bytes(b"")
    done = run(*arguments)
    assert "Traceback" not in done.stderr
    assert "Internal error" not in done.stderr
    assert done.code == (0 if name.startswith("format") else 1 if name in FOUND_IN_NOTHING else 2)


FOUND_IN_NOTHING = {"check a query", "check --violations", "diff NEW", "diff OLD", "verify"}
"""What tells of an empty file that it is empty: a query without words, two versions that differ, a copy of nothing."""

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DEEP = {
    "lists.ttl": "<urn:s> <urn:p> " + "(" * 10_000 + ")" * 10_000 + " .",
    "blank-nodes.trig": "<urn:s> <urn:p> " + "[<urn:p> " * 10_000 + "1" + "]" * 10_000 + " .",
    "triples.ttl": "<urn:s> <urn:p> " + "<<( <urn:s> <urn:p> " * 2_000 + "1" + " )>>" * 2_000 + " .",
    "graphs.trig": "{" * 100_000,
    "arrays.jsonld": "[" * 100_000 + "]" * 100_000,
    "objects.jsonld": '{"urn:p":' * 500 + "1" + "}" * 500,
    "lists.jsonld": '{"urn:p": ' + '{"@list": ' * 900 + "1" + "}" * 901,
    "elements.rdf": f'<r:RDF xmlns:r="{RDF}" xmlns:e="urn:e">'
    + "<e:A><e:p>" * 20_000
    + "</e:p></e:A>" * 20_000
    + "</r:RDF>",
    "entities.rdf": '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghijk", "bcdefghijkl", strict=True))
    + f']><r:RDF xmlns:r="{RDF}"><r:Description r:about="&l;"/></r:RDF>',
}


@pytest.mark.parametrize("name", DEEP)
def test_what_nests_or_grows_without_end_is_refused_at_once(name: str, run: Runner) -> None:
    (run.folder / name).write_text(DEEP[name])
    done = run("check", name)
    assert_told(done, (1, 2))
    assert name in (done.stdout or done.stderr)


@pytest.mark.parametrize("name", [name for name in DEEP if Path(name).suffix in (".ttl", ".trig")])
def test_what_nests_without_end_is_not_laid_out(name: str, run: Runner) -> None:
    (run.folder / name).write_text(DEEP[name])
    assert_told(run("format", name))
    assert (run.folder / name).read_text() == DEEP[name]


@pytest.mark.parametrize(
    ("option", "text"),
    [("--catalogue", "<a>" * 100_000 + "</a>" * 100_000), ("--baseline", "[" * 100_000 + "]" * 100_000)],
)
def test_settings_that_nest_without_end_are_refused(option: str, text: str, run: Runner) -> None:
    (run.folder / "deep").write_text(text)
    assert_told(run("check", "base.trig", option, "deep"))


QUERIES = {
    "groups": "SELECT * {" + "{" * 90 + "}" * 90 + "}",
    "brackets": "ASK { FILTER(" + "(" * 200 + "1" + ")" * 200 + ") }",
    "quotes": '"""\\"' * 25_000,
    "comments": "#" * 120_000,
    "front matter": "#+ tags: [" * 10_000,
    "letters": "a" * 120_000,
    "less than": "<" * 40_000,
    "dots": ":" + "." * 40_000,
    "percent": "a:%%" * 10_000,
}


@pytest.mark.parametrize("name", QUERIES)
def test_no_query_keeps_the_check_busy(name: str, run: Runner) -> None:
    (run.folder / "q.rq").write_text(QUERIES[name])
    done = run("check", "q.rq")
    assert (done.code, done.stderr) == (1, "")
    assert "TG50" in done.stdout


@pytest.mark.parametrize("arguments", [["query", "-"], ["query"], ["format", "-"]], ids=" ".join)
@pytest.mark.parametrize("stdin", ["\udcff", "", "<", "ASK {" * 30_000], ids=["binary", "empty", "broken", "long"])
def test_standard_input_is_no_safer_than_files(arguments: list[str], stdin: str, run: Runner) -> None:
    done = run(*arguments, stdin=stdin)
    if (arguments, stdin) == (["format", "-"], ""):
        assert done == Done(0, "", "")
    else:
        assert_told(done)


ODD = os.fsdecode(b"a\nb \xff\xe2\x80\xae;$(x)")
"""A name with a line end, a byte that is no UTF-8, a mark of direction, and what a shell would run."""


@pytest.mark.parametrize("name", [name for name in READERS if "serve" not in name and name != "query --data"])
def test_no_name_of_a_file_brings_a_command_down(name: str, run: Runner) -> None:
    arguments = [each.replace("{}", ODD) for each in READERS[name]]
    path = run.folder / next(each for each in arguments if each.startswith(ODD))
    path.write_bytes((QUERY if path.suffix == ".rq" else BASE).read_bytes())
    done = run(*arguments)
    assert "Traceback" not in done.stderr
    assert "Internal error" not in done.stderr
    assert done.code in (0, 1, 2)
    if done.code == 2:
        assert "Error: " in done.stderr


@pytest.mark.parametrize(
    "form", ["full", "concise", "grouped", "json", "json-lines", "junit", "github", "gitlab", "sarif"]
)
def test_findings_in_files_with_odd_names_stay_on_their_lines(form: str, run: Runner) -> None:
    (run.folder / f"{ODD}.trig").write_text("<")
    done = run("check", f"{ODD}.trig", "--output-format", form)
    assert (done.code, done.stderr) == (1, "")
    assert "TG001" in done.stdout
    assert "\u202e" not in done.stdout
    assert not any(line.startswith("b ") for line in done.stdout.splitlines())


def test_findings_in_files_with_odd_names_can_be_known(run: Runner) -> None:
    (run.folder / f"{ODD}.trig").write_text("<")
    assert run("check", f"{ODD}.trig", "--write-baseline", "known.json").code == 0
    assert run("check", f"{ODD}.trig", "--baseline", "known.json").code == 0


WRITERS = {
    "build": ["build", "base.trig", "-o"],
    "check": ["check", "base.trig", "-o"],
    "check --write-baseline": ["check", "base.trig", "--write-baseline"],
    "diff": ["diff", "base.trig", "base.trig", "-o"],
    "export": ["export", "--data", "base.trig", "--format", "trig", "-o"],
    "query": ["query", "order-of-events", "--data", "base.trig", "--format", "csv", "-o"],
}


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("place", ["/dev/full", "/proc/nowhere", "nowhere/file", "."])
def test_an_answer_that_cannot_be_written_is_told(name: str, place: str, run: Runner) -> None:
    before = {path: path.stat().st_mtime_ns for path in run.folder.iterdir()}
    made = name == "build" and place == "nowhere/file"
    done = run(*WRITERS[name], place)
    assert "Traceback" not in done.stderr
    if made:
        assert (done.code, (run.folder / "nowhere" / "file" / "manifest.json").is_file()) == (0, True)
        return
    assert_told(done)
    assert {path: path.stat().st_mtime_ns for path in run.folder.iterdir() if path != run.cache} == before
    assert not Path("/dev/full").is_file()


@pytest.mark.parametrize("command", [["format"], ["check", "--fix"]], ids=" ".join)
def test_a_file_that_cannot_be_replaced_stays_as_it_is(command: list[str], run: Runner) -> None:
    locked = run.folder / "locked"
    locked.mkdir()
    path = locked / "base.trig"
    path.write_bytes(BASE.read_bytes().replace(b"tg:voice", b"\n\n tg:voice"))
    path.chmod(0o444)
    (run.folder / "pyproject.toml").write_text('[tool.treatygraph]\nextend-select = ["TG007"]\n')
    before = path.read_bytes()
    locked.chmod(0o555)
    try:
        assert_told(run(*command, str(path), unprivileged=True))
    finally:
        locked.chmod(0o755)
    assert (path.read_bytes(), list(locked.iterdir())) == (before, [path])


@pytest.mark.parametrize("command", [["format"], ["check", "--fix"]], ids=" ".join)
def test_a_file_that_must_not_be_written_is_not_replaced(command: list[str], run: Runner) -> None:
    run.folder.chmod(0o777)
    path = run.folder / "base.trig"
    path.write_bytes(BASE.read_bytes().replace(b"tg:voice", b"\n\n tg:voice"))
    path.chmod(0o444)
    (run.folder / "pyproject.toml").write_text('[tool.treatygraph]\nextend-select = ["TG007"]\n')
    before = path.read_bytes()
    done = run(*command, "base.trig", unprivileged=True)
    assert_told(done)
    assert "base.trig: The file cannot be written: Permission denied." in done.stderr
    assert path.read_bytes() == before


def test_a_file_that_disappears_between_finding_and_reading_is_told(run: Runner) -> None:
    (run.folder / "data").mkdir()
    (run.folder / "data" / "here.trig").write_bytes(BASE.read_bytes())
    (run.folder / "data" / "gone.trig").symlink_to("/proc/self/fd/99")
    done = run("check", "data/gone.trig", "data/here.trig")
    assert_told(done)


@pytest.mark.parametrize("stream", ["/dev/full", ""])
@pytest.mark.parametrize(
    "arguments",
    [["check", "{}"], ["export", "--data", "{}"], ["query", "--list"], ["--help"]],
    ids=lambda each: each[0],
)
def test_a_full_or_closed_stdout_is_no_success(
    arguments: list[str], stream: str, program: Path, tmp_path: Path
) -> None:
    command = [str(program), *(each.replace("{}", str(BASE)) for each in arguments)]
    redirected = ["sh", "-c", f'"$@" {f">{stream}" if stream else ">&-"}', "sh", *command]
    cache = {"TREATYGRAPH_CACHE": str(tmp_path)}
    done = subprocess.run(
        redirected, capture_output=True, text=True, check=False, timeout=60, cwd=tmp_path, env=os.environ | cache
    )
    assert not any(word in done.stderr for word in ("Traceback", "Internal error"))
    assert (done.returncode, "Error: " in done.stderr) == (2, True)


def test_a_file_that_is_no_text_ends_with_2_and_the_others_are_checked(run: Runner) -> None:
    data = run.folder / "data"
    data.mkdir()
    (data / "good.ttl").write_text("<urn:a> <urn:b> .\n")
    (data / "no-text.ttl").write_bytes(b"<urn:a> \xff")
    done = run("check", "--no-builtin", "--output-format", "concise", "data")
    assert done.code == 2
    assert "data/good.ttl:1:17: TG001" in done.stdout
    assert "data/no-text.ttl:1:9: TG001 The file is not UTF-8 text." in done.stdout
