"""``treatygraph serve``: serve a graph with its SPARQL endpoint, pages and exports."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Hashable, Iterable
from hashlib import sha256
from pathlib import Path
from socket import socket
from typing import Any
from urllib.parse import urlsplit

import click

from treatygraph.graph.config import read_configuration
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import ConfigurationError, TreatyGraphError
from treatygraph.graph.path_type import PATH
from treatygraph.graph.settings import Configuration
from treatygraph.graph.stores.interface import AnswersItself
from treatygraph.graph.version import VERSION

__all__ = ["command"]

TOKEN_BYTES = 32


@click.command("serve")
@click.argument("files", nargs=-1, type=PATH)
@click.option("--host", help="The address to listen on.  [default: 127.0.0.1: this machine alone]")
@click.option("--port", type=click.IntRange(0, 65535), help="The port; 0 takes any free one.  [default: 8000]")
@click.option("--build", type=PATH, help="Serve just this build.")
@click.option("--store", metavar="FOLDER | URL", help="Serve what this store holds.")
@click.option("--watch", is_flag=True, default=None, help="Load what is served anew when it changes.")
@click.option("--workers", type=click.IntRange(1, 256), help="Processes for queries.  [default: 6 for each core]")
@click.option("--timeout", type=float, metavar="SECONDS", help="When a query is ended.  [default: 10]")
@click.option("--max-rows", type=click.IntRange(1), help="Rows of an answer handed out at most.  [default: all]")
@click.option("--max-bytes", type=click.IntRange(1024), help="Bytes of an answer at most.  [default: 268435456]")
@click.option(
    "--allow-service",
    multiple=True,
    metavar="HOST[:PORT]",
    help="A host that queries may call by SERVICE.  [default: none]",
)
@click.option("--url-prefix", help="The path that everything is under, such as /graph.")
@click.option("--public-url", help="The URL that clients know this server by, when a proxy is in front of it.")
@click.option("--forwarded", type=click.IntRange(0, 16), help="Proxies whose X-Forwarded-* count.  [default: 0]")
@click.option(
    "--sources",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with copies of the sources (NAME.txt), to show the words.",
)
@click.option("--access-log", is_flag=True, default=None, help="Tell each request on stderr, as a line of JSON.")
def command(files: tuple[Path, ...], **given: Any) -> None:
    """Serve the graph and a SPARQL endpoint until Ctrl-C.

    With FILES (or folders) it serves those as they are: nothing derived, nothing checked. Without, it serves what
    `treatygraph build` wrote when that is of the present graph; else it builds in memory. A store is served
    from where it is, on disk or on a server. Queries run in processes of their own, which end at the deadline. SIGHUP
    loads the data anew.
    """
    # To look for garbage takes a tenth of a start, and finds none; each process does so when it has begun.
    gc.disable()
    # The server is wanted here alone, Flask and the pages not even here: the processes that answer import them.
    from treatygraph.graph.stores.opening import is_url
    from treatygraph.server.serving import address, is_loopback, open_socket

    if files and given["build"] is not None:
        raise click.UsageError("FILES are served as they are, --build serves a build: choose one.")
    if given["store"] is not None and (files or given["build"] is not None):
        raise click.UsageError("--store serves a store: name no files and no build besides.")
    settings = read_configuration(**given)
    if files or given["store"] is not None:
        settings = settings._replace(build=None)
    if files or settings.build is not None:
        settings = settings._replace(store=None)
    _require_one_prefix(settings)
    if settings.store is not None and is_url(settings.store):
        _require_fit_for_a_server(settings)
    with open_socket(settings.host, settings.port) as taken:

        def ready() -> None:
            from treatygraph.server.frontend_files import notice

            click.echo(f"Listening on {address(taken, settings.url_prefix)} (Ctrl-C ends it)", err=True)
            if not is_loopback(taken):
                click.echo("Whoever reaches this machine can read the graph and send queries.", err=True)
            if notice():
                click.echo(notice(), err=True)

        _serve(lambda: _loaded(files, settings), _watched(files, settings), settings, taken, ready)
    click.echo("Stopped.", err=True)


def _require_one_prefix(settings: Configuration) -> None:
    """Refuse two paths for what is the same."""
    path = urlsplit(settings.public_url).path
    if settings.url_prefix and path not in {"", settings.url_prefix}:
        message = f"url-prefix is {settings.url_prefix!r}, but public-url has the path {path!r}."
        raise ConfigurationError(message, repair="Give public-url that path or none, or leave url-prefix out.")


def _require_fit_for_a_server(settings: Configuration) -> None:
    """Refuse what can be had of a graph only that is here."""
    if settings.allow_service:
        message = "allow-service is for a graph that is here: the server that has this one would call in place of ours."
        raise ConfigurationError(message, repair="Leave it out, or serve a folder.")
    if settings.watch:
        message = "watch looks at files: nothing tells when a server has another graph."
        raise ConfigurationError(message, repair="Leave it out, and send SIGHUP after a push.")


def _serve(
    load: Callable[[], tuple[Dataset, str]],
    watched: Callable[[], Hashable] | None,
    settings: Configuration,
    taken: socket,
    ready: Callable[[], None],
) -> None:
    """Serve by processes, or in this one where the system has no fork."""
    if sys.platform != "linux":
        from treatygraph.server import create_app
        from treatygraph.server.serving.in_process import serve_in_process

        click.echo("This system cannot end a query: serve only those that you trust. On Linux it can.", err=True)
        if settings.allow_service:
            click.echo("SERVICE is refused here all the same: nothing would end a call.", err=True)
        gc.enable()
        serve_in_process(create_app(load()[0], {"SOURCES": settings.sources}), taken, ready)
        return
    from treatygraph.server.pool.tasks import Limits
    from treatygraph.server.serving.generation import Loaded
    from treatygraph.server.serving.options import ServeOptions
    from treatygraph.server.serving.supervisor import Supervisor

    options = ServeOptions(
        limits=Limits(settings.timeout, settings.max_rows, settings.max_bytes, services=settings.allow_service),
        url_prefix=settings.url_prefix,
        public_url=settings.public_url,
        forwarded=settings.forwarded,
        access_log=settings.access_log,
        sources=settings.sources,
        **({} if settings.workers is None else {"workers": settings.workers}),
    )
    Supervisor(lambda: Loaded(*load()), options, taken, lambda text: click.echo(text, err=True), watched).run(ready)


def _watched(files: tuple[Path, ...], settings: Configuration) -> Callable[[], Hashable] | None:
    """Choose what tells that there is something new: the files, or the manifest, which a build writes last."""
    if not settings.watch:
        return None
    from treatygraph.graph.build_parts import MANIFEST
    from treatygraph.graph.rdf_files import find_files

    def state() -> Hashable:
        try:
            place = settings.build or Path(settings.store or settings.output)
            found = find_files(files) if files else (place / MANIFEST,)
        except TreatyGraphError:
            # Somebody is just putting others in their place.
            return None
        return tuple((path, _state_of(path)) for path in found)

    return state


def _state_of(path: Path) -> Hashable:
    """Tell one state of a file from another."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def _loaded(files: tuple[Path, ...], settings: Configuration) -> tuple[Dataset, str]:
    """Open what is to be served, or load it into a store, which takes less room than what it is made of."""
    from treatygraph.graph.stores.opening import open_to_serve

    if settings.store is not None:
        store = open_to_serve(settings.store, settings.timeout)
        return _told(store, f"the store {settings.store}"), _digest((), "store", _version(store))
    return _dataset(files, settings)


