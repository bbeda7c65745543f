from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from treatygraph.graph.dataset import Dataset
from treatygraph.server import create_app
from treatygraph.server.frontend_files import NOTICE, Frontend, notice

REPOSITORY = Path(__file__).parents[3]
LAND = {"land-10m.json", "land-110m.json", "land-50m.json"}
SCRIPT = b"answer = 42;\n" * 9
FILES = LAND | {"licences.txt", "query.css", "query.css.gz", "query.js", "query.js.gz"}
HAS_NPM = bool(shutil.which("node")) and (REPOSITORY / "node_modules" / "esbuild").is_dir()
"""`make pytest` gets the packages wherever node is; without it the pages are plain, and that is tested instead."""


def bundle(folder: Path) -> Frontend:
    if HAS_NPM:
        command = ["node", "server/frontend/build.mjs", "--out", str(folder)]
        subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True)
    return Frontend(folder)


def test_every_package_is_pinned_by_version_and_hash_and_none_has_an_address() -> None:
    wanted = json.loads((REPOSITORY / "package.json").read_text("utf-8"))
    versions = (wanted["dependencies"] | wanted["devDependencies"]).values()
    assert [version for version in versions if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    packages = json.loads((REPOSITORY / "package-lock.json").read_text("utf-8"))["packages"]
    locked = {name: about for name, about in packages.items() if name}
    assert len(locked) > 30
    assert [name for name, about in locked.items() if not about.get("integrity", "").startswith("sha512-")] == []
    assert [name for name, about in locked.items() if "resolved" in about] == []


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Frontend:
    return bundle(tmp_path_factory.mktemp("frontend") / "built")


def test_the_bundler_writes_all_files_or_there_is_no_npm(made: Frontend) -> None:
    assert set(made.files) == (FILES if HAS_NPM else set())
    assert made.built is HAS_NPM


def test_the_manifest_has_the_digests_of_the_files(made: Frontend) -> None:
    found = {name: hashlib.sha256((made.folder / name).read_bytes()).hexdigest() for name in made.files}
    assert dict(made.files) == found


def test_each_bundled_package_has_its_licence_beside_it(made: Frontend) -> None:
    text = made.text("licences.txt")
    packages = json.loads((made.folder / "manifest.json").read_text("utf-8"))["packages"] if made.built else {}
    assert [name for name, version in packages.items() if f"\n{name} {version} (" not in text] == []
    assert {"@zazuko/yasqe", "codemirror", "d3-force", "world-atlas"} <= set(packages) or not made.built


def test_nothing_in_the_bundle_writes_styles_into_html(made: Frontend) -> None:
    assert "style='" not in made.text("query.js")
    assert "url(" not in made.text("query.css")


def test_the_same_sources_make_the_same_bytes(made: Frontend, tmp_path: Path) -> None:
    assert bundle(tmp_path / "again").files == made.files


def test_a_server_says_what_it_lacks() -> None:
    shipped = REPOSITORY / "server" / "static" / "built" / "manifest.json"
    assert notice() == ("" if shipped.is_file() else NOTICE)


@pytest.mark.parametrize("text", ["", "[]", '{"files": 7}', '{"files": {"query.js": {}}}', "{"])
def test_a_manifest_that_cannot_be_read_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text, "utf-8")
    assert not Frontend(tmp_path).built


@pytest.fixture(scope="module")
def plain(built: Dataset, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """An application without what npm makes."""
    folder = tmp_path_factory.mktemp("nothing")
    return create_app(built, {"TESTING": True, "FRONTEND": folder}).test_client()


def test_without_a_bundle_the_query_page_is_a_form(plain: FlaskClient) -> None:
    page = plain.get("/query").text
    assert "built/" not in page
    assert '<form action="/sparql" method="get"' in page


def test_without_a_bundle_the_map_shows_the_places_and_says_what_is_missing(plain: FlaskClient) -> None:
    page = plain.get("/map").text
    assert "set up without the outline of land" in page
    assert ">2 Shikotan<tspan" in page
    assert plain.get("/map/frame.json?box=145,43,147,44").get_json()["land"] == []


@pytest.fixture(scope="module")
def sending(built: Dataset, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """An application whose bundle is one small script, plain and compressed."""
    folder = tmp_path_factory.mktemp("small")
    files = {
        "query.js": SCRIPT,
        "query.js.gz": gzip.compress(SCRIPT, mtime=0),
        "lone.js": b"1",
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    about = {name: {"sha256": hashlib.sha256(data).hexdigest()} for name, data in files.items()}
    (folder / "manifest.json").write_text(json.dumps({"files": about}), "utf-8")
    return create_app(built, {"TESTING": True, "FRONTEND": folder}).test_client()


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip", "gzip"), ("br, gzip;q=0.5", "gzip"), ("", None), ("gzip;q=0", None), ("br", None)],
)
def test_a_script_is_sent_compressed_to_who_can_read_that(
    sending: FlaskClient, accepted: str, encoding: str | None
) -> None:
    response = sending.get("/static/built/query.js", headers={"Accept-Encoding": accepted})
    data = gzip.decompress(response.data) if encoding else response.data
    assert (response.headers.get("Content-Encoding"), data) == (encoding, SCRIPT)
    assert response.mimetype == "text/javascript"
    assert "Accept-Encoding" in response.headers["Vary"]


def test_an_address_with_the_version_is_kept_for_ever(sending: FlaskClient) -> None:
    version = hashlib.sha256(SCRIPT).hexdigest()[:12]
    kept = sending.get(f"/static/built/query.js?v={version}").headers["Cache-Control"]
    assert "immutable" in kept
    assert "max-age=31536000" in kept
    assert "immutable" not in sending.get("/static/built/query.js?v=old").headers["Cache-Control"]


@pytest.mark.parametrize("name", ["manifest.json", "other.js", "lone.js.gz"])
def test_only_bundled_files_are_sent(sending: FlaskClient, name: str) -> None:
    assert sending.get(f"/static/built/{name}").status_code == 404


@pytest.mark.parametrize(
    ("name", "media_type"), [("style.css", "text/css"), ("pages.js", "text/javascript"), ("icon.svg", "image/svg+xml")]
)
def test_what_is_the_package_s_own_is_sent_compressed_too(sending: FlaskClient, name: str, media_type: str) -> None:
    data = (REPOSITORY / "server" / "static" / name).read_bytes()
    packed = sending.get(f"/static/{name}", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.data) == data
    assert (packed.mimetype, packed.headers["Vary"]) == (media_type, "Accept-Encoding")
    plain = sending.get(f"/static/{name}")
    assert plain.data == data
    assert plain.headers["ETag"] != packed.headers["ETag"]
    again = sending.get(f"/static/{name}", headers={"If-None-Match": plain.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("name", ["built", "other.css", "..%2Fhome.py"])
def test_nothing_else_is_sent_from_there(sending: FlaskClient, name: str) -> None:
    assert sending.get(f"/static/{name}").status_code == 404
