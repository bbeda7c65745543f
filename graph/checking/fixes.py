"""Safe corrections of files: declarations that nobody uses, terms that are obviously misspelt.

A correction is carried out only if the text that results can be parsed and says the same as before, but for the terms
that were corrected.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode, Quad, Triple

from treatygraph.graph.checking.findings import Finding
from treatygraph.graph.checking.prefixes import prefixes_of
from treatygraph.graph.checking.vocabulary import Vocabulary
from treatygraph.graph.errors import InputError
from treatygraph.graph.terms import RDF_TYPE
from treatygraph.graph.turtle.reading import FAMILY, form_of, parse_strictly
from treatygraph.graph.turtle.sameness import say_the_same
from treatygraph.graph.turtle.tokens import Text, Tokens, is_local_name, tokenise

if TYPE_CHECKING:
    from treatygraph.graph.checking.material import Document, Material

__all__ = ["Fix", "apply", "fixes"]


@dataclass(frozen=True, slots=True)
class Fix:
    """A piece of a text to be replaced; offsets are code points and do not count a byte order mark.

    :param path: the file.
    :param start: where the piece begins.
    :param end: where it ends, exclusive.
    :param text: what stands there afterwards.
    :param wrong: the IRI that is corrected; empty where no term changes.
    :param right: the IRI that it becomes.
    """

    path: str
    start: int
    end: int
    text: str
    wrong: str = ""
    right: str = ""


def fixes(material: Material, findings: Iterable[Finding]) -> tuple[Fix, ...]:
    """Find the corrections of findings.

    :param material: the files that the findings are about.
    :param findings: findings with their places.
    :returns: a correction for each finding that has a safe one, in the order of the files.
    """
    by_path: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.code in _FIXES and finding.path is not None and finding.line is not None:
            by_path[finding.path].append(finding)
    found: list[Fix] = []
    for document in material.documents:
        mine = by_path.get(str(document.path), ())
        if mine and document.path.suffix.lower() in FAMILY:
            source = _Source(document, material.vocabulary)
            made = (_FIXES[finding.code](source, finding) for finding in mine)
            found += dict.fromkeys(fix for fix in made if fix is not None)
    return tuple(found)


def apply(text: str, found: Sequence[Fix]) -> str:
    r"""Carry corrections out.

    :param text: the text of the file that they are about.
    :param found: the corrections; of two that overlap the first is carried out.
    :returns: the corrected text; the text as it was where the correction would break it or change what it says.

    >>> apply("PREFIX a: <urn:a>\n<urn:x> a <urn:Y> .", [Fix("x.ttl", 0, 18, "")])
    '<urn:x> a <urn:Y> .'
    """
    chosen = _apart(found)
    if not chosen:
        return text
    changed = _replaced(text, chosen)
    if _keeps(text, changed, chosen):
        return changed
    if len(chosen) == 1:
        return text
    sound = [fix for fix in chosen if _keeps(text, _replaced(text, [fix]), [fix])]
    changed = _replaced(text, sound)
    return changed if _keeps(text, changed, sound) else text


class _Source:
    """The text of a file with its tokens."""

    def __init__(self, document: Document, vocabulary: Vocabulary) -> None:
        self.path = str(document.path)
        self.text = Text(document.text, self.path)
        self.tokens: Tokens = tokenise(self.text)
        self.prefixes = prefixes_of(self.text)
        self.vocabulary = vocabulary
        self.index = {start: number for number, start in enumerate(self.tokens.starts)}

    def offset(self, finding: Finding) -> int:
        """Return the offset of a finding's place."""
        return self.text.line_starts[(finding.line or 1) - 1] + (finding.column or 1) - 1

    def iri(self, index: int) -> tuple[str, str]:
        """Return the IRI that a token stands for and the namespace of its prefix, both empty for any other token."""
        word = self.tokens.texts[index]
        if self.tokens.kinds[index] == "iri":
            return word[1:-1], ""
        if self.tokens.kinds[index] != "name" or "\\" in word or "%" in word:
            return "", ""
        prefix, _, local = word.partition(":")
        before = [each for each in self.prefixes if each.prefix == prefix and each.start < self.tokens.starts[index]]
        return (before[-1].namespace + local, before[-1].namespace) if before else ("", "")

    def renamed(self, index: int, right: str) -> Fix | None:
        """Make the correction that puts another IRI in the place of a token."""
        wrong, namespace = self.iri(index)
        start, end = self.tokens.starts[index], self.tokens.end(index)
        local = right.removeprefix(namespace)
        if namespace and right.startswith(namespace) and is_local_name(local):
            written = f"{self.tokens.texts[index].partition(':')[0]}:{local}"
        else:
            written = f"<{right}>"
        return Fix(self.path, start, end, written, wrong, right) if wrong else None


