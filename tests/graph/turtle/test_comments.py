"""Comments move with what they belong to; headings stay where they are."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent

import pytest

Layout = Callable[..., str]


def test_comments_move_with_what_they_belong_to(body: Layout) -> None:
    text = """\
        # on b
        # two lines
        :b :q 2 , # on two
              1 ; # on one
           # on p
           :p 3 . # on three
        # on a
        :a :p [ # in brackets
            :s 1 ; # on s
            # on r
            :r 2 ] ; # after brackets
          :o (
            1 # on item
            # on item two
            2
          ) , 0 .
        # the end
        """
    assert body(text) == dedent("""\
        # on a
        :a :o
                0 ,
                (
                    1 # on item
                    # on item two
                    2
                ) ;
            :p [
                # on r
                :r 2 ;
                # in brackets
                :s 1 ; # on s
            ] . # after brackets

        # on b
        # two lines
        :b
            # on p
            :p 3 ; # on three
            :q 1 , # on one
                2 . # on two

        # the end
        """)


def test_a_comment_after_a_whole_property_leaves_it_on_one_line(body: Layout) -> None:
    assert body(":a :q 2 , 1 ; # ignore both\n :p 1 . # and this") == (
        ":a :p 1 ; # and this\n    :q 1 , 2 . # ignore both\n"
    )


def test_comments_of_graphs_stay_with_them(body: Layout) -> None:
    text = """\
        # on h
        :h { # opens h
          :a a :C .
          # closes h
        } # after h
        # on g
        :g { # opens g
        }
        """
    assert body(text) == dedent("""\
        # on g
        :g { # opens g
        }

        # on h
        :h { # opens h
          :a a :C .
          # closes h
        } # after h
        """)


def test_headings_part_what_is_sorted(body: Layout) -> None:
    text = """\
        :d a :C .
        :c a :C .

        ### second

        :b a :C .
        # on a
        :a a :C .

        # third

        :g {
          :z a :C .

          # inner

          :y a :C .
          :x a :C .
        }
        :f { :a a :C }
        """
    assert body(text) == dedent("""\
        :c a :C .
        :d a :C .

        ### second

        # on a
        :a a :C .

        :b a :C .

        # third

        :f {
          :a a :C .
        }

        :g {
          :z a :C .

          # inner

          :x a :C .
          :y a :C .
        }
        """)


@pytest.mark.parametrize(
    "text",
    [
        "# a\n# b\n\n# c\n@prefix : <urn:x:> .\n\n:a a :C .\n",
        "# header\n\n# on a\n<urn:a> a <urn:C> .\n",
        "# header\n\n<urn:a> a <urn:C> .\n",
        "# nothing else\n\n# at all\n",
        "@prefix : <urn:x:> . # on the prefix\n",
        "",
    ],
)
def test_headers_stay_on_top(text: str, formatted: Layout) -> None:
    assert formatted(text) == text


def test_prefixes_anywhere_come_up_below_the_header(formatted: Layout) -> None:
    text = "# header\n\n<urn:a> a <urn:C> .\n# on b\nPREFIX b: <urn:b:>\n@prefix a: <urn:a:> .\n@version '1.2' ."
    assert formatted(text) == dedent("""\
        # header
        @version '1.2' .
        @prefix a: <urn:a:> .
        # on b
        @prefix b: <urn:b:> .

        <urn:a> a <urn:C> .
        """)
