"""One record of Innovasjon Norge's content API: facts, values, and what is reported instead of guessed."""

from __future__ import annotations

import pytest
from innovasjonnorge_samples import call

GRANT = ("Type tjeneste", "Tilskudd")
ROLLING = ("Søknadsfrist", "Løpende")


def test_invisible_characters_and_loose_spelling_do_not_hide_a_label() -> None:
    found = call(
        facts=[
            ("Type\u00a0tje\u00adneste", "Lå\u200bn"),
            (" søknads\u2060frist :", "26.\u00a0juni\u00a02027"),
            ("MA\u030aLGRUPPE", "Oppstarts\u00adbedrifter"),
            ("Hvor\ufeff mye?", "1–2 millio\u200dner kroner"),
        ]
    )
    assert found.told("application_type", "deadline", "target_groups", "award") == [
        ("application_type", "Type tjeneste", "Lån"),
        ("deadline", "søknadsfrist", "26. juni 2027"),
        ("target_groups", "MÅLGRUPPE", "Oppstartsbedrifter"),
        ("award", "Hvor mye?", "1–2 millioner kroner"),
    ]
    values = {name: found.record[name] for name in ("instrument", "award_floor_nok", "award_ceiling_nok", "status")}
    assert values == {
        "instrument": "loan",
        "award_floor_nok": 1_000_000,
        "award_ceiling_nok": 2_000_000,
        "status": "open",
    }
    assert found.record["deadline_at"].isoformat() == "2027-06-26T21:59:00+00:00"
    assert (found.record["applicant_types"], found.issues) == (["bedrift_smb"], ())


def test_an_unknown_label_is_reported_and_its_words_kept() -> None:
    found = call(facts=[GRANT, ROLLING, ("Rente", "Følger markedet"), (None, "Uten ledetekst"), ("Hvor mye", None)])
    assert [(issue.kind, issue.text) for issue in found.issues] == [
        ("unknown_label", "Rente: Følger markedet"),
        ("unknown_label", ": Uten ledetekst"),
    ]
    assert found.record["full_text"] == "Rente\nFølger markedet\nUten ledetekst"


def test_a_value_too_long_for_a_fact_box_is_kept_as_text() -> None:
    found = call(facts=[GRANT, ("Søknadsfrist", "Løpende. " * 200)])
    assert found.record["deadline_type"] is None
    assert found.flags == [("unknown_label", "deadline"), ("missing_field", "deadline_at"), ("missing_field", "status")]
    assert str(found.record["full_text"]).startswith("Søknadsfrist\nLøpende.")


def test_a_sign_up_date_is_no_deadline() -> None:
    found = call(facts=[GRANT, ("Påmeldingsfrist", "14. oktober 2026")])
    assert (found.record["deadlines"], found.record["deadline_type"]) == ([], None)
    assert found.record["other_dates"] == [
        {"label": "Påmeldingsfrist", "text": "14. oktober 2026", "date": "2026-10-14"}
    ]
    assert ("missing_field", "deadline_at") in found.flags


@pytest.mark.parametrize(
    "words",
    [
        "Utløpt",
        "UTLØPT.",
        "Søknadsfristen er utløpt",
        "Stengt for søknader",
        "Ordningen er avsluttet",
        "20. februar 2023 (avsluttet)",
        "Avsluttet 20. februar 2023",
        "Ordningen er stengt for nye søknader fra 20. februar 2023",
        "Løpende (stengt)",
        "20. februar 2026",
    ],
)
def test_a_service_is_closed_by_the_words_or_the_day_of_its_deadline(words: str) -> None:
    assert call(facts=[GRANT, ("Søknadsfrist", words)]).record["status"] == "closed"


@pytest.mark.parametrize(
    ("words", "status", "kind", "issues"),
    [
        ("Løpende", "open", "rolling", []),
        ("26. juni 2027", "open", "fixed", []),
        ("Ordningen avsluttes 31. desember 2026", "open", "fixed", []),
        ("Løpende, men stengt i juli", "open", "rolling", ["vague_date"]),
        ("26. juni", None, None, ["year_missing", "missing_field"]),
        ("Snart stengt", None, None, ["vague_date", "missing_field"]),
        ("Midlene er brukt opp", None, None, ["unknown_word", "missing_field"]),
    ],
)
def test_a_service_is_not_closed_by_guessing(
    words: str, status: str | None, kind: str | None, issues: list[str]
) -> None:
    found = call(facts=[GRANT, ("Søknadsfrist", words)])
    assert (found.record["status"], found.record["deadline_type"]) == (status, kind)
    assert [one for one, _ in found.flags] == issues


