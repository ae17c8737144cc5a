"""What the page of one project profile shows: its matches, all of them or those of one reason, and what to judge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from calls.tongue import note, note_count, say
from matching.judged import ProfileKey
from matching.profiles import Cluster, Profile
from publish.fit_words import RULED_OUT, Reason, is_of
from publish.rows import call_id, records
from publish.sampled import Asked, drawn, unjudged
from web.nights import Shown
from web.pages import MatchCard, match_card


class Kind(NamedTuple):
    """A choice of matches: what the address says, its reason (None: either), its name, and one and many of them."""

    key: str
    reason: Reason | None
    name: str
    one: str
    many: str

    @property
    def label(self) -> str:
        """Its name in the reader's tongue."""
        return say(self.name)


KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind("", None, note("Alle"), *note_count("treff", "treff")),
        Kind(
            "lignende",
            "topical",
            note("Ligner prosjektet"),
            *note_count("treff som ligner prosjektet", "treff som ligner prosjektet"),
        ),
        Kind(
            "ordninger",
            "general",
            note("Åpne for alle temaer"),
            *note_count("ordning som er åpen for alle temaer", "ordninger som er åpne for alle temaer"),
        ),
    )
}
"""By what the address says. Ranks are those of the whole list in all of them."""


@dataclass(frozen=True)
class MatchLists:
    """The matches of a profile of kind `shown`, best first: what it may apply for, so far as we know; and what it
    surely may not. counts: each kind, and how many of it the profile may apply for. is_adjusted: whether what people
    said of calls counts in them."""

    shown: Kind
    counts: list[tuple[Kind, int]]
    fits: list[MatchCard]
    ruled_out: list[MatchCard]
    is_meaning_used: bool
    is_adjusted: bool


def match_lists(shown: Shown | None, cluster: Cluster, profile: Profile, kind: Kind) -> MatchLists:
    """`matches` of profile.html: the very rows of the workbook, or those of them that are of that kind."""
    if shown is None:
        return MatchLists(kind, [], [], [], False, False)
    night = shown.night.night
    matches = {call_id(match): match for match in records(shown.store.matches(night, cluster.key, profile.key))}
    fits: list[MatchCard] = []
    ruled_out: list[MatchCard] = []
    counts = dict.fromkeys(KINDS, 0)
    for row in records(shown.rows(cluster.key, profile.key).rows):
        match = matches[call_id(row)]
        kinds = [key for key, one in KINDS.items() if one.reason is None or is_of(match, one.reason)]
        if row["may_code"] != RULED_OUT:
            for key in kinds:
                counts[key] += 1
        if kind.key in kinds:
            card = match_card(row, match["terms"], match["detail"] or {})
            (ruled_out if row["may_code"] == RULED_OUT else fits).append(card)
    runs = records(shown.store.match_runs(night))
    own = [run for run in runs if (run["cluster"], run["profile"]) == (cluster.key, profile.key)]
    return MatchLists(
        shown=kind,
        counts=[(KINDS[key], number) for key, number in counts.items()],
        fits=fits,
        ruled_out=ruled_out,
        is_meaning_used=any(run["meaning_version"] for run in runs),  # all of a night are made alike
        is_adjusted=any(run["feedback_version"] for run in own),
    )


def asked_calls(shown: Shown | None, cluster: Cluster, profile: Profile, decisions_url: str) -> list[Asked]:
    """`asked` of profile.html: of the newest night's sample what nobody has judged for the profile; none of others."""
    if shown is None or shown.is_past:
        return []
    found: dict[ProfileKey, list[Asked]] = shown.kept("sample", lambda: drawn(shown.store, shown.night.night))
    key = (cluster.key, profile.key)
    return unjudged(key, found.get(key, []), decisions_url)
