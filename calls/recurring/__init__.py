"""When a standing call usually opens and closes: learnt from its earlier rounds, said with its doubt.

Nothing here is a date that a funder has given. Two rounds give a month; more give a part of one; rounds that disagree
give nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from calls.recurring.rounds import Round, RoundGroup, round_groups
from calls.recurring.season import Season, days_from_middle, find_season, month_name, season_words, seasons
from calls.tongue import note, say

__all__ = ["Certainty", "Expectation", "Round", "RoundGroup", "expected", "round_groups"]

Certainty = Literal["low", "fair", "high"]
"""high: four years or more within three weeks; fair: three or more; low: two, or a year or more without a round."""

_FORGOTTEN = 4
"""Years since the last round after which nothing is expected."""

_AT_ONCE = timedelta(days=30)
_SOONEST = timedelta(days=120)
"""After a deadline the next round's is at least this far away."""

_OVER_A_YEAR = timedelta(days=550)
"""Between two rounds: a year had none. After rounds that all have so much between them the next has too."""

_LONGEST_GAP = 3
"""Years between two rounds, where there are no more; further apart, and they say nothing of a next one."""

_LISTED_YEARS = 5
_OFTEN = {
    2: note("to ganger i året: {when}"),
    3: note("tre ganger i året: {when}"),
    4: note("fire ganger i året: {when}"),
}
_WEEKS = (
    *(note("noen dager"), note("om lag én uke"), note("om lag to uker")),
    *(note("om lag tre uker"), note("om lag fire uker")),
)


@dataclass(frozen=True)
class Expectation:
    """What to expect of the next round.

    from and to: the borders of what the words say, for sorting and choosing alone; a reader gets the words. None where
    the rounds do not say. years: of the rounds that it rests on.
    """

    opens_from: date | None
    opens_to: date | None
    deadline_from: date | None
    deadline_to: date | None
    years: tuple[int, ...]
    words_nb: str  # sentences in the reader's tongue
    certainty: Certainty


def expected(group: RoundGroup, today: date) -> Expectation | None:
    """What the rounds of a standing call say of the next one.

    None where they are of fewer than two years, disagree too much or are long past, and where a round is announced
    whose day is still to come: that one has its own dates.
    """
    if any(one.day >= today for one in group.rounds):
        return None
    rounds = _one_at_a_time(group.rounds)
    if today.year - rounds[-1].year >= _FORGOTTEN:
        return None
    by_deadline = [(one.deadline, one) for one in rounds if one.deadline]
    by_opening = [(one.opens, one) for one in rounds if one.opens]
    for known, is_deadline in ((by_deadline, True), (by_opening, False)):
        times = _times_of_year([day for day, _ in known])
        years = sorted({year for time in times for year in time.years})
        if times and (len(years) > 2 or years[1] - years[0] <= _LONGEST_GAP):
            days = {day for time in times for day in time.days}
            used = [one for day, one in known if day in days]
            opening = find_season([one.opens for one in used if one.opens]) if is_deadline and len(times) == 1 else None
            return _expectation(times, opening, is_deadline, years, today)
    return None


def _one_at_a_time(rounds: Sequence[Round]) -> list[Round]:
    """The rounds, oldest first; the last one of those within a month of each other: calls with one title at a time."""
    kept: list[Round] = []
    for one in rounds:
        if kept and one.day - kept[-1].day <= _AT_ONCE:
            kept.pop()
        kept.append(one)
    return kept


def _times_of_year(days: Sequence[date]) -> list[Season]:
    """The time of year of all rounds but at most one, or the several times of every year; none where they disagree."""
    parts = seasons(days)
    yearly = [part for part in parts if len(_years(part)) >= 2]
    if len(yearly) > 1 and _are_in_the_same_years(yearly):
        found = [find_season(part) for part in yearly]
        return [season for season in found if season] if all(found) else []
    main = max(yearly, key=len, default=None)
    season = find_season(main) if main else None
    if main is None or season is None:
        return []
    rest = sorted(set(days) - set(main))
    if not rest:
        return [season]
    if len(rest) > 1 or len(season.years) < 3 or season.odd or rest[0] > main[-1]:
        return []
    return [replace(season, odd=(rest[0], days_from_middle(rest[0], season.days)))]


def _years(days: Sequence[date]) -> set[int]:
    return {day.year for day in days}


def _are_in_the_same_years(parts: Sequence[Sequence[date]]) -> bool:
    """Whether most years of the rarest time have the other ones too: several times a year, not moved once."""
    years = [_years(part) for part in parts]
    return 2 * len(set.intersection(*years)) >= min(map(len, years))


