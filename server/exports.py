"""``/exports/``: the whole graph as files, a list of them with sizes and digests, and what ``sha256sum -c`` reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Blueprint, jsonify, render_template, request, url_for
from werkzeug.wrappers import Response

from treatygraph.graph.version import VERSION
from treatygraph.server.addresses import add_links
from treatygraph.server.export_files import ALL, CURATED, ExportFile, ExportFiles
from treatygraph.server.formats import DATASETS, PAGE
from treatygraph.server.negotiation import Offer, negotiate
from treatygraph.server.wording import KIND_WORDS

__all__ = ["get_blueprint"]

GZIP = ".gz"
_JSON = Offer("json", "application/json", "a list for programs")
_SUMS = "SHA256SUMS"


def get_blueprint(files: ExportFiles) -> Blueprint:
    """Make the part of the application that hands out the whole graph.

    :param files: the files.
    :returns: the blueprint, to be mounted at the root.
    """
    blueprint = Blueprint("exports", __name__)

    @blueprint.get("/exports/")
    def index() -> Response:
        offer, _ = negotiate((PAGE, _JSON), request.headers.get("Accept"), request.args.get("format"))
        response = listing() if offer is _JSON else Response(_page(files), mimetype=PAGE.media_type)
        response.vary.add("Accept")
        return response

    @blueprint.get("/exports/index.json")
    def listing() -> Response:
        return jsonify(
            version=VERSION,
            datasets=[_described(files, name, counts) for name, counts in files.counts.items()],
        )

    @blueprint.get(f"/exports/{_SUMS}")
    def sums() -> Response:
        return Response("".join(_sums(files)), mimetype="text/plain")

    @blueprint.get(f'/exports/<any("{CURATED}", "{ALL}"):name>', defaults={"suffix": None})
    @blueprint.get(f'/exports/<any("{CURATED}", "{ALL}"):name>.<suffix>')
    def whole(name: str, suffix: str | None) -> Response:
        return _whole(files, name, suffix)

    return blueprint


def _whole(files: ExportFiles, name: str, suffix: str | None) -> Response:
    """Hand out one file, compressed where the suffix says so."""
    plain = suffix.removesuffix(GZIP) if suffix else None
    offer, media_type = negotiate(DATASETS, request.headers.get("Accept"), plain)
    file = files.file(name, offer)
    if suffix and suffix.endswith(GZIP):
        response = Response(file.compressed, content_type="application/gzip")
    else:
        response = Response(file.chunks(), mimetype=media_type)
        response.content_length = file.size
    if suffix is None:
        response.headers["Content-Location"] = url_for("exports.whole", name=name, suffix=offer.name)
        response.vary.add("Accept")
    others = [(_address(name, each), "alternate", each.media_type) for each in DATASETS]
    return add_links(response, [*others, (url_for("void.document"), "describedby", None)])


def _sums(files: ExportFiles) -> Iterator[str]:
    """Write the digests of the files that were made."""
    for file in files.listed():
        base = f"{file.name}.{file.offer.name}"
        yield f"{file.sha256}  {base}\n"
        yield f"{file.compressed_sha256}  {base}{GZIP}\n"


def _page(files: ExportFiles) -> str:
    """Write the page that lists the files."""
    made = {(file.name, file.offer.name): file for file in files.listed()}
    return render_template(
        "exports.html",
        offers=DATASETS,
        files=[(name, counts) for name, counts in files.counts.items()],
        made=made,
        digests={name: files.digest(name) for name in files.counts},
        kinds=KIND_WORDS,
        sums=url_for("exports.sums"),
        listing=url_for("exports.listing"),
    )


def _described(files: ExportFiles, name: str, counts: Mapping[str, int]) -> dict[str, Any]:
    """Describe one dataset and its files for programs."""
    made = {file.offer.name: file for file in files.listed() if file.name == name}
    return {
        "name": name,
        "statements": sum(counts.values()),
        "statementsByKind": dict(counts),
        "rdfc10Sha256": files.digest(name) or None,
        "files": [_file(name, offer, made.get(offer.name)) for offer in DATASETS],
    }


def _file(name: str, offer: Offer, made: ExportFile | None) -> dict[str, Any]:
    """Describe one file; sizes and digests of one that was not made yet are not known."""
    address = _address(name, offer)
    described: dict[str, Any] = {"path": address, "mediaType": offer.media_type}
    packed: dict[str, Any] = {"path": address + GZIP, "mediaType": "application/gzip"}
    if made is not None:
        described |= {"bytes": made.size, "sha256": made.sha256}
        packed |= {"bytes": len(made.compressed), "sha256": made.compressed_sha256}
    return {**described, "gzip": packed}


def _address(name: str, offer: Offer) -> str:
    """Return the path of a file."""
    return url_for("exports.whole", name=name, suffix=offer.name)
