"""A selection as one sentence in bokmål, as it stands on the page and first in what is taken along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from calls.fields import word_nb
from calls.tongue import say
from publish.fit_words import Reason
from publish.rows import ProfileName
from publish.selection import UNKNOWN, Selection, Sort
from publish.words import count_words, date_words, join_words, money_words

_MANY = {"forecasted": "kommende", "open": "åpne", "closed": "lukkede", "cancelled": "avlyste", UNKNOWN: "uavklarte"}
_KINDS: dict[Reason, str] = {"topical": "som ligner prosjektet", "general": "som er åpne for alle temaer"}
_SORTS: dict[Sort, str] = {"rank": "treff", "deadline": "frist", "amount": "beløp", "newest": "det nyeste"}


def selection_words(selection: Selection, names: Sequence[ProfileName] = ()) -> str:
    """«Åpne utlysninger med frist innen 30 dager, sortert etter frist». names: the titles of projects."""
    subject = join_words([_MANY[code] for code in selection.status] or ["alle"])
    first, *others = [*_clauses(selection, names), f"sortert etter {_SORTS[selection.sort]}"]
    sentence = ", ".join([f"{subject} utlysninger{'' if others else ','} {first}", *others])
    return sentence[0].upper() + sentence[1:]


def filter_words(selection: Selection) -> str:
    """The same as a phrase of what is asked for alone, not of what it is asked of: «åpne, med frist innen 30 dager»."""
    return ", ".join([*(_MANY[code] for code in selection.status), *_clauses(selection, ())])


def _clauses(selection: Selection, names: Sequence[ProfileName]) -> Iterator[str]:
    if selection.kind:
        yield _KINDS[selection.kind]
    if selection.profile:
        yield f"for prosjektet «{_title(selection, names)}»"
    elif selection.cluster:
        yield f"for klyngen «{selection.cluster}»"
    yield from _deadline(selection)
    if selection.least_nok is not None:
        yield f"på minst {money_words(selection.least_nok)}"
    if selection.funder:
        yield f"fra «{selection.funder}»"
    if selection.applicants:
        yield _applicants(selection.applicants)
    if selection.theme:
        yield f"med «{selection.theme}» i temaet"
    if selection.langs:
        yield f"på {_either([word_nb(code) for code in selection.langs])}"
    if selection.new_since:
        yield f"nye eller endret siden {date_words(selection.new_since)}"
    if selection.words:
        yield f"med «{selection.words}» i teksten"
    if selection.hides_no:
        yield "uten dem dere ikke kan søke på"
    if selection.shows_hidden:
        yield say("med dem dere har skjult")


def _deadline(selection: Selection) -> Iterator[str]:
    first, last = selection.deadline_from, selection.deadline_to
    if selection.has_no_deadline:
        yield "uten fristdato"
    if selection.deadline_days is not None:
        days = selection.deadline_days
        yield f"med frist innen {count_words(days, 'dag', 'dager')}" if days else "med frist i dag"
    if first or last:
        since, until = (f"fra {date_words(first)}" if first else "", f"til {date_words(last)}" if last else "")
        yield " ".join(part for part in ("med frist", since, until) if part)


def _title(selection: Selection, names: Sequence[ProfileName]) -> str:
    found = {name.title for name in names if name.profile == selection.profile}
    return found.pop() if len(found) == 1 else selection.profile


def _applicants(codes: Sequence[str]) -> str:
    known = [word_nb(code) for code in codes if code != UNKNOWN]
    said = [f"som {_either(known)} kan søke på"] if known else []
    return _either(said + ["der det ikke er avklart hvem som kan søke"] * (UNKNOWN in codes))


def _either(words: Sequence[str]) -> str:
    return " eller ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
