"""The reading room: the ledger in a browser. ``create_app`` gives the application, ``door`` who may enter."""

from __future__ import annotations

from servanda.web.gate import door, is_loopback
from servanda.web.site import create_app

__all__ = ["create_app", "door", "is_loopback"]
