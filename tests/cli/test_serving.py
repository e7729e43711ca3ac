"""Ports: the usual one, the next free one, the one that was asked for."""

from __future__ import annotations

import socket

import pytest

from servanda.cli import serving
from servanda.errors import UsageError


def test_the_next_free_port_is_taken_where_none_is_asked_for() -> None:
    with serving.listen("127.0.0.1", None) as first, serving.listen("127.0.0.1", None) as second:
        ports = [listener.getsockname()[1] for listener in (first, second)]
        assert serving.PORT <= ports[0] < ports[1] < serving.PORT + serving.TRIES
        assert serving.address(second) == f"http://localhost:{ports[1]}/"


def test_an_answer_is_sent_off_at_once_however_many_pieces_it_has() -> None:
    with serving.listen("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        taken, _ = listener.accept()
        with taken:
            assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_port_that_was_asked_for_and_is_taken_is_an_error() -> None:
    with serving.listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            UsageError, match=rf"cannot listen on 127.0.0.1, port {port}: .*name another with --port"
        ):
            serving.listen("127.0.0.1", port)


def test_a_host_that_is_not_ours_is_an_error() -> None:
    with pytest.raises(UsageError, match=r"cannot listen on 203.0.113.7"):
        serving.listen("203.0.113.7", 0)
