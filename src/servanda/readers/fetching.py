"""Content from the web: within bounds of size and time, and never from a private network unasked."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.request import getproxies

import msgspec

from servanda import __version__
from servanda.errors import FetchError, TooLarge

if TYPE_CHECKING:
    import httpx

MEGABYTE = 1_000_000
MAX_BYTES = 50 * MEGABYTE
"""The largest document, unless the caller says otherwise."""
TIMEOUT = 20.0
"""Seconds to wait for a server to answer or to go on; ten times as long for a whole document."""
NOT_MODIFIED = 304


class Limits(msgspec.Struct, frozen=True):
    """What reading may cost: bytes of a document, seconds for an answer.

    ``private``: whether addresses inside private networks are asked too.
    """

    max_bytes: int = MAX_BYTES
    timeout: float = TIMEOUT
    private: bool = False


USUAL = Limits()


class Item(msgspec.Struct, frozen=True):
    """One document's content and where it came from; ``media_type`` as a server declared it."""

    uri: str
    content: bytes
    media_type: str = ""


def is_address(place: str) -> bool:
    """Whether a name is a web address.

    >>> is_address("https://example.org/a"), is_address("notes/a.txt")
    (True, False)
    """
    return place.lower().startswith(("http://", "https://"))


class Fetched(msgspec.Struct, frozen=True):
    """What a server answered: the content, or none where it has not changed; what to ask with next time."""

    item: Item | None
    etag: str = ""
    modified: str = ""


def fetch(url: str, limits: Limits = USUAL, etag: str = "", modified: str = "") -> Fetched:
    """The answer of a server, read piece by piece so that size and time stay within bounds.

    ``etag`` and ``modified``: what it answered last time; it then says whether anything has changed.
    Neither the address nor any that it leads to may be of a private network, unless the limits say so.
    """
    import httpx  # noqa: PLC0415 - heavy, and only needed for addresses

    deadline = time.monotonic() + 10 * limits.timeout
    known = {"If-None-Match": etag, "If-Modified-Since": modified}
    headers = {"User-Agent": f"servanda/{__version__}"} | {
        name: value for name, value in known.items() if value
    }
    try:
        with (
            httpx.Client(
                timeout=limits.timeout, follow_redirects=True, event_hooks=_guards(limits)
            ) as client,
            client.stream("GET", url, headers=headers) as answer,
        ):
            if answer.status_code == NOT_MODIFIED:
                return Fetched(None, etag, modified)
            if answer.is_error:
                raise _refused(url, answer)
            content = _pieces(answer.iter_bytes(), url, limits.max_bytes, deadline)
            told = answer.headers
            item = Item(url, content, told.get("content-type", ""))
            return Fetched(item, told.get("etag", ""), told.get("last-modified", ""))
    except httpx.TimeoutException as e:
        raise FetchError(url, f"did not answer within {limits.timeout:g} seconds; try again later") from e
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as e:
        raise FetchError(
            url, f"could not be fetched ({str(e) or type(e).__name__}); check the address"
        ) from e


def _refused(url: str, answer: httpx.Response) -> FetchError:
    """What a server's refusal says, with the time that it asks to wait."""
    status = f"{answer.status_code} {answer.reason_phrase}".strip()
    error = FetchError(url, f"answered {status}; check the address")
    wait = answer.headers.get("retry-after", "")
    error.after = float(wait) if wait.isdecimal() else None
    return error


def _pieces(pieces: Iterable[bytes], url: str, max_bytes: int, deadline: float) -> bytes:
    content = bytearray()
    for piece in pieces:
        content += piece
        if len(content) > max_bytes:
            raise too_large(url, max_bytes)
        if time.monotonic() > deadline:
            raise FetchError(url, "takes too long to send its content; try again later")
    return bytes(content)


# -- private networks -----------------------------------------------------------------------------------


def _guards(limits: Limits) -> dict[str, list[Any]]:
    """What is asked at each hop: where the name leads, and, once connected, who answered."""
    if limits.private:
        return {}
    # behind a proxy, who answers is the proxy, which may be private
    return {"request": [_before], "response": [] if getproxies() else [_behind]}


def _before(request: httpx.Request) -> None:
    """The name must lead to public addresses alone: a private one would be asked on our behalf."""
    url = request.url
    for found in resolve(url.host):
        if not is_public(found):
            raise _private(str(url), url.host, found)


def _behind(answer: httpx.Response) -> None:
    """Who answered must be public too: a name may lead elsewhere when it is looked up again."""
    stream = answer.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream else None
    if peer and not is_public(str(peer[0])):
        raise _private(str(answer.url), answer.url.host, str(peer[0]))


def _private(url: str, host: str, found: str) -> FetchError:
    where = host if host == found else f"{host} ({found})"
    return FetchError(url, f"leads to {where}, inside a private network; if it is yours, say --allow-private")


def resolve(host: str) -> list[str]:
    """The addresses that a name stands for; none where nobody knows it."""
    try:
        return [str(info[4][0]) for info in socket.getaddrinfo(host.strip("[]"), None)]
    except (OSError, UnicodeError):
        return []


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet; one that wraps another is judged by that.

    >>> [is_public(a) for a in ("8.8.8.8", "127.0.0.1", "::ffff:10.0.0.1", "169.254.169.254", "fe80::1%eth0")]
    [True, False, False, False, False]
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if inner:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def too_large(uri: str, max_bytes: int, size: int | None = None) -> TooLarge:
    """The error for a document over its limit."""
    has = f"has {_megabytes(size)}, " if size else "is "
    return TooLarge(uri, f"{has}over the limit of {_megabytes(max_bytes)}; raise it with --max-size")


def _megabytes(size: int) -> str:
    """A size for people.

    >>> _megabytes(50_000_000), _megabytes(200)
    ('50 MB', '200 bytes')
    """
    return f"{size / MEGABYTE:.4g} MB" if size >= MEGABYTE // 100 else f"{size} bytes"
