"""Which rows of publish.rows are shown, and in what order: what a reader has asked for, in an address and in words.

The page, every file and every feed are made of the same `Selection`, so that what is taken along is what was seen. An
address is read and written in `publish.selection_query`, the sentence is made in `publish.selection_words`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from operator import not_
from typing import Any, Literal, get_args

import pandas as pd

from calls.fields import APPLICANT_TYPES, LANGUAGES, STATUSES, word_nb
from calls.tongue import TONGUES, say, speaking
from matching.eligible.money import NOK_PER_EUR
from publish.fit_words import RULED_OUT, Reason
from publish.words import oslo

Sort = Literal["rank", "deadline", "amount", "newest"]
SORTS: tuple[Sort, ...] = get_args(Sort)

UNKNOWN = "unknown"
"""Among statuses: neither the funder's words nor the dates tell. Among applicants: the words are not understood."""

MOST_DAYS = 3650
MOST_NOK = 10**12
LONGEST = 200
"""Characters of a text that is searched for."""

SEARCHED = ("title", "funder", "programme", "theme_name", "applicant_text", "why", "source_id")
"""Texts that a search looks in, and our words for the applicants with them: none that differs from tongue to tongue."""

Test = Callable[..., bool]


class SelectionError(ValueError):
    """Something that cannot be asked for, in bokmål for whoever asked."""


@dataclass(frozen=True)
class Selection:
    """What is asked for; what is left out lets everything through. SelectionError, in bokmål, where it makes no sense.

    kind: only the list of that reason. status, applicants, langs: codes of calls.fields, any of which will do.
    deadline_days: within so many calendar days of the night, and not passed. deadline_from, deadline_to: days in Oslo,
    both included. least_nok: a call that surely gives one applicant as much. theme, words: every word, whatever the
    case, in the theme or anywhere in SEARCHED. new_since: first seen, or changed by the funder, on that night or later.
    hides_no: without calls that the project surely may not apply for. shows_hidden: also what somebody has said is not
    for the project, or for its cluster.
    """

    cluster: str = ""
    profile: str = ""
    kind: Reason | None = None
    status: tuple[str, ...] = ()
    deadline_days: int | None = None
    deadline_from: date | None = None
    deadline_to: date | None = None
    has_no_deadline: bool = False
    least_nok: int | None = None
    funder: str = ""
    applicants: tuple[str, ...] = ()
    theme: str = ""
    langs: tuple[str, ...] = ()
    new_since: date | None = None
    words: str = ""
    hides_no: bool = False
    shows_hidden: bool = False
    sort: Sort = "rank"

    def __post_init__(self) -> None:
        """One form for what means the same, so that equal selections are equal and have one address."""
        for name, allowed in (
            ("status", (*STATUSES, UNKNOWN)),
            ("applicants", (*APPLICANT_TYPES, UNKNOWN)),
            ("langs", LANGUAGES),
        ):
            given = getattr(self, name)
            object.__setattr__(self, name, tuple(code for code in allowed if code in given))
        for name in ("cluster", "profile", "funder", "theme", "words"):
            text = " ".join(getattr(self, name).split())
            if len(text) > LONGEST:
                raise SelectionError(say("Teksten det søkes etter, kan ha høyst {most} tegn.", most=LONGEST))
            object.__setattr__(self, name, text)
        self._check()

    def _check(self) -> None:
        is_between = self.deadline_from is not None or self.deadline_to is not None
        if sum((self.deadline_days is not None, is_between, self.has_no_deadline)) > 1:
            raise SelectionError(
                say("Avgrens fristen på én måte: innen et antall dager, fra og til, eller uten frist.")
            )
        if self.deadline_from and self.deadline_to and self.deadline_from > self.deadline_to:
            raise SelectionError(say("Fristen kan ikke være fra en senere dato enn den er til."))
        if self.deadline_days is not None and not 0 <= self.deadline_days <= MOST_DAYS:
            raise SelectionError(say("Antall dager til fristen må være fra 0 til {most}.", most=MOST_DAYS))
        if self.least_nok is not None and not 1 <= self.least_nok <= MOST_NOK:
            raise SelectionError(say("Beløpet må være fra 1 til {most} kroner.", most=MOST_NOK))

    def apply(self, rows: pd.DataFrame, night_at: datetime) -> pd.DataFrame:
        """The rows of publish.rows that are asked for, in the order that is asked for; ties keep the order of `rows`.

        night_at: when the night of the rows began.
        """
        is_kept = [True] * len(rows)
        for names, test in self._tests(night_at):
            values = zip(*(rows[name] for name in names), strict=True)
            is_kept = [kept and test(*row) for kept, row in zip(is_kept, values, strict=True)]
        found = rows[pd.Series(is_kept, index=rows.index, dtype=bool)].reset_index(drop=True)
        if self.sort == "rank" or found.empty:
            return found
        key, names = _ORDERS[self.sort]
        keys = [key(night_at, *row) for row in zip(*(found[name] for name in names), strict=True)]
        return found.iloc[sorted(range(len(found)), key=keys.__getitem__)].reset_index(drop=True)

    def chosen(self, rows: Sequence[Mapping[str, Any]], night_at: datetime) -> list[Any]:
        """The same of rows as publish.rows.records gives them: for whoever asks often."""
        tests = list(self._tests(night_at))
        found = [row for row in rows if all(test(*(row[name] for name in names)) for names, test in tests)]
        if self.sort != "rank":
            key, names = _ORDERS[self.sort]
            found.sort(key=lambda row: key(night_at, *(row[name] for name in names)))
        return found

    def _tests(self, night_at: datetime) -> Iterator[tuple[tuple[str, ...], Test]]:
        """What a row has to pass: the columns that are looked at, and a question on their values."""
        for name in ("cluster", "profile", "funder"):
            if wanted := getattr(self, name):
                yield (name,), wanted.__eq__
        if self.kind:
            yield ("kinds",), lambda kinds: self.kind in kinds
        if self.status:
            yield ("status_code",), {"" if one == UNKNOWN else one for one in self.status}.__contains__
        if self.langs:
            yield ("lang_code",), {*self.langs}.__contains__
        if self.applicants:
            yield ("applicant_codes",), lambda codes: bool({*codes} & {*self.applicants}) or _is_unknown(self, codes)
        if self.least_nok is not None:
            yield _AMOUNTS, lambda *amounts: (_surely_nok(*amounts) or 0) >= (self.least_nok or 0)
        if self.theme:
            yield ("theme_name",), lambda theme: _holds(self.theme, theme)
        if self.words:
            yield (
                (*SEARCHED, "applicant_codes"),
                lambda *found: _holds(self.words, *found[:-1], *_applicant_words(found[-1])),
            )
        if self.hides_no:
            yield ("may_code",), RULED_OUT.__ne__
        if not self.shows_hidden:
            yield ("is_hidden",), not_
        yield from self._moment_tests(night_at)

    def _moment_tests(self, night_at: datetime) -> Iterator[tuple[tuple[str, ...], Test]]:
        first, last, today = self.deadline_from, self.deadline_to, oslo(night_at).date()
        if self.has_no_deadline:
            yield ("deadline_at",), _is_absent
        if self.deadline_days is not None:
            most = self.deadline_days
            yield (
                ("deadline_at",),
                lambda at: not _is_absent(at) and at >= night_at and (oslo(at).date() - today).days <= most,
            )
        if first or last:
            yield (
                ("deadline_at",),
                lambda at: not _is_absent(at) and (first or date.min) <= oslo(at).date() <= (last or date.max),
            )
        if since := self.new_since:
            yield _NEWS, lambda *news: _newest(*news) >= since


