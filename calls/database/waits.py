"""How long is waited for a database before it counts as an error."""

from __future__ import annotations

BUSY_MS = 30_000
"""How long a writer waits for another one, ms."""

IDLE_MS = 600_000
"""How long a writer on PostgreSQL may do nothing, ms. After it the server ends the transaction, which frees the lock
of a process that was stopped, or of a machine that fell off the network."""

CONNECT_S = 10
"""How long a database server may take to answer at first, seconds."""
