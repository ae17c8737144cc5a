"""What a person types becomes a value of a column, or an error that names the field and says what is wanted."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st
from said_samples import LATE, SAID, SOON, call, given

from calls.fields import BY_NAME
from calls.store.rows import fits
from readers import DecisionError, Decisions
from readers.corrected import MOST_CHARS, deadline, to_text
from readers.forms import CORRECTABLE, OWN, correction_of, given_of, value_of
from readers.own import GIVEN, content_of, to_content, typed

INPUTS = {one.column: one for one in CORRECTABLE}


@pytest.mark.parametrize(
    ("column", "texts", "clock", "value"),
    [
        ("title", ["  Ny  tittel "], "", "Ny  tittel"),
        ("award_ceiling_nok", ["500 000"], "", 500_000),
        ("award_ceiling_nok", ["2,5 mill. kroner"], "", 2_500_000),
        ("budget_nok", ["kr 500.000,-"], "", 500_000),
        ("budget_nok", [""], "", None),
        ("funding_rate_pct", ["50 %"], "", 50),
        ("opens_at", ["1.10.2026"], "", datetime(2026, 9, 30, 22, tzinfo=UTC)),
        ("opens_at", ["2026-12-01"], "08:00", datetime(2026, 12, 1, 7, tzinfo=UTC)),
        ("status", ["open"], "", "open"),
        ("applicant_types", ["kommune", "klynge"], "", ["kommune", "klynge"]),
        ("applicant_types", [], "", []),
        ("regions", ["34"], "", ["34"]),
        ("is_partner_required", ["ja"], "", True),
        ("is_partner_required", ["nei"], "", False),
        ("is_partner_required", [""], "", None),
    ],
)
def test_what_is_typed_is_read(column: str, texts: list[str], clock: str, value: Any) -> None:
    assert correction_of(column, texts, clock, call("a")) == (column, value)
    assert fits(BY_NAME[column], value)


@pytest.mark.parametrize(
    ("text", "clock", "at", "kind"),
    [
        ("15.10.2026", "", datetime(2026, 10, 15, 21, 59, tzinfo=UTC), "inferred"),
        ("2026-10-15", "13:00", datetime(2026, 10, 15, 11, tzinfo=UTC), "stated"),
        ("15. desember 2026 kl. 12.00", "", datetime(2026, 12, 15, 11, tzinfo=UTC), "stated"),
    ],
)
def test_a_deadline_takes_the_place_of_the_next_one(text: str, clock: str, at: datetime, kind: str) -> None:
    outline = {**deadline(SOON, "stated"), "type": "staged", "label": "Skisse"}
    last = {**deadline(LATE, "stated"), "type": "staged", "label": "Søknad"}
    field, value = correction_of("deadline_at", [text], clock, call("a", deadlines=[outline, last]))
    assert field == "deadlines"
    moved = {**deadline(at, kind), "type": "staged", "label": "Skisse"}
    assert sorted(value, key=lambda one: str(one["label"])) == [moved, last]
    assert [one["at"] for one in value] == sorted(one["at"] for one in value)
    assert correction_of("deadline_at", [""], "", call("a", deadlines=[outline, last])) == ("deadlines", [last])
    assert correction_of("deadline_at", [text], clock, call("a", deadlines=[], deadline_at=None)) == (
        "deadlines",
        [deadline(at, kind)],
    )


@pytest.mark.parametrize(
    ("column", "texts", "clock", "words"),
    [
        (
            "deadline_at",
            ["i morgen"],
            "",
            "«Søknadsfrist» må være en dag som 15.10.2026, gjerne med klokkeslett som 13.00.",
        ),
        ("deadline_at", ["2026-02-30"], "", "Datoen 30.2.2026 finnes ikke"),
        ("deadline_at", ["15.10.2026"], "26:00", "klokkeslett som ikke finnes"),
        ("deadline_at", ["15.10.2026"], "tidlig", "Klokkeslettet kan ikke leses"),
        ("deadline_at", ["15. oktober"], "", "mangler årstall"),
        ("award_ceiling_nok", ["mye"], "", "«Høyeste beløp» må være et beløp i kroner, som 500 000"),
        ("award_ceiling_nok", ["-5"], "", "må være et beløp i kroner"),
        ("funding_rate_pct", ["halvparten"], "", "«Støttegrad» må være et helt tall, fikk «halvparten»"),
        ("title", ["  "], "", "«Tittel» må fylles ut"),
        ("status", ["åpen"], "", "«Status» kan være forecasted, open"),
        ("applicant_types", ["kommune", "alle"], "", "«Hvem kan søke» kan være"),
        ("is_partner_required", ["kanskje"], "", "«Krever partnere» må være ja eller nei"),
        ("content_hash", ["0"], "", "«Innholdsavtrykk» kan ikke rettes her"),
    ],
)
def test_what_cannot_be_read_is_told(column: str, texts: list[str], clock: str, words: str) -> None:
    with pytest.raises(DecisionError) as told:
        correction_of(column, texts, clock, call("a"))
    assert words in str(told.value)
    assert "\n" not in str(told.value)


@any_of(column=st.sampled_from(sorted(INPUTS)), text=st.text(max_size=30), clock=st.sampled_from(["", "13.00", "x"]))
def test_whatever_is_typed_is_a_value_that_can_be_kept_or_an_error(column: str, text: str, clock: str) -> None:
    try:
        field, value = correction_of(column, [text], clock, call("a"))
        to_text(field, value)
    except DecisionError as error:
        assert str(error)


def test_a_form_gives_a_call() -> None:
    form = {
        "title": ["Trygg i eget hjem"],
        "funder": ["Stiftelsen Dam"],
        "url": ["https://dam.no/x"],
        "deadline_at": ["15.10.2026", "", "20.11.2026"],
        "deadline_at_clock": ["13.00", "", ""],
        "opens_at": ["1.9.2026"],
        "applicant_types": ["klynge", "kommune"],
        "award_ceiling_nok": ["500 000"],
        "contact": ["Kari, kari@dam.no"],
    }
    found = given_of(form)
    assert set(found) <= set(GIVEN)
    assert [entry["clock"] for entry in found["deadlines"]] == ["stated", "inferred"]
    content = content_of(to_content(found))
    assert content["contact"] == [{"text": "Kari, kari@dam.no"}]
    assert content["applicant_types"] == ["kommune", "klynge"]
    assert (content["deadline_type"], content["lang"]) == ("fixed", "nb")
    assert "summary" not in content
    assert to_content(typed(content)) == to_content(found)
    with pytest.raises(DecisionError, match="«Finansiør» må fylles ut"):
        given_of({"title": ["x"]})
    assert {one.column for one in OWN} - {"deadline_at"} <= set(GIVEN)
    assert value_of(OWN[2], []) is None


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"title": ""}, "«Tittel» må fylles ut"),
        ({"title": " \u202e "}, "«Tittel» må fylles ut"),
        ({"title": "x" * (MOST_CHARS["title"] + 1)}, "«Tittel» kan ha høyst 500 tegn, fikk 501"),
        ({"full_text": "x" * 200_001}, "«Full tekst» kan ha høyst 200000 tegn"),
        ({"title": "a\x00b"}, "«Tittel» har tegn som ikke kan lagres"),
        ({"summary": "\ud800"}, "«Sammendrag» har tegn som ikke kan lagres"),
        ({"contact": [{"text": "\x00"}]}, "«Kontakt» har tegn"),
        ({"url": "javascript:alert(1)"}, "«Lenke» må være en adresse"),
        ({"url": "https://user@evil.no"}, "«Lenke» må være en adresse"),
        ({"url": "https://[x"}, "«Lenke» må være en adresse"),
        ({"deadlines": []}, "Oppgi en søknadsfrist, når det åpner, eller at fristen er løpende"),
        ({"deadlines": [{"at": "2026"}]}, "«Alle frister» kan ikke leses"),
        ({"deadlines": [{**deadline(LATE, "stated"), "at": "2026-01-01T00:00"}]}, "kan ikke leses"),
        ({"applicant_types": ["alle"]}, "passer ikke i applicant_types"),
        ({"regions": [3]}, "«Geografi» må være en liste av navn"),
        ({"regions": ["a"] * 101}, "«Geografi» kan ha høyst 100 deler"),
        ({"budget_nok": -1}, "«Ramme» må være fra 0 til"),
        ({"funding_rate_pct": 101}, "«Støttegrad» må være fra 0 til 100"),
        ({"award_floor_nok": 2, "award_ceiling_nok": 1}, "«Minste beløp» kan ikke være større enn «Høyeste beløp»"),
        ({"source": "eu"}, "Ukjente felter: source"),
    ],
)
def test_a_bad_call_is_refused_by_name(values: dict[str, Any], words: str) -> None:
    with pytest.raises(DecisionError) as told:
        to_content(given(**values))
    assert words in str(told.value)


def test_what_cannot_be_seen_is_taken_out(database_url: str) -> None:
    with Decisions.open(database_url) as decisions:
        mine = decisions.add_call(
            given(title="Trygg\u202e heim\u200b\t2026", summary="Ein\u2066 to\r\n\r\nTre"), by="Kari", at=SAID
        )
        said = decisions.correct("eu", "a", "title", "Safe\u202e home", by="Kari", at=SAID)
    assert (mine.content["title"], mine.content["summary"]) == ("Trygg heim 2026", "Ein to\n\nTre")
    assert said.value == "Safe home"


@pytest.mark.parametrize(
    "text", ["{", "[]", "{}", '{"title":"a"}', '{"title":"a","funder":"b","lang":"xx"}', '{"x":1}']
)
def test_kept_content_that_is_none_is_told(text: str) -> None:
    with pytest.raises(DecisionError, match="lagt inn, kan ikke leses"):
        content_of(text)
