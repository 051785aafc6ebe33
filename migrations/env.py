"""Runs the steps on a connection that bot.storage.migrate hands over, inside its transaction.

The transaction is opened there, on both databases alike, and holds every step with its version
row: whatever happens in between, all of it is in force afterwards or nothing is.
"""

from alembic import context

from bot.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
