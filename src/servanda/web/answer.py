"""Each view in three formats at one address: the page, and as ``.json`` and ``.csv`` exact values."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from servanda.export import jsonl, table
from servanda.model import Document, Record

FORMATS = ("json", "csv")


class FormatInPath:
    """ASGI: takes ``.json`` or ``.csv`` off the end of a path and keeps it as the format asked for."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on under the path of the page."""
        if scope["type"] == "http" and not scope["path"].startswith("/static/"):
            path, _, suffix = scope["path"].rpartition(".")
            if suffix in FORMATS:
                scope = dict(scope) | {"path": path or "/", "raw_path": None, "format": suffix}
        await self.app(scope, receive, send)


def wanted(request: Request) -> str:
    """The format that a request asks for: ``html``, ``json`` or ``csv``."""
    return str(request.scope.get("format", "html"))


def json_response(content: Any, status: int = 200) -> Response:
    """JSON, with decimals as exact text."""
    body = msgspec.json.format(msgspec.json.encode(content), indent=1)
    return Response(body, status, media_type="application/json")


def csv_response(body: bytes) -> Response:
    """CSV in UTF-8."""
    return Response(body, media_type="text/csv; charset=utf-8")


def records_response(
    request: Request, kind: str, records: Sequence[Record], documents: Mapping[str, Document], total: int
) -> Response:
    """Records of one type, as the exporters write them; ``total``: of how many they are a part."""
    if wanted(request) == "json":
        return json_response({"total": total, "rows": [record_data(record) for record in records]})
    out = io.BytesIO()
    table.write_items(kind, records, documents, out)
    return csv_response(out.getvalue())


def record_data(record: Record) -> dict[str, Any]:
    """A record with its type, every field, its evidence and its page."""
    return jsonl.plain(record) | {"url": f"/records/{record.id}"}


def rows_response(request: Request, rows: Sequence[Mapping[str, Any]], total: int | None = None) -> Response:
    """Rows that are no records, such as counts: all have the same columns; ``total``: as above."""
    if wanted(request) == "json":
        return json_response({"total": len(rows) if total is None else total, "rows": rows})
    out = io.BytesIO()
    table.write_rows(rows, out)
    return csv_response(out.getvalue())
