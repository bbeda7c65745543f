"""Files that no command can read, each made where it is wanted."""

from __future__ import annotations

import os
import socket
from pathlib import Path

LONG = 100_000_000
SOUND = '<http://example.org/s> <http://example.org/p> "ü" .\n'


def binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 64)


def utf_16(path: Path) -> None:
    path.write_text(SOUND, encoding="utf-16")


def latin_1(path: Path) -> None:
    path.write_text(SOUND, encoding="latin-1")


def folder(path: Path) -> None:
    path.mkdir()


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def dangling(path: Path) -> None:
    path.symlink_to("nowhere")


def circle(path: Path) -> None:
    path.symlink_to(path.name)


def missing(path: Path) -> None:
    assert not path.exists()


def forbidden(path: Path) -> None:
    path.write_text(SOUND)
    path.chmod(0)


def endless_line(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(LONG)


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        before = Path.cwd()
        os.chdir(path.parent)
        try:
            made.bind(path.name)
        finally:
            os.chdir(before)


HOSTILE = (
    binary,
    utf_16,
    latin_1,
    folder,
    pipe,
    device,
    listening,
    dangling,
    circle,
    missing,
    forbidden,
    endless_line,
)
