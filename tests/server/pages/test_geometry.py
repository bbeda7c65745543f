from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples
from treatygraph.server.pages.geometry import Box, Shape, box_of, read_shape

SQUARE = ((0.0, 0.0), (2.0, 0.0), (2.0, 1.0), (0.0, 0.0))


@pytest.mark.parametrize(
    ("text", "kind", "rings"),
    [
        ("POINT (103.85 1.29)", "point", (((103.85, 1.29),),)),
        ("point(103.85 1.29)", "point", (((103.85, 1.29),),)),
        ("POINT (1e1 -2.5E-1)", "point", (((10.0, -0.25),),)),
        ("POINT Z (1 2 3)", None, None),
        ("POINT (1 2 3)", "point", (((1.0, 2.0),),)),
        ("LINESTRING (0 0, 1 1)", "linestring", (((0.0, 0.0), (1.0, 1.0)),)),
        ("POLYGON ((0 0, 2 0, 2 1, 0 0))", "polygon", (SQUARE,)),
        ("MULTIPOLYGON (((0 0, 2 0, 2 1, 0 0)), ((0 0, 2 0, 2 1, 0 0)))", "multipolygon", (SQUARE, SQUARE)),
        ("<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POINT (1 2)", "point", (((1.0, 2.0),),)),
    ],
)
def test_it_reads_well_known_text(
    text: str, kind: str | None, rings: tuple[tuple[tuple[float, float], ...], ...] | None
) -> None:
    assert read_shape(text) == (None if kind is None or rings is None else Shape(kind, rings))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "POINT EMPTY",
        "POINT (1)",
        "POINT (a b)",
        "POINT (1.29 103.85)",
        "POINT (nan 1)",
        "<http://www.opengis.net/def/crs/EPSG/0/4326> POINT (1 2)",
        "GEOMETRYCOLLECTION (POINT (1 2))",
        "CIRCLE (1 2)",
    ],
)
def test_what_cannot_be_drawn_is_no_shape(text: str) -> None:
    assert read_shape(text) is None


@examples(60)
@given(st.text(alphabet="POINTLGYUM(),.-+e0123456789 <>/"))
def test_any_text_is_read_or_refused(text: str) -> None:
    found = read_shape(text)
    assert found is None or all(-180 <= x <= 180 and -90 <= y <= 90 for ring in found.rings for x, y in ring)


def test_a_box_holds_all_points() -> None:
    shapes = [Shape("polygon", (SQUARE,)), Shape("point", (((-1.0, 5.0),),))]
    assert box_of(shapes) == Box(-1.0, 0.0, 2.0, 5.0)
    assert box_of(shapes).middle == (0.5, 2.5)


@pytest.mark.parametrize(("other", "near"), [((2, 0, 3, 1), True), ((2.5, 0, 3, 1), False), ((0, 0, 1, 1), True)])
def test_boxes_are_near_by_the_wider_gap(other: tuple[float, float, float, float], near: bool) -> None:
    assert Box(0, 0, 1, 1).near(Box(*other), 1.0) is near
