"""What stands around every answer: the host that was asked for, how much may be sent in, the tongue, safety headers."""

from __future__ import annotations

from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from calls.tongue import say, speaking
from web.safety import MOST_BYTES, SAFETY_HEADERS, is_own_host
from web.site import reader_tongue


class Around:
    """ASGI middleware. served_on, names: see web.safety.is_own_host."""

    def __init__(self, app: ASGIApp, served_on: str, names: Collection[str]) -> None:
        self._app, self._served_on, self._names = app, served_on, names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def safe(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SAFETY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        with speaking(reader_tongue(Request(scope))):
            refusal = self._refusal(Headers(scope=scope), scope["method"])
            if refusal:
                await refusal(scope, receive, safe)
            else:
                await self._app(scope, _capped(receive), safe)

    def _refusal(self, headers: Headers, method: str) -> PlainTextResponse | None:
        if not is_own_host(headers, self._served_on, self._names):
            told = say("Siden svarer ikke på dette navnet. Se RADAR_PAGE_NAMES i docs/operate.md.")
            return PlainTextResponse(f"{told}\n", 421)
        length = headers.get("content-length", "0")
        if method == "POST" and not (length.isdecimal() and int(length) <= MOST_BYTES):
            return PlainTextResponse(say("Det som ble sendt inn, er for stort.") + "\n", 413)
        return None


def _capped(receive: Receive) -> Receive:
    """Reads no more than may be sent in, whatever the headers said; what is too long ends as if it were cut off."""
    read = 0

    async def counted() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        return {"type": "http.disconnect"} if read > MOST_BYTES else message

    return counted
