"""Vectors kept on disk by key, so that a night embeds only what is new.

A help, never a need: whatever is missing, damaged or locked is a vector that has to be made again, and what is read
back is what was kept, bit for bit, or nothing. What a key stands for does not belong here; that is
`matching.semantic`.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Vector: TypeAlias = npt.NDArray[np.float32]

WAIT_SECONDS = 2.0
"""How long to wait for another process that writes. Making a few vectors again is cheaper than a longer wait."""

AT_ONCE = 500
"""Keys in one query; SQLite takes at least 999 parameters."""

_TABLE = "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID"
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


class VectorCache:
    """Vectors of `dim` float32 in one SQLite file, made by `version` of whatever makes them.

    A file of another version is emptied before it is written to. `rebuilt` counts the times that a damaged file was
    taken away, `refused` the times that the file could not be used (locked, read-only, full disk).
    """

    def __init__(self, path: Path, dim: int, version: str) -> None:
        self.path = path
        self.rebuilt = 0
        self.refused = 0
        self._dim = dim
        self._stamp = zlib.crc32(version.encode()) & 0x7FFFFFFF  # SQLite's user_version is a signed 32-bit number

    def load(self, keys: Sequence[bytes]) -> dict[bytes, Vector]:
        """The vectors that are kept, whole and of this version, by key. Others are absent."""
        found: dict[bytes, Vector] = {}
        with self._guarded():
            if not self.path.is_file():
                return found
            with closing(self._connect()) as connection:
                if not self._is_current(connection):
                    return found
                for start in range(0, len(keys), AT_ONCE):
                    found.update(self._rows(connection, keys[start : start + AT_ONCE]))
        return found

    def save(self, vectors: Mapping[bytes, Vector]) -> None:
        """Keeps `vectors`, in one transaction: all of them or none."""
        rows = [(key, self._sealed(key, vector)) for key, vector in vectors.items()]
        with self._guarded():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(self._connect()) as connection, connection:
                connection.execute("BEGIN IMMEDIATE")
                self._prepare(connection)
                connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)

    def keep_only(self, keys: Sequence[bytes]) -> int:
        """Drops every vector but those of `keys`; the number dropped. For the end of a night that asked for all."""
        with self._guarded():
            if not self.path.is_file():
                return 0
            with closing(self._connect()) as connection, connection:
                connection.execute("BEGIN IMMEDIATE")
                self._prepare(connection)
                connection.execute("CREATE TEMP TABLE kept (key BLOB PRIMARY KEY) WITHOUT ROWID")
                connection.executemany("INSERT OR IGNORE INTO kept VALUES (?)", [(key,) for key in keys])
                cursor = connection.execute("DELETE FROM vectors WHERE key NOT IN (SELECT key FROM kept)")
                return cursor.rowcount
        return 0

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, timeout=WAIT_SECONDS, isolation_level=None)

    def _is_current(self, connection: sqlite3.Connection) -> bool:
        (stamp,) = connection.execute("PRAGMA user_version").fetchone()
        return bool(stamp == self._stamp)

    def _prepare(self, connection: sqlite3.Connection) -> None:
        if not self._is_current(connection):
            connection.execute("DROP TABLE IF EXISTS vectors")
            connection.execute(f"PRAGMA user_version = {self._stamp}")
        connection.execute(_TABLE)

    def _rows(self, connection: sqlite3.Connection, keys: Sequence[bytes]) -> Iterator[tuple[bytes, Vector]]:
        marks = ",".join("?" * len(keys))
        for key, blob in connection.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", keys):
            if self._is_whole(key, blob):
                yield key, np.frombuffer(blob[:-4], dtype="<f4").astype(np.float32)

    def _sealed(self, key: bytes, vector: Vector) -> bytes:
        body = vector.astype("<f4").tobytes()
        return body + zlib.crc32(key + body).to_bytes(4, "little")

    def _is_whole(self, key: bytes, blob: object) -> bool:
        """SQLite sees damage to its own pages, not to what stands in them."""
        if not isinstance(blob, bytes) or len(blob) != 4 * self._dim + 4:
            return False
        return zlib.crc32(key + blob[:-4]) == int.from_bytes(blob[-4:], "little")

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Takes a damaged file away, and lets what cannot be used be."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            if (error.sqlite_errorcode & 0xFF) not in _DAMAGED:  # the low byte is the plain code of an extended one
                self.refused += 1
                return
            self.rebuilt += 1
            for suffix in ("", "-journal", "-wal", "-shm"):
                self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        except OSError:
            self.refused += 1
