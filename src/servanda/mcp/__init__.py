"""The ledger as tools for assistants, by the Model Context Protocol, over standard input and output.

Every record that a tool gives has its quotes with their offsets, and the document that they stand in, so
that whatever an assistant says can be checked word for word. The tools only read; none writes or fetches.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations

from servanda import __version__
from servanda.app import Ledger
from servanda.errors import ServandaError
from servanda.mcp.listings import Listings
from servanda.mcp.tools import Tools

INSTRUCTIONS = """\
A ledger of what states promised and claimed, read from documents in several languages. Everything a tool \
returns was said in a document: each record has `evidence` (document, start, end, quote) and `source`. Quote \
those words and name their document in what you write; say so where the ledger holds nothing. \
States are ISO 3166-1 alpha-2 (IN, RU), times EDTF (2030, 2024-04/2025-03), money ISO 4217. \
Begin with `ask` or `search` for a question in words, with `overview` for what there is."""

Given = ParamSpec("Given")
Told = TypeVar("Told")


def server(ledger: Ledger) -> MCPServer[Any]:
    """A server of the tools over a ledger that is open."""
    made: MCPServer[Any] = MCPServer(
        "servanda", instructions=INSTRUCTIONS, version=__version__, log_level="ERROR"
    )
    reads = ToolAnnotations(read_only_hint=True, open_world_hint=False)
    for tools in (Tools(ledger), Listings(ledger)):
        for name in (name for name in vars(type(tools)) if not name.startswith("_")):
            made.add_tool(_plainly(getattr(tools, name)), name=name, annotations=reads)
    return made


def _plainly(tool: Callable[Given, Told]) -> Callable[Given, Told]:
    """A tool whose faults that a user can act on are told in their own words."""

    @functools.wraps(tool)
    def told(*args: Given.args, **kwargs: Given.kwargs) -> Told:
        try:
            return tool(*args, **kwargs)
        except ServandaError as error:
            raise ToolError(str(error)) from error

    return told
