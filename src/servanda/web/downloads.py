"""The whole ledger, or one document of it, in every format of the registry."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import BinaryIO, cast

from fastapi import APIRouter, HTTPException
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from servanda.export import exporters
from servanda.web import answer
from servanda.web.room import Opened, lookup, page, view_of

router = APIRouter()

PIECE = 1 << 18
"""How much of a file is sent at once."""


@router.get("/export")
def export(request: Request, ledger: Opened) -> Response:
    """Every format, with what it is for."""
    offered = [
        {"format": name, "about": form.about, "available": form.available, "extra": form.extra}
        for name, form in exporters().items()
    ]
    if answer.wanted(request) != "html":
        return answer.rows_response(request, offered)
    counts = ledger.store.counts()
    return page(
        request,
        "export.html",
        section="/export",
        view=view_of(request, "/export"),
        offered=offered,
        documents=counts.pop("document"),
        records=sum(counts.values()),
    )


@router.get("/export/{form}")
def download(ledger: Opened, form: str, document: str | None = None) -> Response:
    """The ledger in a format, as a file."""
    found = exporters().get(form)
    if found is None:
        raise HTTPException(404, f"no such format: {form}; there are {', '.join(exporters())}")
    chosen = lookup(ledger.document, document).id if document else None
    file = cast("BinaryIO", TemporaryFile())  # noqa: SIM115  (closed when it has been sent)
    ledger.export(form, file, document=chosen)
    length = file.tell()
    file.seek(0)
    name = f"{chosen or 'ledger'}{found.suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Length": str(length)}
    sent = iter(lambda: file.read(PIECE), b"")
    return StreamingResponse(sent, 200, headers, found.media_type, BackgroundTask(file.close))
