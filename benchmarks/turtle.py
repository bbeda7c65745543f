"""Time the scanner and the formatter next to pyoxigraph's parser: ``python benchmarks/turtle.py``.

All get the same text in the same run, so that the ratios mean something on any machine.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from itertools import count, islice
from time import process_time

from pyoxigraph import RdfFormat, parse

from treatygraph.graph.turtle.formatting import format_text
from treatygraph.graph.turtle.scanner import scan
from treatygraph.graph.turtle.tokens import Text

SIZES = (10_000, 100_000)
PREFIXES = """\
@prefix : <https://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SUBJECTS = {
    "plain": """
:treaty-{0} :party :state-{0} , :state-{1} ;
    :title "Treaty {0}"@en ; # in force
    :signed "2001-05-01"^^xsd:date ;
    a :Treaty .
""",
    "nested": """
:treaty-{0} a :Treaty ;
    :party [ :state :state-{0} ] ;
    :articles ( {0} ) .
""",
}
STATEMENTS = {"plain": 5, "nested": 6}


def main() -> None:
    """Print a table of seconds for each 100,000 statements, and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="numbers of statements to generate")
    print(f"{'statements':>10} {'text':<7} {'parser':>9} {'scan':>9} {'ratio':>6} {'format':>9} {'ratio':>6}")
    for size in parser.parse_args().sizes:
        for kind in SUBJECTS:
            text = generated(kind, size)
            parsed, theirs = timed(lambda text=text: len(list(parse(text, format=RdfFormat.TURTLE))))
            scanned, ours = timed(lambda text=text: len(scan(Text(text), RdfFormat.TURTLE).statements))
            if parsed != scanned:
                raise SystemExit(f"The scanner found {scanned} statements, the parser {parsed}.")
            _, laid_out = timed(lambda text=text: len(format_text(Text(text), RdfFormat.TURTLE)))
            times = [seconds * 100_000 / parsed for seconds in (theirs, ours, laid_out)]
            print(
                f"{parsed:>10} {kind:<7} {times[0]:>7.3f} s {times[1]:>7.3f} s {times[1] / times[0]:>5.1f}x "
                f"{times[2]:>7.3f} s {times[2] / times[0]:>5.1f}x"
            )


def timed(run: Callable[[], int]) -> tuple[int, float]:
    """Run something; return its result and the seconds of processor time that it took."""
    start = process_time()
    result = run()
    return result, process_time() - start


def generated(kind: str, size: int) -> str:
    """Write a text with so many statements."""
    subjects = (SUBJECTS[kind].format(number, number + 1) for number in count())
    return PREFIXES + "".join(islice(subjects, size // STATEMENTS[kind]))


if __name__ == "__main__":
    main()
