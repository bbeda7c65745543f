from __future__ import annotations

from urllib.parse import parse_qsl, quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from treatygraph.server.parameters import pairs_of

SIGNS = st.sampled_from([*"%%%=&+ \r\n\t_a3FfZ.;é", "%3d", "%C3%A9", "%0A", "%", "=\n", "=3D", "%E2%82"])


@given(st.lists(SIGNS).map("".join))
@example("a=b%")
@example("a=b =\n")
@example("%=\n")
@example("a=%0D%0A \n")
def test_parameters_are_read_as_by_the_standard_library(text: str) -> None:
    try:
        expected = parse_qsl(text, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        with pytest.raises(UnicodeDecodeError):
            pairs_of(text.encode())
    else:
        assert list(pairs_of(text.encode())) == expected


@given(st.lists(st.tuples(st.text(st.characters(codec="utf-8"), min_size=1), st.text(st.characters(codec="utf-8")))))
def test_whatever_is_written_is_read(pairs: list[tuple[str, str]]) -> None:
    encoded = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)
    assert list(pairs_of(encoded.encode())) == pairs


@pytest.mark.parametrize("encoded", [b"a=\xff", b"a=%FF", b"%C3=", b"a=%C3\xa9"])
def test_what_is_not_utf_8_is_told(encoded: bytes) -> None:
    with pytest.raises(UnicodeDecodeError):
        pairs_of(encoded)
