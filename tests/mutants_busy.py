"""Nights on which much happens at once, and nothing is wrong: what a funder does in batches and at seasons.

Forskningsrådet's and Innovasjon Norge's are those of mutants_ordinary; the EU's is a portal of made-up calls that come,
open, move and leave, and the real history of it where we have that.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from eu_nights import fetches
from eu_samples import from_record
from mutants import Answers, Night, Past, nothing_known, read_night
from mutants_ordinary import FIRST, MOVED_A_NIGHT, NEW_A_DAY, Council, Fund, Funder, Ordinary, poisson, series
from mutants_portal import made_topic, portal_answers, whole

from sources.eu import SOURCE as EU

Happening = Callable[[Any, date], None]
TOPICS = 120
FEW = 6
WITHOUT_TEXTS = 2
"""Fetches of the history in which nobody kept the texts: those that came with the third are no news of the portal."""


class Commission:
    """The EU portal over many nights."""

    source = EU

    def __init__(self, rng: random.Random, batch_day: date, first: date = FIRST) -> None:
        self.rng = rng
        self.calls = [made_topic(number) for number in range(TOPICS)]
        for number, call in enumerate(self.calls):
            opens = first - timedelta(days=100) + timedelta(days=2 * number)
            self._date(call, opens, opens + timedelta(days=110 + number % 60), first)

    def _date(self, call: dict[str, Any], opens: date, deadline: date, day: date) -> None:
        call |= {"opens": opens.isoformat(), "deadlines": [deadline.isoformat()], "model": "single-stage"}
        call["status"] = "31094502" if opens <= day else "31094501"

    def announce(self, day: date) -> None:
        """A new topic."""
        call = made_topic(len(self.calls))
        opens = day + timedelta(days=self.rng.randint(10, 90))
        self._date(call, opens, opens + timedelta(days=self.rng.randint(60, 150)), day)
        self.calls.append(call)

    def live_a_day(self, day: date) -> None:
        for _ in range(poisson(self.rng, NEW_A_DAY)):
            self.announce(day)
        for call in self.calls:
            opens, deadline = date.fromisoformat(call["opens"]), date.fromisoformat(call["deadlines"][0])
            if self.rng.random() < MOVED_A_NIGHT:
                deadline += timedelta(days=self.rng.choice((1, 7, 14, 30)))
            self._date(call, opens, deadline, day)

    def live(self, day: date) -> list[dict[str, Any]]:
        """Those that the portal lists."""
        return [call for call in self.calls if call["deadlines"][0] >= day.isoformat()]

    def night(self, day: date) -> Answers:
        shown = self.live(day)
        self.rng.shuffle(shown)
        return portal_answers(shown)


def many_new(funder: Any, day: date) -> None:
    for number in range(30):
        funder.announce(f"{day:%d%m}-{number}" if isinstance(funder, Fund) else day)


def some_new(funder: Fund, day: date) -> None:
    for number in range(5):
        funder.announce(f"{day:%d%m}-{number}")


def texts_edited(funder: Any, day: date) -> None:
    """An editor adds and changes a sentence on two calls in three."""
    if isinstance(funder, Council):
        for number, call in enumerate(funder.calls):
            if call.deadline >= day and number % 3:
                call.edits.append(f"Fra {day:%d.%m.%Y} skal alle vedlegg lastes opp som pdf.")
    elif isinstance(funder, Fund):
        said = " Ta kontakt med oss før du søker."
        edited = [{**one, "excerpt": one["excerpt"] and f"{one['excerpt']}{said}"} for one in funder.services]
        funder.services = edited
    else:
        for number, call in enumerate(funder.live(day)):
            if number % 3:
                call["description"] = call["description"].replace("Ethics.", "Ethics, and what was learnt before.")


def prolonged(funder: Any, day: date) -> None:
    """Ten deadlines go on by two weeks at once, as after a stop of the portal where one applies."""
    if isinstance(funder, Council):
        for call in [one for one in funder.calls if one.deadline > day][:10]:
            call.deadline += timedelta(days=14)
    else:
        for call in funder.live(day + timedelta(days=5))[:10]:
            call["deadlines"] = [(date.fromisoformat(call["deadlines"][0]) + timedelta(days=14)).isoformat()]


def one_deadline(funder: Council, day: date) -> None:
    """Before the series: eleven calls of one deadline."""
    for call in funder.calls[:11]:
        call.deadline = day + timedelta(days=100)


def nine_days_on(funder: Council, day: date) -> None:
    for call in funder.calls[:11]:
        call.deadline += timedelta(days=9)


def one_opening(funder: Council, day: date) -> None:
    """Before the series: 25 calls that open on the third night."""
    for call in [one for one in funder.calls if one.deadline > day + timedelta(days=30)][:25]:
        call.opens = day + timedelta(days=3)


def sums_set(funder: Council, day: date) -> None:
    """Six calls get a larger pot after the budget of the state."""
    for call in [one for one in funder.calls if one.deadline > day][::9][:6]:
        call.sums += 10


def nearly_all_close(funder: Council, day: date) -> None:
    """Before the series: the funder has its deadlines before the summer, and few calls after it."""
    for call in [one for one in funder.calls if one.deadline > day][FEW:]:
        call.deadline = min(call.deadline, day + timedelta(days=3))


class Kind(NamedTuple):
    """A kind of night: at which funder, beginning when, and what happens before which night."""

    name: str
    funder: Callable[[random.Random, date, date], Funder]
    nights: int
    first: date
    happenings: dict[int, Happening]


BUSY = (
    Kind("many new calls", Council, 8, FIRST, {4: many_new}),
    Kind("an editor at work", Council, 8, FIRST, {3: texts_edited, 6: texts_edited}),
    Kind("ten prolonged by two weeks", Council, 8, FIRST, {4: prolonged}),
    Kind("eleven prolonged to one day", Council, 9, FIRST, {0: one_deadline, 5: nine_days_on}),
    Kind("many open on one day", Council, 8, FIRST, {0: one_opening}),
    Kind("pots enlarged", Council, 8, FIRST, {3: sums_set}),
    Kind("turn of the year", Council, 14, date(2026, 12, 24), {9: many_new}),
    Kind("summer", Council, 14, date(2027, 6, 20), {0: nearly_all_close}),
    Kind("a fund with news", Fund, 8, FIRST, {3: some_new}),
    Kind("a fund edited", Fund, 8, FIRST, {4: texts_edited}),
    Kind("a fund at the turn of the year", Fund, 14, date(2026, 12, 24), {}),
    Kind("a quiet portal", Commission, 14, FIRST, {}),
    Kind("many new topics", Commission, 8, FIRST, {4: many_new}),
    Kind("topics edited", Commission, 8, FIRST, {4: texts_edited}),
    Kind("ten topics prolonged", Commission, 8, FIRST, {4: prolonged}),
    Kind("a portal at the turn of the year", Commission, 14, date(2026, 12, 24), {}),
)


def busy(seed: int) -> Iterator[tuple[str, Ordinary]]:
    """Every night of every kind."""
    for kind in BUSY:
        for night in series(kind.funder, seed, kind.nights, kind.first, kind.happenings):
            yield kind.name, night


def real_nights(shared: Path) -> Iterator[tuple[str, Ordinary]]:
    """The real history of the portal, each fetch a night, from the one on with which its keeper keeps the texts."""
    past: Past = nothing_known()
    for number, fetch in enumerate(list(fetches(shared))[WITHOUT_TEXTS:]):
        answers = portal_answers([whole(from_record(one)) for one in fetch.records], fetch.total)
        reading, past = read_night(Night(f"{fetch.at}", EU, answers, fetch.at), past)
        if number:
            yield "the real history", Ordinary(fetch.at.date(), reading, 0)
