"""The check of passages against a copy of their source: is it the text that was curated, and what differs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.errors import InputError, NothingToCheckError, UnknownNameError
from treatygraph.graph.passages import Passage, SourceCopy, digest_of, passages_of, read_copy, sources
from treatygraph.graph.terms import DCTERMS, RDFS_LABEL, SCHEMA, local_name

if TYPE_CHECKING:
    from treatygraph.graph.dataset import Dataset

__all__ = ["COPY_RULES", "Verification", "verify"]

LARGEST_SEARCH = 40_000_000
"""Characters hashed at the most when a passage that moved is looked for."""

_WHY = "A statement is worth what its passage is worth: whoever cannot find the words cannot check the statement."
DOCUMENT_DIFFERS = Rule(
    code="TG461",
    name="document-digest-differs",
    severity=Severity.ERROR,
    message="A copy is byte for byte the text that was curated.",
    repair="Compare the passages, or fetch the text anew.",
    what="Compares the SHA-256 of a copy, which `treatygraph verify` is given, with that of its source.",
    why=_WHY,
)
PASSAGE_DIFFERS = Rule(
    code="TG462",
    name="passage-digest-differs",
    severity=Severity.ERROR,
    message="The words of a passage are those that were curated.",
    repair="Restore the text, or curate the passage anew.",
    what="Compares the SHA-256 of the words between the offsets of a passage with the digest of the passage.",
    why=_WHY,
)
PASSAGE_OUTSIDE = Rule(
    code="TG463",
    name="passage-outside-text",
    severity=Severity.ERROR,
    message="A passage lies inside the text.",
    repair="Use a whole copy, or correct oa:end.",
    what="Compares the offsets of a passage with the length of a copy.",
    why=_WHY,
)
BLOCK_DIFFERS = Rule(
    code="TG464",
    name="block-number-differs",
    severity=Severity.ERROR,
    message="A passage stands in the block that it says it stands in.",
    repair="Correct tg:block.",
    what="Counts the non-empty lines of a copy up to a passage.",
    why="Readers who have another edition of the text find a passage by its block.",
)
COPY_RULES = (DOCUMENT_DIFFERS, PASSAGE_DIFFERS, PASSAGE_OUTSIDE, BLOCK_DIFFERS)
"""The rules that need a copy of the source; `treatygraph verify` applies them."""

_SHA256 = NamedNode(SCHEMA + "sha256")
_BLOCK = re.compile(r"[^\r\n]*[^\s][^\r\n]*")


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
            DOCUMENT_DIFFERS,
            f"The copy is not byte for byte the text that was curated: its SHA-256 is {copy.digest}.",
            _likely_cause(copy, digests) or DOCUMENT_DIFFERS.repair,
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
    return next((cause for cause, text in causes.items() if digest_of(text) in digests), "")


def _passage_findings(passages: tuple[Passage, ...], copy: SourceCopy) -> Iterator[Finding]:
    """Compare each passage."""
    for passage in passages:
        if passage.end > len(copy.text):
            yield _finding(
                PASSAGE_OUTSIDE,
                f"It ends at code point {passage.end}, but the copy has only {len(copy.text)}.",
                PASSAGE_OUTSIDE.repair,
                passage.iri,
                copy,
                len(copy.text),
            )
        elif copy.words(passage) is None:
            yield _finding(
                PASSAGE_DIFFERS,
                f"The words at code points {passage.start} to {passage.end} are not those that were curated.",
                _whereabouts(passage, copy.text),
                passage.iri,
                copy,
                passage.start,
            )
        elif (block := _block_at(copy.text, passage.start)) != passage.block:
            yield _finding(
                BLOCK_DIFFERS,
                f"It stands in block {block}, not {passage.block}.",
                f"Set tg:block to {block}.",
                passage.iri,
                copy,
                passage.start,
            )


def _whereabouts(passage: Passage, text: str) -> str:
    """Say whether the words of a passage stand elsewhere in the text, and if so where."""
    length = passage.end - passage.start
    if length * len(text) <= LARGEST_SEARCH:
        for start in range(len(text) - length + 1):
            if digest_of(text[start : start + length]) == passage.digest:
                return (
                    f"They stand {abs(start - passage.start)} code points "
                    f"{'later' if start > passage.start else 'earlier'}: something before them was "
                    f"{'added' if start > passage.start else 'removed'}."
                )
    return PASSAGE_DIFFERS.repair


def _block_at(text: str, offset: int) -> int:
    """Count the non-empty lines up to the one that holds an offset."""
    return sum(match.start() <= offset for match in _BLOCK.finditer(text))


def _finding(rule: Rule, message: str, repair: str, focus: str, copy: SourceCopy, offset: int) -> Finding:
    """Make a finding that points into the copy."""
    line = copy.text.count("\n", 0, offset) + 1
    column = offset - (copy.text.rfind("\n", 0, offset) + 1) + 1
    return rule.finding(focus, message=message, repair=repair, path=copy.path, line=line, column=column)
