"""Status, partners, instrument and regions from the funders' words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.fields import INSTRUMENTS, STATUSES
from calls.terms import (
    STATUS,
    read_instrument,
    read_partners,
    read_regions,
    read_status,
)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Planlagt", "forecasted"),
        ("Planlagd", "forecasted"),
        ("Planned", "forecasted"),
        ("Søk nå", "open"),
        ("SØK NO", "open"),
        ("Aktiv", "open"),
        ("Status: Active", "open"),
        ("Apply now", "open"),
        ("Gjennomført", "closed"),
        ("Se Resultat", "closed"),
        ("See\u00a0Result", "closed"),
        ("Stengt.", "closed"),
        ("Avlyst", "cancelled"),
        ("Cancelled", "cancelled"),
        ("Løpende", None),
        ("Nytt ord", None),
        ("", None),
    ],
)
def test_status(text: str, status: str | None) -> None:
    assert read_status(text) == status


def test_the_status_table_has_only_our_codes() -> None:
    assert set(STATUS.values()) == set(STATUSES)


@given(st.text(max_size=300))
def test_any_text_gives_our_codes_or_none(text: str) -> None:
    assert read_status(text) in (None, *STATUSES)
    assert read_instrument(text) in (None, *INSTRUMENTS)
    read_regions(text)
    read_partners(text)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Yes", True),
        ("Ja, minst to", True),
        ("Ja, men valgfritt", None),
        ("No", False),
        ("Nei.", False),
        ("Nei, ikke påkrevd", False),
        ("Nei, men det er en fordel", None),
        ("Flere kommuner og minst én forskningsorganisasjon må faktisk samarbeide.", True),
        ("Prosjektet skal gjennomføres i samarbeid med minst to bedrifter", True),
        ("Collaboration is required", True),
        ("Det er krav om minst én samarbeidspartner.", True),
        ("You may collaborate with partners", None),
        ("Dersom dere har partnere, må samarbeidet beskrives", None),
        ("To eller flere virksomheter utenfor forskningssektoren må delta aktivt.", True),
        ("Det kreves minst én forskningsorganisasjon som partner.", True),
        ("Partnere er ikke et krav.", False),
        ("Det er ikke krav om samarbeidspartnere", False),
        ("Partners are not mandatory", False),
        ("No partners are required.", False),
        ("Samarbeid er ikke påkrevd.", False),
        ("Partnarar er ikkje eit krav.", False),
        ("Det er ikke krav om utenlandske partnere.", None),
        ("Det er ikke krav om at partnerne er norske.", None),
        ("Partners are optional.", False),
        ("Søknaden må beskrive rollen til partnerne.", None),
        ("Partnerne må signere avtalen.", None),
        ("Det stilles krav til partnerne.", None),
        ("Det kreves at partnerne signerer.", None),
        ("Minst to kommuner må delta, og flere bedrifter kan være med.", True),
        ("At least two companies must take part.", True),
        ("Prosjektleder må delta på kurs.", None),
        ("En prosjektleder må delta på webinar.", None),
        ("Prosjektet må ha med minst tre kommuner.", True),
        ("Du må ha minst én samarbeidspartner.", True),
        ("You must have at least one partner.", True),
        ("The project must include two companies.", True),
        ("Virksomheten må ha minst 80 prosent offentlig finansiering.", None),
        ("Søkeren må ha minst to ansatte i bedriften.", None),
        ("Det er ikkje krav om partnar.", False),
        ("Partnere er ikke et krav. Kommuner må ha minst én partner.", None),
        ("You do not need a partner.", False),
        ("Bedriftene bør samarbeide.", None),
        ("Kommunar må samarbeide med ein forskingsorganisasjon.", True),
        ("Flere kommuner kan søke sammen.", None),
        ("It is a requirement that at least one partner is from industry.", None),
        ("Two or more partners are required.", True),
        ("Minst én frivillig organisasjon og én kommune må være partnere.", True),
        ("Minst to aktører utenfor forskningen må bidra.", True),
        ("Leverandører kan delta i dialogmøter, men de kan ikke være partnere.", None),
        ("En utdanningsinstitusjon skal være partner. Bemanningsbyråer kan ikke delta.", True),
        ("Dei kan ikkje søkje utan partnar", None),
        ("Bedriften kan samarbeide med kommuner.", None),
        ("Each project must be carried out in collaboration with a hospital.", True),
        ("may collaborate", None),
        ("Kommunene bestemmer", None),
        ("", None),
    ],
)
def test_partners(text: str, answer: bool | None) -> None:
    assert read_partners(text) is answer


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Lån", "loan"),
        ("Oppstartslån", "loan"),
        ("Tilskot", "grant"),
        ("Etablerertilskudd", "grant"),
        ("Lånegaranti", "guarantee"),
        ("SkatteFUNN", "tax_deduction"),
        ("Rådgivning", "advice"),
        ("Nettverk", "network"),
        ("Egenkapital", "equity"),
        ("Tilskudd og lån", None),
        ("Kurs", None),
    ],
)
def test_instrument(text: str, code: str | None) -> None:
    assert read_instrument(text) == code


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Innlandet", ["34"]),
        ("Troms og Finnmark", ["55", "56"]),
        ("Troms, Møre og Romsdal", ["15", "55"]),
        ("OSLO", ["03"]),
        ("Finnmárku", ["56"]),
        ("Nordlandsforskning, Vest-Agder, Tromsø, Svalbard", []),
        ("i innlandet", []),
        ("Hele landet", []),
    ],
)
def test_regions(text: str, numbers: list[str]) -> None:
    assert read_regions(text) == numbers
