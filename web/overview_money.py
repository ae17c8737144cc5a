"""What the overview says of money: by funder and by theme, kroner and euro each by itself.

There is no rate with a date in what we keep, so euro are not made into kroner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from calls.tongue import say, say_count
from publish import words
from web.overview_counts import Money, Pot
from web.plots import BarPlot, BarRow, Figures, bar_plot

BARS_MOST = 12
"""Bars of one plot; the rest are one more."""


@dataclass(frozen=True)
class MoneyPart:
    """What is said, and the plots there is anything to show in."""

    said: str
    plots: list[BarPlot]


def money_part(money: Money) -> MoneyPart:
    """The sentences and the plots on the money of these calls."""
    plots = [
        _plot("kroner-finansior", say("Kroner per finansiør"), money.funders, is_euro=False),
        _plot("euro-finansior", say("Euro per finansiør"), money.funders, is_euro=True),
        _plot("kroner-tema", say("Kroner per tema"), money.themes, is_euro=False, unsplit=money.unsplit),
    ]
    return MoneyPart(_said(money), [plot for plot in plots if plot is not None])


def _said(money: Money) -> str:
    if not money.calls:
        return ""
    stated = money.calls - money.silent
    if not stated:
        return say("Ingen av utlysningene oppgir hvor mye penger det er i alt.")
    sums = []
    if money.whole_nok:
        sums.append(words.money_words(money.whole_nok))
    if money.whole_eur:
        sums.append(words.money_words(money.whole_eur, words.EURO))
    told = [
        say_count(
            "{n} utlysning oppgir hvor mye penger det er i alt: {sums}.",
            "{n} utlysninger oppgir hvor mye penger det er i alt, til sammen {sums}.",
            stated,
            sums=words.join_words(sums),
        )
    ]
    if money.silent:
        told.append(
            say_count(
                "{n} oppgir ikke noe beløp og er ikke regnet med.",
                "{n} oppgir ikke noe beløp og er ikke regnet med.",
                money.silent,
            )
        )
    if money.whole_eur:
        told.append(say("Euro er ikke regnet om til kroner."))
    return " ".join(told)


def _plot(key: str, title: str, pots: Sequence[Pot], *, is_euro: bool, unsplit: Pot | None = None) -> BarPlot | None:
    """The pots that hold that currency, the most first; None when there are none."""
    amounts = [(pot.name, pot.eur if is_euro else pot.nok, pot.calls) for pot in pots]
    amounts = sorted((one for one in amounts if one[1]), key=lambda one: (-one[1], one[0]))
    if not amounts:
        return None
    drawn = amounts[:BARS_MOST]
    if rest := amounts[BARS_MOST:]:
        name = say("{n} andre", n=len(rest))
        drawn.append((name, sum(amount for _, amount, _ in rest), sum(calls for _, _, calls in rest)))
    currency = words.EURO if is_euro else words.KRONER
    rows = [BarRow(name, words.money_words(amount, currency), (("whole", amount),)) for name, amount, _ in drawn]
    heads = (say("Navn"), say("Beløp"), say("Utlysninger"))
    cells = tuple((name, words.money_words(amount, currency), str(calls)) for name, amount, calls in amounts)
    told = [_most(rows)] if len(rows) > 1 else []
    if unsplit is not None and unsplit.nok:
        amount = words.money_words(unsplit.nok)
        told.append(say("{amount} er ikke delt på temaer av finansiøren.", amount=amount))
    return bar_plot(key, title, " ".join(told), rows, Figures(title, heads, cells))


def _most(rows: Sequence[BarRow]) -> str:
    """Who has most. The row of all others is not somebody."""
    tied = sum(row.total == rows[0].total for row in rows[:BARS_MOST])
    if tied == 1:
        return say("Mest har {name}: {amount}.", name=rows[0].label, amount=rows[0].figure)
    return say("{n} deler førsteplassen, med {amount} hver.", n=tied, amount=rows[0].figure)
