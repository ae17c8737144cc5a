"""Why a night's matches stand elsewhere than in the ranking before: both nights as matching.movement wants them."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from assets.nights import last_ranked
from calls.store import ProfileMoves, RankInput, Store
from matching.explain import Match
from matching.feedback import Judged, said_content, said_version
from matching.glossary import Glossary
from matching.index import Index, build_index
from matching.movement import Between, Key, Night, Place, Stage
from matching.profiles import Cluster, Profile
from matching.rank import RankedNight, program
from publish.fit_words import is_ruled_out
from publish.rows import records
from readers.standing import NOTHING_SAID, Standing


class Since:
    """Tonight's index, and what lies between the ranking before and tonight's, where there is one.

    No move is told where what that ranking rested on is not kept, as in nights before it was.
    """

    def __init__(self, store: Store, day: date, tonight: Night, cache: Path, standing: Standing = NOTHING_SAID) -> None:
        """cache: see matching.index. standing: what people said, for what stood on the earlier night."""
        self._tonight, self._cache = tonight, cache
        last = last_ranked(store, day)
        before = _night(store, last, tonight, standing) if last else None
        self._between = Between(before, tonight) if before else None
        self._was = _places(records(store.matches(last)), before) if last and before else {}

    @cached_property
    def index(self) -> Index:
        """Of tonight's calls."""
        return build_index(self._tonight.calls, self._tonight.glossary, self._cache)

    def _index_of(self, stage: Stage) -> Index:
        """What was is counted from what is kept of tonight: the texts that changed are all that is missing there."""
        if stage.reads_last:
            return self.index
        return build_index(stage.night.calls, stage.night.glossary, self._cache, saves=False)

    def moves(self, ranked: RankedNight, top: int) -> list[ProfileMoves]:
        """Of the profiles whose matches moved since. ranked: tonight's ranking, `top` calls a list."""
        if self._between is None:
            return []
        found = self._between.moves(self._was, _places(ranked.matches, self._tonight), self._index_of, top)
        return [ProfileMoves(*key, [one.content for one in moved]) for key, moved in found.items()]


def rank_inputs(night: Night) -> list[RankInput]:
    """What a night's rankings rest on besides profiles, calls and weights."""
    clusters = {cluster.version: cluster.content for cluster in night.clusters}
    said = {said_version(judged): said_content(judged) for judged in night.said.values()}
    return [
        RankInput("glossary", night.glossary.version, night.glossary.content),
        *(RankInput("cluster", version, content) for version, content in clusters.items()),
        *(RankInput("feedback", version, content) for version, content in said.items()),
    ]


def _night(store: Store, day: date, tonight: Night, standing: Standing) -> Night | None:
    """The night `day`, with the sentence model of `tonight`; None where what its ranking rested on is not kept."""
    night, runs = store.night(day), records(store.match_runs(day))
    clusters = _clusters(store, day, runs)
    words = store.rank_input("glossary", runs[0]["glossary_version"]) if runs else None
    if night is None or clusters is None or words is None:
        return None
    return Night(
        calls=standing.at(night.began_at).calls(store.calls(day), night.began_at),
        clusters=clusters,
        glossary=Glossary.of(words),
        night_at=night.began_at,
        program=program(runs[0]["text_version"], runs[0]["meaning_version"]),
        meaning=tonight.meaning,
        said={
            (run["cluster"], run["profile"]): [Judged(*one) for one in said]
            for run in runs
            if (said := store.rank_input("feedback", run["feedback_version"])) is not None
        },
    )


def _clusters(store: Store, day: date, runs: Iterable[Mapping[str, Any]]) -> tuple[Cluster, ...] | None:
    """The clusters as they were ranked, by key."""
    versions = {run["cluster"]: run["cluster_version"] for run in runs}
    contents = {key: store.rank_input("cluster", version) for key, version in versions.items()}
    profiles = store.ranked_profiles(day)
    clusters = []
    for key, content in contents.items():
        if content is None:
            return None
        its = (Profile.of(profile, said) for (cluster, profile), said in profiles.items() if cluster == key)
        clusters.append(Cluster.of(key, content, tuple(its)))
    return tuple(clusters)


def _places(matches: Iterable[Match | Mapping[str, Any]], night: Night) -> dict[Key, dict[Key, Place]]:
    """Where each call stands, by list. What a project may not apply for is not in its list."""
    found: dict[Key, dict[Key, Place]] = {
        (cluster.key, profile.key): {} for cluster in night.clusters for profile in cluster.profiles
    }
    for match in matches:
        if not is_ruled_out(match):
            place = Place(match["rank"], match["score"])
            found[match["cluster"], match["profile"]][match["source"], match["source_id"]] = place
    return found
