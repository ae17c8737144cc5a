"""A match's reasons and whether the project may apply, in readers' words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from matching.explain import GENERAL, LANGUAGE, MEANING, Term, theme_of
from publish.words import decimal_words, join_words, money_words

RULED_OUT = "nei"
MAY_NB = {"yes": "ja", "no": RULED_OUT, "unknown": "vet ikke"}
"""Whether the project may apply. What we do not know is never a no."""

TOPICAL_NB, GENERAL_NB = "ligner prosjektet", "åpen for alle temaer"
"""The two reasons for being in a list."""

BY_WORDS, BY_MEANING = "Ordene", "Betydningen, ifølge språkmodellen"
BY_LANGUAGE = "Språkene gjort sammenlignbare"
"""What a score is made of, beside general fit."""

TELLING = 0.2
"""Of a score, from where a reason is told of."""


def fit_words(match: Mapping[str, Any], call: Mapping[str, Any]) -> dict[str, str]:
    """Columns of publish.rows about one match (columns of Store.matches) and its call: reason, theme, may_apply,
    because, missing. All "" for a match of a night before these were kept."""
    detail = match["detail"] or {}
    verdict = detail.get("verdict")
    return {
        "reason": _reason(match["terms"]),
        "theme": _theme(match, call),
        "may_apply": may_words(match),
        "because": verdict["because_nb"] if verdict else "",
        "missing": " ".join(one["words_nb"] for one in verdict["missing_partners"]) if verdict else "",
    }


def may_words(match: Mapping[str, Any]) -> str:
    """Whether the project of a match may apply: a word of MAY_NB, "" where nobody asked."""
    verdict = (match["detail"] or {}).get("verdict")
    return MAY_NB[verdict["answer"]] if verdict else ""


def topical_score(match: Mapping[str, Any]) -> float:
    """How near the call of a match is in words and meaning; its score, in nights when that was all there was."""
    return float(match["detail"]["topical"] if match["detail"] else match["score"])


def is_ruled_out(match: Mapping[str, Any]) -> bool:
    """Whether the project surely may not apply for the call of a match."""
    return may_words(match) == RULED_OUT


def _reason(terms: Sequence[Term]) -> str:
    """The stronger reason first; the other one where it has some weight."""
    general = math.fsum(term["contribution"] for term in terms if term["term"].startswith(GENERAL))
    topical = math.fsum(term["contribution"] for term in terms) - general
    told = sorted([(-topical, TOPICAL_NB), (-general, GENERAL_NB)])
    return join_words([words for value, words in told if -value >= TELLING * (topical + general) > 0])


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
    told = [(name, math.fsum(values)) for name, values in found.items() if values]
    if general and schemes:
        told.append((f"Ordningen passer prosjektet: {general['name_nb']}", math.fsum(schemes)))
    return [(name, decimal_words(value, 2)) for name, value in told]
