"""Who may use a ledger: accounts, and what lets their holders in. They stand beside the ledger, not in it.

Their tables are in the ledger's database, but no record, export, publication or backup holds them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, Self, get_args

import msgspec
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    ForeignKey,
    MetaData,
    Table,
    Text,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from servanda.errors import LedgerError, UsageError
from servanda.store.database import open_database, translated, writing
from servanda.store.passwords import digest, fits, new_secret, sealed

Role = Literal["reader", "reviewer", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
"""Each may what those before it may: look; say what is right; bring everything back."""
Kind = Literal["session", "token"]
LONGEST_NAME = 80
SHOWN = 12
"""Characters of a digest by which a token is named."""

metadata = MetaData()
"""Apart from the ledger's own, which backups copy."""

account = Table(
    "account",
    metadata,
    Column("name", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("password", Text, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("since", Text, nullable=False),
)

access = Table(
    "access",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("account", ForeignKey("account.name", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("since", Text, nullable=False),
    Column("until", Text, nullable=False),
)
"""What lets somebody in until a time: sessions of browsers, tokens of programs; of each its digest alone."""


class Account(msgspec.Struct, frozen=True):
    """Somebody with an account, and what he may do."""

    name: str
    role: Role
    disabled: bool
    since: str

    def may(self, role: Role) -> bool:
        """Whether he may do what a role may.

        >>> Account("Ada", "reviewer", False, "2026").may("reader")
        True
        """
        return ROLES.index(self.role) >= ROLES.index(role)


class Token(msgspec.Struct, frozen=True):
    """A token of a program, as far as it may be shown."""

    id: str
    account: str
    label: str
    since: str
    until: str


_SHOWN = tuple(account.c[name] for name in Account.__struct_fields__)


def _now() -> datetime:
    return datetime.now(UTC)


class Accounts:
    """The accounts of the ledger at a path or database URL, which must be there already."""

    def __init__(self, address: str | Path, clock: Callable[[], datetime] = _now) -> None:
        self.address = str(address)
        self._clock = clock
        self._engine = open_database(address, create=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Gives back every connection."""
        self._engine.dispose()

    def _time(self, later: timedelta = timedelta()) -> str:
        return (self._clock() + later).isoformat(timespec="seconds")

    # -- accounts ---------------------------------------------------------------------------------

    def add(self, name: str, role: Role, password: str) -> None:
        """A new account; :class:`UsageError` for a name that is taken or none."""
        row = {"name": _name(name), "role": role, "password": sealed(password), "disabled": False}
        with translated(self.address):
            try:
                with writing(self._engine) as connection:
                    connection.execute(insert(account), row | {"since": self._time()})
            except IntegrityError as error:
                raise UsageError(f"there is an account {row['name']} already") from error

    def all(self) -> list[Account]:
        """Every account, by name."""
        query = select(*_SHOWN).order_by(account.c.name)
        with translated(self.address), self._engine.connect() as connection:
            return [Account(**row) for row in connection.execute(query).mappings()]

    def change(self, name: str, *, role: Role | None = None, disabled: bool | None = None) -> None:
        """Gives an account another role, or shuts it out, or lets it in again."""
        told = {"role": role, "disabled": disabled}
        values = {field: value for field, value in told.items() if value is not None}
        self._update(name, values, ends=bool(disabled))

    def change_password(self, name: str, password: str) -> None:
        """Another password; whoever is logged in under this name no longer is."""
        self._update(name, {"password": sealed(password)}, ends=True)

    def _update(self, name: str, values: Mapping[str, object], *, ends: bool) -> None:
        own = access.c.account == _name(name), access.c.kind == "session"
        with translated(self.address), writing(self._engine) as connection:
            done = connection.execute(update(account).where(account.c.name == _name(name)).values(values))
            if not done.rowcount:
                raise LedgerError(f"there is no account {name}")
            if ends:
                connection.execute(delete(access).where(*own))

    def known(self, name: str, password: str) -> str | None:
        """The name of whom a name and a password belong to; it takes as long where they belong to nobody."""
        query = select(account.c.name, account.c.password)
        query = query.where(account.c.name == _spelt(name), account.c.disabled.is_(False))
        with translated(self.address), self._engine.connect() as connection:
            row = connection.execute(query).first()
        seal = None if row is None else str(row.password)
        return str(row.name) if fits(password, seal) and row is not None else None

    # -- what lets in -----------------------------------------------------------------------------

    def let_in(self, name: str, kind: Kind, lasts: timedelta, label: str = "") -> str:
        """A secret by which an account is known for a time; only its digest is kept."""
        secret = new_secret()
        row = {"digest": digest(secret), "account": _name(name), "kind": kind, "label": label}
        with translated(self.address), writing(self._engine) as connection:
            _require(connection, name)
            connection.execute(delete(access).where(access.c.until <= self._time()))
            connection.execute(insert(access), row | {"since": self._time(), "until": self._time(lasts)})
        return secret

    def holder(self, secret: str, kind: Kind) -> Account | None:
        """Whose secret this is, while it lasts and the account is not shut out."""
        query = (
            select(*_SHOWN)
            .join_from(account, access)
            .where(access.c.digest == digest(secret), access.c.kind == kind)
            .where(access.c.until > self._time(), account.c.disabled.is_(False))
        )
        with translated(self.address), self._engine.connect() as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else Account(**row)

    def end(self, secret: str) -> None:
        """A secret lets nobody in any more."""
        with translated(self.address), writing(self._engine) as connection:
            connection.execute(delete(access).where(access.c.digest == digest(secret)))

    def tokens(self) -> list[Token]:
        """Every token that lasts, by account and age."""
        query = select(access).where(access.c.kind == "token", access.c.until > self._time())
        with translated(self.address), self._engine.connect() as connection:
            found = connection.execute(query.order_by(access.c.account, access.c.since)).mappings().all()
        return [
            Token(row["digest"][:SHOWN], row["account"], row["label"], row["since"], row["until"])
            for row in found
        ]

    def revoke(self, key: str) -> None:
        """Ends a token by its id; :class:`LedgerError` where there is none."""
        if key not in {token.id for token in self.tokens()}:
            raise LedgerError(f"there is no token {key}; servanda token list names them")
        with translated(self.address), writing(self._engine) as connection:
            connection.execute(delete(access).where(access.c.digest.startswith(key, autoescape=True)))


def _require(connection: Connection, name: str) -> None:
    if not connection.execute(select(account.c.name).where(account.c.name == _name(name))).first():
        raise LedgerError(f"there is no account {name}")


def _spelt(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split()))


def _name(name: str) -> str:
    """A name as it is kept; :class:`UsageError` for one that is none."""
    told = _spelt(name)
    if not told or len(told) > LONGEST_NAME or not told.isprintable():
        raise UsageError(f"a name has 1 to {LONGEST_NAME} characters that can be seen")
    return told
