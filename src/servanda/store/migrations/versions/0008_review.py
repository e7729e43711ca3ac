"""One log for all that people say in review; what was said of entities and findings moves into it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from servanda.store.trace import SAID, chained

revision = "0008"
down_revision = "0007"

RECORDS = ("figure", "time", "statement", "agreement", "event", "entity")
TEXTS = ("kind", "subject", "word", "reviewer", "mode", "changes", "note", "said_at", "chain")
WORDS = {"confirm": "accept", "dismiss": "reject", True: "accept", False: "reject"}


def upgrade() -> None:
    for kind in RECORDS:
        op.add_column(kind, sa.Column("corrected", sa.Text(), nullable=False, server_default="[]"))
    review = op.create_table(
        "review",
        sa.Column("id", sa.Integer(), primary_key=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in TEXTS),
        *(sa.Column(name, sa.Text()) for name in ("document", "quote")),
        *(sa.Column(name, sa.Integer()) for name in ("start", "end", "to")),
    )
    op.create_index("review_document", "review", ["document"])
    op.create_index("review_subject", "review", ["kind", "subject"])
    document = sa.ForeignKey("document.id", ondelete="CASCADE")
    op.create_table(
        "reviewed",
        sa.Column("record", sa.Text(), primary_key=True),
        sa.Column("document", sa.Text(), document, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("kind", "state", "subjects", "reviewers")),
        *(sa.Column(name, sa.Text()) for name in ("word", "original")),
        sa.Column("last", sa.Integer(), nullable=False),
    )
    op.create_index("reviewed_document", "reviewed", ["document"])
    said = _said()
    links = chained([entry | {"changes": {}} for entry in said], fields=SAID)
    rows = [entry | {"chain": link} for entry, link in zip(said, links, strict=True)]
    if rows:
        op.get_bind().execute(review.insert(), rows)
    op.drop_table("judgement")
    op.drop_table("verdict")


def _said() -> list[dict[str, object]]:
    """What older tables hold, as entries of the log in the order in which it was said."""
    connection = op.get_bind()
    same = sa.column("same", sa.Boolean())
    pairs = sa.table("judgement", same, *map(sa.column, ("left", "right", "reason", "judged_at")))
    findings = sa.table("verdict", *map(sa.column, ("finding", "verdict", "note", "judged_at")))
    entries = [
        _entry("pair", f"{row.left}|{row.right}", WORDS[row.same], row.reason, row.judged_at)
        for row in connection.execute(sa.select(pairs))
    ]
    entries += [
        _entry("finding", row.finding, WORDS[row.verdict], row.note, row.judged_at)
        for row in connection.execute(sa.select(findings))
    ]
    return sorted(entries, key=lambda entry: (str(entry["said_at"]), str(entry["subject"])))


def _entry(kind: str, subject: str, word: str, note: str, when: str) -> dict[str, object]:
    """The older tables did not say who judged."""
    own: dict[str, object] = {"kind": kind, "subject": subject, "word": word, "note": note, "said_at": when}
    own |= {"reviewer": "", "mode": "alone", "changes": "{}"}
    return own | dict.fromkeys(("document", "start", "end", "quote", "to"))
