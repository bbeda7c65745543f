"""Compare `treatygraph serve` with other SPARQL endpoints, side by side: ``python benchmarks/serve.py``.

All servers hold the same generated quads and are asked the same things over HTTP, each in turn, on this machine
alone. M is ``oxigraph serve`` with its data in memory, D ``oxigraph serve-read-only`` on disk (both from the package
``oxigraph``), E is rdflib-endpoint. ``--install`` puts them into a throw-away environment; what is missing is named
and left out. The clients are wrk's (Debian: apt install wrk), four at once. The column cpu is what the server's
processes worked for one request, in microseconds.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from urllib.parse import quote

from serve_clients import fetch
from serve_hostile import attack
from serve_load import ask_by_wrk
from serve_processes import cpu_seconds, free_port, kinds, memory, wait_until_idle
from serve_soak import soak

PEERS = ("oxigraph", "rdflib-endpoint", "uvicorn")
ID = "https://w3id.org/treatygraph/id/"
NS = "https://w3id.org/treatygraph/ns#"
READY_SECONDS = 300.0
TURTLE = "text/turtle"
DEADLINE = 2.0
MOST_PATHS = 20_000
STARTS = 5


@dataclass
class Server:
    """A server that is measured.

    :param name: its name in the tables.
    :param command: what starts it.
    :param endpoint: the path that takes queries, with what it needs besides.
    :param port: its port.
    :param load: puts the data into it when it is up.
    """

    name: str
    command: list[str]
    endpoint: str
    port: int
    load: Callable[[int], None] = lambda port: None
    results: dict[str, tuple[float, float]] = field(default_factory=dict)

    def query(self, text: str) -> str:
        """Write the path of a query."""
        return f"{self.endpoint}query={quote(text)}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quads", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=3, help="for each measurement of short answers")
    parser.add_argument("--install", action="store_true", help="install the peers into a throw-away environment")
    parser.add_argument("--only", default="", help="names of servers, such as ours,M")
    parser.add_argument("--hostile", action="store_true", help="measure a victim beside four attackers, ours alone")
    parser.add_argument("--soak", type=int, default=0, metavar="SECONDS", help="kill workers at work, ours alone")
    options = parser.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        data = generate(folder, options.quads)
        if options.hostile or options.soak:
            ours = next(each for each in servers(folder, data, None) if each.name == "ours")
            ours.command += ["--timeout", str(DEADLINE)]
            with running(ours) as pid:
                if options.hostile:
                    attack(ours.port, DEADLINE, lambda: memory(pid))
                if options.soak:
                    paths = [path for number in range(40) for path in asked_in_a_soak(ours, number)]
                    soak(ours.port, paths, lambda: kinds(pid), lambda: memory(pid), options.soak)
            return
        found = servers(folder, data, install(folder) if options.install else None)
        wanted = [each for each in found if not options.only or each.name in options.only.split(",")]
        for server in wanted:
            with running(server) as pid:
                measure(server, pid, options.quads, options.seconds)
        if wanted[0].name == "ours":
            wanted[0].results["start to first answer, shipped graph, ms"] = start_with_shipped_graph(wanted[0])
        report(wanted)


def start_with_shipped_graph(ours: Server) -> tuple[float, float]:
    """Start with the graph that comes with treatygraph, as it is found the second time; the median of some starts."""
    alone = Server("ours", ours.command[:4], ours.endpoint, ours.port)
    found = []
    for _ in range(STARTS + 1):
        with running(alone):
            found.append(alone.results["start to first answer, ms"])
    return sorted(found[1:])[STARTS // 2]


def asked_in_a_soak(server: Server, number: int) -> list[str]:
    """Write paths of all kinds whose answers never change: rows few and many, things, pages, stored queries."""
    return [
        server.query(f"SELECT ?p ?o {{ <{ID}thing-{number}> ?p ?o }} ORDER BY ?p"),
        server.query(f"SELECT (COUNT(*) AS ?n) {{ ?s <{NS}p{number % 5}> ?o }}"),
        server.query(f"SELECT ?s ?o {{ ?s <{NS}p1> ?o }} ORDER BY ?s OFFSET {number} LIMIT 3000"),
        f"/data/thing-{number}.ttl",
        f"/data/thing-{number}.trig",
        f"/page/thing-{number}",
        f"/store?graph={quote(f'{ID}graph/{number % 10}', safe='')}",
        "/queries/events-on-a-timeline.csv",
    ]


def generate(folder: Path, quads: int) -> Path:
    """Write quads: things with five properties each, a thousand quads to a graph."""
    file = folder / "data.nq"
    with file.open("w", encoding="utf-8") as output:
        for number in range(quads):
            thing, place = divmod(number, 5)
            value = f'"value {number}"' if place else f"<{NS}Thing>"
            output.write(f"<{ID}thing-{thing}> <{NS}p{place}> {value} <{ID}graph/{number // 1000}> .\n")
    return file


def install(folder: Path) -> Path:
    """Install the peers into an environment of their own."""
    venv.create(folder / "venv", with_pip=True)
    scripts = folder / "venv" / "bin"
    subprocess.run([scripts / "python", "-m", "pip", "install", "-q", *PEERS], check=True)
    return scripts


def servers(folder: Path, data: Path, scripts: Path | None) -> list[Server]:
    """Name the servers that there are, and on stderr those that there are not."""
    places = os.pathsep.join(filter(None, [str(scripts or ""), str(Path(sys.executable).parent), os.environ["PATH"]]))
    found = [_ours(data, places)]
    oxigraph, endpoint = shutil.which("oxigraph", path=places), shutil.which("rdflib-endpoint", path=places)
    if oxigraph:
        found += [_in_memory(oxigraph, data), _on_disk(oxigraph, data, folder / "disk")]
    if endpoint:
        port = free_port()
        command = [endpoint, "serve", str(data), "--host", "127.0.0.1", "--port", str(port)]
        found.append(Server("E", command, "/?", port))
    for name, path in (("oxigraph", oxigraph), ("rdflib-endpoint", endpoint)):
        if path is None:
            print(f"{name} is not installed; --install installs it for this run.", file=sys.stderr)
    return found


def _ours(data: Path, places: str) -> Server:
    port = free_port()
    program = shutil.which("treatygraph", path=places) or "treatygraph"
    return Server("ours", [program, "serve", "--port", str(port), str(data)], "/sparql?", port)


def _in_memory(program: str, data: Path) -> Server:
    port = free_port()

    def load(port: int) -> None:
        body = data.read_bytes()
        head = (
            f"POST /store HTTP/1.1\r\nHost: x\r\nContent-Type: application/n-quads\r\nContent-Length: {len(body)}\r\n"
        )
        with socket.create_connection(("127.0.0.1", port), READY_SECONDS) as connection:
            connection.sendall(f"{head}Connection: close\r\n\r\n".encode() + body)
            if b" 20" not in connection.recv(64):
                raise SystemExit("M did not take the data.")

    command = [program, "serve", "--bind", f"127.0.0.1:{port}"]
    return Server("M", command, "/query?union-default-graph&", port, load)


def _on_disk(program: str, data: Path, place: Path) -> Server:
    port = free_port()
    subprocess.run([program, "load", "-l", place, "--file", data], check=True, capture_output=True)
    command = [program, "serve-read-only", "-l", str(place), "--bind", f"127.0.0.1:{port}"]
    return Server("D", command, "/query?union-default-graph&", port)


@contextmanager
def running(server: Server) -> Iterator[int]:
    """Run a server, and tell how long it took to its first answer."""
    began = perf_counter()
    # A start that may not write what it compiles compiles all again, which no start of an installed program does.
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(server.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=surroundings)
    try:
        while True:
            with suppress(OSError):
                if fetch(server.port, server.query("ASK {}")).status == 200:
                    break
            if process.poll() is not None or perf_counter() - began > READY_SECONDS:
                raise SystemExit(f"{server.name} did not start: {' '.join(server.command)}")
            sleep(0.002)
        server.results["start to first answer, ms"] = (perf_counter() - began) * 1000, cpu_seconds(process.pid) * 1000
        server.load(server.port)
        wait_until_idle(process.pid)
        yield process.pid
    finally:
        process.terminate()
        process.wait(30)


def measure(server: Server, pid: int, quads: int, seconds: float) -> None:
    """Take the measurements of one server."""
    one = "SELECT ?p ?o ?g WHERE {{ GRAPH ?g {{ <" + ID + "thing-{}> ?p ?o }} }} ORDER BY ?p"
    # In no order that a store could profit by.
    numbers = [number * 7919 % (quads // 5) for number in range(min(quads // 5, MOST_PATHS))]
    rate(server, pid, "repeated SELECT, 1/s", [server.query(one.format(1))], seconds)
    rate(server, pid, "new SELECT, 1/s", [server.query(one.format(number)) for number in numbers], seconds, is_new=True)
    rate(server, pid, "repeated entity, 1/s", [entity(server, 1)], seconds, TURTLE)
    new = [entity(server, number) for number in numbers]
    rate(server, pid, "new entity as Turtle, 1/s", new, seconds, TURTLE, is_new=True)
    long = server.query(f"SELECT * {{ ?s ?p ?o }} LIMIT {min(quads, 100_000)}")
    # Asked anew each time: an answer that is kept would say nothing.
    times, before = [], cpu_seconds(pid)
    for turn in range(5):
        began = perf_counter()
        fetch(server.port, f"{long}%20%23{turn}")
        times.append((perf_counter() - began) * 1000)
    server.results["100k rows, ms"] = median(times), (cpu_seconds(pid) - before) * 1000 / len(times)
    server.results["memory, MB"] = memory(pid), 0.0


def entity(server: Server, number: int) -> str:
    """Write the path that describes a thing as Turtle."""
    if server.name == "ours":
        return f"/data/thing-{number}.ttl"
    thing = f"<{ID}thing-{number}>"
    return server.query(f"CONSTRUCT {{ {thing} ?p ?o }} WHERE {{ {thing} ?p ?o }}")


def rate(
    server: Server,
    pid: int,
    name: str,
    paths: Sequence[str],
    seconds: float,
    accept: str = "*/*",
    *,
    is_new: bool = False,
) -> None:
    """Measure requests a second by some clients at once, and the work for each."""
    # A comment in a query, a parameter that has no meaning for a document.
    mark = ("%20%23" if "query=" in paths[0] else "?n=") if is_new else ""
    # What is made at the first request of a kind is made before; of those that are new these are not asked again.
    ask_by_wrk(server.port, paths, accept, 1, mark and f"{mark}warm-")
    before = cpu_seconds(pid)
    found, requests = ask_by_wrk(server.port, paths, accept, seconds, mark)
    server.results[name] = found, (cpu_seconds(pid) - before) * 1e6 / requests


def report(servers: Sequence[Server]) -> None:
    """Print what was measured, and how ours compares."""
    names = list(servers[0].results)
    others = servers[1:]
    print("| work | " + " | ".join(f"{each.name} (cpu)" for each in servers) + " | ours to each |")
    print("|---" * (len(servers) + 2) + "|")
    for name in names:
        cells = [f"{value[0]:,.0f} ({value[1]:,.0f})" if (value := each.results.get(name)) else "" for each in servers]
        ours = servers[0].results[name][0]
        ratios = [f"{ours / each.results[name][0]:.2f} of {each.name}" for each in others if name in each.results]
        print(f"| {name} | " + " | ".join(cells) + " | " + ", ".join(ratios) + " |")


if __name__ == "__main__":
    main()
