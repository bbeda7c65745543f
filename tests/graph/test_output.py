"""Writing results."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Thread

import pytest

from treatygraph.graph.errors import InputError
from treatygraph.graph.output import refuse_to_overwrite, write_result


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text("a longer former content")
    write_result(b"new", file)
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("a.ttl", b"new")]


@pytest.mark.parametrize("path", [None, Path("-")])
def test_standard_output_gets_just_the_bytes(path: Path | None, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    write_result("ä\n".encode(), path)
    assert capfdbinary.readouterr().out == "ä\n".encode()


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    write_result(b"new", tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    found: list[bytes] = []
    reader = Thread(target=lambda: found.append(pipe.read_bytes()))
    reader.start()
    write_result(b"through", pipe)
    reader.join(10)
    assert found == [b"through"]
    assert pipe.is_fifo()


def test_what_is_written_has_the_mode_that_the_umask_leaves(tmp_path: Path) -> None:
    former = os.umask(0o027)
    try:
        write_result(b"x", tmp_path / "a")
    finally:
        os.umask(former)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("name", ["", "none/a", "file/a", "x" * 300])
def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="cannot be written"):
        write_result(b"new", tmp_path / name)
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_what_is_read_is_not_written_to_whatever_its_name(tmp_path: Path) -> None:
    read, other, report = tmp_path / "a.ttl", tmp_path / "b.ttl", tmp_path / "report.json"
    for each in (read, other, report):
        each.write_text("")
    (tmp_path / "link.ttl").symlink_to(read)
    for inputs, output in (([read], read), ([read], tmp_path / "link.ttl"), ([other, tmp_path], read)):
        with pytest.raises(InputError, match="This file is read, so the result cannot be written to it"):
            refuse_to_overwrite(inputs, output)
    for inputs, output in (
        ([read], other),
        ([tmp_path], report),
        ([tmp_path], tmp_path / "new.ttl"),
        ([tmp_path / "nowhere"], read),
        ([read], Path("-")),
        ([read], None),
    ):
        refuse_to_overwrite(inputs, output)
