from __future__ import annotations

import re
import signal
import subprocess
import sys
import urllib.request

from ..conftest import PONTOON

PROGRAM = """
import sys
from pathlib import Path
from treatygraph.graph.loader import load
from treatygraph.server import create_app
from treatygraph.server.serving import address, open_socket
from treatygraph.server.serving.in_process import serve_in_process
with open_socket("127.0.0.1", 0) as taken:
    app = create_app(load([Path(sys.argv[1])]))
    serve_in_process(app, taken, lambda: print(address(taken), flush=True))
print("ended", flush=True)
"""
SECONDS = 60


def test_one_process_serves_where_none_can_be_forked() -> None:
    command = [sys.executable, "-c", PROGRAM, str(PONTOON)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
        request = urllib.request.Request(f"{address}sparql?query=ASK%7B%7D", headers={"Accept": "text/csv"})
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            assert (answer.status, answer.read()) == (200, b"true\n")
        process.send_signal(signal.SIGTERM)
        assert process.stdout.readline() == "ended\n"
        assert process.wait(SECONDS) == 0
