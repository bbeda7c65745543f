from __future__ import annotations

import json
from pathlib import Path

import pytest

from treatygraph.server.frontend_files import Frontend
from treatygraph.server.pages.geometry import Box
from treatygraph.server.pages.land import frame


def frontend_with(folder: Path, **files: object) -> Frontend:
    """A folder as the bundler writes it."""
    names = {f"land-{scale}.json": text for scale, text in files.items()}
    for name, text in names.items():
        (folder / name).write_text(json.dumps(text), "utf-8")
    manifest = {"files": {name: {"sha256": "0" * 64} for name in names}}
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return Frontend(folder)


@pytest.fixture
def land(tmp_path: Path) -> Frontend:
    return frontend_with(
        tmp_path,
        **{
            "10m": {"step": 5, "tiles": {"140,40": "fine", "145,40": "finer", "0,0": "elsewhere"}},
            "50m": {"step": 30, "tiles": {"120,30": "middle"}},
            "110m": {"step": 360, "tiles": {"-180,-90": "world"}},
        },
    )


def test_a_close_window_takes_the_fine_tiles_that_it_touches(land: Frontend) -> None:
    assert frame(land, Box(145.5, 43.4, 146.0, 43.9)).land == ("fine", "finer")


def test_wider_windows_take_coarser_land(land: Frontend) -> None:
    assert frame(land, Box(130, 35, 145, 45)).land == ("middle",)
    assert frame(land, Box(-100, -30, 145, 60)).land == ("world",)


def test_land_that_is_too_long_for_a_page_is_coarser(tmp_path: Path) -> None:
    long = frontend_with(
        tmp_path, **{"10m": {"step": 5, "tiles": {"0,0": "x" * 70_000}}, "50m": {"step": 30, "tiles": {"0,0": "short"}}}
    )
    assert frame(long, Box(2, 2, 3, 3)).land == ("short",)


def test_a_point_is_shown_with_its_surroundings_and_true_proportions(land: Frontend) -> None:
    found = frame(land, Box(146.0, 60.0, 146.0, 60.0))
    assert found.stretch == pytest.approx(0.5)
    assert found.box.north - found.box.south == pytest.approx(2.6)
    width, height = found.view[2:]
    assert width / height == pytest.approx(0.95, abs=0.001)
    assert found.view[:2] == pytest.approx((146_000 * 0.5 - width / 2, -61_300), abs=0.2)


def test_a_window_stays_on_the_globe(land: Frontend) -> None:
    box = frame(land, Box(179.5, 89.0, 180.0, 90.0)).box
    assert (box.east, box.north) == (180.0, 90.0)
    assert frame(land, Box(-180, -90, 180, 90)).box.west == -180.0


def test_without_files_there_is_no_land(tmp_path: Path) -> None:
    assert frame(Frontend(tmp_path), Box(145, 43, 147, 44)).land == ()
