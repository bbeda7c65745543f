"""Whether data keep to our shapes at all, found out without an engine.

Mostly a check finds nothing, and then nobody needs a report: whether every node keeps to every shape can be told from
the statements, in a fraction of the time that it takes to import an engine. The parts of the core of SHACL that our
shapes use are understood, and values that every engine reads alike; wherever anything else comes up, the engine is
asked. So it is wherever a node does not keep to a shape: what is found, and how it is told, is the engine's business.

Source: Shapes Constraint Language (SHACL), W3C Recommendation 20 July 2017, sections 2 to 4.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode, Triple

from treatygraph.graph.dataset import Term
from treatygraph.graph.reasoning.lists import Lists
from treatygraph.graph.reasoning.values import is_ill_typed
from treatygraph.graph.terms import OWL, RDF_TYPE, RDFS, SH, XSD

__all__ = ["is_clean"]

_SUBCLASS = NamedNode(RDFS + "subClassOf")
_CLASSES = frozenset({NamedNode(RDFS + "Class"), NamedNode(OWL + "Class")})
_PATH, _INVERSE, _ALTERNATIVE = (NamedNode(SH + name) for name in ("path", "inversePath", "alternativePath"))
_LEAST, _MOST = (NamedNode(SH + name) for name in ("qualifiedMinCount", "qualifiedMaxCount"))
_STRING, _BOOLEAN, _INTEGER, _DATE, _TIME = (
    NamedNode(XSD + name) for name in ("string", "boolean", "integer", "date", "dateTime")
)
_DAY = "(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}"
_FORMS = MappingProxyType(
    {
        _STRING: re.compile(".*", re.DOTALL),
        _BOOLEAN: re.compile("true|false"),
        _INTEGER: re.compile("0|-?[1-9][0-9]{0,17}"),
        _DATE: re.compile(_DAY),
        _TIME: re.compile(f"{_DAY}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z?"),
    }
)
"""The forms that every engine reads alike, of the datatypes of XML Schema that are judged here."""
_NO_CONSTRAINTS = frozenset(
    ("message", "path", "qualifiedMaxCount", "qualifiedMinCount", "targetClass", "targetObjectsOf", "targetSubjectsOf")
)


class _NotUnderstoodError(Exception):
    """Something comes up that only an engine can judge."""


class _Data:
    """Statements, found by two of their terms."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._objects: defaultdict[tuple[Term, NamedNode], dict[Term, None]] = defaultdict(dict)
        self._subjects: defaultdict[tuple[Term, NamedNode], dict[Term, None]] = defaultdict(dict)
        self._using: defaultdict[NamedNode, list[Triple]] = defaultdict(list)
        for triple in triples:
            subject, predicate, value = triple
            self._objects[subject, predicate][value] = None
            self._subjects[value, predicate][subject] = None
            self._using[predicate].append(triple)

    def objects(self, subject: Term, predicate: NamedNode) -> Iterable[Term]:
        return self._objects.get((subject, predicate), ())

    def subjects(self, predicate: NamedNode, value: Term) -> Iterable[Term]:
        return self._subjects.get((value, predicate), ())

    def using(self, predicate: NamedNode) -> Iterable[Triple]:
        return self._using.get(predicate, ())

    def instances(self, class_: Term) -> set[Term]:
        """Find the members of a class and of the classes below it."""
        classes = [class_]
        for each in classes:
            classes += [below for below in self.subjects(_SUBCLASS, each) if below not in classes]
        return {member for each in classes for member in self.subjects(RDF_TYPE, each)}


def is_clean(shapes: Iterable[Triple], data: Iterable[Triple], idle: frozenset[Triple]) -> bool:
    """Tell whether it is certain that data keep to shapes.

    :param shapes: the shapes; none may refer to itself.
    :param data: the data, with the subclasses among the classes that shapes speak of.
    :param idle: the triples that give a shape a constraint in SPARQL that no node violates.
    :returns: False if something violates a shape, and also if only an engine can tell.
    """
    judge = _Judge(tuple(shapes), _Data(data), idle)
    try:
        return all(judge.keeps(focus, shape) for shape, focus in judge.targets())
    except _NotUnderstoodError:
        return False


_Check: TypeAlias = "Callable[[_Judge, Term, list[Term], Triple], bool]"
"""Judges the values of a focus node by one statement about a shape."""


