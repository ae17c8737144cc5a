"""Whole answers that are kept and given again, for as long as nothing that a page reads has changed.

One stamp stands for all that pages read: store, what people said, clusters. It is taken before a page is made, so that
what is kept is never older than its stamp says. Errors, answers that note something in the reader's browser, and pages
that go by the clock are never kept.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from calls.database import Stamp
from calls.tongue import tongue
from web.visits import COOKIE

MOST_BYTES = 64_000_000
"""Of all answers that are kept; the one that was not asked for the longest makes way."""
MOST_OF_ONE = 4_000_000
OVERHEAD = 1_000
"""Bytes that an answer is held to take beside its body: its address and headers."""

PLACES = frozenset({"", "klynge", "treff", "utlysning", "oversikt", "endringer", "kilder", "sok"})
"""First parts of addresses whose pages say the same as long as the stamp does. All other pages are made anew: they go
by the clock, by files that no stamp is of, or by nothing that takes time."""
FILES = "eksport."

Key = tuple[object, ...]


@dataclass
class _Answer:
    """An answer: its head, and its body as it was sent, packed where the reader takes that."""

    start: Message
    parts: list[bytes] = field(default_factory=list)
    size: int = OVERHEAD

    def add(self, body: bytes) -> None:
        """The next part of the body. What is longer than MOST_OF_ONE is not kept, so no more of it is collected."""
        self.size += len(body)
        if self.size <= MOST_OF_ONE:
            self.parts.append(body)


class Answers:
    """ASGI middleware, outside the one that packs and inside the one that sets the tongue."""

    def __init__(
        self,
        app: ASGIApp,
        stamp: Callable[[], Stamp | None],
        quick_stamp: Callable[[], Stamp | None] = lambda: None,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        """stamp: of all that a page reads; None where that cannot be told, and nothing is kept. quick_stamp: the same
        where nobody need wait for it, else None."""
        self._app, self._stamp_of, self._quick_stamp, self._most = app, stamp, quick_stamp, most_bytes
        self._stamp: Stamp | None = None
        self._kept: OrderedDict[Key, _Answer] = OrderedDict()
        self._size = 0
        self._making: dict[Key, asyncio.Event] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One answer, kept or made."""
        if scope["type"] != "http" or scope["method"] != "GET" or not is_kept(scope["path"]):
            await self._app(scope, receive, send)
            return
        # Waking a thread takes longer than a look at some files.
        stamp = self._quick_stamp() or await run_in_threadpool(self._stamp_of)
        if stamp != self._stamp:
            self._kept.clear()
            self._stamp, self._size = stamp, 0
        key = (stamp, *key_of(scope))
        if key in self._making:  # the same is asked for twice at once: it is made once
            await self._making[key].wait()
        found = self._kept.get(key)
        if found is None:
            await self._make_first(scope, receive, send, key, stamp)
            return
        self._kept.move_to_end(key)
        await send({**found.start, "headers": list(found.start["headers"])})
        await send({"type": "http.response.body", "body": b"".join(found.parts)})

    async def _make_first(self, scope: Scope, receive: Receive, send: Send, key: Key, stamp: Stamp | None) -> None:
        if key in self._making:  # what was waited for could not be kept
            await self._make(scope, receive, send, key, stamp)
            return
        self._making[key] = asyncio.Event()
        try:
            await self._make(scope, receive, send, key, stamp)
        finally:
            self._making.pop(key).set()

    async def _make(self, scope: Scope, receive: Receive, send: Send, key: Key, stamp: Stamp | None) -> None:
        made: _Answer | None = None

        async def noted(message: Message) -> None:
            nonlocal made
            if message["type"] == "http.response.start":
                names = {name.lower() for name, _ in message["headers"]}
                if message["status"] == 200 and b"set-cookie" not in names:
                    made = _Answer({**message, "headers": list(message["headers"])})
            elif message["type"] == "http.response.body" and made is not None:
                made.add(message.get("body", b""))
                if not message.get("more_body", False):
                    self._keep(key, made, stamp)
            await send(message)

        await self._app(scope, receive, noted)

    def _keep(self, key: Key, made: _Answer, stamp: Stamp | None) -> None:
        # An answer that was begun before something changed is of no use any more.
        if stamp is None or stamp != self._stamp or made.size > MOST_OF_ONE:
            return
        before = self._kept.pop(key, None)
        self._size += made.size - (before.size if before else 0)
        self._kept[key] = made
        while self._size > self._most:
            _, oldest = self._kept.popitem(last=False)
            self._size -= oldest.size


def is_kept(path: str) -> bool:
    """Whether the answer of an address is kept."""
    first = path.lstrip("/").partition("/")[0]
    return first in PLACES or first.startswith(FILES)


def key_of(scope: Scope) -> Key:
    """All in a request that tells one answer from another: the address, the tongue, what the browser takes, the name
    that we are called by (feeds say it), and on *I dag* and below it when the reader was here last."""
    request = Request(scope)
    is_day = scope["path"] == "/" or scope["path"].startswith("/klynge/")
    return (
        scope["raw_path"],
        scope["query_string"],
        tongue(),
        "gzip" in request.headers.get("accept-encoding", ""),
        (scope["scheme"], request.headers.get("host", "")),
        request.cookies.get(COOKIE, "") if is_day else "",
    )
