"""The reference page of the stored queries, made from their front matter.

``python -m treatygraph.graph.query_reference > docs/reference/queries.md`` writes the page anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import pairwise

from treatygraph.graph.sparql_text import tokens
from treatygraph.graph.stored_queries import TYPES, Parameter, StoredQuery, stored_queries

__all__ = ["reference_page"]

_COMMAND = "python -m treatygraph.graph.query_reference > docs/reference/queries.md"
_INTRODUCTION = """\
Each is run by its name: `treatygraph query NAME`, with `-p PARAMETER=VALUE` where a default does not fit. Things are
given by IRI, by CURIE or by local name. How to ask your own questions is told in
[Ask the graph in SPARQL](../how-to/ask-in-sparql.md).
"""


def reference_page() -> str:
    """Write the reference page: each stored query with parameters, columns and text.

    :returns: the page in Markdown, whose first line says that it is generated.
    """
    found = stored_queries().values()
    head = (f"<!-- Generated from queries/ by `{_COMMAND}`. Do not edit. -->", "", "# The stored queries", "")
    index = [f"| [{each.name}](#{each.name}) | {each.summary} |" for each in found]
    lines = (
        *head,
        _INTRODUCTION,
        "| name | question |",
        "|---|---|",
        *index,
        *(line for q in found for line in _of(q)),
    )
    return "\n".join(lines) + "\n"


def _of(query: StoredQuery) -> Iterator[str]:
    """Write the section of one query."""
    yield from ("", f"## {query.name}", "", query.summary, "")
    if query.description:
        yield from (" ".join(query.description.split()), "")
    yield from (f"Tags: {', '.join(query.tags)}. Columns: {', '.join(f'`{name}`' for name in _columns(query))}.", "")
    if query.parameters:
        yield from ("| parameter | takes | if not given |", "|---|---|---|")
        yield from (f"| `{each.name}` | {TYPES[each.type]} | {_default(each)} |" for each in query.parameters)
        yield ""
    yield from ("```sparql", query.body.rstrip("\n"), "```")


def _default(parameter: Parameter) -> str:
    """Tell what holds when no value is given."""
    if parameter.default is not None:
        return f"`{parameter.default}`"
    return "all" if parameter.optional else "an error"


def _columns(query: StoredQuery) -> list[str]:
    """Read the names of the columns from the projection; what an aggregate is called stands after its AS."""
    columns, depth = [], 0
    found = tokens(query.text)
    start = next(index for index, token in enumerate(found) if token.says("select"))
    for before, token in pairwise(found[start:]):
        if token.says("where") or token.text == "{":
            break
        depth += (token.text == "(") - (token.text == ")")
        if token.kind == "variable" and (depth == 0 or before.says("as")):
            columns.append(token.text[1:])
    return columns


if __name__ == "__main__":
    sys.stdout.write(reference_page())
