"""Rules on literals: what their datatype allows, and languages that there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from treatygraph.graph.checking.findings import Finding, Severity
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
    message="A language tag begins with a language.",
    repair="Write the code of the language (ISO 639), not that of the country: ja, not jp.",
    what="Finds language tags whose first part is a code of two letters that ISO 639-1 gives to no language. Tags "
    "that are not well-formed are syntax errors already.",
    why="Whoever asks for labels in a language does not find this one.",
    references=("https://www.rfc-editor.org/rfc/rfc5646", "https://www.loc.gov/standards/iso639-2/php/code_list.php"),
)
LITERAL_RULES = (ILL_FORMED, UNKNOWN_LANGUAGE)

_LANGUAGES = frozenset(
    re.findall(
        "[a-z]+",
        "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee "
        "el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is "
        "it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms "
        "mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si "
        "sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh "
        "yi yo za zh zu ",
    )
)
"""The codes of ISO 639-1."""
_COUNTRIES = {
    "at": "de",
    "au": "en",
    "br": "pt",
    "cn": "zh",
    "cz": "cs",
    "dk": "da",
    "gb": "en",
    "gr": "el",
    "ir": "fa",
    "jp": "ja",
    "kp": "ko",
    "mx": "es",
    "ua": "uk",
    "us": "en",
}
"""The languages that are meant when somebody writes the code of a country."""


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
    primary = literal.language.partition("-")[0].lower()
    if len(primary) != 2 or primary in _LANGUAGES:
        return None
    meant = _COUNTRIES.get(primary)
    return UNKNOWN_LANGUAGE, f"There is no language {primary!r}.", f"Did you mean @{meant}?" if meant else None


def _allowed(lexical: str, datatype: NamedNode) -> bool:
    """Tell whether a datatype allows a text; one that nobody knows allows all."""
    from treatygraph.graph.reasoning.datatypes import DATATYPES

    known = DATATYPES.get(datatype)
    return known is None or known.read(lexical) is not None