def test_a_weekday_settles_the_year_from_the_day_of_publication() -> None:
    facts = [GRANT, ("Søknadsfrist", "torsdag 2. september kl. 16.00")]
    dated = call(facts=facts, publishedAt="2021-06-15T08:00:00Z")
    assert dated.record["deadline_at"].isoformat() == "2021-09-02T14:00:00+00:00"
    assert call(facts=facts).record["deadline_at"] is None
    odd = call(facts=facts, publishedAt="i fjor")
    assert (odd.record["deadline_at"], odd.flags[0]) == (None, ("vague_date", ""))


def test_text_that_says_closed_beside_a_rolling_deadline_is_doubted() -> None:
    found = call(facts=[GRANT, ROLLING], excerpt="Ordningen er dessverre stengt for i år.")
    assert (found.record["status"], found.flags) == ("open", [("contradiction", "status")])
    calm = call(facts=[GRANT, ROLLING], excerpt="Ordningen er ikke stengt. Den blir stengt når midlene er brukt.")
    assert calm.flags == []


def test_two_deadlines_under_one_label_are_both_kept_and_reported() -> None:
    found = call(facts=[GRANT, ("Søknadsfrist", "1. mars 2027"), ("Søknadsfrist", "1. mai 2027")])
    assert [entry["text"] for entry in found.record["deadlines"]] == ["1. mars 2027", "1. mai 2027"]
    assert found.flags == [("contradiction", "deadline_at")]


AMOUNTS: list[tuple[str, str, int | None, int | None, int | None, bool]] = [
    ("Hvor mye lån kan innvilges?", "Inntil 50 %, maksimalt 25 mill. kroner.", None, 25_000_000, 50, False),
    (
        "Tilskuddsbeløp:",
        "Mellom 1,8 – 2 millioner kroner pr. skip; støtte 200 000 Euro.",
        1_800_000,
        2_000_000,
        None,
        True,
    ),
    ("Om støttebeløp", "Du kan få inntil en million kroner.\nTimer: 350 kroner per time.", None, 1_000_000, None, True),
    ("Om tilskudd og beløp", "Tilskuddet er på 150 000 kroner.", None, 150_000, None, False),
    ("Hvor mye kan du søke om?", "Satser mest mellom 10-40 %.", None, None, 40, False),
    ("Støttebeløp", "I fjor fikk bedriftene 800 000 kroner. Vi vurderer hver søknad.", None, None, None, True),
    ("Støttebeløp", "Gjennomsnittlig tilskudd er 800 000 kroner.", None, None, None, True),
    ("Støttebeløp", "Fase 1: inntil 150 000 kroner. Fase 2: inntil 700 000 kroner.", None, None, None, True),
    ("Støttebeløp", "Bagatellmessig støtte: inntil 3,5 millioner kroner.", None, None, None, True),
    ("Støttebeløp", "Inntil 1 million kroner. De minimis er maks 3 millioner kroner.", None, 1_000_000, None, False),
    ("Støttebeløp", "Vi har satt av 210 millioner kroner.", None, None, None, True),
    ("Støttebeløp", "Beløpet avhenger av prosjektet.", None, None, None, False),
    ("Hvor mye må du bidra med selv?", "Minst 500 000 kroner.", None, None, None, False),
    ("Utbetaling", "Vi betaler inntil 2 millioner kroner.", None, None, None, False),
]


@pytest.mark.parametrize(("heading", "text", "floor", "ceiling", "rate", "is_reported"), AMOUNTS)
def test_an_amount_of_running_text_is_right_or_absent(
    heading: str, text: str, floor: int | None, ceiling: int | None, rate: int | None, is_reported: bool
) -> None:
    found = call(facts=[GRANT, ROLLING], sections=[(heading, text)])
    got = [found.record[name] for name in ("award_floor_nok", "award_ceiling_nok", "funding_rate_pct")]
    assert got == [floor, ceiling, rate]
    assert ("ambiguous_amount" in [kind for kind, _ in found.flags]) is is_reported


