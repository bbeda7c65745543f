"""The command line ``treatygraph``: a group that imports a command only when it is used.

Each command is a module of this package whose click command is named ``command``. The one table ``COMMANDS``
names them with their summaries, so that ``treatygraph --help`` imports none of them.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from types import MappingProxyType, TracebackType
from typing import Any

import click

from treatygraph.graph.errors import TreatyGraphError
from treatygraph.graph.printable import printable

__all__ = ["COMMANDS", "LazyGroup", "main"]

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "build": "Make the dataset: load, close, derive, check, write.",
        "check": "Check files, ontology, shapes, consistency, sources and queries.",
        "coverage": "Show, passage by passage, what the graph takes from a source.",
        "deadlocks": "Find preconditions that wait for each other.",
        "diff": "Compare two versions: statements, statuses, answers, terms.",
        "explain": "Show what a status, a statement or a thing rests on.",
        "export": "Write the curated graph, or one thing of it, in an RDF format.",
        "format": "Lay out Turtle and TriG files in one way.",
        "lsp": "Tell an editor what the check finds.",
        "query": "Run a stored query, a file or a text in SPARQL.",
        "rule": "Explain a rule of the check.",
        "serve": "Serve the graph and a SPARQL endpoint on this machine.",
        "status": "Tell the status of promises on a day, per perspective.",
        "verify": "Compare the passages with a copy of the source's text.",
    }
)
DEBUG_VARIABLE = "TREATYGRAPH_DEBUG"
EXIT_ERROR = 2
_FULL = frozenset({errno.EDQUOT, errno.EFBIG, errno.EIO, errno.ENOSPC})
"""Why a place that takes the output takes no more."""
_INSTALL = "Run `make setup` in a clone of treatygraph, elsewhere `pip install --upgrade treatygraph`."
EXIT_INTERRUPTED = 130
EXIT_BROKEN_PIPE = 141
"""128 + the number of the signal, as shells report it; 0 would say that nothing was found."""


class LazyGroup(click.Group):
    """A click group that knows its commands by name and imports them when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in alphabetical order.

        :param ctx: click's context.
        :returns: the names.
        """
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command.

        :param ctx: click's context.
        :param cmd_name: the name that was typed.
        :returns: the command, or None for an unknown name.
        """
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"{__name__}.{cmd_name}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"{cmd_name}: `command` is no click command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the arguments begin with; near matches help when there is none.

        :param ctx: click's context.
        :param args: the arguments after the group's own options.
        :returns: name, command and the rest of the arguments.
        :raises click.UsageError: if there is no such command.
        """
        name = args[0]
        if name in COMMANDS or name.startswith("-"):
            return super().resolve_command(ctx, args)
        from difflib import get_close_matches  # of no use to a command that there is

        near = get_close_matches(name, COMMANDS, n=3)
        question = f" Did you mean {' or '.join(repr(each) for each in near)}?" if near else ""
        ctx.fail(f"No such command {name!r}.{question}")

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with their summaries, without importing them.

        :param ctx: click's context.
        :param formatter: what the help is written to.
        """
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name]) for name in self.list_commands(ctx)])

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Parse the arguments; the texts of help and version are written here.

        :param info_name: the name shown in usage lines.
        :param args: the arguments.
        :param parent: the context of a group around this one.
        :param extra: further settings of click's context.
        :returns: click's context.
        """
        with _broken_pipe_ends():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that the arguments name.

        :param ctx: click's context.
        :returns: what the command returns.
        """
        with _broken_pipe_ends():
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command line; every error becomes a message on stderr and an exit code.

        :param args: the arguments; None for those of the process.
        :param prog_name: the name shown in usage lines.
        :param complete_var: click's variable for completion in shells.
        :param standalone_mode: False to have results and errors handed to the caller.
        :param extra: further settings of click's context.
        :returns: what the command returns, in a mode that is not standalone.
        """
        prog_name = prog_name or "treatygraph"
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        with _ErrorsAsMessages():
            _require_streams()
            result = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
            raise SystemExit(result if isinstance(result, int) else 0)


@click.group(
    "treatygraph", cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
@click.version_option(None, "-V", "--version", package_name="treatygraph", message="%(prog)s %(version)s")
def main() -> None:
    """Record who promised what to whom, on which conditions, according to whom, and ask for it in SPARQL.

    Things are named by IRI or by local name (hand-over-1956, japan). Results go to stdout, messages to
    stderr. Exit codes: 0 clean, 1 findings, 2 wrong usage, unreadable input, nothing to check or an
    internal error.
    """


@contextmanager
def _broken_pipe_ends() -> Iterator[None]:
    """End quietly, but not with success, when whoever read stdout has gone; click's own code would say 1."""
    try:
        yield
    except BrokenPipeError:
        _forget_output()
        raise click.exceptions.Exit(EXIT_BROKEN_PIPE) from None


def _forget_output() -> None:
    """Drop what is still to be written: the interpreter flushes stdout once more when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _require_streams() -> None:
    """Refuse a standard output that was closed; without standard error, messages go nowhere."""
    # The type checker does not know that Python leaves out what is closed.
    streams: dict[str, object] = {"stdout": sys.stdout, "stderr": sys.stderr}
    if streams["stderr"] is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    if streams["stdout"] is None:
        raise TreatyGraphError("Standard output is closed.", repair="Send it to a file, or to /dev/null.")


class _ErrorsAsMessages:
    """A block whose errors end the process with a message and an exit code, never with a traceback."""

    def __enter__(self) -> None:
        """Begin the block."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End the block, and with it the process when there was an error."""
        if isinstance(error, (KeyboardInterrupt, click.Abort)):
            raise SystemExit(EXIT_INTERRUPTED) from None
        if error is not None and not isinstance(error, SystemExit):
            if os.environ.get(DEBUG_VARIABLE) == "1" and not _is_the_users(error):
                from traceback import format_exception

                click.echo("".join(format_exception(error)), err=True, nl=False)
            _show(error)
            raise SystemExit(error.exit_code if isinstance(error, TreatyGraphError) else EXIT_ERROR) from None


def _is_the_users(error: BaseException) -> bool:
    """Tell whether an error is one that the user can repair."""
    return isinstance(error, (click.ClickException, TreatyGraphError))


def _library(error: ModuleNotFoundError) -> str:
    """Name the library of others that is missing; empty for a module of our own."""
    name = (error.name or "").partition(".")[0]
    return "" if name == "treatygraph" else name


def _show(error: BaseException) -> None:
    """Write the message of an error on stderr."""
    if isinstance(error, click.ClickException):
        error.show()
    elif isinstance(error, TreatyGraphError):
        click.echo(printable(f"Error: {error}", keep="\n"), err=True)
    elif isinstance(error, ModuleNotFoundError) and _library(error):
        click.echo(f"Error: The library {_library(error)!r} is not installed. {_INSTALL}", err=True)
    elif isinstance(error, OSError) and error.filename is None and error.errno in _FULL:
        _forget_output()
        click.echo(f"Error: The output cannot be written: {error.strerror}.", err=True)
    elif isinstance(error, OSError) and error.filename is not None:
        click.echo(printable(f"Error: {error.filename}: {error.strerror}."), err=True)
    else:
        what = " ".join(f"{type(error).__name__}: {error}".split()).rstrip(".")
        click.echo(f"Internal error: {what}. Please report it; {DEBUG_VARIABLE}=1 shows where it happened.", err=True)
