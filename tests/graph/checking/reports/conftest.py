"""Reports to write, and the public schemas of the formats.

The schemas are no part of the repository: npm's client fetches the packages that hold them, once, into pytest's cache,
and their digests are compared. Where there is no npm or no network the reports are held against our own descriptions of
the formats alone, which is done in any case.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest

from treatygraph.graph.checking.findings import Finding, Report, Severity
from treatygraph.graph.terms import GRAPH, ID, TG

LINES = "@prefix : <urn:> .\n\n:arcadia  :is <urn:x> .\n"


class Package(NamedTuple):
    """A package of npm that holds a schema."""

    name: str
    version: str
    integrity: str
    file: str


SARIF = Package(
    "@microsoft/jest-sarif",
    "1.0.0-beta.0",
    "sha512-A1fOhPd6Ic5iDk4F9YPw1qNB4XF+7+IviR7xl8r2F6QzQkx5cpY9LsGk2rExiFIEcBbjpVnSmwWGBukASkiQ9A==",
    "package/lib/schemas/sarif-2.1.0-rtm.5.json",
)
JUNIT = Package(
    "junit-xml",
    "1.2.0",
    "sha512-32RTTDMEjhetKKv2Nazi6e2Yl+pb9Kg1ZsW2L6W1nAUOK5QfNrxc0Mk+N8rYvpzb8qHA74+mCoKKZUQ9cDxLGg==",
    "package/src/index.test.ts",
)


def text_of(package: Package, folder: Path) -> str | None:
    """The text of a file of a package; None where the package cannot be had."""
    archive = folder / f"{package.name.removeprefix('@').replace('/', '-')}-{package.version}.tgz"
    npm = shutil.which("npm")
    if not archive.exists() and npm:
        with TemporaryDirectory(dir=folder) as new:
            options = ["--silent", "--fetch-retries=0", "--fetch-timeout=10000", "--pack-destination", new]
            wanted = f"{package.name}@{package.version}"
            subprocess.run([npm, "pack", *options, wanted], cwd=new, capture_output=True, check=False, timeout=60)
            for fetched in Path(new).glob(archive.name):
                fetched.replace(archive)
    if not archive.exists():
        return None
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    assert f"sha512-{digest}" == package.integrity
    with tarfile.open(archive) as opened:
        member = opened.extractfile(package.file)
        assert member is not None
        return member.read().decode("utf-8")


@pytest.fixture(scope="session")
def public_sarif_schema(request: pytest.FixtureRequest) -> dict[str, Any] | None:
    """The schema that OASIS publishes for SARIF 2.1.0, if it can be had."""
    text = text_of(SARIF, request.config.cache.mkdir("schemas"))
    return None if text is None else json.loads(text)


@pytest.fixture(scope="session")
def public_junit_schema(request: pytest.FixtureRequest) -> str | None:
    """The XML schema of the reports of Apache Ant's JUnit tasks, if it can be had."""
    text = text_of(JUNIT, request.config.cache.mkdir("schemas"))
    if text is None:
        return None
    found = re.search("<xs:schema.*</xs:schema>", text, re.DOTALL)
    assert found is not None
    return found[0].replace("\\'", "'")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def error(here: Path) -> Finding:
    """A finding of which everything is known, in a file that is there."""
    (here / "data").mkdir()
    file = here / "data" / "a b.trig"
    file.write_text(LINES, encoding="utf-8")
    return Finding(
        "TG203",
        "same-as-asserted",
        Severity.ERROR,
        "Curated data never say it.",
        "Keep them apart.",
        ID + "arcadia",
        graph=GRAPH + "labels",
        path=str(file),
        line=3,
        column=11,
        value="<urn:x>",
        predicate=TG + "agent",
        end_line=3,
        end_column=14,
    )


@pytest.fixture
def warning() -> Finding:
    """A finding of which nothing is known but the rule."""
    return Finding("TG422", "graph-without-statements", Severity.WARNING, "It holds one.", "Add it.", "")


@pytest.fixture
def report(error: Finding, warning: Finding) -> Report:
    """A report with both."""
    return Report.of([error, warning], files=1, graphs=2, engine="pyshacl 0.40.0")


@pytest.fixture
def clean() -> Report:
    """A report that found nothing."""
    return Report.of([], files=1, graphs=2)
