"""Labels of key points, and headings and titles that tell something. Patterns are for `heading_key`, small letters."""

from __future__ import annotations

import re
from collections.abc import Mapping

from calls.model import FactName
from calls.words import plain

_LABELS: tuple[tuple[FactName, str], ...] = (
    ("application_type", "Type tjeneste|Tjenestetype"),
    ("target_groups", "Målgruppe|Målgrupper|Målgruppe / hensikt"),
    ("applicants", "Hvem kan søke|For hvem"),
    ("deadline", "Søknadsfrist|Søknadsfrister|Frist|Frist for å søke|Deadline|Application deadline"),
    ("opens", "Åpner for søknader|Åpner for søknad"),
    ("date", "Påmeldingsfrist|Oppstart|Dato"),
    ("award", "Hvor mye|Beløp|Støttegrenser|Støttegrense|Tilskuddsbeløp|Støttebeløp|Lånebeløp|Funding scale"),
    (
        "budget",
        "Antatt tilgjengelige midler|Ramme|Total ramme"
        "|Amount of funding presumed available for this call for proposals",
    ),
    ("rate", "Støttegrad|Støtteandel|Støttesats|Støtteintensitet"),
    ("duration", "Varighet|Prosjektvarighet|Støtteperiode"),
    ("contact", "Kontakt|Kontaktperson|Kontaktpersoner"),
)

ALSO_HEADINGS: tuple[FactName, ...] = ("application_type", "target_groups", "deadline", "opens", "rate", "duration")
"""What a section gives whose heading is the label itself, where the fact box has none of it."""

WHO_MAY = re.compile(
    r"(?!.*\bikk(?:j)?e\b)(?:for (?:hvem|kven)\b|(?:hvem|kven) kan\b|(?:hvem|kven) (?:er|passer)\b.*\bfor\b|målgruppe\b"
    r"|who (?:can|may|is eligible)\b)"
)
HOW_MUCH = re.compile(
    r"(?!.*\b(?:egen\w*|selv|bidra|koster?|betale?|må|tid)\b)(?:om )?(?:støtte-?beløp|tilskudd og beløp|tilskuddsbeløp"
    r"|tilskotsbeløp|lånebeløp|beløp\b|hvor (?:mye|stor\w*)\b|kor (?:mykje|stor\w*)\b|(?:støttens )?størrelse)"
)
CONTACT = re.compile(r"kontakt|contact\b|har du spørsmål|spørsmål\b")

FUNDING = re.compile(r"tilskudd|tilskot|lån|garanti|utlysn?ing")
ADVICE = re.compile(r"rådgi|rådgje")
TITLE_FUNDS = re.compile(r"tilskudd|tilskot|lån|garanti|støtte|finansiering|utlysn?ing|ordning(?:en|a)?\b")
TITLE_OTHER = re.compile(r"rådgi|rådgje|veiled|rettlei|kurs(?:et)?\b|webinar|seminar|mentor")
KIND = re.compile(r"\b\w*(?:tilskudd|tilskot|lån|garanti)\w*", re.IGNORECASE)
"""A word of a title that says what kind of support it is."""

SAYS_CLOSED = re.compile(
    r"\b(?:er|ble|vart)\b(?:(?!\bikke\b)[^.]){0,20}\b(?:stengt|avsluttet|lukket)\b"
    r"|stengt for (?:nye )?søknad",
    re.IGNORECASE,
)


def _letters(label: str) -> str:
    return "".join(filter(str.isalnum, plain(label).casefold()))


_NAMES: Mapping[str, FactName] = {_letters(one): name for name, labels in _LABELS for one in labels.split("|")}


def fact_name(label: str) -> FactName | None:
    """What a key point with this label is; None for an unknown one. Only letters and digits of a label count."""
    return _NAMES.get(_letters(label))


def heading_key(heading: str) -> str:
    """A heading or title as the patterns here spell it."""
    return plain(heading).casefold()
