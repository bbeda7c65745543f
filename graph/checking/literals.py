"""Rules on literals: what their datatype allows, and languages that there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from treatygraph.graph.checking.findings import Finding, Severity
from treatygraph.graph.checking.languages import wrong_language
from treatygraph.graph.checking.rules import Rule
from treatygraph.graph.printable import shortened
from treatygraph.graph.terms import XSD, compact

if TYPE_CHECKING:
    from treatygraph.graph.checking.material import Material

__all__ = ["LITERAL_RULES", "check_literals"]

ILL_FORMED = Rule(
    code="TG107",
    name="ill-formed-literal",
    severity=Severity.ERROR,
    message="A literal is written as its datatype demands.",
    repair="Correct the text, or the datatype.",
    what="Finds literals whose text is not in the lexical space of their datatype (those of XML Schema and RDF): a "
    "13th month, a word where a number is expected, white space around a value.",
    why="Such a literal has no value: comparisons skip it without a word, and stores drop, change or refuse it.",
    references=("https://www.w3.org/TR/rdf11-concepts/#section-Graph-Literal", "https://www.w3.org/TR/xmlschema11-2/"),
)
UNKNOWN_LANGUAGE = Rule(
    code="TG109",
    name="unknown-language",
    severity=Severity.WARNING,
    message="A language tag begins with a language, in its shortest code; after that may come a region.",
    repair="Write the code of the language (ISO 639), not that of the country: ja, not jp.",
    what="Finds language tags whose first part is no code of a language (jp, english), or a code of three letters "
    "where there is one of two (rus), and tags with a region that is none (en-UK). Codes of three letters are taken as "
    "they are otherwise. Tags that are not well-formed are syntax errors already.",
    why="Whoever asks for labels in a language does not find this one.",
    references=(
        "https://www.rfc-editor.org/rfc/rfc5646#section-2.2",
        "https://www.loc.gov/standards/iso639-2/php/code_list.php",
        "https://www.iso.org/iso-3166-country-codes.html",
    ),
)
LITERAL_RULES = (ILL_FORMED, UNKNOWN_LANGUAGE)


def check_literals(material: Material) -> Iterator[Finding]:
    """Look at every literal.

    :param material: the files.
    :returns: a finding for each literal that is ill-formed or in a language that there is not.
    """
    problems: dict[Literal, tuple[Rule, str, str | None] | None] = {}
    for quad in material.dataset.quads:
        literal = quad.object
        if not isinstance(literal, Literal):
            continue
        if literal not in problems:
            problems[literal] = _problem(literal)
        problem = problems[literal]
        if problem is not None:
            rule, message, repair = problem
            yield rule.finding(
                quad.subject.value if isinstance(quad.subject, NamedNode) else str(quad.subject),
                message=message,
                repair=repair,
                graph=quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else None,
                predicate=quad.predicate.value,
                value=str(literal),
            )


def _problem(literal: Literal) -> tuple[Rule, str, str | None] | None:
    """Say what is wrong with a literal, and what to do."""
    if literal.language is None:
        datatype = literal.datatype
        if datatype.value == XSD + "string" or _allowed(literal.value, datatype):
            return None
        return ILL_FORMED, f"{shortened(literal.value)!r} is no {compact(datatype.value)}.", None
    wrong = wrong_language(literal.language)
    if wrong is None:
        return None
    message, meant = wrong
    return UNKNOWN_LANGUAGE, message, f"Did you mean @{meant}?" if meant else None


def _allowed(lexical: str, datatype: NamedNode) -> bool:
    """Tell whether a datatype allows a text; one that nobody knows allows all."""
    from treatygraph.graph.reasoning.datatypes import DATATYPES

    known = DATATYPES.get(datatype)
    return known is None or known.read(lexical) is not None
