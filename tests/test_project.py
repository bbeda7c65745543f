"""The repository as a whole: layout, packages, layering, dependencies, files that must parse."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from fnmatch import fnmatch
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
import rdflib
from packaging.requirements import Requirement
from packaging.version import Version

from treatygraph.graph.version import VERSION

REPOSITORY = Path(__file__).parent.parent
PACKAGES = ("graph", "ontology", "queries", "server", "shapes")
MAY_IMPORT = {
    "graph": {"graph", "ontology", "queries", "shapes"},
    "ontology": {"ontology"},
    "queries": {"queries"},
    "server": {"graph", "ontology", "queries", "server", "shapes"},
    "shapes": {"shapes"},
}
ONLY_IMPORTER_OF_SERVER = "graph/commands/serve.py"
MOST_LINES_OF_A_MODULE = 400
MOST_LINES_OF_A_FUNCTION = 40
# Put together from parts, so that this file does not name what no file may name.
HOSTS = [r"py" + r"pi\.org", r"python" + r"hosted\.org", r"npm" + r"js\.(org|com)", r"deb\." + r"debian\.org"]
MACHINE_PATHS = ["/" + folder + "/" for folder in ("work", "farm", "root")] + [r"/home/\w+/", r"/Use" + r"rs/"]
RDF_FORMATS = {
    ".ttl": pyoxigraph.RdfFormat.TURTLE,
    ".trig": pyoxigraph.RdfFormat.TRIG,
    ".nt": pyoxigraph.RdfFormat.N_TRIPLES,
    ".nq": pyoxigraph.RdfFormat.N_QUADS,
}


def files_of_the_repository() -> list[str]:
    """Every file that is or could be committed, relative to the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    return sorted({name for name in listed.stdout.split("\0") if (REPOSITORY / name).is_file()})


FILES = files_of_the_repository()
PYTHON = [name for name in FILES if name.endswith(".py")]
MODULES = [name for name in PYTHON if name.partition("/")[0] in PACKAGES]
RDF = [
    name
    for name in FILES
    if Path(name).suffix in RDF_FORMATS
    and not (name.startswith("tests/") and (Path(name).name.startswith("invalid-") or "/broken/" in name))
]
PYPROJECT: dict[str, Any] = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
RUN = PYPROJECT["project"]["dependencies"]
DEV = RUN + PYPROJECT["project"]["optional-dependencies"]["dev"]


def text_of(name: str) -> str:
    return (REPOSITORY / name).read_text("utf-8")


def tree_of(name: str) -> ast.Module:
    return ast.parse(text_of(name), name)


