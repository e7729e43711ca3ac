"""Accounts and tokens from the command line, and what `serve` demands of them."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from servanda.store.accounts import Accounts
from tests.cli.conftest import Command, Said

PASSWORD = "a long sentence to come in by\n"


@pytest.fixture
def typed(here: Command, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command with a password on its standard input."""

    def command(*arguments: str | Path, password: str = PASSWORD) -> Said:
        monkeypatch.setattr(sys, "stdin", io.StringIO(password))
        return here(*arguments)

    return command


def test_accounts_are_made_listed_changed_and_shut_out(typed: Command, ledger: Path) -> None:
    made = typed("user", "add", "Ada Lovelace", "--role", "reviewer", "--ledger", ledger)
    assert (made.status, made.out) == (0, "")
    assert "servanda serve is open to accounts alone" in made.err
    assert typed("user", "role", "Ada Lovelace", "admin", "--ledger", ledger).status == 0
    assert typed("user", "disable", "Ada Lovelace", "--ledger", ledger).status == 0
    listed = typed("user", "list", "--ledger", ledger).out
    assert listed[10:] == "  admin     Ada Lovelace  disabled\n"
    assert typed("user", "enable", "Ada Lovelace", "--ledger", ledger).status == 0
    changed = typed("user", "password", "Ada Lovelace", "--ledger", ledger, password="short\n")
    assert (changed.status, changed.err) == (2, "servanda: a password has 12 to 1000 characters\n")


def test_a_token_is_shown_once_and_revoked_by_its_id(typed: Command, ledger: Path) -> None:
    with Accounts(ledger) as accounts:
        accounts.add("Ada", "reader", PASSWORD)
        secret = typed("token", "add", "Ada", "--label", "export", "--ledger", ledger).out.strip()
        listed = typed("token", "list", "--ledger", ledger).out
        assert secret not in listed
        assert listed.rstrip().endswith("export")
        assert accounts.holder(secret, "token") is not None
        assert typed("token", "revoke", listed.split()[0], "--ledger", ledger).status == 0
        assert accounts.holder(secret, "token") is None
    assert typed("token", "revoke", "x", "--ledger", ledger).status == 1


@pytest.mark.parametrize("option", [("--host", "0.0.0.0"), ("--domain", "ledger.example.org")])
def test_a_ledger_without_accounts_is_not_served_to_others(
    typed: Command, ledger: Path, option: tuple[str, str]
) -> None:
    refused = typed("serve", "--port", "0", *option, "--ledger", ledger)
    assert refused.status == 2
    assert "only who has an account may look from another machine, and nobody has one" in refused.err
