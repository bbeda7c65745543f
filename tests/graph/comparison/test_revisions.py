"""Versions that git keeps."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from treatygraph.graph.comparison import compare
from treatygraph.graph.comparison.revisions import Range, is_revision, read_range, read_revision, split_range
from treatygraph.graph.errors import InputError, NothingToCheckError


class Repository:
    """A git repository in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.name", "A Curator")
        self.git("config", "user.email", "curator@example.org")
        self.git("config", "commit.gpgsign", "false")

    def git(self, *arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=self.folder, check=True, capture_output=True)

    def commit(self, **files: str | None) -> None:
        for name, text in files.items():
            file = self.folder / name.replace("__", "/").replace("_", ".")
            file.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                file.unlink()
            else:
                file.write_text(text)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "a change")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    folder = tmp_path / "repository"
    folder.mkdir()
    monkeypatch.chdir(folder)
    made = Repository(folder)
    made.commit(graph__data__a_ttl="<urn:a> <urn:p> 1 .", README_md="Read me")
    made.commit(graph__data__a_ttl="<urn:a> <urn:p> 2 .", more__b_ttl="<urn:b> <urn:p> 1 .")
    return made


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("main..HEAD", Range("main", "HEAD")),
        ("HEAD~1..", Range("HEAD~1", "HEAD")),
        ("..v1", Range("HEAD", "v1")),
        ("origin/main...topic/x", Range("origin/main", "topic/x", from_merge_base=True)),
        ("v1.0..v1.1", Range("v1.0", "v1.1")),
        ("-x..HEAD", Range("-x", "HEAD")),
        ("../main", None),
        ("data/../other", None),
        ("a/..", None),
        ("..", None),
        ("...", None),
        ("a....b", None),
        ("main", None),
    ],
)
def test_ranges_are_told_from_paths(text: str, expected: Range | None) -> None:
    assert split_range(text) == expected


def test_two_revisions_are_compared_by_their_files(repository: Repository) -> None:
    (repository.folder / "graph/data/a.ttl").write_text("<urn:a> <urn:p> 3 .")
    difference = compare(*read_range(Range("HEAD~1", "main")), only=["statements"])
    assert (difference.old, difference.new) == ("HEAD~1", "main")
    (change,) = difference.statements
    assert [str(value)[:3] for value in (*change.old, *change.new)] == ['"1"', '"2"']


def test_paths_choose_what_is_read_and_may_be_in_one_revision_only(repository: Repository) -> None:
    old, new = read_range(Range("HEAD~1", "HEAD"), [Path("more")])
    assert (len(old.quads), len(new.quads)) == (0, 1)


def test_paths_are_those_of_the_current_folder_and_the_default_is_not(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository.folder / "graph")
    assert read_range(Range("HEAD~1", "HEAD"), [Path("data/a.ttl")])[0].quads
    assert read_range(Range("HEAD~1", "HEAD"))[0].quads


def test_three_dots_begin_where_the_two_parted(repository: Repository) -> None:
    repository.git("checkout", "-q", "-b", "topic", "HEAD~1")
    repository.commit(graph__data__c_ttl="<urn:c> <urn:p> 1 .")
    two, three = (compare(*read_range(Range("main", "topic", dots)), only=["statements"]) for dots in (False, True))
    assert [str(change.subject) for change in two.statements] == ["<urn:a>", "<urn:c>"]
    assert [str(change.subject) for change in three.statements] == ["<urn:c>"]


def test_one_path_of_one_revision_is_read(repository: Repository) -> None:
    repository.commit(more__b_ttl=None)
    assert len(read_revision("HEAD~1", Path("more")).quads) == 1
    with pytest.raises(NothingToCheckError, match="HEAD has no RDF file at more"):
        read_revision("HEAD", Path("more"))


def test_hidden_files_and_links_are_left_out(repository: Repository) -> None:
    (repository.folder / "graph/data/link.ttl").symlink_to("/etc/passwd")
    repository.commit(graph__data__d_ttl="<urn:d> <urn:p> 1 .")
    hidden = repository.folder / "graph/data/.hidden"
    hidden.mkdir()
    (hidden / "e.ttl").write_text("no Turtle")
    repository.git("add", "-A")
    repository.git("commit", "-q", "-m", "hidden")
    assert len(read_revision("HEAD", Path("graph/data")).quads) == 2


