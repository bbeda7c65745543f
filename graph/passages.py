"""Passages of a source and the check of them against a copy of its text.

The project keeps no words of any source: a passage is a stretch of code points with the SHA-256 of its UTF-8
bytes (offsets from 0, end exclusive, nothing normalised: Web Annotation's TextPositionSelector,
https://www.w3.org/TR/annotation-model/#text-position-selector). Whoever has a copy can check every digest.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.errors import InputError, NothingToCheckError, UnknownNameError
from treatygraph.graph.terms import DCTERMS, OA, RDF_TYPE, RDFS_LABEL, SCHEMA, local_name, tg

if TYPE_CHECKING:
    from treatygraph.graph.dataset import Dataset

__all__ = ["Passage", "SourceCopy", "Verification", "passages_of", "read_copy", "sources", "verify"]

LARGEST_COPY = 64 * 2**20
"""Bytes; a source is an article or a treaty, and what is far larger was named by mistake."""
LARGEST_SEARCH = 4_000_000
"""Code points hashed at the most when a passage that moved is looked for."""

_SOURCE = NamedNode(OA + "hasSource")
_SELECTOR = NamedNode(OA + "hasSelector")
_START = NamedNode(OA + "start")
_END = NamedNode(OA + "end")
_SHA256 = NamedNode(SCHEMA + "sha256")
_BLOCK = re.compile(r"[^\r\n]*[^\s][^\r\n]*")


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
        return words if _digest(words) == passage.digest else None


@dataclass(frozen=True, slots=True)
class Verification:
    """What the comparison of one source with one copy found.

    :param source: the IRI of the source.
    :param path: the copy.
    :param passages: how many passages were compared.
    :param findings: what differs, in the order of the text; empty when nothing does.
    """

    source: str
    path: str
    passages: int
    findings: tuple[Finding, ...]


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
    found = [_read_passage(dataset, iri) for iri in iris]
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


def verify(dataset: Dataset, path: str | PathLike[str] | None = None, *, source: str | None = None) -> Verification:
    """Compare every passage of a source with a copy of its text.

    :param dataset: the graph.
    :param path: the copy.
    :param source: IRI or local name of the source; by default the one that the copy is of, by its digest, by
        the file's name, or because there is only one.
    :returns: what differs.
    :raises InputError: if there is no copy, or if it cannot be told which source it is of.
    :raises NothingToCheckError: if the graph has no passages.
    """
    known = sources(dataset)
    if not known:
        raise NothingToCheckError(
            "The graph has no passages, so there is nothing to verify.",
            repair="Name other files with --data.",
        )
    if path is None:
        raise InputError(f"A copy of the text is needed. {_wanted(dataset, known)}")
    copy = read_copy(path)
    chosen = _choose(dataset, known, copy, source)
    found = passages_of(dataset, chosen)
    findings = (*_document_findings(dataset, chosen, copy), *_passage_findings(found, copy))
    return Verification(chosen, copy.path, len(found), findings)


def _read_passage(dataset: Dataset, iri: NamedNode) -> Passage:
    """Put together what the graph says of one passage."""
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


def _choose(dataset: Dataset, known: tuple[str, ...], copy: SourceCopy, wanted: str | None) -> str:
    """Find out which source a copy is of."""
    if wanted is not None:
        named = [each for each in known if wanted in (each, local_name(each))]
        if not named:
            raise UnknownNameError(wanted, "source", [local_name(each) for each in known])
        return named[0]
    by_digest = [each for each in known if Literal(copy.digest) in set(dataset.objects(NamedNode(each), _SHA256))]
    by_name = [each for each in known if local_name(each) == Path(copy.path).stem]
    for candidates in (by_digest, by_name, known):
        if len(candidates) == 1:
            return candidates[0]
    names = ", ".join(local_name(each) for each in known)
    raise InputError(
        "It cannot be told which source this is a copy of.",
        path=copy.path,
        repair=f"Say --source, one of {names}.",
    )


def _wanted(dataset: Dataset, known: tuple[str, ...]) -> str:
    """Say which texts are needed and where they can be had."""
    lines = []
    for iri in known:
        node = NamedNode(iri)
        title = dataset.value(node, NamedNode(DCTERMS + "title")) or dataset.value(node, RDFS_LABEL)
        publisher = dataset.value(node, NamedNode(SCHEMA + "publisher"))
        published = dataset.value(node, NamedNode(SCHEMA + "datePublished"))
        place = publisher and dataset.value(publisher, NamedNode(SCHEMA + "url"))
        name = publisher and dataset.value(publisher, RDFS_LABEL)
        words = [f"\n  {local_name(iri)}: "]
        words += [f"“{title.value}”"] if isinstance(title, Literal) else []
        words += [f", {name.value}"] if isinstance(name, Literal) else []
        words += [f", {published.value[:10]}"] if isinstance(published, Literal) else []
        words += [f"; search for it at {place.value}"] if isinstance(place, NamedNode) else []
        digest = dataset.value(node, _SHA256)
        words += [f"\n    SHA-256 {digest.value}"] if isinstance(digest, Literal) else []
        lines.append("".join(words))
    how = "Save title, publication line and paragraphs as UTF-8 text, blocks parted by empty lines, and name the file."
    return how + "".join(lines)


def _document_findings(dataset: Dataset, source: str, copy: SourceCopy) -> Iterator[Finding]:
    """Compare the digest of the whole."""
    digests = {each.value for each in dataset.objects(NamedNode(source), _SHA256) if isinstance(each, Literal)}
    if copy.digest not in digests:
        yield _finding(
            "TG461",
            "document-digest-differs",
            f"The copy is not byte for byte the text that was curated: its SHA-256 is {copy.digest}.",
            _likely_cause(copy, digests) or "Compare the passages below, or fetch the text anew.",
            source,
            copy,
            0,
        )


def _likely_cause(copy: SourceCopy, digests: set[str]) -> str:
    """Name the harmless change that made the copy another text, if one alone did."""
    causes = {
        "The copy has Windows line ends: convert them to line feeds.": copy.text.replace("\r\n", "\n"),
        "The copy begins with a byte order mark: remove it.": copy.text.removeprefix("\ufeff"),
        "The copy ends with a line feed that the text does not have: remove it.": copy.text.removesuffix("\n"),
        "The copy lacks the line feed at its end: add it.": copy.text + "\n",
        "The copy is not in Unicode normalisation form C: convert it.": unicodedata.normalize("NFC", copy.text),
    }
    return next((cause for cause, text in causes.items() if _digest(text) in digests), "")


def _passage_findings(passages: tuple[Passage, ...], copy: SourceCopy) -> Iterator[Finding]:
    """Compare each passage."""
    for passage in passages:
        if passage.end > len(copy.text):
            yield _finding(
                "TG463",
                "passage-outside-text",
                f"It ends at code point {passage.end}, but the copy has only {len(copy.text)}.",
                "Use a whole copy, or correct oa:end.",
                passage.iri,
                copy,
                len(copy.text),
            )
        elif copy.words(passage) is None:
            yield _finding(
                "TG462",
                "passage-digest-differs",
                f"The words at code points {passage.start} to {passage.end} are not those that were curated.",
                _whereabouts(passage, copy.text),
                passage.iri,
                copy,
                passage.start,
            )
        elif (block := _block_at(copy.text, passage.start)) != passage.block:
            yield _finding(
                "TG464",
                "block-number-differs",
                f"It stands in block {block}, not {passage.block}.",
                f"Set tg:block to {block}.",
                passage.iri,
                copy,
                passage.start,
            )


def _whereabouts(passage: Passage, text: str) -> str:
    """Say whether the words of a passage stand elsewhere in the text, and if so where."""
    length = passage.end - passage.start
    if length * len(text) <= LARGEST_SEARCH * 10 and len(text) <= LARGEST_SEARCH:
        for start in range(len(text) - length + 1):
            if _digest(text[start : start + length]) == passage.digest:
                return (
                    f"They stand {abs(start - passage.start)} code points "
                    f"{'later' if start > passage.start else 'earlier'}: something before them was "
                    f"{'added' if start > passage.start else 'removed'}."
                )
    return "They were changed, or are missing: restore the text, or curate the passage anew."


def _block_at(text: str, offset: int) -> int:
    """Count the non-empty lines up to the one that holds an offset."""
    return sum(match.start() <= offset for match in _BLOCK.finditer(text))


def _digest(words: str) -> str:
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def _finding(code: str, name: str, message: str, repair: str, focus: str, copy: SourceCopy, offset: int) -> Finding:
    """Make a finding that points into the copy."""
    line = copy.text.count("\n", 0, offset) + 1
    column = offset - (copy.text.rfind("\n", 0, offset) + 1) + 1
    return Finding(code, name, Severity.ERROR, message, repair, focus, path=copy.path, line=line, column=column)
