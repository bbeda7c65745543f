"""Comparisons as Markdown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal

from treatygraph.graph.comparison.difference import Difference
from treatygraph.graph.comparison.markdown import as_markdown, code
from treatygraph.graph.comparison.statements import StatementChange
from treatygraph.graph.comparison.vocabulary import TermChange

from .samples import SAMPLE, A, G, P

MARKDOWN = """\
### What changes from `main` to `HEAD`

3 statements, 2 spans of statuses, 2 answers of stored queries, 2 terms.

#### Statements

```diff
@@ :graph/g @@
- :a tg:when "1"
+ :a tg:when "2"
+ :a tg:when "3"
+ :a :a :a
@@ default graph @@
- tg:when tg:when "x|y"
```

#### Statuses

| promise | perspective | from | until | days | old | new |
| --- | --- | --- | --- | --- | --- | --- |
| `:promise` | `:perspective/p` | 1960-01-20 | 1960-01-26 | 7 | `due` | `absent` |
| `:promise` | `:perspective/p` | 1960-02-01 | … |  | `absent` | `lapsed` |

#### Answers of stored queries

`rows`: Which \\<rows\\>?

|  | thing | value |
| --- | --- | --- |
| - | `:a` |  |
| + | `:a` | <code>&#34;x&#124;y&#34;</code> |

`broken`: Is it so?

The new version has no answer: `Not in this graph.`

#### Terms

| change | term | use instead |
| --- | --- | --- |
| added | `tg:New` |  |
| deprecated | `tg:Old` | `tg:New` |

Neither version can answer: `open`.
"""


def test_the_comment_has_each_part() -> None:
    assert as_markdown(SAMPLE) == MARKDOWN


def test_no_difference_is_said() -> None:
    assert as_markdown(Difference("a", "b", ("terms",))) == "### No difference from `a` to `b`\n\nCompared: terms.\n"


@given(st.text())
def test_code_shows_the_text_and_is_one_cell_on_one_line(text: str) -> None:
    shown = code(text)
    assert not re.search(r"[|\n\r]", shown)
    if shown.startswith("`"):
        assert shown == f"`{text}`"
        assert "`" not in text
    elif shown:
        inner = shown.removeprefix("<code>").removesuffix("</code>")
        assert not re.search(r"[<>@\[\]*_`\\]", inner)
        numbers = re.sub("&#([0-9]+);", lambda match: chr(int(match[1])), inner)
        assert numbers == text
    else:
        assert text == ""


def test_a_literal_cannot_end_the_block_of_code() -> None:
    change = StatementChange(G, A, P, (), (Literal("````\n# Title @somebody"),))
    text = as_markdown(Difference("a", "b", statements=(change,)))
    fences = [line for line in text.splitlines() if line.startswith("`")]
    assert fences == ["`````diff", "`````"]
    assert "# Title" not in [line[:7] for line in text.splitlines()]


@pytest.mark.parametrize(("count", "length"), [(3_000, 1), (30, 30_000)])
def test_a_comment_is_never_too_long_and_says_what_it_leaves_out(count: int, length: int) -> None:
    statements = tuple(StatementChange(G, A, P, (), (Literal(f"{number}" + "x" * length),)) for number in range(count))
    terms = tuple(TermChange("added", f"urn:{number}" + "x" * length) for number in range(count))
    text = as_markdown(Difference("a", "b", statements=statements, terms=terms))
    assert len(text) < 65_536
    left = [int(number.replace(",", "")) for number in re.findall("… ([0-9,]+) more lines", text)]
    shown = [len(re.findall(start, text, re.MULTILINE)) for start in ("^[+] ", "^[|] added")]
    assert [one + other for one, other in zip(left, shown, strict=True)] == [count, count]
