"""How a long step tells whoever watches what it is doing. Nobody watches by default."""

from contextvars import ContextVar
from typing import Protocol


class Watcher(Protocol):
    """Told of each step that begins and of each page."""

    def step(self, words: str) -> None:
        """A step began; `words` in bokmål."""

    def part(self, words: str) -> None:
        """How far the step is; `words` in bokmål."""

    def page(self, url: str) -> None:
        """A page was asked for."""


class Nobody:
    """The watcher of an unattended run."""

    def step(self, words: str) -> None:
        """Says nothing."""

    def part(self, words: str) -> None:
        """Says nothing."""

    def page(self, url: str) -> None:
        """Says nothing."""


WATCHER: ContextVar[Watcher] = ContextVar("watcher", default=Nobody())  # noqa: B039 - it holds no state
