"""Comparisons as a table and as JSON."""

from __future__ import annotations

import json

from treatygraph.graph.comparison.difference import Difference
from treatygraph.graph.comparison.reports import as_json, as_table, write
from treatygraph.graph.terms import ID, TG

from .samples import SAMPLE

TABLE = """\
From main to HEAD: 3 statements, 2 spans of statuses, 2 answers of stored queries, 2 terms.

Statements
══════════
in :graph/g
  :a
    ~ tg:when  "1" → "2", "3"
    + :a  :a
in default graph
  tg:when
    - tg:when  "x|y"

Statuses
════════
promise   perspective     from        until       days  old     new
────────  ──────────────  ──────────  ──────────  ────  ──────  ──────
:promise  :perspective/p  1960-01-20  1960-01-26     7  due     absent
:promise  :perspective/p  1960-02-01  …                 absent  lapsed

Answers of stored queries
═════════════════════════
rows: Which <rows>?
   thing  value
─  ─────  ─────
-  :a
+  :a     "x|y"

broken: Is it so?
  The new version has no answer: Not in this graph.


Terms
═════
change      term    use instead
──────────  ──────  ───────────
added       tg:New
deprecated  tg:Old  tg:New

Neither version can answer open; --format json says why.
"""


def test_the_table_has_each_part() -> None:
    assert as_table(SAMPLE) == TABLE


def test_no_difference_is_said_in_one_line() -> None:
    assert as_table(Difference("a", "b", ("terms",))) == "No difference between a and b (terms).\n"


def test_json_has_whole_terms_and_null_for_what_is_open() -> None:
    record = json.loads(as_json(SAMPLE))
    assert (record["old"], record["new"]) == ("main", "HEAD")
    assert record["counts"] == {"statements": 3, "statuses": 2, "queries": 2, "terms": 2}
    assert record["statements"][0] == {
        "kind": "changed",
        "graph": f"<{ID}graph/g>",
        "subject": f"<{ID}a>",
        "predicate": f"<{TG}when>",
        "old": ['"1"'],
        "new": ['"2"', '"3"'],
    }
    assert record["statements"][2]["graph"] is None
    assert record["statuses"][1] == {
        "commitment": f"{ID}promise",
        "perspective": f"{ID}perspective/p",
        "from": "1960-02-01",
        "until": None,
        "days": None,
        "old": None,
        "new": {"status": "lapsed", "possible": ["lapsed"], "unmet": [], "possibly_unmet": []},
    }
    assert record["queries"][0]["removed"] == [[f"<{ID}a>", None]]
    assert record["queries"][1]["new_problem"] == "Not in this graph."
    assert record["terms"][1] == {"kind": "deprecated", "term": f"{TG}Old", "replacements": [f"{TG}New"]}
    assert record["not_answered"] == [{"query": "open", "reason": "It has no default for thing."}]


def test_half_a_character_in_a_name_is_escaped() -> None:
    assert b"\\udc80" in write(Difference("a\udc80", "b"), "table")
