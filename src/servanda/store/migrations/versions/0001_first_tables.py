"""The first tables: documents and where they came from, one table a record type, evidence, findings."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _documents()
    _figures()
    _statements_agreements_events()
    _times_and_entities()
    _evidence_and_findings()


def _text(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _maybe(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text(), nullable=True) for name in names]


def _key() -> sa.Column[Any]:
    return sa.Column("id", sa.Text(), primary_key=True)


def _place() -> list[sa.Column[Any]]:
    document = sa.ForeignKey("document.id", ondelete="CASCADE")
    return [
        sa.Column("document", sa.Text(), document, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
    ]


def _record(kind: str, *columns: sa.Column[Any]) -> None:
    op.create_table(kind, _key(), *_place(), *_text("rule"), *columns)
    op.create_index(f"{kind}_document", kind, ["document", "start"])


def _documents() -> None:
    op.create_table(
        "document",
        _key(),
        *_text("uri", "media_type", "sha256", "text"),
        *_maybe("title", "publisher", "author", "place", "language"),
        *_text("kind"),
        *_maybe("published", "published_basis", "since", "until"),
        *_text("engine"),
    )
    op.create_table(
        "source",
        sa.Column("id", sa.Integer(), primary_key=True),
        *_text("uri", "document", "sha256", "engine", "read_at", "status"),
    )
    op.create_index("source_document", "source", ["document"])
    op.create_index("source_uri", "source", ["uri"])
    standing = sa.text("status = 'stands'")
    op.create_index(
        "source_stands", "source", ["uri"], unique=True, sqlite_where=standing, postgresql_where=standing
    )


def _figures() -> None:
    _record(
        "figure",
        *_text("value"),
        *_maybe("value_max"),
        *_text("unit"),
        *_maybe("counted"),
        *_text("bound"),
        *_maybe("indicator", "area", "counterpart", "period"),
        *_text("measure", "status", "speakers"),
        *_maybe("since", "until"),
        sa.Column("number", sa.Double()),
        sa.Column("number_max", sa.Double()),
    )


def _statements_agreements_events() -> None:
    _record(
        "statement",
        *_text("act"),
        *_maybe("binding"),
        *_text("verb", "speakers"),
        *_maybe("topic", "deadline"),
        *_text("figures"),
        *_maybe("since", "until"),
    )
    _record(
        "agreement",
        *_text("title", "form", "parties"),
        *_maybe("status", "date", "valid", "since", "until"),
    )
    _record(
        "event",
        *_text("form"),
        *_maybe("plover", "series"),
        sa.Column("ordinal", sa.Integer()),
        *_text("participants"),
        *_maybe("date"),
        *_text("places"),
        *_maybe("since", "until"),
    )


def _times_and_entities() -> None:
    _record("time", *_maybe("value"), *_text("kind"), *_maybe("since", "until"))
    _record("entity", *_text("entity", "kind", "names"), *_maybe("language"))


def _evidence_and_findings() -> None:
    op.create_table(
        "evidence",
        sa.Column("record", sa.Text(), primary_key=True),
        sa.Column("ordinal", sa.Integer(), primary_key=True),
        *_text("kind"),
        *_place(),
        *_text("quote"),
    )
    op.create_index("evidence_document", "evidence", ["document"])
    op.create_table("finding", _key(), *_text("kind", "severity", "message", "records"))
