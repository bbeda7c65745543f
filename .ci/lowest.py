"""Print the oldest versions that pyproject.toml allows, as requirements for pip."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

__all__ = ["lowest"]

PYPROJECT = Path(__file__).parent.parent / "pyproject.toml"


def lowest(requirement: str) -> str:
    """Pin a requirement to its lower bound.

    :param requirement: for instance ``click>=8.1,<9``.
    :returns: the pin.
    :raises ValueError: if the requirement has no lower bound.

    >>> lowest("click>=8.1,<9")
    'click==8.1'
    """
    found = re.fullmatch(r"([\w-]+)>=([\d.]+),<[\d.]+", requirement)
    if found is None:
        raise ValueError(f"{requirement!r} in pyproject.toml is not of the form name>=lower,<upper")
    return f"{found[1]}=={found[2]}"


if __name__ == "__main__":
    dependencies = tomllib.loads(PYPROJECT.read_text("utf-8"))["project"]["dependencies"]
    sys.stdout.write("".join(f"{lowest(each)}\n" for each in dependencies))
