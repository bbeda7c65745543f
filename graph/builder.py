"""The build: curated graphs, what follows from them, and the statuses of the promises, as one dataset."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from treatygraph.graph.closure import close_dataset, ontology_quads
from treatygraph.graph.errors import TreatyGraphError
from treatygraph.graph.loader import load

if TYPE_CHECKING:
    from treatygraph.graph.checking import Report
    from treatygraph.graph.checking.options import Options
    from treatygraph.graph.dataset import Dataset

__all__ = ["BuildRefusedError", "Progress", "build"]

Progress = Callable[[str], None]
"""Is told the name of each step when it begins."""


class BuildRefusedError(TreatyGraphError):
    """The check found errors, and what is wrong is not built.

    :param report: what the check found.
    """

    exit_code = 1

    def __init__(self, report: Report) -> None:
        super().__init__(
            f"The graph has {len(report.errors)} errors and was not built.",
            repair="Mend them, or build with --no-check.",
        )
        self.report = report


def build(
    dataset: Dataset | None = None,
    *,
    closure: bool = True,
    status: bool = True,
    check: bool = True,
    options: Options | None = None,
    reasoner: str = "builtin",
    progress: Progress | None = None,
) -> Dataset:
    """Make the dataset that is queried, served and exported.

    :param dataset: the curated graph as loaded; by default the one that is shipped.
    :param closure: add the ontology, and the OWL RL closure of what each voice says.
    :param status: add the status graph.
    :param check: refuse to build what has errors.
    :param options: the choices of that check; None for the defaults.
    :param reasoner: ``builtin`` or ``owlrl``.
    :param progress: is told each step.
    :returns: the dataset; like one that is read from a folder it knows no prefixes.
    :raises BuildRefusedError: if the check finds errors.
    :raises InputError: if the graph cannot be loaded.
    """
    tell = progress or (lambda step: None)
    if dataset is None:
        tell("load")
    curated = replace(load() if dataset is None else dataset, prefixes=())
    if check:
        tell("check")
        _refuse_errors(curated, options)
    built = curated
    if closure:
        tell("close")
        built = _closed(curated, reasoner)
    if status:
        from treatygraph.graph.promises.spans import status_quads

        tell("derive statuses")
        built = replace(built, quads=(*built.quads, *status_quads(curated)))
    return built


def _closed(curated: Dataset, reasoner: str) -> Dataset:
    """Add the ontology and what follows."""
    found = close_dataset(curated, reasoner=reasoner)
    quads = dict.fromkeys((*curated.quads, *ontology_quads(), *found.quads))
    return replace(curated, quads=tuple(quads), derivations=found.derivations)


def _refuse_errors(dataset: Dataset, options: Options | None) -> None:
    """Check a dataset; whatever is no error does not stop a build."""
    from treatygraph.graph.checking import check_dataset

    report = check_dataset(dataset, options=options)
    if report.errors:
        raise BuildRefusedError(report)
