"""The progress bar of a night on a terminal; one line a step where there is none (a log file)."""

from __future__ import annotations

from datetime import date

import click
from rich.progress import TextColumn

from pipelines.bar import Bar

STEPS_A_NIGHT = 5
"""Fetching, reading, ranking, workbooks, measuring; with one source. More sources add two each."""


class ProgressBar(Bar):
    """A watcher (assets.progress) that shows steps as a bar and counts pages."""

    def __init__(self, nights: int) -> None:
        from sources.base import all_sources

        self._steps = nights * (STEPS_A_NIGHT - 2 + 2 * len(all_sources()))
        self._pages = 0
        self._day = ""
        super().__init__(TextColumn("{task.fields[pages]} sider"))
        self._task = self._bar.add_task("starter", total=self._steps, pages=0)

    def night(self, day: date) -> None:
        """The steps that follow belong to this night."""
        self._day = day.isoformat()

    def step(self, words: str) -> None:
        """A step began."""
        if self._console.is_terminal:
            self._bar.update(self._task, description=f"Natt {self._day}: {words}", advance=1)
        else:
            click.echo(f"Natt {self._day}: {words}", err=True)

    def part(self, words: str) -> None:
        """How far the step is; a line each would be noise in a log."""
        self._bar.update(self._task, description=f"Natt {self._day}: {words}")

    def page(self, url: str) -> None:
        """A page was asked for."""
        del url  # one line a page would be noise; the archive has them
        self._pages += 1
        self._bar.update(self._task, pages=self._pages)
