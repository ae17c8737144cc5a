"""What a project would match if it were written so, and whom a call that was just entered is for: worked out now.

The lists of the night stay as the night ranked them; nothing here is stored.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

from calls.database import Stamp
from calls.home import Home
from calls.linking import group_names
from calls.tongue import say, tongue
from matching.explain import Match
from matching.glossary import glossary_folders, usable_glossary
from matching.profiles import Cluster, Profile
from publish import words
from publish.fit_words import MAY_NB, RULED_OUT, fit_grade
from publish.rows import CallId, Row, call_id
from web.kept import Kept
from web.nights import Shown

if TYPE_CHECKING:
    from matching.find import Finder
    from matching.preview import Preview, Previewed
    from web.site import Site

SHOWN_WORDS = 12
MOST_DRAFTS = 100
"""Projects and drafts of which is kept what they match."""


@dataclass(frozen=True)
class PreviewedMatch:
    """A call that the draft would match: source, source_id, title and language, and what there is to say of it."""

    call: Row
    words: str


@dataclass(frozen=True)
class PreviewPage:
    """`preview` of profile_form.html. words: what carries the matches; idle: keywords that no call has."""

    matches: list[PreviewedMatch]
    words: list[str]
    idle: list[str]
    advice: list[str]


@dataclass(frozen=True)
class CallFor:
    """A project that a call would match: its place and score in words, or that it may not apply."""

    cluster: str
    profile: str
    title: str
    place: str


class Previews:
    """The newest night that was asked of, ready to be asked again until its calls, or what people made them, change."""

    def __init__(self, home: Home, meaning: bool | None) -> None:
        """meaning: whether the sentence model is used; None for as installed."""
        self._home, self._wanted = home, meaning
        self._lock = Lock()
        self._kept: tuple[Hashable, Preview] | None = None
        self._finder: tuple[Preview, Finder, dict[CallId, Row]] | None = None
        self._drafts = Kept(MOST_DRAFTS)

    @property
    def is_ready(self) -> bool:
        """Whether some night can be searched without being read first."""
        return self._finder is not None

    def of(self, shown: Shown) -> Preview:
        """The night's calls, as people corrected them, and what they entered."""
        from matching.meaning import meaning_in_use
        from matching.preview import Preview

        key = _night_of(shown)
        with self._lock:
            if self._kept is None or self._kept[0] != key:
                glossary, _ = usable_glossary(glossary_folders(self._home.glossary))
                calls = shown.standing.calls(shown.calls(), shown.night.began_at)
                meaning = meaning_in_use(self._home.cache, self._wanted)
                cache = self._home.cache / "terms.npz"
                self._kept = (key, Preview(calls, glossary, shown.night.began_at, cache, meaning))
            return self._kept[1]

    def ranked(self, shown: Shown, pairs: Sequence[tuple[Cluster, Profile]]) -> list[Match]:
        """The whole lists of projects that no night has ranked: a web.nights.Ranker."""
        return self.of(shown).ranked(pairs)

    def finder(self, shown: Shown) -> Finder:
        """The same calls, to search in."""
        return self._found(shown)[1]

    def page(self, shown: Shown, cluster: Cluster, profile: Profile) -> PreviewPage:
        """What a draft would match. A project that is only looked at is asked of once."""
        name = (tongue(), cluster, profile)
        return self._drafts.of(_night_of(shown), name, lambda: _page(shown, self.of(shown).of(cluster, profile)))

    def records(self, shown: Shown) -> dict[CallId, Row]:
        """The same calls, by source and source_id."""
        return self._found(shown)[2]

    def _found(self, shown: Shown) -> tuple[Preview, Finder, dict[CallId, Row]]:
        from matching.find import Finder

        preview = self.of(shown)
        with self._lock:
            if self._finder is None or self._finder[0] is not preview:
                calls = preview.lists.records
                self._finder = (preview, Finder(preview.index, calls), {call_id(row): row for row in calls})
            return self._finder


def previewed(site: Site, shown: Shown, cluster: Cluster, profile: Profile) -> PreviewPage | None:
    """What a draft would match; None for one that says nothing yet."""
    if not (profile.title or profile.description or profile.keywords):
        return None
    return site.previews.page(shown, cluster, profile)


def _night_of(shown: Shown) -> Stamp:
    return shown.night.night, shown.night.began_at, shown.stamp


def _page(shown: Shown, found: Previewed) -> PreviewPage:
    return PreviewPage(
        matches=[PreviewedMatch(_call(match), _match_words(match)) for match in _once(shown, found.matches)],
        words=[_pair(one.profile_word, one.call_words) for one in found.carrying[:SHOWN_WORDS]],
        idle=list(found.idle),
        advice=[one.text for one in found.advice],
    )


def _once(shown: Shown, matches: Sequence[Match]) -> list[Match]:
    """The matches without those that are one call with a better one, as in the lists."""
    names = shown.stored("names", lambda: group_names(shown.store.links(shown.night.night)))
    first: dict[CallId, Match] = {}
    for match in matches:
        first.setdefault(names.get(call_id(match), call_id(match)), match)
    return list(first.values())


def calls_for(site: Site, shown: Shown, record: Row, clusters: Sequence[Cluster]) -> list[CallFor]:
    """The projects that a call would match, the nearest first; and those that it is as near to, and is not for."""
    found = site.previews.of(shown).of_call(record, clusters)
    least = min((one.score for one in found if one.rank is not None), default=0.0)
    return [
        CallFor(one.cluster, one.profile, one.title, _place_words(one.rank, one.score))
        for one in found
        if one.rank is not None or (one.may_apply == RULED_OUT and one.score >= least)
    ]


def _call(match: Mapping[str, Any]) -> Row:
    return {"source": match["source"], "source_id": match["source_id"], "title": match["title"]}


def _match_words(match: Mapping[str, Any]) -> str:
    verdict = (match["detail"] or {}).get("verdict")
    may = say("kan dere søke: {answer}", answer=say(MAY_NB[verdict["answer"]])) if verdict else ""
    score = say("{fit}, treffgrad {score}", fit=fit_grade(match["score"]), score=words.decimal_words(match["score"], 2))
    return "; ".join(part for part in (score, may) if part)


def _place_words(rank: int | None, score: float) -> str:
    if rank is None:
        return say("ligner, men prosjektet kan ikke søke")
    return say("nr. {rank}, treffgrad {score}", rank=rank, score=words.decimal_words(score, 2))


def _pair(ours: str, theirs: Sequence[str]) -> str:
    other = next((word for word in theirs if word.casefold() != ours.casefold()), "")
    return f"{ours} – {other}" if other else ours
