"""What the caller of a check may choose."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from treatygraph.graph.checking.selection import Selection
from treatygraph.graph.settings import Configuration

__all__ = ["Options", "options_of"]


@dataclass(frozen=True, slots=True)
class Options:
    """The choices of one check.

    :param builtin: apply treatygraph's own ontology, shapes and rules of the model; without them only what holds of
        any RDF is checked, and what the other options bring.
    :param shapes: files with further SHACL shapes.
    :param ontology: files with further ontologies.
    :param violations: files with queries whose rows are violations, and folders of such files.
    :param catalogue: an OASIS XML catalogue that says where copies of remote documents are; nothing is ever fetched.
    :param selection: which rules apply.
    :param goldens: the folder with the expected results of the queries.
    """

    builtin: bool = True
    shapes: tuple[Path, ...] = ()
    ontology: tuple[Path, ...] = ()
    violations: tuple[Path, ...] = ()
    catalogue: Path | None = None
    selection: Selection = field(default_factory=Selection)
    goldens: Path | None = None


def options_of(settings: Configuration) -> Options:
    """Turn settings into the choices of a check.

    :param settings: the settings in force.
    :returns: the choices.
    """
    chosen = Selection(settings.select, settings.extend_select, settings.ignore, settings.per_file_ignores)
    return Options(
        builtin=settings.builtin,
        shapes=settings.shapes,
        ontology=settings.ontology,
        violations=settings.violations,
        catalogue=settings.catalogue,
        selection=chosen,
        goldens=settings.goldens,
    )
