"""What the caller of a check may choose."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from treatygraph.graph.checking.selection import Selection

__all__ = ["Options"]


@dataclass(frozen=True, slots=True)
class Options:
    """The choices of one check.

    :param builtin: apply treatygraph's own ontology, shapes and rules of the model; without them only what holds of
        any RDF is checked, and what the other options bring.
    :param shapes: files with further SHACL shapes.
    :param ontology: files with further ontologies.
    :param catalogue: an OASIS XML catalogue that says where copies of remote documents are; nothing is ever fetched.
    :param selection: which rules apply.
    :param goldens: the folder with the expected results of the queries.
    """

    builtin: bool = True
    shapes: tuple[Path, ...] = ()
    ontology: tuple[Path, ...] = ()
    catalogue: Path | None = None
    selection: Selection = field(default_factory=Selection)
    goldens: Path | None = None
