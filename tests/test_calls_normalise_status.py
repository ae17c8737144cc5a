"""Opening and status: whose word counts, when the dates decide, and what is reported."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from normalise_samples import (
    DEADLINE,
    LIST,
    NIGHT,
    OPEN,
    OPENS,
    PAGE,
    contradiction,
    issue,
    listed,
    made,
    own,
    values,
)

from calls.model import Fact, Issue


def said(text: str, clock: str) -> dict[str, str]:
    return {"text": text, "label": OPENS, "quote": text, "url": PAGE, "clock": clock}


@pytest.mark.parametrize(
    ("facts", "at", "evidence", "issues"),
    [
        (
            [own("opens", "12. aug. 2026", OPENS)],
            datetime(2026, 8, 12, 6, tzinfo=UTC),
            [said("12. aug. 2026", "inferred")],
            [],
        ),
        (
            [own("opens", "13. jan. 2027", OPENS)],
            datetime(2027, 1, 13, 7, tzinfo=UTC),
            [said("13. jan. 2027", "inferred")],
            [],
        ),
        (
            [own("opens", "12. aug. 2026 kl. 09.00", OPENS)],
            datetime(2026, 8, 12, 7, tzinfo=UTC),
            [said("12. aug. 2026 kl. 09.00", "stated")],
            [],
        ),
        (
            [own("opens", "12. august 2026, 00:00 UTC", OPENS)],
            datetime(2026, 8, 12, 0, tzinfo=UTC),
            [said("12. august 2026, 00:00 UTC", "stated")],
            [],
        ),
        (
            [own("opens", "12. august", OPENS, "2026")],
            datetime(2026, 8, 12, 6, tzinfo=UTC),
            [said("12. august (2026)", "inferred") | {"quote": "12. august"}],
            [],
        ),
        (
            [own("opens", "12. aug. 2026", OPENS), own("opens", "12. august 2026 kl. 09.00", OPENS)],
            datetime(2026, 8, 12, 7, tzinfo=UTC),
            [said("12. august 2026 kl. 09.00", "stated")],
            [],
        ),
        (
            [own("opens", "12. aug. 2026", OPENS), own("opens", "19. aug. 2026", OPENS)],
            datetime(2026, 8, 12, 6, tzinfo=UTC),
            [said("12. aug. 2026", "inferred")],
            [
                contradiction(
                    "opens_at",
                    "12. aug. 2026 / 19. aug. 2026",
                    "Finansiøren oppgir to ulike verdier; den første er brukt.",
                )
            ],
        ),
        (
            [own("opens", "Medio august", OPENS)],
            None,
            None,
            [issue("vague_date", "opens_at", "Medio august", "«Medio august» sier ikke hvilken dag.")],
        ),
        (
            [own("opens", "12. aug. 2026 kl. 09.00 EST", OPENS)],
            None,
            None,
            [
                issue(
                    "clock_doubt",
                    "opens_at",
                    "12. aug. 2026 kl. 09.00 EST",
                    "Kjenner ikke tidssonen «EST».",
                    severity="error",
                )
            ],
        ),
        ([], None, None, []),
    ],
)
def test_openings(
    facts: list[Fact], at: datetime | None, evidence: list[dict[str, str]] | None, issues: list[Issue]
) -> None:
    found = made(own("status", "Gjennomført"), *facts)
    assert (found.record["opens_at"], found.record["evidence"].get("opens_at")) == (at, evidence)
    assert list(found.issues) == issues


def test_a_call_that_opens_on_the_day_of_its_deadline() -> None:
    facts = [own("opens", "23. sep. 2026", OPENS), own("deadline", "23. sep. 2026", DEADLINE)]
    assert values(own("status", "Planlagt"), *facts, columns="status opens_at deadline_at") == {
        "status": "forecasted",
        "opens_at": datetime(2026, 9, 23, 6, tzinfo=UTC),
        "deadline_at": datetime(2026, 9, 23, 11, tzinfo=UTC),
    }


@pytest.mark.parametrize(
    ("words", "status", "text"),
    [
        (["Søk nå"], "open", "Søk nå"),
        (["Aktiv", "Søk nå", "Aktiv"], "open", "Aktiv, Søk nå"),
        (["Planlagd"], "forecasted", "Planlagd"),
        (["Se resultat"], "closed", "Se resultat"),
        (["Gjennomført", "Se resultat"], "closed", "Gjennomført, Se resultat"),
        (["Avlyst"], "cancelled", "Avlyst"),
        (["Cancelled"], "cancelled", "Cancelled"),
    ],
)
def test_the_status_is_the_funders_word(words: list[str], status: str, text: str) -> None:
    found = made(*(own("status", word) for word in words))
    assert (found.record["status"], found.record["status_text"], found.issues) == (status, text, ())


FUTURE, PAST = own("deadline", "23. sep. 2026", DEADLINE), own("deadline", "2. sep. 2026", DEADLINE)
AHEAD, BEHIND = own("opens", "20. sep. 2026", OPENS), own("opens", "1. sep. 2026", OPENS)
ROLLING = own("deadline", "Løpende", DEADLINE)
UNKNOWN = issue("missing_field", "status", "", "Fant verken statusord eller frist; status er ukjent.")


@pytest.mark.parametrize(
    ("facts", "status", "issues"),
    [
        ([FUTURE], "open", []),
        ([FUTURE, BEHIND], "open", []),
        ([FUTURE, AHEAD], "forecasted", []),
        ([PAST], "closed", []),
        ([PAST, FUTURE], "open", None),
        ([ROLLING], "open", []),
        ([ROLLING, AHEAD], "forecasted", []),
        ([own("deadline", "Løpende fram til 2. sep. 2026", DEADLINE)], "closed", []),
        ([own("deadline", "23. sep. 2026 (utløpt)", DEADLINE)], "closed", []),
        ([AHEAD], "forecasted", []),
        ([BEHIND], None, [UNKNOWN]),
        ([], None, [UNKNOWN]),
    ],
)
def test_without_a_status_word_the_dates_decide(
    facts: list[Fact], status: str | None, issues: list[Issue] | None
) -> None:
    found = made(*facts)
    assert (found.record["status"], found.record["status_text"]) == (status, None)
    assert issues is None or list(found.issues) == issues
    assert status is None or {told["url"] for told in found.record["evidence"]["status"]} == {PAGE}


SAYS = "Finansiøren sier at utlysningen er"
DISAGREE = "Statusordene er uenige; sidens første er brukt."


@pytest.mark.parametrize(
    ("facts", "text", "message"),
    [
        ([OPEN, PAST], "2. sep. 2026", f"{SAYS} åpen, men siste frist i datolisten er passert."),
        ([OPEN, FUTURE, AHEAD], "23. sep. 2026", f"{SAYS} åpen, men åpningsdagen er ikke nådd."),
        ([own("status", "Planlagt"), PAST], "2. sep. 2026", f"{SAYS} planlagt, men fristen er passert."),
        ([own("status", "Gjennomført"), FUTURE], "23. sep. 2026", f"{SAYS} lukket, men fristen er ikke nådd."),
        ([OPEN, listed("status", "Gjennomført")], "Søk nå / Gjennomført", DISAGREE),
        ([OPEN, own("status", "Avlyst")], "Søk nå / Avlyst", DISAGREE),
    ],
)
def test_what_speaks_against_the_status_is_reported_and_does_not_overrule_it(
    facts: list[Fact], text: str, message: str
) -> None:
    found = made(*facts)
    assert found.record["status"] == made(facts[0]).record["status"]
    assert list(found.issues) == [contradiction("status", text, message)]


@pytest.mark.parametrize(
    "facts",
    [
        [OPEN, FUTURE, BEHIND],
        [OPEN, ROLLING, PAST],
        [OPEN, FUTURE, own("opens", "16. sep. 2026", OPENS)],  # opens today, at a time that is only our guess
        [own("status", "Planlagt"), FUTURE, AHEAD],
        [own("status", "Gjennomført"), PAST],
        [own("status", "Gjennomført"), own("deadline", "23. sep. 2026 (stengt)", DEADLINE)],
        [own("status", "Avlyst"), FUTURE],
        [OPEN, listed("status", "Aktiv")],
    ],
)
def test_dates_that_agree_with_the_status_are_no_issue(facts: list[Fact]) -> None:
    assert made(*facts).issues == ()


def test_unknown_status_words_are_reported_with_their_text() -> None:
    found = made(own("status", "Venter"), listed("status", "Kanskje"), FUTURE)
    assert (found.record["status"], found.record["status_text"]) == ("open", "Venter")
    assert list(found.issues) == [
        issue("unknown_word", "status", "Venter", "Ukjent statusord: «Venter»."),
        issue("unknown_word", "status", "Kanskje", "Ukjent statusord: «Kanskje».", LIST),
    ]


def test_a_known_word_of_the_list_serves_where_the_page_has_only_an_unknown_one() -> None:
    found = made(own("status", "Venter"), listed("status", "Avlyst"))
    assert (found.record["status"], found.record["status_text"]) == ("cancelled", "Venter")
    assert found.record["evidence"]["status"] == [{"text": "Avlyst", "label": "", "quote": "Avlyst", "url": LIST}]


def test_a_card_alone_gives_status_and_deadline() -> None:
    facts = [listed("status", "Søk nå"), listed("deadline", "23. september", DEADLINE, "2026")]
    found = made(*facts, pages=(), is_detail_read=False, layout="").record
    assert (found["status"], found["deadline_at"], found["layout"]) == (
        "open",
        NIGHT + timedelta(days=7, hours=9.5),
        None,
    )


@pytest.mark.parametrize(
    ("texts", "status"),
    [
        (["Utløpt"], "closed"),
        (["Løpende (stengt)"], "closed"),
        (["Løpende", "Stengt for søknader"], "closed"),
        (["Utløpt", "23. sep. 2026"], "open"),
        (["Løpende"], "open"),
        (["Blir stengt når midlene er brukt opp"], "open"),
    ],
)
def test_words_alone_close_a_call_that_has_no_day(texts: list[str], status: str) -> None:
    found = made(*(own("deadline", text, DEADLINE) for text in texts))
    assert (found.record["status"], [one.kind for one in found.issues]) == (status, [])


def test_a_guarantee_that_is_over_closes_nothing() -> None:
    past = own("deadline", "Garantifrist 1. september 2026. Det er mulig å søke senere.", DEADLINE)
    found = made(past)
    assert (found.record["status"], found.record["deadline_type"]) == (None, "guaranteed")
    assert [(one.kind, one.field) for one in found.issues if one.field == "status"] == [("missing_field", "status")]
    assert values(own("deadline", "Garantifrist 1. desember 2026", DEADLINE), columns="status") == {"status": "open"}
