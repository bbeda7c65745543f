"""The lines of subjects, predicates and objects: sorted, one property a line, short lists on one line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from treatygraph.graph.turtle.comments import Comments
from treatygraph.graph.turtle.syntax import Annotated, Block, Collection, Entry, Node, PropertyList, first_token
from treatygraph.graph.turtle.wording import BRACKETED, Order, Wording

__all__ = ["LINE_LENGTH", "Layout"]

LINE_LENGTH = 140
"""The length of the longest line with several values; a single value may need a longer one."""


@dataclass(slots=True)
class _Value:
    """An object, an item of a list, or a subject."""

    text: str
    """It on one line."""
    order: Order
    broken: bool = False
    """Whether it needs lines of its own: it is long, or has a comment or a line break in it."""
    members: Sequence[_Property | _Value] | None = None
    """What stands in its brackets; None for a term without, and one that is not looked into."""
    annotation: str = ""
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)

    @property
    def commented(self) -> bool:
        """Whether a comment belongs to it."""
        return bool(self.before or self.after)


@dataclass(slots=True)
class _Property:
    """A predicate with its objects."""

    text: str
    order: tuple[int, str]
    values: list[_Value] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)

    @property
    def broken(self) -> bool:
        """Whether it needs lines of its own."""
        return bool(self.before or self.after) or any(each.broken or each.commented for each in self.values)

    @property
    def line(self) -> str:
        """It on one line."""
        return f"{self.text} {' , '.join([each.text for each in self.values])}"


class Layout:
    """Lays out what is said of subjects.

    :param wording: the texts of terms.
    :param comments: to what comments belong.
    :param step: the width of one indentation.
    """

    def __init__(self, wording: Wording, comments: Comments, step: int) -> None:
        self.wording = wording
        self.comments = comments
        self.step = step

    def block(self, block: Block, indent: int) -> str:
        """Lay out what is said of one subject.

        :param block: the subject with its predicates and objects, those of all places together.
        :param indent: the column that it begins in, counted from 0.
        :returns: the lines, without a line break at the end.
        """
        subject, entries = block.subject, block.entries
        if isinstance(subject, PropertyList):
            text, entries = "[]", [*subject.entries, *entries]
        else:
            value = self._value(subject)
            text = self._written(value, indent, indent)
        parts = self._properties(entries)
        text = " " * indent + text
        if not parts:
            return f"{text} ."
        inner = indent + self.step
        if not parts[0].before:
            column = len(text) - text.rfind("\n")
            text += f" {self._property(parts[0], inner, column, ' ;' if parts[1:] else ' .')}"
            parts = parts[1:]
        return "\n".join([text, *self._lines(parts, inner, " .")])

    def line(self, block: Block) -> tuple[str, list[str], list[str]]:
        """Lay out a statement of N-Triples or N-Quads.

        :param block: a subject with one predicate and one object.
        :returns: the line, the comments to be put before it, and those after it.
        """
        [(predicate, [node])] = block.entries
        subject, value = self._value(block.subject), self._value(node)
        parts = [subject.text, self.wording.leaf(predicate)[0], value.text]
        if block.graph is not None:
            parts.append(self.wording.leaf(block.graph)[0])
        after = [*value.after, *self.comments.after.get(predicate, ())]
        return " ".join([*parts, "."]), [*self._before(predicate), *value.before], after

    def _properties(self, entries: Iterable[Entry]) -> list[_Property]:
        """Sort properties, put those together that have the same predicate, and drop values that are said twice."""
        found: dict[tuple[int, str], _Property] = {}
        for predicate, objects in entries:
            text, order = self.wording.predicate(predicate)
            part = found.get(order)
            if part is None:
                part = found[order] = _Property(text, order)
            part.before += self._before(predicate)
            part.after += self.comments.after.get(predicate, ())
            part.values += map(self._value, objects)
        for part in found.values():
            if len(part.values) > 1:
                part.values = _sorted_once(part.values)
            _settle(part)
        return sorted(found.values(), key=attrgetter("order"))

    def _value(self, node: Node) -> _Value:
        """Word a node."""
        if isinstance(node, int):
            text, order = self.wording.leaf(node)
            value = _Value(text, order, "\n" in text or "\r" in text)
        else:
            value = self._bracketed(node)
            if isinstance(node, Annotated):
                return value
        start = first_token(node)
        value.before += self._before(start)
        value.after += self.comments.after.get(start, ())
        return value

    def _bracketed(self, node: Node) -> _Value:
        """Word a node that has brackets or an annotation."""
        if isinstance(node, Annotated):
            value = self._value(node.node)
            value.annotation = f" {self.wording.span(node.start, node.end)}"
            value.text += value.annotation
        elif isinstance(node, PropertyList):
            parts = self._properties(node.entries)
            text = f"[ {' ; '.join([each.line for each in parts])} ]" if parts else "[]"
            value = _Value(text, (BRACKETED, "", "", ""), any(each.broken for each in parts), parts)
        elif isinstance(node, Collection):
            items = [self._value(item) for item in node.items]
            for item in items:
                _keep_one_after(item)
            text = f"( {' '.join([each.text for each in items])} )" if items else "()"
            value = _Value(text, (BRACKETED, "", "", ""), any(each.broken or each.commented for each in items), items)
        else:
            start = first_token(node)
            value = _Value(self.wording.span(start, getattr(node, "end", start)), (BRACKETED, "", "", ""))
        value.order = (BRACKETED, value.text, "", "")
        return value

    def _before(self, token: int) -> list[str]:
        """Collect the comments before something."""
        groups = self.comments.before.get(token)
        return [text for group in groups for text in group] if groups else []

    def _lines(self, parts: Iterable[_Property], indent: int, end: str) -> list[str]:
        """Lay out properties, the last of which ends a subject in its own way."""
        parts = list(parts)
        lines = []
        for part in parts:
            lines += [" " * indent + text for text in part.before]
            mark = end if part is parts[-1] else " ;"
            lines.append(" " * indent + self._property(part, indent, indent, mark))
        return lines

    def _property(self, part: _Property, indent: int, column: int, end: str) -> str:
        """Lay out a property that begins in a column of a line with an indentation, and ends with a mark."""
        after = "".join(f" {text}" for text in part.after)
        if len(part.values) == 1:
            value = self._written(part.values[0], indent, column + len(part.text) + 1 + len(end))
            return f"{part.text} {value}{end}{after}"
        line = part.line
        broken = any(each.broken or each.commented for each in part.values)
        if not broken and column + len(line) + len(end) <= LINE_LENGTH:
            return f"{line}{end}{after}"
        return self._on_lines(part, indent + self.step, end)

    def _on_lines(self, part: _Property, indent: int, end: str) -> str:
        """Lay out a property with each value on a line of its own."""
        lines = []
        many_lines = False
        for number, value in enumerate(part.values, start=1):
            mark = " ," if number < len(part.values) else end
            comments = value.after if number < len(part.values) else [*value.after, *part.after]
            text = self._written(value, indent, indent + len(mark))
            many_lines = many_lines or (value.members is not None and "\n" in text)
            lines += [*value.before, f"{text}{mark}{''.join(f' {each}' for each in comments)}"]
        glue = "\n" + " " * indent
        begin = glue if many_lines or part.values[0].before else " "
        return part.text + begin + glue.join(lines)

    def _written(self, value: _Value, indent: int, column: int) -> str:
        """Write a value that begins in a column: on one line if it fits, else its members each on its own."""
        if not value.members or not (value.broken or column + len(value.text) > LINE_LENGTH):
            return value.text
        inner = indent + self.step
        lines = []
        for each in value.members:
            if isinstance(each, _Property):
                lines += self._lines([each], inner, " ;")
                opening, closing = "[]"
            else:
                lines += [" " * inner + text for text in each.before]
                after = "".join(f" {text}" for text in each.after)
                lines.append(" " * inner + self._written(each, inner, inner) + after)
                opening, closing = "()"
        return "\n".join([opening, *lines, f"{' ' * indent}{closing}{value.annotation}"])


def _sorted_once(values: Iterable[_Value]) -> list[_Value]:
    """Sort values, and drop those that come again; what has brackets is another blank node each time."""
    kept: dict[object, _Value] = {}
    for value in values:
        known = kept.setdefault(value.order if value.order[0] < BRACKETED else id(value), value)
        if known is not value:
            known.text = min(known.text, value.text)
            known.before += value.before
            known.after += value.after
    return sorted(kept.values(), key=attrgetter("order"))


def _settle(part: _Property) -> None:
    """Choose places for the comments of a property: one at most can stand at the end of a line."""
    first, last = part.values[0], part.values[-1]
    if first is last:
        part.before += first.before
        part.after += first.after
        first.before, first.after = [], []
    elif part.after and any(each.commented for each in part.values):
        last.after += part.after
        part.after = []
    _keep_one_after(part)
    for each in part.values:
        _keep_one_after(each)


def _keep_one_after(thing: _Property | _Value) -> None:
    """Leave one comment at the end of the line, and put the others before it."""
    if len(thing.after) > 1:
        thing.before += thing.after[:-1]
        thing.after = thing.after[-1:]
