"""SHACL validation by the engine that is installed: pyshacl-turbo where there is one, else pyshacl.

Both get the same data and the same shapes, without inference, advanced features or anything to be fetched, and both
answer with the same results; only their order and the wording of their own messages differ.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pyoxigraph import RdfFormat, Triple, serialize

from treatygraph.graph.checking.rdflib_graph import comparable, from_node, to_graph
from treatygraph.graph.errors import InputError

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

    from treatygraph.graph.dataset import Term

__all__ = ["ENGINES", "Engine", "Result", "engine", "validate"]

DEEPEST = 99
"""How deep shapes may refer to shapes; each member of a list counts."""

_REFUSALS = (AttributeError, LookupError, RuntimeError, TypeError, ValueError)
"""What the engines raise when they read shapes that are none, or that nest too deeply."""


@dataclass(frozen=True, slots=True)
class Engine:
    """A validator.

    :param name: the name of its distribution.
    :param module: the module to import.
    """

    name: str
    module: str

    def __str__(self) -> str:
        return f"{self.name} {_version(self.name)}"

    @property
    def is_installed(self) -> bool:
        """Whether the module can be imported."""
        return find_spec(self.module) is not None


ENGINES = (Engine("pyshacl-turbo", "pyshacl_turbo"), Engine("pyshacl", "pyshacl"))
"""The validators that can be used, the fastest first; the last one is always installed."""


@dataclass(frozen=True, slots=True)
class Result:
    """A result of a validation, in the terms of the core.

    :param shape: the shape that is violated.
    :param focus: the node that violates it.
    :param value: the value that does, where it is one.
    :param path: the property or path that leads to the value.
    :param severity: the IRI of the severity.
    :param component: the IRI of the constraint component.
    :param messages: the texts of the shape or of the engine.
    """

    shape: Term | None
    focus: Term | None
    value: Term | None
    path: Term | None
    severity: str
    component: str
    messages: tuple[str, ...]


@cache
def engine() -> Engine:
    """Choose the validator.

    :returns: the fastest one that is installed.
    """
    return next((each for each in ENGINES[:-1] if each.is_installed), ENGINES[-1])


def validate(
    data: Iterable[Triple], shapes: Iterable[Triple] | rdflib.Graph, *, by: Engine | None = None
) -> tuple[Result, ...]:
    """Validate one graph.

    :param data: the data; they need the subclasses among the classes that shapes speak of.
    :param shapes: the shapes, or the graph that :func:`treatygraph.graph.checking.rdflib_graph.to_graph` made of them.
    :param by: the validator; by default the fastest one that is installed.
    :returns: the results, in no order.
    :raises InputError: if the shapes are no shapes graph.
    """
    from rdflib import SH, Graph

    chosen = by or engine()
    ready = shapes if isinstance(shapes, Graph) else to_graph(shapes)
    report = _report_of_turbo(chosen, data, ready) if chosen == ENGINES[0] else _report_of_pyshacl(data, ready)
    return tuple(_result(report, each) for each in report.objects(None, SH.result))


def _report_of_pyshacl(data: Iterable[Triple], shapes: rdflib.Graph) -> rdflib.Graph:
    """Ask pyshacl."""
    import pyshacl
    from pyparsing import ParseException

    try:
        with _complaints_unlogged():
            _, report, text = pyshacl.validate(
                to_graph(data), shacl_graph=shapes, inference="none", advanced=False, max_validation_depth=DEEPEST
            )
    except (ParseException, re.error, *_REFUSALS) as error:
        raise _broken(str(error)) from error
    return _checked(report, text)


def _report_of_turbo(chosen: Engine, data: Iterable[Triple], shapes: rdflib.Graph) -> rdflib.Graph:
    """Ask pyshacl-turbo, which reads N-Triples much faster than a graph of rdflib."""
    turbo: Any = import_module(chosen.module)
    written = BytesIO()
    serialize(comparable(data), written, format=RdfFormat.N_TRIPLES)
    source = import_module(f"{chosen.module}.rdf").Input(written.getvalue().decode(), "nt", None, {}, preserve_ids=True)
    try:
        with _complaints_unlogged():
            _, report, _ = _compiled(turbo, shapes).validate(
                source, max_validation_depth=DEEPEST, _normalize_report_literals=False
            )
    except (turbo.ValidationFailure, *_REFUSALS) as error:
        raise _broken(str(error)) from error
    found: rdflib.Graph = report
    return found


@lru_cache(maxsize=8)
def _compiled(turbo: Any, shapes: rdflib.Graph) -> Any:
    """Let pyshacl-turbo read shapes, once for all data."""
    return turbo.compile_shapes(shapes)


@cache
def _version(name: str) -> str:
    """Look up the version of a distribution."""
    from importlib.metadata import version

    return version(name)


def _checked(report: object, text: str) -> rdflib.Graph:
    """Return the report; in its place both engines return a failure if they give up."""
    from rdflib import Graph

    if not isinstance(report, Graph):
        raise _broken(text)
    return report


def _broken(text: str) -> InputError:
    """Say what is wrong with shapes, in one line."""
    return InputError(
        f"The shapes cannot be used: {' '.join(text.split()).rstrip('.')}.", repair="Mend the shapes graph."
    )


@contextmanager
def _complaints_unlogged() -> Iterator[None]:
    """Keep the engines from writing on stderr what they raise as well, and how deep shapes that call themselves go."""
    logger = logging.getLogger("pyshacl-validate")
    logger.addFilter(_nothing)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            yield
    finally:
        logger.removeFilter(_nothing)


def _nothing(record: logging.LogRecord) -> bool:
    return False


def _result(report: rdflib.Graph, node: Node) -> Result:
    """Read one result of a report."""
    from rdflib import SH

    def term(name: Node) -> Term | None:
        found = report.value(node, name)
        return None if found is None else from_node(found)

    return Result(
        shape=term(SH.sourceShape),
        focus=term(SH.focusNode),
        value=term(SH.value),
        path=term(SH.resultPath),
        severity=str(report.value(node, SH.resultSeverity)),
        component=str(report.value(node, SH.sourceConstraintComponent)),
        messages=tuple(sorted(str(each) for each in report.objects(node, SH.resultMessage))),
    )
