"""``treatygraph lsp``: findings in an editor."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from treatygraph.graph.cache_folder import default_folder
from treatygraph.graph.checking.findings import Report
from treatygraph.graph.checking.options import options_of
from treatygraph.graph.checking.runner import check
from treatygraph.graph.config import read_configuration
from treatygraph.graph.errors import ConfigurationError

__all__ = ["command"]


@click.command("lsp")
def command() -> None:
    """Tell an editor what the check finds, on standard input and output (Language Server Protocol).

    The editor starts it. Whenever a file is opened or saved, the graph that [tool.treatygraph] names is checked with
    it; the place of a finding explains its rule. It needs `pip install treatygraph[lsp]`.
    """
    try:
        from treatygraph.graph.language_server import make_server
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            f"The language server needs {error.name}.", repair="Install treatygraph[lsp]."
        ) from None
    make_server(_check).start_io()


def _check(opened: Sequence[Path]) -> Report:
    """Check the graph of the settings, with a file that may be no part of it and is no query for it."""
    settings = read_configuration()
    known = [path.resolve() for path in (*settings.paths, *settings.violations)]
    besides = [path for path in opened if not any(path.resolve().is_relative_to(each) for each in known)]
    return check([*settings.paths, *besides] or None, options=options_of(settings), cache=default_folder())
