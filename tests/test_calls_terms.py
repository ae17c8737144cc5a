"""Status, applicants, partners, instrument and regions from the funders' words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.fields import APPLICANT_TYPES, INSTRUMENTS, STATUSES
from calls.terms import (
    STATUS,
    read_applicants,
    read_instrument,
    read_partners,
    read_regions,
    read_status,
)

BUSINESS = ("bedrift_smb", "bedrift_stor")
RESEARCH = ("uh_institusjon", "forskningsinstitutt")
PUBLIC = ("kommune", "fylkeskommune", "helseforetak", "statlig")


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


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Industry, Research organisations", (*BUSINESS, *RESEARCH)),
        ("Public sector", PUBLIC),
        ("Trade and industry", BUSINESS),
        (
            "Kommuner/fylkeskommuner og godkjente norske forskningsorganisasjoner.",
            ("kommune", "fylkeskommune", *RESEARCH),
        ),
        ("Kommunar og fylkeskommunar", ("kommune", "fylkeskommune")),
        ("Oppstartsbedrifter", ("bedrift_smb",)),
        ("Små og mellomstore bedrifter", ("bedrift_smb",)),
        ("SMB", ("bedrift_smb",)),
        ("store bedrifter", ("bedrift_stor",)),
        ("Universities and university colleges", ("uh_institusjon",)),
        ("universiteter, høgskoler og helseforetak", ("helseforetak", "uh_institusjon")),
        ("Forskingsinstitutt", ("forskningsinstitutt",)),
        ("Sykehus og kommuner", ("kommune", "helseforetak")),
        ("NGOs and hospitals", ("helseforetak", "frivillig_org")),
        ("Frivillige og ideelle organisasjoner", ("frivillig_org",)),
        ("Næringsklynger; enkeltpersoner", ("klynge", "privatperson")),
        ("Verksemder i offentleg sektor", PUBLIC),
        ("Kommuner i Innlandet", ("kommune",)),
        ("Hvem kan søke: statlige virksomheter", ("statlig",)),
        ("Alle bedrifter unntatt store selskaper", ("bedrift_smb",)),
        ("Bedrifter, unntatt bedrifter i vanskeligheter", BUSINESS),
        ("• Kommuner\n• Gründere", ("bedrift_smb", "kommune")),
        ("Kommuner, fylkeskommuner og forskningsorganisasjoner kan søke.", ("kommune", "fylkeskommune", *RESEARCH)),
        ("Only research organisations are eligible to apply", RESEARCH),
        ("Kommuner kan søke, men ikke fylkeskommuner", ("kommune",)),
        ("Kommuner kan søke i samarbeid med bedrifter. Bedrifter kan ikke søke.", ("kommune",)),
        ("Kommuner kan søke. Bedrifter må delta med egne midler.", ("kommune",)),
        ("Bare bedrifter kan søke om Innovasjonsprosjekt i offentlig sektor", BUSINESS),
        ("Ikke bare bedrifter kan søke", BUSINESS),
    ],
)
def test_applicants(text: str, codes: tuple[str, ...]) -> None:
    assert read_applicants(text) == (codes, ())


@pytest.mark.parametrize(
    ("text", "codes", "unknown"),
    [
        ("Bønder og skogeiere", (), ("Bønder", "skogeiere")),
        ("marsboere, kommuner", ("kommune",), ("marsboere",)),
        ("Gründere + Ut i verden", ("bedrift_smb",), ("Ut i verden",)),
        ("venner av kommuner", (), ("venner av kommuner",)),
        ("Companies are not eligible to apply", (), ("Companies are not eligible to apply",)),
        ("Bøndene kan søke.", (), ("Bøndene kan søke.",)),
        ("", (), ()),
    ],
)
def test_unknown_applicants_are_handed_back(text: str, codes: tuple[str, ...], unknown: tuple[str, ...]) -> None:
    assert read_applicants(text) == (codes, unknown)


@given(st.text(max_size=300))
def test_any_text_gives_codes_in_order_or_is_handed_back(text: str) -> None:
    codes, _ = read_applicants(text)
    assert list(codes) == [code for code in APPLICANT_TYPES if code in codes]
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
        ("Det er ikke krav om samarbeidspartnere", None),
        ("Dersom dere har partnere, må samarbeidet beskrives", None),
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
