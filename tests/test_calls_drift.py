"""Each signal of drift by itself: what is alarm, what is an ordinary night, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from publish_samples import call, deadline

from calls.drift import (
    GROUPS,
    Drift,
    FieldVerdict,
    Reference,
    choose_canaries,
    group_of,
    look,
    with_accepted,
)
from calls.drift.chance import at_least, at_most
from calls.drift.odds import odds
from calls.fields import NAMES
from calls.meaning import content_hash
from calls.model import Issue, IssueKind

AT = datetime(2026, 9, 17, 1, 30, tzinfo=UTC)
YEAR = timedelta(days=365)
DUE = "2026-10-14T11:00:00Z"


def whole(key: str, **values: Any) -> dict[str, Any]:
    """A call with a value in most fields."""
    filled = {
        "full_text": f"Formål med {key}\nKommunene prøver ut nye tjenester sammen med sykehuset.",
        "applicant_text": "Kommuner og helseforetak kan søke.",
        "applicant_types": ["kommune", "helseforetak"],
        "opens_at": datetime(2026, 8, 12, 6, tzinfo=UTC),
        "deadline_at": datetime(2026, 10, 14, 11, tzinfo=UTC),
        "deadlines": [deadline(DUE)],
        "deadline_type": "fixed",
        "deadline_text": "14. okt. 2026",
        "budget_nok": 60_000_000,
        "award_ceiling_nok": 8_000_000,
        "layout": "L2",
        "first_seen_at": AT - timedelta(days=60),
        "last_seen_at": AT,
        "is_listed": True,
    }
    record = {**call(key), **filled, **values}
    return {**record, "content_hash": content_hash(record)}


def pair(count: int, changed: int, **values: Any) -> tuple[list[dict[str, Any]], Reference]:
    """Tonight's calls, of which some have these values, and the same calls as they were."""
    before = {str(n): whole(str(n)) for n in range(count)}
    return [whole(str(n), **(values if n < changed else {})) for n in range(count)], Reference(before)


def seen(records: list[dict[str, Any]], reference: Reference, *issues: Issue, listed: Iterable[str] = ()) -> Drift:
    """What is seen in a list of these calls, and of others that were not read."""
    return look(records, {*listed, *(record["source_id"] for record in records)}, issues, reference, AT)


def states(drift: Drift) -> dict[str, str]:
    return {verdict.name: verdict.state for verdict in drift.fields}


def test_every_column_that_a_funder_fills_belongs_to_one_field() -> None:
    columns = [column for group in GROUPS for column in group.columns]
    assert len(columns) == len(set(columns))
    own = {"source", "source_id", "api_id", "funder", "first_seen_at", "last_seen_at", "layout"}
    assert set(NAMES) - set(columns) == own | {"evidence", "content_hash", "parser_version"}


def test_an_unchanged_night_is_fine() -> None:
    assert seen(*pair(40, 0)) == Drift()


@pytest.mark.parametrize(
    ("count", "changed", "expected"),
    [
        (40, 9, "failing"),
        (40, 8, "watch"),
        (40, 4, "watch"),
        (40, 2, None),
        (9, 2, None),
        (9, 3, "watch"),
        (9, 5, "failing"),
    ],
)
def test_deadlines_that_move_together_fail_and_a_few_do_not(count: int, changed: int, expected: str | None) -> None:
    moved = {"deadlines": [deadline("2026-10-08T11:00:00Z")], "deadline_at": datetime(2026, 10, 8, 11, tzinfo=UTC)}
    assert states(seen(*pair(count, changed, **moved))) == ({"deadline_at": expected} if expected else {})


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"title": "En annen tittel"}, "title"),
        ({"full_text": None}, "full_text"),
        ({"full_text": "Noe helt annet om fiske og fangst i nord"}, "full_text"),
        ({"lang": "en"}, "full_text"),
        ({"status": "forecasted"}, "status"),
        ({"opens_at": None}, "opens_at"),
        ({"budget_nok": None}, "budget_nok"),
        ({"award_ceiling_nok": 9_000_000}, "award_ceiling_nok"),
        ({"applicant_types": []}, "applicant_types"),
    ],
)
def test_half_of_the_calls_losing_or_changing_a_value_is_a_failing_field(values: dict[str, Any], name: str) -> None:
    assert states(seen(*pair(20, 10, **values))) == {name: "failing"}


