"""A selection in an address and back. Names and values are bokmål and stable: they live on in mail and calendars."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from calls.fields import APPLICANT_TYPES, LANGUAGES, STATUSES, WORDS_NB
from calls.tongue import say
from publish.selection import MOST_DAYS, MOST_NOK, UNKNOWN, Selection, SelectionError

_NUMBER = re.compile(r"[0-9]{1,13}")


@dataclass(frozen=True)
class Parameter:
    """One name in an address: the field of Selection that it sets, how a value is read (SelectionError) and written."""

    field: str
    read: Callable[[str, str], Any]
    write: Callable[[Any], str] = str
    is_list: bool = False


def _text(_name: str, value: str) -> str:
    return value


def _day(name: str, value: str) -> date:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        day = None
    if day is None or day.isoformat() != value:
        raise SelectionError(say("«{name}» må være en dato som 2026-09-16, fikk «{value}».", name=name, value=value))
    return day


def _number(most: int) -> Callable[[str, str], int]:
    def read(name: str, value: str) -> int:
        digits = "".join(value.split())
        if not _NUMBER.fullmatch(digits) or int(digits) > most:
            raise SelectionError(
                say(
                    "«{name}» må være et helt tall fra 0 til {most}, fikk «{value}».", name=name, most=most, value=value
                )
            )
        return int(digits)

    return read


def _one(codes: Mapping[str, Any]) -> tuple[Callable[[str, str], Any], Callable[[Any], str]]:
    """Reads and writes one of a few words."""
    words = {code: word for word, code in codes.items()}

    def read(name: str, value: str) -> Any:
        if value not in codes:
            raise SelectionError(
                say("«{name}» kan være {known}, fikk «{value}».", name=name, known=", ".join(codes), value=value)
            )
        return codes[value]

    return read, words.__getitem__


def _several(codes: Mapping[str, str]) -> Parameter:
    """Some of a few words, with commas between them; its field is filled in below."""
    read_one, write_one = _one(codes)

    def read(name: str, value: str) -> tuple[str, ...]:
        return tuple(read_one(name, word.strip()) for word in value.split(",") if word.strip())

    return Parameter("", read, lambda found: ",".join(map(write_one, found)), is_list=True)


def _of(field: str, parameter: Parameter) -> Parameter:
    return Parameter(field, parameter.read, parameter.write, parameter.is_list)


_YES = _one({"ja": True})
_STATUS = {**{WORDS_NB[code]: code for code in STATUSES}, "ukjent": UNKNOWN}
_APPLICANTS = {**{code: code for code in APPLICANT_TYPES}, "ikke_avklart": UNKNOWN}
_SORTS = {"rang": "rank", "frist": "deadline", "beløp": "amount", "nyest": "newest"}

PARAMETERS: Mapping[str, Parameter] = {
    "klynge": Parameter("cluster", _text),
    "prosjekt": Parameter("profile", _text),
    "treff": Parameter("kind", *_one({"lignende": "topical", "ordninger": "general"})),
    "status": _of("status", _several(_STATUS)),
    "frist_innen": Parameter("deadline_days", _number(MOST_DAYS)),
    "frist_fra": Parameter("deadline_from", _day, date.isoformat),
    "frist_til": Parameter("deadline_to", _day, date.isoformat),
    "uten_frist": Parameter("has_no_deadline", *_YES),
    "minst": Parameter("least_nok", _number(MOST_NOK)),
    "finansiør": Parameter("funder", _text),
    "søker": _of("applicants", _several(_APPLICANTS)),
    "tema": Parameter("theme", _text),
    "språk": _of("langs", _several({code: code for code in LANGUAGES})),
    "ny_siden": Parameter("new_since", _day, date.isoformat),
    "søk": Parameter("words", _text),
    "skjul_nei": Parameter("hides_no", *_YES),
    "vis_skjulte": Parameter("shows_hidden", *_YES),
    "sorter": Parameter("sort", *_one(_SORTS)),
}
"""Every name that an address may have, in the order in which they are written."""

_DEFAULTS = {field.name: field.default for field in fields(Selection)}


def selection_of(query: Mapping[str, str]) -> Selection:
    """The selection of an address. What is empty counts as left out, as an untouched field of a form is.

    SelectionError, in bokmål, for a name that is none of PARAMETERS or a value that it may not have.
    """
    values: dict[str, Any] = {}
    for name, value in query.items():
        if name not in PARAMETERS:
            raise SelectionError(
                say("Ukjent filter «{name}». Kjente: {known}.", name=name, known=", ".join(PARAMETERS))
            )
        if value.strip():
            values[PARAMETERS[name].field] = PARAMETERS[name].read(name, value.strip())
    return Selection(**values)


def query_of(selection: Selection) -> dict[str, str]:
    """The address of a selection, without what is as it is when nobody says anything."""
    found = {name: (parameter, getattr(selection, parameter.field)) for name, parameter in PARAMETERS.items()}
    return {
        name: parameter.write(value)
        for name, (parameter, value) in found.items()
        if value != _DEFAULTS[parameter.field]
    }


def joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """An address as a form sends it, where a name stands once for every box that is ticked.

    SelectionError, in bokmål, where a name that takes one value stands twice with different ones.
    """
    found: dict[str, str] = {}
    for name, value in pairs:
        if name not in found or not found[name]:
            found[name] = value
        elif name in PARAMETERS and PARAMETERS[name].is_list:
            found[name] = f"{found[name]},{value}"
        elif value and value != found[name]:
            raise SelectionError(
                say("«{name}» står to ganger, med «{one}» og «{other}».", name=name, one=found[name], other=value)
            )
    return found
