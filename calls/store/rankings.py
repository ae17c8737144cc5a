"""The store's methods on rankings: a night's matches, what they rest on, and why they moved. `Store` has them all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from calls.database import Opened, reading, writing
from calls.model import Json
from calls.store import moves, ranking
from calls.store.shapes import InputKind, MatchRun, ProfileMoves, ProfileVersion, RankInput


class Rankings(Opened):
    """Rankings in the store; see Store for what a night that is None means."""

    def publish_matches(
        self,
        night: date,
        profiles: Sequence[ProfileVersion],
        runs: Sequence[MatchRun],
        weights_version: str,
        weights: Mapping[str, float],
        matches: Sequence[Mapping[str, Json]],
        inputs: Sequence[RankInput] = (),
        moves: Sequence[ProfileMoves] = (),
    ) -> None:
        """A night's ranking, in place of an earlier one of that night.

        profiles: the versions that were ranked; runs: one a profile, also where nothing matched.
        weights: term -> weight, the content that `weights_version` names.
        matches: cluster, profile, rank (from 1), score, source, source_id, content_hash, terms and detail (json); title
            and url may be there and are ignored, as the call of that night has them.
        inputs: the content of the versions that runs name besides profile and weights.
        moves: of profiles whose matches stand elsewhere than in the ranking before.
        """
        with writing(self._engine) as connection:
            ranking.publish(connection, night, profiles, runs, weights_version, weights, matches, inputs, moves)

    def matches(
        self,
        night: date | None = None,
        cluster: str | None = None,
        profile: str | None = None,
        top: int | None = None,
    ) -> pd.DataFrame:
        """Matches by cluster, profile and rank, with title and url of the call as of that night."""
        with reading(self._engine) as connection:
            return ranking.matches_frame(connection, night, cluster, profile, top)

    def match_runs(self, night: date | None = None) -> pd.DataFrame:
        """What each profile's ranking rests on: versions of profile, text analysis, weights and glossary."""
        with reading(self._engine) as connection:
            return ranking.runs_frame(connection, night)

    def weights(self, version: str) -> dict[str, float] | None:
        """The corpus weights of that version, to explain a past score; None when there are none."""
        with reading(self._engine) as connection:
            return ranking.weights(connection, version)

    def ranked_profiles(self, night: date) -> dict[tuple[str, str], Json]:
        """(cluster, profile) -> the content of the profile as it was when it was ranked that night."""
        with reading(self._engine) as connection:
            return ranking.profiles(connection, night)

    def rank_input(self, kind: InputKind, version: str) -> Json | None:
        """The content of that version; None when it is not kept, as in nights of before it was."""
        with reading(self._engine) as connection:
            return moves.rank_input(connection, kind, version)

    def moves(
        self, night: date | None = None, cluster: str | None = None, profile: str | None = None
    ) -> dict[tuple[str, str], Json]:
        """(cluster, profile) -> why its matches stand elsewhere than in the ranking before; those that moved alone."""
        with reading(self._engine) as connection:
            return moves.moves(connection, night, cluster, profile)