def test_a_path_is_no_pattern_and_no_option(repository: Repository) -> None:
    for path in ("*", ":/", "--name-only"):
        with pytest.raises((NothingToCheckError, InputError)):
            read_range(Range("HEAD~1", "HEAD"), [Path(path)])


def test_names_with_spaces_and_other_letters_are_read(repository: Repository) -> None:
    (repository.folder / "graph/data/курилы 1.ttl").write_text("<urn:k> <urn:p> 1 .")
    repository.git("add", "-A")
    repository.git("commit", "-q", "-m", "name")
    assert len(read_revision("HEAD", Path("graph/data")).quads) == 2


def test_an_error_in_a_file_names_revision_file_and_line(repository: Repository) -> None:
    repository.commit(graph__data__a_ttl="<urn:a> <urn:p>\n .")
    with pytest.raises(InputError) as caught:
        read_range(Range("HEAD~1", "HEAD"))
    assert str(caught.value).startswith("HEAD:graph/data/a.ttl:2:")


@pytest.mark.parametrize("revision", ["-x", "--output=evil", "", " ", "a\0b"])
def test_what_is_no_revision_is_refused_before_git_sees_it(repository: Repository, revision: str) -> None:
    with pytest.raises(InputError, match="is no revision"):
        read_range(Range(revision, "HEAD"))
    assert not is_revision(revision)
    assert not (repository.folder / "evil").exists()


def test_a_revision_that_is_missing_is_told(repository: Repository) -> None:
    with pytest.raises(InputError, match="git knows no revision 'nowhere' here"):
        read_range(Range("nowhere", "HEAD"))
    assert is_revision("HEAD~1")


def test_histories_that_share_nothing_have_no_common_commit(repository: Repository) -> None:
    repository.git("checkout", "-q", "--orphan", "other")
    repository.commit(graph__data__a_ttl="<urn:z> <urn:p> 1 .")
    with pytest.raises(InputError, match="main and other have no commit in common"):
        read_range(Range("main", "other", from_merge_base=True))


def test_a_repository_without_rdf_files_is_told(repository: Repository) -> None:
    with pytest.raises(NothingToCheckError, match=r"Neither revision has an RDF file at README\.md"):
        read_range(Range("HEAD~1", "HEAD"), [Path("README.md")])
    repository.git("rm", "-q", "-r", "graph")
    repository.git("commit", "-q", "-m", "gone")
    repository.git("rm", "-q", "-r", "more")
    repository.git("commit", "-q", "-m", "all gone")
    with pytest.raises(NothingToCheckError, match=r"^Neither revision has an RDF file\. Name paths\.$"):
        read_range(Range("HEAD", "HEAD"))
    with pytest.raises(NothingToCheckError, match=r"^Neither revision has an RDF file in data or more\. Name paths\.$"):
        read_range(Range("HEAD", "HEAD"), (), [Path("data"), Path("more")])


def test_the_settings_say_what_is_read_unless_paths_are_named(repository: Repository) -> None:
    settings = [repository.folder / "more", Path("not/there/yet")]
    old, new = read_range(Range("HEAD~1", "HEAD"), (), settings)
    assert (len(old.quads), len(new.quads)) == (0, 1)
    old, new = read_range(Range("HEAD~1", "HEAD"), [Path("graph")], settings)
    assert (len(old.quads), len(new.quads)) == (1, 1)
    with pytest.raises(InputError, match="This path is set, but not in the repository"):
        read_range(Range("HEAD~1", "HEAD"), (), [repository.folder.parent / "elsewhere"])


def test_a_repository_without_the_usual_folders_is_read_whole(repository: Repository) -> None:
    repository.git("mv", "graph", "src")
    repository.git("commit", "-q", "-m", "moved")
    repository.commit(src__data__a_ttl="<urn:a> <urn:p> 3 .")
    old, new = read_range(Range("HEAD~1", "HEAD"))
    assert (len(old.quads), len(new.quads)) == (2, 2)


def test_a_folder_that_is_no_repository_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(InputError, match=r"git knows no revision 'HEAD' here.*not a git repository"):
        read_range(Range("HEAD", "HEAD"))


def test_a_machine_without_git_is_told(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository.folder))
    with pytest.raises(InputError, match="git was not found"):
        read_range(Range("HEAD~1", "HEAD"))
