"""One match as JSON, for other programs: what is stored of it, and what the workbook says of its fit.

Names that the workbook has too (publish.rows) mean the same here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from publish.fit_words import fit_words, topical_score


class MatchField(NamedTuple):
    """A field: its name, its JSON type, and what it holds."""

    name: str
    kind: str
    meaning: str


MATCH: tuple[MatchField, ...] = (
    MatchField("cluster", "text", "Key of the cluster."),
    MatchField("profile", "text", "Key of the project profile."),
    MatchField("rank", "number", "Place in the profile's list, from 1. What may not be applied for stands last."),
    MatchField("score", "number", "What orders the list; the sum of the contributions of `terms`."),
    MatchField("source", "text", "Key of the source that lists the call."),
    MatchField("source_id", "text", "The source's own stable key of the call."),
    MatchField("title", "text", "Title in the funder's words."),
    MatchField("url", "text", "Canonical address of the funder's page."),
    MatchField("terms", "list", "The summands of the score: term, profile_word, call_word, contribution."),
    MatchField("reason", "text", "Why the call is in the list, the stronger reason first."),
    MatchField("theme", "text", "The theme of the call that the match is about, with its amount."),
    MatchField("may_apply", "text", "Whether the project may apply: `ja`, `nei` or `vet ikke`."),
    MatchField("because", "text", "Why, in a sentence."),
    MatchField("missing", "text", "Partners that the call demands and the project lacks."),
    MatchField(
        "topical", "number", "How near the call is in words, and in meaning where the sentence model is in use."
    ),
    MatchField(
        "general",
        "object",
        "How well a scheme open to every theme suits the project: kind, name_nb, score (0 to 1), parts, quote. "
        "Null for any other call.",
    ),
    MatchField(
        "verdict",
        "object",
        "The answer on may_apply in full: answer (`yes`, `no`, `unknown`), because_nb, rules (each with its answer, "
        "words_nb and the funder's words), missing_partners, candidates. Null in nights before this was asked.",
    ),
)


def match_record(match: Mapping[str, Any], call: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of MATCH, in their order, of a match (columns of Store.matches) and its call."""
    detail = match["detail"] or {}
    found = {
        **match,
        "title": call["title"],
        "url": call["url"],
        **fit_words(match, call),
        "topical": topical_score(match),
        "general": detail.get("general"),
        "verdict": detail.get("verdict"),
    }
    return {field.name: found[field.name] for field in MATCH}
