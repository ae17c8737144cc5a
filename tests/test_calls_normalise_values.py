"""Money, lengths, applicants, partners, places, themes, notes and results: used, or reported, never guessed."""

from __future__ import annotations

from typing import Any

import pytest
from normalise_samples import LIST, NIGHT, OPEN, PAGE, contradiction, issue, listed, made, own, reading, values

from calls.model import Fact, Issue, SourceRules
from calls.normalise import normalise

TWO = "Finansiøren oppgir to ulike verdier; den første er brukt."
NOTHING: dict[str, Any] = dict.fromkeys(("budget_nok", "award_floor_nok", "award_ceiling_nok", "funding_rate_pct"))
MUCH, MORE = "10 millioner kroner", "12 millioner kroner"


@pytest.mark.parametrize(
    ("facts", "wanted", "issues"),
    [
        ([own("budget", MUCH), listed("budget", "10 mill. kr")], {"budget_nok": 10_000_000}, []),
        (
            [own("budget", MUCH), listed("budget", MORE)],
            {"budget_nok": 10_000_000},
            [contradiction("budget_nok", f"{MUCH} / {MORE}", TWO, LIST)],
        ),
        ([own("award", f"inntil {MUCH}")], {"award_ceiling_nok": 10_000_000}, []),
        ([own("award", f"minst {MUCH}")], {"award_floor_nok": 10_000_000}, []),
        (
            [own("award", MUCH), own("rate", "50 prosent")],
            {"award_ceiling_nok": 10_000_000, "funding_rate_pct": 50},
            [],
        ),
        (
            [own("award", MUCH), own("award", MORE)],
            {"award_ceiling_nok": 10_000_000},
            [contradiction("award_ceiling_nok", f"{MUCH} / {MORE}", TWO)],
        ),
        (
            [own("rate", "inntil 120 prosent")],
            {},
            [
                issue(
                    "ambiguous_amount",
                    "funding_rate_pct",
                    "inntil 120 prosent",
                    "Støttegraden i «inntil 120 prosent» er ikke et helt tall fra 1 til 100.",
                )
            ],
        ),
        (
            [own("budget", "1 million euro")],
            {},
            [
                issue(
                    "ambiguous_amount",
                    "budget_nok",
                    "1 million euro",
                    "«1 million euro» er i EUR, ikke i norske kroner.",
                )
            ],
        ),
    ],
)
def test_money(facts: list[Fact], wanted: dict[str, int], issues: list[Issue]) -> None:
    found = made(OPEN, *facts)
    assert {name: found.record[name] for name in NOTHING} == NOTHING | wanted
    assert list(found.issues) == issues


@pytest.mark.parametrize(
    ("texts", "lengths", "issues"),
    [
        (["24-48 måneder"], (24, 48), []),
        (["inntil 3 år"], (None, 36), []),
        (["3 år", "36 måneder"], (36, 36), []),
        (["lenge"], (None, None), [issue("unknown_word", "duration_max_months", "lenge", "Forstod ikke varigheten.")]),
        (
            ["inntil 3 år", "inntil 4 år"],
            (None, 36),
            [contradiction("duration_max_months", "inntil 3 år / inntil 4 år", TWO)],
        ),
    ],
)
def test_lengths(texts: list[str], lengths: tuple[int | None, int | None], issues: list[Issue]) -> None:
    found = made(OPEN, *(own("duration", text) for text in texts))
    assert (found.record["duration_min_months"], found.record["duration_max_months"]) == lengths
    assert list(found.issues) == issues


def test_who_it_is_aimed_at_stands_in_for_who_may_apply() -> None:
    columns = "applicant_types applicant_text target_groups"
    aimed = own("target_groups", "Helseforetak", "Målgruppe")
    assert values(aimed, columns=columns) == {
        "applicant_types": ["helseforetak"],
        "applicant_text": "Helseforetak",
        "target_groups": ["Helseforetak"],
    }
    assert values(aimed, own("applicants", "Kommuner"), own("applicants", "Kommuner"), columns=columns) == {
        "applicant_types": ["kommune"],
        "applicant_text": "Kommuner",
        "target_groups": ["Helseforetak"],
    }


def test_an_unknown_applicant_is_reported_and_the_known_ones_stand() -> None:
    found = made(OPEN, own("applicants", "Kommuner, nisser"))
    assert found.record["applicant_types"] == ["kommune"]
    message = "Ukjent ord for hvem som kan søke: «nisser»."
    assert list(found.issues) == [issue("unknown_word", "applicant_types", "nisser", message)]


def test_partners() -> None:
    yes, no, silent = own("partners", "Ja"), own("partners", "Nei"), own("partners", "Bedrifter er velkomne.")
    told = [made(OPEN, *facts) for facts in ([yes], [no], [silent], [silent, no], [yes, no], [])]
    assert [one.record["is_partner_required"] for one in told] == [True, False, None, False, True, None]
    assert told[3].record["partner_text"] == "Bedrifter er velkomne.\nNei"
    assert [list(one.issues) for one in told] == [
        [],
        [],
        [],
        [],
        [contradiction("is_partner_required", "Ja / Nei", TWO)],
        [],
    ]


