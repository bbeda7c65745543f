"""One difference with something in each part."""

from __future__ import annotations

from datetime import date

from pyoxigraph import DefaultGraph, Literal, NamedNode

from treatygraph.graph.comparison.answers import AnswerChange, SkippedQuery
from treatygraph.graph.comparison.difference import Difference
from treatygraph.graph.comparison.statements import StatementChange
from treatygraph.graph.comparison.statuses import State, StatusChange
from treatygraph.graph.comparison.vocabulary import TermChange
from treatygraph.graph.terms import ID, TG

A, P, G = NamedNode(ID + "a"), NamedNode(TG + "when"), NamedNode(ID + "graph/g")

SAMPLE = Difference(
    "main",
    "HEAD",
    statements=(
        StatementChange(G, A, P, (Literal("1"),), (Literal("2"), Literal("3"))),
        StatementChange(G, A, A, (), (A,)),
        StatementChange(DefaultGraph(), P, P, (Literal("x|y"),), ()),
    ),
    statuses=(
        StatusChange(
            ID + "promise", ID + "perspective/p", date(1960, 1, 20), date(1960, 1, 26), State("due", ("due",)), None
        ),
        StatusChange(ID + "promise", ID + "perspective/p", date(1960, 2, 1), None, None, State("lapsed", ("lapsed",))),
    ),
    queries=(
        AnswerChange("rows", "Which <rows>?", ("thing", "value"), ((A, None),), ((A, Literal("x|y")),)),
        AnswerChange("broken", "Is it so?", ("answer",), new_problem="Not in this graph."),
    ),
    terms=(TermChange("added", TG + "New"), TermChange("deprecated", TG + "Old", (TG + "New",))),
    skipped=(SkippedQuery("open", "It has no default for thing."),),
)
