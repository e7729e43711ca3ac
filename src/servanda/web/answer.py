"""Each view in three formats at one address: the page, and as ``.json`` and ``.csv`` exact values."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from servanda.model import Record, record_type

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


def table_response(request: Request, rows: Sequence[Mapping[str, Any]]) -> Response:
    """Rows as JSON (``total`` and ``rows``) or CSV, as the request asks."""
    if wanted(request) == "csv":
        return csv_response(rows)
    return json_response({"total": len(rows), "rows": rows})


def records_response(request: Request, records: Sequence[Record]) -> Response:
    """Records as JSON with all their evidence, or as CSV with the first of it."""
    made = flat if wanted(request) == "csv" else whole
    return table_response(request, [made(record) for record in records])


def whole(record: Record) -> dict[str, Any]:
    """A record with its type, every field and its evidence."""
    fields: dict[str, Any] = msgspec.to_builtins(record)
    evidence = fields.pop("evidence")
    identity = {"id": fields.pop("id"), "type": record_type(record)}
    return identity | fields | {"evidence": evidence, "url": f"/records/{record.id}"}


def flat(record: Record) -> dict[str, Any]:
    """A record as one line: every field, and the first place of its evidence."""
    fields = msgspec.structs.asdict(record)
    first = fields.pop("evidence")[0]
    identity = {"id": fields.pop("id"), "type": record_type(record)}
    return identity | fields | msgspec.structs.asdict(first)


def csv_response(rows: Iterable[Mapping[str, Any]]) -> Response:
    """Rows as CSV in UTF-8, under every column that any row has; lists joined by semicolons."""
    rows = list(rows)
    columns = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_cell(row.get(name)) for name in columns] for row in rows)
    return Response(out.getvalue(), media_type="text/csv; charset=utf-8")


def _cell(value: Any) -> str:
    """A value as CSV holds it.

    >>> _cell(Decimal("1E+9")), _cell(("IN", "RU")), _cell(None)
    ('1000000000', 'IN; RU', '')
    """
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (tuple, list)):
        return "; ".join(map(str, value))
    return str(value)
