"""Demands that nobody is reported to make, written as a line of text."""

from __future__ import annotations

import re

from treatygraph.graph.dataset import Dataset
from treatygraph.graph.errors import InputError
from treatygraph.graph.names import resolve
from treatygraph.graph.promises.demands import Demand, Occurs
from treatygraph.graph.terms import tg

__all__ = ["hypothesis"]

_HYPOTHESIS = re.compile(r"(?:(?P<who>[^=]+?):(?!//))?(?P<dependent>[^=]+)=(?P<required>.+)")


def hypothesis(dataset: Dataset, text: str) -> Demand:
    """Read a demand that nobody is reported to make.

    :param dataset: the graph.
    :param text: ``[WHO:]EVENT_TYPE=REQUIRED``.
    :returns: the demand.
    :raises InputError: for what is not written so.
    :raises UnknownNameError: for a name that nothing in the graph answers to.
    """
    match = _HYPOTHESIS.fullmatch(text)
    if match is None:
        raise InputError(
            f"{text!r} is no demand.",
            repair="Write [WHO:]EVENT_TYPE=REQUIRED: a state, a colon, what has to wait, an equals sign, what it "
            "waits for.",
        )
    who = () if match["who"] is None else (resolve(dataset, match["who"]).value,)
    dependent, required = (resolve(dataset, match[each], tg("EventType")).value for each in ("dependent", "required"))
    return Demand(dependent, Occurs(required), who, (), text)
