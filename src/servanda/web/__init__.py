"""The reading room: the ledger in a browser. ``create_app`` gives the ASGI application."""

from __future__ import annotations

from servanda.web.site import create_app

__all__ = ["create_app"]
