"""Whether two texts say the same, when one was made of the other: labels are kept, only what has none is to be matched.

Blank nodes without labels make trees: each comes from a pair of brackets, so that it is the value of one statement at
most. A tree can be named by what it holds, which takes no search, however much alike the nodes are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable
from hashlib import sha256

from pyoxigraph import Quad, Triple

from treatygraph.graph.canonical import digest
from treatygraph.graph.errors import InputError

__all__ = ["require_same", "say_the_same"]


def say_the_same(some: Iterable[Quad], others: Iterable[Quad], labels: Container[str]) -> bool:
    """Tell whether the quads of two texts are the same but for the names of blank nodes without labels.

    :param some: the quads of one text.
    :param others: those of the other one.
    :param labels: the labels of blank nodes in both texts.
    :returns: whether they say the same.
    :raises InputError: if there are triples in triples, and too many blank nodes cannot be told apart.
    """
    these, those = set(some), set(others)
    if any(isinstance(quad.object, Triple) for quad in these):
        return digest(these) == digest(those)
    return _Namer(these - those, labels).named() == _Namer(those - these, labels).named()


def require_same(some: Iterable[Quad], others: Iterable[Quad], labels: Container[str], path: str | None = None) -> None:
    """Refuse a text that says something else than the one that it was made of.

    :param some: the quads of one text.
    :param others: those of the other one.
    :param labels: the labels of blank nodes in both texts.
    :param path: the file.
    :raises InputError: if they do not say the same.
    """
    if not say_the_same(some, others, labels):
        raise InputError("Laid out anew, the text would say something else.", path=path, repair="Please report it.")


class _Namer:
    """Names blank nodes without labels by what the trees under them hold, and by nothing else."""

    def __init__(self, quads: Iterable[Quad], labels: Container[str]) -> None:
        self.labels = labels
        self.lines = [tuple(map(str, quad)) for quad in quads]
        self.said: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        self.names: dict[str, str] = {}
        for subject, predicate, value, _ in self.lines:
            if self.is_unlabelled(subject):
                self.said[subject].append((predicate, value))
        for node in self.said:
            self.name_tree(node)

    def is_unlabelled(self, term: str) -> bool:
        """Tell whether a term is a blank node without a label."""
        return term.startswith("_:") and term[2:] not in self.labels

    def name(self, term: str) -> str:
        """Name a term; of a blank node without a label, nothing may be said."""
        return self.names.get(term) or ("[]" if self.is_unlabelled(term) else term)

    def name_tree(self, start: str) -> None:
        """Name a node and all those under it; a node is named after those that it leads to."""
        todo = [start]
        while todo:
            node = todo[-1]
            unnamed = [value for _, value in self.said[node] if value in self.said and value not in self.names]
            if unnamed:
                todo += unnamed
            else:
                lines = [f"{predicate} {self.name(value)}" for predicate, value in self.said[todo.pop()]]
                self.names[node] = _digest_of(lines)

    def named(self) -> Counter[str]:
        """Write all quads; those of a graph without a label as one."""
        written: Counter[str] = Counter()
        graphs: defaultdict[str, list[str]] = defaultdict(list)
        for subject, predicate, value, graph in self.lines:
            line = f"{self.name(subject)} {predicate} {self.name(value)}"
            if self.is_unlabelled(graph):
                graphs[graph].append(line)
            else:
                written[f"{line} {graph}"] += 1
        written.update(_digest_of(lines) for lines in graphs.values())
        return written


def _digest_of(lines: Iterable[str]) -> str:
    """Name a tree by its lines."""
    return sha256("\n".join(sorted(lines)).encode()).hexdigest()
