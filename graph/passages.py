"""Passages of a source, and copies of its text that users have.

The project keeps no words of any source: a passage is a stretch of code points with the SHA-256 of its UTF-8
bytes (offsets from 0, end exclusive, nothing normalised: Web Annotation's TextPositionSelector,
https://www.w3.org/TR/annotation-model/#text-position-selector). Whoever has a copy can check every digest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from treatygraph.graph.errors import InputError
from treatygraph.graph.terms import OA, RDF_TYPE, SCHEMA, local_name, tg

if TYPE_CHECKING:
    from treatygraph.graph.dataset import Dataset

__all__ = ["Passage", "SourceCopy", "copies_of", "digest_of", "passages_of", "read_copy", "read_passage", "sources"]

LARGEST_COPY = 64 * 2**20
"""Bytes; a source is an article or a treaty, and what is far larger was named by mistake."""

_SOURCE = NamedNode(OA + "hasSource")
_SELECTOR = NamedNode(OA + "hasSelector")
_START = NamedNode(OA + "start")
_END = NamedNode(OA + "end")
_SHA256 = NamedNode(SCHEMA + "sha256")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a source.

    :param iri: the passage.
    :param start: its first code point, counted from 0.
    :param end: the code point after its last one.
    :param block: the number of the non-empty line that holds it, counted from 1.
    :param digest: the SHA-256 of its UTF-8 bytes, in lower-case hexadecimal digits.
    """

    iri: str
    start: int
    end: int
    block: int
    digest: str


@dataclass(frozen=True, slots=True)
class SourceCopy:
    """A copy of a source's text that a user has.

    :param path: where it was read.
    :param text: its code points, nothing normalised.
    :param digest: the SHA-256 of its bytes.
    """

    path: str
    text: str
    digest: str

    def words(self, passage: Passage) -> str | None:
        """Return the words of a passage, if this copy really has them.

        :param passage: a passage of the source.
        :returns: the words, or None where the digest differs.
        """
        words = self.text[passage.start : passage.end]
        return words if digest_of(words) == passage.digest else None


def sources(dataset: Dataset) -> tuple[str, ...]:
    """Name the sources that have passages.

    :param dataset: the graph.
    :returns: their IRIs, sorted.
    """
    found = {
        source.value
        for passage in dataset.subjects(RDF_TYPE, tg("Passage"))
        for source in dataset.objects(passage, _SOURCE)
        if isinstance(source, NamedNode)
    }
    return tuple(sorted(found))


def passages_of(dataset: Dataset, source: str) -> tuple[Passage, ...]:
    """Read the passages of a source.

    :param dataset: the graph.
    :param source: the IRI of the source.
    :returns: the passages in the order of the text.
    :raises InputError: if a passage lacks what makes it one.
    """
    iris = [each for each in dataset.subjects(_SOURCE, NamedNode(source)) if isinstance(each, NamedNode)]
    found = [read_passage(dataset, iri) for iri in iris]
    return tuple(sorted(found, key=lambda passage: (passage.start, passage.end, passage.iri)))


def read_copy(path: str | PathLike[str]) -> SourceCopy:
    """Read a copy of a source.

    :param path: a text file in UTF-8.
    :returns: the copy.
    :raises InputError: if it cannot be read, is too large or is not UTF-8.
    """
    file = Path(path)
    repair = "Name a text file in UTF-8."
    if not file.is_file():
        what = "is a folder" if file.is_dir() else "is no regular file" if file.exists() else "does not exist"
        raise InputError(f"The copy {what}.", path=file, repair=repair)
    try:
        if file.stat().st_size > LARGEST_COPY:
            raise InputError(f"The copy is larger than {LARGEST_COPY // 2**20} MiB.", path=file, repair=repair)
        data = file.read_bytes()
        return SourceCopy(str(file), data.decode("utf-8"), sha256(data).hexdigest())
    except UnicodeDecodeError as error:
        message = f"The copy is not UTF-8: byte {error.start} cannot be decoded."
        raise InputError(message, path=file, repair=repair) from None
    except OSError as error:
        raise InputError(f"The copy cannot be read: {error.strerror}.", path=file, repair=repair) from None


def copies_of(dataset: Dataset, folders: Iterable[Path]) -> dict[str, SourceCopy]:
    """Find the copies of sources that are at hand.

    :param dataset: the graph.
    :param folders: the folders to look in; a copy has the local name of its source, ``NAME.txt``.
    :returns: the copies by the IRI of the source; where several folders have one, the last counts.
    :raises InputError: if a copy cannot be read, is too large or is not UTF-8.
    """
    wanted = [(iri, folder / f"{local_name(iri)}.txt") for folder in folders for iri in sources(dataset)]
    return {iri: read_copy(file) for iri, file in wanted if file.is_file()}


def read_passage(dataset: Dataset, iri: NamedNode) -> Passage:
    """Put together what the graph says of one passage.

    :param dataset: the graph.
    :param iri: the passage.
    :returns: the passage.
    :raises InputError: if it lacks what makes it one.
    """
    selector = dataset.value(iri, _SELECTOR)
    start, end = (dataset.value(selector, each) if selector else None for each in (_START, _END))
    parts: Mapping[str, object] = {
        "oa:start": start,
        "oa:end": end,
        "tg:block": dataset.value(iri, tg("block")),
        "schema:sha256": dataset.value(iri, _SHA256),
    }
    texts = {name: part.value for name, part in parts.items() if isinstance(part, Literal)}
    missing = [name for name in parts if name not in texts]
    numbers = [texts.get(name, "") for name in ("oa:start", "oa:end", "tg:block")]
    if missing or not all(number.isdecimal() for number in numbers):
        what = f"lacks {', '.join(missing)}" if missing else "has a position that is no whole number"
        raise InputError(f"The passage <{iri.value}> {what}.", repair="Run `treatygraph check` and mend it.")
    first, last, block = map(int, numbers)
    return Passage(iri.value, first, last, block, texts["schema:sha256"])


def digest_of(words: str) -> str:
    """Return the SHA-256 of words in UTF-8.

    :param words: any text.
    :returns: 64 lower-case hexadecimal digits.
    """
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
