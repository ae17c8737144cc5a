"""The filters of a list of matches: what the form offers, what is chosen, and the addresses that go with it.

What a filter means stands in publish.selection, how it is written in an address in publish.selection_query.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from calls.fields import APPLICANT_TYPES, LANGUAGES, word_nb
from calls.tongue import say, say_count
from publish.rows import Row
from publish.selection import LONGEST, Selection
from publish.selection_query import PARAMETERS, query_of
from publish.selection_words import filter_words

DAYS = (14, 30, 60, 90, 180, 365)
"""Windows of the deadline that the form offers; an address may have any other."""


@dataclass(frozen=True)
class Option:
    """One choice of a field: what the address says, in words, and whether it is chosen."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class Chosen:
    """A filter that is in force: in words, and the address of the same list without it."""

    words: str
    path: str


@dataclass(frozen=True)
class TakeAlong:
    """A form of the list to take along: its name, its address, and what it is good for."""

    words: str
    path: str
    hint: str


@dataclass(frozen=True)
class Filters:
    """`filters` of the lists. fixed: what the page's own path says, and the form need not send.

    values: of the plain fields, as the address writes them. options: of the fields with choices.
    """

    path: str
    fixed: tuple[str, ...]
    values: Mapping[str, str]
    options: Mapping[str, Sequence[Option]]
    chosen: Sequence[Chosen]
    take_along: Sequence[TakeAlong]
    feeds: Sequence[TakeAlong]


def filters(selection: Selection, path: str, fixed: Sequence[str], rows: Sequence[Row], natt: str) -> Filters:
    """The form for a selection. path: of the page. fixed: names of PARAMETERS that the path stands for.

    rows: those that there are to choose among, before any filter; funders and themes are offered from them.
    """
    asked = query_of(selection)
    return Filters(
        path=path,
        fixed=tuple(fixed),
        values={name: asked.get(name, "") for name in PARAMETERS},
        options=_options(selection, rows),
        chosen=_chosen(selection, path, fixed, natt),
        take_along=_take_along(asked, natt),
        feeds=_feeds(asked),
    )


def _options(selection: Selection, rows: Sequence[Row]) -> dict[str, list[Option]]:
    asked = query_of(selection)

    def several(name: str, codes: Mapping[str, str]) -> list[Option]:
        chosen = asked.get(name, "").split(",")
        return [Option(value, words, value in chosen) for value, words in codes.items()]

    def one(name: str, codes: Mapping[str, str]) -> list[Option]:
        return [Option(value, words, value == asked.get(name, "")) for value, words in codes.items()]

    days = {str(number): say_count("Innen {n} dag", "Innen {n} dager", number) for number in _days(selection)}
    # A name that is too long for an address cannot be asked for.
    named = {row["funder"] for row in rows if len(row["funder"]) <= LONGEST}
    funders = sorted(named | ({selection.funder} if selection.funder else set()))
    return {
        "status": several("status", {"åpen": say("Åpen"), "kommende": say("Kommende"), "ukjent": say("Ukjent status")}),
        "søker": several(
            "søker", {**{code: word_nb(code) for code in APPLICANT_TYPES}, "ikke_avklart": say("ikke avklart")}
        ),
        "språk": several("språk", {code: word_nb(code) for code in LANGUAGES}),
        "treff": one(
            "treff", {"": say("Alle"), "lignende": say("Ligner prosjektet"), "ordninger": say("Åpne for alle temaer")}
        ),
        "frist_innen": one("frist_innen", {"": say("Når som helst"), **days}),
        "finansiør": one("finansiør", {"": say("Alle"), **{name: name for name in funders}}),
        "sorter": one(
            "sorter",
            {
                "": say("Best treff først"),
                "frist": say("Nærmeste frist først"),
                "beløp": say("Høyeste beløp først"),
                "nyest": say("Nyeste først"),
            },
        ),
    }


def _days(selection: Selection) -> list[int]:
    own = {selection.deadline_days} if selection.deadline_days is not None else set()
    return sorted({*DAYS, *own})


def address(path: str, asked: Mapping[str, Any], fixed: Sequence[str] = (), natt: str = "") -> str:
    """An address of `path` with a selection, but for what the path says itself."""
    query = {name: value for name, value in asked.items() if name not in fixed and value}
    if natt:
        query["natt"] = natt
    return f"{path}?{urlencode(query)}" if query else path


def _chosen(selection: Selection, path: str, fixed: Sequence[str], natt: str) -> list[Chosen]:
    """Each filter in force, and the list without it. The order of the rows is no filter."""
    asked = query_of(selection)
    without = ("klynge", "prosjekt", "sorter", *fixed)
    return [
        Chosen(
            _words(name, selection), address(path, {key: one for key, one in asked.items() if key != name}, fixed, natt)
        )
        for name in asked
        if name not in without
    ]


def _words(name: str, selection: Selection) -> str:
    """One filter alone, as a phrase."""
    field = PARAMETERS[name].field
    return filter_words(replace(Selection(), **{field: getattr(selection, field)}))


def _take_along(asked: Mapping[str, str], natt: str) -> list[TakeAlong]:
    def path(form: str, **more: str) -> str:
        return address(f"/eksport.{form}", {**asked, **more}, natt=natt)

    return [
        TakeAlong(say("Regneark (xlsx)"), path("xlsx", kort="ja"), say("de viktigste kolonnene")),
        TakeAlong(say("Regneark, alle kolonner"), path("xlsx"), say("for den som skal telle og sammenligne")),
        TakeAlong(say("CSV"), path("csv"), say("for andre programmer")),
        TakeAlong(say("Rapport (PDF)"), path("pdf"), say("til å skrive ut eller sende videre")),
    ]


def _feeds(asked: Mapping[str, str]) -> list[TakeAlong]:
    """Addresses to subscribe to: always of the newest night."""
    return [
        TakeAlong(
            say("Kalender (ics)"),
            address("/eksport.ics", asked),
            say("abonner én gang, så følger fristene med, også når de flyttes"),
        ),
        TakeAlong(say("Nyhetsstrøm (Atom)"), address("/eksport.atom", asked), say("for den som bruker en feedleser")),
    ]
