"""A match's reasons and whether one may apply, in readers' words."""

from __future__ import annotations

from typing import Any

import pytest

from publish.fit_words import fit_words, is_ruled_out, score_parts


def term(name: str, value: float, word: str = "") -> dict[str, Any]:
    return {"term": name, "profile_word": "", "call_word": word, "contribution": value}


def match(terms: list[dict[str, Any]], answer: str = "unknown") -> dict[str, Any]:
    missing = [{"words_nb": "En kommune må være med."}]
    verdict = {"answer": answer, "because_nb": "Fordi.", "missing_partners": missing}
    return {"terms": terms, "detail": {"general": None, "verdict": verdict, "passages": []}}


@pytest.mark.parametrize(
    ("terms", "reason"),
    [
        ([term("eldr", 0.5)], "ligner prosjektet"),
        ([term("general:applicant", 0.5), term("eldr", 0.05)], "åpen for alle temaer"),
        ([term("general:applicant", 0.5), term("eldr", 0.3)], "åpen for alle temaer og ligner prosjektet"),
        ([], ""),
    ],
)
def test_the_stronger_reason_is_told_first_and_a_faint_one_not(terms: list[dict[str, Any]], reason: str) -> None:
    assert fit_words(match(terms), {"themes": None})["reason"] == reason


def test_a_theme_has_its_amount() -> None:
    themes = [{"name": "Helse", "amount_nok": 95_000_000}, {"name": "Energi", "amount_nok": None}]
    found = fit_words(match([term("theme:Helse", 0.0, "Helse")]), {"themes": themes})
    assert found["theme"] == "Helse, 95 mill. kroner"
    assert (found["may_apply"], found["because"], found["missing"]) == ("vet ikke", "Fordi.", "En kommune må være med.")


def test_only_a_sure_no_rules_out() -> None:
    assert [is_ruled_out(match([], answer)) for answer in ("yes", "unknown", "no")] == [False, False, True]
    assert not is_ruled_out({"terms": [], "detail": None})


def test_parts_of_a_score_have_names() -> None:
    terms = [term("eldr", 0.25), term("meaning", 0.1), term("language:en", 0.05), term("general:stage", 0.2)]
    assert score_parts(terms, {"name_nb": "Pilot Helse"}) == [
        ("Ordene", "0,25"),
        ("Betydningen, ifølge språkmodellen", "0,10"),
        ("Språkene gjort sammenlignbare", "0,05"),
        ("Ordningen passer prosjektet: Pilot Helse", "0,20"),
    ]
