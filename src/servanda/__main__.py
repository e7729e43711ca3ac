"""``python -m servanda``."""

from __future__ import annotations

from servanda.cli import main

main()
