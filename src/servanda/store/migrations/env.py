"""How Alembic runs here: on the connection that it is given, inside its transaction."""

from __future__ import annotations

from alembic import context

from servanda.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True
)
with context.begin_transaction():
    context.run_migrations()
