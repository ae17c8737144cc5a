"""Phrases of funders through the readers: every value right or reported, none wrong."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from calls.dates import read_deadline
from calls.money import read_award, read_budget

POT_LABELS = ("Antatt tilgjengelige midler", "Amount of funding presumed available for this call for proposals")
END_OF_DAY = ("Garantifrist", "(utløpt)")

# text -> moment in UTC, or None when it must be reported (RCN's rule: 13:00 when no clock is stated)
DEADLINES: list[tuple[str, str | None]] = [
    ("Frist: 17. juni 2027", "2027-06-17T11:00"),
    ("17 JUNI 2027", "2027-06-17T11:00"),
    ("17.06.2027", "2027-06-17T11:00"),
    ("17.6.2027 kl 12", "2027-06-17T10:00"),
    ("17.06.27", "2027-06-17T11:00"),
    ("2027-06-17", "2027-06-17T11:00"),
    ("2027-06-17T10:30:00Z", "2027-06-17T10:30"),
    ("17. juni 2027 klokka 16.30", "2027-06-17T14:30"),
    ("17. juni 2027, klokken 09:00 norsk tid", "2027-06-17T07:00"),
    ("torsdag 17. juni 2027 kl. 15.00", "2027-06-17T13:00"),
    ("tysdag 12. januar 2027 kl. 12", "2027-01-12T11:00"),
    ("Tuesday, January 12, 2027 at 5 pm", "2027-01-12T16:00"),
    ("January 12th, 2027", "2027-01-12T12:00"),
    ("12th of January 2027, 17:00 Brussels time", "2027-01-12T16:00"),
    ("12 Jan 2027 noon", "2027-01-12T11:00"),
    ("12. jan. 2027 innen midnatt", "2027-01-12T22:59"),
    ("Midnight 12 January 2027", "2027-01-12T22:59"),
    ("12. januar 2027 kl. 24.00", "2027-01-12T22:59"),
    ("12. januar 2027 kl. 1300", "2027-01-12T12:00"),
    ("12. januar 2027, 13:00 CET", "2027-01-12T12:00"),
    ("12. januar 2027, 13:00 CEST", "2027-01-12T11:00"),
    ("12.\u00a0januar\u00a02027", "2027-01-12T12:00"),
    ("Søk\u00adnads\u00adfrist 12. januar 2027", "2027-01-12T12:00"),
    ("Åpner 1. april 2027, frist 20. mai 2027", "2027-05-20T11:00"),
    ("1. april 2027 – 20. mai 2027", "2027-05-20T11:00"),
    ("fra 1. april til 20. mai 2027", "2027-05-20T11:00"),
    ("20. mai 2027 (sist oppdatert 3. mars 2027)", "2027-05-20T11:00"),
    ("Søknadsfristen er utsatt til 20. mai 2027", "2027-05-20T11:00"),
    ("Fristen er flytta frå 6. mai 2027 til 20. mai 2027", "2027-05-20T11:00"),
    ("Deadline extended until 20 May 2027 at 12:00", "2027-05-20T10:00"),
    ("Vi må ha søknaden innen 20. mai 2027", "2027-05-20T11:00"),
    ("20. mai 2027 kl. 13.00. Spørsmål: telefon 22 03 72 00", "2027-05-20T11:00"),
    ("20. mai 2027, jf. forordning (EU) nr. 651/2014 av 17. juni 2014", "2027-05-20T11:00"),
    ("Løpende frem til 1. desember 2027", "2027-12-01T12:00"),
    ("Åpen til 15. november 2027 eller til midlene er brukt opp", "2027-11-15T12:00"),
    ("Garantert frist 1. oktober 2027", "2027-10-01T21:59"),
    ("Utløpt 1. oktober 2024", "2024-10-01T21:59"),
    ("Stengt 1. oktober 2024 kl. 12.00", "2024-10-01T10:00"),
    ("15. mars og 15. september 2027", None),
    ("15. mars 2027, 15. september 2027", None),
    ("1., 10. og 20. mars 2027", None),
    ("31. juni 2027", None),
    ("29. februar 2027", None),
    ("10/06/2027", None),
    ("20. mai", None),
    ("20 May, 13:00", None),
    ("15. mars hvert år", None),
    ("Høsten 2027", None),
    ("våren 2027", None),
    ("primo mars 2027", None),
    ("slutten av mai", None),
    ("uke 12", None),
    ("veke 40", None),
    ("1. kvartal 2027", None),
    ("Q3 2027", None),
    ("early autumn 2027", None),
    ("TBA", None),
    ("Kommer snart", None),
    ("Dato kommer", None),
    ("Ikkje fastsett", None),
    ("To be announced", None),
    ("ca. 20. mai 2027", None),
    ("etter 20. mai 2027", None),
    ("Åpner 20. mai 2027", None),
    ("Oppdatert 20. mai 2027", None),
    ("20. mai 2027 kl. 13:00 EST", None),
    ("Se utlysningsteksten", None),
    ("651/2014", None),
    ("Meld. St. 18 (2018–2019)", None),
]

TYPES: list[tuple[str, str | None, bool]] = [
    ("Løpande", "rolling", False),
    ("Fortløpende", "rolling", False),
    ("Løpende søknadsfrist", "rolling", False),
    ("Ingen fast frist", "rolling", False),
    ("Inga fast søknadsfrist", "rolling", False),
    ("Continuous", "rolling", False),
    ("Rolling deadline", "rolling", False),
    ("No fixed deadline", "rolling", False),
    ("Søk når som helst", "rolling", False),
    ("Open all year", "rolling", False),
    ("Så lenge det er midler igjen", "until_spent", False),
    ("Inntil midlene er brukt opp", "until_spent", False),
    ("Løpende, til midlane er brukte opp", "until_spent", False),
    ("Until funds are exhausted", "until_spent", False),
    ("Open as long as funding is available", "until_spent", False),
    ("Løpende med tellende frister", "cut_off", False),
    ("Open-ended with cut-off dates", "cut_off", False),
    ("Utløpt", None, True),
    ("Ordningen er stengt", None, True),
    ("Closed", None, True),
    ("Expired", None, True),
    ("Snart stengt", None, False),
    ("Løpende, men stengt i juli", "rolling", False),
    ("Løpende (stengt)", "rolling", True),
]

# text -> floor, ceiling of one award
AWARDS: list[tuple[str, int | None, int | None]] = [
    ("inntil 3,5 millioner kroner", None, 3_500_000),
    ("opptil én million kroner", None, 1_000_000),
    ("opp til 1½ million kroner", None, 1_500_000),
    ("ei halv million kroner", None, 500_000),
    ("maksimalt kr 250.000,-", None, 250_000),
    ("Maks. 400 000 NOK", None, 400_000),
    ("up to two million NOK", None, 2_000_000),
    ("a maximum of NOK 750,000", None, 750_000),
    ("NOK 2.5 million", None, 2_500_000),
    ("MNOK 4", None, 4_000_000),
    ("2–8 MNOK", 2_000_000, 8_000_000),
    ("MNOK 2–8", 2_000_000, 8_000_000),
    ("mill. kr 2–8", 2_000_000, 8_000_000),
    ("5 til 10 millionar kroner", 5_000_000, 10_000_000),
    ("frå 200 000 til 400 000 kroner", 200_000, 400_000),
    ("between NOK 3 and 7 million", 3_000_000, 7_000_000),
    ("NOK 500 000 to 2 million", 500_000, 2_000_000),
    ("minst 1 million og maks 3 millioner kroner", 1_000_000, 3_000_000),
    ("inntil 2 mill. kroner, minimum 500 000 kroner", 500_000, 2_000_000),
    ("hundre tusen kroner", None, 100_000),
    ("minst 500 tusen kroner", 500_000, None),
    ("at least NOK 4 million", 4_000_000, None),
    ("2 millioner kroner eller mer", 2_000_000, None),
    ("inntil 300 000 kroner per prosjekt", None, 300_000),
    ("inntil 300 000 kroner og inntil 50 prosent av kostnadene", None, 300_000),
    ("inntil 2 mill. kroner (ca. 170 000 euro)", None, 2_000_000),
    ("inntil 2 mill. kroner. Krav om 1 million i egeninnsats", None, 2_000_000),
    ("200 000 Euro", None, None),
    ("EUR 60 000", None, None),
    ("1-2 million USD", None, None),
    ("700 kroner i timen", None, None),
    ("NOK 1,200 per hour", None, None),
    ("inntil 70 prosent", None, None),
    ("3 år", None, None),
    ("500 000", None, 500_000),
    ("10 prosjekter", None, None),
    ("2 mill. for SMB, 5 mill. for store", None, None),
    ("9 til 4 millioner kroner", None, None),
    ("X millioner kroner", None, None),
    ("3 x 2 millioner kroner", None, None),
    ("NOK 1.250 million", None, None),
    ("Inntil 1 million kroner. Bagatellmessig støtte kan ikke overstige 3,5 millioner kroner", None, 1_000_000),
    ("Bagatellmessig støtte: inntil 3,5 millioner kroner over tre år", None, None),
    ("Bedriften må ha en egenkapital på 1 million kroner", None, None),
    ("Gjennomsnittlig tilskudd er 800 000 kroner", None, None),
    ("Prosjektet må ha en totalramme på minst 2 millioner kroner", None, None),
    ("Det er satt av 210 millioner kroner i 2027", None, None),
]

BUDGETS: list[tuple[str, int | None]] = [
    ("om lag 2,4 milliarder kroner", 2_400_000_000),
    ("kring 60 millionar kroner", 60_000_000),
    ("approximately NOK 55 million", 55_000_000),
    ("NOK 1.05 billion", 1_050_000_000),
    ("5 mrd. kr", 5_000_000_000),
    ("en milliard kroner", 1_000_000_000),
    ("30-40 mill. kroner", 40_000_000),
    ("inntil 12 mill. kroner i 2027, totalt 48 mill. kroner over fire år", 48_000_000),
    ("90 mill. kroner, hvorav 30 mill. kroner til helse", 90_000_000),
    ("90 mill. kroner (30 mill. kroner til helse, 60 mill. kroner til hav)", 90_000_000),
    ("NOK 90 million, of which NOK 30 million for health", 90_000_000),
    ("rammen er økt med 20 millioner til 80 millioner kroner", 80_000_000),
    ("til sammen 25 millioner kroner", 25_000_000),
    ("30 mill. kroner til helse og 60 mill. kroner til hav", None),
    ("inntil 3 mill. kroner per prosjekt", None),
    ("20 mill. kroner årlig", None),
    ("12 stipendiater", None),
    ("Beløpet er ikke bestemt", None),
    ("5 millioner euro", None),
    ("NN millioner kroner", None),
]


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text + ("" if text.endswith("Z") else "+00:00"))


@pytest.mark.parametrize(("text", "at"), DEADLINES)
def test_a_deadline_is_right_or_reported(text: str, at: str | None) -> None:
    reading = read_deadline(text, label="Søknadsfrist", clock_rule="13:00")
    if at is None:
        assert reading.at is None
        assert reading.problems
    else:
        assert reading.at == _at(at), reading


@pytest.mark.parametrize(("text", "kind", "is_closed"), TYPES)
def test_how_a_deadline_works(text: str, kind: str | None, is_closed: bool) -> None:
    reading = read_deadline(text)
    assert (reading.at, reading.type, reading.is_closed) == (None, kind, is_closed)


@pytest.mark.parametrize(("text", "floor", "ceiling"), AWARDS)
def test_an_award_is_right_or_reported(text: str, floor: int | None, ceiling: int | None) -> None:
    reading = read_award(text)
    assert (reading.floor_nok, reading.ceiling_nok) == (floor, ceiling), reading
    if floor is None and ceiling is None:
        assert reading.problems or reading.rate_pct


def test_a_share_after_a_sum_is_not_taken_for_money() -> None:
    reading = read_award("Inntil 10 millioner kroner, maks 50 prosent")
    assert (reading.ceiling_nok, reading.rate_pct, reading.problems) == (10_000_000, 50, ())


@pytest.mark.parametrize(("text", "amount"), BUDGETS)
def test_a_budget_is_right_or_reported(text: str, amount: int | None) -> None:
    reading = read_budget(text)
    assert reading.amount_nok == amount, reading
    assert amount is not None or reading.problems


def _amounts(line: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    if line["label"] in POT_LABELS:
        budget = read_budget(line["text"])
        return {"budget_nok": budget.amount_nok}, bool(budget.problems)
    award = read_award(line["text"])
    got = {"award_floor_nok": award.floor_nok, "award_ceiling_nok": award.ceiling_nok}
    return got, bool(award.problems)


def _deadline(line: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    published = date(2021, 6, 15) if line["context"] else None
    rule = "23:59" if any(mark in line["text"] for mark in END_OF_DAY) else "13:00"
    read = read_deadline(line["text"], label=line["label"], clock_rule=rule, published=published)
    at = read.at.strftime("%Y-%m-%dT%H:%M:%SZ") if read.at else None
    status = "closed" if read.is_closed else None
    return {"at": at, "type": read.type, "clock": read.clock, "status": status}, bool(read.problems)


def test_the_shared_phrases(shared: Path) -> None:
    """Lines with own=false are another call's deadline: the source tells by the label, the words cannot."""
    counts: Counter[tuple[str, str]] = Counter()
    wrong = []
    for line in map(json.loads, (shared / "data/phrases.jsonl").read_text("utf-8").splitlines()):
        want = line["want"]
        if want.get("own") is False:
            continue
        got, is_reported = (_amounts if line["kind"] == "amount" else _deadline)(line)
        for field, value in got.items():
            if field not in want:
                continue
            verdict = "right" if value == want[field] else "reported" if value is None and is_reported else "wrong"
            counts[field, verdict] += 1
            if verdict == "wrong":
                wrong.append((line["text"], field, value, want[field]))
        if "issue" in want and not is_reported:
            wrong.append((line["text"], "issue", None, want["issue"]))
    assert wrong == [], counts
    assert sum(count for (_, verdict), count in counts.items() if verdict == "reported") == 0
    assert sum(counts.values()) >= 60
