"""How much a stranger's call gives and to whom: sums and applicants out of headed lines, every candidate kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from calls.amount_scan import find_sums
from calls.amount_words import POT, TOTAL_AFTER, TOTAL_BEFORE
from calls.model import Problem
from calls.money import read_award, read_budget
from calls.rates import read_rate
from calls.terms import read_applicants
from calls.tongue import say
from calls.words import plain
from sources.pasted.lines import Line, sentences
from sources.pasted.shapes import Suggestion, Unread
from sources.running_text import LONGEST, tells_how_much, tells_who

_AWARD = re.compile(
    r"\b(?:søk\w*\s+om|søkje?\s+om|støtte\w*|tilskudd\w*|tilskot\w*|stønad\w*|apply\s+for|grants?|award\w*|funding"
    r"|per\s+(?:prosjekt|project|søk\w*|søknad)|hvert\s+prosjekt|kvart\s+prosjekt|each\s+project|stipend\w*"
    r"|beløp\w*|tildel\w*|delfinansier\w*|finansier\w*)\b",
    re.IGNORECASE,
)
_POT_WORDS = re.compile(
    r"\b(?:til\s+fordeling|fordeles|fordeler|fordelt|deler\s+ut|deles\s+ut|total\w*|samla|samlet|ramme\w*|ramma|pott\w*"
    r"|utlyst|lys(?:er|e|es)\s+(?:\w+\s+){0,3}?ut|utlyser|avsatt|sett\s+av|satt\s+av|available|total\s+budget|budget\w*)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:i\s+fjor|last\s+year|har\s+(?:delt|gitt|bevilget)|delte\s+ut|fikk|fekk|mottok|received|awarded|(?:om)?søkt|tildelte?|innvilg(?:et|a|de)|løyvd"
    r"|amount\s+(?:sought|applied\s+for))\b",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"\b(?:kan|får|may|can)\s+(?:\w+\s+){0,4}?(?:søk\w*|apply)\b|\b(?:søker|søkjar|søkere|søkarar|applicants?)\w*\s+må\b"
    r"|\beligible\b|\bapplicants?\s+must\b|\b(?:åpen|åpent|ope|open|rettet\s+mot|retta\s+mot)\s+(?:for|til|to)\b"
    r"|\bmålgruppe\w*\s*(?:er|:)|\bkan\s+(?:\w+\s+){0,4}?søkes?\s+av\b|\bsøkast\s+av\b",
    re.IGNORECASE,
)
_MOST_UNREAD = 20
_LONGEST_CELL = 80
_WORDS_BESIDE = 3
"""Words that a cell may have beside its sum: `Inntil`, `om lag`, `per prosjekt`."""
_AMOUNTS = ("award_floor_nok", "award_ceiling_nok", "budget_nok", "funding_rate_pct")


def read_amounts(lines: Sequence[Line]) -> tuple[list[Suggestion], list[Unread]]:
    """Every candidate by column, each value once; and sentences with sums that gave none."""
    found: dict[tuple[str, int], Suggestion] = {}
    unread: list[Unread] = []
    for number, line in enumerate(lines):
        is_under = bool(line.heading) and tells_how_much(line.heading)
        label = _label(lines[number - 1].text, line.text) if number else ""
        for sentence in sentences(line.text):
            told, problems = _amounts_of(f"{label}: {sentence}" if label else sentence, is_under)
            for column, value in told:
                found.setdefault((column, value), Suggestion(column, value, sentence))
            if problems and not told:
                why = " ".join(dict.fromkeys(problem.message for problem in problems))
                unread.append(Unread("award_ceiling_nok", sentence, why))
    order = sorted(found.values(), key=lambda one: (_AMOUNTS.index(one.column), one.value))
    return order, list(dict.fromkeys(unread))[:_MOST_UNREAD]


def _label(before: str, text: str) -> str:
    """The line before a cell that is nothing but a sum, where it may be its label; else ""."""
    line = plain(text)
    spans = [span for span in find_sums(line) if span.high.is_money] if len(line) <= _LONGEST_CELL else []
    if len(spans) != 1 or len(before) > _LONGEST_CELL or before.endswith((".", "!", "?")) or find_sums(plain(before)):
        return ""
    rest = f"{line[: spans[0].start]} {line[spans[0].end :]}"
    return "" if len(rest.split()) > _WORDS_BESIDE else before.rstrip(" :")


def _amounts_of(sentence: str, is_under: bool) -> tuple[list[tuple[str, int]], tuple[Problem, ...]]:
    """(column, value) pairs of a sentence, and what stood in the way."""
    line = plain(sentence)
    if len(line) > LONGEST:
        return [], ()
    rate, _ = read_rate(line)
    told = [("funding_rate_pct", rate)] if rate is not None else []
    spans = [span for span in find_sums(line) if span.high.is_money]
    if not spans or _PAST.search(line):
        return told, ()
    if _is_pot(line, spans[0].start, spans[0].lead, spans[0].tail):
        budget = read_budget(sentence)
        return ([*told, ("budget_nok", budget.amount_nok)], ()) if budget.amount_nok else (told, budget.problems)
    if not (is_under or _AWARD.search(line)):
        return told, (Problem("ambiguous_amount", say("Det står ikke hva beløpet gjelder.")),)
    award = read_award(sentence)
    sums = (("award_floor_nok", award.floor_nok), ("award_ceiling_nok", award.ceiling_nok))
    return [*told, *((column, value) for column, value in sums if value is not None)], award.problems


def _is_pot(line: str, start: int, lead: str, tail: str) -> bool:
    """Whether the first sum is all the money on offer: the words around it say so, and none make it one applicant's."""
    if re.search(r"\b(?:per|pr\.?|hvert|kvart|hver|each|every)\s+(?:prosjekt|søk|project|appl)", line, re.IGNORECASE):
        return False
    is_total = POT.search(lead) or TOTAL_BEFORE.search(lead) or TOTAL_AFTER.match(tail)
    return bool(is_total or _POT_WORDS.search(line[max(0, start - 60) : start]) or _POT_WORDS.match(tail.lstrip()))


def read_who(lines: Sequence[Line]) -> tuple[Suggestion | None, list[Unread]]:
    """Who may apply: from the section on it where there is one, else from the sentences that say so."""
    section = [line.text for line in lines if line.heading and tells_who(line.heading)]
    said = section or list(_who_sentences(lines))
    text = "\n".join(said)[:LONGEST]
    codes, unknown = read_applicants(text) if text else ((), ())
    unread = [Unread("applicant_types", words, say("Vi vet ikke hvilke søkere det er.")) for words in unknown]
    return (Suggestion("applicant_types", list(codes), text) if codes else None), unread


def _who_sentences(lines: Iterable[Line]) -> Iterator[str]:
    for line in lines:
        for sentence in sentences(line.text):
            if not line.level and _WHO.search(plain(sentence)):
                yield sentence
