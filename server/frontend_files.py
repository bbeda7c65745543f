"""What npm made for the pages, if it was there: scripts, a sheet of styles, the outline of land.

``make frontend`` writes it into ``static/built/``; a wheel has it when it was built. Without it the pages are plain
and everything works: the form sends its query, the maps have no coast.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

__all__ = ["BUILT", "NOTICE", "Frontend", "notice"]

NOTICE = "The pages are plain: this copy comes without what npm makes (`make frontend` does, where node is)."
"""What a server says once when the frontend is missing."""
BUILT = Path(__file__).resolve().parent / "static" / "built"
"""Where it is in the package."""


@dataclass(frozen=True)
class Frontend:
    """The folder that the bundler wrote.

    :param folder: the folder; it need not exist.
    """

    folder: Path

    @cached_property
    def files(self) -> Mapping[str, str]:
        """The SHA-256 of each file by name; none where nothing was built."""
        try:
            manifest = json.loads((self.folder / "manifest.json").read_text("utf-8"))
            return {name: about["sha256"] for name, about in manifest["files"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}

    @property
    def built(self) -> bool:
        """Whether there is anything."""
        return bool(self.files)

    def version(self, name: str) -> str:
        """Return what tells one version of a file from another, for its address.

        :param name: the name of the file.
        :returns: some digits; empty for a file that does not exist.
        """
        return self.files.get(name, "")[:12]

    def text(self, name: str) -> str:
        """Read a file.

        :param name: its name.
        :returns: its text; empty for a file that does not exist.
        """
        return (self.folder / name).read_text("utf-8") if name in self.files else ""


def notice() -> str:
    """Say what the package lacks.

    :returns: :data:`NOTICE`; empty where npm made what the pages use.
    """
    return "" if Frontend(BUILT).built else NOTICE