class _Judge:
    """Judges nodes by shapes."""

    def __init__(self, shapes: tuple[Triple, ...], data: _Data, idle: frozenset[Triple]) -> None:
        self.data = data
        self.idle = idle
        self._lists = Lists((each.subject, each.predicate, each.object) for each in shapes)
        self._about: defaultdict[Term, list[Triple]] = defaultdict(list)
        for triple in shapes:
            self._about[triple.subject].append(triple)
        self._checks: dict[Term, list[tuple[_Check, Triple]]] = {}
        self._members: dict[Term, set[Term]] = {}

    def targets(self) -> Iterator[tuple[Term, Term]]:
        """Find the focus nodes of each shape."""
        for shape, about in self._about.items():
            for triple in about:
                match triple.predicate.value.removeprefix(SH):
                    case "targetClass":
                        found = self.members(triple.object)
                    case "targetSubjectsOf":
                        found = {each.subject for each in self.data.using(_property(triple.object))}
                    case "targetObjectsOf":
                        found = {each.object for each in self.data.using(_property(triple.object))}
                    case _:
                        continue
                yield from ((shape, focus) for focus in found)

    def keeps(self, focus: Term, shape: Term) -> bool:
        """Tell whether a node keeps to a shape."""
        path = self.value(shape, _PATH)
        values = [focus] if path is None else list(self._follow(focus, path))
        return all(check(self, focus, values, triple) for check, triple in self._checks_of(shape))

    def value(self, shape: Term, predicate: NamedNode) -> Term | None:
        """Look up what a shape has just one of."""
        return next((each.object for each in self._about[shape] if each.predicate == predicate), None)

    def members(self, class_: Term) -> set[Term]:
        """Return the members of a class."""
        if class_ not in self._members:
            self._members[class_] = self.data.instances(class_)
        return self._members[class_]

    def listed(self, head: Term) -> tuple[Term, ...]:
        """Read a list."""
        found = self._lists.read(head)
        if found is None:
            raise _NotUnderstoodError
        return found.members

    def _checks_of(self, shape: Term) -> list[tuple[_Check, Triple]]:
        """Find what a shape demands."""
        if shape not in self._checks:
            self._checks[shape] = list(map(_check, filter(_is_constraint, self._about[shape])))
        return self._checks[shape]

    def _follow(self, focus: Term, path: Term) -> dict[Term, None]:
        """Find the values at the end of a path, each once."""
        if isinstance(path, NamedNode):
            return dict.fromkeys(self.data.objects(focus, path))
        inverse, alternatives = self.value(path, _INVERSE), self.value(path, _ALTERNATIVE)
        if inverse is not None:
            return dict.fromkeys(self.data.subjects(_property(inverse), focus))
        if alternatives is not None:
            return {value: None for each in self.listed(alternatives) for value in self._follow(focus, each)}
        found = dict.fromkeys([focus])
        for step in self.listed(path):
            found = {value: None for each in found for value in self._follow(each, step)}
        return found


def _is_constraint(triple: Triple) -> bool:
    """Tell whether a statement about a shape demands anything."""
    if triple.predicate == RDF_TYPE and triple.object in _CLASSES:
        raise _NotUnderstoodError
    name = triple.predicate.value
    return name.startswith(SH) and name.removeprefix(SH) not in _NO_CONSTRAINTS


def _check(triple: Triple) -> tuple[_Check, Triple]:
    """Find the function that judges by a statement."""
    check = _CHECKS.get(triple.predicate.value.removeprefix(SH))
    if check is None:
        raise _NotUnderstoodError
    return check, triple


def _property(term: Term) -> NamedNode:
    """Take a term for a property."""
    if not isinstance(term, NamedNode):
        raise _NotUnderstoodError
    return term


def _number(term: Term | None) -> int:
    """Read a count."""
    if not isinstance(term, Literal) or term.datatype != _INTEGER or not term.value.isdecimal():
        raise _NotUnderstoodError
    return int(term.value)


def _plain(terms: Iterable[Term]) -> set[Term]:
    """Take terms that are the same if, and only if, they are written alike: names and texts."""
    found = set(terms)
    if any(isinstance(each, Literal) and (each.language or each.datatype != _STRING) for each in found):
        raise _NotUnderstoodError
    return found


def _order(first: Term, second: Term) -> int:
    """Compare two whole numbers or two days; negative if the first comes first."""
    if not isinstance(first, Literal) or not isinstance(second, Literal):
        raise _NotUnderstoodError
    if all(_is_of_datatype(each, _INTEGER) for each in (first, second)):
        return int(first.value) - int(second.value)
    if all(_is_of_datatype(each, _DATE) for each in (first, second)):
        return (first.value > second.value) - (first.value < second.value)
    raise _NotUnderstoodError


