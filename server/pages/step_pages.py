"""Explanations cut into pages: a tree of any size is read page by page, and none is longer than a page may be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from treatygraph.graph.promises.evidence import Step
from treatygraph.graph.promises.explanation import Explanation

__all__ = ["ROOM", "Part", "cut", "pages_of"]

ROOM = 250
"""How many steps a page shows."""


@dataclass(frozen=True, slots=True)
class Part:
    """As much of an explanation as a page has room for.

    :param explanation: the whole of it.
    :param tree: its root, with some of the steps right below.
    :param continued: whether others come on a page before.
    """

    explanation: Explanation
    tree: Step
    continued: bool


def pages_of(explanations: Iterable[Explanation], room: int = ROOM) -> list[list[Part]]:
    """Lay explanations out on pages.

    :param explanations: the explanations.
    :param room: how many steps a page shows.
    :returns: the pages; one that is empty where there is nothing to explain.
    """
    pages: list[list[Part]] = [[]]
    left = room
    for each in explanations:
        steps: list[Step] = []
        continued = False
        left -= 1
        for step in each.tree.steps:
            shown = cut(step, room)
            size = _size(shown)
            if size > left and (steps or pages[-1]):
                if steps or continued:
                    pages[-1].append(Part(each, replace(each.tree, steps=tuple(steps)), continued))
                    continued = True
                pages.append([])
                steps, left = [], room
            steps.append(shown)
            left -= size
        if steps or not continued:
            pages[-1].append(Part(each, replace(each.tree, steps=tuple(steps)), continued))
    return pages


def cut(step: Step, room: int = ROOM) -> Step:
    """Keep the first steps of a tree.

    :param step: its root.
    :param room: how many steps are kept, about.
    :returns: the tree; where steps are missing, one says how many.
    """
    return step if _size(step) <= room else _cut(step, [room])


def _cut(step: Step, left: list[int]) -> Step:
    """Keep as many steps as are left, and count them."""
    kept: list[Step] = []
    left[0] -= 1
    for number, each in enumerate(step.steps):
        if left[0] <= 0:
            missing = sum(map(_size, step.steps[number:]))
            kept.append(Step(f"{missing:,} more step{'' if missing == 1 else 's'}: in the JSON", "note"))
            break
        kept.append(_cut(each, left))
    return replace(step, steps=tuple(kept))


def _size(step: Step) -> int:
    return sum(1 for _ in step.walk())
