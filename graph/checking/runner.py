"""The check: all rules, on files or on a dataset."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from os import PathLike, fspath
from pathlib import Path
from typing import NamedTuple

from treatygraph.graph.catalogue import Catalogue
from treatygraph.graph.checking.cache import Cache
from treatygraph.graph.checking.extents import with_ends
from treatygraph.graph.checking.files import read_files
from treatygraph.graph.checking.findings import Finding, Report
from treatygraph.graph.checking.ignores import apply_ignores
from treatygraph.graph.checking.material import Document, Material
from treatygraph.graph.checking.mentions import at_mentions
from treatygraph.graph.checking.options import Options
from treatygraph.graph.checking.overlaps import without_consequences
from treatygraph.graph.checking.own_names import in_own_names
from treatygraph.graph.checking.parallel import Beside, is_of_use
from treatygraph.graph.checking.placement import place
from treatygraph.graph.checking.queries import ENDING, queries_below
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.checking.selection import require_codes
from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import InputError, NothingToCheckError
from treatygraph.graph.input_files import require_regular
from treatygraph.graph.rdf_files import default_paths, find_files
from treatygraph.queries import query_files

__all__ = ["CHECKS", "Check", "Progress", "check", "check_dataset", "examine", "find_inputs"]

Progress = Callable[[str], None]
"""Is told the name of each step when it begins."""

LONGEST = ("check_shapes", "check_foreign_shapes", "check_consistency")
"""The functions of the steps that take as long as all others together."""

MANY = 4_000
"""From how many statements on a copy of the process is of use: making one, and what both do twice then, takes as long
as the check of fewer."""

_PACKAGE = "treatygraph.graph."


class Check(NamedTuple):
    """One step of the check; its module is imported when it is due.

    :param step: the name that progress tells.
    :param module: the module below ``treatygraph.graph``.
    :param function: its function, which takes a part of the material and returns findings.
    :param part: the part that it takes, an attribute of :class:`Material`; empty for the whole.
    :param needs: the option without which it finds nothing; ``builtin`` for what is about treatygraph's own model, and
        so means nothing for other people's graphs; empty for none.
    :param family: how the codes of all its rules begin, where it takes long and may be left out; empty elsewhere.
    """

    step: str
    module: str
    function: str
    part: str = ""
    needs: str = ""
    family: str = ""

    def run(self, material: Material) -> Iterable[Finding]:
        """Run the step.

        :param material: what it looks at.
        :returns: its findings.
        """
        function = getattr(import_module(_PACKAGE + self.module), self.function)
        found: Iterable[Finding] = function(getattr(material, self.part) if self.part else material)
        return found

    def is_due(self, options: Options) -> bool:
        """Tell whether the step has anything to work with.

        :param options: the choices of the check.
        :returns: whether the option is there that it needs.
        """
        return not self.needs or bool(getattr(options, self.needs))


CHECKS: tuple[Check, ...] = (
    Check("structure", "checking.structure", "check_structure", "dataset", needs="builtin"),
    Check("shapes", "checking.shacl", "check_shapes", "dataset", needs="builtin"),
    Check("further shapes", "checking.foreign_shapes", "check_foreign_shapes", needs="shapes"),
    Check("violations", "checking.violations", "check_violations", needs="violations"),
    Check("consistency", "checking.consistency", "check_consistency", family="TG3"),
    Check("times", "checking.times", "check_edtf", "dataset", needs="builtin"),
    Check("sources", "checking.sourcing", "check_sourcing", "dataset", needs="builtin"),
    Check("publication", "checking.publication", "check_publication", "dataset"),
    Check("order of events", "promises.temporal", "check_chronology", "dataset", needs="builtin"),
    Check("queries", "checking.queries", "check_queries", "queries"),
    Check("imports", "checking.imports", "check_imports"),
    Check("relative IRIs", "checking.relative", "check_relative"),
    Check("contents", "checking.contents", "check_contents"),
    Check("keys of JSON-LD", "checking.json_ld_keys", "check_keys"),
    Check("prefixes", "checking.prefixes", "check_prefixes"),
    Check("terms", "checking.terms", "check_terms"),
    Check("literals", "checking.literals", "check_literals"),
    Check("use of properties", "checking.usage", "check_usage"),
    Check("references", "checking.references", "check_references"),
    Check("declarations", "checking.declarations", "check_declarations"),
    Check("annotations", "checking.annotations", "check_annotations"),
    Check("hierarchies", "checking.hierarchies", "check_hierarchies"),
    Check("use of shapes", "checking.shape_use", "check_shape_use"),
    Check("names in queries", "checking.query_terms", "check_query_terms"),
    Check("form of queries", "checking.query_form", "check_query_form"),
    Check("layout", "checking.layout", "check_layout"),
)
"""The steps in their order."""


def check(
    paths: Iterable[str | PathLike[str]] | None = None,
    *,
    options: Options | None = None,
    progress: Progress | None = None,
    cache: Path | None = None,
    parallel: bool = False,
) -> Report:
    """Check files: their syntax, the shapes, consistency, times, and queries.

    :param paths: RDF files, queries (``.rq``), and folders of both; by default the graph and the stored
        queries that come with the package.
    :param options: the choices; by default treatygraph's own ontology and shapes.
    :param progress: is told each step.
    :param cache: a folder that remembers what was found in files that have not changed since; None for none.
    :param parallel: may use a second core, by a copy of the process.
    :returns: the findings, each with its place.
    :raises ConfigurationError: if the choices name a code that no rule has.
    :raises InputError: if a file cannot be read.
    :raises NothingToCheckError: if there is nothing to check.

    >>> check().findings
    ()
    """
    chosen = options or Options()
    require_codes(chosen.selection)
    files, queries = find_inputs(paths)
    remembered = Cache(cache, (*files, *queries), chosen) if cache is not None else None
    report = remembered.read() if remembered is not None else None
    if report is None:
        _, report = _examine(files, queries, chosen, progress or _say_nothing, parallel=parallel)
        if remembered is not None:
            remembered.write(report)
    return report


def examine(paths: Iterable[str | PathLike[str]] | None, options: Options) -> tuple[Material, Report]:
    """Check files, and keep what was read of them.

    :param paths: as for :func:`check`.
    :param options: the choices.
    :returns: what was looked at, and what was found in it.
    :raises InputError: if a file cannot be read.
    :raises NothingToCheckError: if there is nothing to check.
    """
    return _examine(*find_inputs(paths), options, _say_nothing)


def check_dataset(dataset: Dataset, *, options: Options | None = None, progress: Progress | None = None) -> Report:
    """Check a dataset: shapes, consistency and times.

    :param dataset: the curated graph, with or without what was derived from it.
    :param options: the choices; None for the defaults.
    :param progress: is told each step.
    :returns: the findings, with places where the dataset knows its files.
    """
    material = Material.of(dataset, options)
    found = _findings(material, progress or _say_nothing)
    return _report(material, found, files=len(dataset.sources))


def find_inputs(paths: Iterable[str | PathLike[str]] | None) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Find the files that a check is to look at.

    :param paths: files, and folders, which stand for the RDF files and queries below them; None for what comes with
        the package.
    :returns: the RDF files and the queries.
    :raises InputError: if a path does not exist.
    :raises NothingToCheckError: if there is no file.
    """
    if paths is None:
        return default_paths(), query_files()
    given = list(paths)
    if any(not fspath(path) for path in given):
        raise InputError("A path is empty.", repair="Name a file or a folder; . is the current one.")
    named = [Path(path) for path in given]
    queries = tuple(dict.fromkeys(query for path in named for query in _queries_of(path)))
    for query in queries:
        require_regular(query, what="query", repair="Name a file with a query.")
    others = [path for path in named if path.suffix != ENDING or path.is_dir()]
    try:
        return find_files(others) if others or not queries else (), queries
    except NothingToCheckError:
        if not queries:
            raise
        return (), queries


