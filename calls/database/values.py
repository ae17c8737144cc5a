"""Values that SQLite and PostgreSQL keep alike: moments, JSON, large packed JSON, and which text they can hold."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from calls.model import Json


class UtcDateTime(sa.TypeDecorator[datetime]):
    """An aware moment, kept as UTC. SQLite has no zones, so there the zone is dropped going in and added coming out."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"a moment without a time zone: {value.isoformat()}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical(value: Json) -> str:
    """JSON that is the same for equal values. TypeError or ValueError for what JSON cannot say (a date, NaN)."""
    return _ENCODER.encode(value)


def pack(value: Json) -> bytes:
    """Canonical JSON, compressed, the same bytes each time: for what is large and never searched."""
    return gzip.compress(canonical(value).encode(), mtime=0)


def unpack(data: bytes) -> Json:
    """What `pack` was given."""
    return json.loads(gzip.decompress(data))


def is_storable(text: str) -> bool:
    """Whether both databases can keep the text: no NUL (PostgreSQL), no half of a surrogate pair (UTF-8)."""
    try:
        return b"\x00" not in text.encode()
    except UnicodeEncodeError:
        return False


def same(column: sa.ColumnElement[str], text: str) -> sa.ColumnElement[bool]:
    """Whether the column holds this text. Text that no database can keep is nowhere, rather than an error."""
    return column == text if is_storable(text) else sa.false()
