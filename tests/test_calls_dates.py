"""Days, deadlines, windows and durations from plain strings."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.dates import (
    DeadlineReading,
    Moment,
    is_date_text,
    read_deadline,
    read_duration,
    read_moment,
    read_window,
    split_leading_date,
)
from calls.words import clean, plain

NB = ("januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november")
NB_MONTHS = (*NB, "desember")
EN_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SPELLINGS = (
    lambda d: f"{d.day}. {NB_MONTHS[d.month - 1]} {d.year}",
    lambda d: f"{d.day:02}. {NB_MONTHS[d.month - 1][:3]} {d.year}",
    lambda d: f"{d.day:02} {NB_MONTHS[d.month - 1][:3].upper()} {d.year}",
    lambda d: f"{d.day:02} {EN_MONTHS[d.month - 1]} {d.year}",
    lambda d: f"{EN_MONTHS[d.month - 1]} {d.day}, {d.year}",
    lambda d: f"{d.day:02}.{d.month:02}.{d.year}",
    lambda d: f"{d.day}.{d.month}.{d.year}",
    lambda d: d.isoformat(),
)
CELLS = (
    "Før påske",
    "Desember",
    "Februar 2024",
    "Medio desember 2025",
    "December 2025",
    "Høsten 2026",
    "uke 12",
    "1. kvartal 2026",
    "Kommer snart",
    "TBA",
    "Løpende",
    "Open-ended",
    "10.–12. juni 2026",
    "10 June 2026, 13:00 CEST",
    "onsdag 10. juni",
    "innen 1. mars 2026",
    "15.06.",
)
NOT_CELLS = (
    "",
    "Søknadsfrist",
    "Desember-samling for søkere",
    "Søknadsfrist 5. mars 2026",
    "Åpen for søknad",
    "13:00",
    "kl. 13",
    "651/2014",
    "12",
    "Helse",
    "Utlysningen åpner 5. mars 2026",
    "Forventet svar på søknaden",
    "Information meeting",
    "Fase 1",
)
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


def kinds(reading: Moment | DeadlineReading) -> list[str]:
    return [problem.kind for problem in reading.problems]


@given(DAYS, st.sampled_from(SPELLINGS))
def test_every_spelling_of_every_day_is_that_day(day: date, spell: object) -> None:
    text = spell(day)  # type: ignore[operator]
    assert read_moment(text) == Moment(day, None, None, False, ())
    assert is_date_text(text)
    assert split_leading_date(f"{text}: Åpen for søknad") == (text, "Åpen for søknad")
    assert split_leading_date(text) is None


@given(DAYS, st.times(), st.sampled_from(SPELLINGS))
def test_a_stated_clock_is_kept_to_the_minute(day: date, clock: time, spell: object) -> None:
    read = read_moment(f"{spell(day)} kl. {clock:%H.%M}")  # type: ignore[operator]
    assert (read.day, read.clock, read.problems) == (day, clock.replace(second=0, microsecond=0), ())


@given(st.text(max_size=200))
def test_any_text_is_read_without_raising_and_never_silently(text: str) -> None:
    read = read_moment(text)
    assert read.day is not None or read.problems or not plain(text)
    is_date_text(text)
    split_leading_date(text)
    read_window(text)
    read_duration(text)
    deadline = read_deadline(text)
    assert (deadline.at is None) == (deadline.clock is None)


@given(st.text(max_size=60))
def test_clean_text_is_stable_and_has_no_invisible_characters(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert not set(once) & {"\u00ad", "\u200b", "\u00a0", "\n", "\x00", "\ud800"}


@pytest.mark.parametrize(
    ("text", "day", "clock", "zone"),
    [
        ("10 June 2026, 13:00 CEST", date(2026, 6, 10), time(13), "CEST"),
        ("12.09.2018 13:00 CEST", date(2018, 9, 12), time(13), "CEST"),
        ("2. oktober 2023, 20.44", date(2023, 10, 2), time(20, 44), None),
        ("1. januar 2026 kl. 13 norsk tid", date(2026, 1, 1), time(13), "Europe/Oslo"),
        ("1. januar 2026 kl. 13 CET/CEST", date(2026, 1, 1), time(13), "Europe/Oslo"),
        ("1. januar 2026 kl. 13 norsk tid (CET)", date(2026, 1, 1), time(13), "Europe/Oslo"),
        ("1. januar 2026 13:00 UTC+1", date(2026, 1, 1), time(13), "UTC ±"),
        ("1. januar 2026 13:00 EST/CET", date(2026, 1, 1), time(13), "EST / CET"),
        ("June 10, 2026 at 1 pm", date(2026, 6, 10), time(13), None),
        ("June 10, 2026 at 12 am", date(2026, 6, 10), time(0), None),
        ("12 o'clock on 10 June 2026 at 12 o'clock", date(2026, 6, 10), time(12), None),
        ("innen utgangen av 5. mars 2026", date(2026, 3, 5), time(23, 59), None),
        ("by the end of 5 March 2026", date(2026, 3, 5), time(23, 59), None),
        ("5. mars '26", date(2026, 3, 5), None, None),
        ("5. mars 2026 (torsdag)", date(2026, 3, 5), None, None),
        ("15/5-2026", date(2026, 5, 15), None, None),
        ("15-05-2026", date(2026, 5, 15), None, None),
        ("5. mars 2026. Merk: 5. mars.", date(2026, 3, 5), None, None),
    ],
)
def test_a_moment(text: str, day: date, clock: time | None, zone: str | None) -> None:
    assert read_moment(text) == Moment(day, clock, zone, False, ())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("31. juni 2026", "vague_date"),
        ("32.13.2026", "vague_date"),
        ("06/10/2026", "vague_date"),
        ("10.–12. juni 2026", "vague_date"),
        ("5. mars og 6. april 2026", "vague_date"),
        ("ca. 5. mars 2026", "vague_date"),
        ("to uker før 5. mars 2026", "vague_date"),
        ("Før påske", "vague_date"),
        ("5. mars", "year_missing"),
        ("16. september 22 03 72 00", "year_missing"),
        ("May 5", "year_missing"),
        ("Only 1 may apply", "vague_date"),
        ("15.06.", "year_missing"),
        ("jf. 651/2014", "unknown_word"),
        ("lov av 10. februar 1967", "vague_date"),
        ("1,5 mill. kroner", "unknown_word"),
    ],
)
def test_what_is_no_day_is_reported(text: str, kind: str) -> None:
    read = read_moment(text)
    assert read.day is None
    assert kinds(read) == [kind]


def test_vague_is_not_the_same_as_unreadable() -> None:
    assert read_moment("Medio desember 2025").is_vague
    assert not read_moment("Se utlysningen").is_vague
    assert read_moment("") == Moment(None, None, None, False, ())


def test_a_missing_year_is_the_one_given_apart_or_the_one_of_the_weekday() -> None:
    june = date(2021, 6, 15)
    assert read_moment("10. juni", year=2026).day == date(2026, 6, 10)
    assert read_moment("torsdag 2. september kl. 16.00", published=june).day == date(2021, 9, 2)
    assert read_moment("tirsdag 1. februar", published=june).day == date(2022, 2, 1)
    assert kinds(read_moment("fredag 2. september", published=june)) == ["year_missing"]
    assert kinds(read_moment("2. september", published=june)) == ["year_missing"]
    assert kinds(read_moment("mandag 29. februar", published=june)) == ["year_missing"]
    assert kinds(read_moment("29. februar", year=2026)) == ["vague_date"]
    stated = read_moment("10. juni 2025", year=2026)
    assert (stated.day, kinds(stated)) == (date(2025, 6, 10), ["contradiction"])
    doubted = read_moment("fredag 15. mai 2025")
    assert (doubted.day, kinds(doubted)) == (date(2025, 5, 15), ["weekday_doubt"])


def test_a_clock_that_is_no_clock_is_reported() -> None:
    for text in ("5. mars 2026 kl. 25", "5. mars 2026 kl. 10-12", "5. mars 2026 10:00–12:00"):
        read = read_moment(text)
        assert (read.day, read.clock, kinds(read)) == (date(2026, 3, 5), None, ["clock_doubt"])
    assert read_moment("at 12 locations, 5 March 2026").clock is None


@pytest.mark.parametrize("text", CELLS)
def test_a_date_cell(text: str) -> None:
    assert is_date_text(text)


@pytest.mark.parametrize("text", NOT_CELLS)
def test_no_date_cell(text: str) -> None:
    assert not is_date_text(text)


def test_a_long_text_is_no_date_cell() -> None:
    assert not is_date_text("5. mars 2026 " * 10)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2. aug. 2023 Åpen for søknad", ("2. aug. 2023", "Åpen for søknad")),
        ("15.8.2024: Vi har endret", ("15.8.2024", "Vi har endret")),
        ("20 March: application deadline", ("20 March", "application deadline")),
        ("1. juni 2026 – Webinar", ("1. juni 2026", "Webinar")),
        ("10 June 2026, 13:00 CEST Application deadline", ("10 June 2026, 13:00 CEST", "Application deadline")),
        ("31. mai – 7. juni 2023 Søknadsvindu", ("31. mai – 7. juni 2023", "Søknadsvindu")),
        ("onsdag 10. juni 2026 Webinar 11. juni", ("onsdag 10. juni 2026", "Webinar 11. juni")),
        ("Oppdatering 15.11.2023: Vedtak", None),
        ("Februar 2024 Forventet svar", None),
        ("10. juni 2026 13", None),
    ],
)
def test_a_leading_date_is_split_off(text: str, parts: tuple[str, str] | None) -> None:
    assert split_leading_date(text) == parts


def test_whole_deadline_readings() -> None:
    at = datetime(2026, 6, 10, 11, tzinfo=UTC)
    end = datetime(2026, 6, 10, 21, 59, tzinfo=UTC)
    rule = "13:00"
    assert read_deadline("10. juni 2026", clock_rule=rule) == DeadlineReading(at, "fixed", "inferred", False, ())
    assert read_deadline("10. juni 2026") == DeadlineReading(end, "fixed", "inferred", False, ())
    assert read_deadline("10. juni 2026", label="Frist midnatt", clock_rule=rule) == DeadlineReading(
        end, "fixed", "stated", False, ()
    )
    assert read_deadline("10. juni 2026", label="Garantifrist", clock_rule=rule) == DeadlineReading(
        end, "guaranteed", "inferred", False, ()
    )
    assert read_deadline("10. juni 2026 (utløpt)", clock_rule=rule) == DeadlineReading(
        end, "fixed", "inferred", True, ()
    )
    assert read_deadline("10. juni", note="2026", clock_rule=rule) == DeadlineReading(
        at, "fixed", "inferred", False, ()
    )
    assert read_deadline("") == DeadlineReading(None, None, None, False, ())
    with pytest.raises(ValueError, match="Invalid isoformat"):
        read_deadline("10. juni 2026", clock_rule="kl. 13")


@pytest.mark.parametrize(
    ("note", "hour", "clock"),
    [
        ("Fristen er kl. 15.00", 13, "stated"),
        ("10. juni kl. 15.00", 13, "stated"),
        ("Webinar 3. mai kl. 10.00", 11, "inferred"),
        ("kl. 10 og kl. 12", 11, "inferred"),
    ],
)
def test_a_clock_in_the_note_counts_when_it_names_no_other_day(note: str, hour: int, clock: str) -> None:
    read = read_deadline("10. juni 2026", note=note, clock_rule="13:00")
    assert (read.at, read.clock) == (datetime(2026, 6, 10, hour, tzinfo=UTC), clock)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("31.03.2024 02:30", datetime(2024, 3, 31, 1, 30, tzinfo=UTC)),
        ("27.10.2024 kl 02.30", datetime(2024, 10, 27, 0, 30, tzinfo=UTC)),
        ("31 March 2022 at 12.00 CET", datetime(2022, 3, 31, 11, tzinfo=UTC)),
        ("12. januar 2027, 13:00 CEST", datetime(2027, 1, 12, 11, tzinfo=UTC)),
        ("12. januar 2027 kl. 00.00", datetime(2027, 1, 11, 23, tzinfo=UTC)),
        ("12. januar 2027 kl. 25.00", datetime(2027, 1, 12, 22, 59, tzinfo=UTC)),
    ],
)
def test_a_doubtful_clock_is_kept_and_reported(text: str, at: datetime) -> None:
    read = read_deadline(text)
    assert (read.at, kinds(read)) == (at, ["clock_doubt"])


def test_midnight_in_the_label_against_a_clock_in_the_text() -> None:
    read = read_deadline("10. juni 2026 kl. 13", label="Frist (midnatt)")
    assert (read.at, kinds(read)) == (datetime(2026, 6, 10, 11, tzinfo=UTC), ["clock_doubt"])


@pytest.mark.parametrize(
    ("text", "kind", "at", "problems"),
    [
        ("Løpende frem til høsten 2026", "rolling", None, ["vague_date"]),
        ("Løpende. Neste møte 5. mai 2026", "rolling", None, ["vague_date"]),
        ("Tellende frister", "cut_off", None, ["missing_field"]),
        ("Neste tellende frist er 3. mars 2026 kl. 12", "cut_off", datetime(2026, 3, 3, 11, tzinfo=UTC), []),
        ("Behandles fortløpende, frist 3. mars 2026 kl. 12", "fixed", datetime(2026, 3, 3, 11, tzinfo=UTC), []),
        ("To trinn. Frist 3. mars 2026 kl. 12", "staged", datetime(2026, 3, 3, 11, tzinfo=UTC), []),
        ("Ikke løpende", None, None, ["unknown_word"]),
    ],
)
def test_words_decide_the_type_and_the_date_is_kept(
    text: str, kind: str | None, at: datetime | None, problems: list[str]
) -> None:
    read = read_deadline(text)
    assert (read.type, read.at, kinds(read)) == (kind, at, problems)


def test_a_window() -> None:
    year = read_window("fra og med 31. mai kl. 08.00 til og med midnatt 7. juni 2023")
    assert year == (
        Moment(date(2023, 5, 31), time(8), None, False, ()),
        Moment(date(2023, 6, 7), time(23, 59), None, False, ()),
    )
    apart = read_window("Søknadsvindu fra og med 31. mai kl. 08.00 til og med midnatt 7. juni.", year=2023)
    assert apart == year
    turn = read_window("15. desember – 15. januar 2026")
    assert turn is not None
    assert [end.day for end in turn] == [date(2025, 12, 15), date(2026, 1, 15)]
    between = read_window("mellom 1. og 5. mars 2026, mellom 1. mars 2026 og 5. april")
    assert between is None
    both = read_window("mellom 1. mars 2026 og 5. april")
    assert both is not None
    assert [end.day for end in both] == [date(2026, 3, 1), date(2026, 4, 5)]
    open_ended = read_window("fra 31. mai til 7. juni")
    assert open_ended is not None
    assert [kinds(end) for end in open_ended] == [["year_missing"], ["year_missing"]]
    assert read_window("5. mars og 6. april 2026") is None
    assert read_window("Åpner 5. mars 2026. Webinar 6. april 2026") is None
    assert read_window("5. mars 2026") is None


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("12-48 months", (12, 48)),
        ("24–48 måneder", (24, 48)),
        ("inntil 3 år", (None, 36)),
        ("2-4 år", (24, 48)),
        ("minimum 12 months", (12, None)),
        ("to til fire år", (24, 48)),
        ("6 måneder til 2 år", (6, 24)),
        ("4-årig prosjekt", (48, 48)),
        ("2,5 år", (30, 30)),
        ("1½ år", (18, 18)),
        ("minst 2 og maks 4 år", (24, 48)),
        ("3 år (maks)", (None, 36)),
        ("2 år eller mer", (24, None)),
        ("inntil 18 månader", (None, 18)),
        ("3 years (36 months)", (36, 36)),
        ("3 år, kan forlenges med 1 år", (None, None)),
        ("minst 4 år, maks 2 år", (None, None)),
        ("bedrifter yngre enn 5 år", (None, None)),
        ("1 mill. kroner per år", (None, None)),
        ("inntil 900 år", (None, None)),
        ("", (None, None)),
    ],
)
def test_a_duration(text: str, months: tuple[int | None, int | None]) -> None:
    assert read_duration(text) == months
