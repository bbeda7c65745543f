"""Remote contexts of JSON-LD: local copies are put in their place, and nothing is ever fetched."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from treatygraph.graph.catalogue import Catalogue
from treatygraph.graph.errors import InputError

__all__ = ["RemoteContextError", "with_local_contexts"]

MOST_NESTED = 10
"""How many contexts may refer to one another in a row."""


class RemoteContextError(InputError):
    """A file refers to a context of which there is no local copy.

    :param iri: the IRI of the context.
    :param path: the file.
    :param line: the line of the reference.
    :param column: its column.
    :param missing: the file that the catalogue names for it, if it names one.
    """

    def __init__(
        self, iri: str, *, path: Path, line: int | None, column: int | None, missing: Path | None = None
    ) -> None:
        told = (
            "nothing is ever fetched" if missing is None else f"the catalogue names {missing} for it, which is no file"
        )
        super().__init__(
            f"It refers to the remote JSON-LD context <{iri}>, and {told}.",
            path=path,
            line=line,
            column=column,
            repair="Write the context into the file, or name a local copy in a catalogue.",
        )
        self.iri = iri


def with_local_contexts(data: bytes, file: Path, catalogue: Catalogue | None) -> bytes:
    """Put local copies in the place of remote contexts.

    :param data: JSON-LD.
    :param file: where it comes from.
    :param catalogue: says where the copies are; None for nowhere.
    :returns: JSON-LD that refers to nothing remote; the same bytes when it did not.
    :raises RemoteContextError: if there is no copy of a context.
    :raises InputError: if a copy is no JSON, or contexts refer to one another without end.
    """
    document = json.loads(data)
    resolving = _Resolving(data.decode("utf-8"), file, catalogue or Catalogue())
    try:
        resolved = resolving.document(document)
    except RecursionError:
        raise InputError(
            "The JSON is nested too deeply.", path=file, line=1, column=1, repair="Make it flatter."
        ) from None
    return json.dumps(resolved, ensure_ascii=False).encode() if resolving.replaced else data


class _Resolving:
    """The work on one file."""

    def __init__(self, text: str, file: Path, catalogue: Catalogue) -> None:
        self.text = text
        self.file = file
        self.catalogue = catalogue
        self.replaced = 0

    def document(self, value: Any) -> Any:
        """Resolve the contexts anywhere in a document; ``@value`` and ``@json`` hold none that count."""
        if isinstance(value, list):
            return [self.document(each) for each in value]
        if not isinstance(value, dict) or "@value" in value:
            return value
        return {key: self.context(each, 0) if key == "@context" else self.document(each) for key, each in value.items()}

    def context(self, value: Any, depth: int) -> Any:
        """Resolve one context: an IRI, a list, or an object whose terms may have contexts of their own."""
        if isinstance(value, list):
            return [self.context(each, depth) for each in value]
        if isinstance(value, str):
            return self.copy(value, depth)
        if isinstance(value, dict):
            imported = value.get("@import")
            if isinstance(imported, str):
                own = {key: each for key, each in value.items() if key != "@import"}
                return [self.copy(imported, depth), self.context(own, depth)]
            return {key: self.term(each, depth) for key, each in value.items()}
        return value

    def term(self, value: Any, depth: int) -> Any:
        """Resolve the context of one term of a context."""
        if isinstance(value, dict) and "@context" in value:
            return value | {"@context": self.context(value["@context"], depth)}
        return value

    def copy(self, iri: str, depth: int) -> Any:
        """Read the local copy of a context."""
        path = self.catalogue.copy_of(iri)
        if path is None:
            raise RemoteContextError(iri, path=self.file, missing=self.catalogue.named_for(iri), **self.place(iri))
        if depth >= MOST_NESTED:
            raise InputError("Contexts refer to one another without end.", path=path)
        try:
            content = json.loads(path.read_bytes())
        except (OSError, ValueError, RecursionError) as error:
            raise InputError(f"The copy of the context <{iri}> is no JSON.", path=path) from error
        self.replaced += 1
        return self.context(content.get("@context", {}) if isinstance(content, dict) else {}, depth + 1)

    def place(self, iri: str) -> dict[str, int | None]:
        """Find where the file first writes an IRI as a string."""
        at = self.text.find(json.dumps(iri, ensure_ascii=False))
        if at < 0:
            return {"line": None, "column": None}
        return {"line": self.text.count("\n", 0, at) + 1, "column": at - self.text.rfind("\n", 0, at)}
