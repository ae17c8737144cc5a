"""Numbers as people write them, in figures and in words, as exact decimals. What they count does not belong here."""

from __future__ import annotations

import re
from decimal import Decimal

from calls.words import any_of

_WORDS: dict[str, int | Decimal] = {
    "en én ein éin ett eitt et éi one a an": 1,
    "to two": 2,
    "tre three": 3,
    "fire four": 4,
    "fem five": 5,
    "seks six": 6,
    "sju syv seven": 7,
    "åtte eight": 8,
    "ni nine": 9,
    "ti ten": 10,
    "elleve eleven": 11,
    "tolv twelve": 12,
    "femten fifteen": 15,
    "tjue tyve twenty": 20,
    "tretti thirty": 30,
    "førti forty": 40,
    "femti fifty": 50,
    "seksti sixty": 60,
    "hundre hundred ett_hundre one_hundred": 100,
    "to_hundre two_hundred": 200,
    "tre_hundre three_hundred": 300,
    "fire_hundre four_hundred": 400,
    "fem_hundre five_hundred": 500,
    "halvannen halvannan halvanna one_and_a_half": Decimal("1.5"),
    "to_og_en_halv to_og_ein_halv two_and_a_half": Decimal("2.5"),
    "tre_og_en_halv tre_og_ein_halv three_and_a_half": Decimal("3.5"),
    "fire_og_en_halv four_and_a_half": Decimal("4.5"),
    "en_halv ein_halv ei_halv et_halvt half_a half": Decimal("0.5"),
}
WORDS: dict[str, Decimal] = {
    word.replace("_", " "): Decimal(value) for words, value in _WORDS.items() for word in words.split()
}
NUMBER_WORD = any_of(" ".join(_WORDS)) + r"(?![^\W\d_])"

_GROUPED = re.compile(
    r"(?P<whole>[0-9]{1,3}(?P<mark>[ .,'])[0-9]{3}(?:(?P=mark)[0-9]{3})*)(?:(?!(?P=mark))[.,](?P<part>[0-9]{1,2}))?"
)


def number_of(text: str) -> Decimal:
    """The number that `text` spells: `1 500 000`, `750.000`, `1,5`, `1½`, `en halv`. ValueError when it is none.

    A dot or comma before exactly three figures parts thousands; before one or two it is the decimal sign.
    """
    word = " ".join(text.lower().split())
    if word in WORDS:
        return WORDS[word]
    half = Decimal("0.5") if word.endswith("½") else Decimal(0)
    figures = word.removesuffix("½").strip() or "0"
    grouped = _GROUPED.fullmatch(figures)
    if grouped:
        figures = f"{grouped['whole'].replace(grouped['mark'], '')}.{grouped['part'] or 0}"
    figures = figures.replace(",", ".")
    if not re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", figures):
        raise ValueError(f"{text!r} is not a number")
    return Decimal(figures) + half


FIGURES = (
    r"(?:[0-9]{1,3}(?P<mark>[ .,'])[0-9]{3}(?![0-9])(?:(?P=mark)[0-9]{3}(?![0-9]))*|[0-9]{1,12}(?![0-9]))"
    r"(?:[.,][0-9]{1,2}(?![0-9]))?(?:\s?½)?"
)
"""A number in figures, thousands parted or not. Has the group `mark`, so it may stand once in a pattern."""


def has_two_readings(figures: str) -> bool:
    """Whether `1.250` or `1,250` before a unit such as million may be a decimal or thousands."""
    return re.fullmatch(r"[0-9]{1,3}[.,][0-9]{3}", figures) is not None
