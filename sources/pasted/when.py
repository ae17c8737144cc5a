"""When one may apply for a stranger's call: every candidate for a deadline and an opening, out of headed lines.

A day counts only where words of applying or of a deadline stand with it. A deadline for something else (a report, a
sign-up, a question) does not, and neither does a day that lacks its year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time

from calls.date_scan import END_OF_DAY, Mention, scan
from calls.deadline_words import CLOSED
from calls.deadlines import DeadlineReading, read_deadline, read_window, to_utc
from calls.model import Problem
from calls.moments import Moment, is_date_text, read_moment
from calls.normalise.deadlines import OPENING_CLOCK
from calls.notes import read_note
from calls.tongue import say
from calls.words import plain
from sources.pasted.labels import labelled
from sources.pasted.lines import Line, sentences
from sources.pasted.shapes import DeadlineSuggestion, Suggestion, Unread

_FOR_ELSE = (
    r"(?:rapport\w*|sluttrapport\w*|påmeld\w*|klage\w*|svarfrist\w*|spørsmål\w*|ettersend\w*|etterslep\w*|utbetal\w*"
    r"|anke\w*|innsigelse\w*|høring\w*|register?\w*|registration|question\w*|report\w*|complain\w*|appeal\w*"
    r"|hovedutlysning\w*|hovudutlysing\w*|(?:applications?\s+for\s+)?(?:the\s+)?main\s+call|prosjektstart|oppstart|gjennomfør\w*|sluttfør\w*|webinar\w*|informasjonsmøte\w*|svar\w*|answer\w*|vedtak\w*)"
)
_STRONG = re.compile(
    r"\b(?:søknads?|innsendings?|innleverings?|inn|utlysings?|utlysnings?|skisse)?frist(?:en|er|ene|ar|ane|dato(?:en)?)?\b"
    r"|\bdeadlines?\b|\bclosing\s+dates?\b|\bdue\s+dates?\b|\bsiste\s+(?:søknads|innsendings)?(?:dag|dato)\b"
    r"|\b(?:call|applications?)\s+closes?\b|\b(?:utlysning\w*|utlysing\w*|søknad\w*|portal\w*)\s+(?:stenger|stengjer"
    r"|lukkes)\b",
    re.IGNORECASE,
)
_APPLY_BY = re.compile(
    r"\b(?:søk\w*|send\w*|lever\w*|appl(?:y|ications?)|submi\w+|received|motta\w*|vere\s+\w+|være\s+\w+)\b[^.]{0,120}?"
    r"\b(?:innen|innan|senest|seinast|no\s+later\s+than|by|before|fram\s+til|frem\s+til|until)\b",
    re.IGNORECASE,
)
_ELSE = re.compile(rf"(?<!\w){_FOR_ELSE}", re.IGNORECASE)
_ELSE_DEADLINE = re.compile(
    rf"\b{_FOR_ELSE}(?:s|-)?frist\w*|(?:frist\w*|deadlines?)\s+(?:for|til)\s+(?:å\s+)?{_FOR_ELSE}", re.IGNORECASE
)
_OPENS = re.compile(
    r"\b(?:åpner|opnar|åpnes|åpnar|opnast|åpning\w*|opning\w*|opens?|opening)\b(?!\s+(?:for\s+spørsmål|møte\w*))",
    re.IGNORECASE,
)
_OPENS_LABEL = re.compile(
    r"\b(?:åpen|ope|open)\s+(?:for|to)\s+(?:søknad\w*|applications?|submissions?)|\bmade\s+active\b", re.IGNORECASE
)
_WINDOW = re.compile(
    r"\b(?:søk\w*|appl\w+|åpen|åpent|open|ope|frist\w*|utlysning\w*|utlysing\w*|call)\b", re.IGNORECASE
)
_ROLLING_ABOUT = re.compile(
    r"\b(?:søk\w*|\w*frist\w*|appl\w+|deadlines?|utlysning\w*|utlysing\w*|calls?)\b", re.IGNORECASE
)
_FROM_NOW = ("rolling", "until_spent")
_MORE_DAYS = re.compile(r"\d{1,2}")
_MOST_UNREAD = 20

Found = tuple[list[DeadlineSuggestion], list[Unread]]


def read_deadlines(lines: Sequence[Line], published: date | None) -> tuple[list[DeadlineSuggestion], list[Unread]]:
    """Every candidate, the earliest first, each moment once; and lines on deadlines that gave none."""
    found: list[DeadlineSuggestion] = []
    unread: list[Unread] = []
    for line, label in labelled(lines):
        if label is None:
            unread.append(Unread("deadline_at", line.text, say("Det er uklart hva datoen gjelder.")))
            continue
        is_under = _is_about(label)
        for sentence in sentences(line.text):
            if _is_deadline_line(sentence, is_under):
                told, doubts = _deadlines_of(sentence, label if is_under else "", published)
                found += told
                unread += doubts
    once = {(one.at, one.type): one for one in reversed(found)}
    return sorted(once.values(), key=lambda one: (one.at, one.type)), _once(unread)


def _once(unread: Iterable[Unread]) -> list[Unread]:
    return list(dict.fromkeys(unread))[:_MOST_UNREAD]


def _is_about(words: str) -> bool:
    return _STRONG.search(words) is not None and not _ELSE_DEADLINE.search(words) and not _ELSE.search(words)


def _is_deadline_line(sentence: str, is_under: bool) -> bool:
    line = plain(sentence)
    days, _ = scan(line)
    if not days or _ELSE_DEADLINE.search(line) or CLOSED.search(line):
        return False
    if _OPENS.search(line) and not (_STRONG.search(line) or _is_window(line)):
        return False
    before = line[: days[-1].start]
    if _ELSE.search(before) and not _STRONG.search(before):
        return False
    if is_under and (is_date_text(line) or not _ELSE.search(line)):
        return True
    return _STRONG.search(line) is not None or _APPLY_BY.search(before) is not None or _is_window(line)


def _is_window(line: str) -> bool:
    return _WINDOW.search(line) is not None and read_window(line) is not None


def _deadlines_of(sentence: str, label: str, published: date | None) -> Found:
    moved = read_note({"date": None, "text": sentence})
    if moved.kind == "deadline_moved":
        # Of `changed from 6 to 20 May 2020` only the new day is a deadline, and the clock is for the page to say.
        return (
            (_moved(moved.new_date, sentence), []) if moved.new_date else ([], [_unread("deadline_at", sentence, ())])
        )
    whole = read_deadline(sentence, label=label, published=published)
    if whole.at is not None:
        return [_suggested(whole, sentence)], []
    readings = list(_each_day(sentence, label, published))
    told = [_suggested(one, sentence) for one in readings if one.at is not None]
    problems = [problem for one in readings or [whole] for problem in one.problems if one.at is None]
    return told, [] if told and not problems else [_unread("deadline_at", sentence, problems or whole.problems)]


def _moved(day: date, words: str) -> list[DeadlineSuggestion]:
    at, _ = to_utc(day, END_OF_DAY, None)
    return [DeadlineSuggestion(at, "inferred", "fixed", words, say("Fristen er flyttet."))] if at else []


def _each_day(sentence: str, label: str, published: date | None) -> Iterator[DeadlineReading]:
    """Each day of a sentence that names several, read by itself. The year that only one of them has serves all."""
    line = plain(sentence)
    days, _ = scan(line)
    years = {day.year for day in days if day.year is not None}
    year = years.pop() if len(years) == 1 and days[-1].year is not None else None
    begin = 0
    for number, day in enumerate(days):
        end = days[number + 1].start if number + 1 < len(days) else len(line)
        if number + 1 < len(days):
            end = max([day.end, *(clock.end for clock in day.clocks)])
        for words in _parts(line, begin, day, end):
            yield read_deadline(words, label=label, year=year, published=published)
        begin = end


def _parts(line: str, begin: int, day: Mention, end: int) -> Iterator[str]:
    """The words of one day; of `1. og 15. mars 2027`, those of each."""
    if not day.has_more_days:
        yield line[begin:end]
        return
    head, words, tail = line[begin : day.start], line[day.start : day.end], line[day.end : end]
    numbers = list(_MORE_DAYS.finditer(words))
    last = next((one for one in reversed(numbers) if int(one.group()) == day.day), numbers[-1])
    for one in numbers:
        if one.start() <= last.start():
            yield f"{head}{one.group()}{words[last.end() :]}{tail}"


def _suggested(reading: DeadlineReading, words: str) -> DeadlineSuggestion:
    assert reading.at is not None
    doubt = " ".join(problem.message for problem in reading.problems)
    return DeadlineSuggestion(reading.at, reading.clock or "inferred", reading.type or "fixed", words, doubt)


def _unread(column: str, words: str, problems: Iterable[Problem]) -> Unread:
    why = " ".join(dict.fromkeys(problem.message for problem in problems))
    return Unread(column, words, why or say("Datoen er ikke forstått."))


def read_deadline_type(lines: Sequence[Line]) -> Suggestion | None:
    """How a call without dates is applied for: where one sentence on applying says rolling, or until spent."""
    for line in lines:
        is_under = bool(line.heading) and _is_about(line.heading)
        for sentence in sentences(line.text):
            words = plain(sentence)
            if scan(words)[0] or not (is_under or _ROLLING_ABOUT.search(words)) or _ELSE_DEADLINE.search(words):
                continue
            reading = read_deadline(sentence)
            if reading.type in _FROM_NOW and not reading.is_closed:
                return Suggestion("deadline_type", reading.type, sentence)
    return None


def read_opens(lines: Sequence[Line], published: date | None) -> Found:
    """Every candidate for the opening, the earliest first, and sentences on it that gave none."""
    found: list[DeadlineSuggestion] = []
    unread: list[Unread] = []
    for line, label in labelled(lines):
        for sentence in sentences(line.text):
            moment = _opening(sentence, label or "", published)
            if moment is None:
                continue
            if moment.day is None:
                unread.append(_unread("opens_at", sentence, moment.problems))
                continue
            at, doubts = to_utc(moment.day, moment.clock or OPENING_CLOCK, moment.zone)
            problems = moment.problems if moment.clock == time(0) else (*moment.problems, *doubts)
            if at is None:
                unread.append(_unread("opens_at", sentence, problems))
                continue
            clock = "stated" if moment.clock else "inferred"
            doubt = " ".join(problem.message for problem in problems)
            found.append(DeadlineSuggestion(at, clock, "", sentence, doubt))
    once = {one.at: one for one in reversed(found)}
    return sorted(once.values(), key=lambda one: one.at), _once(unread)


def _opening(sentence: str, heading: str, published: date | None) -> Moment | None:
    """What the sentence says of when one may first apply; None when it says nothing of it."""
    line = plain(sentence)
    days, _ = scan(line)
    if not days or _ELSE_DEADLINE.search(line):
        return None
    is_opening = _OPENS.search(heading) or _OPENS_LABEL.search(heading)
    is_heading = is_opening is not None and is_date_text(line)
    if _is_window(line) or (is_heading and len(days) == 2):
        window = read_window(line, published=published)
        if window is not None:
            return window[0]
    opens = list(_OPENS.finditer(line))
    if not opens:
        return read_moment(line, published=published) if is_heading else None
    after = next((day for day in days if day.start >= opens[0].end()), None)
    if after is None or _STRONG.search(line[opens[0].end() : after.start]) or _ELSE.search(line[: opens[0].start()]):
        return None
    end = max([after.end, *(clock.end for clock in after.clocks)])
    years = {day.year for day in days if day.year is not None}
    return read_moment(line[opens[0].end() : end], year=years.pop() if len(years) == 1 else None, published=published)
