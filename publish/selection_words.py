"""A selection as one sentence in the reader's tongue, as it stands on the page and first in what is taken along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from calls.fields import word_nb
from calls.tongue import note, say, say_count
from publish.fit_words import Reason
from publish.rows import ProfileName
from publish.selection import UNKNOWN, Selection, Sort
from publish.words import date_words, either_words, join_words, money_words

_MANY = {
    "forecasted": note("kommende"),
    "open": note("åpne"),
    "closed": note("lukkede"),
    "cancelled": note("avlyste"),
    UNKNOWN: note("uavklarte"),
}
_KINDS: dict[Reason, str] = {
    "topical": note("som ligner prosjektet"),
    "general": note("som er åpne for alle temaer"),
}
_SORTS: dict[Sort, str] = {
    "rank": note("sortert etter treff"),
    "deadline": note("sortert etter frist"),
    "amount": note("sortert etter beløp"),
    "newest": note("sortert etter det nyeste"),
}


def selection_words(selection: Selection, names: Sequence[ProfileName] = ()) -> str:
    """«Åpne utlysninger med frist innen 30 dager, sortert etter frist». names: the titles of projects."""
    which = join_words([say(_MANY[code]) for code in selection.status] or [say("alle")])
    subject = say("{which} utlysninger", which=which)
    first, *others = [*_clauses(selection, names), say(_SORTS[selection.sort])]
    sentence = ", ".join([f"{subject}{'' if others else ','} {first}", *others])
    return sentence[0].upper() + sentence[1:]


def filter_words(selection: Selection) -> str:
    """The same as a phrase of what is asked for alone, not of what it is asked of: «åpne, med frist innen 30 dager»."""
    return ", ".join([*(say(_MANY[code]) for code in selection.status), *_clauses(selection, ())])


def _clauses(selection: Selection, names: Sequence[ProfileName]) -> Iterator[str]:
    if selection.kind:
        yield say(_KINDS[selection.kind])
    if selection.profile:
        yield say("for prosjektet «{title}»", title=_title(selection, names))
    elif selection.cluster:
        yield say("for klyngen «{cluster}»", cluster=selection.cluster)
    yield from _deadline(selection)
    if selection.least_nok is not None:
        yield say("på minst {amount}", amount=money_words(selection.least_nok))
    if selection.funder:
        yield say("fra «{funder}»", funder=selection.funder)
    if selection.applicants:
        yield _applicants(selection.applicants)
    if selection.theme:
        yield say("med «{words}» i temaet", words=selection.theme)
    if selection.langs:
        yield say("på {languages}", languages=either_words([word_nb(code) for code in selection.langs]))
    if selection.new_since:
        yield say("nye eller endret siden {day}", day=date_words(selection.new_since))
    if selection.words:
        yield say("med «{words}» i teksten", words=selection.words)
    if selection.hides_no:
        yield say("uten dem dere ikke kan søke på")
    if selection.shows_hidden:
        yield say("med dem dere har lagt bort")


def _deadline(selection: Selection) -> Iterator[str]:
    first, last = selection.deadline_from, selection.deadline_to
    if selection.has_no_deadline:
        yield say("uten fristdato")
    if selection.deadline_days is not None:
        days = selection.deadline_days
        within = say_count("med frist innen {n} dag", "med frist innen {n} dager", days)
        yield within if days else say("med frist i dag")
    if first and last:
        yield say("med frist fra {first} til {last}", first=date_words(first), last=date_words(last))
    elif first:
        yield say("med frist fra {first}", first=date_words(first))
    elif last:
        yield say("med frist til {last}", last=date_words(last))


def _title(selection: Selection, names: Sequence[ProfileName]) -> str:
    found = {name.title for name in names if name.profile == selection.profile}
    return found.pop() if len(found) == 1 else selection.profile


def _applicants(codes: Sequence[str]) -> str:
    known = [word_nb(code) for code in codes if code != UNKNOWN]
    said = [say("som {applicants} kan søke på", applicants=either_words(known))] if known else []
    return either_words(said + [say("der det ikke er avklart hvem som kan søke")] * (UNKNOWN in codes))
