"""The text of XML files, which may be written in other encodings than UTF-8."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from treatygraph.graph.errors import InputError
from treatygraph.graph.input_files import place_of

__all__ = ["as_utf_8"]

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(r"""\A(<\?xml\s[^>]{0,200}?\bencoding\s*=\s*)(["'])([A-Za-z][\w.-]{0,39})\2""", re.ASCII)
_HEAD = 300
"""Within how many bytes the declaration ends."""
_UTF_8 = "UTF-8"
_KNOWN = re.compile(
    r"utf-8|ascii|utf-16(-[lb]e)?|iso8859-\d+|cp125\d|koi8-[ru]|shift_jis|euc_jp|euc_kr|gb2312|gb18030|big5"
)
"""Encodings of texts, as Python calls them."""


def as_utf_8(data: bytes, file: Path) -> bytes:
    """Write XML in UTF-8, and say so in its declaration.

    The declaration stays as long as it was, so that what follows it keeps its column.

    :param data: the content of a file; its byte order mark or its declaration tells the encoding.
    :param file: where it comes from, for the error.
    :returns: the content in UTF-8, without a byte order mark.
    :raises InputError: if the encoding is unknown, or the content is not in it.
    """
    mark, encoding = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", ""))
    data = data.removeprefix(mark)
    declared = _DECLARED.match(data[:_HEAD].decode("latin-1"))
    encoding = encoding or (_python_name(declared, file) if declared else "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line, column = place_of(error)
        what = "UTF-8" if encoding == "utf-8" else encoding
        raise InputError(
            f"The file is not {what} text.",
            path=file,
            line=line,
            column=column,
            repair="Save it as UTF-8, or name another file.",
        ) from None
    return _DECLARED.sub(_redeclared, text, count=1).encode()


def _python_name(declaration: re.Match[str], file: Path) -> str:
    """Look up the encoding that a declaration names."""
    declared = declaration[3]
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        name = ""
    if not _KNOWN.fullmatch(name):
        raise InputError(
            f"The encoding {declared!r} is not known.",
            path=file,
            line=1,
            column=declaration.start(3) + 1,
            repair="Save it as UTF-8.",
        )
    return name


def _redeclared(match: re.Match[str]) -> str:
    """Write the declaration for UTF-8."""
    return f"{match[1]}{match[2]}{_UTF_8}{match[2]}{' ' * (len(match[3]) - len(_UTF_8))}"