def test_one_edited_call_is_fine_and_one_that_lost_a_value_is_marked() -> None:
    drift = seen(*pair(20, 1, full_text="Formål med 0\nKommunene prøver ut tjenester sammen med sykehuset nå."))
    assert drift == Drift()
    drift = seen(*pair(20, 1, budget_nok=None))
    assert drift.fields == ()
    said = "Ramme sto her før («60000000»), men er ikke å finne nå. Sjekk hos finansiøren."
    assert [(one.source_id, one.kind, one.field, one.message) for one in drift.issues] == [
        ("0", "missing_field", "budget_nok", said)
    ]


def test_a_batch_that_closes_on_its_deadline_and_one_that_opens_are_no_alarm() -> None:
    due = {"deadlines": [deadline("2026-09-16T11:00:00Z")], "deadline_at": datetime(2026, 9, 16, 11, tzinfo=UTC)}
    before = {str(n): whole(str(n), **due) for n in range(54)}
    tonight = [whole(str(n), **due, status="closed", full_text="Utlysningen er avsluttet.") for n in range(54)]
    assert seen(tonight, Reference(before)) == Drift()
    opened = datetime(2026, 9, 16, 6, tzinfo=UTC)
    before = {str(n): whole(str(n), status="forecasted", opens_at=opened, budget_nok=None) for n in range(54)}
    assert seen([whole(str(n), opens_at=opened) for n in range(54)], Reference(before)) == Drift()


@pytest.mark.parametrize(("old", "new"), [("open", "closed"), ("closed", "open"), ("open", "forecasted")])
def test_a_batch_whose_status_its_dates_speak_against_fails(old: str, new: str) -> None:
    before = {str(n): whole(str(n), status=old) for n in range(20)}
    drift = seen([whole(str(n), status=new) for n in range(20)], Reference(before))
    assert states(drift) == {"status": "failing"}


def test_values_that_appear_everywhere_fail_as_deadlines_and_are_watched_elsewhere() -> None:
    bare = {"deadlines": [], "deadline_at": None, "deadline_type": None, "deadline_text": None, "budget_nok": None}
    before = {str(n): whole(str(n), **bare) for n in range(10)}
    drift = seen([whole(str(n)) for n in range(10)], Reference(before))
    assert states(drift) == {"deadline_at": "failing", "budget_nok": "watch"}


def test_a_sum_that_jumps_and_a_date_with_day_and_month_swapped_are_marked() -> None:
    swapped = {"opens_at": datetime(2026, 12, 8, 7, tzinfo=UTC), "deadlines": [deadline("2027-10-14T11:00:00Z")]}
    records, reference = pair(20, 1, award_ceiling_nok=8_000, **swapped)
    assert [(one.field, one.message) for one in seen(records, reference).issues] == [
        ("award_ceiling_nok", "Høyeste beløp: beløpet var 8 000 000 og er lest som 8 000. Sjekk hos finansiøren."),
        ("opens_at", "Åpner: datoen var 12.08.2026 og er lest som 08.12.2026. Sjekk hos finansiøren."),
    ]


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ({"title": "14. okt. 2026"}, "title"),
        ({"title": "25 mill. kroner"}, "title"),
        ({"title": "Søk nå"}, "title"),
        ({"full_text": "SÃ¸knadsfrist for kommuner"}, "full_text"),
        ({"full_text": "S\ufffdknadsfrist for kommuner"}, "full_text"),
        ({"full_text": "Alle s?knader leses"}, "full_text"),
        ({"full_text": "Alle s&oslash;knader leses"}, "full_text"),
        ({"applicant_text": "1. des. 2026"}, "applicant_types"),
        ({"deadlines": [deadline("2026-08-01T11:00:00Z")]}, "deadline_at"),
        ({"deadlines": [deadline("2062-10-14T11:00:00Z")]}, "deadline_at"),
        ({"budget_nok": 60}, "budget_nok"),
        ({"budget_nok": 1_000_000}, "budget_nok"),
        ({"funding_rate_pct": 500}, "funding_rate_pct"),
        ({"duration_max_months": 2026}, "duration_max_months"),
    ],
)
def test_a_value_that_cannot_be_right_is_odd(values: dict[str, Any], column: str) -> None:
    assert column in {odd.column for odd in odds(whole("a", **values), AT)}
    new = [whole(f"ny {n}", **values) for n in range(8)]
    records, reference = pair(12, 0)
    drift = seen([*records, *new], reference)
    group = group_of(column)
    assert group is not None
    assert states(drift)[group.name] == "failing", "eight new calls of twenty"


