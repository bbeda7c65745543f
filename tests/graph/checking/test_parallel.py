"""Work beside the caller's gives what it would give alone, whatever becomes of the copy that does it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from treatygraph.graph.checking.parallel import Beside, is_of_use

SCRIPT = """
import os, sys
from treatygraph.graph.checking.parallel import Beside, is_of_use

caller = os.getpid()

def copied():
    print("not seen")
    return [os.getpid() != caller, "x" * 1_000_000]

def killed():
    if os.getpid() != caller:
        os.kill(os.getpid(), 9)
    return ["done by the caller"]

def failing():
    if os.getpid() != caller:
        raise ValueError("nobody sees this")
    return ["done by the caller"]

found = Beside(copied, parallel=True).result()
assert found[0] is is_of_use() and len(found[1]) == 1_000_000, found[0]
for task in (killed, failing):
    assert Beside(task, parallel=True).result() == ["done by the caller"]
print("end")
"""


def numbers() -> Iterator[int]:
    yield from range(3)


def test_without_a_second_core_the_work_is_done_when_it_is_asked_for() -> None:
    assert Beside(numbers, parallel=False).result() == [0, 1, 2]


def test_no_copy_is_made_of_a_process_with_several_threads() -> None:
    go_on = threading.Event()
    thread = threading.Thread(target=go_on.wait)
    thread.start()
    try:
        assert not is_of_use()
        assert Beside(lambda: [os.getpid()], parallel=True).result() == [os.getpid()]
    finally:
        go_on.set()
        thread.join()


def test_a_copy_that_dies_or_fails_is_replaced_by_the_caller(tmp_path: Path) -> None:
    run = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.replace("not seen\n", "") == "end\n"


ABANDONED = """
import os, signal, time
from treatygraph.graph.checking.parallel import Beside, is_of_use

# Whoever starts the tests in the background of a shell has it ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    with Beside(lambda: time.sleep(600) or [], parallel=True) as beside:
        assert (beside._child is not None) is is_of_use()
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(600)
except KeyboardInterrupt:
    try:
        os.waitpid(-1, 0)
    except ChildProcessError:
        print("nobody works on")
"""


def test_ctrl_c_ends_the_copy_too(tmp_path: Path) -> None:
    run = subprocess.run([sys.executable, "-c", ABANDONED], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (run.returncode, run.stderr, run.stdout) == (0, "", "nobody works on\n")
