"""Bringing a database up to this code's version of a schema, by the steps of its history."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from calls.database.errors import StoreError

_migrating = threading.Lock()
"""Alembic's context is one for the whole process."""


@dataclass(frozen=True)
class Schema:
    """A set of tables with a history of its own; two of them may live in one database."""

    migrations: str  # package and folder, as in "calls:migrations"
    version_table: str


def is_current(connection: sa.Connection, schema: Schema) -> bool:
    """Whether the database has the newest step. StoreError when it has one that this code does not know."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    context = MigrationContext.configure(connection, opts={"version_table": schema.version_table})
    heads = context.get_current_heads()
    known = _revisions(schema.migrations)
    if any(head not in known for head in heads):
        raise StoreError(
            f"Databasen er laget av en nyere utgave av programmet (skjema {', '.join(heads)}; "
            f"denne utgaven kjenner {known[0]}). Oppgrader programmet, eller bruk en annen database."
        )
    return heads == (known[0],)


def upgrade(connection: sa.Connection, schema: Schema) -> None:
    """Takes the missing steps, in the transaction of a writer."""
    with _migrating:
        # Another process may have done it while this one waited for its turn to write.
        if is_current(connection, schema):
            return
        config = _config(schema.migrations)
        attributes: dict[str, Any] = {"connection": connection, "version_table": schema.version_table}
        config.attributes.update(attributes)
        command.upgrade(config, "head")


def _config(migrations: str) -> Config:
    config = Config()
    config.set_main_option("script_location", migrations)
    return config


@cache
def _revisions(migrations: str) -> tuple[str, ...]:
    """Revisions that this code knows, newest first."""
    script = ScriptDirectory.from_config(_config(migrations))
    return tuple(revision.revision for revision in script.walk_revisions())
