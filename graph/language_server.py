"""Findings in an editor while a file is open (Language Server Protocol 3.17): diagnostics, and rules on hover.

The graph is checked whole when a file is opened or saved, as ``treatygraph check`` would check it, so an editor shows
what continuous integration will say. What has not been saved is not looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from treatygraph.graph.checking.explanation import explain_rule
from treatygraph.graph.checking.findings import Finding, Report, Severity
from treatygraph.graph.checking.registry import find_rule
from treatygraph.graph.errors import TreatyGraphError
from treatygraph.graph.version import VERSION

__all__ = ["Diagnosing", "make_server"]

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}

Check = Callable[[Sequence[Path]], Report]
"""Checks the graph of the settings together with some files."""


class Diagnosing:
    """What an editor is told of the files of a graph.

    :param check: checks the graph.
    :param publish: hands the diagnostics of one file to the editor.
    :param say: shows the user a message.
    """

    def __init__(
        self,
        check: Check,
        publish: Callable[[types.PublishDiagnosticsParams], None],
        say: Callable[[str], None],
    ) -> None:
        self._check = check
        self._publish = publish
        self._say = say
        self._told: dict[str, list[types.Diagnostic]] = {}
        self._lock = Lock()

    def run(self, uri: str) -> None:
        """Check the graph because a file was opened or saved, and tell the editor.

        :param uri: the file.
        """
        path = to_fs_path(uri)
        if path is None:
            return
        with self._lock:
            try:
                report = self._check([Path(path)])
            except TreatyGraphError as error:
                self._say(str(error))
                return
            found = _by_uri(report.findings)
            for each in {*found, *self._told, uri}:
                self._publish(types.PublishDiagnosticsParams(uri=each, diagnostics=found.get(each, [])))
            self._told = found

    def hover(self, uri: str, position: types.Position) -> types.Hover | None:
        """Explain the rules that are broken at a place.

        :param uri: the file.
        :param position: the place.
        :returns: the text of the rules, in Markdown; None where nothing is wrong.
        """
        codes = [
            str(each.code)
            for each in self._told.get(uri, ())
            if (each.range.start.line, each.range.start.character)
            <= (position.line, position.character)
            <= (each.range.end.line, each.range.end.character)
        ]
        if not codes:
            return None
        text = "\n".join(explain_rule(find_rule(code)) for code in dict.fromkeys(codes))
        return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text))


def make_server(check: Check) -> LanguageServer:
    """Make a language server.

    :param check: checks the graph.
    :returns: the server; ``start_io()`` lets it talk on standard input and output.
    """
    server = LanguageServer("treatygraph", VERSION)
    diagnosing = Diagnosing(
        check,
        server.text_document_publish_diagnostics,
        lambda text: server.window_show_message(types.ShowMessageParams(types.MessageType.Error, text)),
    )

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    @server.thread()
    def opened(parameters: types.DidOpenTextDocumentParams) -> None:
        diagnosing.run(parameters.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    @server.thread()
    def saved(parameters: types.DidSaveTextDocumentParams) -> None:
        diagnosing.run(parameters.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hovered(parameters: types.HoverParams) -> types.Hover | None:
        return diagnosing.hover(parameters.text_document.uri, parameters.position)

    return server


def _by_uri(findings: Sequence[Finding]) -> dict[str, list[types.Diagnostic]]:
    """Turn findings into the diagnostics of each file."""
    lines: dict[str, list[str]] = {}
    found: defaultdict[str, list[types.Diagnostic]] = defaultdict(list)
    for each in findings:
        if each.path is None:
            continue
        if each.path not in lines:
            lines[each.path] = Path(each.path).read_bytes().decode("utf-8", "replace").splitlines()
        uri = from_fs_path(str(Path(each.path).absolute()))
        if uri is not None:
            found[uri].append(_diagnostic(each, lines[each.path]))
    return dict(found)


def _diagnostic(finding: Finding, lines: Sequence[str]) -> types.Diagnostic:
    """Turn a finding into a diagnostic; the protocol counts in UTF-16, from 0."""
    number = (finding.line or 1) - 1
    line = lines[number] if number < len(lines) else ""
    start = (finding.column or 1) - 1
    last = number if finding.end_line is None else finding.end_line - 1
    ending = lines[last] if last < len(lines) else ""
    end = start if finding.end_column is None else finding.end_column - 1
    return types.Diagnostic(
        range=types.Range(
            types.Position(number, _units(line[:start])),
            types.Position(last, _units(ending[:end])),
        ),
        message=f"{finding.message} {finding.repair}".strip(),
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        source="treatygraph",
    )


def _units(text: str) -> int:
    """Count as UTF-16 does."""
    return len(text.encode("utf-16-le")) // 2
