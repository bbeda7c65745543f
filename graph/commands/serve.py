"""``treatygraph serve``: serve a graph with its SPARQL endpoint, pages and exports."""

from __future__ import annotations

from pathlib import Path

import click

from treatygraph.graph.config import read_configuration
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.settings import Configuration

__all__ = ["command"]


@click.command("serve")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--host", help="The address to listen on.  [default: 127.0.0.1: this machine alone]")
@click.option("--port", type=click.IntRange(0, 65535), help="The port; 0 takes any free one.  [default: 8000]")
@click.option("--build", "folder", type=click.Path(path_type=Path), help="Serve just this build.")
def command(files: tuple[Path, ...], host: str | None, port: int | None, folder: Path | None) -> None:
    """Serve the graph and a SPARQL endpoint until Ctrl-C.

    With FILES (or folders) it serves those as they are: nothing derived, nothing checked. Without, it serves what
    `treatygraph build` wrote when that is of the present graph; else it builds in memory.
    """
    # Flask and the WSGI server are wanted here alone.
    from treatygraph.server import create_app
    from treatygraph.server.serving import address, is_loopback, open_socket, serve_forever

    if files and folder is not None:
        raise click.UsageError("FILES are served as they are, --build serves a build: choose one.")
    settings = read_configuration(host=host, port=port)
    with open_socket(settings.host, settings.port) as taken:
        app = create_app(_dataset(files, folder, settings))

        def ready() -> None:
            click.echo(f"Listening on {address(taken)} (Ctrl-C ends it)", err=True)
            if not is_loopback(taken):
                click.echo("Whoever reaches this machine can read the graph and send queries.", err=True)

        serve_forever(app, taken, ready)
    click.echo("Stopped.", err=True)


def _dataset(files: tuple[Path, ...], folder: Path | None, settings: Configuration) -> Dataset:
    """Find out what to serve, and say it."""
    from treatygraph.graph.build_folder import current_build, read_build
    from treatygraph.graph.loader import load

    if files:
        return _told(load(files), "these files as they are")
    if folder is not None:
        return _told(read_build(folder, derivations=False), f"the build in {folder}")
    curated = load(settings.paths or None)
    built = current_build(settings.output, curated)
    if built is not None:
        return _told(built, f"the build in {settings.output}")
    click.echo(f"There is no build of the present graph in {settings.output}; building in memory.", err=True)
    return _told(_build(curated, settings.reasoner), "what was built")


def _build(curated: Dataset, reasoner: str) -> Dataset:
    """Build in memory; the findings that prevent it are shown."""
    from treatygraph.graph.builder import BuildRefusedError, build

    try:
        return build(curated, reasoner=reasoner)
    except BuildRefusedError as error:
        for finding in error.report.errors:
            click.echo(f"{finding.position}: {finding}" if finding.path else str(finding), err=True)
        raise


def _told(dataset: Dataset, what: str) -> Dataset:
    """Say on stderr what is served."""
    click.echo(f"Serving {what}: {len(dataset.quads):,} statements.", err=True)
    return dataset
