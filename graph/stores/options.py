"""The option ``--store``, which several commands have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

__all__ = ["PROTOCOLS", "chosen_store", "store_option"]

PROTOCOLS = ("gsp", "update")
"""The ways to write on a server: the Graph Store HTTP Protocol, and SPARQL Update."""

_Command = TypeVar("_Command", bound=Callable[..., Any])


def store_option(command: _Command) -> _Command:
    """Give a command the option.

    :param command: the function of the command, which gets ``store``.
    :returns: the function.
    """
    return click.option("--store", metavar="FOLDER | URL", help="Look at this store instead.")(command)


def chosen_store(store: str | None, data: Sequence[Path]) -> str | None:
    """Tell which store a command is to look at.

    :param store: what the option says.
    :param data: the files that the command is to look at, if any.
    :returns: the store: of the option, else of the settings; None where there is none, or files are named.
    :raises click.UsageError: if both are named.
    """
    if data:
        if store is not None:
            raise click.UsageError("--data names files, --store a store: use one or the other.")
        return None
    from treatygraph.graph.config import read_configuration

    return read_configuration(store=store).store
