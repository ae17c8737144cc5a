"""Plots as plain values: what plots.html draws. Every plot says itself in words and has its figures for a table.

Lengths are shares of 100, so that a page may be any width; words are HTML and keep their size. Which figures are worth
a plot is for the pages to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

Kind = Literal["whole", "part"]
"""How a bar is drawn: filled, or as an outline. Two that can be told apart without colour."""


@dataclass(frozen=True)
class Figures:
    """A table: its heads, and the rows under them. The first cell of a row names it."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Piece:
    """A piece of a bar: where it begins and how long it is, of 100, and how it is drawn."""

    start: float
    length: float
    kind: Kind

    @property
    def top(self) -> float:
        """Where it begins when the bar stands up, from above."""
        return round(100 - self.start - self.length, 2)


@dataclass(frozen=True)
class BarRow:
    """What a bar is made of: its label, the figure in words, and the amount of each kind."""

    label: str
    figure: str
    amounts: tuple[tuple[Kind, int], ...]
    href: str = ""

    @property
    def total(self) -> int:
        return sum(amount for _, amount in self.amounts)


@dataclass(frozen=True)
class Bar:
    """One bar as drawn."""

    label: str
    figure: str
    pieces: tuple[Piece, ...]
    href: str


@dataclass(frozen=True)
class BarPlot:
    """Bars. said: what they show, in a sentence or two. legend: what each kind of piece stands for, where there are
    several. key: names it on its page."""

    key: str
    title: str
    said: str
    bars: tuple[Bar, ...]
    figures: Figures
    legend: tuple[tuple[Kind, str], ...] = ()


def bar_plot(
    key: str,
    title: str,
    said: str,
    rows: Sequence[BarRow],
    figures: Figures,
    legend: Sequence[tuple[Kind, str]] = (),
) -> BarPlot:
    """Bars as long as their totals, the longest 100. ValueError for an amount below nothing."""
    if any(amount < 0 for row in rows for _, amount in row.amounts):
        raise ValueError("a bar has no length below nothing")
    most = max((row.total for row in rows), default=0)
    bars = tuple(Bar(row.label, row.figure, _pieces(row, most), row.href) for row in rows)
    return BarPlot(key, title, said, bars, figures, tuple(legend))


def _pieces(row: BarRow, most: int) -> tuple[Piece, ...]:
    pieces = []
    start = 0
    for kind, amount in row.amounts:
        if amount:
            pieces.append(Piece(_share(start, most), _share(amount, most), kind))
        start += amount
    return tuple(pieces)


def _share(amount: int, most: int) -> float:
    return round(100 * amount / most, 2)


@dataclass(frozen=True)
class HeatCell:
    """A cell: the figure written in it, how strong it is (0 none to 3), and what it means in words."""

    text: str
    level: int
    said: str


@dataclass(frozen=True)
class HeatRow:
    """A row: its label, where that leads, the language it is in, and its cells."""

    label: str
    href: str
    lang: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True)
class HeatMap:
    """Rows and columns with a figure in each cell. columns: label, address and language of each. figures: the same as
    a list."""

    key: str
    title: str
    said: str
    corner: str
    columns: tuple[tuple[str, str, str], ...]
    rows: tuple[HeatRow, ...]
    figures: Figures


@dataclass(frozen=True)
class Spark:
    """A line of figures over time. lines: the points of each unbroken piece, as SVG has them in 100 by 24."""

    title: str
    said: str
    lines: tuple[str, ...]
    figures: Figures


SPARK_HEIGHT = 24
_EDGE = 2


def spark(title: str, said: str, points: Sequence[int | None], figures: Figures) -> Spark:
    """The line through `points`, broken where one is missing; a point alone is a short stroke."""
    known = [point for point in points if point is not None]
    low, high = min(known, default=0), max(known, default=0)
    step = 100 / max(len(points) - 1, 1)
    lines = []
    for is_there, run in groupby(enumerate(points), key=lambda pair: pair[1] is not None):
        if is_there:
            line = [(number * step, _height(point or 0, low, high)) for number, point in run]
            if len(line) == 1:
                (x, y), half = line[0], min(step / 2, 2)
                line = [(max(x - half, 0), y), (min(x + half, 100), y)]
            lines.append(" ".join(f"{x:.2f},{y:.2f}" for x, y in line))
    return Spark(title, said, tuple(lines), figures)


def _height(point: int, low: int, high: int) -> float:
    """From above: the least stands near the bottom, the most near the top, one that never changes in the middle."""
    share = (point - low) / (high - low) if high > low else 0.5
    return SPARK_HEIGHT - _EDGE - share * (SPARK_HEIGHT - 2 * _EDGE)
