"""When a standing call usually opens and closes: words with their doubt, and nothing where the rounds disagree."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from linking_samples import Record, bundled_records, call, real_records

from calls.recurring import Expectation, Round, RoundGroup, expected, round_groups
from calls.recurring.rounds import slug_key, title_key

TODAY = date(2026, 1, 15)


def pilot(year: int, month: int, day: int, opens: date | None = None) -> Record:
    return call(f"{year}/pilot-helse", f"Pilot Helse {year}", date(year, month, day), opens=opens)


def group(*deadlines: date, lead: int = 0) -> RoundGroup:
    rounds = [Round(day - timedelta(days=lead) if lead else None, day, f"{day.year}/x") for day in sorted(deadlines)]
    return RoundGroup("forskningsradet", "nb", "Pilot", tuple(rounds), ())


def words(*deadlines: date, lead: int = 0, today: date = TODAY) -> str | None:
    found = expected(group(*deadlines, lead=lead), today)
    return found.words_nb if found else None


def test_three_rounds_give_a_part_of_a_month_with_their_years() -> None:
    (found,) = round_groups(
        [
            pilot(2023, 9, 13, date(2023, 8, 16)),
            pilot(2024, 9, 18, date(2024, 8, 14)),
            pilot(2025, 9, 17, date(2025, 8, 13)),
        ]
    )
    assert expected(found, TODAY) == Expectation(
        date(2026, 8, 11),
        date(2026, 8, 20),
        date(2026, 9, 11),
        date(2026, 9, 20),
        (2023, 2024, 2025),
        "Åpner vanligvis i midten av august og har frist i midten av september (2023, 2024 og 2025).",
        "fair",
    )


def test_two_rounds_give_a_month_and_say_how_little_that_is() -> None:
    found = expected(group(date(2024, 3, 6), date(2025, 3, 5), lead=42), TODAY)
    assert found == Expectation(
        date(2026, 1, 1),
        date(2026, 1, 31),
        date(2026, 3, 1),
        date(2026, 3, 31),
        (2024, 2025),
        "Åpnet i januar og hadde frist i mars både i 2024 og i 2025. To år er lite å bygge på.",
        "low",
    )


def test_one_round_that_stood_apart_is_told() -> None:
    usual = [date(year, 9, 15) for year in (2021, 2022, 2024, 2025)]
    found = expected(group(*usual, date(2023, 10, 9)), TODAY)
    assert found is not None and found.certainty == "fair"
    assert found.words_nb == (
        "Har vanligvis frist i midten av september (2021, 2022, 2024 og 2025). "
        "Ett år, 2023, var fristen om lag tre uker senere."
    )
    moved = words(*usual, date(2023, 3, 15))
    assert moved is not None and "Ett år, 2023, var fristen i mars." in moved


def test_two_rounds_a_year_are_told_as_such() -> None:
    days = [date(year, month, 12) for year in (2023, 2024, 2025) for month in (3, 9)]
    found = expected(group(*days), TODAY)
    assert found == Expectation(
        None,
        None,
        date(2026, 3, 11),
        date(2026, 3, 20),
        (2023, 2024, 2025),
        "Har vanligvis frist to ganger i året: i midten av mars og i midten av september (2023, 2024 og 2025).",
        "fair",
    )
    summer = expected(group(*days), date(2026, 6, 1))
    assert summer is not None and (summer.deadline_from, summer.deadline_to) == (date(2026, 9, 11), date(2026, 9, 20))


def _years(days: list[date]) -> str:
    first, second, third = sorted(day.year for day in days)
    return f"{first}, {second} og {third}"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([date(2023, 9, 29), date(2024, 10, 2), date(2025, 10, 1)], "rundt månedsskiftet september–oktober"),
        ([date(2022, 12, 28), date(2024, 1, 4), date(2025, 1, 2)], "rundt månedsskiftet desember–januar"),
        ([date(2023, 9, 5), date(2024, 9, 24), date(2025, 9, 10)], "i september"),
        ([date(2023, 9, 13), date(2024, 9, 23), date(2025, 9, 24)], "i midten eller slutten av september"),
        ([date(2023, 8, 20), date(2024, 9, 14), date(2025, 9, 3)], "mellom midten av august og midten av september"),
        ([date(2024, 2, 27), date(2025, 2, 26), date(2023, 2, 23)], "i slutten av februar"),
    ],
)
def test_the_words_cover_the_days(days: list[date], said: str) -> None:
    found = words(*days)
    assert found == f"Har vanligvis frist {said} ({_years(days)})."


@pytest.mark.parametrize(
    "days",
    [
        [date(2025, 9, 15)],
        [date(2024, 3, 1), date(2025, 9, 15)],
        [date(2023, 3, 1), date(2024, 6, 1), date(2025, 10, 1)],
        [date(2023, 9, 15), date(2024, 9, 15), date(2025, 4, 1)],
        [date(2023, 9, 1), date(2024, 10, 12), date(2025, 11, 25)],
        [date(2020, 9, 15), date(2025, 9, 15)],
        [date(2019, 9, 15), date(2020, 9, 15), date(2021, 9, 15)],
        [date(2024, 9, 15), date(2025, 9, 15), date(2026, 9, 15)],
    ],
    ids=["one", "two apart", "three apart", "the newest apart", "drifting", "long between", "long past", "announced"],
)
def test_nothing_is_said_where_the_rounds_do_not_carry_it(days: list[date]) -> None:
    assert words(*days) is None


def test_a_round_long_since_and_years_without_one_lower_the_certainty() -> None:
    found = expected(group(date(2021, 9, 15), date(2022, 9, 14), date(2024, 9, 16)), TODAY)
    assert found is not None and found.certainty == "low"
    assert found.words_nb == (
        "Har vanligvis frist i midten av september (2021, 2022 og 2024). "
        "Vi kjenner ikke til runder i årene imellom. Den siste runden vi kjenner til, var i 2024."
    )
    every_other = expected(group(date(2021, 9, 15), date(2023, 9, 14), date(2025, 9, 16)), TODAY)
    assert every_other is not None and every_other.deadline_from == date(2027, 9, 11)


def test_four_rounds_within_weeks_are_as_certain_as_it_gets_and_many_years_are_counted() -> None:
    found = expected(group(*(date(year, 9, 15) for year in range(2018, 2026))), TODAY)
    assert found is not None and (found.certainty, found.words_nb) == (
        "high",
        "Har vanligvis frist i midten av september (8 år fra 2018 til 2025).",
    )


def test_an_opening_alone_is_told_where_the_deadlines_roll() -> None:
    versions = [
        call(f"{year}/lopende", "Løpende ordning", opens=date(year, 2, 3), deadline_type="rolling")
        for year in (2023, 2024, 2025)
    ]
    (found,) = round_groups(versions)
    said = expected(found, TODAY)
    assert said is not None and said.words_nb == "Åpner vanligvis i begynnelsen av februar (2023, 2024 og 2025)."
    assert (said.opens_from, said.deadline_from) == (date(2026, 2, 1), None)


def test_rounds_are_found_by_title_or_slug_and_not_across_schemes_languages_and_sources() -> None:
    first = call("2023/narings-ph.d.-doktorgrad-i-bedrift-2023", "Nærings-ph.d. – doktorgrad i bedrift 2023", TODAY)
    second = call("2024/noe-annet", "Nærings-phd: doktorgrader i bedrift 2024–2025", TODAY)
    third = call("2025/narings-phd-doktorgrad-bedrift-2025", "Industridoktorgrad", TODAY)
    others = [
        call("2026/a", "Nærings-ph.d. – doktorgrad i bedrift", TODAY, lang="en"),
        call("2026/b", "Nærings-ph.d. – doktorgrad i bedrift", TODAY, source="innovasjonnorge"),
        call("2026/c", "Offentlig sektor-ph.d. – doktorgrad i bedrift", TODAY),
    ]
    calls = [first, second, third, *others]
    for number, record in enumerate(calls):
        record["deadlines"] = call("x", "x", date(2020 + number, 9, 1))["deadlines"]
    (found,) = round_groups(calls)
    assert found.source_ids == tuple(sorted(one["source_id"] for one in (first, second, third)))
    assert found.title == "Industridoktorgrad"
    schemed = [{**first, "scheme": "Ordning A"}, {**second, "scheme": "Ordning B"}]
    assert round_groups(schemed) == []


def test_keys_leave_out_years_round_numbers_and_endings() -> None:
    assert title_key("Samarbeidsprosjekter for å møte utfordringer 2025/26") == title_key(
        "Samarbeidsprosjekt for å møte utfordringer"
    )
    assert title_key("Eurostars – utlysning 11") == title_key("Eurostars, utlysning 12 (2026)") == "eurostar"
    assert title_key("Forprosjekt til Pilot Helse") != title_key("Pilot Helse")
    assert slug_key("2024/pilot-helse/") == slug_key("2026/pilot-helse-2026") == "pilot helse"
    assert slug_key("46664623") == slug_key("10304COMPETITIVE_CALL") == slug_key("9b0c-44ff-ab") == ""


def test_a_page_that_is_used_again_is_a_round_each_time_and_a_moved_deadline_is_none() -> None:
    versions = [
        call("tilskudd", "Tilskudd til folkehelse", day)
        for day in (date(2023, 9, 1), date(2023, 9, 15), date(2024, 9, 14), date(2025, 9, 16))
    ]
    (found,) = round_groups(versions)
    assert [one.deadline for one in found.rounds] == [date(2023, 9, 15), date(2024, 9, 14), date(2025, 9, 16)]


def test_cancelled_rounds_and_slips_of_the_page_do_not_count() -> None:
    slip = pilot(2024, 3, 6, date(2024, 3, 6))
    cancelled = {**pilot(2023, 6, 1), "status": "cancelled"}
    (found,) = round_groups([cancelled, slip, pilot(2025, 3, 5, date(2025, 1, 22)), pilot(2026, 3, 4)])
    assert [(one.opens, one.deadline) for one in found.rounds] == [
        (None, date(2024, 3, 6)),
        (date(2025, 1, 22), date(2025, 3, 5)),
        (None, date(2026, 3, 4)),
    ]


def test_the_real_rounds_of_pilot_helse_and_the_thematic_call(shared: Path) -> None:
    found = {group.title: expected(group, date(2026, 1, 15)) for group in round_groups(real_records(shared))}
    assert {title: said.words_nb if said else None for title, said in found.items()} == {
        "Collaborative Project to Meet Societal and Industry-related Challenges": None,
        "Forskerprosjekt for fornyelse (tematisk utlysning)": (
            "Hadde frist i mars både i 2024 og i 2025. To år er lite å bygge på."
        ),
        "Pilot Helse": (
            "Åpnet i august og hadde frist i september både i 2023 og i 2025. "
            "Vi kjenner ikke til runder i årene imellom. To år er lite å bygge på."
        ),
    }


def is_within(day: date | None, first: date | None, last: date | None, slack: int) -> bool:
    pad = timedelta(days=slack)
    return day is not None and first is not None and last is not None and first - pad <= day <= last + pad


def last_left_out(groups: list[RoundGroup]) -> list[tuple[Round, Expectation]]:
    """What the earlier rounds said of the last one, two months before it began, where they said anything."""
    told = []
    for one in groups:
        last = one.rounds[-1]
        today = min(day for day in (last.opens, last.deadline) if day) - timedelta(days=60)
        earlier = tuple(before for before in one.rounds[:-1] if before.day < today)
        said = (
            expected(RoundGroup(one.source, one.lang, one.title, earlier, one.source_ids), today) if earlier else None
        )
        if said:
            told.append((last, said))
    return told


def test_the_last_real_or_bundled_round_is_where_the_earlier_ones_said(shared: Path) -> None:
    known = {record["source_id"]: record for record in (*bundled_records(), *real_records(shared))}
    told = last_left_out(round_groups(list(known.values())))
    assert len(told) >= 3
    assert all(is_within(last.deadline, said.deadline_from, said.deadline_to, 0) for last, said in told)
    assert all(is_within(last.opens, said.opens_from, said.opens_to, 0) for last, said in told if said.opens_from)


def made_up(count: int, seed: int) -> list[RoundGroup]:
    """Standing calls that keep their week, but for every tenth round, which is two to four weeks off."""
    picks = random.Random(seed)
    groups = []
    for _ in range(300):
        usual, lead, days = picks.randrange(365), picks.choice([30, 42, 49, 60]), []
        for year in range(2015, 2016 + count):
            off = picks.choice([-28, -14, 14, 21, 28]) if picks.random() < 0.1 else 0
            days.append(date(year, 1, 1) + timedelta(days=usual + picks.randint(-3, 3) + off))
        groups.append(group(*days, lead=lead))
    return groups


@pytest.mark.parametrize("count", [2, 3, 4, 6, 8])
def test_the_next_round_is_within_the_words_as_often_as_rounds_keep_their_week(count: int) -> None:
    told = last_left_out(made_up(count, count))
    hits = sum(is_within(last.deadline, said.deadline_from, said.deadline_to, 0) for last, said in told)
    near = sum(is_within(last.deadline, said.deadline_from, said.deadline_to, 7) for last, said in told)
    assert len(told) >= 280
    assert hits >= 0.84 * len(told)
    assert near >= 0.89 * len(told)


def test_rounds_at_random_seldom_say_anything() -> None:
    picks = random.Random(3)
    groups = [
        group(*(date(year, 1, 1) + timedelta(days=picks.randrange(365)) for year in range(2018, 2024)))
        for _ in range(300)
    ]
    assert len(last_left_out(groups)) <= 15


@given(st.lists(st.dates(date(2015, 1, 1), date(2025, 12, 31)), min_size=1, max_size=12), st.integers(0, 800))
def test_whatever_the_days_the_words_are_whole_and_the_window_is_to_come(days: list[date], later: int) -> None:
    today = max(days) + timedelta(days=1 + later)
    found = expected(group(*set(days), lead=30), today)
    if found is not None:
        assert found.words_nb.endswith(".") and "None" not in found.words_nb
        assert found.deadline_from is None or found.deadline_to is not None
        assert (found.deadline_to or found.opens_to or date.min) >= today
        assert len(found.years) >= 2
