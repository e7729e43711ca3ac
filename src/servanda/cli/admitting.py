"""``servanda user`` and ``servanda token``: who may use the reading room, from a browser or a program."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from servanda.cli.options import LEDGER, LedgerOption, examples

if TYPE_CHECKING:
    from servanda.store.accounts import Accounts

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="Whose account.")]
Role = Literal["reader", "reviewer", "admin"]

user = typer.Typer(no_args_is_help=True, rich_markup_mode="rich")
token = typer.Typer(no_args_is_help=True, rich_markup_mode="rich")


def _accounts(ledger: str) -> Accounts:
    from servanda.store.accounts import Accounts

    return Accounts(ledger)


def _password() -> str:
    """A new password, typed twice unseen; or a line of standard input."""
    if sys.stdin.isatty():
        return str(typer.prompt("New password", hide_input=True, confirmation_prompt=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")


@user.command()
def add(
    name: NameArgument,
    role: Annotated[Role, typer.Option(help="What it may do.")] = "reader",
    ledger: LedgerOption = LEDGER,
) -> None:
    """Make an account; its password is asked for, or is a line of standard input.

    A reader looks; a reviewer says what is right, too; an admin can also bring a whole ledger
    back to an earlier state.
    """
    with _accounts(ledger) as accounts:
        first = not accounts.all()
        accounts.add(name, role, _password())
    typer.echo(f"{name} may come in as {role}", err=True)
    if first:
        typer.echo("from its next start on, servanda serve is open to accounts alone", err=True)


@user.command("list")
def list_users(ledger: LedgerOption = LEDGER) -> None:
    """List the accounts."""
    with _accounts(ledger) as accounts:
        for one in accounts.all():
            state = "disabled" if one.disabled else ""
            typer.echo(f"{one.since[:10]}  {one.role:<8}  {one.name}  {state}".rstrip())


@user.command()
def role(
    name: NameArgument,
    role: Annotated[Role, typer.Argument(metavar="ROLE", help="reader, reviewer or admin.")],
    ledger: LedgerOption = LEDGER,
) -> None:
    """Give an account another role, at once."""
    with _accounts(ledger) as accounts:
        accounts.change(name, role=role)


@user.command()
def disable(name: NameArgument, ledger: LedgerOption = LEDGER) -> None:
    """Shut an account out, at once: its sessions end, its tokens let nobody in."""
    with _accounts(ledger) as accounts:
        accounts.change(name, disabled=True)


@user.command()
def enable(name: NameArgument, ledger: LedgerOption = LEDGER) -> None:
    """Let an account in again."""
    with _accounts(ledger) as accounts:
        accounts.change(name, disabled=False)


@user.command()
def password(name: NameArgument, ledger: LedgerOption = LEDGER) -> None:
    """Give an account another password; its sessions end."""
    with _accounts(ledger) as accounts:
        accounts.change_password(name, _password())


@token.command("add")
def add_token(
    name: NameArgument,
    label: Annotated[str, typer.Option(help="What it is for.")] = "",
    days: Annotated[int, typer.Option(min=1, max=3650, help="How long it lasts.")] = 365,
    ledger: LedgerOption = LEDGER,
) -> None:
    """Make a token for a program, with the rights of an account; it is shown this once."""
    with _accounts(ledger) as accounts:
        typer.echo(accounts.let_in(name, "token", timedelta(days=days), label))


@token.command("list")
def list_tokens(ledger: LedgerOption = LEDGER) -> None:
    """List the tokens that last: id, account, last day, what each is for."""
    with _accounts(ledger) as accounts:
        for one in accounts.tokens():
            typer.echo(f"{one.id}  {one.account}  until {one.until[:10]}  {one.label}".rstrip())


@token.command()
def revoke(
    key: Annotated[str, typer.Argument(metavar="ID", help="A token's id.")], ledger: LedgerOption = LEDGER
) -> None:
    """End a token, at once."""
    with _accounts(ledger) as accounts:
        accounts.revoke(key)


def add_to(app: typer.Typer) -> None:
    """Adds these commands to the others."""
    app.add_typer(
        user,
        name="user",
        help="Say who may use the reading room, and how.",
        epilog=examples(
            "user add 'Ada Lovelace' --role reviewer", "user list", "user disable 'Ada Lovelace'"
        ),
    )
    app.add_typer(
        token,
        name="token",
        help="Let programs in: tokens for the reading room's data.",
        epilog=examples("token add 'Ada Lovelace' --label 'nightly export'", "token list", "token revoke ID"),
    )
