"""Load for the benchmark of the server, by wrk: clients that take much less time than any server does.

Each request that is to be new has a number of its own, so none of them is answered from what is kept.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

THREADS, CONNECTIONS = 2, 4
_SCRIPT = """
local paths, mark, count, first = {{}}, "{mark}", 0, 0
for line in io.lines("{file}") do table.insert(paths, line) end
local threads = 0
function setup(thread) thread:set("first", threads); threads = threads + 1 end
function request()
  local number = count * {threads} + first
  count = count + 1
  local path = paths[number % #paths + 1]
  if mark ~= "" then path = path .. mark .. number end
  return wrk.format("GET", path, {{["Accept"] = "{accept}"}})
end
"""
_REQUESTS = re.compile(r"(\d+) requests in ([\d.]+)s")


def ask_by_wrk(port: int, paths: Sequence[str], accept: str, seconds: float, mark: str = "") -> tuple[float, int]:
    """Ask as fast as a server answers.

    :param port: the port of the server.
    :param paths: what to ask for, in turn.
    :param accept: the header of this name.
    :param seconds: for how long.
    :param mark: is put behind each path with a number; empty for nothing.
    :returns: how many requests were answered in a second, and how many in all.
    """
    program = shutil.which("wrk")
    if program is None:
        raise SystemExit("wrk is not installed (Debian: apt install wrk).")
    with TemporaryDirectory() as name:
        file, script = Path(name) / "paths", Path(name) / "script.lua"
        file.write_text("\n".join(paths) + "\n", "ascii")
        script.write_text(_SCRIPT.format(mark=mark, file=file, threads=THREADS, accept=accept), "ascii")
        address = f"http://127.0.0.1:{port}/"
        options = ["-t", str(THREADS), "-c", str(CONNECTIONS), "-d", f"{max(1, round(seconds))}s", "-s", str(script)]
        said = subprocess.run([program, *options, address], check=True, capture_output=True, text=True).stdout
    found = _REQUESTS.search(said)
    if found is None or "Non-2xx" in said or "Socket errors" in said:
        raise SystemExit(f"The server did not answer as it should:\n{said}")
    return int(found[1]) / float(found[2]), int(found[1])