def _is_of_datatype(value: Term, datatype: Term) -> bool:
    """Tell whether a value is of a datatype; a form that engines may read in different ways is not judged."""
    if not isinstance(value, Literal) or value.datatype != datatype:
        return False
    form = _FORMS.get(value.datatype)
    if is_ill_typed(value) or (not form.fullmatch(value.value) if form else value.datatype.value.startswith(XSD)):
        raise _NotUnderstoodError
    return True


def _has_pattern(value: Term, pattern: Term) -> bool:
    """Tell whether a text matches; line ends are where regular expressions differ."""
    if not isinstance(value, (Literal, NamedNode)) or not isinstance(pattern, Literal) or "\n" in value.value:
        raise _NotUnderstoodError
    return re.search(pattern.value, value.value, re.ASCII) is not None


def _is_in_language(value: Term, wanted: Iterable[Term]) -> bool:
    """Tell whether a text is in one of some languages, or in a variety of one."""
    tag = (value.language or "").lower() if isinstance(value, Literal) else ""
    ranges = [each.value.lower() for each in wanted if isinstance(each, Literal)]
    return any(tag == each or tag.startswith(f"{each}-") for each in ranges)


def _has_unique_languages(values: Iterable[Term]) -> bool:
    """Tell whether no two texts are in one language."""
    tags = [each.language.lower() for each in values if isinstance(each, Literal) and each.language]
    return len(tags) == len(set(tags))


def _is_qualified(judge: _Judge, values: Iterable[Term], given: Triple) -> bool:
    """Tell whether enough values, and not too many, keep to a shape."""
    number = sum(judge.keeps(each, given.object) for each in values)
    least, most = (judge.value(given.subject, each) for each in (_LEAST, _MOST))
    return (least is None or number >= _number(least)) and (most is None or number <= _number(most))


def _is_idle(judge: _Judge, given: Triple) -> bool:
    """Tell that a constraint in SPARQL is violated by nothing, if that is known."""
    if given not in judge.idle:
        raise _NotUnderstoodError
    return True


def _others(judge: _Judge, focus: Term, given: Triple) -> Iterable[Term]:
    """Find the values of the property that values are compared with."""
    return judge.data.objects(focus, _property(given.object))


def _of_each(test: Callable[[_Judge, Term, Term], bool]) -> _Check:
    """Make a check of what each value has to be."""
    return lambda judge, _, values, given: all(test(judge, value, given.object) for value in values)


_CHECKS: Mapping[str, _Check] = MappingProxyType(
    {
        "and": _of_each(lambda judge, value, head: all(judge.keeps(value, each) for each in judge.listed(head))),
        "class": _of_each(lambda judge, value, class_: value in judge.members(class_)),
        "datatype": _of_each(lambda _, value, datatype: _is_of_datatype(value, datatype)),
        "disjoint": lambda judge, focus, values, given: not _plain(values) & _plain(_others(judge, focus, given)),
        "equals": lambda judge, focus, values, given: _plain(values) == _plain(_others(judge, focus, given)),
        "hasValue": lambda _, __, values, given: not _plain([given.object]).isdisjoint(values),
        "in": _of_each(lambda judge, value, head: value in _plain(judge.listed(head))),
        "languageIn": _of_each(lambda judge, value, head: _is_in_language(value, judge.listed(head))),
        "lessThan": lambda judge, focus, values, given: all(
            _order(value, other) < 0 for value in values for other in _others(judge, focus, given)
        ),
        "lessThanOrEquals": lambda judge, focus, values, given: all(
            _order(value, other) <= 0 for value in values for other in _others(judge, focus, given)
        ),
        "maxCount": lambda _, __, values, given: len(values) <= _number(given.object),
        "minCount": lambda _, __, values, given: len(values) >= _number(given.object),
        "minInclusive": _of_each(lambda _, value, least: _order(value, least) >= 0),
        "node": _of_each(lambda judge, value, shape: judge.keeps(value, shape)),
        "not": _of_each(lambda judge, value, shape: not judge.keeps(value, shape)),
        "or": _of_each(lambda judge, value, head: any(judge.keeps(value, each) for each in judge.listed(head))),
        "pattern": _of_each(lambda _, value, pattern: _has_pattern(value, pattern)),
        "property": _of_each(lambda judge, value, shape: judge.keeps(value, shape)),
        "qualifiedValueShape": lambda judge, _, values, given: _is_qualified(judge, values, given),
        "sparql": lambda judge, _, __, given: _is_idle(judge, given),
        "uniqueLang": lambda _, __, values, given: _has_unique_languages(values),
        "xone": _of_each(lambda judge, value, head: sum(judge.keeps(value, each) for each in judge.listed(head)) == 1),
    }
)
"""What is understood, by the local names of the parameters of constraints."""