def _version(store: Dataset) -> str:
    """Name what a store holds; what others have filled is another version each time, rather than read for a name."""
    if isinstance(store, AnswersItself) and not store.version:
        return os.urandom(TOKEN_BYTES).hex()
    return store.digest


def _dataset(files: tuple[Path, ...], settings: Configuration) -> tuple[Dataset, str]:
    """Find out what to serve, and say it; with a digest that names it."""
    from treatygraph.graph.build_parts import MANIFEST
    from treatygraph.graph.rdf_files import files_of
    from treatygraph.graph.stores.built import open_build, open_current

    if files:
        from treatygraph.graph.loader import load
        from treatygraph.graph.stores.memory import Memory

        dataset = Memory(load(files))
        return _told(dataset, "these files as they are"), _digest(dataset.sources, "files")
    if settings.build is not None:
        return _told(open_build(settings.build), f"the build in {settings.build}"), _digest([settings.build / MANIFEST])
    sources = files_of(settings.paths or None)
    built = open_current(settings.output, sources)
    if built is not None:
        return _told(built, f"the build in {settings.output}"), _digest([settings.output / MANIFEST])
    from treatygraph.graph.build_cache import remembered_build
    from treatygraph.graph.cache_folder import default_folder

    built = remembered_build(default_folder(), sources, settings.reasoner, lambda: _build(sources, settings))
    return _told(built, "what was built of it"), _digest(sources, "built", settings.reasoner)


def _digest(paths: Iterable[Path], *words: str) -> str:
    """Name what is served by what it is made of, which is faster than by what comes of it."""
    found = sha256("\0".join((VERSION, *words)).encode())
    for path in paths:
        found.update(sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _build(sources: tuple[Path, ...], settings: Configuration) -> Dataset:
    """Build in memory; the findings that prevent it are shown."""
    from treatygraph.graph.builder import BuildRefusedError, build
    from treatygraph.graph.loader import load

    curated = load(sources)
    click.echo(f"There is no build of the present graph in {settings.output}; building in memory.", err=True)
    try:
        return build(curated, reasoner=settings.reasoner)
    except BuildRefusedError as error:
        for finding in error.report.errors:
            click.echo(f"{finding.position}: {finding}" if finding.path else str(finding), err=True)
        raise


def _told(dataset: Dataset, what: str) -> Dataset:
    """Say on stderr what is served."""
    click.echo(f"Serving {what}: {dataset.size:,} statements.", err=True)
    return dataset
