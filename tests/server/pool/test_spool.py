from __future__ import annotations

import os
from pathlib import Path

import pytest

from treatygraph.server.pool.spool import CHUNK, IN_MEMORY, Spool


@pytest.mark.parametrize("size", [0, 1, IN_MEMORY, IN_MEMORY + 1, 3 * IN_MEMORY + 7])
def test_what_was_written_is_read_in_pieces(size: int) -> None:
    data = os.urandom(size)
    spool = Spool()
    for start in range(0, size, 100_000):
        spool.write(data[start : start + 100_000])
    assert spool.length == size
    pieces = list(spool.chunks())
    assert b"".join(pieces) == data
    assert all(len(piece) <= CHUNK for piece in pieces)
    spool.close()


def test_a_long_answer_leaves_no_file_and_no_descriptor() -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    spool = Spool()
    spool.write(bytes(2 * IN_MEMORY))
    assert len(list(Path("/proc/self/fd").iterdir())) == before + 1
    spool.close()
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_a_spool_can_begin_again() -> None:
    spool = Spool()
    spool.write(bytes(2 * IN_MEMORY))
    spool.restart()
    spool.write(b"anew")
    assert (spool.length, b"".join(spool.chunks())) == (4, b"anew")
    spool.close()
