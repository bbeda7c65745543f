"""An editor is told what the check finds, by a real client over standard input and output."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from shutil import copy

import pytest
from lsprotocol import types
from pygls.lsp.client import LanguageClient

PATIENCE = 60.0
Conversation = Callable[[LanguageClient, "asyncio.Queue[types.PublishDiagnosticsParams]"], Awaitable[None]]


@pytest.fixture
def folder(tmp_path: Path, repository: Path) -> Path:
    examples = repository / "tests" / "shapes"
    copy(examples / "base.trig", tmp_path)
    copy(examples / "TG203" / "invalid-two-states-made-one.trig", tmp_path / "broken.trig")
    (tmp_path / "pyproject.toml").write_text('[tool.treatygraph]\npaths = ["base.trig", "broken.trig"]\n')
    return tmp_path


def talk(program: Path, folder: Path, conversation: Conversation) -> None:
    async def run() -> None:
        client = LanguageClient("test", "1")
        told: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()
        client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda each: told.put_nowait(each))
        environment = os.environ | {"TREATYGRAPH_CACHE": str(folder / ".cache")}
        await client.start_io(str(program), "lsp", cwd=folder, env=environment)
        await client.initialize_async(
            types.InitializeParams(capabilities=types.ClientCapabilities(), root_uri=folder.as_uri())
        )
        client.initialized(types.InitializedParams())
        try:
            await asyncio.wait_for(conversation(client, told), PATIENCE)
        finally:
            await asyncio.wait_for(client.shutdown_async(None), PATIENCE)
            client.exit(None)
            await asyncio.wait_for(client.stop(), PATIENCE)

    asyncio.run(run())


def opened(path: Path) -> types.DidOpenTextDocumentParams:
    return types.DidOpenTextDocumentParams(types.TextDocumentItem(path.as_uri(), "trig", 1, path.read_text()))


async def diagnostics(
    told: asyncio.Queue[types.PublishDiagnosticsParams], path: Path
) -> list[tuple[str, int, int, int]]:
    """Wait until the editor is told of a file."""
    while True:
        found = await told.get()
        if found.uri == path.as_uri():
            return [
                (str(each.code), each.range.start.line, each.range.start.character, each.range.end.character)
                for each in found.diagnostics
            ]


def test_findings_come_and_go_as_files_are_saved_and_rules_are_explained(program: Path, folder: Path) -> None:
    path = folder / "broken.trig"
    base = folder / "base.trig"

    async def conversation(client: LanguageClient, told: asyncio.Queue[types.PublishDiagnosticsParams]) -> None:
        client.text_document_did_open(opened(base))
        assert await diagnostics(told, path) == [("TG203", 6, 22, 31)]
        place = types.HoverParams(types.TextDocumentIdentifier(path.as_uri()), types.Position(6, 25))
        hover = await client.text_document_hover_async(place)
        assert hover is not None
        assert isinstance(hover.contents, types.MarkupContent)
        assert hover.contents.value.startswith("## TG203 same-as-asserted")
        place.position = types.Position(0, 0)
        assert await client.text_document_hover_async(place) is None
        copy(base, path)
        client.text_document_did_save(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(path.as_uri())))
        assert await diagnostics(told, path) == []

    talk(program, folder, conversation)


def test_a_file_outside_the_graph_is_checked_with_it_in_units_of_utf_16(program: Path, folder: Path) -> None:
    path = folder / "other.trig"
    text = (folder / "broken.trig").read_text().replace(":arcadia owl:", ':gazette owl:versionInfo "\U0001d538" ; owl:')
    path.write_text(text)
    line = text.splitlines()[6]

    async def conversation(client: LanguageClient, told: asyncio.Queue[types.PublishDiagnosticsParams]) -> None:
        client.text_document_did_open(opened(path))
        found = await diagnostics(told, path)
        assert ("TG203", 6, line.index(":borduria") + 1, line.index(" .") + 1) in found

    talk(program, folder, conversation)


def test_what_cannot_be_checked_is_a_message_and_not_the_end(program: Path, folder: Path) -> None:
    path = folder / "page.html"
    path.write_text("<p>")

    async def conversation(client: LanguageClient, told: asyncio.Queue[types.PublishDiagnosticsParams]) -> None:
        said: asyncio.Queue[types.ShowMessageParams] = asyncio.Queue()
        client.feature(types.WINDOW_SHOW_MESSAGE)(lambda each: said.put_nowait(each))
        client.text_document_did_open(opened(path))
        assert "tells no RDF format" in (await said.get()).message
        client.text_document_did_open(opened(folder / "base.trig"))
        assert await diagnostics(told, folder / "broken.trig") == [("TG203", 6, 22, 31)]

    talk(program, folder, conversation)


def test_queries_for_violations_are_run_and_change_what_is_told(program: Path, folder: Path) -> None:
    query = folder / "checks" / "party.rq"
    query.parent.mkdir()
    query.write_text("PREFIX tg: <https://w3id.org/treatygraph/ns#>\nSELECT * { ?entity a tg:Treaty }")
    text = '[tool.treatygraph]\npaths = ["base.trig"]\nselect = ["TG5"]\nviolations = ["checks"]\n'
    (folder / "pyproject.toml").write_text(text)
    base = folder / "base.trig"
    line = base.read_text().splitlines().index("  :accord a tg:Treaty ;")

    async def conversation(client: LanguageClient, told: asyncio.Queue[types.PublishDiagnosticsParams]) -> None:
        client.text_document_did_open(opened(base))
        assert await diagnostics(told, base) == [("TG511", line, 12, 21)]
        # A query that is opened is run, as always, and not checked itself: its star is no finding.
        client.text_document_did_open(opened(query))
        assert await diagnostics(told, query) == []
        query.write_text("ASK {}")
        client.text_document_did_save(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(query.as_uri())))
        assert await diagnostics(told, query) == [("TG511", 0, 0, 3)]

    talk(program, folder, conversation)