@pytest.mark.parametrize(
    "text", ["Polhavet 2050", "Les https://a.no/s?k=1 og si fra!", "R&D; Q&A; 5 < 7 > 3", "Hva? Ja."]
)
def test_ordinary_words_are_not_odd(text: str) -> None:
    assert list(odds(whole("a", title=f"{text} her", full_text=text, applicant_text=text), AT)) == []


def unknown(key: str, kind: IssueKind = "unknown_label", column: str = "") -> Issue:
    return Issue("forskningsradet", key, kind, column, "Ny", "Ukjent.")


def test_words_that_nobody_knew_before_are_watched() -> None:
    records, reference = pair(20, 0)
    issues = [unknown(str(n)) for n in range(10)]
    assert seen(records, reference, *issues).fields == (), "what stood last night is not known"
    fresh = Reference(reference.records, flagged={})
    assert states(seen(records, fresh, *issues)) == {"full_text": "watch"}
    old = Reference(reference.records, flagged={("unknown_label", ""): {str(n) for n in range(10)}})
    assert seen(records, old, *issues).fields == ()
    harmless = [unknown(str(n), "year_missing", "deadline_at") for n in range(10)]
    assert seen(records, fresh, *harmless).fields == (), "the deadline is read as it was"


def test_a_field_that_thins_out_over_the_nights_and_one_that_only_new_calls_lack_are_watched() -> None:
    thin = [whole(str(n), applicant_text=None, applicant_types=[]) for n in range(12)]
    records = [*thin, *(whole(str(n)) for n in range(12, 40))]
    usual = [{"applicant_text": 1.0}] * 5
    assert states(seen(records, Reference(fill_rates=usual))) == {"applicant_types": "watch"}
    assert seen(records, Reference(fill_rates=usual[1:])).fields == ()
    young = [{**one, "first_seen_at": AT} for one in thin]
    assert states(seen([*young, *records[12:]], Reference())) == {"applicant_types": "watch"}


def test_one_title_on_many_calls_blocks() -> None:
    records, reference = pair(9, 0)
    drift = seen([*records, *(whole(f"ny {n}", title="Forskningsrådet") for n in range(4))], reference)
    assert (states(drift), drift.blocks) == ({"title": "failing"}, True)


def test_canaries_are_old_calls_of_every_layout_and_two_that_change_fail() -> None:
    old = {"status": "closed", "deadlines": [deadline("2024-09-18T11:00:00Z")]}
    before = {str(n): whole(str(n), **old, layout=f"L{n % 3}") for n in range(9)}
    before |= {f"open {n}": whole(f"open {n}") for n in range(30)}
    chosen = choose_canaries(before, AT, YEAR)
    assert chosen == choose_canaries(dict(reversed(before.items())), AT, YEAR)
    assert choose_canaries(before, AT, 3 * YEAR) == ()
    assert len(chosen) == 5
    assert {before[key]["layout"] for key in chosen} == {"L0", "L1", "L2"}
    reference = Reference(before, canaries=chosen)
    odd = {key: {**before[key], "budget_nok": 7_000_000, "content_hash": ""} for key in chosen[:2]}
    moved = {"open 0": {**before["open 0"], "budget_nok": 7_000_000, "content_hash": ""}}
    words = "2 av 5 avsluttede utlysninger som ingen skal ha endret, leses annerledes"
    for tonight, state in (({**before, **odd}, "watch"), ({**before, **odd, **moved}, "failing")):
        drift = seen(list(tonight.values()), reference)
        assert [(one.name, one.state, one.seen) for one in drift.fields] == [("budget_nok", state, words)]
    alone = seen([{**before, **odd}[key] for key in chosen], reference, listed=before)
    assert states(alone) == {"budget_nok": "failing"}, "nothing else speaks for the field"
    tidied = {key: {**before[key], "contact": None, "status_text": "Se resultat", "content_hash": ""} for key in chosen}
    assert seen(list({**before, **tidied}.values()), reference).fields == ()