def _unused_prefix(source: _Source, finding: Finding) -> Fix | None:
    """Take a declaration away, with its line where nothing else stands on it."""
    start = source.offset(finding)
    prefix = next((each for each in source.prefixes if each.start == start and not each.used), None)
    if prefix is None:
        return None
    text, end = source.text.text, prefix.end
    head = text.rfind("\n", 0, start) + 1
    tail = end + len(text[end:]) - len(text[end:].lstrip(" \t"))
    alone = not text[head:start].strip(" \t") and (tail == len(text) or text[tail] in "\r\n")
    if not alone:
        return Fix(source.path, start, end, "")
    for mark in ("\r\n", "\n", "\r"):
        if text.startswith(mark, tail):
            return Fix(source.path, head, tail + len(mark), "")
    return Fix(source.path, head, tail, "")


def _misspelt_term(source: _Source, finding: Finding) -> Fix | None:
    """Correct a term, if it is obvious which one is meant."""
    index = source.index.get(source.offset(finding))
    if index is None:
        return None
    kind = "" if finding.value else "property"
    if finding.predicate == RDF_TYPE.value and finding.value:
        kind = "class"
    if source.tokens.kinds[index] == "string":
        if source.tokens.kinds[index + 1] != "^^":
            return None
        index, kind = index + 2, "datatype"
    right = source.vocabulary.correction(source.iri(index)[0], kind)
    return source.renamed(index, right) if right else None


def _misspelt_shacl(source: _Source, finding: Finding) -> Fix | None:
    """Correct a term of SHACL."""
    index = source.index.get(source.offset(finding))
    right = source.vocabulary.correction(source.iri(index)[0]) if index is not None else None
    return source.renamed(index, right) if index is not None and right else None


_FIXES: Mapping[str, Callable[[_Source, Finding], Fix | None]] = MappingProxyType(
    {"TG002": _unused_prefix, "TG101": _misspelt_term, "TG295": _misspelt_shacl}
)


def _apart(found: Iterable[Fix]) -> list[Fix]:
    """Sort corrections, and leave out those that overlap one before them."""
    chosen: list[Fix] = []
    for fix in sorted(set(found), key=lambda each: (each.start, each.end, each.text)):
        if not chosen or (fix.start >= chosen[-1].end and fix.start > chosen[-1].start):
            chosen.append(fix)
    return chosen


def _replaced(text: str, chosen: Iterable[Fix]) -> str:
    """Replace the pieces of a text."""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    body = text.removeprefix("\ufeff")
    parts, done = [mark], 0
    for fix in chosen:
        parts += [body[done : fix.start], fix.text]
        done = fix.end
    return "".join((*parts, body[done:]))


def _keeps(before: str, after: str, chosen: Sequence[Fix]) -> bool:
    """Tell whether a corrected text can be parsed, and says what it said but for the corrected terms."""
    if not chosen:
        return before == after
    path = chosen[0].path
    names = {fix.wrong: fix.right for fix in chosen if fix.wrong}
    form = form_of(path)
    try:
        old, new = (parse_strictly(Text(text, path), form) for text in (before, after))
        labels = {
            token[2:]
            for text in (before, after)
            for kind, token in _kinds(tokenise(Text(text, path)))
            if kind == "blank"
        }
    except InputError:
        return False
    return say_the_same(_corrected(old, names), _corrected(new, names), labels)


def _kinds(tokens: Tokens) -> Iterator[tuple[str, str]]:
    """Pair the kinds of tokens with their texts."""
    return zip(tokens.kinds, tokens.texts, strict=True)


def _corrected(quads: Iterable[Quad], names: Mapping[str, str]) -> list[Quad]:
    """Replace IRIs everywhere."""

    def correct(term: Any) -> Any:
        if isinstance(term, NamedNode):
            return NamedNode(names.get(term.value, term.value))
        if isinstance(term, Literal) and term.language is None and term.datatype.value in names:
            return Literal(term.value, datatype=NamedNode(names[term.datatype.value]))
        return Triple(*map(correct, term)) if isinstance(term, Triple) else term

    return [Quad(*map(correct, quad)) for quad in quads] if names else list(quads)