def _queries_of(path: Path) -> list[Path]:
    """Name the queries that a path stands for: itself, or those below it but hidden ones."""
    if path.is_dir():
        return queries_below(path)
    return [path] if path.suffix == ENDING else []


def _examine(
    files: tuple[Path, ...], queries: tuple[Path, ...], options: Options, tell: Progress, *, parallel: bool = False
) -> tuple[Material, Report]:
    """Read files and run all steps."""
    tell("syntax")
    catalogue = None if options.catalogue is None else Catalogue.read(options.catalogue)
    dataset, documents, broken = read_files(files, catalogue, options)
    if not (dataset.quads or broken or queries):
        raise _nothing_to_check(documents)
    material = Material(dataset, documents, queries, options)
    # Read now, since what is wrong with them is no finding but a mistake of the caller.
    _ = material.ontologies, material.shapes, material.violations
    return material, _report(
        material, (*broken, *_findings(material, tell, parallel=parallel)), files=len(files) + len(queries)
    )


def _nothing_to_check(documents: Iterable[Document]) -> NothingToCheckError:
    """Say why files hold no statement, where that is known: without a context, keys of JSON mean nothing."""
    from treatygraph.graph.checking.json_ld_keys import has_context

    for each in documents:
        if not has_context(each):
            return NothingToCheckError(
                f"The files hold no statement: {each.path} has no @context, so its keys mean nothing.",
                repair='Add one, such as "@context": {"@vocab": "https://example.org/"}.',
            )
    return NothingToCheckError("The files hold no statement.", repair="Name files with statements.")