_AMOUNTS = ("award_ceiling_nok", "award_floor_nok", "award_ceiling_eur", "award_floor_eur")
_NEWS = ("first_seen_at", "changed_date")


def _is_unknown(selection: Selection, codes: list[str]) -> bool:
    return not codes and UNKNOWN in selection.applicants


def _is_absent(value: Any) -> bool:
    return value is None or value is pd.NaT or bool(pd.isna(value))


def _holds(wanted: str, *texts: str) -> bool:
    """Whether every word that is wanted stands in one of the texts."""
    place = "\n".join(texts).casefold()
    return all(word in place for word in wanted.casefold().split())


def _applicant_words(codes: Sequence[str]) -> list[str]:
    """Who may apply, in every tongue: what is found must not hang on the one that is spoken."""
    return [word for code in codes for word in _in_all(code)]


@cache
def _in_all(code: str) -> tuple[str, ...]:
    found = []
    for tongue in TONGUES:
        with speaking(tongue):
            found.append(word_nb(code))
    return tuple(found)


def _surely_nok(*amounts: int | None) -> int | None:
    """What one applicant may at least hope for, the most first; of euro what they have been worth at the least."""
    rates = (1, 1, NOK_PER_EUR[0], NOK_PER_EUR[0])
    known = (int(one) * rate for one, rate in zip(amounts, rates, strict=True) if one is not None and not pd.isna(one))
    return next(known, None)


def _newest(first_seen_at: datetime, changed: date | None) -> date:
    first = oslo(first_seen_at).date()
    return first if changed is None or _is_absent(changed) else max(first, changed)


def _by_deadline(night_at: datetime, at: datetime | None) -> tuple[int, float]:
    """The next one first; then calls without a date, then those whose date has passed."""
    if at is None or _is_absent(at):
        return 1, 0.0
    return 2 if at < night_at else 0, at.timestamp()


def _by_amount(_night_at: datetime, *amounts: int | None) -> int:
    return -(_surely_nok(*amounts) or 0)


def _by_news(_night_at: datetime, first_seen_at: datetime, changed: date | None) -> int:
    return -_newest(first_seen_at, changed).toordinal()


_ORDERS: Mapping[Sort, tuple[Callable[..., Any], tuple[str, ...]]] = {
    "deadline": (_by_deadline, ("deadline_at",)),
    "amount": (_by_amount, _AMOUNTS),
    "newest": (_by_news, _NEWS),
}
