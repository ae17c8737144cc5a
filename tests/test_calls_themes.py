"""Themes with their own amount from the lines of a section."""

from __future__ import annotations

import pytest

from calls.themes import read_themes


@pytest.mark.parametrize(
    ("line", "name", "amount", "target"),
    [
        ("Helse: inntil 95 millioner kroner", "Helse", 95_000_000, None),
        ("95 millioner kroner til Helse", "Helse", 95_000_000, None),
        ("Energi, transport og lavutslipp – 80 mill. kroner", "Energi, transport og lavutslipp", 80_000_000, None),
        ("up to NOK 7 million for Resource Centre", "Resource Centre", 7_000_000, None),
        ("(A) Kompetansesenter: inntil 7 millioner, ett 4-årig prosjekt.", "Kompetansesenter", 7_000_000, None),
        ("• Hav: 20–30 mill. kroner", "Hav", 30_000_000, None),
        ("Inntil 7 millionar til koordinering og leiing. Sjå vedlegg.", "koordinering og leiing", 7_000_000, None),
        ("Velferd: 40 millioner kroner til kommuner", "Velferd", 40_000_000, "kommuner"),
        ("Velferd: 40 millioner kroner til marsboere", "Velferd", 40_000_000, None),
    ],
)
def test_a_theme(line: str, name: str, amount: int, target: str | None) -> None:
    assert read_themes([line]) == [{"name": name, "amount_nok": amount, "target_group": target, "text": line}]


@pytest.mark.parametrize(
    "line",
    [
        "10-15 millioner kroner kommer fra Kreftforeningen og er øremerket kreft",
        "25. juni: Tekst lagt til i prioriteringen 140 millioner til forskning på miljøvennlig energi.",
        '30 March: "Global development" strengthened with NOK 20 million.',
        "Antatt tilgjengelige midler: 50 mill. kroner",
        "CO2-håndtering økt fra 40 millioner til 50 millioner.",
        "Inntil 5 millioner kroner til å dekke kostnader",
        "Maks 2 mill. kroner per prosjekt",
        "Helse: 10 mill. kroner til A og 20 mill. kroner til B",
        "Helse: 10 mill. kroner per prosjekt",
        "Helse: Forskningsrådet gir 10 mill. kroner",
        "Helse: 2 millioner euro",
        "I 2024 er tilskuddsrammen på 210 millioner kroner.",
        "Helse og omsorg",
        "",
    ],
)
def test_what_is_not_clear_gives_nothing(line: str) -> None:
    assert read_themes([line]) == []


def test_a_name_with_two_amounts_is_not_clear() -> None:
    lines = ["Hav: 20 mill. kroner", "Helse: 10 mill. kroner", "Helse: 10 mill. kroner", "Hav: 30 mill. kroner"]
    assert [theme["name"] for theme in read_themes(lines)] == ["Helse"]
