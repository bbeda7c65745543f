"""A baseline: the findings that are known and not to be told again, so that a check can begin on an old graph.

The file is JSON, sorted, one entry for each identity, and says what each finding is, so that a person can read it and
a review shows what was added. A finding that comes oftener than the baseline says is new.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from treatygraph.graph.checking.findings import Finding
from treatygraph.graph.errors import InputError
from treatygraph.graph.input_files import read_bytes
from treatygraph.graph.output import write_result

__all__ = ["Baseline", "write_baseline"]

_VERSION = 1
_REPAIR = "Write it again with --write-baseline."


class Baseline:
    """Known findings.

    :param counts: how often each finding is known, by its identity.
    """

    def __init__(self, counts: Counter[str]) -> None:
        self._counts = counts

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """Read a baseline.

        :param path: the file.
        :returns: the baseline.
        :raises InputError: if it cannot be read or is no baseline.
        """
        try:
            content = json.loads(read_bytes(path, what="baseline", repair=_REPAIR))
        except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
            raise InputError("The baseline is no JSON.", path=path, repair=_REPAIR) from None
        entries = content.get("findings") if isinstance(content, dict) else None
        if not isinstance(entries, list) or content.get("version") != _VERSION or not all(map(_is_entry, entries)):
            raise InputError("This is no baseline.", path=path, repair=_REPAIR)
        return cls(Counter({entry["identity"]: entry["count"] for entry in entries}))

    def new(self, findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], int]:
        """Part the findings that are new from those that are known.

        :param findings: findings, sorted.
        :returns: the new ones, and how many are known.
        """
        left = self._counts.copy()
        new, known = [], 0
        for finding in findings:
            if left[finding.identity] > 0:
                left[finding.identity] -= 1
                known += 1
            else:
                new.append(finding)
        return tuple(new), known


def write_baseline(findings: Iterable[Finding], path: Path) -> int:
    """Write a baseline of findings.

    :param findings: all findings that are to be known from now on.
    :param path: the file, replaced whole or not at all.
    :returns: how many findings it holds.
    :raises InputError: if it cannot be written.
    """
    found = list(findings)
    counts = Counter(finding.identity for finding in found)
    entries = {finding.identity: _entry(finding, counts[finding.identity]) for finding in found}
    ordered = sorted(
        entries.values(), key=lambda entry: (entry["file"], entry["code"], entry["about"], entry["identity"])
    )
    text = json.dumps({"version": _VERSION, "findings": ordered}, indent=2, ensure_ascii=False)
    write_result(f"{text}\n".encode(errors="backslashreplace"), path)
    return len(found)


def _entry(finding: Finding, count: int) -> dict[str, Any]:
    """Describe a finding without its line, which changes while the finding stays."""
    return {
        "identity": finding.identity,
        "code": finding.code,
        "file": Path(finding.path).name if finding.path else "",
        "about": finding.thing,
        "message": finding.message,
        "count": count,
    }


def _is_entry(entry: object) -> bool:
    """Tell whether an entry has what is needed."""
    return (
        isinstance(entry, dict)
        and isinstance(entry.get("identity"), str)
        and isinstance(entry.get("count"), int)
        and entry["count"] > 0
    )
