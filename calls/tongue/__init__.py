"""Which tongue a reader is spoken to in: bokmål, nynorsk or English, and the sentences in it.

A sentence is named by its bokmål text, with `{name}` where a value comes in.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_TONGUE: ContextVar[str] = ContextVar("tongue", default="nb")


def say(text: str, **values: Any) -> str:
    """The sentence in the reader's tongue, with the values in their places."""
    return text.format(**values) if values else text


def say_count(one: str, many: str, n: int, **values: Any) -> str:
    """`one` where n is 1, else `many`; `{n}` is the number."""
    return (one if n == 1 else many).format(n=n, **values)


def note(text: str) -> str:
    """Marks a text in a table, which is put through `say` where it is shown."""
    return text


@contextmanager
def speaking(tongue: str) -> Iterator[None]:
    """Within the block, sentences are in that tongue."""
    token = _TONGUE.set(tongue)
    try:
        yield
    finally:
        _TONGUE.reset(token)


def tongue() -> str:
    """The tongue spoken now."""
    return _TONGUE.get()