def test_texts_written_anew_or_cut_on_many_pages_are_watched_and_an_edited_sentence_is_not() -> None:
    long = " ".join(f"ord{n}" for n in range(100))
    before = {str(n): whole(str(n), full_text=long) for n in range(20)}
    other = " ".join(f"{'0rd' if n < 20 else 'ord'}{n}" for n in range(100))
    edited = f"{long} Alle vedlegg skal lastes opp som pdf før fristen går ut."
    for text, count, expected in (
        (other, 8, "8 av 20 tekster er skrevet om i samme natt"),
        (long[:400], 4, "4 av 20 tekster har mistet en del"),
        (edited, 20, "20 av 20 tekster er endret i samme natt"),
        (edited, 8, ""),
        (other, 4, ""),
    ):
        tonight = [whole(str(n), full_text=text if n < count else long) for n in range(20)]
        assert [one.seen for one in seen(tonight, Reference(before)).fields] == ([expected] if expected else [])


def moved_to(*days: str) -> list[dict[str, Any]]:
    return [whole(str(n), deadlines=[deadline(f"{day}T11:00:00Z")]) for n, day in enumerate(days)]


@pytest.mark.parametrize(
    ("old", "new", "is_prolonged"),
    [
        ("2026-10-14", "2026-10-23", True),
        ("2026-10-14", "2026-10-28", True),
        ("2026-10-14", "2026-10-15", False),  # a wrong time zone
        ("2026-10-14", "2026-11-14", False),  # a wrong count of months
        ("2026-10-14", "2026-10-07", False),
        ("2026-10-14", "2027-10-14", False),
    ],
)
def test_ten_deadlines_prolonged_together_are_no_alarm(old: str, new: str, is_prolonged: bool) -> None:
    records = moved_to(*[new] * 10, *[old] * 30)
    before = {str(n): record for n, record in enumerate(moved_to(*[old] * 40))}
    assert (seen(records, Reference(before)).fields == ()) is is_prolonged
    mostly = moved_to(*[new] * 30, *[old] * 10)
    assert states(seen(mostly, Reference(before))) == {"deadline_at": "failing"}, "no funder prolongs most of them"
    with_more = [{**record, "budget_nok": 1_000_000, "content_hash": ""} for record in records]
    assert "deadline_at" in states(seen([*with_more[:10], *records[10:]], Reference(before)))


def test_deadlines_of_different_days_go_on_together_by_weeks() -> None:
    days = [date(2026, 10, 1) + timedelta(days=3 * n) for n in range(40)]
    before = {str(n): record for n, record in enumerate(moved_to(*map(str, days)))}
    for days_on, is_prolonged in ((14, True), (10, False)):
        moved = [day + timedelta(days=days_on if n < 10 else 0) for n, day in enumerate(days)]
        assert (seen(moved_to(*map(str, moved)), Reference(before)).fields == ()) is is_prolonged


def test_calls_that_were_not_read_since_their_list_says_the_same_count_as_they_were() -> None:
    records, reference = pair(200, 6, full_text=None, change_notes=[])
    before = {key: {**one, "change_notes": [{"date": None, "text": "Ny"}]} for key, one in reference.records.items()}
    unread = Reference(before, as_before=[str(n) for n in range(6, 200)], own_columns=("change_notes",))
    assert states(seen(records[:6], unread, listed=before)) == {"full_text": "watch", "change_notes": "failing"}
    assert states(seen(records[:6], Reference(before), listed=before))["full_text"] == "failing", "six of six"


def test_many_calls_with_some_other_fact_are_watched_though_each_field_has_few() -> None:
    kinds = ({"budget_nok": 10_000_000}, {"awards_expected": 9}, {"funding_rate_pct": 9}, {"scheme": "Ny"})
    filled = {"awards_expected": 3, "funding_rate_pct": 50, "scheme": "A"}
    before = {str(n): whole(str(n), **filled) for n in range(30)}
    tonight = [whole(str(n), **{**filled, **(kinds[n % 4] if n < 6 else {})}) for n in range(30)]
    (field,) = seen(tonight, Reference(before)).fields
    assert (field.state, field.seen) == ("watch", "6 av 30 utlysninger har fått andre opplysninger i samme natt")


