"""Ctrl-C while the engine works, in processes as users start them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from time import monotonic, sleep

import pytest

from treatygraph.graph.interrupts import at_once, interrupt

PROGRAM = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from treatygraph.graph.start import main
main()
"""
"""The program in the foreground, however the tests were started."""
SOME = " ".join(map(str, range(300)))
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'VALUES ?v{number} {{ {SOME} }}' for number in range(6))} }}"
"""Hundreds of millions of millions of rows to be counted."""
AT_WORK = 4.0
"""Seconds of the processor that are spent on more than the start of the program and the reading of a small file."""


def spent(process: subprocess.Popen[str]) -> float:
    """Tell how long the processor has worked for a process."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--no-builtin", "--violations", "endless.rq", "-o", "out", "a.ttl"),
        ("check", "--no-builtin", "--violations", "endless.rq", "--watch", "a.ttl"),
        ("query", "--data", "a.ttl", "-o", "out.csv", "endless.rq"),
    ],
    ids=["check", "watch", "query"],
)
def test_ctrl_c_does_not_wait_for_the_engine(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:p> 1 .")
    (tmp_path / "endless.rq").write_text(ENDLESS)
    before = sorted(tmp_path.iterdir())
    environment = os.environ | {"TREATYGRAPH_CACHE": str(tmp_path / ".cache")}
    command = [sys.executable, "-c", PROGRAM, *arguments]
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            until = monotonic() + 60
            while spent(process) < AT_WORK and monotonic() < until:
                sleep(0.05)
            process.send_signal(signal.SIGINT)
            _, told = process.communicate(timeout=30)
        finally:
            process.kill()
    # A shell makes 130 of it.
    assert process.returncode == -signal.SIGINT
    assert "Traceback" not in told
    assert sorted(tmp_path.iterdir()) == before


def test_other_programs_and_threads_keep_their_handlers() -> None:
    former = signal.signal(signal.SIGINT, signal.default_int_handler)
    found = []

    def look() -> None:
        with at_once():
            found.append(signal.getsignal(signal.SIGINT))

    try:
        look()
        signal.signal(signal.SIGINT, interrupt)
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
        look()
        assert found == [signal.default_int_handler, interrupt, signal.SIG_DFL]
        assert signal.getsignal(signal.SIGINT) is interrupt
    finally:
        signal.signal(signal.SIGINT, former)
