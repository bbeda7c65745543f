"""The type of arguments and options that name files and folders."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

__all__ = ["PATH"]


class _Path(click.Path):
    """A path that is not empty: mostly a variable of the shell had no value, and the current folder was not meant."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Turn what was written into a path.

        :param value: the text.
        :param param: the argument or option.
        :param ctx: click's context.
        :returns: the path.
        :raises click.BadParameter: if the text is empty.
        """
        if value == "":
            self.fail("The path is empty; . is the current folder.", param, ctx)
        return super().convert(value, param, ctx)


PATH = _Path(path_type=Path)
"""A path, as :class:`pathlib.Path`."""
