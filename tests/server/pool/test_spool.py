from __future__ import annotations

import os
from pathlib import Path

import pytest

from treatygraph.server.pool import spool as spool_module
from treatygraph.server.pool.counts import Counts, bucket_of
from treatygraph.server.pool.errors import NoRoomError
from treatygraph.server.pool.room import Account, Room
from treatygraph.server.pool.spool import CHUNK, IN_MEMORY, Spool

FULL = Path("/dev/full")
"""A device that takes nothing."""


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


def test_a_full_disk_is_told_to_the_operator_and_is_no_fault_of_the_client(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(spool_module, "_unlinked_file", lambda: FULL.open("w+b"))
    spool = Spool()
    with pytest.raises(NoRoomError, match="no room on its disk") as caught:
        spool.write(bytes(2 * IN_MEMORY))
    spool.close()
    assert (caught.value.status, caught.value.headers) == (503, (("Retry-After", "10"),))
    told = "An answer could not be kept in the folder for temporary files: No space left on device. Make room there"
    assert told in capsys.readouterr().err


def test_an_answer_takes_its_share_of_the_room_and_gives_it_back() -> None:
    counts = Counts(1)
    room = Room(counts, 0, longest=10 * IN_MEMORY)
    spools = [Spool(Account(room, "a")) for _ in range(4)]
    for each in spools[:3]:
        each.write(bytes(10 * IN_MEMORY))
    with pytest.raises(NoRoomError, match="Too many long answers wait"):
        spools[3].write(bytes(2 * IN_MEMORY))
    other = Spool(Account(room, "b"))
    other.write(bytes(10 * IN_MEMORY))
    spools[0].restart()
    for each in (*spools, other):
        each.close()
    assert counts.load(bucket_of("a")) == (0, 0, 0)


def test_a_short_answer_takes_no_room() -> None:
    counts = Counts(1)
    spool = Spool(Account(Room(counts, 0, longest=IN_MEMORY), "a"))
    spool.write(bytes(IN_MEMORY))
    assert counts.load(0)[0] == 0
    spool.close()
