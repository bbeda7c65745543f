from __future__ import annotations

import os
from pathlib import Path

import pytest

from treatygraph.graph.errors import InputError
from treatygraph.graph.input_files import decode, read_bytes, read_text


def test_a_text_is_read_without_its_byte_order_mark_and_with_its_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbfone\r\ntwo")
    assert read_text(path) == "one\r\ntwo"
    assert read_bytes(path) == b"\xef\xbb\xbfone\r\ntwo"


def test_a_folder_and_a_pipe_are_refused_without_waiting(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(InputError, match=r"pipe: The query is no regular file\. Name one\."):
        read_bytes(pipe, what="query", repair="Name one.")
    with pytest.raises(InputError, match="The file is a folder"):
        read_text(tmp_path)


@pytest.mark.parametrize(("name", "reason"), [("missing", "No such file or directory"), ("a\0b", "null byte")])
def test_what_is_not_there_is_told(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(InputError, match=f"The file cannot be read: .*{reason}"):
        read_bytes(tmp_path / name)


def test_a_file_may_have_just_so_many_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"1234")
    assert read_bytes(path, most=4) == b"1234"
    with pytest.raises(InputError, match="larger than 3 bytes"):
        read_text(path, most=3)


def test_the_line_that_is_not_utf_8_is_named() -> None:
    with pytest.raises(InputError) as caught:
        decode(b"one\ntw\xff", Path("a.txt"), what="query")
    assert str(caught.value) == "a.txt:2:3: The query is not UTF-8 text. Save it as UTF-8."