def test_the_fact_box_beats_running_text_and_a_share_does_not() -> None:
    text = [("Om støttebeløp", "Inntil 900 000 kroner.")]
    box = call(facts=[GRANT, ROLLING, ("Hvor mye", "Inntil 500 000 kroner")], sections=text)
    share = call(facts=[GRANT, ROLLING, ("Hvor mye", "Inntil 50 % av kostnadene")], sections=text)
    assert [(one.record["award_ceiling_nok"], one.record["funding_rate_pct"]) for one in (box, share)] == [
        (500_000, None),
        (900_000, 50),
    ]
    assert (box.flags, share.flags) == ([], [])


@pytest.mark.parametrize(
    ("heading", "is_who"),
    [
        ("For hvem", True),
        ("For hvem? Til hva?", True),
        ("Hvem kan søke innovasjonskontrakt?", True),
        ("Hvem kan få risikolån?", True),
        ("Hvem kan motta denne tjenesten?", True),
        ("Målgruppe / hensikt :", True),
        ("Who can apply?", True),
        ("Hvem kan ikke søke?", False),
        ("Hvem blir ikke prioritert", False),
        ("Hva kan det brukes til", False),
    ],
)
def test_a_heading_says_whether_its_text_tells_who_may_apply(heading: str, is_who: bool) -> None:
    found = call(facts=[GRANT, ROLLING], sections=[(heading, "Kommuner og små bedrifter")])
    assert found.record["applicant_types"] == (["bedrift_smb", "kommune"] if is_who else [])
    assert found.record["full_text"] == f"{heading}\nKommuner og små bedrifter"


def test_conditions_that_name_nobody_leave_the_target_group_to_say_who() -> None:
    found = call(
        facts=[GRANT, ROLLING, ("Målgruppe", "Oppstartsbedrifter")], sections=[("For hvem", "Yngre enn fem år.")]
    )
    assert (found.record["applicant_types"], found.flags) == (["bedrift_smb"], [])


def test_a_section_may_stand_in_for_a_label_of_the_fact_box() -> None:
    sections = [("Søknadsfrist", "1. mars 2027 kl. 12.00"), ("Støttegrad", "50 %"), ("Målgruppe", "Kommuner")]
    found = call(facts=[GRANT], sections=sections)
    assert found.record["deadline_at"].isoformat() == "2027-03-01T11:00:00+00:00"
    assert (found.record["funding_rate_pct"], found.record["target_groups"]) == (50, ["Kommuner"])
    boxed = call(facts=[GRANT, ROLLING], sections=sections)
    assert (boxed.record["deadline_type"], boxed.record["deadlines"]) == ("rolling", [])


def test_a_section_too_long_to_read_is_kept_and_reported() -> None:
    text = "Kommuner og bedrifter og " * 400
    found = call(facts=[GRANT, ROLLING], sections=[("For hvem", text), ("Hvor mye", "inntil 1 million kroner " * 400)])
    assert (found.record["applicant_types"], found.record["award_ceiling_nok"]) == ([], None)
    assert found.flags == [("missing_field", "applicant_text"), ("ambiguous_amount", "award_ceiling_nok")]


def test_the_kind_of_support_comes_from_the_title_only_where_it_is_plain() -> None:
    plain = call(title="Risikolån til skip", facts=[ROLLING])
    assert (plain.record["instrument"], plain.record["application_type"]) == ("loan", "Risikolån")
    assert plain.flags == [("missing_field", "application_type")]
    for title in ("Tilskudd og lån til skip", "Miljøteknologiordningen"):
        double = call(title=title, facts=[ROLLING])
        assert (double.record["instrument"], double.flags) == (None, [("missing_field", "application_type")])
    call_type = call(facts=[("Type tjeneste", "Utlysning"), ROLLING])
    assert (call_type.record["instrument"], call_type.flags) == (None, [("unknown_word", "instrument")])
