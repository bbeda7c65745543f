from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples
from treatygraph.server.pages.arrow_routes import BOX_HEIGHT, BOX_WIDTH, GAP_X, GAP_Y, Place, Route, Routes

STEP_X, STEP_Y = BOX_WIDTH + GAP_X, BOX_HEIGHT + GAP_Y


def place(column: int, row: float) -> Place:
    return Place(column * STEP_X, row * STEP_Y)


def points(route: Route) -> list[tuple[float, float]]:
    """Follow the way of an arrow, in small steps."""
    found: list[tuple[float, float]] = []
    for kind, numbers in re.findall(r"([MLCQ])([^MLCQ]+)", route.path):
        given_points = [tuple(map(float, pair.split(","))) for pair in numbers.split()]
        ends = [*found[-1:], *given_points]
        for step in range(1, 41):
            part, left = step / 40, ends
            while len(left) > 1:
                left = [(a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part) for a, b in pairwise(left)]
            found.append((left[0][0], left[0][1]))
        assert kind != "M" or found[-1] == found[0]
    return found


def crossed(route: Route, boxes: list[Place]) -> list[Place]:
    """Find the boxes that an arrow passes behind."""
    way = points(route)
    return [
        box
        for box in boxes
        if any(box.x + 1 < x < box.x + BOX_WIDTH - 1 and box.y + 1 < y < box.y + BOX_HEIGHT - 1 for x, y in way)
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (place(0, 0), place(2, 0)),
        (place(0, 1), place(3, 1)),
        (place(3, 0), place(0, 1)),
        (place(2, 1), place(0, 0)),
        (place(0, 0), place(0, 2)),
        (place(1, 2), place(1, 0)),
        (place(1, 1), place(1, 1)),
    ],
)
def test_no_arrow_passes_behind_a_box(one: Place, other: Place) -> None:
    boxes = [place(column, row) for column in range(4) for row in range(3)]
    assert crossed(Routes(boxes).find(one, other), boxes) == []


def test_neighbours_are_joined_by_a_plain_curve() -> None:
    assert Routes([place(0, 0), place(1, 0)]).find(place(0, 0), place(1, 0)).path == "M186,31 C230,31 230,31 275,31"


def test_arrows_on_the_same_way_part_and_the_picture_has_room_for_them() -> None:
    boxes = [place(column, 0) for column in range(3)]
    routes = Routes(boxes)
    heights = [routes.find(boxes[0], boxes[2]).y for _ in range(3)]
    assert len(set(heights)) == 3
    assert all(routes.top <= each <= routes.bottom for each in heights)


@examples(60)
@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), min_size=2, max_size=12, unique=True),
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=6),
)
def test_whatever_stands_where_nothing_is_hidden(cells: list[tuple[int, int]], pairs: list[tuple[int, int]]) -> None:
    # Columns are centred, so that their rows do not align.
    rows = {column: sum(each == column for each, _ in cells) for column, _ in cells}
    boxes = [place(column, row + (4 - rows[column]) / 2) for column, row in cells]
    routes = Routes(boxes)
    for one, other in pairs:
        route = routes.find(boxes[one % len(boxes)], boxes[other % len(boxes)])
        assert crossed(route, boxes) == []
        assert all(routes.top <= y <= routes.bottom for _, y in points(route))