def imported_parts(name: str) -> set[str]:
    """The parts of treatygraph that a module imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(tree_of(name)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}:{node.lineno}: import by the full name"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {each.split(".")[1] for each in found if each.startswith("treatygraph.")}


def test_there_is_something_to_look_at() -> None:
    assert len(MODULES) > len(PACKAGES)
    assert any(name.startswith("tests/") for name in PYTHON)
    assert {name.partition("/")[0] for name in RDF} >= {"graph", "ontology", "shapes"}


@pytest.mark.parametrize("name", FILES)
def test_no_file_names_a_registry_or_a_place_on_a_machine(name: str) -> None:
    try:
        text = text_of(name)
    except UnicodeDecodeError:
        return
    found = [match[0] for each in HOSTS + MACHINE_PATHS for match in [re.search(each, text)] if match]
    assert found == []


@pytest.mark.parametrize("name", RDF)
def test_every_rdf_file_parses_with_both_parsers(name: str) -> None:
    file = REPOSITORY / name
    kind = RDF_FORMATS[file.suffix]
    strict = set(pyoxigraph.parse(path=str(file), format=kind))
    dataset = rdflib.Dataset()
    dataset.parse(file, format=kind.file_extension if kind.file_extension != "nq" else "nquads")
    assert strict
    assert len({tuple(quad) for quad in dataset.quads()}) == len(strict)


@pytest.mark.parametrize("name", PYTHON)
def test_modules_are_short(name: str) -> None:
    assert len(text_of(name).splitlines()) <= MOST_LINES_OF_A_MODULE


@pytest.mark.parametrize("name", MODULES)
def test_functions_are_short(name: str) -> None:
    functions = [node for node in ast.walk(tree_of(name)) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    lengths = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions}
    assert {each: length for each, length in lengths.items() if length > MOST_LINES_OF_A_FUNCTION} == {}


@pytest.mark.parametrize("name", MODULES)
def test_all_names_every_public_class_and_function_and_nothing_else(name: str) -> None:
    body = tree_of(name).body
    exported = [
        ast.literal_eval(node.value)
        for node in body
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["__all__"]
    ]
    defined = {node.name for node in body if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))}
    public = {each for each in defined if not each.startswith("_")}
    assert len(exported) == 1 or not public, "a module says by __all__ what is public"
    names = exported[0] if exported else []
    assert set(names) >= public
    assert len(set(names)) == len(names)
    known = {each.id for node in ast.walk(ast.Module(body, [])) for each in [node] if isinstance(each, ast.Name)}
    imported = {
        alias.asname or alias.name
        for node in ast.walk(ast.Module(body, []))
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }
    assert set(names) <= defined | known | imported


@pytest.mark.parametrize("name", MODULES)
def test_imports_point_one_way(name: str) -> None:
    package = name.partition("/")[0]
    allowed = MAY_IMPORT[package] | ({"server"} if name == ONLY_IMPORTER_OF_SERVER else set())
    assert imported_parts(name) - allowed == set()


def test_every_folder_of_modules_is_a_package_of_the_project() -> None:
    folders = {str(Path(name).parent) for name in MODULES if name.endswith("/__init__.py")}
    declared = PYPROJECT["tool"]["setuptools"]["package-dir"]
    named = {f"treatygraph.{folder.replace('/', '.')}": folder for folder in folders}
    assert named | {"treatygraph.shapes.examples": "tests/shapes"} == declared, "the examples of the rules ship too"
    assert sorted(declared) == PYPROJECT["tool"]["setuptools"]["packages"]
    assert {str(Path(name).parent) for name in MODULES} == folders


def shipped_by_pattern() -> dict[tuple[str, str], set[str]]:
    """The files that each pattern of the package data finds, relative to the repository."""
    return {
        (package, pattern): {
            str(file.relative_to(REPOSITORY))
            for file in (REPOSITORY / PYPROJECT["tool"]["setuptools"]["package-dir"][package]).glob(pattern)
            if file.is_file()
        }
        for package, patterns in PYPROJECT["tool"]["setuptools"]["package-data"].items()
        for pattern in patterns
    }


def test_every_file_of_a_package_is_shipped() -> None:
    inside = {name for name in FILES if name.partition("/")[0] in PACKAGES and not name.endswith(".py")}
    # The bundler makes server/static/built/ of these, and that is shipped.
    inside -= {name for name in inside if name.startswith("server/frontend/")}
    assert inside - set().union(*shipped_by_pattern().values()) == set()


def test_every_pattern_of_shipped_files_finds_some() -> None:
    assert [pattern for pattern, found in shipped_by_pattern().items() if not found] == []


def test_the_version_stands_in_one_module_alone() -> None:
    assert PYPROJECT["project"]["dynamic"] == ["version"]
    assert version("treatygraph") == VERSION
    assigned = [
        name
        for name in MODULES
        for node in ast.walk(tree_of(name))
        if isinstance(node, ast.Assign) and "__version__" in [ast.unparse(target) for target in node.targets]
    ]
    assert assigned == []


def pins_of(name: str) -> dict[str, tuple[str, int]]:
    """The pins of a constraints file: name to version and number of hashes."""
    pins = {}
    for block in re.split(r"\n(?=\S)", text_of(f"constraints/{name}.txt")):
        pin = re.match(r"([a-z0-9-]+)==(\S+)", block)
        if pin is not None:
            pins[pin[1]] = (pin[2], len(re.findall(r"--hash=sha256:[0-9a-f]{64}\b", block)))
    return pins


@pytest.mark.parametrize(("name", "requirements"), [("run", RUN), ("dev", DEV)])
def test_every_dependency_is_pinned_within_its_bounds_and_with_hashes(name: str, requirements: list[str]) -> None:
    pins = pins_of(name)
    for each in requirements + PYPROJECT["build-system"]["requires"]:
        requirement = Requirement(each)
        assert requirement.specifier.contains(Version(pins[requirement.name.lower()][0])), each
    assert [each for each, (_, hashes) in pins.items() if not hashes] == []


def test_both_constraints_files_pin_the_same_versions() -> None:
    run, dev = pins_of("run"), pins_of("dev")
    assert {name: dev[name] for name in run} == run


@pytest.mark.parametrize("requirement", DEV)
def test_every_dependency_has_a_lower_and_an_upper_bound(requirement: str) -> None:
    assert {each.operator for each in Requirement(requirement).specifier} == {">=", "<"}


def test_the_commands_of_the_readme_are_rules_of_the_makefile() -> None:
    rules = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))
    used = set(
        re.findall(
            r"(?:[`$] ?|exec )make ([a-z-]+)", text_of("README.md") + text_of("CONTRIBUTING.md") + text_of(".ci/run")
        )
    )
    assert {"run", "test"} <= used <= rules


def test_the_continuous_integration_runs_the_tests() -> None:
    assert (REPOSITORY / ".ci" / "run").stat().st_mode & 0o111
    assert any(fnmatch(line, "*- run: .ci/run") for line in text_of(".github/workflows/ci.yml").splitlines())
