"""How far a long measurement has come, on stderr: a bar on a terminal, one line a step where there is none.

A night has a bar of its own, in `pipelines.progress_bar`: it is told of steps by the assets.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import click

from pipelines.bar import Bar

Given = ParamSpec("Given")
Made = TypeVar("Made")


class Steps(Bar):
    """A bar over several rounds of as many steps each, such as the rankings of every set."""

    def __init__(self, rounds: int) -> None:
        self._rounds = rounds
        self._round = ""
        super().__init__()
        self._task = self._bar.add_task("leser", total=None)

    def begin(self, name: str, steps: int) -> None:
        """The steps that follow belong to the round of this name, which has so many."""
        self._round = name
        self._bar.update(self._task, total=self._rounds * steps)

    def told(self, words: str, work: Callable[Given, Made]) -> Callable[Given, Made]:
        """`work` as a step: it says that it begins, and counts when it is done."""

        def step(*given: Given.args, **named: Given.kwargs) -> Made:
            if self._console.is_terminal:
                self._bar.update(self._task, description=f"{self._round}: {words}")
            else:
                click.echo(f"{self._round}: {words}", err=True)
            made = work(*given, **named)
            self._bar.advance(self._task)
            return made

        return step
