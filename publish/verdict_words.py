"""Whether a project may apply, said again in the tongue of the reader: the night stores its reasons in bokmål.

The rules are pure, so they are asked again, in bokmål first. Only where that gives the very sentences that are stored
are those of the other tongue what the night would have said; everywhere else (a profile was edited, the rules are
newer) the stored ones stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from calls.tongue import SOURCE, speaking, tongue
from matching.eligible import judge
from matching.profiles import Cluster, Profile
from sources.eu.programmes import norway_words

Pair = tuple[Cluster, Profile]


def in_readers_tongue(
    match: Mapping[str, Any], call: Mapping[str, Any], pair: Pair | None, night_at: datetime
) -> Mapping[str, Any]:
    """The match (columns of Store.matches), its verdict said in the tongue that is spoken where that can be done.

    pair: the cluster and the profile as they are now, None where they are gone.
    """
    detail = match["detail"] or {}
    stored = detail.get("verdict")
    if stored is None or pair is None or tongue() == SOURCE:
        return match
    cluster, profile = pair
    with speaking(SOURCE):
        again = judge(call, profile, cluster, night_at).content
    if _sentences(again) != _sentences(stored):
        return match
    told = {**call, "norway_text": norway_words(call["norway_text"] or "")}
    return {**match, "detail": {**detail, "verdict": judge(told, profile, cluster, night_at).content}}


def _sentences(verdict: Mapping[str, Any]) -> list[str]:
    return [
        verdict["answer"],
        verdict["because_nb"],
        *(rule["words_nb"] for rule in verdict["rules"]),
        *(missing["words_nb"] for missing in verdict["missing_partners"]),
    ]
