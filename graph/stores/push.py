"""Bringing a dataset to a SPARQL server, graph by graph: what is there already is not sent again.

What is written can be written again, and the record on the server says what is done; so whoever is interrupted, at
whatever moment, just pushes once more. Graphs that are not of the dataset are removed if a former push brought
them, and never else. While a push goes on the server holds graphs of both versions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import monotonic

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.stores.connection import Connection, credentials
from treatygraph.graph.stores.records import Record, digest_of, lines_of, whole
from treatygraph.graph.stores.reserved import RECORD, UNION, graph_to_server
from treatygraph.graph.stores.writers import ACCOUNT, GraphStoreWriter, UpdateWriter, Writer

__all__ = ["Pushed", "push", "writer_to"]

SECONDS = 120.0
"""How long one request may take."""
PAUSE = 1.0
"""The record is brought up to date after so many seconds, and after each large graph."""
LARGE = 10_000


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push did.

    :param sent: how many graphs were sent, that of all statements among them.
    :param kept: how many were there already.
    :param dropped: how many were removed.
    :param statements: how many statements were sent.
    """

    sent: int
    kept: int
    dropped: int
    statements: int


def writer_to(url: str, protocol: str = "gsp", queries: str | None = None) -> Writer:
    """Connect to a server in order to write.

    :param url: the URL of its graph store, or of its update service.
    :param protocol: ``gsp`` or ``update``.
    :param queries: the URL of the query service, where that of the update service does not answer queries.
    :returns: what writes there.
    :raises StoreError: if this is no URL of a server.
    """
    account = credentials(ACCOUNT)
    connection = Connection(url, seconds=SECONDS, account=account)
    if protocol == "gsp":
        return GraphStoreWriter(connection)
    return UpdateWriter(connection, Connection(queries, seconds=SECONDS, account=account) if queries else None)


def push(dataset: Dataset, writer: Writer, tell: Callable[[str], None] = lambda text: None) -> Pushed:
    """Make a server hold a dataset.

    :param dataset: the dataset.
    :param writer: writes on the server.
    :param tell: is told of each graph that is sent.
    :returns: what was done.
    :raises StoreError: if the server does not do it; what it has taken by then it keeps.
    """
    former = Record.read(writer.read(RECORD))
    contents = dict(_contents(dataset))
    digests = {name: digest_of(lines) for name, lines in contents.items()}
    if former == Record(digests, dataset.digest):
        return Pushed(0, len(digests), 0, 0)
    present = {name: digest for name, digest in digests.items() if former.graphs.get(name) == digest}
    gone = sorted(former.graphs.keys() - digests.keys())
    # From here on all these graphs are ours, and the dataset is not whole.
    _write(writer, Record(dict.fromkeys((*gone, *digests), "") | present))
    missing = [name for name in contents if name not in present]
    _send(writer, {name: contents[name] for name in missing}, digests, tell)
    for name in gone:
        writer.drop(name)
    _write(writer, Record(digests, dataset.digest))
    return Pushed(len(missing), len(present), len(gone), sum(len(contents[name]) for name in missing))


def _send(
    writer: Writer, contents: dict[str, list[bytes]], digests: dict[str, str], tell: Callable[[str], None]
) -> None:
    """Send graphs, and note each in the record when it is there."""
    done: list[str] = []
    noted = monotonic()
    for number, (name, lines) in enumerate(contents.items(), 1):
        tell(f"push graph {number} of {len(contents)} ({len(lines):,} statements)")
        writer.replace(name, lines)
        done.append(name)
        if len(lines) > LARGE or monotonic() - noted > PAUSE:
            writer.add(RECORD, lines_of(whole(each, digests[each]) for each in done))
            done, noted = [], monotonic()


def _write(writer: Writer, record: Record) -> None:
    """Write the record."""
    writer.replace(RECORD, record.lines())


def _contents(dataset: Dataset) -> Iterator[tuple[str, list[bytes]]]:
    """Go through the graphs of a dataset as a server is to hold them; the union of all comes last."""
    for name in dataset.graph_names:
        yield graph_to_server(name), lines_of(quad.triple for quad in dataset.graph(name))
    yield UNION, lines_of(quad.triple for quad in dataset.quads)
