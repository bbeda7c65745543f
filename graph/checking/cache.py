"""What was found in files that have not changed since, so that they need not be checked again.

What a report depends on besides the program: the content and the names of the files, and the choices.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import Any

from treatygraph.graph.cache_folder import contents, key_of, newest_first
from treatygraph.graph.checking.findings import Finding, Report, Severity
from treatygraph.graph.checking.options import Options
from treatygraph.graph.checking.violations import violation_files
from treatygraph.graph.output import replace_file

__all__ = ["Cache"]

MOST_ENTRIES = 200


class Cache:
    """The place of one result.

    :param folder: the folder of the cache.
    :param inputs: the files that are checked.
    :param options: the choices.
    """

    def __init__(self, folder: Path, inputs: Iterable[Path], options: Options) -> None:
        self._folder = folder
        self._inputs = tuple(inputs)
        self._options = options

    def read(self) -> Report | None:
        """Look a result up.

        :returns: the report; None when there is none, or it cannot be used.
        """
        try:
            return _report(json.loads(self._file.read_bytes()))
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None

    def write(self, report: Report) -> None:
        """Remember a result.

        :param report: the report.
        """
        content = asdict(report)
        for finding in content["findings"]:
            finding["severity"] = finding["severity"].value
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            replace_file(self._file, json.dumps(content).encode())
            for old in newest_first(self._folder.glob("*.json"))[MOST_ENTRIES:]:
                old.unlink(missing_ok=True)
        except OSError:
            return

    @cached_property
    def _file(self) -> Path:
        """The file of the result, named by a digest of all that it depends on."""
        return self._folder / f"check-{key_of((*self._choices(), *contents(self._inputs)))}.json"

    def _choices(self) -> Iterator[bytes]:
        """Return what the choices stand for."""
        options = self._options
        yield repr(options).encode()
        yield str(Path.cwd()).encode()
        yield from contents((*options.shapes, *options.ontology, *([options.catalogue] if options.catalogue else ())))
        yield from contents(violation_files(options.violations))
        if options.goldens is not None and options.goldens.is_dir():
            yield from sorted(os.fsencode(path) for path in options.goldens.iterdir())


def _report(content: dict[str, Any]) -> Report:
    """Make a report of what was remembered."""
    findings = (Finding(**each | {"severity": Severity(each["severity"])}) for each in content.pop("findings"))
    return Report(tuple(findings), **content)
