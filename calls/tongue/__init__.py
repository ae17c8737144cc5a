"""What readers see, in the reader's tongue. The message is the bokmål text, with `{name}` for what is filled in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_TONGUE: ContextVar[str] = ContextVar("tongue", default="nb")


def tongue() -> str:
    """The tongue that is spoken now: nb, nn or en."""
    return _TONGUE.get()


@contextmanager
def speaking(wanted: str) -> Iterator[None]:
    """Inside, everything is said in that tongue."""
    token = _TONGUE.set(wanted)
    try:
        yield
    finally:
        _TONGUE.reset(token)


def note(text: str) -> str:
    """Marks a text that stands in a table, to be put through `say` when it is shown. It comes back unchanged."""
    return text


def say(text: str, **values: object) -> str:
    """The sentence with its values filled in."""
    return text.format(**values) if values else text


def say_count(one: str, many: str, n: int, **values: object) -> str:
    """`one` where n is 1, else `many`; `{n}` is the number."""
    return say(one if n == 1 else many, n=n, **values)
