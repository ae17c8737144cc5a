"""The sentence on a match that moved: the place, and what put it there, strongest first."""

from __future__ import annotations

from typing import Any

import pytest

from publish.move_words import moved_words

KEY = ("k", "p")
CALL = ["fr", "1"]


@pytest.mark.parametrize(
    ("move", "sentence"),
    [
        (
            [*CALL, 9, 0.2, 3, 0.4, [["corpus", 0.0, 1], ["text", 0.2, -7]]],
            "Opp fra plass 9 til 3, fordi teksten i utlysningen er endret (7 plasser opp) og andre utlysninger er "
            "kommet til, endret eller falt fra (1 plass ned).",
        ),
        (
            [*CALL, 3, 0.4, 4, 0.4, [["facts", 0.0, 1], ["profile", 0.01, 0]]],
            "Ned fra plass 3 til 4, fordi frist, beløp eller andre opplysninger i utlysningen er endret.",
        ),
        (
            [*CALL, None, 0.0, 12, 0.1, [["glossary", 0.1, 0]]],
            "Ny i listen, på plass 12, fordi ordlisten er endret.",
        ),
    ],
)
def test_a_move_in_words(move: list[Any], sentence: str) -> None:
    assert moved_words({KEY: [move]}) == {(*KEY, *CALL): sentence}
