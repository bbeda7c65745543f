"""The version of treatygraph: the one place where it stands, which the package's metadata are made of.

To ask those for it takes a quarter of the start of a server.
"""

from __future__ import annotations

__all__ = ["VERSION"]

VERSION = "0.1.0"
