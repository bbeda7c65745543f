"""Turtle and its family as texts: where each statement stands, and one way to lay them out."""

from __future__ import annotations

__all__ = ()
