"""Awards, budgets and rates from plain strings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.amount_words import currency_of, unit_of
from calls.money import AmountReading, BudgetReading, read_award, read_budget
from calls.number_words import number_of
from calls.words import plain

KRONER = st.integers(1000, 999_999_999_999)
GROUPED = st.sampled_from((" ", "\u00a0", "."))


def kinds(reading: AmountReading | BudgetReading) -> list[str]:
    return [problem.kind for problem in reading.problems]


def grouped(amount: int, mark: str) -> str:
    return f"{amount:,}".replace(",", mark)


@given(KRONER, GROUPED, st.sampled_from(("kr {}", "kr. {},-", "{} kroner", "NOK {}", "{} NOK", "{}\u00a0kr")))
def test_every_way_to_group_and_name_kroner(amount: int, mark: str, shape: str) -> None:
    text = shape.format(grouped(amount, mark))
    assert read_award(text) == AmountReading(None, amount, None, ())
    assert read_award(f"inntil {text}") == AmountReading(None, amount, None, ())
    assert read_award(f"minimum {text}") == AmountReading(amount, None, None, ())
    assert read_budget(f"om lag {text}") == BudgetReading(amount, ())


@given(st.integers(1, 999), st.integers(1, 999), st.sampled_from(("mill. kroner", "millioner", "million NOK", "MNOK")))
def test_the_unit_after_a_range_serves_both_ends(low: int, more: int, unit: str) -> None:
    high = low + more
    for between in ("-", "–", " – ", " til "):
        text = f"{low}{between}{high} {unit}"
        assert read_award(text) == AmountReading(low * 10**6, high * 10**6, None, ())
        assert read_budget(text) == BudgetReading(high * 10**6, ())


@given(st.text(max_size=200))
def test_any_text_is_read_without_raising_and_never_silently(text: str) -> None:
    award, budget = read_award(text), read_budget(text)
    read = {award.floor_nok, award.ceiling_nok, award.rate_pct} - {None}
    assert read or award.problems or not plain(text)
    assert budget.amount_nok is not None or budget.problems or not plain(text)


@given(st.integers(0, 99_999_999))
def test_a_number_without_currency_or_unit_is_never_money(number: int) -> None:
    award = read_award(str(number))
    assert (award.floor_nok, award.ceiling_nok, kinds(award)) == (None, None, ["ambiguous_amount"])
    assert read_budget(f"{number} prosjekter").amount_nok is None


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("Inntil 50 % av kostnadene", 50),
        ("50 prosent", 50),
        ("up to 75 per cent of eligible costs", 75),
        ("25–50 % støtte", 50),
        ("50 % av kostnadene for små bedrifter, 25 % av kostnadene for store", 50),
        ("100 prosent finansiering", 100),
        ("krav om 25 prosent egeninnsats", None),
        ("minst 30 prosent av kostnadene", None),
        ("20 prosent stilling", None),
        ("150 % av kostnadene", None),
        ("37,5 % av kostnadene", None),
    ],
)
def test_a_rate(text: str, rate: int | None) -> None:
    read = read_award(text)
    assert (read.floor_nok, read.ceiling_nok, read.rate_pct) == (None, None, rate)
    assert rate is not None or read.problems


def test_rate_and_amount_stand_together() -> None:
    text = "Inntil 80 % av kostnadene, maks kr 300 000. 2 millioner euro i alt."
    read = read_award(text)
    assert (read.ceiling_nok, read.rate_pct, kinds(read)) == (300_000, 80, ["ambiguous_amount"])
    assert "EUR" in read.problems[0].message
    assert read_award("XX kroner, inntil 50 % av kostnadene").rate_pct == 50


@pytest.mark.parametrize(
    "text",
    [
        "kr 50",
        "over 500 000 kroner",
        "timesats på 1200 kroner",
        "20 timer à 1200 kroner",
        "15 000 kroner per deltaker",
        "5 000 i 1000 kr",
        "10 % av 5 millioner kroner",
        "rammen er 50 mill. kroner",
        "2 mill., minst 1 mill.",
        "inntil 2 mill. eller inntil 3 mill.",
        "5m kroner",
        "9 til 4 millioner",
    ],
)
def test_what_cannot_be_told_is_reported(text: str) -> None:
    read = read_award(text)
    assert (read.floor_nok, read.ceiling_nok) == (None, None), read
    assert set(kinds(read)) == {"ambiguous_amount"}


@pytest.mark.parametrize(
    "text",
    ["minst 50 mill. kroner", "fra 80 til 70 millioner", "20 mill. per søknad", "hvert prosjekt kan få 2 mill. kroner"],
)
def test_what_is_not_the_pot_is_reported(text: str) -> None:
    assert (read_budget(text).amount_nok, kinds(read_budget(text))) == (None, ["ambiguous_amount"])


def test_nothing_is_nothing() -> None:
    assert read_award("") == AmountReading(None, None, None, ())
    assert read_budget("\u00ad \u00a0") == BudgetReading(None, ())


def test_numbers_and_words_that_are_none() -> None:
    assert number_of("1 500 000,50") == number_of("1.500.000,5")
    assert number_of("1½") * 2 == 3
    with pytest.raises(ValueError, match="is not a number"):
        number_of("1.500.00")
    with pytest.raises(KeyError):
        unit_of("euro")
    with pytest.raises(KeyError):
        currency_of("million")


@pytest.mark.parametrize(
    ("text", "ceiling", "rate"),
    [
        ("Vi dekker aldri mer enn 50 % av godkjente kostnader", None, 50),
        ("ikke over 40 prosent av kostnadene", None, 40),
        ("aldri mer enn 2 millioner kroner", 2_000_000, None),
        ("mer enn 50 % av kostnadene", None, None),
        ("over 40 prosent av kostnadene", None, None),
    ],
)
def test_never_more_than_is_a_limit_and_more_than_is_none(text: str, ceiling: int | None, rate: int | None) -> None:
    award = read_award(text)
    assert (award.floor_nok, award.ceiling_nok, award.rate_pct) == (None, ceiling, rate)
    assert bool(award.problems) is (ceiling is None and rate is None)
