"""Accounts in every kind of database: what is kept tells no secret, and no copy of the ledger holds them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select

import servanda
from servanda.errors import LedgerError, UsageError
from servanda.store import SqlStore
from servanda.store.accounts import Accounts, access, account
from servanda.store.database import connections
from servanda.store.passwords import digest

PASSWORD = "a long sentence to come in by"
DAY = timedelta(days=1)


class Clock:
    """A clock that is put on by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(address: str, clock: Clock) -> Accounts:
    SqlStore(address).close()
    made = Accounts(address, clock)
    made.add("Nguyễn  Ada", "reviewer", PASSWORD)
    return made


def test_who_has_the_password_is_known_however_it_was_typed(accounts: Accounts) -> None:
    with accounts:
        assert accounts.known("Nguyễn Ada", PASSWORD) == "Nguyễn Ada"
        assert accounts.known(" Nguye\u0302\u0303n Ada ", PASSWORD) == "Nguyễn Ada"
        assert accounts.known("Nguyễn Ada", PASSWORD + "!") is None
        assert accounts.known("nobody", PASSWORD) is None


def test_what_is_kept_tells_neither_password_nor_secret(accounts: Accounts, address: str) -> None:
    with accounts:
        secret = accounts.let_in("Nguyễn Ada", "token", DAY, "export")
    engine = connections(address)
    with engine.connect() as connection:
        kept = str([*connection.execute(select(account)), *connection.execute(select(access))])
    engine.dispose()
    assert PASSWORD not in kept
    assert secret not in kept
    assert "$argon2id$" in kept
    assert digest(secret) in kept


def test_a_session_is_no_token_and_each_lasts_its_time(accounts: Accounts, clock: Clock) -> None:
    with accounts:
        session = accounts.let_in("Nguyễn Ada", "session", DAY)
        found = accounts.holder(session, "session")
        assert found is not None
        assert (found.name, found.may("reviewer"), found.may("admin")) == ("Nguyễn Ada", True, False)
        assert accounts.holder(session, "token") is None
        clock.now += DAY
        assert accounts.holder(session, "session") is None


def test_who_is_shut_out_or_has_a_new_password_has_no_session(accounts: Accounts) -> None:
    with accounts:
        session, token = (accounts.let_in("Nguyễn Ada", kind, DAY) for kind in ("session", "token"))
        accounts.change_password("Nguyễn Ada", "another long sentence")
        assert accounts.holder(session, "session") is None
        assert accounts.holder(token, "token") is not None
        accounts.change("Nguyễn Ada", disabled=True)
        assert accounts.holder(token, "token") is None
        assert accounts.known("Nguyễn Ada", "another long sentence") is None
        accounts.change("Nguyễn Ada", disabled=False, role="admin")
        found = accounts.holder(token, "token")
        assert found is not None
        assert found.role == "admin"


def test_a_token_is_revoked_by_its_id_alone(accounts: Accounts) -> None:
    with accounts:
        kept, gone = (accounts.let_in("Nguyễn Ada", "token", DAY, label) for label in ("kept", "gone"))
        ids = {token.label: token.id for token in accounts.tokens()}
        with pytest.raises(LedgerError, match="there is no token"):
            accounts.revoke(ids["gone"][:3])
        accounts.revoke(ids["gone"])
        assert accounts.holder(gone, "token") is None
        assert accounts.holder(kept, "token") is not None


def test_what_makes_no_account_is_told(accounts: Accounts) -> None:
    with accounts:
        with pytest.raises(UsageError, match="there is an account Nguyễn Ada already"):
            accounts.add("Nguyễn Ada", "reader", PASSWORD)
        with pytest.raises(UsageError, match="a password has 12 to 1000 characters"):
            accounts.add("Bo", "reader", "short")
        with pytest.raises(UsageError, match="a name has 1 to 80 characters"):
            accounts.add("a\x00b", "reader", PASSWORD)
        with pytest.raises(LedgerError, match="there is no account Bo"):
            accounts.let_in("Bo", "token", DAY)


def test_neither_exports_nor_backups_hold_accounts(
    accounts: Accounts, address: str, tmp_path: Path, trade: Callable[..., servanda.model.Reading]
) -> None:
    with accounts:
        accounts.let_in("Nguyễn Ada", "token", DAY, "export")
    with servanda.open(address) as ledger:
        ledger.store.put(trade(), "1")
        ledger.backup(tmp_path / "backup.db")
        out = BytesIO()
        ledger.export("jsonl", out)
    for copy in (out.getvalue(), (tmp_path / "backup.db").read_bytes()):
        assert b"argon2id" not in copy
        assert b"Ada" not in copy
    with Accounts(tmp_path / "backup.db") as none:
        assert none.all() == []
