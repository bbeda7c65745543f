"""Findings in the words of their files: where a file has a short name for a thing, its readers know that one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from treatygraph.graph.checking.findings import Finding
from treatygraph.graph.checking.namespaces import VOCABULARY, namespaces_of
from treatygraph.graph.checking.prefixes import usual_namespaces
from treatygraph.graph.terms import PREFIXES, compact

if TYPE_CHECKING:
    from treatygraph.graph.checking.material import Document, Material

__all__ = ["in_own_names", "shortened"]

_IRI = re.compile(r"<([^<>\s]+)>")
_BLANK = re.compile(r"_:f[0-9a-f]{12}n[0-9]+\b")
"""A blank node as the loader calls it."""
_LOCAL_NAME = re.compile(r"[A-Za-z0-9_](?:[\w-]*|[\w.-]*[\w-])", re.ASCII)
_CURIE = re.compile(rf"""(?<![\w:<"'@./-])({"|".join(filter(None, PREFIXES))}):({_LOCAL_NAME.pattern})""", re.ASCII)
"""A name with one of our prefixes, as messages write it."""
_ON_FILES = "TG0"
"""How the codes of the rules on files and prefixes begin: what they tell of are the IRIs themselves."""
_UNNAMED = "[…]"
"""Stands for a blank node that its file gives no label."""


def in_own_names(findings: Iterable[Finding], material: Material) -> list[Finding]:
    """Write IRIs and blank nodes in messages as the files of the findings write them.

    :param findings: findings with their places.
    :param material: what they were found in.
    :returns: the findings in the same order. What programs read (focus, graph, property, value) stays whole.
    """
    files = {str(each): _Names(each, None, builtin=material.options.builtin) for each in material.query_files}
    for each in (*material.documents, *material.shapes):
        files[str(each.path)] = _Names(each.path, each, builtin=material.options.builtin)
    nowhere = _Names(None, None, builtin=material.options.builtin)
    return [
        each if each.code.startswith(_ON_FILES) else files.get(each.path or "", nowhere).tell(each) for each in findings
    ]


class _Names:
    """The names that one file has for things.

    :param path: the file; None for what stands in no file.
    :param document: the same as a document; None for a query.
    :param builtin: whether treatygraph's own names are used in messages.
    """

    def __init__(self, path: Path | None, document: Document | None, *, builtin: bool) -> None:
        self.path = path
        self.document = document
        self.builtin = builtin

    @cached_property
    def namespaces(self) -> Mapping[str, str]:
        """The prefixes of the file, but for those that stand for something else in messages."""
        text = self._text()
        if self.path is None or text is None:
            return {}
        found = namespaces_of(self.path, text)
        return {key: value for key, value in found.items() if _is_understood(key, value, builtin=self.builtin)}

    @cached_property
    def _of_things(self) -> Mapping[str, str]:
        """The prefixes that names of things can have, which JSON-LD does not make of its vocabulary."""
        return {key: value for key, value in self.namespaces.items() if key != VOCABULARY}

    def tell(self, finding: Finding) -> Finding:
        """Write a finding with these names."""
        plain = compact(finding.focus) if finding.focus else ""
        name = finding.focus if _BLANK.fullmatch(finding.focus) else plain
        called = self._renamed(name, self._of_things)
        message, repair = (self._renamed(text, self.namespaces) for text in (finding.message, finding.repair))
        return replace(finding, called="" if called == plain else called, message=message, repair=repair)

    def _renamed(self, text: str, namespaces: Mapping[str, str]) -> str:
        """Write the names in a text as the file does."""
        labelled = _BLANK.sub(lambda match: self._label(match[0]), text) if "_:" in text else text
        whole = _CURIE.sub(lambda match: _spelt_out(match, namespaces), labelled) if ":" in labelled else labelled
        return shortened(whole, namespaces) if "<" in whole else whole

    def _label(self, name: str) -> str:
        """Write a blank node as the file does."""
        label = self.document.places.label(name) if self.document is not None else None
        return label or _UNNAMED

    def _text(self) -> str | None:
        """Read the file; None where another rule tells that it cannot be read."""
        if self.document is not None or self.path is None:
            return self.document.text if self.document is not None else None
        try:
            return self.path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return None


def shortened(text: str, namespaces: Mapping[str, str]) -> str:
    """Shorten the IRIs in a text.

    :param text: a text with IRIs in angle brackets.
    :param namespaces: the namespaces by prefix.
    :returns: the text with the shortest CURIE for each IRI that has one.

    >>> shortened("<urn:a#b> is no <urn:c>.", {"a": "urn:a#"})
    'a:b is no <urn:c>.'
    """

    def short(match: re.Match[str]) -> str:
        iri = match[1]
        names = [
            f"{'' if prefix == VOCABULARY else f'{prefix}:'}{iri[len(namespace) :]}"
            for prefix, namespace in namespaces.items()
            if namespace and iri.startswith(namespace) and _LOCAL_NAME.fullmatch(iri[len(namespace) :])
        ]
        return min(names, key=lambda name: (len(name), name), default=match[0])

    return _IRI.sub(short, text)


def _spelt_out(match: re.Match[str], namespaces: Mapping[str, str]) -> str:
    """Spell out a name with one of our prefixes, if a file has another prefix for its namespace, and not ours."""
    namespace = PREFIXES[match[1]]
    return f"<{namespace}{match[2]}>" if match[1] not in namespaces and namespace in namespaces.values() else match[0]


def _is_understood(prefix: str, namespace: str, *, builtin: bool) -> bool:
    """Tell whether a prefix has the meaning that it has elsewhere."""
    usual = usual_namespaces(prefix, builtin=builtin)
    if not usual and builtin:
        usual = (PREFIXES.get(prefix, namespace),)
    return not usual or namespace in usual
