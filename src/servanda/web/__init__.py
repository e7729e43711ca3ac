"""The reading room: the ledger in a browser. ``create_app`` gives the application, ``door`` who may enter.

``visit`` makes the first visits, so that no reader's is slow.
"""

from __future__ import annotations

from servanda.web.gate import door, is_loopback
from servanda.web.site import create_app
from servanda.web.visits import visit

__all__ = ["create_app", "door", "is_loopback", "visit"]
