"""Comments that ignore findings: ``# treatygraph: ignore[TG203] reason``.

At the end of a line the comment is about that line, and, where a text of several lines ends there, about all of these;
on a line of its own, about the next line that holds anything; ``ignore-file[…]`` is about the whole file. Codes may be
beginnings of codes. The reason is for those who come later, so it has to be given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.checking.selection import Selection
from treatygraph.graph.rdf_files import FORMATS
from treatygraph.graph.turtle.reading import FAMILY
from treatygraph.graph.turtle.tokens import Text, tokenise

__all__ = ["MALFORMED_IGNORE", "UNUSED_IGNORE", "apply_ignores"]

UNUSED_IGNORE = Rule(
    code="TG009",
    name="unused-ignore",
    severity=Severity.WARNING,
    message="A comment that ignores findings ignores at least one.",
    repair="Take the comment, or the code, away.",
    what="Finds comments `# treatygraph: ignore[…]` with a code that nothing at their place is found for. Codes of "
    "rules that are not applied do not count, nor do those of rules that had nothing to work with: TG299 without "
    "`--shapes`, TG511 without `--violations`, rules of the model with `--no-builtin`.",
    why="What was ignored has been mended or has moved; the comment would hide the next finding that comes there.",
)
MALFORMED_IGNORE = Rule(
    code="TG010",
    name="malformed-ignore",
    severity=Severity.WARNING,
    message="A comment that ignores findings names the codes of rules and says why.",
    repair="Write `# treatygraph: ignore[TG203] reason`.",
    what="Finds comments that begin with `treatygraph:` and ignore nothing, because they name no code, a code that no "
    "rule has, or no reason.",
    why="Such a comment looks as if it worked. Whoever comes later has to know why a finding is let pass.",
)

_MARK = "treatygraph:"
_COMMENT = re.compile(r"#+\s*treatygraph:\s*(?P<what>\S+?)\s*(?:\[(?P<codes>[^\]]*)\](?P<reason>.*))?$")
_SPARQL_TOKEN = re.compile(
    r"<[^<>\s]*>|\"{3}.*?\"{3}|'{3}.*?'{3}|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|#[^\r\n]*", re.DOTALL
)


@dataclass(slots=True)
class _Ignore:
    """One comment.

    :param path: the file.
    :param line: the line of the comment.
    :param column: its column.
    :param about: the lines that it is about; None for the whole file.
    :param codes: the codes that it names.
    :param used: those of them that something was found for.
    """

    path: str
    line: int
    column: int
    about: range | None
    codes: tuple[str, ...]
    used: set[str] = field(default_factory=set)

    def covers(self, finding: Finding) -> bool:
        """Tell whether a finding is to be ignored, and take note of it."""
        if self.about is not None and finding.line not in self.about:
            return False
        covering = {code for code in self.codes if finding.code.startswith(code)}
        self.used |= covering
        return bool(covering)


def apply_ignores(
    findings: Iterable[Finding],
    paths: Iterable[Path],
    selection: Selection,
    idle: Callable[[], Collection[str]] = frozenset,
) -> tuple[list[Finding], int]:
    """Leave out the findings that comments ignore, and report the comments that are wrong or in vain.

    :param findings: the findings of rules that apply, with their places.
    :param paths: the files that were checked: RDF of the Turtle family, and queries.
    :param selection: which rules apply.
    :param idle: names the rules that apply and had nothing to work with, where that must be known.
    :returns: the findings that are left, with those about comments; and how many were ignored.
    """
    ignores: dict[str, list[_Ignore]] = {}
    about_comments: list[Finding] = []
    for path in paths:
        for each in _comments(path):
            if isinstance(each, Finding):
                about_comments.append(each)
            else:
                ignores.setdefault(each.path, []).append(each)
    kept, ignored = [], 0
    for finding in findings:
        covering = [ignore for ignore in ignores.get(finding.path or "", ()) if ignore.covers(finding)]
        if covering and not finding.always:
            ignored += 1
        else:
            kept.append(finding)
    silent = idle() if ignores else ()
    for each in (ignore for found in ignores.values() for ignore in found):
        about_comments += _unused(each, selection, silent)
    return kept + list(selection.chosen(about_comments)), ignored


def _unused(ignore: _Ignore, selection: Selection, idle: Collection[str]) -> Iterator[Finding]:
    """Report the codes of a comment that nothing was found for."""
    from treatygraph.graph.checking.registry import all_rules

    for code in ignore.codes:
        rules = [rule for name, rule in all_rules().items() if name.startswith(code) and name not in idle]
        applied = any(selection.applies(each.code, default=each.default, path=ignore.path) for each in rules)
        if applied and code not in ignore.used:
            yield UNUSED_IGNORE.finding(
                "",
                message=f"The comment ignores {code}, but nothing is found for it here.",
                path=ignore.path,
                line=ignore.line,
                column=ignore.column,
                value=code,
            )


def _comments(path: Path) -> Iterator[_Ignore | Finding]:
    """Read the comments of a file that are meant for the check; a malformed one becomes a finding."""
    try:
        text = Text(path.read_bytes().decode("utf-8"), str(path))
    except (OSError, UnicodeDecodeError):
        return  # What cannot be read has been reported already.
    if _MARK not in text.text:
        return
    for start, comment, first in _places(text, path.suffix.lower()):
        if re.match(rf"#+\s*{_MARK}", comment):
            yield _read(text, start, comment, first)


def _places(text: Text, ending: str) -> Iterator[tuple[int, str, int]]:
    """Find the comments of a text with their offsets, and the first lines of what ends on theirs."""
    if ending in FAMILY:
        tokens = tokenise(text)
        for each in tokens.comments:
            first = line = text.line(each.start)
            before = each.before - 1
            while before >= 0 and text.line(tokens.end(before) - 1) == line:
                first = text.line(tokens.starts[before])
                before -= 1
            yield each.start, each.text, first
    elif ending not in FORMATS:
        begun: dict[int, int] = {}
        for found in _SPARQL_TOKEN.finditer(text.text):
            first, last = text.line(found.start()), text.line(found.end() - 1)
            begun.setdefault(last, first)
            if found[0].startswith("#"):
                yield found.start(), found[0], begun[last]


def _read(text: Text, start: int, comment: str, first: int) -> _Ignore | Finding:
    """Read one comment."""
    line, column = text.place(start)
    match = _COMMENT.match(comment)
    codes = tuple(code.strip().upper() for code in (match["codes"] or "").split(",")) if match else ()
    wrong = _wrong(match, codes)
    if match is None or wrong:
        return MALFORMED_IGNORE.finding(
            "", message=wrong or None, path=text.path, line=line, column=column, value=comment
        )
    about = None if match["what"] == "ignore-file" else _lines_of(text, line, start, first)
    return _Ignore(text.path or "", line, column, about, codes)


def _wrong(match: re.Match[str] | None, codes: tuple[str, ...]) -> str:
    """Say what is wrong with a comment; empty when nothing is."""
    from treatygraph.graph.checking.registry import all_rules

    if match is None or match["what"] not in ("ignore", "ignore-file"):
        return "The comment begins with treatygraph: but is no ignore[…]."
    if not all(codes):
        return "The comment names no code of a rule."
    unknown = [code for code in codes if not any(rule.startswith(code) for rule in all_rules())]
    if unknown:
        return f"No rule's code begins with {unknown[0]!r}."
    return "" if match["reason"].strip() else "The comment does not say why."


def _lines_of(text: Text, line: int, start: int, first: int) -> range:
    """Return the lines that a comment is about: its own, or, when it stands alone, the next that holds anything."""
    if text.text[text.line_starts[line - 1] : start].strip():
        return range(first, line + 1)
    lines = text.text.splitlines()
    following = (
        number
        for number in range(line + 1, len(lines) + 1)
        if not lines[number - 1].lstrip().startswith(("#",)) and lines[number - 1].strip()
    )
    about = next(following, line)
    return range(about, about + 1)
