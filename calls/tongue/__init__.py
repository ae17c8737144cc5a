"""Sentences that readers see, in the tongue they asked for. What a sentence says stands where it is said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_TONGUE: ContextVar[str] = ContextVar("tongue", default="nb")


def say(text: str, **values: object) -> str:
    """The sentence `text`, bokmål with `{name}` where a value stands, in the current tongue."""
    return text.format(**values) if values else text


def say_count(one: str, many: str, n: int, **values: object) -> str:
    """`one` or `many` by the number `n`, which stands where `{n}` does."""
    return say(one if n == 1 else many, n=n, **values)


def note(text: str) -> str:
    """`text` itself, to be put through `say` when it is shown."""
    return text


@contextmanager
def speaking(tongue: str) -> Iterator[None]:
    """Sentences said within are in that tongue: "nb", "nn" or "en"."""
    token = _TONGUE.set(tongue)
    try:
        yield
    finally:
        _TONGUE.reset(token)


def tongue() -> str:
    """The current tongue."""
    return _TONGUE.get()
