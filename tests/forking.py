"""Runs the command line again and again, each time in a process of its own that takes no time to start.

The program and what it needs are imported once, and what it reads of itself (ontology, shapes) is read once; each
request (a line of JSON on stdin) is answered by a fork, and with a line of JSON on stdout: the exit code, negative for
a signal, and what the program wrote.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import sys
import time
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from treatygraph.graph.checking import check
from treatygraph.graph.checking.runner import CHECKS
from treatygraph.graph.commands import COMMANDS
from treatygraph.graph.start import main

PRELOADED = (
    "pyshacl",
    "rdflib",
    "owlrl",
    "networkx",
    "treatygraph.server",
    "treatygraph.graph.checking.registry",
    "ctypes",
    "graphlib",
    "difflib",
    "importlib.metadata",
    "shutil",
    "tomllib",
    "xml.parsers.expat",
    "treatygraph.graph.checking.mending",
    "treatygraph.graph.reasoning.datatypes",
)
BASE = Path(__file__).parent / "shapes" / "base.trig"
LIMIT = 60.0
"""Seconds after which a process counts as one that hangs."""
MEMORY = 4 * 2**30
"""Bytes of address space that a process may take."""
NOBODY = 65534


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Run the command line once, in a fork."""
    with TemporaryFile() as stdin, TemporaryFile() as stdout, TemporaryFile() as stderr:
        stdin.write(os.fsencode(request["stdin"]))
        stdin.seek(0)
        child = os.fork()
        if child == 0:
            become(request, stdin.fileno(), stdout.fileno(), stderr.fileno())
        code = wait(child)
        texts = []
        for stream in (stdout, stderr):
            stream.seek(0)
            texts.append(os.fsdecode(stream.read()))
    return {"code": code, "stdout": texts[0], "stderr": texts[1]}


def become(request: dict[str, Any], *streams: int) -> None:
    """Turn the fork into the program; it ends here."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    if request["unprivileged"] and os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    sys.argv = ["treatygraph", *request["arguments"]]
    code: Any = None
    try:
        main()
    except SystemExit as ending:
        code = ending.code
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 3)


def wait(child: int) -> int:
    """Wait for a process, and end it when it takes too long."""
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return -int(signal.SIGKILL)


def serve() -> None:
    """Answer requests until there are no more."""
    for module in (
        *PRELOADED,
        *(f"treatygraph.graph.{each.module}" for each in CHECKS),
        *(f"treatygraph.graph.commands.{name}" for name in COMMANDS),
    ):
        import_module(module)
    check([BASE])
    # No fork looks for garbage in what all share: it would copy it.
    gc.freeze()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answer(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