def test_a_field_that_failed_fails_until_its_calls_read_as_before() -> None:
    records, reference = pair(60, 8, budget_nok=7_000_000)
    stale = {"budget_nok": {str(n) for n in range(8)}}
    last = Reference(reference.records, since={"budget_nok": date(2026, 9, 14)}, stale=stale)
    (field,) = seen(records, last).fields
    assert (field.state, field.seen) == ("failing", "8 av 8 utlysninger leses fortsatt annerledes enn før")
    assert states(seen(records, reference)) == {"budget_nok": "watch"}, "so few would not have failed tonight"
    mended, _ = pair(60, 3, budget_nok=7_000_000)
    assert seen(mended, last).failing == {}


def test_calls_that_leave_the_list_before_their_deadline_are_missed_unless_they_are_over() -> None:
    records, reference = pair(20, 0)
    tonight = look(records[6:], {str(n) for n in range(6, 20)}, (), reference, AT)
    assert states(tonight) == {"is_listed": "failing"}
    assert not tonight.blocks
    short = look(records[6:], {str(n) for n in range(6, 20)}, (), reference, AT, is_whole=False)
    assert short.fields == (), "of a list that is not whole nothing is concluded anyhow"
    over = AT + timedelta(days=60)
    assert look(records[6:], {str(n) for n in range(6, 20)}, (), reference, over).fields == ()


def test_a_list_whose_keys_are_all_new_blocks() -> None:
    records, reference = pair(20, 0)
    renamed = [whole(f"ny-{record['source_id']}") for record in records]
    drift = seen(renamed, reference)
    assert (drift.blocks, states(drift)) == (True, {"is_listed": "failing"})
    assert drift.words == (
        "Opplysninger mangler eller leses annerledes i natt: Står i listen (nesten alle utlysningene i listen har fått "
        "ny id; siden natten 17. september 2026). Siden er trolig lagt om."
    )


def test_what_a_person_has_accepted_is_no_alarm_and_since_when_is_remembered() -> None:
    records, reference = pair(20, 10, budget_nok=None)
    since = Reference(reference.records, since={"budget_nok": date(2026, 9, 14)})
    words = "10 av 20 utlysninger har ikke lenger noen verdi"
    assert seen(records, since).fields == (FieldVerdict("budget_nok", "failing", words, date(2026, 9, 14)),)
    assert seen(records, since).failing == {"budget_nok": date(2026, 9, 14)}
    assert "siden natten 14. september 2026" in seen(records, since).words
    stale = {"budget_nok": [str(n) for n in range(10)]}
    for kept in (stale, {}):
        accepted = Reference(with_accepted(reference.records, records, {"budget_nok"}, kept))
        assert seen(records, accepted).fields == ()
    more, _ = pair(20, 15, budget_nok=None)
    accepted = Reference(with_accepted(reference.records, more, {"budget_nok"}, stale))
    assert states(seen(more, accepted)) == {"budget_nok": "failing"}, "five that nobody has looked at"


def test_a_list_without_calls_that_a_person_has_found_gone_is_no_alarm() -> None:
    records, reference = pair(20, 0)
    left = {str(n) for n in range(6, 20)}
    taken = with_accepted(reference.records, records[6:], {"is_listed"}, {"is_listed": [str(n) for n in range(6)]})
    assert look(records[6:], left, (), Reference(taken), AT).fields == ()
    renamed = [whole(f"ny-{record['source_id']}") for record in records]
    taken = with_accepted(reference.records, renamed, {"is_listed"}, {})
    assert not seen(renamed, Reference(taken)).blocks


def test_chance_is_that_of_the_binomial_distribution() -> None:
    assert at_least(0, 10, 0.5) == 1.0
    assert at_least(10, 10, 0.5) == pytest.approx(0.5**10)
    assert at_least(2, 3, 0.5) == pytest.approx(0.5)
    assert at_most(1, 3, 0.5) == pytest.approx(0.5)
    assert at_least(400, 5000, 0.003) < 1e-300 or at_least(400, 5000, 0.003) == 0.0
