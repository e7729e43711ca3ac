"""What is watched, in the tables: how far each feed and folder was followed."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, delete, insert, select

from servanda.model import Watched
from servanda.store import schema


def of_place(connection: Connection, place: str) -> dict[str, Watched]:
    """What is known of a place that is watched, and of all that it named, by address."""
    columns = schema.watched.c
    found = connection.execute(select(schema.watched).where(columns.place == place)).mappings()
    return {row["address"]: Watched(**row) for row in found}


def places(connection: Connection) -> list[str]:
    """The feeds and folders that are watched, in order."""
    columns = schema.watched.c
    query = select(columns.place).where(columns.place == columns.address).order_by(columns.place)
    return list(connection.execute(query).scalars())


def keep(connection: Connection, one: Watched) -> None:
    """Keeps what is known of an address, in place of what was."""
    columns = schema.watched.c
    own = columns.place == one.place, columns.address == one.address
    connection.execute(delete(schema.watched).where(*own))
    connection.execute(insert(schema.watched), msgspec.structs.asdict(one))