def _say_nothing(step: str) -> None:
    """Tell nobody of the progress."""


def _report(material: Material, found: Iterable[Finding], *, files: int) -> Report:
    """Place the findings, keep those that are to be heard, and sum up."""
    placed = place(at_mentions(found, material), material.documents)
    heard = material.options.selection.chosen(placed)
    files_read = (*(document.path for document in material.documents), *material.query_files)
    kept, ignored = apply_ignores(heard, files_read, material.options.selection, lambda: _idle(material.options))
    # Only now, since nothing may be left out because of a finding that is ignored itself.
    kept = without_consequences(kept)
    graphs = len(material.dataset.graph_names)
    kept = with_ends(in_own_names(kept, material), material.documents)
    return Report.of(kept, files=files, graphs=graphs, engine=_engine(material), ignored=ignored)


def _idle(options: Options) -> frozenset[str]:
    """Name the rules that find nothing, since what their steps need is not there."""
    from treatygraph.graph.checking.relative import WITHOUT_BASE, is_wanted
    from treatygraph.graph.checking.shapes import read_shapes

    modules = [import_module(_PACKAGE + each.module) for each in CHECKS if not each.is_due(options)]
    rules = [each for module in modules for each in vars(module).values() if isinstance(each, Rule)]
    of_shapes = () if options.builtin else read_shapes().rules().values()
    on_bases = () if is_wanted(options) else (WITHOUT_BASE,)
    return frozenset(each.code for each in (*rules, *of_shapes, *on_bases))


def _engine(material: Material) -> str:
    """Say what applied the shapes; empty when there was nothing to apply, or to apply them to."""
    if not material.dataset.quads or not (material.options.builtin or material.options.shapes):
        return ""
    from treatygraph.graph.checking.validator import engine

    return str(engine())


def _findings(material: Material, tell: Progress, *, parallel: bool = False) -> Iterator[Finding]:
    """Run all steps that the choices ask for; those that take longest beside all others."""
    options = material.options
    steps = [
        each
        for each in CHECKS
        if each.is_due(options) and not (each.family and options.selection.leaves_out(each.family))
    ]
    if not (parallel and len(material.dataset.quads) >= MANY and is_of_use()):
        yield from _run(steps, material, tell)
        return
    longest = [each for each in steps if each.function in LONGEST]
    others = [each for each in steps if each.function not in LONGEST]
    with Beside(lambda: _run(others, material, _say_nothing), parallel=True) as beside:
        yield from _run(longest, material, tell)
        for each in others:
            tell(each.step)
        yield from beside.result()


def _run(steps: Iterable[Check], material: Material, tell: Progress) -> Iterator[Finding]:
    """Run some steps."""
    for each in steps:
        tell(each.step)
        yield from each.run(material)
