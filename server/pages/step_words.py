"""The steps of an explanation in the words of a page, and what the whole of it explains."""

from __future__ import annotations

import re

from treatygraph.graph.names import resolve
from treatygraph.graph.promises.asking import status
from treatygraph.graph.promises.evidence import Step
from treatygraph.graph.terms import RDF_TYPE, local_name, tg
from treatygraph.server.days import day_in_words
from treatygraph.server.pages.site import Site
from treatygraph.server.wording import RULE_WORDS, Wording, status_words

__all__ = ["question_of", "step_words"]

_AS_THEY_ARE = frozenset({"passage", "reference"})
_RULE = re.compile(r"by rule (\S+) of OWL RL from")
_INFERRED = "inferred"


def step_words(step: Step, wording: Wording) -> tuple[str, str]:
    """Put a step into words.

    :param step: the step.
    :param wording: finds words for names.
    :returns: the mark that stands before it, empty for what is stated; and the words, which do not say it again.
    """
    mark = _INFERRED if step.inferred else ""
    if step.kind in _AS_THEY_ARE:
        return mark, step.text
    rule = _RULE.fullmatch(step.text)
    if rule:
        why = RULE_WORDS.get(rule[1], "")
        return "", f"{why} (rule {rule[1]} of OWL RL); from" if why else f"it follows by rule {rule[1]} of OWL RL from"
    text = step.text
    if step.kind == "inference":
        # A link beside it leads to the graph, whose name says nothing to readers.
        text = text.replace(f", {local_name(step.iri)}", "", 1)
        mark = _INFERRED if text.startswith(_INFERRED) else ""
    return mark, wording.prose(text.removeprefix(f"{_INFERRED} "))


def question_of(site: Site, names: list[str], on: str | None, perspective: str | None) -> str:
    """Say what is explained.

    :param site: the graph.
    :param names: a thing, or subject, predicate and object of a statement, as they were given.
    :param on: the day of a status; by default today.
    :param perspective: the perspective of a status; by default all.
    :returns: a title; for a statement an empty one, as the statement says it itself.
    :raises TreatyGraphError: if a name means nothing, or the day is none.
    """
    if len(names) != 1:
        return ""
    thing = resolve(site.vocabulary, names[0])
    label = site.wording.label(thing.value)
    if tg("Commitment") not in site.vocabulary.objects(thing, RDF_TYPE):
        return f"{label}: where it is spoken of"
    answers = status(site.vocabulary, thing.value, on=on or None, perspective=perspective or None)
    if not answers:
        return f"{label}: nobody takes a stance on it"
    day = day_in_words(answers[0].on.isoformat())
    if len(answers) > 1:
        return f"{label}: why it has its status on {day}, according to whom"
    (answer,) = answers
    side = site.wording.label(answer.perspective)
    if answer.status == "unknown":
        return f"{label}: why its status is unknown on {day} ({side})"
    return f"{label}: why it is {status_words(answer.status)} on {day} ({side})"
