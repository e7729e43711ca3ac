"""``servanda serve``: the reading room on a port of this machine."""

from __future__ import annotations

import socket
import sys
from collections.abc import Sequence

from servanda.errors import UsageError
from servanda.store.database import shown

PORT = 8765
TRIES = 20
SWITCH = 0.0005
"""Seconds after which a thread gives way: pages are not to wait for what is worked out beside them."""
IN_THE_CLEAR = (
    "Passwords cross the network as they are typed: better listen on 127.0.0.1, behind a server "
    "that speaks TLS (--domain NAME)."
)


def serve_ledger(ledger: str, host: str, port: int | None, names: Sequence[str] = ()) -> None:
    """Serves until it is stopped. Without a port: the usual one, or the next that is free.

    Raises :class:`UsageError` where others than this machine could look, and nobody has an account.
    """
    import uvicorn

    sys.setswitchinterval(SWITCH)
    from servanda.web import create_app, door, is_loopback, visit

    entrance = door(ledger, host, names)
    with listen(host, port) as listener:
        room = create_app(ledger, entrance)
        visit(room)
        config = uvicorn.Config(room, log_level="warning", server_header=False)
        whom = "who has an account" if entrance.accounts else "read"
        sys.stdout.write(f"{shown(ledger)} is open to {whom} at {address(listener)} (Ctrl-C stops)\n")
        if not is_loopback(host):
            sys.stderr.write(f"{IN_THE_CLEAR}\n")
        sys.stdout.flush()
        uvicorn.Server(config).run(sockets=[listener])


def listen(host: str, port: int | None) -> socket.socket:
    """A socket that listens; :class:`UsageError` where the port that was asked for is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    ports = range(PORT, PORT + TRIES) if port is None else (port,)
    for number in ports:
        try:
            listener = socket.create_server((host, number), family=family)
        except OSError as error:
            fault = error.strerror
        else:  # its connections inherit it; without, the end of an answer waits for word of its beginning
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return listener
    tried = str(ports[0]) if len(ports) == 1 else f"{ports[0]} to {ports[-1]}"
    raise UsageError(f"cannot listen on {host}, port {tried}: {fault}; name another with --port or --host")


def address(listener: socket.socket) -> str:
    """The address to type into a browser."""
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else "localhost" if host in ("127.0.0.1", "0.0.0.0") else host  # noqa: S104
    return f"http://{shown}:{port}/"
