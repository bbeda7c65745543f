"""How many examples hypothesis tries: a share of what a test names, by the profile that conftest.py sets."""

from __future__ import annotations

from hypothesis import settings


def examples(number: int) -> settings:
    """Try half of a number of examples each time, and ten times that number with --hypothesis-profile=thorough."""
    return settings(max_examples=number * settings.default.max_examples // 100)
