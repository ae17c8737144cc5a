"""The store's tables. How they came to be stands in `calls.migrations`, which must give the same.

Rows that hold for several nights carry valid_from and valid_to: they hold from the end of the night valid_from until
the end of the night before valid_to, which is null while they still do. A night that changes nothing writes nothing.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from calls.database import Schema, UtcDateTime
from calls.fields import CALL, SEEN_COLUMNS, Dtype, Field

SCHEMA = Schema(migrations="calls:migrations", version_table="calls_alembic_version")

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

CONTENT: tuple[Field, ...] = tuple(
    column for column in CALL if column.name not in (*SEEN_COLUMNS, "source", "source_id")
)
"""What a version of a call holds besides its key."""

_TYPES: dict[Dtype, type[sa.types.TypeEngine[Any]]] = {
    "text": sa.Text,
    "long_text": sa.Text,
    "int": sa.BigInteger,
    "bool": sa.Boolean,
    "datetime": UtcDateTime,
    "date": sa.Date,
    "json": sa.Text,
}

nights = sa.Table(
    "nights",
    metadata,
    sa.Column("night", sa.Date, primary_key=True),
    sa.Column("began_at", UtcDateTime, nullable=False),
    sa.Column("code_version", sa.Text, nullable=False),
    sa.Column("is_demonstration", sa.Boolean, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
)

source_nights = sa.Table(
    "source_nights",
    metadata,
    sa.Column("night", sa.Date, sa.ForeignKey(nights.c.night), primary_key=True),
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("message", sa.Text, nullable=False),
    sa.Column("is_complete", sa.Boolean, nullable=False),
    sa.Column("fetched", sa.Integer, nullable=False),
    sa.Column("parsed", sa.Integer, nullable=False),
    sa.Column("new", sa.Integer, nullable=False),
    sa.Column("changed", sa.Integer, nullable=False),
    sa.Column("closed", sa.Integer, nullable=False),
    sa.Column("issues", sa.Integer, nullable=False),
    sa.Column("data_night", sa.Date, sa.ForeignKey(nights.c.night)),
    sa.Column("fill_rates", sa.Text, nullable=False),
    # Which code read the pages, and per column how many quotes were looked for in them and found.
    sa.Column("reader", sa.Text, nullable=False, server_default=""),
    sa.Column("quotes", sa.Text, nullable=False, server_default="{}"),
    # How many calls the list held, also those that were not believed. NULL: no list, or written before this was kept.
    sa.Column("listed", sa.Integer),
)

call_versions = sa.Table(
    "call_versions",
    metadata,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("source_id", sa.Text, primary_key=True),
    sa.Column("valid_from", sa.Date, sa.ForeignKey(nights.c.night), primary_key=True),
    sa.Column("valid_to", sa.Date, sa.ForeignKey(nights.c.night)),
    sa.Column("page_url", sa.Text, nullable=False),
    sa.Column("page_night", sa.Date, nullable=False),
    # The last of `deadlines`, so that a listing need not read them. Null in rows from before this column, too.
    sa.Column("deadlines_end", UtcDateTime),
    *(sa.Column(column.name, _TYPES[column.dtype], nullable=not column.required) for column in CONTENT),
)

call_seen = sa.Table(
    "call_seen",
    metadata,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("source_id", sa.Text, primary_key=True),
    sa.Column("valid_from", sa.Date, sa.ForeignKey(nights.c.night), primary_key=True),
    sa.Column("valid_to", sa.Date, sa.ForeignKey(nights.c.night)),
    sa.Column("first_seen_night", sa.Date, sa.ForeignKey(nights.c.night), nullable=False),
    # Null while every list that we get holds the call: it was then last seen on the night of the source's data.
    sa.Column("last_seen_night", sa.Date, sa.ForeignKey(nights.c.night)),
    sa.Column("is_listed", sa.Boolean, nullable=False),
    sa.Column("card_hash", sa.Text, nullable=False),
    sa.Column("is_detail_read", sa.Boolean, nullable=False),
    # How many whole lists in a row have lacked the call; no higher than what makes it gone.
    sa.Column("misses", sa.Integer, nullable=False, server_default="0"),
)

events = sa.Table(
    "events",
    metadata,
    sa.Column("night", sa.Date, sa.ForeignKey(nights.c.night), primary_key=True),
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("source_id", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("cause", sa.Text, nullable=False),
    sa.Column("field", sa.Text, nullable=False),
    sa.Column("before", sa.Text),
    sa.Column("after", sa.Text),
    sa.Column("before_text", sa.Text, nullable=False),
    sa.Column("after_text", sa.Text, nullable=False),
    sa.Column("other_source", sa.Text),
    sa.Column("other_id", sa.Text),
)

links = sa.Table(
    "links",
    metadata,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("source_id", sa.Text, primary_key=True),
    sa.Column("other_source", sa.Text, primary_key=True),
    sa.Column("other_id", sa.Text, primary_key=True),
    sa.Column("valid_from", sa.Date, sa.ForeignKey(nights.c.night), primary_key=True),
    sa.Column("valid_to", sa.Date, sa.ForeignKey(nights.c.night)),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)

lost_quotes = sa.Table(
    "lost_quotes",
    metadata,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("source_id", sa.Text, primary_key=True),
    sa.Column("field", sa.Text, primary_key=True),
    sa.Column("valid_from", sa.Date, sa.ForeignKey(nights.c.night), primary_key=True),
    sa.Column("valid_to", sa.Date, sa.ForeignKey(nights.c.night)),
)

night_hashes = sa.Table(
    "night_hashes",
    metadata,
    sa.Column("night", sa.Date, sa.ForeignKey(nights.c.night), primary_key=True),
    sa.Column("part", sa.Text, primary_key=True),
    sa.Column("sha256", sa.Text, nullable=False),
)

issues = sa.Table(
    "issues",
    metadata,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("issue_id", sa.Text, primary_key=True),
    sa.Column("valid_from", sa.Date, sa.ForeignKey(nights.c.night), primary_key=True),
    sa.Column("valid_to", sa.Date, sa.ForeignKey(nights.c.night)),
    sa.Column("source_id", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("field", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("message", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("severity", sa.Text, nullable=False),
)

profile_versions = sa.Table(
    "profile_versions",
    metadata,
    sa.Column("cluster", sa.Text, primary_key=True),
    sa.Column("profile", sa.Text, primary_key=True),
    sa.Column("version", sa.Text, primary_key=True),
    sa.Column("content", sa.Text, nullable=False),
)

corpus_weights = sa.Table(
    "corpus_weights",
    metadata,
    sa.Column("version", sa.Text, primary_key=True),
    sa.Column("weights", sa.LargeBinary, nullable=False),
)

match_runs = sa.Table(
    "match_runs",
    metadata,
    sa.Column("night", sa.Date, sa.ForeignKey(nights.c.night), primary_key=True),
    sa.Column("cluster", sa.Text, primary_key=True),
    sa.Column("profile", sa.Text, primary_key=True),
    sa.Column("profile_version", sa.Text, nullable=False),
    sa.Column("text_version", sa.Text, nullable=False),
    sa.Column("weights_version", sa.Text, sa.ForeignKey(corpus_weights.c.version), nullable=False),
    sa.Column("glossary_version", sa.Text, nullable=False),
    # Of the sentence model and its weights; "" where it was not in use.
    sa.Column("meaning_version", sa.Text, nullable=False, server_default=""),
    # Of what ranking reads of the cluster, "" in nights before it was kept; of what people said, "" where none counts.
    sa.Column("cluster_version", sa.Text, nullable=False, server_default=""),
    sa.Column("feedback_version", sa.Text, nullable=False, server_default=""),
    sa.Column("calls_ranked", sa.Integer, nullable=False),
    # The earlier night whose matches these are too, where nothing differs; null where they are the night's own.
    sa.Column("matches_night", sa.Date),
    sa.ForeignKeyConstraint(
        ["cluster", "profile", "profile_version"],
        [profile_versions.c.cluster, profile_versions.c.profile, profile_versions.c.version],
    ),
)

matches = sa.Table(
    "matches",
    metadata,
    sa.Column("night", sa.Date, primary_key=True),
    sa.Column("cluster", sa.Text, primary_key=True),
    sa.Column("profile", sa.Text, primary_key=True),
    sa.Column("rank", sa.Integer, primary_key=True),
    sa.Column("score", sa.Double, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("source_id", sa.Text, nullable=False),
    sa.Column("content_hash", sa.Text, nullable=False),
    sa.Column("terms", sa.LargeBinary, nullable=False),
    # Which reasons, whether the project may apply, and the sentences that carry; null in nights before it was kept.
    sa.Column("detail", sa.LargeBinary),
    sa.ForeignKeyConstraint(
        ["night", "cluster", "profile"], [match_runs.c.night, match_runs.c.cluster, match_runs.c.profile]
    ),
)

# What rankings rest on besides profiles, calls and weights. kind and version name what never changes: see RankInput.
rank_inputs = sa.Table(
    "rank_inputs",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("version", sa.Text, primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
)

match_moves = sa.Table(
    "match_moves",
    metadata,
    sa.Column("night", sa.Date, primary_key=True),
    sa.Column("cluster", sa.Text, primary_key=True),
    sa.Column("profile", sa.Text, primary_key=True),
    sa.Column("moves", sa.LargeBinary, nullable=False),
    sa.ForeignKeyConstraint(
        ["night", "cluster", "profile"], [match_runs.c.night, match_runs.c.cluster, match_runs.c.profile]
    ),
)

DATED = (call_versions, call_seen, issues, links, lost_quotes)
"""Tables whose rows hold from valid_from to valid_to."""

for _table, _key in ((call_versions, "source_id"), (call_seen, "source_id"), (issues, "issue_id")):
    _is_current = _table.c.valid_to.is_(None)
    sa.Index(
        f"ix_{_table.name}_current",
        _table.c.source,
        _table.c[_key],
        unique=True,
        sqlite_where=_is_current,
        postgresql_where=_is_current,
    )

for _table in (call_versions, call_seen):
    # A night is taken back by its rows alone, however long the history is.
    _is_ended = _table.c.valid_to.is_not(None)
    sa.Index(f"ix_{_table.name}_begun", _table.c.valid_from)
    sa.Index(f"ix_{_table.name}_ended", _table.c.valid_to, sqlite_where=_is_ended, postgresql_where=_is_ended)

_is_other = events.c.other_id.is_not(None)
sa.Index("ix_events_call", events.c.source, events.c.source_id)
sa.Index(
    "ix_events_other",
    events.c.other_source,
    events.c.other_id,
    sqlite_where=_is_other,
    postgresql_where=_is_other,
)