def test_places() -> None:
    found = made(OPEN, own("region", "Innlandet"), own("region", "Oslo og Innlandet"), own("region", "Svalbard"))
    assert found.record["regions"] == ["03", "34"]
    assert [row["text"] for row in found.record["evidence"]["regions"]] == ["Innlandet", "Oslo og Innlandet"]
    assert list(found.issues) == [issue("unknown_word", "regions", "Svalbard", "Kjenner ikke stedet «Svalbard».")]


def test_the_instrument_is_the_funders_word_else_the_rule_of_the_source() -> None:
    told = [made(OPEN, own("scheme", text)) for text in ("Lån til piloter", "Piloter")]
    assert [one.record["instrument"] for one in told] == ["loan", "grant"]
    assert [one.record["evidence"].get("instrument", [{}])[0].get("text") for one in told] == ["Lån til piloter", None]


def test_the_name_of_a_theme_counts_once_and_its_amount_first() -> None:
    facts = [
        own("theme", "Helse: 40 millioner kroner"),
        own("theme", "Uten beløp"),
        own("portfolio", "helse; Energi;"),
        listed("theme", "HELSE"),
        listed("theme", "energi"),
    ]
    assert values(*facts, columns="themes") == {
        "themes": [
            {"name": "Helse", "amount_nok": 40_000_000, "target_group": None, "text": "Helse: 40 millioner kroner"},
            {"name": "Energi", "amount_nok": None, "target_group": None, "text": "helse; Energi;"},
        ]
    }


def test_a_note_whose_date_has_no_year_is_told_of() -> None:
    found = made(OPEN, own("update", "Ny mal.", note="20. august"), own("notice", "Flyttet.", note="1. juni 2026"))
    assert found.record["change_notes"] == [
        {"date": None, "text": "Ny mal."},
        {"date": "2026-06-01", "text": "Flyttet."},
    ]
    message = "Datoen 20.8. mangler årstall."
    assert list(found.issues) == [issue("year_missing", "change_notes", "20. august", message, severity="info")]


def test_a_project_date_without_a_day_is_told_of() -> None:
    found = made(OPEN, own("project_start_latest", "Medio 2027"))
    assert found.record["project_start_latest_date"] is None
    assert [(one.kind, one.field, one.text) for one in found.issues] == [
        ("vague_date", "project_start_latest_date", "Medio 2027")
    ]


def test_the_first_of_two_results_stands() -> None:
    facts = [own("result", str(n), "Søknader", data={"applications": n}) for n in (41, 41, 42)]
    found = made(OPEN, *facts, own("result", "Tabell", "Tabell", data={"rows": []}))
    assert found.record["results"] == {"applications": 41, "rows": []}
    message = "Finansiøren oppgir to ulike resultater; det første er brukt."
    assert list(found.issues) == [contradiction("results", "Søknader: 42", message, PAGE)]


def test_columns_of_a_name_that_the_page_repeats() -> None:
    facts = [own("application_type", "Pilot"), own("application_type", "Pilot"), own("application_type", "Forprosjekt")]
    assert values(*facts, columns="application_type") == {"application_type": "Pilot; Forprosjekt"}


def test_tags_that_the_page_gives_as_names_are_themes_and_lines_are_not() -> None:
    tags = [own("theme", name, data={"name": name}) for name in ("Helse", "Hav", "helse")]
    found = values(
        OPEN, own("theme", "Eldre: 40 millioner kroner"), own("theme", "Bare tekst"), *tags, columns="themes"
    )
    assert [(theme["name"], theme["amount_nok"]) for theme in found["themes"]] == [
        ("Eldre", 40_000_000),
        ("Helse", None),
        ("Hav", None),
    ]


@pytest.mark.parametrize(
    ("texts", "instrument", "is_reported"),
    [
        (["Lån"], "loan", False),
        (["Utlysning"], None, True),
        (["Tilskudd og lån"], None, True),
        (["Utlysning", "Lån"], "loan", False),
        ([], None, False),
    ],
)
def test_where_no_instrument_is_taken_for_granted_an_unread_one_is_reported(
    texts: list[str], instrument: str | None, is_reported: bool
) -> None:
    rules = SourceRules("annen", "Annen", instrument="")
    found = normalise(reading(OPEN, *(own("application_type", text) for text in texts)), rules, NIGHT, "1")
    assert found.record["instrument"] == instrument
    told = [(one.kind, one.text, one.message) for one in found.issues if one.field == "instrument"]
    message = f"«{texts[0] if texts else ''}» sier ikke om støtten er tilskudd, lån eller noe annet."
    assert told == ([("unknown_word", texts[0], message)] if is_reported else [])
