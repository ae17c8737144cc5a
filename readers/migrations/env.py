"""Runs the steps on the connection, and inside the transaction, of `calls.database`."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    version_table=context.config.attributes["version_table"],
)
context.run_migrations()
