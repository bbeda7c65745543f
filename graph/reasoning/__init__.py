"""Reasoning by the rules of OWL 2 RL, with the rule and the premises of every conclusion.

:class:`Reasoner` is the reasoner of treatygraph, and :func:`close` its use for a single set of data.
:func:`close_with_owlrl` asks the owlrl library, which gives no premises, and serves to check it. Both keep what
:func:`useful` lets pass. :func:`chain` explains a triple. Each name is imported from its module when it is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from treatygraph.graph.lazy import lazily

if TYPE_CHECKING:
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

_MODULES: Mapping[str, str] = MappingProxyType(
    {
        "Closure": "model",
        "Derivation": "model",
        "Inconsistency": "model",
        "Reasoner": "reasoner",
        "Step": "chains",
        "chain": "chains",
        "close": "reasoner",
        "close_with_owlrl": "owlrl_reasoner",
        "useful": "noise",
    }
)

__getattr__ = lazily(__name__, _MODULES)
