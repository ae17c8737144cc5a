"""A match's reasons and whether the project may apply, in readers' words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from calls.tongue import note, say
from matching.explain import GENERAL, LANGUAGE, MEANING, Term, theme_of
from publish.words import decimal_words, join_words, money_words

RULED_OUT = "no"
"""The answer of a project that surely may not apply."""
MAY_NB = {"yes": note("ja"), RULED_OUT: note("nei"), "unknown": note("vet ikke")}
"""Whether the project may apply. What we do not know is never a no."""

Reason = Literal["topical", "general"]
REASONS_NB: dict[Reason, str] = {
    "topical": note("ligner prosjektet"),
    "general": note("åpen for alle temaer"),
}
"""The two reasons for being in a list."""

BY_WORDS, BY_MEANING = note("Ordene"), note("Betydningen, ifølge språkmodellen")
BY_LANGUAGE = note("Språkene gjort sammenlignbare")
"""What a score is made of, beside general fit."""

TELLING = 0.2
"""Of a score, from where a reason is told of."""


def fit_words(match: Mapping[str, Any], call: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of publish.rows about one match (columns of Store.matches) and its call: reason, theme, may_apply,
    because, missing, and the codes theme_name and may_code. All "" for a match of a night before these were kept.
    passages: the sentences that carry most of it."""
    detail = match["detail"] or {}
    verdict = detail.get("verdict")
    return {
        "reason": join_words([say(REASONS_NB[reason]) for reason in _reasons(match["terms"])]),
        "theme": _theme(match, call),
        "theme_name": theme_of(match["terms"]) or "",
        "may_apply": may_words(match),
        "may_code": verdict["answer"] if verdict else "",
        "because": verdict["because_nb"] if verdict else "",
        "missing": " ".join(one["words_nb"] for one in verdict["missing_partners"]) if verdict else "",
        "passages": [text for text, _ in detail.get("passages", ())],
    }


def may_words(match: Mapping[str, Any]) -> str:
    """Whether the project of a match may apply, in a word; "" where nobody asked."""
    verdict = (match["detail"] or {}).get("verdict")
    return say(MAY_NB[verdict["answer"]]) if verdict else ""


def topical_score(match: Mapping[str, Any]) -> float:
    """How near the call of a match is in words and meaning; its score, in nights when that was all there was."""
    return float(match["detail"]["topical"] if match["detail"] else match["score"])


def is_ruled_out(match: Mapping[str, Any]) -> bool:
    """Whether the project surely may not apply for the call of a match."""
    verdict = (match["detail"] or {}).get("verdict")
    return verdict is not None and bool(verdict["answer"] == RULED_OUT)


def is_of(match: Mapping[str, Any], reason: Reason) -> bool:
    """Whether a match stands in a list of that reason alone. Every match has one of them, and some have both.

    Every scheme that is open to all themes is among such schemes, though a near word may have brought it into the list.
    Of them, those are near that owe it some of their score: else the schemes would stand first in both lists.
    """
    if reason == "general":
        return bool((match["detail"] or {}).get("general"))
    return reason in _reasons(match["terms"])


def _reasons(terms: Sequence[Term]) -> list[Reason]:
    """The stronger reason first; the other one where it has some weight."""
    general = math.fsum(term["contribution"] for term in terms if term["term"].startswith(GENERAL))
    topical = math.fsum(term["contribution"] for term in terms) - general
    found: list[tuple[float, Reason]] = [(topical, "topical"), (general, "general")]
    found.sort(key=lambda pair: -pair[0])
    return [reason for value, reason in found if value >= TELLING * (topical + general) > 0]


def _theme(match: Mapping[str, Any], call: Mapping[str, Any]) -> str:
    """The theme that a match is about, with its amount: «Helse, 95 mill. kroner»."""
    name = theme_of(match["terms"])
    if name is None:
        return ""
    amount = next((theme["amount_nok"] for theme in call["themes"] or [] if theme["name"] == name), None)
    return f"{name}, {money_words(amount)}" if amount else name


def score_parts(terms: Sequence[Term], general: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    """What a score is made of, as (words, figure): they sum to it, each rounded. general: as in Match.detail."""
    found: dict[str, list[float]] = {BY_WORDS: [], BY_MEANING: [], BY_LANGUAGE: []}
    schemes = []
    for term in terms:
        name, value = term["term"], term["contribution"]
        if name.startswith(GENERAL):
            schemes.append(value)
        elif name == MEANING:
            found[BY_MEANING].append(value)
        else:
            found[BY_LANGUAGE if name.startswith(LANGUAGE) else BY_WORDS].append(value)
    told = [(say(name), math.fsum(values)) for name, values in found.items() if values]
    if general and schemes:
        fits = say("Ordningen passer prosjektet: {scheme}", scheme=general["name_nb"])
        told.append((fits, math.fsum(schemes)))
    return [(name, decimal_words(value, 2)) for name, value in told]


MIDDLING = 0.1
"""The least score of a match that is worth a reader's morning: half of the matches of a usual night reach it."""

_GRADES: tuple[tuple[float, str], ...] = (
    (0.5, note("sterkt treff")),
    (0.25, note("godt treff")),
    (MIDDLING, note("middels treff")),
    (-math.inf, note("svakt treff")),
)


def fit_grade(score: float) -> str:
    """How good a match is, in words. The limits cut the matches of a usual night at about the tenth, the fourth and the
    half; they say nothing of whether one may apply."""
    return next(say(words) for least, words in _GRADES if score >= least)
