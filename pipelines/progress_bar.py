"""The progress bar of a night on a terminal; one line a step where there is none (a log file)."""

from __future__ import annotations

from datetime import date
from types import TracebackType
from typing import Self

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn

STEPS_A_NIGHT = 5
"""Fetching, reading, ranking, workbooks, measuring; with one source. More sources add two each."""


class ProgressBar:
    """A watcher (assets.progress) that shows steps as a bar and counts pages."""

    def __init__(self, nights: int) -> None:
        from sources.base import all_sources

        self._steps = nights * (STEPS_A_NIGHT - 2 + 2 * len(all_sources()))
        self._pages = 0
        self._day = ""
        self._console = Console(stderr=True)
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[pages]} sider"),
            TimeElapsedColumn(),
            console=self._console,
            transient=True,
        )
        self._task = self._bar.add_task("starter", total=self._steps, pages=0)

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._console.is_terminal:
            self._bar.stop()

    def night(self, day: date) -> None:
        """The steps that follow belong to this night."""
        self._day = day.isoformat()

    def step(self, words: str) -> None:
        """A step began."""
        if self._console.is_terminal:
            self._bar.update(self._task, description=f"Natt {self._day}: {words}", advance=1)
        else:
            click.echo(f"Natt {self._day}: {words}", err=True)

    def page(self, url: str) -> None:
        """A page was asked for."""
        del url  # one line a page would be noise; the archive has them
        self._pages += 1
        self._bar.update(self._task, pages=self._pages)
