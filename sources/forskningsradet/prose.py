"""Deadlines in running text: never read as values, always shown to a person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from calls.dates import read_moment
from calls.model import Fact, Severity
from sources.forskningsradet.report import Report

_MONTH = r"(?:jan|feb|mar|apr|ma[iy]|jun|jul|aug|sep|oct|okt|nov|de[sc])[a-zæøå]*\.?"
_DATE = (
    rf"(?:\d{{1,2}}\.?\s?{_MONTH}(?:\s\d{{4}})?|{_MONTH}\s\d{{1,2}}(?:,?\s\d{{4}})?|\d{{1,2}}\.\d{{1,2}}\.(?:\d{{4}}|\d\d)?"
    r"|\d{4}-\d\d-\d\d)"
)
_HAS_DATE = re.compile(rf"(?<!\d){_DATE}", re.IGNORECASE)
_APPLYING = re.compile(
    r"frist|deadline|\bsøk(?:e[rs]?|es|je|jes|nad\w*)?\b|søknadsvindu|\bappl(?:y|ication)|\bsubmi|innsending|mottatt|motteke",
    re.IGNORECASE,
)
_ROLLING = re.compile(
    r"løpende mottak|løpande mottak|ingen fast (?:søknads)?frist|fortløpende|fortløpande|open-ended|no fixed deadline"
    r"|continuous(?:ly)? (?:open|assess|process|receiv)|rolling basis|hele året|heile året"
    r"|så lenge det (?:er|finnes) (?:budsjett|mid)",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"hoved(?:utlys|prosjekt)|hovud(?:utlys|prosjekt)|main call|main project", re.IGNORECASE)
_MOVED = re.compile(
    r"flytt|utsatt|utset|utsette|forleng|utvid|endr|skyv|skjøv|changed|moved|extended|postponed|brought forward",
    re.IGNORECASE,
)
_DEADLINE = re.compile(r"frist|deadline", re.IGNORECASE)
_FROM = re.compile(rf"(?:fra|frå|from)\s+(?:og med\s+)?({_DATE})", re.IGNORECASE)
_TO = re.compile(rf"(?:til|to|until)\s+(?:og med\s+)?(?:\w+dag\s+|\w+day\s+)?({_DATE})", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[a-zæøå0-9)»\"][.!?])\s+(?=[A-ZÆØÅ«\"(–])")
_ANY_YEAR = 2000


def is_about_other(text: str) -> bool:
    """Whether the words speak of the main call that this call leads up to."""
    return _OTHERS.search(text) is not None


def sentences(texts: Iterable[str]) -> Iterator[str]:
    """The sentences of the texts, in order. A full stop inside a date or before a small letter ends none."""
    for text in texts:
        for line in text.split("\n"):
            for sentence in _SENTENCE_END.split(line):
                if sentence.strip():
                    yield sentence.strip()


def report_missing(texts: Sequence[str], is_over: bool, report: Report) -> None:
    """Issues for a call whose page has no deadline of its own: with the sentences that may hold it."""
    found = False
    for sentence in sentences(texts):
        if _APPLYING.search(sentence) and _HAS_DATE.search(sentence):
            message = f"Frist finnes bare i løpende tekst og er ikke brukt: «{_short(sentence)}»"
        elif _ROLLING.search(sentence):
            message = f"Siden har ingen frist som felt; teksten sier: «{_short(sentence)}»"
        else:
            continue
        found = True
        report.issue("missing_field", "deadline_at", sentence, message)
    if not found:
        severity: Severity = "info" if is_over else "warning"
        report.issue("missing_field", "deadline_at", "", "Siden oppgir ingen søknadsfrist.", severity)


def report_moved(notes: Sequence[str], deadlines: Sequence[Fact], report: Report) -> None:
    """An issue for a note that moves the deadline to a day that no deadline of the page has.

    A day that a later note moves away from again does not count.
    """
    days = {day for fact in deadlines if (day := _day(fact.text))}
    moved: dict[tuple[int, int], str] = {}
    left: set[tuple[int, int]] = set()
    for sentence in sentences(notes):
        if not (_DEADLINE.search(sentence) and _MOVED.search(sentence)) or is_about_other(sentence):
            continue
        for match in _TO.finditer(sentence):
            day = _day(match.group(1))
            if day:
                moved[day] = sentence
        left |= {day for match in _FROM.finditer(sentence) if (day := _day(match.group(1)))}
    for day, sentence in moved.items():
        if days and day not in days and day not in left:
            shown = ", ".join(fact.text for fact in deadlines)
            message = f"Siden sier at fristen er flyttet («{_short(sentence)}»), men datolisten har {shown}."
            report.issue("contradiction", "deadline_at", sentence, message)


def _day(text: str) -> tuple[int, int] | None:
    """Month and day of the date; the year is left out, since notes often lack it."""
    moment = read_moment(text, year=None if re.search(r"\d{4}", text) else _ANY_YEAR)
    return (moment.day.month, moment.day.day) if moment.day else None


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= 160 else f"{sentence[:157].rstrip()} …"
