"""Reasoning by the rules of OWL 2 RL, with the rule and the premises of every conclusion.

:class:`Reasoner` is the reasoner of treatygraph, and :func:`close` its use for a single set of data.
:func:`close_with_owlrl` asks the owlrl library, which gives no premises, and serves to check it. Both keep what
:func:`useful` lets pass. :func:`chain` explains a triple.
"""

from __future__ import annotations

from treatygraph.graph.reasoning.chains import Step, chain
from treatygraph.graph.reasoning.model import Closure, Derivation, Inconsistency
from treatygraph.graph.reasoning.noise import useful
from treatygraph.graph.reasoning.owlrl_reasoner import close_with_owlrl
from treatygraph.graph.reasoning.reasoner import Reasoner, close

__all__ = [
    "Closure",
    "Derivation",
    "Inconsistency",
    "Reasoner",
    "Step",
    "chain",
    "close",
    "close_with_owlrl",
    "useful",
]
