"""Where a place in Norway is: counties, municipalities, and the names that people use for parts of the country.

kommuner.csv: the municipalities of 2024 with their numbers (Kartverket, CC BY 4.0, named in NOTICE); the first two
digits are the county's (SSB Klass 104).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from calls.terms import COUNTY_NAMES, read_regions
from calls.words import plain

PARTS: dict[str, tuple[str, ...]] = {
    "nord-norge": ("18", "55", "56"),
    "midt-norge": ("15", "50"),
    "helse midt-norge": ("15", "50"),
    "helse nord": ("18", "55", "56"),
    "helse vest": ("11", "46"),
    "helse sør-øst": ("03", "31", "32", "33", "34", "39", "40", "42"),
    "viken": ("31", "32", "33"),
    "vestfold og telemark": ("39", "40"),
    "troms og finnmark": ("55", "56"),
}
"""Parts of the country that are whole counties. Landsdeler with doubtful borders (Vestlandet) are not among them."""

WITHIN: dict[str, str] = {
    name: county
    for county, names in {
        "34": (
            *(
                "hedmark",
                "oppland",
                "hedmarken",
                "gudbrandsdalen",
                "nord-gudbrandsdalen",
                "sør-gudbrandsdalen",
                "valdres",
            ),
            *("toten", "østerdalen", "solør", "hamarregionen", "gjøvikregionen", "brumunddal", "moelv", "raufoss"),
        ),
        "15": ("nordmøre", "sunnmøre", "romsdal", "romsdalen", "sunndalsøra"),
    }.items()
    for name in names
}
"""Districts and towns that are no municipality -> their county: those of the example clusters' own parts of Norway."""

NATIONWIDE = frozenset(
    (
        *("norge", "noreg", "norway", "hele landet", "heile landet", "hele norge", "heile noreg", "nasjonalt"),
        *("nasjonal", "landsdekkende", "landsdekkande", "alle fylker", "alle fylke", "the whole country", "nationwide"),
    )
)
"""How a list of places says that it is no limit."""


def counties_of(place: str) -> tuple[str, ...]:
    """County numbers that a place may lie in, or that it is made of; () for a place that no table knows.

    A county's number or name, a municipality (two are called Herøy and two Våler), a part of the country or a district.
    """
    name = plain(place)
    if name in COUNTY_NAMES:
        return (name,)
    key = name.casefold().removesuffix(" kommune").removesuffix(" fylke")
    if key in PARTS:
        return PARTS[key]
    if key in WITHIN:
        return (WITHIN[key],)
    named = tuple(number for number in read_regions(name) if key == COUNTY_NAMES[number].casefold())
    return named or _municipalities().get(key, ())


def is_whole(place: str) -> bool:
    """Whether a place is one or more whole counties, so that everything in them is in it."""
    key = plain(place).casefold().removesuffix(" fylke")
    return key in COUNTY_NAMES or key in PARTS or key in {name.casefold() for name in COUNTY_NAMES.values()}


def is_nationwide(place: str) -> bool:
    """Whether a place is the whole of Norway."""
    return plain(place).casefold() in NATIONWIDE


def place_nb(place: str) -> str:
    """A place in readers' words: a county's number becomes its name."""
    return COUNTY_NAMES.get(place, place)


@cache
def _municipalities() -> dict[str, tuple[str, ...]]:
    """Each name of a municipality -> the counties that have one of that name."""
    lines = files(__package__).joinpath("kommuner.csv").read_text(encoding="utf-8").splitlines()
    found: dict[str, set[str]] = {}
    for row in csv.DictReader(lines):
        for name in _names(row["navn"]):
            found.setdefault(name, set()).add(row["kommunenummer"][:2])
    return {name: tuple(sorted(counties)) for name, counties in found.items()}


def _names(official: str) -> Iterable[str]:
    """The names of a municipality one by one: `Fauske - Fuossko` has two."""
    return (name.strip().casefold() for name in official.split(" - "))