def _expectation(
    times: Sequence[Season], opening: Season | None, is_deadline: bool, years: Sequence[int], today: date
) -> Expectation:
    days = sorted(day for time in times for day in time.days)
    last = days[-1]
    window = min(_next_window(time, days, today) for time in times)
    opens = _before(opening, window) if opening else None if is_deadline else window
    odd = next((time.odd for time in times if time.odd), None)
    is_old = today.year - last.year >= 2
    words = [_usual_words(times, opening, is_deadline, years)]
    if odd:
        words.append(_odd_words(odd, is_deadline))
    known = sorted([*days, *([odd[0]] if odd else [])])
    if any(later - earlier > _OVER_A_YEAR for earlier, later in pairwise(known)):
        words.append(say("Vi kjenner ikke til runder i årene imellom."))
    if is_old:
        words.append(say("Den siste runden vi kjenner til, var i {year}.", year=last.year))
    if len(years) == 2:
        words.append(say("To år er lite å bygge på."))
    certainty: Certainty = "low" if len(years) == 2 or is_old else "fair"
    if certainty == "fair" and len(years) >= 4 and not odd and all(time.last - time.first < 3 for time in times):
        certainty = "high"
    opens_from, opens_to = opens or (None, None)
    deadline_from, deadline_to = window if is_deadline else (None, None)
    return Expectation(opens_from, opens_to, deadline_from, deadline_to, tuple(years), " ".join(words), certainty)


def _next_window(time: Season, days: Sequence[date], today: date) -> tuple[date, date]:
    """The first window that is neither over today nor straight after the last round, which may be in two years."""
    is_every_other = len(days) > 2 and all(later - earlier > _OVER_A_YEAR for earlier, later in pairwise(days))
    soonest = max(today, days[-1] + (_OVER_A_YEAR if is_every_other else _SOONEST))
    return next(
        window for year in range(soonest.year - 1, soonest.year + 3) if (window := time.window(year))[1] >= soonest
    )


def _before(opening: Season, window: tuple[date, date]) -> tuple[date, date]:
    """The newest window of the opening that begins no later than the one of the deadline ends."""
    years = (window[1].year, window[1].year - 1, window[1].year - 2)
    return next(found for year in years if (found := opening.window(year))[0] <= window[1])


def _usual_words(times: Sequence[Season], opening: Season | None, is_deadline: bool, years: Sequence[int]) -> str:
    when = _and([season_words(time) for time in sorted(times, key=lambda time: time.first)])
    if len(times) > 1:
        often = _OFTEN.get(len(times))
        when = say(often, when=when) if often else say("{count} ganger i året: {when}", count=len(times), when=when)
    opens = season_words(opening) if opening else ""
    if len(years) == 2:
        past = note("Åpnet {when} både i {first} og i {last}.")
        if opens:
            past = note("Åpnet {opens} og hadde frist {when} både i {first} og i {last}.")
        elif is_deadline:
            past = note("Hadde frist {when} både i {first} og i {last}.")
        return say(past, opens=opens, when=when, first=years[0], last=years[1])
    usual = note("Har vanligvis frist {when} ({years}).") if is_deadline else note("Åpner vanligvis {when} ({years}).")
    if opens:
        usual = note("Åpner vanligvis {opens} og har frist {when} ({years}).")
    return say(usual, opens=opens, when=when, years=_year_words(years))


def _year_words(years: Sequence[int]) -> str:
    if len(years) > _LISTED_YEARS:
        return say("{count} år fra {first} til {last}", count=len(years), first=years[0], last=years[-1])
    return _and([str(year) for year in years])


def _odd_words(odd: tuple[date, int], is_deadline: bool) -> str:
    day, off = odd
    weeks = round(abs(off) / 7)
    if weeks < len(_WEEKS):
        deadline, opening = (
            note("Ett år, {year}, var fristen {time} senere."),
            note("Ett år, {year}, åpnet den {time} senere."),
        )
        if off <= 0:
            deadline = note("Ett år, {year}, var fristen {time} tidligere.")
            opening = note("Ett år, {year}, åpnet den {time} tidligere.")
        return say(deadline if is_deadline else opening, year=day.year, time=say(_WEEKS[weeks]))
    said = (
        note("Ett år, {year}, var fristen i {month}.") if is_deadline else note("Ett år, {year}, åpnet den i {month}.")
    )
    return say(said, year=day.year, month=month_name(day.month))


def _and(parts: Sequence[str]) -> str:
    *most, last = parts
    return say("{most} og {last}", most=", ".join(most), last=last) if most else last
